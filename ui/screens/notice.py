"""One thing to say and what can be done now: leaving, a question to the person, a failure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout

from ui.components.panel import IconMark, Panel
from ui.components.press_button import PressButton
from ui.components.ring import ProgressRing
from ui.components.text_label import TextLabel
from ui.page import Footer, Page
from ui.theme.tokens import Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from ui.look import Look
    from ui.speech.script import Utterance

# What gives something up stands in the quiet place, never where Back is: habit must not wipe.
_QUIET: Final = {"erase": "log-out", "stop": "log-out", "withdraw": "trash-2"}
_SIGN: Final = 84


@dataclass(frozen=True, slots=True)
class Way:
    """One way on from a notice: its meaning, and its words."""

    meaning: str
    words: str
    icon: str | None = None


class NoticePage(Page):
    """A whole page for one message; never a floating window.

    `chosen` carries the meaning of the way that was taken. The first way is the primary button,
    the second stands where Back is, further ones are buttons under the words. A way that gives
    something up ("erase", "stop", "withdraw") stands in the quiet place of the footer.
    """

    chosen = Signal(str)

    def __init__(
        self,
        look: Look,
        *,
        name: str,
        title: str,
        lines: Sequence[str],
        ways: Sequence[Way],
        picture: str = "info",
        waiting: bool = False,
    ) -> None:
        super().__init__(look, name=name, heading=title)
        self._quiet = next((way for way in ways if way.meaning in _QUIET), None)
        self._ways = tuple(way for way in ways if way is not self._quiet)
        self.main.addWidget(self._message(lines, picture, waiting=waiting))
        for way in self._ways[2:]:
            self._add_way(way)
        self.main.addStretch(1)
        self.footer = self._placed()
        self.primary.connect(self._first)
        self.back.connect(self._second)
        self.leave.connect(self._give_up)

    def script(self) -> tuple[Utterance, ...]:
        """What has happened, and every way on: the footer's other buttons are answers too."""
        others = [self.footer.back, self.footer.leave] if self.footer is not None else []
        say = self.look.say
        return (
            *super().script(),
            *(say("speech.otherwise", button=words) for words in others if words),
        )

    def _message(self, lines: Sequence[str], picture: str, *, waiting: bool) -> Panel:
        tokens = self.look.tokens
        panel = Panel(tokens)
        panel.setMinimumHeight(tokens.space(200))
        row = QHBoxLayout()
        row.setSpacing(tokens.px(36))
        sign: QWidget
        if waiting:
            sign = ring = ProgressRing(tokens, size=_SIGN, thickness=10)
            ring.spin(moving=not self.look.still)
        else:
            sign = IconMark(tokens, picture, size=_SIGN, colour="primary")
        row.addWidget(sign, 0, Qt.AlignmentFlag.AlignVCenter)
        words = TextLabel(tokens, "\n".join(lines), Role.INPUT, name=f"{self.objectName()}.words")
        row.addWidget(words, 1, Qt.AlignmentFlag.AlignVCenter)
        panel.body.addStretch(1)
        panel.body.addLayout(row)
        panel.body.addStretch(1)
        return panel

    def _add_way(self, way: Way) -> None:
        button = PressButton(
            self.look.tokens, way.words, name=f"{self.objectName()}.{way.meaning}", icon=way.icon
        )
        button.tapped.connect(self._further)
        self.main.addWidget(button)

    def _placed(self) -> Footer:
        first = self._ways[0] if self._ways else None
        second = self._ways[1] if len(self._ways) > 1 else None
        quiet = self._quiet
        return Footer(
            back=second.words if second else None,
            back_icon=second.icon if second else None,
            leave=quiet.words if quiet else None,
            leave_icon=(quiet.icon or _QUIET[quiet.meaning]) if quiet else None,
            primary=first.words if first else None,
            primary_icon=first.icon if first else None,
        )

    @Slot()
    def _first(self) -> None:
        self.chosen.emit(self._ways[0].meaning)

    @Slot()
    def _second(self) -> None:
        self.chosen.emit(self._ways[1].meaning)

    @Slot()
    def _give_up(self) -> None:
        if self._quiet is not None:
            self.chosen.emit(self._quiet.meaning)

    @Slot()
    def _further(self) -> None:
        name = self.sender().objectName()
        self.chosen.emit(name.removeprefix(f"{self.objectName()}."))
