"""Who presses the keys today: four pictures, and one tap goes on."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from kiosk.domain.helping import HelpMode
from ui.art.who import paint_who
from ui.page import Footer, Page, Place
from ui.screens.picture_card import PictureCard, add_cards

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ui.look import Look


class WhoPressesPage(Page):
    """Reports the mode of help that the person chose."""

    chosen = Signal(HelpMode)

    def __init__(
        self,
        look: Look,
        modes: Sequence[HelpMode] = tuple(HelpMode),
        *,
        name: str = "who_presses",
        skip: str | None = None,
    ) -> None:
        """`modes` are those to choose from; the words of heading and hint stand under its `name`.

        `skip` are the words of a primary button, for who would rather not say.
        """
        super().__init__(
            look,
            name=name,
            heading=look.say(f"{name}.title"),
            hint=look.say(f"{name}.hint"),
        )
        tokens, say = look.tokens, look.say
        self.place = Place(say("who_presses.caption"), say("who_presses.steps"), 0.0)
        if skip is not None:
            self.place = Place(say(f"{name}.caption"), say("who_presses.steps"), 1.0)
        self.footer = Footer(back=say("footer.back") if skip is None else None, primary=skip)
        columns = 1 if tokens.portrait else 2 if tokens.large else len(modes)
        rows = columns < len(HelpMode)
        # Beforehand the cards say what it means; afterwards everybody knows.
        brief = skip is not None or (tokens.largest and columns > 1)
        cards: list[PictureCard] = []
        for mode in modes:
            card = PictureCard(
                tokens,
                partial(paint_who, mode=mode, contrast=tokens.theme.outlined),
                say(f"who_presses.{mode.value}"),
                "" if brief else say(f"who_presses.{mode.value}.text"),
                name=f"{name}.{mode.value}",
                row=rows,
            )
            card.tapped.connect(partial(self.chosen.emit, mode))
            cards.append(card)
        add_cards(self, cards, columns)
