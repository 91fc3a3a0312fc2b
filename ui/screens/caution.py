"""The red strip against fraud, wherever a code, a PIN, a slip or money is spoken of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ui.components.error_summary import Strip

if TYPE_CHECKING:
    from ui.look import Look
    from ui.page import Page


@dataclass(frozen=True, slots=True)
class Caution:
    """A short sentence, and one more, which gives way where the words are largest."""

    title: str
    text: str

    @classmethod
    def spoken(cls, look: Look, about: str) -> Caution:
        """The program's own words `about` a `code`, a `pin`, a `slip` or a `payment`."""
        return cls(look.say(f"caution.{about}"), look.say(f"caution.{about}.more"))


def show_caution(page: Page, caution: Caution) -> None:
    """Put the strip at the top of a page."""
    tokens = page.look.tokens
    text = "" if tokens.largest and not tokens.portrait else caution.text
    strip = Strip(tokens, caution.title, text, icon="shield-alert", name="fraud-warning")
    page.show_strip(strip)
