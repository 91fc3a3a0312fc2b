"""One question of a guide's quiz: a tap answers, and the page says what to do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal, Slot

from ui.components.action_tile import ActionTile
from ui.components.panel import Notice, Panel
from ui.components.text_label import TextLabel
from ui.components.tones import Tone
from ui.page import Footer, Page, Place
from ui.theme.tokens import Role

if TYPE_CHECKING:
    from ui.look import Look

_LEAST: Final = 136


@dataclass(frozen=True, slots=True)
class QuestionShown:
    """A question in words; `answers` are pairs of an id and words, `right` is one of the ids.

    `number` counts from 1; `given` is the answer of who comes back to it.
    """

    number: int
    count: int
    question: str
    answers: tuple[tuple[str, str], ...]
    right: str
    explanation: str
    given: str | None = None


class QuizPage(Page):
    """`answered` carries the id of the tile that was tapped; `finished` wants what comes next."""

    answered = Signal(str)
    finished = Signal()
    left = Signal()

    def __init__(self, look: Look, shown: QuestionShown) -> None:
        super().__init__(look, name="guide.quiz", heading=shown.question)
        self._shown = shown
        self._given: str | None = None
        tokens = look.tokens
        steps = look.say("guide.quiz.steps", number=shown.number, count=shown.count)
        self.place = Place(look.say("guide.caption"), steps, shown.number / shown.count)
        self._tiles = []
        for name, words in shown.answers:
            tile = ActionTile(tokens, words, name=f"quiz.{name}", least=_LEAST, role=Role.H2)
            tile.tapped.connect(self._tapped)
            self._tiles.append(tile)
            self.main.addWidget(tile)
        self._panel = Panel(tokens, padding=48)
        self._verdict = Notice(tokens, " ", icon=Tone.SUCCESS.icon, role=Role.DISPLAY)
        self._explanation = TextLabel(tokens, shown.explanation, Role.INPUT, name="quiz.say")
        self._panel.body.addWidget(self._verdict)
        self._panel.body.addWidget(self._explanation)
        self.main.addWidget(self._panel)
        self.main.addStretch(1)
        self.primary.connect(self.finished)
        self.leave.connect(self.left)
        self._show(shown.given)

    def keep(self) -> object:
        """What was answered."""
        return self._given

    def restore(self, kept: object) -> None:
        """Show the answer that was given."""
        self._show(str(kept) if kept is not None else None)

    @Slot()
    def _tapped(self) -> None:
        given = self.sender().objectName().removeprefix("quiz.")
        self._show(given)
        self.answered.emit(given)

    def _show(self, given: str | None) -> None:
        """Ask; or, once it is answered, say what to do and why, and never that it was wrong."""
        say, shown = self.look.say, self._shown
        self._given = given
        for tile in self._tiles:
            tile.setVisible(given is None)
        self._panel.setVisible(given is not None)
        tone = Tone.SUCCESS if given == shown.right else Tone.INFO
        key = "right" if given == shown.right else "better"
        self._verdict.title.set_text(say(f"guide.quiz.{key}"))
        self._verdict.mark.show_icon(tone.icon, tone.ink)
        last = shown.number == shown.count
        following = say("guide.quiz.done" if last else "guide.quiz.next")
        self.footer = Footer(
            back=say("footer.back"),
            leave=say("guide.leave"),
            leave_icon="house",
            primary=following if given is not None else None,
        )
        self.setAccessibleName(shown.question)
        self.changed.emit()
