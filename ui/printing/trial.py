"""The sheet that shows staff whether the printer prints: letters with their marks, nobody's."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from ui.printing.sheet import BODY, NAME

if TYPE_CHECKING:
    from ui.printing.sheet import Drawing, Sheet
    from ui.texts import Texts

_LETTERS = "NGUYỄN THỊ HỢI, Ổ Ẫ Ằ Ộ Ữ đ ơ ư"


def trial_drawing(point: str, commune: str, texts: Texts) -> Drawing:
    """What draws the sheet for this point."""
    return partial(_draw, point=point, commune=commune, texts=texts)


def _draw(sheet: Sheet, point: str, commune: str, texts: Texts) -> None:
    sheet.tiles()
    sheet.text(point, NAME, strong=True)
    sheet.text(commune, BODY)
    sheet.rule()
    sheet.text(texts.say("devices.sheet.title"), NAME, strong=True)
    sheet.text(_LETTERS, NAME)
    sheet.text(texts.say("devices.sheet.text"), BODY)
