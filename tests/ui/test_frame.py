"""The frame around a page, and pages that are higher than the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QMargins, QPoint, QRectF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from ui.banner import BORDER, HelpingBanner, HelpingBorder
from ui.components.choice_tile import ChoiceTile
from ui.components.error_summary import ErrorSummary
from ui.components.pager import PagedColumn, Pager
from ui.components.press_button import Kind, PressButton
from ui.components.text_label import TextLabel
from ui.footer import FooterBar
from ui.inputs.line import TextLine
from ui.keyboard.typist import Manner
from ui.look import Look
from ui.page import Aside, Footer, Page, Place
from ui.texts import Texts
from ui.theme.tokens import TextSize, Tokens, ppi_of
from ui.window import Frame, Help, Network, Point

if TYPE_CHECKING:
    from PySide6.QtCore import QRect
    from PySide6.QtGui import QShowEvent
    from pytestqt.qtbot import QtBot

POINT = Point("Nhà văn hoá thôn Đông", "xã Phú Hòa 2")
WINDOWS = [
    (1920, 1080, 21.5),
    (1080, 1920, 21.5),
    (1366, 768, 15.6),
    (1920, 1080, 15.6),
    (1280, 800, 10.1),
]


class Typed(Page):
    """A page with one box, whose text outlives a change of look."""

    def __init__(self, look: Look) -> None:
        super().__init__(look, name="typed", heading="Tên của bé là gì?", hint="Ghi cả họ.")
        self.box = TextLine(look.tokens, Manner(), name="box", spoken="Tên")
        self.main.addWidget(self.box)
        self.main.addStretch(1)

    def keep(self) -> object:
        return self.box.text()

    def restore(self, kept: object) -> None:
        self.box.show_text(str(kept))


def long_page(look: Look) -> Page:
    page = Page(look, name="long", heading="Chọn một nơi", aside=Aside.BESIDE_BODY)
    page.place = Place("Đăng ký khai sinh", "Câu 4 trên 9", 3 / 9)
    for number in range(12):
        page.main.addWidget(ChoiceTile(look.tokens, f"Nơi {number}", name=f"place.{number}"))
    page.aside.addWidget(TextLabel(look.tokens, "Nghe máy đọc, rồi chọn."))
    page.aside.addStretch(1)
    return page


def button(frame: Frame, name: str) -> PressButton:
    found = frame.findChild(PressButton, name)
    assert found is not None
    return found


def test_the_footer_speaks_for_the_page(frame: Frame, look: Look, qtbot: QtBot) -> None:
    page = Page(look, name="p")
    frame.show_page(page)
    for name, signal in (("back", page.back), ("leave", page.leave), ("primary", page.primary)):
        with qtbot.waitSignal(signal):
            QTest.mouseClick(button(frame, f"footer.{name}"), Qt.MouseButton.LeftButton)


def test_a_page_that_is_gone_hears_nothing(frame: Frame, look: Look, qtbot: QtBot) -> None:
    first, second = Page(look, name="first"), Page(look, name="second")
    frame.show_page(first)
    frame.show_page(second)
    with qtbot.assertNotEmitted(first.primary), qtbot.waitSignal(second.primary):
        QTest.mouseClick(button(frame, "footer.primary"), Qt.MouseButton.LeftButton)


def test_the_footer_follows_what_the_page_says(frame: Frame, look: Look) -> None:
    page = Page(look, name="p")
    frame.show_page(page)
    page.footer = Footer(primary="Nộp hồ sơ")
    page.changed.emit()
    assert button(frame, "footer.primary").words == "Nộp hồ sơ"
    assert not any(
        left.isVisibleTo(frame) for left in frame.findChildren(PressButton, "footer.back")
    )
    page.footer = None
    page.changed.emit()
    assert not button(frame, "footer.primary").isVisibleTo(frame)


def test_the_header_asks_for_what_its_buttons_say(frame: Frame, look: Look, qtbot: QtBot) -> None:
    frame.show_page(Page(look, name="p"))
    asked = {
        "text-size": frame.text_size,
        "language": frame.language,
        "help": frame.help_wanted,
    }
    for name, signal in asked.items():
        with qtbot.waitSignal(signal):
            QTest.mouseClick(button(frame, f"header.{name}"), Qt.MouseButton.LeftButton)


def test_the_header_offers_only_what_does_something_here(look: Look, qtbot: QtBot) -> None:
    frame = Frame(look, POINT, ("text-size", "help"))
    qtbot.addWidget(frame)
    assert frame.findChild(PressButton, "header.language") is None
    assert frame.findChild(PressButton, "header.help") is not None


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (Network.ONLINE, "Có mạng"),
        (Network.OFFLINE, "Không có mạng, vẫn làm được"),
        (Network.SENDING, "Đang gửi 2 hồ sơ"),
    ],
)
def test_the_network_is_said_in_words(frame: Frame, state: Network, words: str) -> None:
    frame.show_network(state, 2)
    chip = frame.findChild(QWidget, "network")
    assert chip is not None
    assert chip.accessibleName() == words


def test_what_was_typed_survives_a_larger_text(frame: Frame, look: Look) -> None:
    frame.show_page(Typed(look))
    assert isinstance(frame.page, Typed)
    frame.page.box.show_text("Lê Minh")
    larger = Look(Tokens.for_window(1920, 1080, text_size=TextSize.RAT_LON), look.texts)
    frame.restyle(larger, Typed(larger))
    assert isinstance(frame.page, Typed)
    assert frame.page.box.text() == "Lê Minh"
    assert frame.page.look is larger


def test_no_page_outlives_the_next_one(frame: Frame, look: Look, qtbot: QtBot) -> None:
    page = Typed(look)
    frame.show_page(page)
    with qtbot.waitSignal(page.destroyed):
        frame.show_page(Page(look, name="next"))


def test_a_strip_comes_above_the_heading_and_goes(frame: Frame, look: Look) -> None:
    page = Typed(look)
    frame.show_page(page)
    words = "Ghi họ và tên"
    page.show_strip(ErrorSummary(look.tokens, "Có 1 chỗ cần sửa", [("name", words)]))
    strip = page.findChild(QWidget, "error-summary")
    assert strip is not None
    assert words in strip.accessibleName()
    page.show_strip(None)
    assert not strip.isVisibleTo(page)


def test_each_of_several_faults_leads_to_its_field(look: Look, qtbot: QtBot) -> None:
    summary = ErrorSummary(look.tokens, "Có 2 chỗ cần sửa", [("a", "Một"), ("b", "Hai")])
    qtbot.addWidget(summary)
    summary.resize(1700, 260)
    asked: list[str] = []
    summary.asked.connect(asked.append)
    for name in ("fault.a", "fault.b"):
        line = summary.findChild(QWidget, name)
        assert line is not None
        QTest.mouseClick(line, Qt.MouseButton.LeftButton)
    assert asked == ["a", "b"]


@pytest.mark.parametrize("size", list(TextSize))
@pytest.mark.parametrize("window", WINDOWS)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_header_and_footer_fit_into_every_window(
    window: tuple[int, int, float], size: TextSize, language: str, qtbot: QtBot
) -> None:
    width, height, diagonal = window
    tokens = Tokens.for_window(width, height, ppi_of(diagonal, width, height), size)
    look = Look(tokens, Texts.read(language))
    frame = Frame(look, POINT)
    qtbot.addWidget(frame)
    frame.resize(width, height)
    frame.show_network(Network.OFFLINE)
    frame.show_page(long_page(look))
    frame.show()
    parts = [
        part
        for part in frame.findChildren(PressButton)
        if part.isVisibleTo(frame) and part.objectName().split(".")[0] in {"header", "footer"}
    ]
    assert len(parts) == 6
    for part in parts:
        corner = part.mapTo(frame, QPoint(0, 0))
        assert corner.x() >= 0
        assert corner.y() >= 0
        assert corner.x() + part.width() <= width
        assert corner.y() + part.height() <= height
        assert part.width() >= part.minimumSizeHint().width()
        assert part.height() >= part.heightForWidth(part.width())
    for one in parts:
        for other in parts:
            assert one is other or not _rect(one, frame).intersects(_rect(other, frame))


def _rect(part: QWidget, frame: Frame) -> QRect:
    return part.rect().translated(part.mapTo(frame, QPoint(0, 0)))


@pytest.mark.parametrize("size", list(TextSize))
def test_what_can_be_pressed_stands_3_mm_apart(size: TextSize, qtbot: QtBot) -> None:
    tokens = Tokens.for_window(1920, 1080, text_size=size)
    look = Look(tokens, Texts.read("vi"))
    frame = Frame(look, POINT)
    qtbot.addWidget(frame)
    frame.resize(1920, 1080)
    frame.show_page(long_page(look))
    frame.show()
    parts = [
        part.visibleRegion().boundingRect().translated(part.mapTo(frame, QPoint(0, 0)))
        for part in frame.findChildren(QAbstractButton)
        if not part.visibleRegion().isEmpty()
    ]
    half = tokens.mm(3) / 2
    grown = [QRectF(part).adjusted(-half, -half, half, half) for part in parts]
    for place, one in enumerate(grown):
        for other in grown[place + 1 :]:
            shared = one.intersected(other)
            assert min(shared.width(), shared.height()) < 1


def test_a_page_higher_than_the_window_is_turned_not_squeezed(frame: Frame, look: Look) -> None:
    page = long_page(look)
    frame.show_page(page)
    tiles = page.findChildren(ChoiceTile)
    assert all(tile.height() >= look.px(112) for tile in tiles)
    seen: set[object] = set()
    for _ in range(6):
        seen |= {tile.value for tile in tiles if _whole(tile, frame)}
        down = button(frame, "turner.down")
        if down.isVisibleTo(frame):
            QTest.mouseClick(down, Qt.MouseButton.LeftButton)
    assert seen == {f"Nơi {number}" for number in range(12)}
    assert not button(frame, "turner.down").isVisibleTo(frame)
    for _ in range(6):
        up = button(frame, "turner.up")
        if up.isVisibleTo(frame):
            QTest.mouseClick(up, Qt.MouseButton.LeftButton)
    assert _whole(tiles[0], frame)


def _whole(tile: QWidget, frame: Frame) -> bool:
    body = frame._body
    top = tile.mapTo(body, QPoint(0, 0)).y()
    return top >= 0 and top + tile.height() <= body.height()


def test_what_has_the_focus_is_brought_into_sight(frame: Frame, look: Look, qtbot: QtBot) -> None:
    page = long_page(look)
    frame.show_page(page)
    frame.activateWindow()
    qtbot.waitUntil(frame.isActiveWindow)
    tiles = page.findChildren(ChoiceTile)
    tiles[-1].setFocus()
    assert QApplication.focusWidget() is tiles[-1]
    assert _whole(tiles[-1], frame)
    tiles[0].setFocus()
    assert _whole(tiles[0], frame)


def test_tab_goes_through_page_then_footer_then_header(
    frame: Frame, look: Look, qtbot: QtBot
) -> None:
    frame.activateWindow()
    qtbot.waitUntil(frame.isActiveWindow)
    for _ in range(2):
        frame.show_page(Typed(look))
        met = []
        for _ in range(8):
            focused = QApplication.focusWidget()
            assert focused is not None
            met.append(focused.objectName())
            QTest.keyClick(focused, Qt.Key.Key_Tab)
        assert met == [
            "typed",
            "box",
            "footer.primary",
            "footer.back",
            "footer.leave",
            "header.text-size",
            "header.language",
            "header.help",
        ]


def test_a_page_that_moves_while_its_footer_is_filled_has_one_of_each_button(
    frame: Frame, look: Look
) -> None:
    """As when a keyboard leaves and the page need be turned no more while ▼ is still put in."""
    frame.show_page(Typed(look))
    found = frame.findChild(FooterBar)
    assert isinstance(found, FooterBar)
    bar: FooterBar = found
    shown = Footer(back="Quay lại", leave="Thoát và xoá", primary="Tiếp tục")

    class Moving(QWidget):
        def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 — Qt's name
            super().showEvent(event)
            bar.show_footer(shown)

    turner = Moving()
    bar.show_footer(shown, turner)
    words = [it.words for it in bar.findChildren(PressButton) if it.isVisible()]
    assert words == ["Quay lại", "Thoát và xoá", "Tiếp tục"]
    assert not turner.isVisible()


def test_what_turns_a_page_says_so_in_words_where_there_is_room(qtbot: QtBot) -> None:
    for (width, height), size, said in (
        ((1920, 1080), TextSize.VUA, True),
        ((1920, 1080), TextSize.RAT_LON, True),
        ((1080, 1920), TextSize.RAT_LON, False),
    ):
        large = Look(Tokens.for_window(width, height, text_size=size), Texts.read("vi"))
        frame = Frame(large, POINT)
        qtbot.addWidget(frame)
        frame.resize(width, height)
        frame.show()
        frame.show_page(long_page(large))
        QApplication.processEvents()
        down = frame.findChild(PressButton, "turner.down")
        assert isinstance(down, PressButton)
        assert down.isVisible()
        assert down.words == (large.say("pager.more") if said else "")
        assert down.accessibleName() == large.say("pager.down")


def test_a_page_that_fits_offers_no_turning(frame: Frame, look: Look) -> None:
    frame.show_page(Typed(look))
    assert not button(frame, "turner.down").isVisibleTo(frame)


def test_a_keyboard_stands_between_page_and_footer(frame: Frame, look: Look) -> None:
    page = Typed(look)
    frame.show_page(page)
    before = frame._body.height()
    tray = QWidget()
    tray.setFixedHeight(look.px(470))
    page.show_tray(tray)
    frame._stack.activate()
    assert frame._body.height() == before - look.px(470)
    page.show_tray(None)
    frame._stack.activate()
    assert frame._body.height() == before
    page.show_tray(tray)
    frame._stack.activate()
    assert tray.isVisibleTo(frame)
    assert frame._body.height() == before - look.px(470)


def test_a_keyboard_leaves_with_its_page(frame: Frame, look: Look, qtbot: QtBot) -> None:
    page = Typed(look)
    frame.show_page(page)
    tray = QWidget()
    tray.setFixedHeight(look.px(470))
    page.show_tray(tray)
    with qtbot.waitSignal(tray.destroyed):
        frame.show_page(Page(look, name="next"))
    frame._stack.activate()
    assert frame._body.height() > look.px(700)


def test_a_paged_column_shows_each_row_once(qtbot: QtBot, look: Look) -> None:
    pager = Pager(look.tokens, "Lên", "Xuống")
    holder = QWidget()
    qtbot.addWidget(holder)
    holder.resize(800, 560)
    column = PagedColumn(look.tokens, pager)
    column.setParent(holder)
    column.setGeometry(holder.rect())
    holder.show()
    rows: list[QWidget] = [ChoiceTile(look.tokens, str(n), name=str(n)) for n in range(9)]
    column.set_rows(rows)
    seen: list[str] = []
    for _ in range(9):
        seen += [row.objectName() for row in rows if row.isVisibleTo(column)]
        down = pager.findChild(PressButton, "pager.down")
        assert down is not None
        if not down.isVisibleTo(column):
            break
        QTest.mouseClick(down, Qt.MouseButton.LeftButton)
    assert seen == [str(n) for n in range(9)]


@pytest.mark.parametrize(("width", "height", "diagonal"), WINDOWS)
@pytest.mark.parametrize("size", [TextSize.VUA, TextSize.RAT_LON])
def test_a_helpers_border_and_banner_leave_every_control_free(
    qtbot: QtBot, width: int, height: int, diagonal: float, size: TextSize
) -> None:
    tokens = Tokens.for_window(width, height, ppi_of(diagonal, width, height), size)
    look = Look(tokens, Texts.read("vi"))
    frame = Frame(look, POINT)
    qtbot.addWidget(frame)
    frame.resize(width, height)
    frame.show_page(long_page(look))
    frame.show_help(Help.TYPING, "Chị Trần Thị Lan")
    frame.show()
    QApplication.processEvents()
    banner = frame.findChild(HelpingBanner)
    border = frame.findChild(HelpingBorder)
    assert banner is not None
    assert border is not None
    assert banner.words == "Chị Trần Thị Lan đang gõ hộ"
    assert border.geometry() == frame.rect()
    free = frame.rect().marginsRemoved(QMargins(*[tokens.px(BORDER)] * 4))
    free.setTop(banner.geometry().bottom())
    seen = [it for it in frame.findChildren(PressButton) if it.isVisibleTo(frame)]
    header = [it for it in seen if it.objectName().startswith(("header.", "footer."))]
    assert header
    for control in header:
        assert free.contains(in_frame(control, frame)), control.objectName()
    QTest.mouseClick(frame, Qt.MouseButton.LeftButton, pos=QPoint(2, height // 2))
    with qtbot.waitSignal(frame.typing_ended):
        QTest.mouseClick(button(frame, "header.help"), Qt.MouseButton.LeftButton)


def test_the_banner_outlives_a_change_of_look_and_goes_with_the_typing(
    frame: Frame, look: Look
) -> None:
    frame.show_page(Page(look, name="p"))
    frame.show_help(Help.TYPING, "Bác Phúc")
    english = Look(look.tokens, Texts.read("en"))
    frame.restyle(english, Page(english, name="p"))
    QApplication.processEvents()
    banners = [it for it in frame.findChildren(HelpingBanner) if it.isVisible()]
    assert [it.words for it in banners] == ["Bác Phúc is typing for you"]
    frame.show_help(Help.CALLED)
    assert not any(it.isVisible() for it in frame.findChildren(HelpingBanner))
    (call,) = (it for it in frame.findChildren(PressButton, "header.help") if it.isVisible())
    assert call.words == "Helper called"


def in_frame(widget: QWidget, frame: Frame) -> QRect:
    """Where a widget stands in the window."""
    return widget.rect().translated(widget.mapTo(frame, QPoint()))


def test_a_button_of_a_crowded_header_writes_smaller_and_large_again(qtbot: QtBot) -> None:
    tokens = Tokens.for_window(1366, 768, ppi_of(15.6, 1366, 768), TextSize.RAT_LON)
    button = PressButton(tokens, "Gọi người giúp", name="help", kind=Kind.HEADER_HELP)
    qtbot.addWidget(button)
    width = button.sizeHint().width()
    button.draw_in(drawn_in=True)
    narrow = button.sizeHint().width()
    button.draw_in(drawn_in=False)
    assert button.sizeHint().width() == width
    assert narrow < width - 2 * (20 - 12)  # not only the room beside the words gave way
