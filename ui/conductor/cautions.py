"""The words against fraud: those of the packs' guide where it has some, else the program's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ui.screens.caution import Caution

if TYPE_CHECKING:
    from kiosk.domain.procedure import Words
    from kiosk.packs import Packs
    from ui.look import Look

FRAUD: Final = "fraud"
"""The guide that home has a door to, and whose warnings stand in the strips."""


def caution(packs: Packs, look: Look, about: str) -> Caution:
    """What to say at a page `about` a `code`, a `pin` or a `payment`."""
    guide = packs.guide(FRAUD)
    warned = guide.warnings.get(about) if guide is not None else None
    if warned is None:
        return Caution.spoken(look, about)

    def said(words: Words) -> str:
        return look.texts.addressed(words.said(look.texts.language))

    return Caution(said(warned.title), said(warned.text))
