"""The invented people of the journeys, as they stand on their cards and answer for themselves."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from kiosk.clock import SystemClock

if TYPE_CHECKING:
    from kiosk.domain.procedure import Answer

HERE = {"province": "66", "commune": "22303"}
TUY_HOA = {"province": "66", "commune": "22015"}

HOA_CARD = "054198001234||Lê Thị Hoa|12031998|Nữ|Thôn Đông, Hòa Trị, Phú Hòa, Phú Yên|15062021"
HOA = ("Lê Thị Hoa", "054198001234", "1998-03-12")
NAM_CARD = "054095004321||Trần Văn Nam|05091995|Nam|Thôn Đông, Hòa Trị, Phú Hòa, Phú Yên|15062021"
NAM = ("Trần Văn Nam", "054095004321", "1995-09-05")
HOI = ("Nguyễn Thị Hợi", "054157000012", "1957")
HOI_CARD = "054157000012||Nguyễn Thị Hợi|1957|Nữ|Thôn Đông, Hòa Trị, Phú Hòa, Phú Yên|15062021"
PHUC_CARD = "054070000034||Phạm Phúc|02021970|Nam|Thôn Đông, Hòa Trị, Phú Hòa, Phú Yên|15062021"

PHONE = "0912345678"


def days_ago(days: int) -> str:
    return (SystemClock().today() - timedelta(days=days)).isoformat()


def requester(relation: str, name: str, number: str, born: str | None = None) -> dict[str, Answer]:
    answers: dict[str, Answer] = {
        "requester_relation": relation,
        "requester_name": name,
        "requester_number": number,
        "requester_phone": PHONE,
    }
    return answers | ({"requester_birth_date": born} if born else {})


def child(**other: Answer) -> dict[str, Answer]:
    answers: dict[str, Answer] = {
        "birth_paper": "certificate",
        "child_name": "Trần Minh Toàn",
        "child_birth_date": days_ago(9),
        "child_sex": "male",
        "child_birth_facility": "Trung tâm Y tế Phú Hòa",
        "child_birth_place": HERE,
        "child_home_town": HERE,
    }
    return answers | other


def parent(who: str, name: str, number: str, born: str, ethnicity: str = "01") -> dict[str, Answer]:
    return {
        f"{who}_name": name,
        f"{who}_number": number,
        f"{who}_birth_date": born,
        f"{who}_ethnicity": ethnicity,
    }


def nationality(code: str = "VN") -> dict[str, Answer]:
    """What follows for all three from parents who are both Vietnamese."""
    return {f"{who}_nationality": code for who in ("mother", "father", "child")}


def result(**other: Answer) -> dict[str, Answer]:
    answers: dict[str, Answer] = {"wants_copies": False, "delivery": "commune"}
    return answers | other


def without(answers: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: answer for name, answer in answers.items() if name not in names}
