"""Who of today's helpers is at the machine, and why they press the keys."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QGridLayout

from kiosk.domain.helping import Reason
from ui.art.people import ART_HEIGHT, ART_WIDTH, PORTRAIT_SIZE, paint_photograph, paint_portrait
from ui.components.action_tile import ActionTile
from ui.page import Footer, Page, Place
from ui.screens.picture_card import PictureCard, add_cards

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPainter

    from ui.look import Look
    from ui.screens.home_yard import HelperShown

_ICONS: Final = {
    Reason.TYPING: "keyboard",
    Reason.EYES: "eye",
    Reason.HANDS: "hand",
    Reason.UNSURE: "shield-check",
    Reason.OTHER: "message-square-text",
}


class HelperChoicePage(Page):
    """Reports the place of the helper who was chosen, counted from 0."""

    chosen = Signal(int)

    def __init__(self, look: Look, helpers: Sequence[HelperShown]) -> None:
        super().__init__(
            look,
            name="helper_choice",
            heading=look.say("helper_choice.title"),
            hint=look.say("who_presses.hint"),
        )
        tokens, say = look.tokens, look.say
        self.place = Place(say("who_presses.caption"), say("helper_choice.steps"))
        self.footer = Footer(back=say("footer.back"))
        columns = 1 if tokens.portrait else 2 if tokens.large else min(4, max(2, len(helpers)))
        cards: list[PictureCard] = []
        for place, helper in enumerate(helpers):
            card = PictureCard(
                tokens,
                partial(_paint, helper=helper, contrast=tokens.theme.outlined),
                helper.name,
                helper.role,
                name=f"helper_choice.{place}",
                row=columns < 4 and (tokens.portrait or tokens.large),
            )
            card.tapped.connect(partial(self.chosen.emit, place))
            cards.append(card)
        add_cards(self, cards, columns)


def _paint(painter: QPainter, helper: HelperShown, *, contrast: bool) -> None:
    """The portrait, as large as a picture of the cards may be."""
    size = (ART_HEIGHT - 4) / PORTRAIT_SIZE
    painter.translate((ART_WIDTH - PORTRAIT_SIZE * size) / 2, 2)
    painter.scale(size, size)
    if helper.photograph is None:
        paint_portrait(painter, helper.portrait, contrast=contrast)
    else:
        paint_photograph(painter, helper.photograph)


class HelpReasonPage(Page):
    """Reports why the person has the keys pressed for them; one tap goes on."""

    chosen = Signal(Reason)

    def __init__(self, look: Look) -> None:
        super().__init__(
            look,
            name="help_reason",
            heading=look.say("help_reason.title"),
        )
        tokens, say = look.tokens, look.say
        self.place = Place(say("who_presses.caption"), say("help_reason.steps"))
        self.footer = Footer(back=say("footer.back"))
        columns = 1 if tokens.portrait else 2
        grid = QGridLayout()
        grid.setHorizontalSpacing(tokens.gutter)
        grid.setVerticalSpacing(tokens.space(24))
        for place, reason in enumerate(Reason):
            tile = ActionTile(
                tokens,
                say(f"help_reason.{reason.value}"),
                name=f"help_reason.{reason.value}",
                icon=_ICONS[reason],
            )
            tile.tapped.connect(self._tapped)
            grid.addWidget(tile, place // columns, place % columns)
        self.main.addLayout(grid)
        self.main.addStretch(1)

    @Slot()
    def _tapped(self) -> None:
        self.chosen.emit(Reason(self.sender().objectName().removeprefix("help_reason.")))
