"""Whatever is wrong with an answer, a card, a slip or a file has words that say what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from kiosk.domain.procedure import Field, FieldKind, Option, Words
from kiosk.domain.validation import check_field
from ui.texts import Texts

if TYPE_CHECKING:
    from kiosk.domain.procedure import Answer

LANGUAGES = ("vi", "en")
ONE = (Option("one", Words(vi="Một", en="One")),)

BAD: list[tuple[FieldKind, dict[str, Any], Answer | None, str]] = [
    *((kind, {"options": ONE}, None, "missing") for kind in FieldKind),
    (FieldKind.NAME, {}, "Hợi 2", "character"),
    (FieldKind.NAME, {}, "-", "letters"),
    (FieldKind.NAME, {}, "A" * 101, "long"),
    (FieldKind.NAME, {}, 1, "type"),
    (FieldKind.TEXT, {}, "A" * 2001, "long"),
    (FieldKind.TEXT, {}, "A\x00", "characters"),
    (FieldKind.TEXT, {"rule": {"minLength": 3}}, "A", "minLength"),
    (FieldKind.TEXT, {"rule": {"maxLength": 3}}, "ABCD", "maxLength"),
    (FieldKind.TEXT, {"rule": {"pattern": "^a$"}}, "ABCD", "pattern"),
    (FieldKind.TEXT, {"rule": {"format": "date"}}, "ABCD", "format"),
    (FieldKind.TEXT, {"rule": {"enum": ["A"]}}, "B", "enum"),
    (FieldKind.TEXT, {"rule": {"const": "A"}}, "B", "const"),
    (FieldKind.NUMBER, {}, "1,5", "whole"),
    (FieldKind.NUMBER, {}, 10**16, "range"),
    (FieldKind.NUMBER, {"rule": {"minimum": 1}}, 0, "minimum"),
    (FieldKind.NUMBER, {"rule": {"maximum": 1}}, 2, "maximum"),
    (FieldKind.NUMBER, {"rule": {"exclusiveMinimum": 1}}, 1, "exclusiveMinimum"),
    (FieldKind.NUMBER, {"rule": {"exclusiveMaximum": 1}}, 1, "exclusiveMaximum"),
    (FieldKind.NUMBER, {"rule": {"multipleOf": 1000}}, 1500, "multipleOf"),
    (FieldKind.PERSONAL_NUMBER, {}, "05415700567", "length"),
    (FieldKind.PERSONAL_NUMBER, {}, "05415700567x", "digits"),
    (FieldKind.PHONE, {}, "090123456", "length"),
    (FieldKind.PHONE, {}, "0257000123", "prefix"),
    (FieldKind.PHONE, {}, "O901234567", "digits"),
    (FieldKind.EMAIL, {}, "an.vn", "at"),
    (FieldKind.EMAIL, {}, "an@vn", "form"),
    (FieldKind.DATE, {}, "-03-27", "missing-year"),
    (FieldKind.DATE, {}, "1957--27", "missing-month"),
    (FieldKind.DATE, {}, "1957-03", "missing-day"),
    (FieldKind.DATE, {}, "1957-x-27", "form"),
    (FieldKind.DATE, {}, "0057-03-27", "year-range"),
    (FieldKind.DATE, {}, "1957-13-27", "impossible-month"),
    (FieldKind.DATE, {}, "1957-02-31", "impossible-day"),
    (FieldKind.CHOICE, {"options": ONE}, "two", "option"),
    (FieldKind.CHOICES, {"options": ONE}, ["two"], "option"),
    (FieldKind.ADDRESS, {}, {"hamlet": "Thôn Đông"}, "province"),
    (FieldKind.ADDRESS, {}, {"province": "66"}, "commune"),
    (FieldKind.GROUP, {"rule": {"minItems": 2}}, [{"id": "a"}], "minItems"),
    (FieldKind.GROUP, {"rule": {"maxItems": 1}}, [{"id": "a"}, {"id": "b"}], "maxItems"),
    (FieldKind.GROUP, {"rule": {"contains": {"const": 1}}}, [{"id": "a"}], "contains"),
    (FieldKind.CHOICES, {"options": ONE, "rule": {"minItems": 2}}, ["one"], "minItems"),
]


@pytest.fixture(params=LANGUAGES)
def texts(request: pytest.FixtureRequest) -> Texts:
    return Texts.read(request.param)


@pytest.mark.parametrize(("kind", "more", "answer", "key"), BAD)
def test_every_fault_of_an_answer_has_its_words(
    texts: Texts, kind: FieldKind, more: dict[str, Any], answer: Answer | None, key: str
) -> None:
    options = {"options": ()} if kind not in {FieldKind.CHOICE, FieldKind.CHOICES} else {}
    field = Field("it", kind, Words(vi="Nó", en="It"), **(more | options))
    (fault,) = check_field(field, answer)
    assert fault.key == key
    keys = (f"fault.{kind}.{key}", f"fault.{key}")
    said = texts.say(next(it for it in keys if it in texts), **fault.values)
    assert "{" not in said


def test_the_words_of_a_short_number_count_what_was_typed() -> None:
    texts = Texts.read("vi").addressing("female")
    said = texts.say("fault.personal-number.length", length=11)
    assert said == "Số căn cước phải có 12 số, bà đã nhập 11 số"


@pytest.mark.parametrize(
    ("family", "reasons"),
    [
        ("fault", "paper-missing paper-too-many paper-kind paper-too-large rule other"),
        ("fault.address", "unknown"),
        ("card.unreadable", "empty long not-a-card short number name birth-date"),
        ("slip.unreadable", "point characters length check secret qr"),
        (
            "paper.unusable",
            "empty too-large damaged kind unreadable locked-pdf too-many-pages",
        ),
    ],
)
def test_every_reason_has_its_words(texts: Texts, family: str, reasons: str) -> None:
    for reason in reasons.split():
        assert texts.say(f"{family}.{reason}", most=10, given=11, size=10)
