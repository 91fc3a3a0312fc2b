"""The PIN of the kiosk's staff: typed unseen, handed on at once, and kept nowhere."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QPainter

from ui.components.panel import Notice, Panel
from ui.components.tones import Tone
from ui.inputs.cells import DigitKeys
from ui.inputs.field_input import FaultLine
from ui.keyboard.number_pad import NumberPad
from ui.page import Aside, Footer, Place
from ui.screens.caution import Caution, show_caution
from ui.screens.typing_page import TypingPage

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from ui.look import Look

_LEAST, _MOST = 6, 12
_SECOND_MS = 1000
_DOT, _PITCH, _SIDE, _HEIGHT = 24, 60, 44, 112


class HiddenDigits(DigitKeys):
    """A dot for each digit; which ones they are is neither shown nor read aloud."""

    secret = True

    def sizeHint(self) -> QSize:
        """Room for the longest PIN."""
        px = self._tokens.px
        return QSize(px(2 * _SIDE + (_MOST - 1) * _PITCH + _DOT), px(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """Never less than that."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the frame, the dots, and the caret after the last."""
        del event
        tokens = self._tokens
        colour = tokens.colour
        painter = QPainter(self)
        self._paint_frame(painter)
        middle = self.height() / 2
        dot = tokens.px(_DOT) / 2
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour("text"))
        for place in range(len(self._typed)):
            x = tokens.px(_SIDE) + place * tokens.px(_PITCH) + dot
            painter.drawEllipse(QPointF(x, middle), dot, dot)
        if self.hasFocus() and len(self._typed) < _MOST:
            x = tokens.px(_SIDE) + len(self._typed) * tokens.px(_PITCH)
            high = tokens.px(_HEIGHT) * 0.5
            painter.fillRect(QRectF(x, middle - high / 2, tokens.px(4), high), colour("primary"))
        painter.end()


class PinEntryPage(TypingPage):
    """Asks for the PIN. `entered_pin` carries the digits; the page forgets them at once."""

    entered_pin = Signal(str)

    def __init__(
        self,
        look: Look,
        *,
        practice: str | None = None,
        caution: Caution | None = None,
    ) -> None:
        """A page on which a PIN can be typed.

        `practice` is the PIN of a demonstration, which is told; None: it isn't one. `caution` are
        the words against fraud, the program's own where none are given.
        """
        super().__init__(
            look,
            name="pin",
            heading=look.say("pin.title"),
            # Beside the largest words only what is most needed leaves the pad in sight.
            hint="" if _cramped(look) else look.say("pin.hint"),
            aside=Aside.BESIDE_HEADING,
        )
        self.place = Place(look.say("desk.caption"))
        self._pause_left = 0
        self._closed = ""
        self._second = QTimer(self)
        self._second.setInterval(_SECOND_MS)
        self._second.timeout.connect(self._count)
        tokens = look.tokens
        self._fault = FaultLine(look)
        self._fault.hide()
        self.digits = HiddenDigits(tokens, _MOST, name="pin.digits", spoken=look.say("pin.title"))
        self.digits.entered.connect(self._continue)
        self.digits.edited.connect(self._edited)
        self.digits.by_hand_keyboard.connect(self.type_by_hand)
        self.digits.touched.connect(self.type_by_touch)
        self.digits.focused.connect(self._write)
        self._notice = Notice(tokens, " ", " ", icon="lock", tone=Tone.WARNING)
        self._panel = Panel(tokens, tint=Tone.WARNING.ground, padding=28)
        self._panel.setObjectName("pin.pause")
        self._panel.body.addWidget(self._notice)
        self._panel.hide()
        self.main.addWidget(self._fault)
        self.main.addWidget(self.digits, 0, Qt.AlignmentFlag.AlignLeft)
        self.main.addWidget(self._panel)
        if practice is not None:
            self.main.addWidget(_practice_panel(look, practice))
        self.main.addStretch(1)
        self.aside.addStretch(1)
        self.aside.addWidget(NumberPad(look), 20)
        self._write()
        self._open(shut=False)
        show_caution(self, caution or Caution.spoken(look, "pin"))
        self.primary.connect(self._continue)

    def entered(self) -> None:
        """Write the PIN."""
        if not self.digits.isHidden():
            self.digits.setFocus()

    def keep(self) -> object:
        """Why nothing can be typed; what was typed is not kept."""
        return self._pause_left or self._closed or None

    def restore(self, kept: object) -> None:
        """Say it again."""
        if isinstance(kept, int):
            self.show_locked(kept)
        elif isinstance(kept, str):
            self.show_closed(kept)

    def show_wrong(self, left: int) -> None:
        """It wasn't that one; so many tries remain."""
        self._say_fault(self.look.say("pin.wrong", count=left))

    def show_locked(self, seconds: float) -> None:
        """Nothing can be typed for so many seconds, which are counted."""
        self._pause_left = max(1, ceil(seconds))
        self._open(shut=True)
        self._say_left()
        self._second.start()

    def show_closed(self, reason: str) -> None:
        """There is nothing to type: `reason` is `not-set` or `unreadable`."""
        say = self.look.say
        self._closed = reason
        self._open(shut=True)
        self._notice.title.set_text(say(f"pin.{reason}.title"))
        self._notice.detail.set_text(say(f"pin.{reason}.text"))

    @Slot()
    def _count(self) -> None:
        self._pause_left -= 1
        if self._pause_left > 0:
            self._say_left()
            return
        self._second.stop()
        self._open(shut=False)
        self.digits.setFocus()

    def _say_left(self) -> None:
        say = self.look.say
        self._notice.title.set_text(say("pin.locked", count=self._pause_left))
        self._notice.detail.set_text(say("pin.locked.text"))

    def _open(self, *, shut: bool) -> None:
        """Offer the line and the pad, or say why there is nothing to type."""
        self.digits.show_digits("")
        self.digits.show_fault(faulty=False)
        self.digits.setVisible(not shut)
        self._show_pad(shown=not shut)
        self._panel.setVisible(shut)
        self._fault.hide()
        say = self.look.say
        primary = None if shut else say("pin.open")
        self.footer = Footer(back=say("footer.back"), primary=primary)
        self.changed.emit()

    @Slot()
    def _write(self) -> None:
        self.type_digits(self.digits)

    @Slot()
    def _edited(self) -> None:
        self._fault.hide()
        self.digits.show_fault(faulty=False)

    @Slot()
    def _continue(self) -> None:
        pin = self.digits.typed
        if len(pin) < _LEAST:
            self._say_fault(self.look.say("pin.short", count=_LEAST))
            return
        self.digits.show_digits("")
        self.entered_pin.emit(pin)

    def _say_fault(self, words: str) -> None:
        self.digits.show_digits("")
        self.digits.show_fault(faulty=True)
        self._fault.show_words(words)
        self._fault.show()
        self.digits.setFocus()


def _cramped(look: Look) -> bool:
    return look.tokens.largest and not look.tokens.portrait


def _low(look: Look) -> bool:
    """Whether the practice PIN alone leaves the pad in sight, and nothing about it."""
    tokens = look.tokens
    return _cramped(look) or (tokens.large and tokens.tight and not tokens.portrait)


def _practice_panel(look: Look, pin: str) -> Panel:
    """Says the PIN to whoever tries a demonstration, and that it is one."""
    said = Notice(
        look.tokens,
        look.say("pin.practice.title", pin=pin),
        "" if _low(look) else look.say("pin.practice.text"),
        icon="graduation-cap",
    )
    panel = Panel(look.tokens, tint="primary_tint", padding=20)
    panel.setObjectName("pin.practice")
    panel.body.addWidget(said)
    return panel
