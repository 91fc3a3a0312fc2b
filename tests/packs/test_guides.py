"""Guides of a pack: what teaches is read, what can't teach is refused by place and reason."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

from kiosk.packs import load_packs, seal_manifest
from kiosk.packs.guides import MOST_GUIDE_BYTES
from tests.packs.making import make_pack, write

if TYPE_CHECKING:
    from collections.abc import Callable

    from kiosk.packs import Packs

TODAY: Final = date(2026, 11, 26)
PACKS: Final = Path(__file__).resolve().parents[2] / "assets" / "packs"
FRAUD: Final = PACKS / "national" / "guides" / "fraud.json"


def document() -> dict[str, Any]:
    whole: dict[str, Any] = json.loads(FRAUD.read_bytes())
    return whole


def loaded(folder: Path, content: object, name: str = "fraud.json") -> Packs:
    pack = make_pack(folder, "fees")
    write(pack / "guides" / name, content)
    seal_manifest(pack)
    return load_packs(folder, TODAY)


def test_the_guide_that_is_shipped_teaches_in_both_languages() -> None:
    guide = load_packs(PACKS, TODAY).guide("fraud")
    assert guide is not None
    assert len(guide.questions) == 3
    assert set(guide.warnings) == {"code", "pin", "payment"}
    words = [guide.title, guide.headline, *guide.reminder]
    words += [it for card in (*guide.cards, *guide.cases) for it in (card.title, card.text)]
    for asked in guide.questions:
        words += [asked.question, asked.explanation, *(said for _, said in asked.answers)]
    assert all(set(it) == {"vi", "en"} for it in words)


def test_each_case_that_is_shipped_says_where_it_was_read_and_when() -> None:
    guide = load_packs(PACKS, TODAY).guide("fraud")
    assert guide is not None
    for case in guide.cases:
        assert case.source is not None
        assert case.checked_on is not None
        assert case.source.published_on < case.checked_on


def test_a_number_that_nobody_has_rung_is_shown_to_nobody(tmp_path: Path) -> None:
    whole = document()
    whole["hotlines"] = [
        {"name": {"vi": "Công an xã"}, "number": "0257 000 113"},
        {"name": {"vi": "Trạm y tế"}, "number": "0257 000 115", "confirmed_on": "2026-11-20"},
    ]
    guide = loaded(tmp_path, whole).guide("fraud")
    assert guide is not None
    assert [it.number for it in guide.confirmed_hotlines] == ["0257 000 115"]


def test_a_pack_without_a_guide_teaches_nothing(tmp_path: Path) -> None:
    make_pack(tmp_path, "fees")
    assert load_packs(tmp_path, TODAY).guide("fraud") is None


def test_what_a_guide_may_leave_out_is_empty(tmp_path: Path) -> None:
    whole = document()
    for name in ("warnings", "cases", "hotlines"):
        del whole[name]
    guide = loaded(tmp_path, whole).guide("fraud")
    assert guide is not None
    assert (guide.warnings, guide.cases, guide.hotlines) == ({}, (), ())


def _no_right(whole: dict[str, Any]) -> None:
    whole["questions"][1]["right"] = "nowhere"


def _answer_twice(whole: dict[str, Any]) -> None:
    whole["questions"][0]["answers"][1]["id"] = whole["questions"][0]["answers"][0]["id"]


def _card_twice(whole: dict[str, Any]) -> None:
    whole["cases"][0]["id"] = whole["cards"][0]["id"]


def _two_questions(whole: dict[str, Any]) -> None:
    whole["questions"].pop()


def _no_source(whole: dict[str, Any]) -> None:
    del whole["cases"][0]["source"]


def _unknown_drawing(whole: dict[str, Any]) -> None:
    whole["cards"][0]["drawing"] = "dragon"


def _no_such_day(whole: dict[str, Any]) -> None:
    whole["cases"][0]["checked_on"] = "2026-02-30"


def _without_vietnamese(whole: dict[str, Any]) -> None:
    del whole["take_home"]["lines"][0]["vi"]


@pytest.mark.parametrize(
    ("spoil", "pointer", "reason"),
    [
        (_no_right, "/questions/1/right", "there is no answer 'nowhere'"),
        (_answer_twice, "/questions/0/answers", "stands there twice"),
        (_card_twice, "/cards", "the id 'code' stands there twice"),
        (_two_questions, "/questions", "has 3 questions, this one 2"),
        (_no_source, "/cases/0", "'source' is a required property"),
        (_unknown_drawing, "/cards/0/drawing", "'dragon' is not one of"),
        (_no_such_day, "/cases/0/checked_on", "is not a 'date'"),
        (_without_vietnamese, "/take_home/lines/0", "'vi' is a required property"),
    ],
)
def test_a_guide_that_cant_teach_is_refused_and_the_rest_is_used(
    tmp_path: Path, spoil: Callable[[dict[str, Any]], None], pointer: str, reason: str
) -> None:
    whole = document()
    spoil(whole)
    packs = loaded(tmp_path, whole)
    (refused,) = packs.refused
    assert (refused.file, refused.pointer) == ("trial/guides/fraud.json", pointer)
    assert reason in refused.reason
    assert packs.guides == ()
    assert len(packs.procedures) == 1


def test_a_guide_without_end_is_refused(tmp_path: Path) -> None:
    (refused,) = loaded(tmp_path, b" " * (MOST_GUIDE_BYTES + 1)).refused
    assert "is larger than" in refused.reason


def test_the_second_guide_of_a_name_is_refused(tmp_path: Path) -> None:
    loaded(tmp_path, document(), "first.json")
    packs = loaded(tmp_path, document(), "second.json")
    (refused,) = packs.refused
    assert (refused.file, refused.pointer) == ("trial/guides/second.json", "/id")
    assert len(packs.guides) == 1
