"""The one full-screen window: eave, header, a page, its keyboard, and the footer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication, QEvent, Qt, Signal, Slot
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.banner import HelpingBanner, HelpingBorder
from ui.body import Body
from ui.components.pager import Pager
from ui.components.pressing import BOUNCE_MS, GUARD_MS, TapGate
from ui.components.shapes import paint_ground
from ui.eave import Eave
from ui.focus import reach_beside, reach_next
from ui.footer import FooterBar
from ui.header import OFFERS, Header, Help, Point, Voice
from ui.header_parts import Network
from ui.page import Footer

if TYPE_CHECKING:
    from collections.abc import Collection

    from PySide6.QtGui import QKeyEvent, QMouseEvent, QPaintEvent, QResizeEvent

    from ui.look import Look
    from ui.page import Page

_ARROWS: Final[dict[int, tuple[int, int]]] = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}

__all__ = ["OFFERS", "Frame", "Help", "Network", "Point", "Voice"]


class Frame(TapGate):
    """Shows one page at a time between header and footer, and asks nothing in dialogs.

    The former page is destroyed with all that was typed in it. A page's own footer buttons come
    out of the page's signals; the header's buttons come out of the frame's. `tapped`
    says that a touch counted, `missed` that one ended where nothing takes it; `turned` that the
    window has another size, as that of a laptop whose screen is turned over. `sound_wanted` names
    a signal that is to be heard now, for its own sake.
    """

    text_size = Signal()
    tapped = Signal()
    missed = Signal()
    turned = Signal()
    read_aloud = Signal()
    voice_wanted = Signal()
    sound_wanted = Signal(str)
    language = Signal()
    help_wanted = Signal()
    typing_ended = Signal()
    staff_wanted = Signal()
    lock_wanted = Signal()

    def __init__(self, look: Look, point: Point, offers: Collection[str] = OFFERS) -> None:
        """A frame without a page: `show_page` gives it one. `offers`: see `Header`."""
        super().__init__()
        self._offers = offers
        self.setObjectName("frame")
        self._look = look
        self._point = point
        self._page: Page | None = None
        self._tray: tuple[QWidget, Page] | None = None
        self._under_eave = True
        self._network = (Network.ONLINE, 0)
        self._voice = Voice.NONE
        self._help = (Help.OFFERED, "")
        self._shut_until: int | None = None
        self._last_tap = 0
        self._last_guard = 0
        self._stack = QVBoxLayout(self)
        self._stack.setContentsMargins(0, 0, 0, 0)
        self._stack.setSpacing(0)
        # The window is as large as the screen, whatever a page would like.
        self._stack.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)
        self._eave = Eave(self)
        self._body = Body()
        self._stack.addWidget(self._body, 1)
        self._banner = HelpingBanner(look.tokens)
        self._border = HelpingBorder(self)
        self._header, self._turner, self._footer = self._build()
        self._body.turned.connect(self._show_turner)

    @property
    def page(self) -> Page | None:
        """The page shown now."""
        return self._page

    @property
    def look(self) -> Look:
        """The look that header and footer have now."""
        return self._look

    def show_page(self, page: Page) -> None:
        """Show a page in place of the former one, which is destroyed."""
        # Without a page nothing is given the focus that the former one's parts lose as they go.
        former, self._page = self._page, None
        self._shut_until = self._last_tap + self._last_guard
        if former is not None:
            former.changed.disconnect(self._follow)
            self._footer.back.disconnect(former.back)
            self._footer.leave.disconnect(former.leave)
            self._footer.primary.disconnect(former.primary)
            former.hide()
            former.resize(0, 0)  # what goes has its place painted once more, be it hidden or not
            former.deleteLater()
        self._page = page
        page.changed.connect(self._follow)
        self._footer.back.connect(page.back)
        self._footer.leave.connect(page.leave)
        self._footer.primary.connect(page.primary)
        self._body.take(page)
        self._follow()
        # What is around it gets its size now: the page is laid out once, for its place.
        self._lay_out()
        self._body.show_page()
        self._lay_out()  # a page that must be turned has made the footer another
        self._border.raise_()
        page.setFocus()
        page.entered()

    def paint_now(self) -> None:
        """Have what has changed on the glass at once, not when the event loop comes to it.

        There each part that paints itself asks for the interpreter's lock, and what is sealed and
        sent meanwhile may have it for some milliseconds each time. Here it is let go once.
        """
        self._lay_out()
        # What was shown says only now where it is to be painted.
        QCoreApplication.sendPostedEvents(None, QEvent.Type.UpdateLater)
        self.repaint(0, 0, 1, 1)  # with it all that waits to be painted

    def _lay_out(self) -> None:
        for part in (self._header, self._footer, self):
            layout = part.layout()
            if layout is not None:
                layout.activate()

    def restyle(self, look: Look, page: Page, *, same: bool = True) -> None:
        """Change text size, theme, language or the form of address.

        `page`, in the new look, is the `same` screen as before, or else another, which must not
        be handed what was typed in the former.
        """
        kept = self._page.keep() if same and self._page is not None else None
        self._look = look
        former_page, self._page = self._page, None
        self._body.forget_page()
        for widget in (self._banner, self._header, self._footer, self._turner, former_page):
            if widget is not None:
                self._stack.removeWidget(widget)
                widget.hide()
                widget.deleteLater()
        self._banner = HelpingBanner(look.tokens)
        self._header, self._turner, self._footer = self._build()
        if kept is not None:
            page.restore(kept)
        self.show_help(*self._help)
        self.show_page(page)

    def show_network(self, state: Network, waiting: int = 0) -> None:
        """Say in the header whether there is a network; `waiting` dossiers are being sent."""
        self._network = (state, waiting)
        self._header.show_network(state, waiting)

    @property
    def voice(self) -> Voice:
        """What the header offers of reading aloud."""
        return self._voice

    def show_voice(self, voice: Voice) -> None:
        """Offer to read the page aloud, to stop, or to hear it again."""
        if voice is not self._voice:
            self._voice = voice
            self._header.show_voice(voice)

    def show_help(self, help_: Help, helper: str = "") -> None:
        """Say how it stands with help; while a `helper` types everybody can see it."""
        self._help = (help_, helper)
        self._header.show_help(help_)
        typing = help_ is Help.TYPING
        words = self._look.say("helping.banner", helper=helper) if typing else ""
        self._banner.show_words(words)
        self._border.setVisible(typing)
        self._border.surround(self._look.tokens, self.rect())
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The border goes with the edges."""
        super().resizeEvent(event)
        self._border.surround(self._look.tokens, self.rect())
        self.turned.emit()

    def turns_away(self, timestamp: int) -> bool:
        """Whether a touch is the tail of the tap that brought this page, or of a shaking hand's."""
        last = self._last_tap
        if self.steady and last <= timestamp < last + BOUNCE_MS:
            return True
        return self._shut_until is not None and last <= timestamp < self._shut_until

    def counted(self, timestamp: int, guard_ms: int) -> None:
        """Remember the tap that may bring a page."""
        self._last_tap = timestamp
        self._last_guard = guard_ms
        self._shut_until = None
        self.tapped.emit()

    def changes_underneath(self) -> None:
        """Turn away what comes within a moment of the last tap."""
        self._shut_until = self._last_tap + GUARD_MS

    def reach(self, part: QWidget) -> None:
        """Turn the page to where this part of it can be seen."""
        self._body.reach(part)

    def rooms(self) -> tuple[QWidget, ...]:
        """What the focus goes through, as it is needed: page, keyboard, the way on, the rest."""
        page = [self._page] if self._page is not None else []
        tray = [self._tray[0]] if self._tray is not None else []
        primary = self._footer.primary_button
        onward = [primary] if primary is not None else []
        return (*page, *tray, *onward, self._footer, self._header)

    def focusNextPrevChild(self, onward: bool) -> bool:  # noqa: FBT001 - Qt hands it over by place
        """Tab follows the page as it is now: rows come and go, Qt's own order doesn't."""
        if self._page is None:
            return True
        reach_next(self.rooms(), self.focusWidget(), onward=onward)
        return True

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """It came up to the window because nothing under the finger took it."""
        event.accept()
        self.missed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go to the neighbour; no other key that nobody took means anything."""
        direction = _ARROWS.get(event.key())
        if direction is not None:
            reach_beside(self.rooms(), self.focusWidget(), direction)
        event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the wall and the eave over it."""
        del event
        tokens = self._look.tokens
        painter = QPainter(self)
        paint_ground(painter, self.rect(), tokens.colour("wall"))
        under_banner = self._help[0] is Help.TYPING
        if self._page is not None and self._page.eave and not tokens.tight and not under_banner:
            self._eave.paint(painter, tokens)
        painter.end()

    def _build(self) -> tuple[Header, Pager, FooterBar]:
        header = Header(self._look, self._point, self._offers)
        header.text_size.connect(self.text_size)
        header.read_aloud.connect(self.read_aloud)
        header.voice_wanted.connect(self.voice_wanted)
        header.language.connect(self.language)
        header.help_wanted.connect(self.help_wanted)
        header.typing_ended.connect(self.typing_ended)
        header.staff_wanted.connect(self.staff_wanted)
        header.lock_wanted.connect(self.lock_wanted)
        header.show_network(*self._network)
        header.show_voice(self._voice)
        say = self._look.say
        turner = Pager(self._look.tokens, say("pager.up"), say("pager.down"), name="turner")
        turner.setParent(self)
        turner.hide()
        turner.up.connect(self._body.turn_up)
        turner.down.connect(self._body.turn_down)
        footer = FooterBar(self._look.tokens)
        self._stack.insertWidget(0, self._banner)
        self._stack.insertWidget(1, header)
        self._stack.addWidget(footer)
        return header, turner, footer

    @Slot()
    def _show_turner(self) -> None:
        """Offer up and down where the page is higher than its place.

        A page without a footer gets an empty one for that, where it doesn't fit above the edge.
        """
        page = self._page
        if page is None:
            return
        body, footer = self._body, page.footer
        if footer is None and not body.holds(self.height() - body.y()):
            footer = Footer()
        self._footer.setVisible(footer is not None)
        if footer is None:
            return
        middle = [page.footer_middle] if page.footer_middle is not None else []
        turns = body.has_more_above or body.has_more_below
        self._footer.show_footer(footer, *middle, *([self._turner] if turns else []))
        if not turns:
            return
        self._turner.show_more(above=body.has_more_above, below=body.has_more_below)
        # Who never used a screen doesn't know what a chevron means.
        room = self.width() - self._footer.width_without(self._turner)
        self._turner.say_more(self._look.say("pager.more"), room)

    def _follow(self) -> None:
        """Show around the page what the page says of itself."""
        page = self._page
        if page is None:
            return
        self._header.show_place(page.place, page.door)
        if page.eave:
            self._eave.show_place(page.place, self._look)
        else:
            self._eave.clear()
        if page.tray is not (self._tray[0] if self._tray is not None else None):
            self._show_tray(page)
        self._show_turner()
        # Of the frame itself only the eave differs from page to page.
        if page.eave is not self._under_eave:
            self._under_eave = page.eave
            self._eave.update()

    def _show_tray(self, page: Page) -> None:
        """Put the page's tray above the footer; the one before goes back to the page it is of."""
        if self._tray is not None:
            tray, owner = self._tray
            self._stack.removeWidget(tray)
            tray.hide()
            tray.setParent(owner)
        self._tray = None if page.tray is None else (page.tray, page)
        self._footer.join_tray(joined=page.tray is not None)
        if page.tray is not None:
            self._stack.insertWidget(self._stack.count() - 1, page.tray)
            page.tray.show()
