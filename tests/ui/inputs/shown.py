"""Pages of questions in tests, one of each kind, and with what may be wrong. All invented."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.domain.procedure import Field, FieldKind, KnownAs, Option, Words
from tests.ui.inputs.hands import one, question
from ui.inputs.date_input import DateInput
from ui.screens.code_entry import CodeEntryPage
from ui.screens.slip_entry import SlipEntryPage

if TYPE_CHECKING:
    from ui.look import Look
    from ui.screens.question import QuestionPage

_HINT = Words(vi="Ghi như trên giấy khai sinh hoặc thẻ căn cước, đủ cả họ và chữ đệm.")


def _options(count: int) -> tuple[Option, ...]:
    words = "Con của công dân Việt Nam với người nước ngoài cư trú ở khu vực biên giới"
    return tuple(Option(f"c{at}", Words(vi=f"{at}. {words}")) for at in range(count))


def name(look: Look) -> QuestionPage:
    return question(look, one(FieldKind.NAME), answers={"it": "Tôn Nữ Hoàng Phước Thị Hường"})


def name_heard(look: Look) -> QuestionPage:
    page = name(look)
    page.show_voice(heard=True)
    return page


def name_of_the_mother(look: Look) -> QuestionPage:
    asked = one(FieldKind.NAME, known_as=KnownAs("mother", "name"), required=False, unknown=True)
    return question(look, asked)


def name_wrong(look: Look) -> QuestionPage:
    page = question(look, one(FieldKind.NAME))
    page.show_faults([("it", "Ghi cả họ, chữ đệm và tên, như trên giấy khai sinh")])
    return page


def text(look: Look) -> QuestionPage:
    return question(look, one(FieldKind.TEXT, hint=_HINT), answers={"it": "Buôn bán nhỏ ở chợ"})


def number(look: Look) -> QuestionPage:
    return question(look, one(FieldKind.NUMBER, unit=Words(vi="bản sao")), answers={"it": 2})


def personal_number(look: Look) -> QuestionPage:
    return question(look, one(FieldKind.PERSONAL_NUMBER), answers={"it": "054196000123"})


def personal_number_wrong(look: Look) -> QuestionPage:
    page = question(look, one(FieldKind.PERSONAL_NUMBER), answers={"it": "05419600123"})
    page.show_faults([("it", look.say("fault.personal-number.length", length=11))])
    return page


def phone(look: Look) -> QuestionPage:
    return question(look, one(FieldKind.PHONE), answers={"it": "0912345678"})


def email(look: Look) -> QuestionPage:
    return question(look, one(FieldKind.EMAIL), answers={"it": "ten-cua-toi@thu.example"})


def day(look: Look) -> QuestionPage:
    born = one(FieldKind.DATE, known_as=KnownAs("child", "birth_date"), recent=True)
    return question(look, born, answers={"it": "2026-11-12"})


def day_on_a_real_keyboard(look: Look) -> QuestionPage:
    page = question(look, one(FieldKind.DATE), answers={"it": "1957-03"})
    page.type_by_hand()
    return page


def day_month(look: Look) -> QuestionPage:
    """The day stands there, so that the month is written next."""
    page = question(look, one(FieldKind.DATE))
    parts = page.inputs["it"]
    if not isinstance(parts, DateInput):
        raise TypeError(parts)
    parts.boxes["day"].show_digits("12")
    return page


def day_on_calendar(look: Look) -> QuestionPage:
    page = question(look, one(FieldKind.DATE, recent=True), answers={"it": "2026-11-12"})
    made = page.inputs["it"]
    assert isinstance(made, DateInput)
    made.turn_calendar()
    return page


def day_partly(look: Look) -> QuestionPage:
    return question(look, one(FieldKind.DATE, partial=True, required=False, unknown=True))


def day_wrong(look: Look) -> QuestionPage:
    page = question(look, one(FieldKind.DATE), answers={"it": "2026-11-30"})
    page.show_faults([("it", "Ngày sinh phải từ hôm nay, 26 tháng 11 năm 2026, trở về trước")])
    return page


def choice(look: Look) -> QuestionPage:
    return question(look, one(FieldKind.CHOICE, options=_options(4)), answers={"it": "c1"})


def choice_of_many(look: Look) -> QuestionPage:
    return question(look, one(FieldKind.CHOICE, options=_options(20)))


def choices(look: Look) -> QuestionPage:
    return question(look, one(FieldKind.CHOICES, options=_options(5)), answers={"it": ["c1"]})


def yes_no(look: Look) -> QuestionPage:
    return question(look, one(FieldKind.YES_NO))


def yes_no_wrong(look: Look) -> QuestionPage:
    page = question(look, one(FieldKind.YES_NO))
    page.show_faults([("it", "Chọn một câu trả lời")])
    return page


def address(look: Look) -> QuestionPage:
    return question(look, one(FieldKind.ADDRESS))


def two_fields(look: Look) -> QuestionPage:
    first = Field("a", FieldKind.NAME, Words(vi="Họ và tên"), label=Words(vi="Họ và tên của cha"))
    other = Field("b", FieldKind.DATE, Words(vi="Ngày sinh"), label=Words(vi="Ngày sinh của cha"))
    return question(look, first, other, answers={"a": "Lê Văn Hai"})


def two_fields_wrong(look: Look) -> QuestionPage:
    page = two_fields(look)
    page.show_faults([("a", "Ghi cả họ và tên"), ("b", "Ngày sinh còn thiếu năm")])
    return page


def group(look: Look) -> QuestionPage:
    rows = (
        Field("name", FieldKind.NAME, Words(vi="Họ và tên")),
        Field("born", FieldKind.DATE, Words(vi="Ngày sinh")),
    )
    asked = one(FieldKind.GROUP, fields=rows)
    given = [{"id": "r1", "name": "Lê Minh Trí", "born": "2020-02-01"}, {"id": "r2"}]
    return question(look, asked, answers={"it": given})


def code(look: Look) -> CodeEntryPage:
    return CodeEntryPage(look, phone="09•• ••• 678", minutes=14)


def code_practised(look: Look) -> CodeEntryPage:
    page = CodeEntryPage(look, phone="09•• ••• 678", minutes=14)
    page.show_practice("428 915")
    return page


def code_wrong(look: Look) -> CodeEntryPage:
    page = CodeEntryPage(look, phone="09•• ••• 678", minutes=3)
    page.show_fault(look.say("code_entry.short", count=4))
    return page


def slip(look: Look) -> SlipEntryPage:
    return SlipEntryPage(look, opening=True)


def slip_unknown(look: Look) -> SlipEntryPage:
    page = SlipEntryPage(look, opening=False)
    page.show_unknown(look.say("progress.unknown.text", phone="0257 000 1234"))
    return page


EVERY = (
    name,
    name_heard,
    name_of_the_mother,
    name_wrong,
    text,
    number,
    personal_number,
    personal_number_wrong,
    phone,
    email,
    day,
    day_on_a_real_keyboard,
    day_month,
    day_on_calendar,
    day_partly,
    day_wrong,
    choice,
    choice_of_many,
    choices,
    yes_no,
    yes_no_wrong,
    address,
    two_fields,
    two_fields_wrong,
    group,
    code,
    code_practised,
    code_wrong,
    slip,
    slip_unknown,
)
"""A page of each kind of question, made for a look."""
