"""Puts pages on the window, and makes them anew when the person wants them larger or otherwise."""

from __future__ import annotations

from math import hypot
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, Qt, Signal, Slot

from ui.look import Look, Switches
from ui.speech.pace import USUAL_VOLUME, Pace
from ui.theme.palettes import LIGHT, THEMES, Theme, ThemeName
from ui.theme.tokens import TextSize, Tokens

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ui.page import Page
    from ui.texts import Texts
    from ui.window import Frame


class Choices(NamedTuple):
    """How this person wants the screens; the next person begins with the point's own.

    `read_aloud`: each page is read as it comes; `volume` is a step, counted from 1; `signals`: a
    touch that counted is heard, and so is what wants attention.
    `steady` is for a hand that shakes, `still` for who is disturbed by what moves.
    """

    language: str
    text_size: TextSize = TextSize.VUA
    theme: Theme = LIGHT
    address: str = "unknown"
    read_aloud: bool = False
    pace: Pace = Pace.NORMAL
    volume: int = USUAL_VOLUME
    signals: bool = True
    steady: bool = False
    still: bool = False
    switches: Switches = Switches.NONE


class Stage(QObject):
    """Shows one page at a time; `shown` tells which, `page` is a new one each time.

    `coming` is said before a page is made.
    """

    coming = Signal()
    shown = Signal(object)

    def __init__(
        self,
        frame: Frame,
        choices: Choices,
        ppi: float,
        texts: Mapping[str, Texts] | None = None,
    ) -> None:
        """`texts` are the languages that a person may choose, the frame's own where none are."""
        super().__init__(frame)
        self.frame = frame
        self._first = choices
        self._choices = choices
        self.ppi = ppi
        self.texts = texts or {choices.language: frame.look.texts}
        self._make: Callable[[Look], Page] | None = None
        self._covered: list[tuple[Callable[[Look], Page], object]] = []
        # Not while the parts that would be replaced are being laid out.
        frame.turned.connect(self._fit, Qt.ConnectionType.QueuedConnection)

    @property
    def choices(self) -> Choices:
        """How the screens are now."""
        return self._choices

    @property
    def diagonal(self) -> float:
        """Of the screen, in inches, as everything is shown now."""
        return hypot(self.frame.width(), self.frame.height()) / self.ppi

    @property
    def look(self) -> Look:
        """What a page is made with now."""
        choices = self._choices
        tokens = Tokens.for_window(
            self.frame.width(), self.frame.height(), self.ppi, choices.text_size, choices.theme
        )
        texts = self.texts[choices.language].addressing(choices.address)
        return Look(tokens, texts, still=choices.still)

    def show(self, make: Callable[[Look], Page]) -> None:
        """Show the page that `make` gives; it is called again when the look changes.

        While a page waits behind another, the new one takes its place there.
        """
        if self._covered:
            self._covered[0] = (make, None)
        else:
            self._put(make)

    def _put(self, make: Callable[[Look], Page]) -> None:
        self.coming.emit()
        self._make = make
        self.frame.steady = self._choices.steady
        look = self.look
        if look == self.frame.look:
            self.frame.show_page(make(look))
        else:
            self.frame.restyle(look, make(look), same=False)
        self.shown.emit(self.frame.page)
        self.frame.paint_now()

    def cover(self, make: Callable[[Look], Page]) -> None:
        """Hide the page behind another; what was typed in it waits for `uncover`."""
        if self._make is not None and self.frame.page is not None:
            self._covered.append((self._make, self.frame.page.keep()))
        self._put(make)

    def uncover(self) -> None:
        """Bring back the page that was hidden, as it was."""
        if not self._covered:
            return
        make, kept = self._covered.pop()
        self._put(make)
        if kept is not None and self.frame.page is not None:
            self.frame.page.restore(kept)

    def shows(self, *names: str) -> bool:
        """Whether the page on the glass is the one of this name, or one of these."""
        return self.frame.page is not None and self.frame.page.objectName() in names

    @property
    def covered(self) -> bool:
        """Whether a page waits behind another."""
        return bool(self._covered)

    def drop_covered(self) -> None:
        """Forget the pages that were hidden, and what was typed in them."""
        self._covered.clear()

    def choose(self, **changes: object) -> None:
        """Change any of the choices, and show the page so."""
        self._choices = self._choices._replace(**changes)  # type: ignore[arg-type]
        self.frame.steady = self._choices.steady
        self.anew()

    def anew(self) -> None:
        """Make the page again, since what it was made from has changed; what was typed stays."""
        if self._make is not None:
            self.coming.emit()
            self.frame.restyle(self.look, self._make(self.look))
            self.shown.emit(self.frame.page)
            self.frame.paint_now()

    @Slot()
    def _fit(self) -> None:
        """Lay everything out for the size that the window has now."""
        if self.look.tokens != self.frame.look.tokens:
            self.anew()

    @Slot(object)
    def choose_text_size(self, size: TextSize) -> None:
        """Show everything in this size from now on."""
        self.choose(text_size=size)

    @Slot(object)
    def choose_theme(self, name: ThemeName) -> None:
        """Show everything in this theme from now on."""
        self.choose(theme=THEMES[name])

    @Slot(bool)
    def choose_read_aloud(self, wanted: bool) -> None:  # noqa: FBT001 — Qt's signal carries it
        """Have each page read as it comes, or not."""
        self.choose(read_aloud=wanted)

    @Slot(bool)
    def choose_steady(self, steady: bool) -> None:  # noqa: FBT001 - a signal hands it over by place
        """Let a hand that shakes touch once, from now on."""
        self.choose(steady=steady)

    @Slot(bool)
    def choose_still(self, still: bool) -> None:  # noqa: FBT001 - likewise
        """Let nothing move from now on."""
        self.choose(still=still)

    @Slot(object)
    def choose_switches(self, switches: Switches) -> None:
        """Be worked with switches from now on, or no longer."""
        self.choose(switches=switches)

    def address(self, form: str) -> None:
        """Address the person by this form from the next page on."""
        self._choices = self._choices._replace(address=form)

    def reset(self) -> None:
        """Forget what the last person chose; takes effect with the next page."""
        self._choices = self._first
