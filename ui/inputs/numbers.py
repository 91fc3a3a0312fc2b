"""Whole numbers with − and +, the twelve digits of a person, and phone numbers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Slot
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout

from kiosk.domain.person import clean_number, clean_phone
from kiosk.domain.procedure import FieldKind
from ui.components.press_button import PressButton
from ui.components.shapes import RADIUS, Face, paint_face
from ui.components.text_label import TextLabel
from ui.inputs.cells import DigitCells, DigitKeys
from ui.inputs.field_input import FieldInput, Pad
from ui.theme.text_layout import advance
from ui.theme.tokens import Role

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from kiosk.domain.procedure import Answer, Field
    from ui.inputs.field_input import Known
    from ui.theme.tokens import Tokens

_GROUPS = {FieldKind.PERSONAL_NUMBER: (3, 1, 2, 6), FieldKind.PHONE: (4, 3, 3)}
_MOST_DIGITS = 12
_COUNTED = re.compile(r"\^\[0-9\]\{([0-9]{1,2})\}\$")


def digits_of(field: Field) -> tuple[int, ...] | None:
    """The groups of a field that is nothing but so many digits; None of any other."""
    if field.kind in _GROUPS:
        return _GROUPS[field.kind]
    pattern = (field.rule or {}).get("pattern")
    counted = _COUNTED.fullmatch(pattern) if isinstance(pattern, str) else None
    return (int(counted[1]),) if counted and field.kind is FieldKind.TEXT else None


class DigitsInput(FieldInput):
    """So many digits, in the groups that papers have them in: personal numbers, phones, codes."""

    def __init__(self, known: Known, field: Field, *, labelled: bool) -> None:
        """Cells for one number."""
        super().__init__(known, field, labelled=labelled)
        self.cells = DigitCells(
            known.look.tokens,
            digits_of(field) or (_MOST_DIGITS,),
            name=f"cells-{field.id}",
            spoken=self.spoken,
        )
        _connect(self, self.cells)
        self._layout.addWidget(self.cells)

    @property
    def wants(self) -> Pad:
        """Digits."""
        return Pad.DIGITS

    def show_answer(self, answer: Answer | None) -> None:
        """Show a number, however it is grouped."""
        clean = clean_phone if self.field.kind is FieldKind.PHONE else clean_number
        self.cells.show_digits(clean(answer) if isinstance(answer, str) else "")

    def answer(self) -> str | None:
        """The digits, without groups."""
        return self.cells.typed or None

    def show_fault(self, *, faulty: bool) -> None:
        """A red line at the missing place."""
        self.cells.show_fault(faulty=faulty)

    def take_focus(self) -> None:
        """Write in the cells."""
        self.cells.setFocus()
        self.focused.emit()

    def digits(self) -> DigitCells:
        """The cells."""
        return self.cells


class NumberInput(FieldInput):
    """A whole number: typed, or stepped with − and +; its unit stands behind it."""

    def __init__(self, known: Known, field: Field, *, labelled: bool) -> None:
        """The limits for − and + are those of the field's rule."""
        super().__init__(known, field, labelled=labelled)
        tokens = known.look.tokens
        say = known.look.say
        rule = field.rule or {}
        self._least = _limit(rule.get("minimum"), 0)
        self._most = _limit(rule.get("maximum"), 10**_MOST_DIGITS - 1)
        self.box = DigitBox(
            tokens,
            len(str(self._most)),
            width=256,
            name=f"number-{field.id}",
            spoken=self.spoken,
            grouped=True,
        )
        _connect(self, self.box)
        less = PressButton(
            tokens,
            "",
            name=f"less-{field.id}",
            icon="minus",
            spoken=say("input.number.less"),
            guard_ms=0,
        )
        more = PressButton(
            tokens,
            "",
            name=f"more-{field.id}",
            icon="plus",
            spoken=say("input.number.more"),
            guard_ms=0,
        )
        less.tapped.connect(self._step_down)
        more.tapped.connect(self._step_up)
        row = QHBoxLayout()
        row.setSpacing(tokens.px(16))
        for button in (less, more):
            button.setFixedSize(tokens.px(112), tokens.px(112))
        row.addWidget(less)
        row.addWidget(self.box)
        row.addWidget(more)
        if field.unit is not None:
            unit = TextLabel(tokens, known.said(field.unit), Role.BODY)
            row.addWidget(unit, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addStretch(1)
        self._layout.addLayout(row)

    @property
    def wants(self) -> Pad:
        """Digits."""
        return Pad.DIGITS

    def show_answer(self, answer: Answer | None) -> None:
        """Show a number."""
        is_number = isinstance(answer, int) and not isinstance(answer, bool)
        self.box.show_digits(str(answer) if is_number else "")

    def answer(self) -> int | None:
        """The number."""
        return int(self.box.typed) if self.box.typed else None

    def show_fault(self, *, faulty: bool) -> None:
        """Frame the number in red."""
        self.box.show_fault(faulty=faulty)

    def take_focus(self) -> None:
        """Write the number."""
        self.box.setFocus()
        self.focused.emit()

    def digits(self) -> DigitBox:
        """The box."""
        return self.box

    @Slot()
    def _step_down(self) -> None:
        self._step(-1)

    @Slot()
    def _step_up(self) -> None:
        self._step(1)

    def _step(self, by: int) -> None:
        """Without a number yet, either button begins at the least one."""
        value = self.answer()
        stepped = self._least if value is None else max(self._least, min(value + by, self._most))
        self.box.show_digits(str(stepped))
        self.box.setFocus()
        self.changed.emit()


class DigitBox(DigitKeys):
    """One box with a few digits, as large as those of the pad."""

    def __init__(
        self,
        tokens: Tokens,
        most: int,
        *,
        width: int,
        name: str,
        spoken: str,
        grouped: bool = False,
    ) -> None:
        """`width` in reference pixels; `grouped` puts a point between thousands."""
        super().__init__(tokens, most, name=name, spoken=spoken)
        self._grouped = grouped
        digits = advance("0" * most, tokens.font(Role.PAD)) * 1.12
        self._width = max(tokens.px(width), round(digits) + tokens.px(64))

    def sizeHint(self) -> QSize:
        """As wide as asked, or as its digits need."""
        return QSize(self._width, self._tokens.px(112))

    def minimumSizeHint(self) -> QSize:
        """Never less."""
        return self.sizeHint()

    def digit(self, digit: str) -> None:
        """Of a whole number a nought in front goes when another digit comes."""
        if self._grouped and self._typed == "0":
            self._change(digit)
        else:
            super().digit(digit)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the frame and the digits."""
        del event
        tokens = self._tokens
        colour = tokens.colour
        painter = QPainter(self)
        focused = self.hasFocus()
        frame = 4 if self._fault else 2
        rim = colour("danger" if self._fault else "rim")
        face = Face(rim, colour("paper"), radius=RADIUS, edge=frame, frame=frame, focused=focused)
        paint_face(painter, tokens, QRectF(self.rect()), face)
        font = tokens.font(Role.PAD)
        words = self._typed
        if self._grouped and words:
            words = f"{int(words):,}".replace(",", ".")
        x = tokens.px(30)
        baseline = self.height() / 2 + font.pixelSize() * 0.36
        painter.setFont(font)
        painter.setPen(colour("text"))
        painter.drawText(QPointF(x, baseline), words)
        if focused:
            size = font.pixelSize()
            end = x + advance(words, font) + tokens.px(2)
            caret = QRectF(end, baseline - size * 0.9, tokens.px(4), size * 1.1)
            painter.fillRect(caret, colour("primary"))
        painter.end()


def _connect(field_input: FieldInput, keys: DigitKeys) -> None:
    keys.edited.connect(field_input.changed)
    keys.entered.connect(field_input.finished)
    keys.focused.connect(field_input.focused)
    keys.by_hand_keyboard.connect(field_input.by_hand_keyboard)
    keys.touched.connect(field_input.touched)
    field_input.setFocusProxy(keys)


def _limit(value: object, otherwise: int) -> int:
    return value if isinstance(value, int) else otherwise
