"""What every input of a question has in common: its label, its fault, the pad it wants."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.components.text_label import TextLabel
from ui.keyboard.composition import ToneStyle
from ui.keyboard.suggestions import NameLists
from ui.theme.icons import paint_icon
from ui.theme.tokens import Role

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from PySide6.QtGui import QAccessibleInterface, QPaintEvent

    from kiosk.domain.address import Addresses
    from kiosk.domain.procedure import Answer, Field, Words
    from ui.keyboard.calendar_pad import DayTarget
    from ui.keyboard.habits import TypingHabits
    from ui.keyboard.month_pad import MonthTarget
    from ui.keyboard.number_pad import DigitTarget
    from ui.keyboard.typist import Typist
    from ui.look import Look


class Pad(Enum):
    """Which keys an input wants beside it."""

    NONE = "none"
    LETTERS = "letters"
    TEXT = "text"
    """Letters, with digits and signs behind a key."""
    EMAIL = "email"
    CODE = "code"
    DIGITS = "digits"
    BOXES = "boxes"
    """Digits, with a key that goes on to the next box."""
    MONTHS = "months"
    DAYS = "days"
    """The days of a month: a date by one tap."""


@dataclass(frozen=True, slots=True)
class Known:
    """What inputs know besides their field.

    `here` is the code of the help point's commune, `hamlets` and `streets` are those in it.
    `names` are the syllables of the national pack.
    `habits` are those of the person at the screen. `vni`: a real keyboard writes VNI.
    """

    look: Look
    today: date
    addresses: Addresses
    here: str | None = None
    names: NameLists = NameLists()  # noqa: RUF009 - a frozen value without lists
    style: ToneStyle = ToneStyle.OLD
    hamlets: tuple[str, ...] = ()
    streets: tuple[str, ...] = ()
    habits: TypingHabits | None = None
    vni: bool = False

    def said(self, words: Words | None) -> str:
        """Words of a pack in the language shown, the person addressed; empty for None."""
        if words is None:
            return ""
        texts = self.look.texts
        return texts.addressed(words.said(texts.language))


@dataclass(frozen=True, slots=True)
class Echo:
    """What the aside repeats of an answer: a caption, the words, a line below them."""

    caption: str
    words: str
    line: str = ""


class FieldInput(QWidget):
    """One answer's input. It keeps its answer in itself alone: no file, clipboard or history.

    `changed`: the answer changed. `wants_changed`: it wants another pad. `finished`: Enter on a
    real keyboard. `by_hand_keyboard`: a real key was used. `touched`: a line was. `focused`: it is
    the one written in.
    """

    changed = Signal()
    wants_changed = Signal()
    finished = Signal()
    focused = Signal()
    by_hand_keyboard = Signal()
    touched = Signal()

    def __init__(self, known: Known, field: Field, *, labelled: bool) -> None:
        """`labelled` shows the field's label above it: the page asks for several things."""
        super().__init__()
        self.known = known
        self.field = field
        tokens = known.look.tokens
        self._faulty = False
        self.setObjectName(f"input-{field.id}")
        label = known.said(field.label or field.name)
        self.setAccessibleName(label)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(tokens.space(12))
        self._fault = FaultLine(known.look)
        self._fault.hide()
        if labelled:
            self._layout.addWidget(TextLabel(tokens, label, Role.STRONG, name=f"label-{field.id}"))
            if field.hint is not None:
                self._layout.addWidget(TextLabel(tokens, known.said(field.hint), Role.SECONDARY))
        self._layout.addWidget(self._fault)

    @property
    def spoken(self) -> str:
        """The label, for accessible names of what the input is made of."""
        return self.accessibleName()

    @property
    def wants(self) -> Pad:
        """The pad that it wants now."""
        return Pad.NONE

    def show_answer(self, answer: Answer | None) -> None:
        """Show an answer, or nothing."""
        raise NotImplementedError

    def answer(self) -> Answer | None:
        """What stands in the input; None where nothing does."""
        raise NotImplementedError

    def clear(self) -> None:
        """Forget everything typed or chosen."""
        self.show_answer(None)

    def set_fault(self, words: str | None) -> None:
        """Say at the input what is to be put right, or stop saying it."""
        self._faulty = words is not None
        self._fault.setVisible(self._faulty)
        if words is not None:
            self._fault.show_words(words)
        inset = self.known.look.px(36) if self._faulty else 0
        self._layout.setContentsMargins(inset, 0, 0, 0)
        (self.focusProxy() or self).setAccessibleDescription(words or "")
        self.show_fault(faulty=self._faulty)
        self.update()

    def show_fault(self, *, faulty: bool) -> None:
        """Mark the faulty part in red; inputs that have such a part do."""

    def echo(self) -> Echo | None:
        """What the aside says of the answer."""
        return None

    def take_focus(self) -> None:
        """Be the input that is written in."""

    def typist(self) -> Typist | None:
        """What letters are typed with, where it wants letters."""
        return None

    def digits(self) -> DigitTarget | None:
        """What digits are typed into, where it wants digits."""
        return None

    def months(self) -> MonthTarget | None:
        """What a month is chosen for, where it wants one."""
        return None

    def days(self) -> DayTarget | None:
        """What a day is chosen for, where it wants one."""
        return None

    def suggest(self) -> Callable[[str, int], tuple[str, ...]] | None:
        """What the strip offers."""
        return None

    @property
    def wants_strip(self) -> bool:
        """Whether the keyboard has a strip for suggestions, and for undoing what Telex did."""
        return True

    @property
    def suggests_whole(self) -> bool:
        """Whether a suggestion replaces the whole text."""
        return False

    def accessible(self) -> QAccessibleInterface:
        """The parts of one answer, with its label."""
        from PySide6.QtGui import QAccessible  # noqa: PLC0415 — not on the way to home

        from ui.accessible import TitledPart  # noqa: PLC0415 — likewise

        return TitledPart(self, QAccessible.Role.Grouping)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the bar beside what is to be put right."""
        del event
        if not self._faulty:
            return
        look = self.known.look
        painter = QPainter(self)
        painter.fillRect(QRect(0, 0, look.px(8), self.height()), look.tokens.colour("danger"))
        painter.end()


class FaultLine(QWidget):
    """The red words above an input, with their icon."""

    def __init__(self, look: Look) -> None:
        """A line that says nothing yet."""
        super().__init__()
        self._look = look
        tokens = look.tokens
        self._icon = round(tokens.size(Role.STRONG) * 1.15)
        self._words = TextLabel(tokens, "", Role.STRONG, colour="danger", name="fault")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(self._icon + tokens.px(14), 0, 0, 0)
        layout.addWidget(self._words)

    def show_words(self, words: str) -> None:
        """Say what is to be put right."""
        self._words.set_text(words)
        self.setAccessibleName(words)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the icon at the first line."""
        del event
        painter = QPainter(self)
        top = (round(self._look.tokens.size(Role.STRONG) * 1.45) - self._icon) / 2
        colour = self._look.tokens.colour("danger")
        paint_icon(painter, "circle-alert", 0, max(0.0, top), self._icon, colour)
        painter.end()
