"""The panel beside staff's list: how it stands with the portal, and what can be done with all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.components.panel import Divider, IconMark, Panel
from ui.components.press_button import Kind, PressButton
from ui.components.text_label import TextLabel
from ui.theme.tokens import Role

if TYPE_CHECKING:
    from ui.look import Look


@dataclass(frozen=True, slots=True)
class LineShown:
    """The state in words with its icon and ink, and facts (always as many) as label and value."""

    title: str
    icon: str
    ink: str
    facts: tuple[tuple[str, str], ...]
    paused: bool


class LinePanel(QWidget):
    """`pause_wanted`, `resume_wanted` and so on say which of its buttons was pressed."""

    pause_wanted = Signal()
    resume_wanted = Signal()
    stick_wanted = Signal()
    checkup_wanted = Signal()
    more_wanted = Signal()

    def __init__(self, look: Look, shown: LineShown, *, brief: bool = False) -> None:
        """`brief` shows the buttons alone, in a row."""
        super().__init__()
        self._look = look
        tokens = look.tokens
        self._mark = IconMark(tokens, shown.icon, size=36, colour=shown.ink, beside=Role.H3)
        self._title = TextLabel(tokens, shown.title, Role.H3, colour=shown.ink, name="desk.line")
        self._facts = QVBoxLayout()
        self._facts.setSpacing(tokens.space(4 if tokens.large else 8))
        self._values: list[tuple[TextLabel, TextLabel]] = []
        self._pause = self._button("pause", "pause", self.pause_wanted)
        self._resume = self._button("resume", "play", self.resume_wanted)
        self._stick = self._button("stick", "usb", self.stick_wanted)
        self._checkup = self._button("checkup", "stethoscope", self.checkup_wanted)
        self._more = self._button("more", "sliders-horizontal", self.more_wanted)
        self._brief = brief
        if brief:
            self._arrange_briefly()
        else:
            self._arrange()
        self.show_line(shown)

    def _arrange_briefly(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(self._look.px(20))
        for button in (self._pause, self._resume, self._stick, self._checkup, self._more):
            row.addWidget(button, 1)

    def _arrange(self) -> None:
        tokens = self._look.tokens
        panel = Panel(tokens, padding=20 if tokens.narrow or tokens.large else 28)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(panel)
        head = QHBoxLayout()
        head.setSpacing(tokens.px(16))
        head.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(self._title, 1)
        panel.body.setSpacing(tokens.space(8))
        panel.body.addLayout(head)
        panel.body.addLayout(self._facts)
        panel.body.addStretch(1)
        buttons = QVBoxLayout()
        buttons.setSpacing(tokens.px(16))
        upright = tokens.large and not tokens.portrait
        for row in ((self._checkup, self._more), (self._pause, self._resume, self._stick)):
            pair: QHBoxLayout | QVBoxLayout = QVBoxLayout() if upright else QHBoxLayout()
            pair.setSpacing(tokens.px(16))
            for button in row:
                pair.addWidget(button, 1)
            buttons.addLayout(pair)
        panel.body.addLayout(buttons)

    def show_line(self, shown: LineShown) -> None:
        """Show how it stands now."""
        self._mark.show_icon(shown.icon, shown.ink)
        self._title.set_text(shown.title)
        self._title.set_colour(shown.ink)
        self._pause.setVisible(not shown.paused)
        self._resume.setVisible(shown.paused)
        if self._brief:
            return
        if not self._values:
            self._lay_out(len(shown.facts))
        for (label, value), (label_words, value_words) in zip(
            self._values, shown.facts, strict=True
        ):
            label.set_text(label_words)
            value.set_text(value_words)

    @property
    def pressed(self) -> bool:
        """Whether a finger is on one of its buttons."""
        return any(button.isDown() for button in self.findChildren(PressButton))

    def _button(self, name: str, icon: str, signal: SignalInstance) -> PressButton:
        look = self._look
        button = PressButton(
            look.tokens,
            look.say(f"desk.{name}"),
            name=f"desk.{name}",
            kind=Kind.SMALL,
            icon=None if look.tokens.narrow and not look.tokens.large else icon,
        )
        button.tapped.connect(signal)
        return button

    def _lay_out(self, count: int) -> None:
        """So many facts, each under a line; beside large text a value stands below its label."""
        tokens = self._look.tokens
        upright = tokens.large and not tokens.portrait
        close = tokens.narrow and not tokens.large
        label_role, value_role = (
            (Role.CAPTION, Role.CAPTION_STRONG) if close else (Role.SECONDARY, Role.STRONG)
        )
        for _ in range(count):
            self._facts.addWidget(Divider(tokens))
            row: QHBoxLayout | QVBoxLayout = QVBoxLayout() if upright else QHBoxLayout()
            row.setSpacing(0 if upright else tokens.px(12))
            label = TextLabel(tokens, "", label_role)
            value = TextLabel(tokens, "", value_role)
            row.addWidget(label, 0 if upright else 1)
            row.addWidget(value)
            self._facts.addLayout(row)
            self._values.append((label, value))
