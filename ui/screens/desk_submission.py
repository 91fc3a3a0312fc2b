"""One submission for staff: everything outside its seal, its history, and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout

from ui.components.paged_card import PagedCard
from ui.components.panel import Notice, Panel
from ui.components.press_button import Kind, PressButton
from ui.components.rows import AnswerRow, SectionRow
from ui.components.text_label import TextLabel
from ui.page import Aside, Door, Footer, Page, Place
from ui.screens.rows_said import RowsPager
from ui.theme.tokens import Role

if TYPE_CHECKING:
    from PySide6.QtWidgets import QBoxLayout

    from ui.look import Look
    from ui.screens.desk_row import Heap

ACTIONS: Final = {
    "retry": "send",
    "again": "send",
    "let_go": "play",
    "correct": "pencil",
    "told": "phone",
    "hold": "pause",
}
"""What staff can do with a submission, each with its icon."""

_LABEL = 300


@dataclass(frozen=True, slots=True)
class FactShown:
    """A label and what is so; a `code` is painted glyph by glyph."""

    label: str
    value: str
    code: bool = False


@dataclass(frozen=True, slots=True)
class SubmissionShown:
    """`actions` in the order of their use: the first is the primary button.

    `reason` says why it stands as it does, `advice` what to do about it.
    """

    title: str
    facts: tuple[FactShown, ...]
    history: tuple[FactShown, ...]
    heap: Heap
    reason: str
    advice: str
    actions: tuple[str, ...]


class DeskSubmissionPage(Page):
    """Reports `wanted` with an action's meaning."""

    wanted = Signal(str)

    def __init__(self, look: Look, shown: SubmissionShown) -> None:
        say, tokens = look.say, look.tokens
        # Beside the largest words there is room for the card alone.
        brief = tokens.largest and not tokens.portrait
        super().__init__(
            look,
            name="desk.submission",
            heading=shown.title,
            aside=Aside.NONE if brief else Aside.BESIDE_BODY,
        )
        self.place = Place(say("desk.caption"), say("desk.submission.short"))
        self.door = Door.BEHIND
        self._actions = shown.actions
        first = shown.actions[0] if shown.actions else None
        self.footer = Footer(
            back=say("footer.back"),
            primary=say(f"desk.{first}") if first else None,
            primary_icon=ACTIONS[first] if first else None,
        )
        self._card = PagedCard(tokens, pressable=False)
        if brief:
            self._add("now", self._now(shown))
        self._add("known", shown.facts)
        self._add("history", shown.history)
        self._pager = RowsPager(self, self._card)
        self.footer_middle = self._pager
        self.main.addWidget(self._card, 1)
        if brief:
            row = QHBoxLayout()
            row.setSpacing(tokens.px(20))
            self._add_actions(row)
            self.main.addLayout(row)
        else:
            self.aside.addWidget(self._why(shown))
            self._add_actions(self.aside)
            self.aside.addStretch(1)
        self.primary.connect(self._first)
        self._pager.say_range()

    def keep(self) -> object:
        """The first row that is seen."""
        return self._card.first

    def restore(self, kept: object) -> None:
        """Show that row again."""
        self._card.show_row(int(str(kept)))

    def _add(self, section: str, facts: tuple[FactShown, ...]) -> None:
        look = self.look
        self._card.begin_section(SectionRow(look.tokens, look.say(f"desk.section.{section}")))
        for place, fact in enumerate(facts):
            row = AnswerRow(
                look.tokens,
                fact.label,
                fact.value,
                name=f"desk.{section}.{place}",
                change=None,
                code=fact.code,
                pitch=76,
                label_width=_LABEL,
            )
            self._card.add_row(row)

    def _add_actions(self, row: QBoxLayout) -> None:
        look = self.look
        for action in self._actions[1:]:
            words = look.say(f"desk.{action}")
            kind = Kind.SMALL if look.tokens.largest else Kind.SECONDARY
            button = PressButton(
                look.tokens, words, name=f"desk.do.{action}", kind=kind, icon=ACTIONS[action]
            )
            button.tapped.connect(self._act)
            row.addWidget(button)

    def _now(self, shown: SubmissionShown) -> tuple[FactShown, ...]:
        say = self.look.say
        return (
            FactShown(say("desk.fact.reason"), shown.reason),
            FactShown(say("desk.fact.advice"), shown.advice),
        )

    def _why(self, shown: SubmissionShown) -> Panel:
        tokens = self.look.tokens
        panel = Panel(tokens, padding=28)
        icon, ink = shown.heap.value
        notice = Notice(tokens, shown.reason, icon=icon, role=Role.STRONG)
        notice.mark.show_icon(icon, ink)
        panel.body.addWidget(notice)
        panel.body.addWidget(TextLabel(tokens, shown.advice, Role.BODY, name="desk.advice"))
        return panel

    @Slot()
    def _first(self) -> None:
        self.wanted.emit(self._actions[0])

    @Slot()
    def _act(self) -> None:
        self.wanted.emit(self.sender().objectName().removeprefix("desk.do."))
