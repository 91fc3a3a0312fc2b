"""The card that goes home from a guide: what to remember, and whom to ring."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date  # noqa: TC003 - a field of a value
from functools import partial
from typing import TYPE_CHECKING

from ui.printing.sheet import BODY, NAME

if TYPE_CHECKING:
    from ui.printing.sheet import Drawing, Sheet
    from ui.texts import Texts

_HEADLINE = 48
# A whole sheet has room for letters that are read across a room.
_ON_A_SHEET = 1.4


@dataclass(frozen=True, slots=True)
class Reminder:
    """Everything on the card, in the language of the screen; nothing on it is about a person.

    `calls` are pairs of a name and its number; `checked_on` is when the pack's words were.
    """

    point: str
    commune: str
    headline: str
    lines: tuple[str, ...]
    calls: tuple[tuple[str, str], ...]
    checked_on: date


def reminder_drawing(reminder: Reminder, texts: Texts) -> Drawing:
    """What draws the card on a sheet."""
    return partial(_draw, reminder=reminder, texts=texts)


def _draw(sheet: Sheet, reminder: Reminder, texts: Texts) -> None:
    sheet.tiles()
    sheet.text(reminder.point, NAME, strong=True)
    sheet.text(reminder.commune, BODY)
    sheet.gap(12)
    grown = _ON_A_SHEET if sheet.wide else 1.0
    size = round(NAME * grown)
    sheet.banner(reminder.headline, round(_HEADLINE * grown))
    sheet.gap(16)
    for number, line in enumerate(reminder.lines, 1):
        sheet.numbered(number, line, size)
        sheet.gap(8)
    sheet.rule()
    for name, telephone in reminder.calls:
        sheet.text(name, size)
        sheet.text(telephone, size, strong=True)
    sheet.gap(8)
    day = f"{reminder.checked_on:%d/%m/%Y}"
    sheet.text(texts.say("guide.print.checked", date=day), BODY)
