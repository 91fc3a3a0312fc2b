"""Puts pages on the window, and makes them anew when the person wants them larger or otherwise."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from ui.look import Look
from ui.speech.pace import USUAL_VOLUME, Pace
from ui.texts import Texts
from ui.theme.palettes import LIGHT, THEMES, Theme, ThemeName
from ui.theme.tokens import TextSize, Tokens

if TYPE_CHECKING:
    from collections.abc import Callable

    from ui.page import Page
    from ui.window import Frame


@dataclass(frozen=True, slots=True)
class Choices:
    """How this person wants the screens; the next person begins with the point's own.

    `read_aloud`: each page is read as it comes; `volume` is a step, counted from 1; `signals`: a
    touch that counted is heard, and so is what wants attention.
    """

    language: str
    text_size: TextSize = TextSize.VUA
    theme: Theme = LIGHT
    address: str = "unknown"
    read_aloud: bool = False
    pace: Pace = Pace.NORMAL
    volume: int = USUAL_VOLUME
    signals: bool = True


class Stage(QObject):
    """Shows one page at a time; `shown` tells which, `page` is a new one each time."""

    shown = Signal(object)

    def __init__(self, frame: Frame, choices: Choices, ppi: float) -> None:
        super().__init__(frame)
        self.frame = frame
        self._first = choices
        self._choices = choices
        self._ppi = ppi
        self._texts = {choices.language: frame.look.texts}
        self._make: Callable[[Look], Page] | None = None
        self._covered: list[tuple[Callable[[Look], Page], object]] = []

    @property
    def choices(self) -> Choices:
        """How the screens are now."""
        return self._choices

    @property
    def look(self) -> Look:
        """What a page is made with now."""
        choices = self._choices
        if choices.language not in self._texts:
            self._texts[choices.language] = Texts.read(choices.language)
        tokens = Tokens.for_window(
            self.frame.width(), self.frame.height(), self._ppi, choices.text_size, choices.theme
        )
        return Look(tokens, self._texts[choices.language].addressing(choices.address))

    def show(self, make: Callable[[Look], Page]) -> None:
        """Show the page that `make` gives; it is called again when the look changes.

        While a page waits behind another, the new one takes its place there.
        """
        if self._covered:
            self._covered[0] = (make, None)
        else:
            self._put(make)

    def _put(self, make: Callable[[Look], Page]) -> None:
        self._make = make
        look = self.look
        if look == self.frame.look:
            self.frame.show_page(make(look))
        else:
            self.frame.restyle(look, make(look), same=False)
        self.shown.emit(self.frame.page)

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

    @property
    def covered(self) -> bool:
        """Whether a page waits behind another."""
        return bool(self._covered)

    def drop_covered(self) -> None:
        """Forget the pages that were hidden, and what was typed in them."""
        self._covered.clear()

    def choose(self, **changes: object) -> None:
        """Change any of the choices, and show the page so."""
        self._choices = replace(self._choices, **changes)  # type: ignore[arg-type]
        if self._make is not None:
            self.frame.restyle(self.look, self._make(self.look))
            self.shown.emit(self.frame.page)

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

    def address(self, form: str) -> None:
        """Address the person by this form from the next page on."""
        self._choices = replace(self._choices, address=form)

    def reset(self) -> None:
        """Forget what the last person chose; takes effect with the next page."""
        self._choices = self._first
