"""The yard before the house: today's helpers, the telephone, and the small doors."""

from __future__ import annotations

from datetime import date, time  # noqa: TC003 - fields of a value
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.art.people import PORTRAIT_SIZE, Portrait, paint_photograph, paint_portrait
from ui.components.drawing import Drawing
from ui.components.panel import Notice
from ui.components.press_button import Kind, PressButton
from ui.components.text_label import TextLabel
from ui.theme.text_layout import advance
from ui.theme.tokens import Role

if TYPE_CHECKING:
    from PySide6.QtGui import QImage
    from PySide6.QtWidgets import QLayout

    from ui.look import Look

_PORTRAITS = 2
_SIDE = 124
_DOOR_WIDTH, _DOOR_HEIGHT = 516, 108
_DOOR_GAP = 16


class HelperShown(NamedTuple):
    """A helper of today as the yard shows them; without a photograph a drawing stands for them."""

    name: str
    role: str
    portrait: Portrait = Portrait.WOMAN
    photograph: QImage | None = None


class HomeShown(NamedTuple):
    """What home says besides its choices.

    `hours` are those of today's help, None where they aren't known. `closed` is a key under
    `home.closed` where the kiosk can't be used: then home offers nothing but the telephone.
    `teaches`: there is a guide to read.
    """

    today: date
    phone: str = ""
    helpers: tuple[HelperShown, ...] = ()
    hours: tuple[time, time] | None = None
    closed: str | None = None
    teaches: bool = True


def unbroken(phone: str) -> str:
    """A telephone number that stays on one line."""
    return phone.replace(" ", "\u00a0")


class Yard(QWidget):
    """Three arrangements: beside one another, close together, and upright.

    Large words and low windows take the close one: the doors then stand in a row below.
    """

    resume_wanted = Signal()
    guide_wanted = Signal()
    tour_wanted = Signal()

    def __init__(self, look: Look, shown: HomeShown) -> None:
        super().__init__()
        self._look = look
        self._shown = shown
        tokens = look.tokens
        doors = self._doors()
        if tokens.portrait:
            self._arrange_upright(doors)
        elif tokens.large or tokens.tight:
            self._arrange_closely(doors)
        else:
            self._arrange_beside(doors)
        if shown.closed is not None:
            for door in doors:
                door.hide()

    def _arrange_upright(self, doors: list[PressButton]) -> None:
        tokens = self._look.tokens
        column = QVBoxLayout(self)
        column.setContentsMargins(tokens.margin, tokens.space(24), tokens.margin, tokens.space(36))
        column.setSpacing(tokens.space(20))
        width = tokens.px(tokens.width) - 2 * tokens.margin
        column.addLayout(self._helpers(width))
        column.addWidget(self._phone())
        self._add_doors(column, doors, width)

    def _arrange_closely(self, doors: list[PressButton]) -> None:
        tokens = self._look.tokens
        column = QVBoxLayout(self)
        column.setContentsMargins(tokens.margin, tokens.space(14), tokens.margin, tokens.space(18))
        column.setSpacing(tokens.space(16))
        width = tokens.px(tokens.width) - 2 * tokens.margin
        call = width * 36 // 100
        row = QHBoxLayout()
        row.setSpacing(tokens.px(32))
        row.addLayout(self._helpers(width - call - tokens.px(32)), 1)
        phone = self._phone()
        phone.setFixedWidth(call)
        row.addWidget(phone, 0, Qt.AlignmentFlag.AlignVCenter)
        column.addLayout(row)
        self._add_doors(column, doors, width)

    def _arrange_beside(self, doors: list[PressButton]) -> None:
        tokens = self._look.tokens
        row = QHBoxLayout(self)
        side = tokens.px(_SIDE)
        row.setContentsMargins(side, tokens.space(24), side, tokens.space(24))
        column = QVBoxLayout()
        column.setSpacing(tokens.space(14))
        column.addStretch(1)
        room = tokens.px(tokens.width) - 2 * side - tokens.px(_DOOR_WIDTH + 40)
        column.addLayout(self._helpers(room))
        column.addWidget(self._phone())
        column.addStretch(1)
        row.addLayout(column, 1)
        stack = QVBoxLayout()
        stack.setSpacing(tokens.px(_DOOR_GAP))
        for door in doors:
            door.setFixedSize(tokens.px(_DOOR_WIDTH), tokens.px(_DOOR_HEIGHT))
            stack.addWidget(door)
        row.addLayout(stack)

    def _add_doors(self, column: QVBoxLayout, doors: list[PressButton], width: int) -> None:
        """Rows of doors, each as full as its words allow and stretched to the whole width."""
        gap = self._look.px(_DOOR_GAP)
        rows: list[list[PressButton]] = [[]]
        taken = 0
        for door in doors:
            wanted = door.sizeHint().width()
            if rows[-1] and taken + gap + wanted > width:
                rows.append([])
                taken = 0
            rows[-1].append(door)
            taken += wanted + gap
        below = QVBoxLayout()
        below.setSpacing(gap)
        for doors_in_row in rows:
            row = QHBoxLayout()
            row.setSpacing(gap)
            for door in doors_in_row:
                row.addWidget(door, door.sizeHint().width())
            below.addLayout(row)
        column.addLayout(below)

    def _doors(self) -> list[PressButton]:
        tokens = self._look.tokens
        doors = []
        for name, icon, signal in (
            ("resume", "ticket", self.resume_wanted),
            ("guide", "shield-check", self.guide_wanted),
            ("tour", "play", self.tour_wanted),
        ):
            # There are two doors: the guide leads to the example too, where there is one.
            if name == ("tour" if self._shown.teaches else "guide"):
                continue
            short = f"home.{name}.short"
            key = short if tokens.largest and short in self._look.texts else f"home.{name}"
            door = PressButton(
                tokens,
                self._look.say(key),
                name=f"home.{name}",
                kind=Kind.SMALL,
                icon=icon,
                spoken=self._look.say(f"home.{name}"),
                centred=False,
                radius=16,
            )
            door.tapped.connect(signal)
            doors.append(door)
        return doors

    def _helpers(self, width: int) -> QLayout:
        """Portraits with names where they fit, else the names alone."""
        tokens = self._look.tokens
        column = QVBoxLayout()
        column.setSpacing(tokens.space(12))
        said = self._said_of_helpers(width)
        label = TextLabel(tokens, said, Role.STRONG, name="home.helpers")
        if self._shown.closed is not None and not self._shown.helpers:
            label.hide()
        column.addWidget(label)
        helpers = self._shown.helpers[:_PORTRAITS]
        font = tokens.font(Role.H3)
        beside, between = tokens.px(PORTRAIT_SIZE + 20), tokens.px(40)
        wanted = sum(advance(helper.name, font) + beside + between for helper in helpers)
        if wanted > width:
            names = ", ".join(helper.name for helper in helpers)
            column.addWidget(TextLabel(tokens, names, Role.H3))
            return column
        row = QHBoxLayout()
        row.setSpacing(between)
        for helper in helpers:
            row.addLayout(self._helper(helper))
        row.addStretch(1)
        column.addLayout(row)
        return column

    def _said_of_helpers(self, width: int) -> str:
        say = self._look.say
        hours = self._shown.hours
        if not self._shown.helpers:
            return say("home.helpers.none")
        if hours is None:
            return say("home.helpers.today")
        start, end = map(self._hour, hours)
        words = say("home.helpers", start=start, end=end)
        if advance(words, self._look.tokens.font(Role.STRONG)) > width:
            return say("home.helpers.short", end=end)
        return words

    def _helper(self, helper: HelperShown) -> QHBoxLayout:
        tokens = self._look.tokens
        if helper.photograph is None:
            paint = partial(
                paint_portrait, portrait=helper.portrait, contrast=tokens.theme.outlined
            )
        else:
            paint = partial(paint_photograph, photograph=helper.photograph)
        row = QHBoxLayout()
        row.setSpacing(tokens.px(20))
        picture = Drawing(tokens, paint, PORTRAIT_SIZE, PORTRAIT_SIZE)
        picture.setFixedSize(tokens.px(PORTRAIT_SIZE), tokens.px(PORTRAIT_SIZE))
        row.addWidget(picture)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        words.addWidget(TextLabel(tokens, helper.name, Role.H3))
        words.addWidget(TextLabel(tokens, helper.role))
        words.addStretch(1)
        row.addLayout(words)
        return row

    def _phone(self) -> QWidget:
        shown = self._shown
        key = "home.phone.none" if shown.hours is None else "home.phone"
        words = self._look.say(key, phone=unbroken(shown.phone))
        notice = Notice(self._look.tokens, words, icon="phone")
        notice.setObjectName("home.phone")
        if not shown.phone or shown.closed is not None:
            notice.hide()
        return notice

    def _hour(self, at: time) -> str:
        key = "home.hour.minutes" if at.minute else "home.hour"
        return self._look.say(key, hour=at.hour, minute=f"{at.minute:02d}")
