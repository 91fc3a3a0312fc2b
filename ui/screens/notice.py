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
        tokens = look.tokens
        self._ways = _Ways.of(ways)
        panel = Panel(tokens)
        row = QHBoxLayout()
        row.setSpacing(look.px(36))
        if waiting:
            sign: QWidget = ProgressRing(tokens, size=84, thickness=10)
            sign.spin()
        else:
            sign = IconMark(tokens, picture, size=84, colour="primary")
        row.addWidget(sign, 0, Qt.AlignmentFlag.AlignVCenter)
        words = TextLabel(tokens, "\n".join(lines), _WORDS, name=f"{name}.words")
        row.addWidget(words, 1, Qt.AlignmentFlag.AlignVCenter)
        panel.body.addLayout(row)
        panel.setMinimumHeight(tokens.space(200))
        self.main.addWidget(panel)
        for way in self._ways.further:
            button = PressButton(
                tokens, way.words, name=f"{name}.{way.meaning}", icon=way.icon, centred=False
            )
            button.tapped.connect(self._further)
            self.main.addWidget(button)
        self.main.addStretch(1)
        first, second, quiet = self._ways.first, self._ways.second, self._ways.quiet
        self.footer = Footer(
            back=second.words if second else None,
            back_icon=second.icon if second else None,
            leave=quiet.words if quiet else None,
            leave_icon=(quiet.icon or "trash-2") if quiet else None,
            primary=first.words if first else None,
            primary_icon=first.icon if first else None,
        )
        self.primary.connect(self._first)
        self.back.connect(self._second)
        self.leave.connect(self._quiet)
