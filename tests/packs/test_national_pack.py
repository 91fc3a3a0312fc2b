"""The national pack as it is shipped: journeys of invented people lead where the law says."""

from __future__ import annotations

import json
import re
import unicodedata
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest

from kiosk.domain.fees import fee
from kiosk.domain.path import follow
from kiosk.domain.person import name_fault
from kiosk.domain.procedure import Severity, TaskKind
from kiosk.domain.submission import Attachment
from kiosk.domain.validation import check_journey
from kiosk.packs import load_packs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kiosk.domain.path import Path as Way
    from kiosk.domain.procedure import Procedure
    from kiosk.packs import Packs

ASSETS = Path(__file__).resolve().parents[2] / "assets"
NATIONAL = ASSETS / "packs" / "national"
TODAY = date(2026, 11, 26)
HOME = {"province": "66", "commune": "22303", "hamlet": "Thôn Đông"}

MOTHER: dict[str, Any] = {
    "requester_relation": "mother",
    "requester_name": "Trần Thị Lụa",
    "requester_number": "054198001234",
    "requester_birth_date": "1998-05-02",
    "requester_phone": "0901234567",
    "birth_paper": "certificate",
    "child_name": "Lê Minh Toàn",
    "child_birth_date": "2026-11-12",
    "child_sex": "male",
    "child_birth_facility": "Trung tâm y tế Phú Hòa",
    "child_birth_place": HOME,
    "child_home_town": HOME,
    "parents_vietnamese": True,
    "mother_ethnicity": "01",
    "father_recorded": True,
    "father_name": "Lê Văn Ba",
    "father_number": "054095004321",
    "father_birth_date": "1995",
    "father_ethnicity": "01",
    "wants_copies": True,
    "copies": 2,
    "delivery": "commune",
}
GRANDMOTHER = {
    **{name: answer for name, answer in MOTHER.items() if not name.startswith("father")},
    "requester_relation": "grandparent",
    "requester_name": "Nguyễn Thị Hợi",
    "requester_number": "054157005678",
    "mother_name": "Trần Thị Lụa",
    "mother_number": "054198001234",
    "mother_birth_date": "1998-05-02",
    "father_recorded": False,
    "child_ethnicity": "12",
    "wants_copies": False,
}
EXTRACT: dict[str, Any] = {
    "requester_relation": "self",
    "requester_name": "Nguyễn Thị Hợi",
    "requester_number": "054157005678",
    "requester_birth_date": "1957-03-27",
    "requester_sex": "female",
    "extracts": [
        {"id": "a", "event": "birth", "place": HOME, "registered_on": "1957", "copies": 2},
        {"id": "b", "event": "marriage", "place": HOME, "number": "12", "copies": 1},
    ],
    "exemption": "none",
    "delivery": "post",
    "delivery_address": HOME,
}


@pytest.fixture(scope="module")
def packs() -> Packs:
    return load_packs(ASSETS / "packs", TODAY)


@pytest.fixture(scope="module")
def birth(packs: Packs) -> Procedure:
    return known(packs, "1.001193")


@pytest.fixture(scope="module")
def extract(packs: Packs) -> Procedure:
    return known(packs, "2.000635")


@pytest.fixture(scope="module")
def account(packs: Packs) -> Procedure:
    return known(packs, "account.portal")


def known(packs: Packs, code: str) -> Procedure:
    procedure = packs.procedure(code)
    assert procedure is not None
    return procedure


def papers(way: Way) -> list[str]:
    return [paper.id for paper in way.papers if paper.required]


def asked(way: Way) -> list[str]:
    return [field.id for step in way.steps for field in step.fields]


def attached(way: Way) -> list[Attachment]:
    return [
        Attachment(UUID(int=number), paper, "image/jpeg", 1000, 1, "0" * 64)
        for number, paper in enumerate(papers(way), start=1)
    ]


def faults(procedure: Procedure, answers: dict[str, Any]) -> list[tuple[str, str]]:
    """What is wrong with it, all papers being there."""
    papers = attached(follow(procedure, answers, TODAY))
    found = check_journey(procedure, answers, papers, TODAY)
    return [(fault.field, fault.rule or fault.key) for fault in found]


# --- the pack -------------------------------------------------------------------------------------


def test_the_pack_is_whole_and_nothing_in_it_is_refused(packs: Packs) -> None:
    assert packs.refused == ()
    assert {it.code for it in packs.procedures} == {"account.portal", "1.001193", "2.000635"}
    assert [it.pack for it in packs.manifests] == ["national"]


def test_every_procedure_is_found_under_its_life_event(packs: Packs) -> None:
    events = {event.id for event in packs.life_events}
    assert len(events) == 10
    assert {it.life_event for it in packs.procedures} <= events | {None}
    for event in packs.life_events:
        assert (ASSETS / "icons" / f"{event.icon}.svg").is_file()


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("khai sanh", "1.001193"),
        ("giấy khai sinh", "1.001193"),
        ("mat giay khai sinh", "2.000635"),
        ("trich luc", "2.000635"),
        ("tao tai khoan", "account.portal"),
    ],
)
def test_a_procedure_is_found_by_what_people_call_it(packs: Packs, words: str, code: str) -> None:
    assert packs.search(words)[0].code == code


def test_civil_status_procedures_end_before_the_new_law() -> None:
    later = load_packs(ASSETS / "packs", date(2027, 3, 1))
    assert [it.code for it in later.procedures] == ["account.portal"]
    assert {it.code for it in later.expired} == {"1.001193", "2.000635"}


def words() -> Iterator[tuple[str, dict[str, str]]]:
    def within(part: object, place: str) -> Iterator[tuple[str, dict[str, str]]]:
        if isinstance(part, dict) and "vi" in part:
            yield place, part
        elif isinstance(part, dict):
            for name, below in part.items():
                yield from within(below, f"{place}/{name}")
        elif isinstance(part, list):
            for number, below in enumerate(part):
                yield from within(below, f"{place}/{number}")

    for file in sorted([*NATIONAL.glob("procedures/*.json"), NATIONAL / "life_events.json"]):
        yield from within(json.loads(file.read_text(encoding="utf-8")), file.name)


def test_every_text_of_the_pack_stands_in_both_languages_and_plain_words() -> None:
    unwanted = re.compile(r"(?i)không hợp lệ|xin lỗi|[!\"]|\b(?:OTP|CCCD|CMND|UBND|TTHC|BHYT)\b")
    found = list(words())
    assert len(found) > 300
    for place, text in found:
        assert set(text) == {"vi", "en"}, place
        for said in text.values():
            assert unicodedata.is_normalized("NFC", said), place
            assert said == " ".join(said.split()), place
            assert not unwanted.search(said), place
            known = {"person", "Person"} | ({"promised"} if "next_steps" in place else set())
            assert set(re.findall(r"\{(.*?)\}", said)) <= known, place


def test_suggested_names_are_names_and_stand_once() -> None:
    lists = json.loads((NATIONAL / "names.json").read_text(encoding="utf-8"))
    assert set(lists) == {"surnames", "middle", "given"}
    for names in lists.values():
        assert len(names) == len(set(names)) > 80
        for name in names:
            assert name_fault(name) is None
            assert unicodedata.is_normalized("NFC", name)


# --- the account ----------------------------------------------------------------------------------


def test_an_account_asks_only_what_the_card_and_the_phone_tell(account: Procedure) -> None:
    answers: dict[str, Any] = {
        "phone": "0901234567",
        "name": "Nguyễn Thị Hợi",
        "personal_number": "054157005678",
        "birth_date": "1957-03-27",
        "sex": "female",
        "residence": HOME,
    }
    way = follow(account, answers, TODAY)
    assert asked(way) == list(answers)
    assert all(
        field.known_as is not None and field.known_as.person == "requester"
        for step in way.steps
        for field in step.fields
    )
    assert faults(account, answers) == []
    assert fee(account, way).total == 0


def test_a_number_that_does_not_fit_is_a_question_and_no_error(account: Procedure) -> None:
    answers: dict[str, Any] = {
        "phone": "0901234567",
        "name": "Nguyễn Văn Hợi",
        "personal_number": "054157005678",
        "birth_date": "1958-03-27",
        "sex": "male",
        "residence": HOME,
    }
    found = check_journey(account, answers, [], TODAY)
    assert {fault.rule for fault in found} == {"number-year", "number-sex"}
    assert {fault.severity for fault in found} == {Severity.QUESTION}
    accepted = frozenset(fault.question for fault in found)
    assert check_journey(account, answers, [], TODAY, accepted) == ()


# --- birth registration ---------------------------------------------------------------------------


def test_a_mother_in_time_pays_only_for_copies_and_is_asked_nothing_twice(
    birth: Procedure,
) -> None:
    way = follow(birth, MOTHER, TODAY)
    assert faults(birth, MOTHER) == []
    assert papers(way) == ["birth-certificate"]
    assert "marriage" in {paper.id for paper in way.papers}
    assert fee(birth, way).total == 16_000
    assert set(asked(way)) == set(MOTHER)
    assert way.answers["mother_name"] == "Trần Thị Lụa"
    assert way.answers["mother_number"] == "054198001234"
    assert way.answers["mother_birth_date"] == "1998-05-02"
    assert way.answers["child_ethnicity"] == "01"
    assert {way.answers[f"{who}_nationality"] for who in ("child", "mother", "father")} == {"VN"}


def test_a_father_is_not_asked_whether_to_name_him(birth: Procedure) -> None:
    father = {
        **MOTHER,
        "requester_relation": "father",
        "requester_name": "Lê Văn Ba",
        "requester_number": "054095004321",
        "requester_birth_date": "1995-01-01",
        "mother_name": "Trần Thị Lụa",
        "mother_birth_date": "1998",
    }
    way = follow(birth, father, TODAY)
    assert faults(birth, father) == []
    assert way.answers["father_recorded"] is True
    assert way.answers["father_name"] == "Lê Văn Ba"
    assert "father_name" not in asked(way)


def test_a_grandmother_registers_a_child_without_a_father(birth: Procedure) -> None:
    way = follow(birth, GRANDMOTHER, TODAY)
    assert faults(birth, GRANDMOTHER) == []
    assert papers(way) == ["birth-certificate"]
    assert not [name for name in way.answers if name.startswith("father_n")]
    assert way.answers["child_ethnicity"] == "12"
    total = fee(birth, way)
    assert total.total == 0
    assert [item.id for item in total.items] == ["in-time"]


def test_a_neighbour_needs_an_authorisation(birth: Procedure) -> None:
    neighbour = GRANDMOTHER | {"requester_relation": "other"}
    way = follow(birth, neighbour, TODAY)
    assert papers(way) == ["birth-certificate", "authorisation"]
    without = check_journey(birth, neighbour, attached(way)[:1], TODAY)
    assert [(fault.field, fault.key) for fault in without] == [("authorisation", "paper-missing")]


@pytest.mark.parametrize(
    ("birth_paper", "needed"),
    [
        ("certificate", ["birth-certificate"]),
        ("witness", ["witness-statement"]),
        ("commitment", ["commitment"]),
        ("surrogacy", ["birth-certificate", "surrogacy"]),
        ("abandoned", ["abandonment"]),
    ],
)
def test_the_paper_about_the_birth_decides_what_is_needed(
    birth: Procedure, birth_paper: str, needed: list[str]
) -> None:
    way = follow(birth, GRANDMOTHER | {"birth_paper": birth_paper}, TODAY)
    assert papers(way) == needed


def test_of_an_abandoned_child_no_parents_are_asked(birth: Procedure) -> None:
    finder = GRANDMOTHER | {"requester_relation": "other", "birth_paper": "abandoned"}
    finder |= {"child_nationality": "VN", "child_found_place": "Cổng chùa"}
    way = follow(birth, finder, TODAY)
    assert faults(birth, finder) == []
    assert papers(way) == ["abandonment"]
    assert not [name for name in way.answers if name.startswith(("mother_", "father_"))]
    assert way.answers["parents_unknown"] is True
    assert way.answers["child_home_town"] == way.answers["child_birth_place"]
    assert "child_ethnicity" not in way.answers, "nobody can say it"
    assert "child_birth_facility" not in way.answers


@pytest.mark.parametrize(("day", "late"), [("2026-09-27", False), ("2026-09-26", True)])
def test_the_sixtieth_day_is_still_free(birth: Procedure, day: str, late: bool) -> None:  # noqa: FBT001
    way = follow(birth, GRANDMOTHER | {"child_birth_date": day}, TODAY)
    total = fee(birth, way)
    assert ("late_fee" in asked(way)) is late
    assert [item.id for item in total.items] == ["late" if late else "in-time"]
    assert total.total == (None if late else 0)


def test_a_late_fee_that_the_helper_knows_is_counted(birth: Procedure) -> None:
    late = MOTHER | {"child_birth_date": "2026-01-05", "late_fee": 8000}
    assert fee(birth, follow(birth, late, TODAY)).total == 24_000
    assert faults(birth, late) == []


def test_who_has_no_personal_number_is_asked_for_paper_and_residence(birth: Procedure) -> None:
    mother = {name: answer for name, answer in MOTHER.items() if name != "requester_number"}
    assert [field for field, _ in faults(birth, mother)] == [
        "requester_paper_kind",
        "requester_paper_number",
        "requester_paper_date",
        "requester_paper_issuer",
        "requester_residence",
    ]
    mother |= {
        "requester_paper_kind": "passport",
        "requester_paper_number": "B1234567",
        "requester_paper_date": "2020-01-01",
        "requester_paper_issuer": "Cục Quản lý xuất nhập cảnh",
        "requester_residence": HOME,
    }
    assert faults(birth, mother) == []
    assert follow(birth, mother, TODAY).answers["mother_residence"] == HOME


def test_a_parent_from_abroad_makes_nationalities_a_question(birth: Procedure) -> None:
    mixed = MOTHER | {
        "parents_vietnamese": False,
        "mother_nationality": "VN",
        "father_nationality": "other",
        "father_nationality_other": "Bồ Đào Nha",
        "father_ethnicity": "foreign",
        "child_ethnicity": "01",
        "child_nationality": "VN",
    }
    assert faults(birth, mixed) == []
    assert set(asked(follow(birth, mixed, TODAY))) == set(mixed)


@pytest.mark.parametrize(
    ("changed", "fault", "severity"),
    [
        ({"child_birth_date": "2026-11-27"}, "born-already", Severity.ERROR),
        ({"child_birth_date": "2010-11-12"}, "still-a-child", Severity.QUESTION),
        ({"requester_number": "054098001234"}, "mother-is-female", Severity.QUESTION),
        ({"requester_birth_date": "1997-05-02"}, "requester-number-year", Severity.QUESTION),
        ({"father_number": "054195004321"}, "father-number-sex", Severity.QUESTION),
        ({"father_birth_date": "1994"}, "father-number-year", Severity.QUESTION),
        ({"father_birth_date": "2026-11-12"}, "father-before-child", Severity.ERROR),
    ],
)
def test_what_does_not_fit_together_is_said_at_its_question(
    birth: Procedure, changed: dict[str, Any], fault: str, severity: Severity
) -> None:
    answers = MOTHER | changed
    way = follow(birth, answers, TODAY)
    found = check_journey(birth, answers, attached(way), TODAY)
    assert fault in {it.rule for it in found if it.severity is severity}


def test_a_young_mother_is_a_question_and_not_an_error(birth: Procedure) -> None:
    young = GRANDMOTHER | {"mother_birth_date": "2015-01-01", "mother_number": "054315001234"}
    assert faults(birth, young) == [("mother_birth_date", "mother-age")]
    only_year = young | {"mother_birth_date": "2014", "mother_number": "054314001234"}
    assert faults(birth, only_year) == []


# --- copies of extracts ---------------------------------------------------------------------------


def test_two_kinds_of_extract_cost_by_their_copies(extract: Procedure) -> None:
    way = follow(extract, EXTRACT, TODAY)
    assert faults(extract, EXTRACT) == []
    assert fee(extract, way).total == 24_000
    assert papers(way) == []
    assert set(asked(way)) >= set(EXTRACT)
    assert way.answers["person_name"] == "Nguyễn Thị Hợi"
    assert way.answers["person_sex"] == "female"


@pytest.mark.parametrize("exemption", ["merit", "poor", "disability"])
def test_exempt_people_pay_nothing_and_read_why(extract: Procedure, exemption: str) -> None:
    total = fee(extract, follow(extract, EXTRACT | {"exemption": exemption}, TODAY))
    assert [(item.id, item.amount) for item in total.items] == [("exempt", 0)]


def test_an_extract_for_somebody_else_asks_for_them_and_an_authorisation(
    extract: Procedure,
) -> None:
    answers = EXTRACT | {"requester_relation": "other"}
    assert faults(extract, answers) == [
        ("person_name", "missing"),
        ("person_birth_date", "missing"),
    ]
    answers |= {"person_name": "Y Ê Ban", "person_birth_date": "1950", "person_residence": HOME}
    assert faults(extract, answers) == []
    assert papers(follow(extract, answers, TODAY)) == ["authorisation"]


def test_each_row_is_checked_by_itself(extract: Procedure) -> None:
    rows = [
        {"id": "a", "event": "birth", "place": HOME, "registered_on": "2026-12", "copies": 1},
        {"id": "b", "event": "birth", "place": HOME, "registered_on": "1950", "copies": 0},
    ]
    found = check_journey(extract, EXTRACT | {"extracts": rows}, [], TODAY)
    assert {(fault.field, fault.row, fault.rule or fault.key) for fault in found} == {
        ("extracts.registered_on", "a", "registered-already"),
        ("extracts.registered_on", "b", "registered-after-birth"),
        ("extracts.copies", "b", "minimum"),
    }


def test_at_least_one_extract_is_asked_for(extract: Procedure) -> None:
    assert faults(extract, EXTRACT | {"extracts": []}) == [("extracts", "missing")]
    six = [EXTRACT["extracts"][0] | {"id": str(number)} for number in range(6)]
    assert faults(extract, EXTRACT | {"extracts": six}) == [("extracts", "maxItems")]


# --- all of them ----------------------------------------------------------------------------------


def test_every_task_of_a_dossier_ends_in_papers_fee_and_result(packs: Packs) -> None:
    for procedure in packs.procedures:
        kinds = [task.kind for task in procedure.tasks]
        if procedure.kind.value == "dossier":
            assert kinds.count(TaskKind.PAPERS) == kinds.count(TaskKind.FEE) == 1
        assert procedure.source.checked_on == date(2026, 11, 21)
        assert procedure.next_steps
