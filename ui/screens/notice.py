"""One thing to say and what can be done now: leaving, a question to the person, a failure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from ui.components.panel import Panel
from ui.components.press_button import Kind, PressButton
from ui.components.ring import ProgressRing
from ui.components.text_label import TextLabel
from ui.page import Footer, Page
from ui.theme.icons import icon
from ui.theme.tokens import Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ui.look import Look


@dataclass(frozen=True, slots=True)
class Way:
    """One way on from a notice: its meaning, and its words."""

    meaning: str
    words: str
    icon: str | None = None


class NoticePage(Page):
    """A whole page for one message; never a floating window.

    `chosen` carries the meaning of the way that was taken. The first way is the primary button,
    the second stands where Back is, further ones are buttons under the words.
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
        self._ways = tuple(ways)
        tokens = look.tokens
        panel = Panel(tokens)
        row = QHBoxLayout()
        row.setSpacing(look.px(36))
        if waiting:
            ring = ProgressRing(tokens, size=84, thickness=10)
            ring.spin()
            row.addWidget(ring)
        else:
            sign = TextLabel(tokens, "", Role.BODY)
            sign.setPixmap(icon(picture, look.px(84), tokens.colour("primary")))
            sign.setFixedSize(look.px(84), look.px(84))
            row.addWidget(sign)
        words = TextLabel(tokens, "\n".join(lines), Role.BODY, name=f"{name}.words")
        row.addWidget(words, 1)
        panel.body.addLayout(row)
        self.main.addWidget(panel)
        for way in self._ways[2:]:
            button = PressButton(
                tokens, way.words, name=f"{name}.{way.meaning}", kind=Kind.SECONDARY, icon=way.icon
            )
            button.tapped.connect(self._further)
            self.main.addWidget(button)
        self.main.addStretch(1)
        self.footer = Footer(
            back=self._ways[1].words if len(self._ways) > 1 else None,
            back_icon=self._ways[1].icon if len(self._ways) > 1 else None,
            primary=self._ways[0].words if self._ways else None,
            primary_icon=self._ways[0].icon if self._ways else None,
        )
        self.primary.connect(self._first)
        self.back.connect(self._second)

    def _first(self) -> None:
        self.chosen.emit(self._ways[0].meaning)

    def _second(self) -> None:
        self.chosen.emit(self._ways[1].meaning)

    def _further(self) -> None:
        name = self.sender().objectName()
        self.chosen.emit(name.rpartition(".")[2])
