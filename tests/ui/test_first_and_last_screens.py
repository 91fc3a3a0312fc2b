"""Home, how to use, who presses, outcome, idle, wiped and guide."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pytest
import zxingcpp
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

from kiosk.domain.helping import HelpMode
from kiosk.domain.submission import Kind, ReceiptState, Refusal
from tests.ui.outcomes import CODE, outcome, submission
from tests.ui.screens.hands import settle
from tests.ui.screens.shown import QUESTION, guide, guide_case, quiz, reminder
from tests.ui.screens.shown_first import ACTIVATION, HOME
from ui.components.code_cells import CodeLabel
from ui.components.result_panel import QrPicture
from ui.look import Look
from ui.screens.home import HomePage, HomeShown
from ui.screens.how_to_use import HowToUsePage
from ui.screens.idle import IdlePage, IdleShown, Then
from ui.screens.outcome import OutcomePage, next_steps
from ui.screens.who_presses import WhoPressesPage
from ui.screens.wiped import WipedPage
from ui.texts import Texts
from ui.theme.palettes import LIGHT, THEMES, ThemeName
from ui.theme.tokens import TextSize, Tokens
from ui.window import Frame, Point

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from ui.page import Page

    Framed = Callable[..., Frame]
    from ui.screens.outcome import OutcomeShown

AMBER = outcome()
GREEN = outcome(receipt=ReceiptState.RECEIVED)


@pytest.fixture
def framed(qtbot: QtBot) -> Framed:
    """Shows a page in the frame, and holds the frame for as long as the test lasts."""
    frames: list[Frame] = []

    def show(look: Look, page: Page, width: int = 1920, height: int = 1080) -> Frame:
        frame = Frame(look, Point("Nhà văn hoá thôn Đông", "xã Phú Hòa 2"))
        frames.append(frame)
        qtbot.addWidget(frame)
        frame.resize(width, height)
        frame.show_page(page)
        with qtbot.waitExposed(frame):
            frame.show()
        return frame

    return show


def press(frame: QWidget, name: str) -> None:
    button = frame.findChild(QAbstractButton, name)
    assert button is not None, name
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def words_on(page: QWidget) -> str:
    labels = [label for label in page.findChildren(QLabel) if label.isVisibleTo(page)]
    return "\n".join(label.accessibleName() for label in labels)


@pytest.mark.parametrize("name", ["account", "dossier", "progress", "resume", "guide", "tour"])
def test_home_reports_which_door_was_pressed(
    qtbot: QtBot, framed: Framed, look: Look, name: str
) -> None:
    page = HomePage(look, HOME._replace(teaches=name != "tour"))
    frame = framed(look, page)
    with qtbot.waitSignal(getattr(page, f"{name}_wanted")):
        press(frame, f"home.{name}")


def test_home_says_who_helps_until_when_and_whom_to_ring(framed: Framed, look: Look) -> None:
    page = HomePage(look, HOME)
    framed(look, page)
    words = words_on(page).replace("\u00a0", " ")
    assert "từ 7 giờ 30 đến 11 giờ" in words
    assert "Chị Trần Thị Lan" in words
    assert "0257 000 1234" in words
    assert "Thứ năm, 26 tháng 11 năm 2026" in words


def test_helpers_whose_hours_arent_known_are_still_named(framed: Framed, look: Look) -> None:
    page = HomePage(look, HOME._replace(hours=None))
    _frame = framed(look, page)
    words = words_on(page)
    assert "Hôm nay có người giúp" in words
    assert "Bác Phạm Phúc" in words


def test_home_without_helpers_still_says_whom_to_ring(framed: Framed, look: Look) -> None:
    page = HomePage(look, HomeShown(today=date(2026, 11, 26), phone="0257 000 1234"))
    framed(look, page)
    words = words_on(page).replace("\u00a0", " ")
    assert "chưa có người giúp" in words
    assert "gọi 0257 000 1234" in words


@pytest.mark.parametrize("closed", ["locked", "damaged", "too-new", "in-use", "full", "packs"])
def test_a_kiosk_that_cant_be_used_offers_nothing_but_the_telephone(
    framed: Framed, look: Look, closed: str
) -> None:
    page = HomePage(look, HOME._replace(closed=closed))
    framed(look, page)
    assert "0257 000 1234" in words_on(page).replace("\u00a0", " ")
    pressable = [it for it in page.findChildren(QAbstractButton) if it.isVisibleTo(page)]
    assert pressable == []


def test_one_tap_says_who_presses(qtbot: QtBot, framed: Framed, look: Look) -> None:
    for mode in HelpMode:
        page = WhoPressesPage(look)
        frame = framed(look, page)
        with qtbot.waitSignal(page.chosen) as said:
            press(frame, f"who_presses.{mode.value}")
        assert said.args == [mode]


def test_a_choice_of_look_is_reported_at_once(qtbot: QtBot, framed: Framed, look: Look) -> None:
    page = HowToUsePage(look)
    frame = framed(look, page)
    with qtbot.waitSignal(page.text_size_chosen) as size:
        press(frame, "how_to_use.size.rat-lon")
    assert size.args == [TextSize.RAT_LON]
    with qtbot.waitSignal(page.theme_chosen) as theme:
        press(frame, "how_to_use.colour.high-contrast")
    assert theme.args == [ThemeName.HIGH_CONTRAST]
    with qtbot.waitSignal(page.finished):
        press(frame, "footer.primary")


def green_in(frame: Frame) -> bool:
    """Whether the panel is filled with the green of "received"."""
    panel = frame.findChild(QWidget, "result")
    assert panel is not None
    return panel.grab().toImage().pixelColor(panel.width() // 2, 4) == QColor(LIGHT.success)


@pytest.mark.parametrize(
    ("shown", "green", "said"),
    [
        (outcome(), False, "chưa phải mã hồ sơ"),
        (outcome(receipt=ReceiptState.RECEIVED), True, "Cổng đã nhận hồ sơ"),
        (outcome(receipt=ReceiptState.NEEDS_CONFIRMATION), False, "xác nhận"),
        (outcome(Kind.ACCOUNT), False, "chưa phải mã tài khoản"),
        (outcome(Kind.ACCOUNT, ReceiptState.NEEDS_CONFIRMATION), False, "tài khoản mới mở"),
        (outcome(Kind.ACCOUNT, ReceiptState.RECEIVED), False, "tài khoản mới mở"),
        (outcome(Kind.ACCOUNT, ReceiptState.RECEIVED, alive=True), True, "Đã tạo tài khoản"),
        (
            outcome(Kind.ACCOUNT, ReceiptState.NEEDS_CONFIRMATION, activation=ACTIVATION),
            True,
            "Đã tạo tài khoản",
        ),
        (outcome(Kind.ACCOUNT, activation=ACTIVATION), False, "chưa phải mã tài khoản"),
    ],
)
def test_nothing_is_green_without_a_receipt(
    framed: Framed, look: Look, shown: OutcomeShown, said: str, *, green: bool
) -> None:
    page = OutcomePage(look, shown)
    frame = framed(look, page)
    assert green_in(frame) is green
    assert page.place.waiting is not green
    assert said in words_on(page)


def test_a_refusal_is_neither_green_nor_amber() -> None:
    refused = replace(submission(), refusal=Refusal("rule-broken", ""))
    with pytest.raises(ValueError, match="rule-broken"):
        replace(AMBER, submission=refused)


@pytest.mark.parametrize(("shown", "code"), [(AMBER, "TK-3K7-52Y"), (GREEN, CODE)])
def test_the_code_that_people_photograph_is_the_true_one(
    framed: Framed, look: Look, shown: OutcomeShown, code: str
) -> None:
    page = OutcomePage(look, shown)
    framed(look, page)
    (label,) = page.findChildren(CodeLabel)
    assert label.code == code
    assert str(shown.submission.ticket) == "TK-3K7-52Y"


def test_who_wont_be_called_is_told_to_come_with_the_slip() -> None:
    texts = Texts.read("vi")
    called = [what for _, what in next_steps(texts, AMBER)]
    uncalled = [what for _, what in next_steps(texts, replace(AMBER, called=False))]
    assert any("gọi điện" in what for what in called)
    assert not any("gọi điện" in what for what in uncalled)
    assert any("quét" in what for what in uncalled)


def test_the_promised_day_stands_among_the_next_steps() -> None:
    steps = next_steps(Texts.read("vi"), GREEN)
    assert ("Thứ sáu, 27 tháng 11") in [when for when, _ in steps]


def test_the_procedures_own_next_steps_take_the_place_of_the_general_ones() -> None:
    texts = Texts.read("vi")
    own = (("{promised}", "Bưu điện mang giấy đến nhà."),)
    steps = next_steps(texts, replace(GREEN, steps=own))
    assert steps[0] == ("Thứ sáu, 27 tháng 11", "Bưu điện mang giấy đến nhà.")
    assert not any("đến Uỷ ban" in what for _, what in steps)
    assert next_steps(texts, replace(AMBER, steps=own)) == next_steps(texts, AMBER)


def test_the_last_page_reports_print_help_another_and_done(
    qtbot: QtBot, framed: Framed, look: Look
) -> None:
    page = OutcomePage(look, AMBER)
    frame = framed(look, page)
    for name, signal in (
        ("outcome.print", page.print_wanted),
        ("outcome.ask", page.help_wanted),
        ("footer.back", page.another_wanted),
        ("footer.primary", page.finished),
    ):
        with qtbot.waitSignal(signal):
            press(frame, name)


def test_the_page_says_what_became_of_the_print(framed: Framed, look: Look) -> None:
    page = OutcomePage(look, AMBER)
    framed(look, page)
    page.show_printed()
    assert "Lấy phiếu" in words_on(page)
    for reason in ("unknown-printer", "printer"):
        page.show_print_failed(reason)
        assert look.say(f"printing.failed.{reason}") in words_on(page)


def test_at_the_largest_text_printing_is_never_out_of_sight(qtbot: QtBot, framed: Framed) -> None:
    tokens = Tokens.for_window(1366, 768, text_size=TextSize.RAT_LON)
    page = OutcomePage(Look(tokens, Texts.read("vi")), AMBER)
    frame = framed(page.look, page, 1366, 768)
    with qtbot.waitSignal(page.print_wanted):
        press(frame, "footer.leave")
    page.show_print_failed("printer")
    assert page.look.say("printing.failed.printer") in words_on(page)
    page.show_printed()
    button = frame.findChild(QAbstractButton, "footer.leave")
    assert button is not None
    assert button.accessibleName() == page.look.say("outcome.print.again")


def test_any_touch_means_still_there(qtbot: QtBot, framed: Framed, look: Look) -> None:
    page = IdlePage(look, IdleShown(45, Then.KEPT))
    frame = framed(look, page)
    with qtbot.waitSignal(page.stayed):
        QTest.mouseClick(page, Qt.MouseButton.LeftButton, pos=QPoint(20, 20))
    for name, signal in (
        ("footer.primary", page.stayed),
        ("footer.back", page.save_wanted),
        ("footer.leave", page.wipe_wanted),
    ):
        with qtbot.waitSignal(signal):
            press(frame, name)


def test_what_isnt_kept_cant_be_saved(framed: Framed, look: Look) -> None:
    for then in (Then.WIPED, Then.HOME):
        page = IdlePage(look, IdleShown(20, then))
        frame = framed(look, page)
        assert frame.findChild(QAbstractButton, "footer.back") is None


def test_digits_count_only_the_last_twenty_seconds(framed: Framed, look: Look) -> None:
    page = IdlePage(look, IdleShown(45, Then.KEPT))
    framed(look, page)
    spoken = [it.accessibleName() for it in page.findChildren(QWidget)]
    assert not any("giây" in words for words in spoken)
    page.show_left(20)
    spoken = [it.accessibleName() for it in page.findChildren(QWidget)]
    assert "20 giây" in spoken


@pytest.mark.parametrize("kept", [True, False])
def test_after_a_wipe_nothing_of_the_person_is_on_the_screen(
    qtbot: QtBot, framed: Framed, look: Look, *, kept: bool
) -> None:
    page = WipedPage(look, kept=kept)
    frame = framed(look, page)
    assert page.findChildren(CodeLabel) == []
    assert not any(letter.isdigit() for letter in words_on(page).replace("30 phút", ""))
    with qtbot.waitSignal(page.home_wanted):
        press(frame, "footer.primary")
    if kept:
        with qtbot.waitSignal(page.resume_wanted):
            press(frame, "footer.back")


def test_the_cards_of_a_guide_go_forth_and_back(qtbot: QtBot, framed: Framed, look: Look) -> None:
    page = guide(look)
    frame = framed(look, page)
    titles = []
    for _ in range(2):
        titles.append(words_on(page))
        press(frame, "footer.primary")
    assert len(set(titles)) == 2
    press(frame, "footer.back")
    assert words_on(page) == titles[-1]
    again = guide(look)
    again.restore(page.keep())
    assert words_on(again) == words_on(page)
    press(frame, "footer.primary")
    with qtbot.waitSignal(page.finished):
        press(frame, "footer.primary")
    with qtbot.waitSignal(page.left):
        press(frame, "footer.leave")


def test_home_has_no_door_to_a_guide_that_isnt_there(framed: Framed, look: Look) -> None:
    page = HomePage(look, HOME._replace(teaches=False))
    framed(look, page)
    assert page.findChild(QAbstractButton, "home.guide") is None
    assert page.findChild(QAbstractButton, "home.resume") is not None


@pytest.mark.parametrize(("given", "key"), [("store", "right"), ("tap", "better")])
def test_whatever_was_answered_the_quiz_says_what_to_do(
    qtbot: QtBot, framed: Framed, look: Look, given: str, key: str
) -> None:
    page = quiz(look)
    frame = framed(look, page)
    assert frame.findChild(QAbstractButton, "footer.primary") is None
    with qtbot.waitSignal(page.answered) as told:
        press(frame, f"quiz.{given}")
    assert told.args == [given]
    words = words_on(page)
    assert look.say(f"guide.quiz.{key}") in words
    assert QUESTION.explanation in words
    assert not any(word in words.lower() for word in ("sai", "không đúng", "nhầm"))
    with qtbot.waitSignal(page.finished):
        press(frame, "footer.primary")
    again = quiz(look)
    again.restore(page.keep())
    assert look.say(f"guide.quiz.{key}") in words_on(again)


def test_what_cant_be_printed_is_read_by_a_telephone(framed: Framed, look: Look) -> None:
    page = reminder(look)
    frame = framed(look, page)
    assert page.findChild(QrPicture, "guide.code") is None
    page.show_print_failed()
    page.show_print_failed()
    settle()
    (picture,) = page.findChildren(QrPicture, "guide.code")
    pixels = frame.grab(
        picture.geometry().translated(picture.mapTo(frame, QPoint()) - picture.pos())
    ).toImage()
    pixels = pixels.convertToFormat(QImage.Format.Format_Grayscale8)
    rows = np.frombuffer(pixels.constBits(), np.uint8).reshape(pixels.height(), -1)
    (found,) = zxingcpp.read_barcodes(np.ascontiguousarray(rows[:, : pixels.width()]))
    assert "0257 000 1234" in found.text
    assert "dichvucong.gov.vn" in found.text
    page.show_printed()
    assert look.say("guide.printed") in words_on(page)


PAGES: dict[str, Callable[[Look], Page]] = {
    "home": lambda look: HomePage(look, HOME),
    "closed": lambda look: HomePage(look, HOME._replace(closed="locked")),
    "how to use": HowToUsePage,
    "who presses": WhoPressesPage,
    "amber": lambda look: OutcomePage(look, AMBER),
    "green": lambda look: OutcomePage(look, GREEN),
    "prepared": lambda look: OutcomePage(look, outcome(Kind.ACCOUNT)),
    "confirming": lambda look: OutcomePage(look, outcome(receipt=ReceiptState.NEEDS_CONFIRMATION)),
    "idle": lambda look: IdlePage(look, IdleShown(45, Then.KEPT)),
    "wiped": lambda look: WipedPage(look, kept=True),
    "guide": guide_case,
    "quiz": quiz,
    "reminder": reminder,
}
WINDOWS = [
    (1920, 1080, TextSize.VUA, ThemeName.LIGHT, "vi"),
    (1920, 1080, TextSize.RAT_LON, ThemeName.SOFT, "vi"),
    (1366, 768, TextSize.RAT_LON, ThemeName.LIGHT, "en"),
    (1366, 768, TextSize.VUA, ThemeName.HIGH_CONTRAST, "vi"),
    (1080, 1920, TextSize.LON, ThemeName.LIGHT, "vi"),
    (1080, 1920, TextSize.RAT_LON, ThemeName.HIGH_CONTRAST, "en"),
]


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize(("width", "height", "size", "theme", "language"), WINDOWS)
def test_every_button_is_large_enough_and_none_touches_another(
    framed: Framed,
    name: str,
    width: int,
    height: int,
    size: TextSize,
    theme: ThemeName,
    language: str,
) -> None:
    tokens = Tokens.for_window(width, height, text_size=size, theme=THEMES[theme])
    look = Look(tokens, Texts.read(language))
    page = PAGES[name](look)
    frame = framed(look, page, width, height)
    assert not frame.grab().isNull()
    assert page.minimumSizeHint().width() <= width
    buttons = [it for it in page.findChildren(QAbstractButton) if it.isVisibleTo(page)]
    rects = []
    for button in buttons:
        assert button.accessibleName()
        assert min(button.width(), button.height()) >= tokens.mm(16)
        rect = button.rect().translated(button.mapTo(page, QPoint()))
        assert page.rect().contains(rect)
        rects.append(rect)
    gap = tokens.mm(3) // 2
    for place, rect in enumerate(rects):
        for other in rects[place + 1 :]:
            assert not rect.adjusted(-gap, -gap, gap, gap).intersects(
                other.adjusted(-gap, -gap, gap, gap).adjusted(1, 1, -1, -1)
            )
