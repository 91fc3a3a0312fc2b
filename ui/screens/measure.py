"""Staff hold a bank card to the glass and make a frame as large as it: so large is the screen."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QGridLayout, QWidget

from kiosk.settings.glass import CARD_MM
from ui.components.press_button import PressButton
from ui.page import Door, Footer, Page, Place

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from ui.look import Look
    from ui.theme.tokens import Tokens

_SHAPE = CARD_MM[1] / CARD_MM[0]
_CORNER = 3.18 / CARD_MM[0]
"""Its corners are rounded by 3.18 mm (ISO/IEC 7810)."""
_STEPS = (
    ("much-less", -10, "minus"),
    ("less", -1, "minus"),
    ("more", 1, "plus"),
    ("much-more", 10, "plus"),
)


class CardFrame(QWidget):
    """An empty frame in the shape of a bank card, its outer edge as wide as is said."""

    def __init__(self, tokens: Tokens, spoken: str) -> None:
        super().__init__()
        self._tokens = tokens
        self._across = 0
        self.setAccessibleName(spoken)

    def show_width(self, across: int) -> None:
        """`across` in pixels."""
        self._across = across
        self.setFixedSize(self.sizeHint())
        self.update()

    def sizeHint(self) -> QSize:
        """The card."""
        return QSize(self._across, round(self._across * _SHAPE))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the frame inside its edge."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        thick = self._tokens.px(4)
        painter.setPen(QPen(self._tokens.colour("primary"), thick))
        painter.setBrush(self._tokens.colour("primary_tint"))
        inside = QRectF(self.rect()).adjusted(thick / 2, thick / 2, -thick / 2, -thick / 2)
        radius = self._across * _CORNER
        painter.drawRoundedRect(inside, radius, radius)
        painter.end()


class MeasurePage(Page):
    """`measured` carries how many pixels wide the card is."""

    measured = Signal(int)

    def __init__(self, look: Look, across: int, least: int, most: int) -> None:
        """The frame begins `across` pixels wide, and stays between `least` and `most`."""
        say = look.say
        super().__init__(
            look, name="desk.measure", heading=say("measure.title"), hint=say("measure.hint")
        )
        self.place = Place(say("desk.caption"), say("measure.short"))
        self.door = Door.BEHIND
        self.footer = Footer(back=say("footer.back"), primary=say("measure.save"))
        self._across = across
        self._least, self._most = least, most
        self._frame = CardFrame(look.tokens, say("measure.frame"))
        self._frame.show_width(across)
        self.main.addStretch(1)
        self.main.addWidget(self._frame, 0, Qt.AlignmentFlag.AlignHCenter)
        self.main.addStretch(1)
        grid = QGridLayout()
        grid.setSpacing(look.tokens.px(16))
        columns = 2 if look.tokens.portrait else len(_STEPS)
        for place, (name, step, icon) in enumerate(_STEPS):
            words = say(f"measure.{name}")
            button = PressButton(look.tokens, words, name=f"measure.{name}", icon=icon, guard_ms=0)
            button.tapped.connect(partial(self._step, step))
            grid.addWidget(button, place // columns, place % columns)
        self.main.addLayout(grid)
        self.primary.connect(self._save)

    def keep(self) -> object:
        """How wide the frame is."""
        return self._across

    def restore(self, kept: object) -> None:
        """Show it so again."""
        self._show(int(str(kept)))

    def _step(self, step: int) -> None:
        self._show(self._across + step)

    def _show(self, across: int) -> None:
        self._across = max(self._least, min(across, self._most))
        self._frame.show_width(self._across)

    @Slot()
    def _save(self) -> None:
        self.measured.emit(self._across)
