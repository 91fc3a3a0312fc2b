"""Each kind of question is answered with a few touches."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from kiosk.domain.procedure import Field, FieldKind, KnownAs, Option, Words
from tests.ui.inputs.hands import (
    Heard,
    child,
    known,
    one,
    question,
    tap_digits,
    tap_keys,
    touch,
)
from ui.inputs.field_input import FaultLine
from ui.inputs.group_input import GroupInput
from ui.inputs.registry import INPUTS, input_for
from ui.keyboard.calendar_pad import CalendarPad
from ui.keyboard.key import Key

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QPointingDevice

    from kiosk.domain.procedure import Answer
    from ui.inputs.field_input import FieldInput
    from ui.look import Look
    from ui.page import Page
    from ui.screens.question import QuestionPage

FAULT = "Số căn cước phải có 12 số, bà đã nhập 11 số"


def test_a_date_is_typed_box_by_box(
    show: Callable[[Page], None], look: Look, finger: QPointingDevice
) -> None:
    born = one(FieldKind.DATE, known_as=KnownAs("child", "birth_date"))
    page = question(look, born)
    show(page)
    pad = page.number_pad()
    assert pad is not None
    tap_digits(finger, page, "12")
    touch(finger, pad.key("forward"))
    assert pad.isHidden(), "the twelve months stand in its place"
    QTest.mouseClick(child(page, "month-11"), Qt.MouseButton.LeftButton)
    for digit in "2026":
        QTest.mouseClick(pad.key(digit), Qt.MouseButton.LeftButton)
    assert page.answers() == {"it": "2026-11-12"}
    words = [label.accessibleName() for label in page.findChildren(QWidget)]
    assert "12 tháng 11 năm 2026" in words
    assert "Thứ năm, 14 ngày tuổi" in words


def test_the_month_that_was_chosen_is_shown_and_can_be_another(
    show: Callable[[Page], None], look: Look, finger: QPointingDevice
) -> None:
    page = question(look, one(FieldKind.DATE), answers={"it": "1957-03-27"})
    show(page)
    touch(finger, child(page, "month-it"))
    chosen = [it.label for it in page.findChildren(Key) if it.isVisible() and it.filled]
    assert chosen == ["Tháng 3"]
    touch(finger, child(page, "month-4"))
    assert page.answers() == {"it": "1957-04-27"}


def test_a_month_tapped_twice_types_no_digit_of_the_year(
    show: Callable[[Page], None], look: Look, finger: QPointingDevice
) -> None:
    page = question(look, one(FieldKind.DATE))
    show(page)
    touch(finger, child(page, "month-it"))
    touch(finger, child(page, "month-5"))
    tap_digits(finger, page, "5")
    assert page.answers() == {"it": "-05"}


def test_a_month_can_be_typed_on_a_real_keyboard(show: Callable[[Page], None], look: Look) -> None:
    page = question(look, one(FieldKind.DATE))
    show(page)
    QTest.keyClicks(child(page, "day-it"), "7")
    QTest.keyClick(child(page, "day-it"), Qt.Key.Key_Return)
    QTest.keyClicks(child(page, "month-it"), "12")
    QTest.keyClick(child(page, "month-it"), Qt.Key.Key_Return)
    QTest.keyClicks(child(page, "year-it"), "1990")
    assert page.answers() == {"it": "1990-12-07"}


def recent(look: Look, answer: str = "") -> QuestionPage:
    asked = one(FieldKind.DATE, recent=True)
    return question(look, asked, answers={"it": answer} if answer else None)


def calendar_of(page: QuestionPage) -> CalendarPad:
    [calendar] = page.findChildren(CalendarPad)
    assert calendar.isVisible()
    return calendar


def test_a_day_is_chosen_on_a_calendar(
    show: Callable[[Page], None], look: Look, finger: QPointingDevice
) -> None:
    page = recent(look)
    show(page)
    touch(finger, child(page, "calendar"))
    calendar = calendar_of(page)
    assert page.number_pad() is None
    assert calendar.month_said == "Tháng 11 năm 2026"
    touch(finger, child(page, "calendar-before"))
    assert calendar.month_said == "Tháng 10 năm 2026"
    key = calendar.key(date(2026, 10, 31))
    assert key.accessibleName() == "Thứ bảy, 31 tháng 10 năm 2026"
    touch(finger, key)
    assert page.answers() == {"it": "2026-10-31"}
    assert [it.label for it in calendar.findChildren(Key) if it.isVisible() and it.filled] == ["31"]


def test_no_day_is_offered_that_is_still_to_come(
    show: Callable[[Page], None], look: Look, finger: QPointingDevice
) -> None:
    page = recent(look)
    show(page)
    touch(finger, child(page, "calendar"))
    calendar = calendar_of(page)
    calendar.key(date(2026, 11, 26))
    with pytest.raises(KeyError):
        calendar.key(date(2026, 11, 27))
    assert not child(page, "calendar-after").isVisible()
    touch(finger, child(page, "calendar-before"))
    with pytest.raises(KeyError):
        calendar.key(date(2026, 11, 1))
    touch(finger, child(page, "calendar-after"))
    assert calendar.month_said == "Tháng 11 năm 2026"


def test_the_calendar_begins_at_the_day_that_stands_there(
    show: Callable[[Page], None], look: Look, finger: QPointingDevice
) -> None:
    page = recent(look, "2024-02-29")
    show(page)
    touch(finger, child(page, "calendar"))
    calendar = calendar_of(page)
    assert calendar.month_said == "Tháng 2 năm 2024"
    assert calendar.key(date(2024, 2, 29)).filled


def test_from_the_calendar_back_to_digits(
    show: Callable[[Page], None], look: Look, finger: QPointingDevice
) -> None:
    page = recent(look)
    show(page)
    touch(finger, child(page, "calendar"))
    assert child(page, "calendar").accessibleName() == "Bấm số"
    QTest.keyClick(child(page, "calendar"), Qt.Key.Key_Space)
    assert child(page, "calendar").accessibleName() == "Chọn trên lịch"
    tap_digits(finger, page, "7")
    QTest.keyClick(child(page, "calendar"), Qt.Key.Key_Space)
    touch(finger, child(page, "year-it"))
    tap_digits(finger, page, "2026")
    assert page.answers() == {"it": "2026--07"}


def test_only_a_date_that_is_not_long_ago_has_a_calendar(look: Look) -> None:
    page = question(look, one(FieldKind.DATE))
    assert not page.findChildren(CalendarPad)
    assert page.findChild(QWidget, "calendar") is None


def test_a_date_that_lacks_its_year_says_so_itself(look: Look) -> None:
    made = input_for(known(look), one(FieldKind.DATE))
    made.show_answer("2026-11-12")
    QTest.keyClick(child(made, "year-it"), Qt.Key.Key_Backspace)
    assert made.answer() == "202-11-12"
    made.show_answer("-11-12")
    assert made.answer() == "-11-12"


def test_a_year_alone_is_enough_where_no_more_is_known(
    show: Callable[[Page], None], look: Look, finger: QPointingDevice
) -> None:
    page = question(look, one(FieldKind.DATE, partial=True))
    show(page)
    touch(finger, child(page, "only-year-it"))
    tap_digits(finger, page, "1957")
    assert page.answers() == {"it": "1957"}


def test_eleven_digits_of_twelve_are_said_and_shown(
    show: Callable[[Page], None], look: Look, finger: QPointingDevice
) -> None:
    page = question(look, one(FieldKind.PERSONAL_NUMBER))
    heard = Heard(page)
    show(page)
    tap_digits(finger, page, "05419600123")
    page.primary.emit()
    assert heard.answers == [{"it": "05419600123"}]
    page.show_faults([("it", FAULT)])
    said = [label.accessibleName() for label in page.findChildren(QWidget) if label.isVisible()]
    assert said.count(FAULT) >= 2
    tap_digits(finger, page, "4")
    assert page.answers() == {"it": "054196001234"}


def test_a_number_is_stepped_within_its_limits(
    show: Callable[[Page], None], look: Look, finger: QPointingDevice
) -> None:
    page = question(look, one(FieldKind.NUMBER, rule={"minimum": 1, "maximum": 2}))
    show(page)
    more = child(page, "more-it")
    for _ in range(4):
        touch(finger, more)
    assert page.answers() == {"it": 2}
    for _ in range(4):
        touch(finger, child(page, "less-it"))
    assert page.answers() == {"it": 1}


def test_yes_and_no_are_two_tiles(
    show: Callable[[Page], None], look: Look, finger: QPointingDevice
) -> None:
    page = question(look, one(FieldKind.YES_NO))
    show(page)
    assert page.answers() == {"it": None}
    touch(finger, child(page, "option-it.no"))
    assert page.answers() == {"it": False}


def test_many_options_come_in_pages_and_are_searched_without_marks(
    show: Callable[[Page], None], look: Look, finger: QPointingDevice
) -> None:
    names = ("Kinh", "Ê-đê", *(f"Dân tộc {number}" for number in range(53)))
    options = tuple(Option(f"c{at}", Words(vi=name)) for at, name in enumerate(names))
    page = question(look, one(FieldKind.CHOICE, options=options))
    show(page)
    assert page.findChild(QWidget, "option-it.c54") is None
    touch(finger, child(page, "option-it-down"))
    assert page.findChild(QWidget, "option-it.c10") is not None
    touch(finger, child(page, "search-it"))
    tap_keys(finger, page, *"ede")
    touch(finger, child(page, "option-it.c1"))
    assert page.answers() == {"it": "c1"}
    assert page.keyboard() is None


def test_several_options_are_ticked_and_unticked(
    show: Callable[[Page], None], look: Look, finger: QPointingDevice
) -> None:
    options = tuple(Option(code, Words(vi=code)) for code in "abc")
    page = question(look, one(FieldKind.CHOICES, options=options))
    show(page)
    for code in "cab":
        touch(finger, child(page, f"option-it.{code}"))
    QTest.mouseClick(child(page, "option-it.b"), Qt.MouseButton.LeftButton)
    assert page.answers() == {"it": ["a", "c"]}


def test_a_hamlet_of_this_commune_takes_one_touch_more(
    show: Callable[[Page], None], look: Look, finger: QPointingDevice
) -> None:
    page = question(look, one(FieldKind.ADDRESS), hamlets=("Thôn Đông", "Thôn Tây"))
    show(page)
    touch(finger, child(page, "place-it.22240"))
    touch(finger, child(page, "place-it.Thôn Tây"))
    assert page.answers() == {"it": {"province": "66", "commune": "22240", "hamlet": "Thôn Tây"}}


def test_a_hamlet_that_is_not_listed_is_typed(
    show: Callable[[Page], None], look: Look, finger: QPointingDevice
) -> None:
    page = question(look, one(FieldKind.ADDRESS), hamlets=("Thôn Đông",))
    show(page)
    touch(finger, child(page, "place-it.22240"))
    touch(finger, child(page, "place-it.other-hamlet"))
    touch(finger, child(page, "hamlet-it"))
    tap_keys(finger, page, "b", "a", "n")
    assert page.answers() == {"it": {"province": "66", "commune": "22240", "hamlet": "Ban"}}


def test_the_streets_of_this_commune_are_offered_above_the_keyboard(
    show: Callable[[Page], None], look: Look, finger: QPointingDevice
) -> None:
    page = question(look, one(FieldKind.ADDRESS), streets=("Đường Bờ Đê", "Đường Chợ"))
    show(page)
    touch(finger, child(page, "place-it.22240"))
    touch(finger, child(page, "street-it"))
    tap_keys(finger, page, *"duong", "space", "c")
    tap_keys(finger, page, "strip.0")
    answer = page.answers()["it"]
    assert isinstance(answer, dict)
    assert answer["street"] == "Đường Chợ"


def test_the_hamlets_of_another_commune_are_not_known(
    show: Callable[[Page], None], look: Look, finger: QPointingDevice
) -> None:
    page = question(look, one(FieldKind.ADDRESS), hamlets=("Thôn Đông",), here="22015")
    show(page)
    touch(finger, child(page, "place-it.elsewhere"))
    touch(finger, child(page, "search-it"))
    tap_keys(finger, page, *"phu", "space", *"hoa")
    touch(finger, child(page, "place-it.22240"))
    assert page.answers() == {"it": {"province": "66", "commune": "22240"}}
    assert not child(page, "place-it").isVisible()


def test_an_address_here_takes_one_touch(
    show: Callable[[Page], None], look: Look, finger: QPointingDevice
) -> None:
    page = question(look, one(FieldKind.ADDRESS))
    show(page)
    touch(finger, child(page, "place-it.22240"))
    assert page.answers() == {"it": {"province": "66", "commune": "22240"}}
    touch(finger, child(page, "hamlet-it"))
    tap_keys(finger, page, *"thôn", "space", *"đông")
    assert page.answers() == {"it": {"province": "66", "commune": "22240", "hamlet": "Thôn Đông"}}


def test_an_old_name_finds_the_commune_of_today(
    show: Callable[[Page], None], look: Look, finger: QPointingDevice
) -> None:
    page = question(look, one(FieldKind.ADDRESS))
    backs: list[str] = []
    page.went_back.connect(lambda: backs.append("back"))
    show(page)
    touch(finger, child(page, "place-it.elsewhere"))
    touch(finger, child(page, "search-it"))
    tap_keys(finger, page, *"hoa", "space", *"tri")
    tile = child(page, "place-it.22015")
    assert "Trước là Xã Hòa Trị, Phú Hòa" in tile.accessibleName()
    touch(finger, tile)
    assert page.answers() == {"it": {"province": "66", "commune": "22015"}}
    page.back.emit()
    assert backs == ["back"]


def test_back_goes_back_inside_an_address_first(
    show: Callable[[Page], None], look: Look, finger: QPointingDevice
) -> None:
    page = question(look, one(FieldKind.ADDRESS))
    backs: list[str] = []
    page.went_back.connect(lambda: backs.append("back"))
    show(page)
    touch(finger, child(page, "place-it.elsewhere"))
    touch(finger, child(page, "by-province-it"))
    touch(finger, child(page, "place-it.66"))
    for _ in range(3):
        page.back.emit()
    assert backs == []
    page.back.emit()
    assert backs == ["back"]


def test_the_rows_of_a_group_are_filled_in_one_after_another(
    show: Callable[[Page], None], look: Look, finger: QPointingDevice
) -> None:
    inner = (
        Field("who", FieldKind.NAME, Words(vi="Họ tên")),
        Field("born", FieldKind.DATE, Words(vi="Ngày sinh"), partial=True),
    )
    page = question(look, one(FieldKind.GROUP, fields=inner))
    heard = Heard(page)
    show(page)
    assert page.heading == "Họ tên", "without a row yet the first begins by itself"
    tap_keys(finger, page, *"hoa")
    page.primary.emit()
    touch(finger, child(page, "only-year-born"))
    tap_digits(finger, page, "1990")
    page.primary.emit()
    page.primary.emit()
    rows = heard.answers[0]["it"]
    assert isinstance(rows, list)
    assert [(row["who"], row["born"]) for row in rows] == [("Hoa", "1990")]
    group = page.inputs["it"]
    assert isinstance(group, GroupInput)
    touch(finger, child(page, f"remove-it.{rows[0]['id']}"))
    assert page.answers() == {"it": None}


@pytest.mark.parametrize("shown_first", [False, True])
def test_a_row_begun_is_gone_on_with_in_another_look_and_after_a_call_for_help(
    show: Callable[[Page], None],
    look: Look,
    finger: QPointingDevice,
    shown_first: bool,  # noqa: FBT001 — a parameter
) -> None:
    inner = (
        Field("who", FieldKind.NAME, Words(vi="Họ tên")),
        Field("village", FieldKind.TEXT, Words(vi="Thôn")),
    )
    group = one(FieldKind.GROUP, fields=inner)
    page = question(look, group)
    show(page)
    tap_keys(finger, page, *"hoa")
    page.primary.emit()
    tap_keys(finger, page, *"dong")
    kept = page.keep()
    again = question(look, group)
    heard = Heard(again)
    if shown_first:
        show(again)
        again.restore(kept)
    else:
        again.restore(kept)
        show(again)
    assert again.heading == "Thôn"
    again.primary.emit()
    again.primary.emit()
    rows = heard.answers[0]["it"]
    assert isinstance(rows, list)
    assert [(row["who"], row["village"]) for row in rows] == [("Hoa", "Dong")]


def test_an_address_begun_is_gone_on_with_in_another_look(
    show: Callable[[Page], None], look: Look, finger: QPointingDevice
) -> None:
    page = question(look, one(FieldKind.ADDRESS))
    show(page)
    touch(finger, child(page, "place-it.elsewhere"))
    touch(finger, child(page, "by-province-it"))
    touch(finger, child(page, "place-it.66"))
    kept = page.keep()
    again = question(look, one(FieldKind.ADDRESS))
    again.restore(kept)
    show(again)
    assert again.answers() == {"it": {"province": "66"}}
    assert child(again, "place-it.22240").isVisible()


def test_what_cannot_be_is_told_inside_the_row(
    show: Callable[[Page], None], look: Look, finger: QPointingDevice
) -> None:
    inner = (
        Field("who", FieldKind.NAME, Words(vi="Họ tên")),
        Field("born", FieldKind.DATE, Words(vi="Ngày sinh")),
    )
    page = question(look, one(FieldKind.GROUP, fields=inner))
    show(page)
    page.primary.emit()
    assert page.heading == "Họ tên", "a name is needed"
    fault = child(page, "input-who").findChild(FaultLine)
    assert fault is not None
    assert fault.isVisible()
    tap_keys(finger, page, *"hoa")
    page.primary.emit()
    tap_digits(finger, page, "31")
    page.primary.emit()
    assert page.heading == "Ngày sinh", "half a date is none"
    assert page.answers() == {"it": None}


def test_not_knowing_is_an_answer(
    show: Callable[[Page], None], look: Look, finger: QPointingDevice
) -> None:
    number = one(
        FieldKind.PERSONAL_NUMBER,
        required=False,
        unknown=True,
        known_as=KnownAs("mother", "personal_number"),
    )
    page = question(look, number, answers={"it": "054"})
    heard = Heard(page)
    scans: list[str] = []
    page.scan_wanted.connect(scans.append)
    show(page)
    touch(finger, child(page, "scan.mother"))
    touch(finger, child(page, "unknown"))
    assert scans == ["mother"]
    assert heard.answers == [{"it": None}]


@pytest.mark.parametrize("kind", list(FieldKind))
def test_every_kind_of_field_has_an_input_that_forgets(look: Look, kind: FieldKind) -> None:
    assert kind in INPUTS
    answers: dict[FieldKind, Answer] = {
        FieldKind.NUMBER: 2,
        FieldKind.YES_NO: True,
        FieldKind.CHOICES: ["a"],
        FieldKind.CHOICE: "a",
        FieldKind.DATE: "1957-03-27",
        FieldKind.PHONE: "0912345678",
        FieldKind.PERSONAL_NUMBER: "054196001234",
        FieldKind.ADDRESS: {"province": "66", "commune": "22240", "street": "5 Lê Lợi"},
        FieldKind.GROUP: [{"id": "r1", "who": "Hoa"}],
    }
    field = one(
        kind,
        options=(Option("a", Words(vi="A")),) if kind.value.startswith("choice") else (),
        fields=(Field("who", FieldKind.NAME, Words(vi="Tên")),),
    )
    made: FieldInput = input_for(known(look), field)
    answer = answers.get(kind, "Hợi")
    made.show_answer(answer)
    assert made.answer() == answer
    made.clear()
    assert made.answer() is None
