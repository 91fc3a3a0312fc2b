"""Every answer once more, with a way to change each, before it is submitted."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from ui.art.papers import SHEET_HEIGHT, SHEET_WIDTH, paint_sheet
from ui.components.drawing import Drawing
from ui.components.error_summary import ErrorSummary
from ui.components.paged_card import PagedCard
from ui.components.pager import Pager
from ui.components.panel import Notice, Panel
from ui.components.press_button import Kind, PressButton
from ui.components.rows import AnswerRow, SectionRow
from ui.components.text_label import TextLabel
from ui.page import Aside, Footer, Page, Place
from ui.screens.confirm_person import REVEAL_MS
from ui.speech.script import Name
from ui.theme.tokens import Role

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QPainter

    from ui.look import Look
    from ui.speech.script import Utterance

_ANSWER = "check."
_TO_LOOK_AT = 1 / 6
"""The share of the eave that stands for looking through the answers."""
_LEFT = Qt.AlignmentFlag.AlignLeft
_LABEL, _LABEL_LARGE = 304, 320
_SHEETS = 4
_SHEET_SHARE = 0.7
_LINES = 2
"""So many faults are named; those after them are found one by one."""


@dataclass(frozen=True, slots=True)
class AnswerShown:
    """One answer in words; `step` is where it is changed, None where it follows from others.

    `whole` is a number that `value` has masked; `is_name`: the value is somebody's name.
    """

    label: str
    value: str
    step: str | None
    field: str
    whole: str = ""
    is_name: bool = False


@dataclass(frozen=True, slots=True)
class SectionShown:
    """The answers of one task."""

    title: str
    note: str
    answers: tuple[AnswerShown, ...]


@dataclass(frozen=True, slots=True)
class CheckShown:
    """Everything on the page: `faults` are sentences with the step where each is mended."""

    caption: str
    sections: tuple[SectionShown, ...]
    papers: int
    pages: int
    helping: str
    faults: tuple[tuple[str, str], ...]


class CheckAnswersPage(Page):
    """Pages of answers; reports `change_wanted` with a step, and `checked` after the last page."""

    change_wanted = Signal(str)
    checked = Signal()

    def __init__(self, look: Look, shown: CheckShown) -> None:
        """Masked numbers stand whole for `REVEAL_MS` after that was asked for."""
        super().__init__(
            look,
            name="check_answers",
            heading=look.say("check.title"),
            aside=Aside.BESIDE_BODY,
        )
        self._shown = shown
        self._steps: dict[str, str] = {}
        self._card = PagedCard(look.tokens)
        self._rows: list[tuple[AnswerRow, AnswerShown]] = []
        self._script: list[Utterance] = [look.say("check.title")]
        self._hiding = QTimer(self)
        self._hiding.setSingleShot(True)
        self._hiding.setInterval(REVEAL_MS)
        self._hiding.timeout.connect(self._mask)
        for section in shown.sections:
            if section.answers:
                self._add(section)
        self._pager = Pager(look.tokens, look.say("pager.up"), look.say("pager.down"))
        self._pager.up.connect(self._card.turn_up)
        self._pager.down.connect(self._card.turn_down)
        self._card.turned.connect(self._say_page)
        self.main.addWidget(self._card, 1)
        self.aside.setSpacing(max(look.px(12), look.tokens.space(16)))
        self._hear = PressButton(
            look.tokens, look.say("check.hear"), name="check.hear", icon="volume-2", centred=False
        )
        self._hear.tapped.connect(self._read_all)
        self._hear.hide()
        self.aside.addWidget(self._hear)
        self.aside.addWidget(self._papers())
        helping = Panel(look.tokens, padding=12 if look.tokens.largest else 20)
        helping.body.addWidget(Notice(look.tokens, shown.helping, icon="hand"))
        self.aside.addWidget(helping)
        self._reveal = PressButton(
            look.tokens,
            look.say("check.reveal"),
            name="check.reveal",
            kind=Kind.SMALL,
            icon="eye",
        )
        self._reveal.tapped.connect(self._show_whole)
        self.aside.addWidget(self._reveal)
        self.aside.addStretch(1)
        self.aside.addWidget(self._pager)
        if shown.faults:
            self._tell_faults()
        self._say_page()
        self.primary.connect(self._on)

    @property
    def pages(self) -> int:
        """How many pages of answers there are now."""
        return self._card.pages

    def show_voice(self, *, heard: bool) -> None:
        """All answers can be heard; without room for the button it is done part by part."""
        tokens = self.look.tokens
        cramped = (tokens.tight or tokens.large) and not tokens.portrait
        self._hear.setVisible(heard and not cramped)

    def keep(self) -> object:
        """The first answer that is seen."""
        return self._card.first

    def restore(self, kept: object) -> None:
        """Show that answer again."""
        self._card.show_row(int(str(kept)))

    def _add(self, section: SectionShown) -> None:
        look = self.look
        self._card.begin_section(SectionRow(look.tokens, section.title, section.note))
        self._script += [section.title]
        for answer in section.answers:
            row = AnswerRow(
                look.tokens,
                answer.label,
                Name(answer.value) if answer.is_name else answer.value,
                name=f"{_ANSWER}{answer.field}",
                change=look.say("check.edit") if answer.step else None,
                code=bool(answer.whole),
                label_width=_LABEL_LARGE if look.tokens.large else _LABEL,
            )
            row.tapped.connect(self._change)
            if answer.step is not None:
                self._steps[answer.field] = answer.step
            self._card.add_row(row)
            self._rows.append((row, answer))
            self._script += row.said()

    def _papers(self) -> Panel:
        look, shown = self.look, self._shown
        tokens = look.tokens
        panel = Panel(tokens, padding=12 if tokens.largest else 24)
        panel.body.setSpacing(tokens.px(12))
        words = QVBoxLayout()
        words.setSpacing(tokens.px(2))
        words.addWidget(TextLabel(tokens, look.say("check.papers"), Role.H3))
        words.addWidget(TextLabel(tokens, self._papers_said(), Role.SECONDARY))
        panel.body.addLayout(words)
        if shown.papers and not (tokens.tight or tokens.large):
            row = QHBoxLayout()
            row.setSpacing(look.px(20))
            paint = partial(paint_sheet, contrast=tokens.theme.outlined)
            for _ in range(min(shown.pages, _SHEETS)):
                sheet = Drawing(
                    tokens,
                    partial(_scaled, paint),
                    SHEET_WIDTH * _SHEET_SHARE,
                    SHEET_HEIGHT * _SHEET_SHARE,
                )
                sheet.setFixedSize(sheet.sizeHint())
                row.addWidget(sheet)
            row.addStretch(1)
            panel.body.addLayout(row)
        return panel

    def _papers_said(self) -> str:
        """How many papers go along, and their pages."""
        say, shown = self.look.say, self._shown
        if not shown.papers:
            return say("check.no_papers")
        return say("check.papers_count", count=shown.papers, pages=shown.pages)

    def _tell_faults(self) -> None:
        look, faults = self.look, self._shown.faults
        title = look.say("check.faults", count=len(faults))
        lines = tuple((step, words) for words, step in faults[:_LINES])
        summary = ErrorSummary(look.tokens, title, lines)
        summary.asked.connect(self.change_wanted)
        if len(faults) == 1:
            mend = PressButton(
                look.tokens,
                look.say("check.mend"),
                name="check.mend",
                kind=Kind.SMALL,
                icon="pencil",
            )
            mend.tapped.connect(self._mend)
            summary.words.insertWidget(summary.words.count() - 1, mend, 0, _LEFT)
        self.show_strip(summary)

    @Slot()
    def _say_page(self) -> None:
        look, page, pages = self.look, self._card.page, self._card.pages
        steps = look.say("check.caption", page=page + 1, pages=pages)
        # All is answered by now: of the roof only what is still to be looked through is open.
        looked = (page + 1) / (pages + 1)
        self.place = Place(self._shown.caption, steps, 1 - _TO_LOOK_AT * (1 - looked))
        last = page == pages - 1
        self.footer = Footer(
            back=look.say("footer.back"),
            leave=look.say("footer.leave"),
            primary=look.say("footer.continue") if last else look.say("check.next", page=page + 2),
        )
        # At the largest text the words in the header are enough.
        words = "" if look.tokens.largest else look.say("check.part", page=page + 1, pages=pages)
        self._pager.show_range(page + 1, page + 1, pages, words)
        first, end, _ = self._card.shown
        self._reveal.setVisible(any(it.whole for _, it in self._rows[first - 1 : end]))
        self._mask()
        self.changed.emit()

    @Slot()
    def _read_all(self) -> None:
        """Every part, then the papers."""
        papers = f"{self.look.say('check.papers')}: {self._papers_said()}"
        self.read_wanted.emit((*self._script, papers, self._shown.helping))

    @Slot()
    def _show_whole(self) -> None:
        self._show_numbers(whole=True)
        self._hiding.start()

    @Slot()
    def _mask(self) -> None:
        self._hiding.stop()
        self._show_numbers(whole=False)

    def _show_numbers(self, *, whole: bool) -> None:
        for row, answer in self._rows:
            if answer.whole:
                row.show_value(answer.whole if whole else answer.value)

    @Slot()
    def _change(self) -> None:
        field = self.sender().objectName().removeprefix(_ANSWER)
        if field in self._steps:
            self.change_wanted.emit(self._steps[field])

    @Slot()
    def _mend(self) -> None:
        self.change_wanted.emit(self._shown.faults[0][1])

    @Slot()
    def _on(self) -> None:
        if self._card.page == self._card.pages - 1:
            self.checked.emit()
        else:
            self._card.turn_down()


def _scaled(paint: Callable[[QPainter], None], painter: QPainter) -> None:
    """A sheet smaller than it is drawn elsewhere."""
    painter.scale(_SHEET_SHARE, _SHEET_SHARE)
    paint(painter)
