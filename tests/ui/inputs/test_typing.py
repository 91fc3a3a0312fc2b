"""A person types by touch, on the painted keys and on real ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from kiosk.domain.procedure import Field, FieldKind, Step, Words
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
from ui.inputs.words import LineInput
from ui.keyboard.habits import TypingHabits
from ui.screens.code_entry import CodeEntryPage
from ui.screens.pin_entry import PinEntryPage
from ui.screens.question import Asked, QuestionPage
from ui.screens.question_parts import EchoCard
from ui.speech.script import Name

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QPointingDevice

    from kiosk.domain.procedure import Answer
    from ui.look import Look
    from ui.page import Page


def test_a_whole_name_is_typed_by_touch(
    show: Callable[[Page], None], look: Look, finger: QPointingDevice
) -> None:
    page = question(look, one(FieldKind.NAME))
    heard = Heard(page)
    show(page)
    tap_keys(finger, page, *"nguyên", "tone.tilde", "space", *"thi", "tone.dot", "space")
    tap_keys(finger, page, *"hơi", "tone.dot")
    assert page.answers() == {"it": "Nguyễn Thị Hợi"}
    assert page.findChildren(EchoCard)[0].words == "NGUYỄN THỊ HỢI"
    page.primary.emit()
    assert heard.answers == [{"it": "Nguyễn Thị Hợi"}]


@pytest.mark.parametrize(
    ("suggestions", "keys", "typed"),
    [
        (("Trạm Y tế xã", "Tại nhà"), "trạm y tế xã hòa phú", "Trạm Y tế xã Hòa Phú"),
        (("Trạm Y tế xã", "Tại nhà"), "nhà bà đỡ", "Nhà bà đỡ"),
        (("Ấn Độ", "Mông Cổ"), "hàn quốc", "Hàn Quốc"),
        ((), "buôn bán nhỏ", "Buôn bán nhỏ"),
    ],
)
def test_a_text_has_capitals_where_its_phrases_have_them(
    show: Callable[[Page], None], look: Look, suggestions: tuple[str, ...], keys: str, typed: str
) -> None:
    page = question(look, one(FieldKind.TEXT, suggestions=suggestions))
    show(page)
    line = page.inputs["it"]
    assert isinstance(line, LineInput)
    for key in keys:
        line.typist().letter(key)
    assert page.answers() == {"it": typed}


def test_a_name_can_be_heard_as_it_stands(
    show: Callable[[Page], None], look: Look, finger: QPointingDevice
) -> None:
    page = question(look, one(FieldKind.NAME))
    show(page)
    page.show_voice(heard=True)
    button = child(page, "echo.hear")
    assert not button.isVisible()
    tap_keys(finger, page, *"toan", "tone.grave")
    assert button.isVisible()
    wanted: list[object] = []
    page.read_wanted.connect(wanted.append)
    touch(finger, button)
    assert wanted == [(Name("TOÀN"),)]
    page.show_voice(heard=False)
    assert not button.isVisible()


def test_a_name_is_put_together_from_suggestions(
    show: Callable[[Page], None], look: Look, finger: QPointingDevice
) -> None:
    page = question(look, one(FieldKind.NAME))
    show(page)
    tap_keys(finger, page, "strip.0", "strip.0", *"hoi", "strip.1")
    assert page.answers() == {"it": "Nguyễn Thị Hội"}


def test_the_tone_row_shows_the_marks_on_the_syllable(
    show: Callable[[Page], None], look: Look, finger: QPointingDevice
) -> None:
    page = question(look, one(FieldKind.NAME), answers={"it": "Lê Minh Toan"})
    show(page)
    keyboard = page.keyboard()
    assert keyboard is not None
    tones = [keyboard.key(f"tone.{tone}").label for tone in ("none", "acute", "grave", "dot")]
    assert tones == ["Toan", "Toán", "Toàn", "Toạn"]
    tap_keys(finger, page, "tone.grave")
    assert keyboard.key("tone.grave").filled
    assert not keyboard.key("tone.none").filled


def test_telex_from_a_real_keyboard_hides_the_painted_one(
    show: Callable[[Page], None], look: Look
) -> None:
    page = question(look, one(FieldKind.NAME))
    show(page)
    assert page.keyboard() is not None
    QTest.keyClicks(child(page, "line-it"), "nguyeenx thij howij")
    assert page.answers() == {"it": "Nguyễn Thị Hợi"}
    assert page.keyboard() is None


def test_a_point_may_have_vni_on_a_real_keyboard_and_digits_on_the_painted_one(
    show: Callable[[Page], None], look: Look, finger: QPointingDevice
) -> None:
    page = question(look, one(FieldKind.NAME), vni=True)
    show(page)
    QTest.keyClicks(child(page, "line-it"), "nguye6n4 thi5 ho7i5")
    assert page.answers() == {"it": "Nguyễn Thị Hợi"}
    text = question(look, one(FieldKind.TEXT), answers={"it": "Hoa"}, vni=True)
    show(text)
    tap_keys(finger, text, "signs", "2")
    assert text.answers() == {"it": "Hoa2"}


def test_enter_on_a_real_keyboard_goes_on(show: Callable[[Page], None], look: Look) -> None:
    page = question(look, one(FieldKind.NAME), answers={"it": "Hợi"})
    heard = Heard(page)
    show(page)
    QTest.keyClick(child(page, "line-it"), Qt.Key.Key_Return)
    assert heard.answers == [{"it": "Hợi"}]


def test_what_telex_changed_comes_back_with_one_touch(
    show: Callable[[Page], None], look: Look, finger: QPointingDevice
) -> None:
    page = question(look, one(FieldKind.NAME))
    show(page)
    tap_keys(finger, page, *"max", "strip.0")
    assert page.answers() == {"it": "Max"}


def test_all_is_deleted_only_when_asked_twice(
    show: Callable[[Page], None], look: Look, finger: QPointingDevice
) -> None:
    page = question(look, one(FieldKind.NAME), answers={"it": "Lê"})
    show(page)
    tap_keys(finger, page, "erase-all")
    assert page.answers() == {"it": "Lê"}
    tap_keys(finger, page, "a", "erase-all", "erase-all")
    assert page.answers() == {"it": None}


def test_letters_may_stand_in_the_order_of_the_alphabet(
    show: Callable[[Page], None], look: Look, finger: QPointingDevice
) -> None:
    habits = TypingHabits()
    fields = (one(FieldKind.NAME),)
    page = QuestionPage(known(look, habits), Asked(Step("s", Words(vi="?"), fields), fields))
    show(page)
    tap_keys(finger, page, "order", "a", "b")
    keyboard = page.keyboard()
    assert keyboard is not None
    assert keyboard.key("letter.0.1").label == "b"
    assert habits.alphabetical
    assert page.answers() == {"it": "Ab"}


def test_a_text_takes_digits_too(
    show: Callable[[Page], None], look: Look, finger: QPointingDevice
) -> None:
    page = question(look, one(FieldKind.TEXT))
    show(page)
    tap_keys(finger, page, *"thôn", "space", "signs", "3", "/", "2")
    assert page.answers() == {"it": "Thôn 3/2"}


def test_an_email_has_its_own_keys(
    show: Callable[[Page], None], look: Look, finger: QPointingDevice
) -> None:
    page = question(look, one(FieldKind.EMAIL))
    show(page)
    tap_keys(finger, page, *"hoi", "_", "1", "strip.0")
    assert page.answers() == {"it": "hoi_1@gmail.com"}


@pytest.mark.parametrize("kind", [FieldKind.NAME, FieldKind.TEXT, FieldKind.EMAIL])
def test_keys_are_large_and_apart(
    show: Callable[[Page], None], look: Look, kind: FieldKind
) -> None:
    page = question(look, one(kind))
    show(page)
    keyboard = page.keyboard()
    assert keyboard is not None
    labels = [label for label in keyboard.labels() if label]
    rects = [keyboard.key(label).geometry() for label in labels]
    for rect in rects:
        assert rect.width() >= look.tokens.mm(16)
        assert rect.height() >= look.tokens.mm(14)
    gap = look.px(12) - 1
    for at, first in enumerate(rects):
        for second in rects[at + 1 :]:
            assert not first.adjusted(-gap, -gap, gap, gap).intersects(second)


def test_the_same_page_in_another_look_keeps_what_was_typed(
    show: Callable[[Page], None], look: Look, finger: QPointingDevice
) -> None:
    page = question(look, one(FieldKind.NAME))
    show(page)
    tap_keys(finger, page, *"hoa")
    again = question(look, one(FieldKind.NAME))
    again.restore(page.keep())
    assert again.answers() == {"it": "Hoa"}
    again.deleteLater()


def test_who_types_on_a_real_keyboard_sees_no_painted_one_until_a_line_is_touched(
    show: Callable[[Page], None], look: Look, finger: QPointingDevice
) -> None:
    habits = TypingHabits()
    field = one(FieldKind.NAME)
    step = Step("step", Words(vi="Tên là gì?"), (field,))
    first, second = (QuestionPage(known(look, habits), Asked(step, (field,), {})) for _ in range(2))
    show(first)
    assert first.keyboard() is not None
    line = child(first, "line-it")
    QTest.keyClicks(line, "an")
    assert first.keyboard() is None
    show(second)
    assert second.keyboard() is None
    touch(finger, child(second, "line-it"))
    assert second.keyboard() is not None


@pytest.mark.parametrize(
    ("kind", "box", "answer"),
    [
        (FieldKind.PERSONAL_NUMBER, "cells-it", "7"),
        (FieldKind.NUMBER, "number-it", 7),
        (FieldKind.DATE, "day-it", "--07"),
    ],
)
def test_digits_of_a_real_keyboard_hide_the_pad_until_the_box_is_touched(
    show: Callable[[Page], None],
    look: Look,
    finger: QPointingDevice,
    kind: FieldKind,
    box: str,
    answer: Answer,
) -> None:
    habits = TypingHabits()
    first, second = (question(look, one(kind), habits=habits) for _ in range(2))
    show(first)
    assert first.number_pad() is not None
    where = child(first, box).geometry()
    QTest.keyClicks(child(first, box), "12")
    assert first.number_pad() is None
    assert child(first, box).isVisible()
    assert child(first, box).geometry() == where
    show(second)
    assert second.number_pad() is None
    touch(finger, child(second, box))
    tap_digits(finger, second, "7")
    assert second.answers() == {"it": answer}


def test_the_twelve_months_stay_away_from_a_real_keyboard_until_their_box_is_touched(
    show: Callable[[Page], None], look: Look, finger: QPointingDevice
) -> None:
    page = question(look, one(FieldKind.DATE))
    show(page)
    QTest.keyClicks(child(page, "day-it"), "7")
    QTest.keyClick(child(page, "day-it"), Qt.Key.Key_Return)
    assert child(page, "month-it").hasFocus()
    assert not child(page, "month-pad").isVisible()
    touch(finger, child(page, "month-it"))
    assert child(page, "month-pad").isVisible()
    touch(finger, child(page, "month-5"))
    assert page.number_pad() is not None


def test_a_fault_brings_no_pad_to_who_types_on_a_real_keyboard(
    show: Callable[[Page], None], look: Look
) -> None:
    page = question(look, one(FieldKind.PERSONAL_NUMBER))
    show(page)
    QTest.keyClicks(child(page, "cells-it"), "05419600")
    page.show_faults([("it", "Số căn cước phải có 12 số")])
    assert page.number_pad() is None
    assert child(page, "cells-it").hasFocus()


def test_pages_of_a_code_and_of_the_pin_keep_to_a_real_keyboard_too(
    show: Callable[[Page], None], look: Look, finger: QPointingDevice
) -> None:
    habits = TypingHabits()
    code = CodeEntryPage(look, phone="09•• ••• 678", minutes=14, habits=habits)
    pages: tuple[tuple[CodeEntryPage | PinEntryPage, str], ...] = (
        (code, "code"),
        (PinEntryPage(look), "pin.digits"),
    )
    for page, boxes in pages:
        show(page)
        QTest.keyClicks(child(page, boxes), "12")
        assert page.number_pad() is None
        touch(finger, child(page, boxes))
        assert page.number_pad() is not None
        QTest.keyClicks(child(page, boxes), "3")
    assert CodeEntryPage(look, phone="09•• ••• 678", minutes=14, habits=habits).number_pad() is None


def test_enter_goes_on_only_where_one_thing_is_asked(
    show: Callable[[Page], None], look: Look
) -> None:
    alone = question(look, one(FieldKind.NAME))
    heard = Heard(alone)
    show(alone)
    QTest.keyClick(child(alone, "line-it"), Qt.Key.Key_Return)
    assert heard.answers == [{"it": None}]
    fields = tuple(Field(name, FieldKind.NAME, Words(vi=name)) for name in ("a", "b"))
    both = question(look, *fields)
    heard = Heard(both)
    show(both)
    for name in ("a", "b"):
        QTest.keyClick(child(both, f"line-{name}"), Qt.Key.Key_Return)
    assert heard.answers == []
