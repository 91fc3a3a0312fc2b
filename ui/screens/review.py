"""Shows a page as it was taken, says in words how it came out, and offers what can be done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QGridLayout

from kiosk.papers.advice import Verdict
from ui.components.error_summary import ErrorSummary
from ui.components.page_tile import PagePicture, PageTile
from ui.components.panel import VerdictBar
from ui.components.press_button import Kind, PressButton
from ui.components.tones import Tone
from ui.page import Aside, Footer, Page, Place

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from ui.look import Look

_PAGE = "review.page."


@dataclass(frozen=True, slots=True)
class PageShown:
    """One page: a PNG, its quarter turns clockwise, and how it came out."""

    picture: bytes
    turns: int
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class ReviewShown:
    """All pages so far, and which is looked at, from 0 on.

    `scanned`: they come from a flatbed, not from a camera, and have no corners to put right.
    `more`: another page may follow.
    """

    paper: str
    pages: tuple[PageShown, ...]
    at: int
    scanned: bool
    more: bool


class ReviewPage(Page):
    """Reports what is wanted: `again` this page, `turn` it, put `corners`, `add`, `drop`, `use`.

    `picked` brings the place of the page to look at. A page that came out badly offers first to be
    taken again; it may be used all the same.
    """

    again = Signal()
    turn = Signal()
    corners = Signal()
    add = Signal()
    drop = Signal()
    use = Signal()
    picked = Signal(int)

    def __init__(self, look: Look, shown: ReviewShown) -> None:
        count = len(shown.pages)
        heading = look.say("review.title")
        if count > 1:
            heading = look.say("review.title.page", page=shown.at + 1, count=count)
        super().__init__(look, name="review", heading=heading, aside=Aside.BESIDE_BODY)
        page = shown.pages[shown.at]
        poor = page.verdict is not Verdict.CLEAR
        self.place = Place(look.say("papers.caption"))
        use = look.say("review.use.pages", count=count) if count > 1 else look.say("review.use")
        again = look.say("review.scan_again" if shown.scanned else "review.again")
        self.footer = Footer(
            back=look.say("footer.back"),
            primary=again if poor else use,
            primary_icon="camera" if poor else None,
        )
        self.primary.connect(self.again if poor else self.use)
        self.main.addWidget(
            PagePicture(look.tokens, page.picture, page.turns, spoken=shown.paper), 1
        )
        if count > 1:
            self.main.addLayout(self._tiles(shown.pages, shown.at))
        self.aside.addWidget(self._verdict(page.verdict, clear=shown.scanned))
        self.aside.addLayout(self._buttons(shown, poor=poor, use=use, again=again))
        self.aside.addStretch(1)

    def show_trouble(self, words: str) -> None:
        """Say why nothing came of it, and what to do."""
        title = self.look.say("review.trouble")
        self.show_strip(ErrorSummary(self.look.tokens, title, (("", words),)))

    def _verdict(self, verdict: Verdict, *, clear: bool) -> QWidget:
        tone = Tone.SUCCESS if verdict is Verdict.CLEAR else Tone.WARNING
        key = "review.verdict.scanned" if clear else f"review.verdict.{verdict.value}"
        return VerdictBar(self.look.tokens, self.look.say(key), tone)

    def _buttons(self, shown: ReviewShown, *, poor: bool, use: str, again: str) -> QGridLayout:
        """What is not the first thing to do here."""
        look = self.look
        across = 2 if look.tokens.portrait else 1
        grid = QGridLayout()
        grid.setSpacing(look.px(16))
        buttons = []
        if not poor:
            icon = "scan-line" if shown.scanned else "camera"
            buttons.append(("again", again, icon, self.again))
        buttons.append(("turn", look.say("review.turn"), "rotate-cw", self.turn))
        blurred = shown.pages[shown.at].verdict is Verdict.BLURRED
        if not shown.scanned and not blurred:  # other corners make nothing clearer
            buttons.append(("corners", look.say("review.corners"), "scan", self.corners))
        if shown.more:
            buttons.append(("add", look.say("review.add"), "plus", self.add))
        if len(shown.pages) > 1:
            buttons.append(("drop", look.say("review.drop"), "trash-2", self.drop))
        if poor:
            words = use if len(shown.pages) > 1 else look.say("review.use.poor")
            buttons.append(("use", words, "check", self.use))
        for number, (name, words, icon, wanted) in enumerate(buttons):
            button = PressButton(
                look.tokens,
                words,
                name=f"review.{name}",
                kind=Kind.SMALL if look.tokens.tight else Kind.SECONDARY,
                icon=icon,
                centred=False,
            )
            button.tapped.connect(wanted)
            grid.addWidget(button, number // across, number % across)
        for column in range(across):
            grid.setColumnStretch(column, 1)
        return grid

    def _tiles(self, pages: Sequence[PageShown], at: int) -> QGridLayout:
        tokens = self.look.tokens
        grid = QGridLayout()
        grid.setSpacing(tokens.px(16))
        room = tokens.columns(12 if tokens.portrait else 8)
        across = max(1, room // tokens.px(104 + 16))
        for place, page in enumerate(pages):
            tile = PageTile(
                tokens,
                page.picture,
                page.turns,
                name=f"{_PAGE}{place}",
                number=place + 1,
                spoken=self.look.say("review.page", page=place + 1),
                chosen=place == at,
            )
            tile.tapped.connect(self._picked)
            grid.addWidget(tile, place // across, place % across)
        grid.setColumnStretch(across, 1)
        return grid

    @Slot()
    def _picked(self) -> None:
        self.picked.emit(int(self.sender().objectName().removeprefix(_PAGE)))
