"""How it was, in three faces; one tap answers, and nobody has to."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from ui.art.faces import FACES, paint_face_of
from ui.page import Footer, Page, Place
from ui.screens.picture_card import PictureCard, add_cards

if TYPE_CHECKING:
    from ui.look import Look


class RatingPage(Page):
    """Reports the face that was touched, 1 the unhappy and 3 the happy one; `skipped` if none."""

    rated = Signal(int)
    skipped = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__(
            look,
            name="afterwards.rating",
            heading=look.say("rating.title"),
            hint=look.say("afterwards.hint"),
        )
        tokens, say = look.tokens, look.say
        self.place = Place(say("afterwards.caption"), say("rating.steps"), 1.0)
        self.footer = Footer(primary=say("afterwards.skip"))
        self.primary.connect(self.skipped)
        columns = 1 if tokens.portrait else len(FACES)
        cards: list[PictureCard] = []
        # The happy face first, as people read.
        for face in reversed(FACES):
            card = PictureCard(
                tokens,
                partial(paint_face_of, face=face, contrast=tokens.theme.outlined),
                say(f"rating.{face}"),
                "",
                name=f"rating.{face}",
                row=columns == 1,
            )
            card.tapped.connect(partial(self.rated.emit, face))
            cards.append(card)
        add_cards(self, cards, columns)
