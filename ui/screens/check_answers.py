"""Every answer once more, with a way to change each, before it is submitted."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout

from ui.art.papers import SHEET_HEIGHT, SHEET_WIDTH, paint_sheet
from ui.components.drawing import Drawing
from ui.components.error_summary import ErrorSummary
from ui.components.paged_card import PagedCard
from ui.components.pager import Pager
from ui.components.panel import Notice, Panel
from ui.components.press_button import Kind, PressButton
from ui.components.rows import AnswerRow, SectionRow
from ui.page import Aside, Footer, Page, Place

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QPainter

    from ui.look import Look

_ANSWER = "check."
_LEFT = Qt.AlignmentFlag.AlignLeft
_LABEL, _LABEL_LARGE = 304, 320
_SHEETS = 3
_SHEET_SHARE = 0.7
_LINES = 2
"""So many faults are named; those after them are found one by one."""


@dataclass(frozen=True, slots=True)
class AnswerShown:
    """One answer in words; `step` is where it is changed, None where it follows from others."""

    label: str
    value: str
    step: str | None
    field: str


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
        super().__init__(
            look,
            name="check_answers",
            heading=look.say("check.title"),
            aside=Aside.BESIDE_BODY,
        )
        self._shown = shown
        self._steps: dict[str, str] = {}
        self._card = PagedCard(look.tokens)
        for section in shown.sections:
            if section.answers:
                self._add(section)
        self._pager = Pager(look.tokens, look.say("pager.up"), look.say("pager.down"))
        self._pager.up.connect(self._card.turn_up)
        self._pager.down.connect(self._card.turn_down)
        self._card.turned.connect(self._say_page)
        self.main.addWidget(self._card, 1)
        self.aside.addWidget(self._papers())
        helping = Panel(look.tokens, padding=28)
        helping.body.addWidget(Notice(look.tokens, shown.helping, icon="hand"))
        self.aside.addWidget(helping)
        self.aside.addWidget(self._pager)
        self.aside.addStretch(1)
        if shown.faults:
            self._tell_faults()
        self._say_page()
        self.primary.connect(self._on)

    @property
    def pages(self) -> int:
        """How many pages of answers there are now."""
        return self._card.pages

    def keep(self) -> object:
        """The first answer that is seen."""
        return self._card.first

    def restore(self, kept: object) -> None:
        """Show that answer again."""
        self._card.show_row(int(str(kept)))

    def _add(self, section: SectionShown) -> None:
        look = self.look
        self._card.begin_section(SectionRow(look.tokens, section.title, section.note))
        for answer in section.answers:
            row = AnswerRow(
                look.tokens,
                answer.label,
                answer.value,
                name=f"{_ANSWER}{answer.field}",
                change=look.say("check.edit") if answer.step else None,
                label_width=_LABEL_LARGE if look.tokens.large else _LABEL,
            )
            row.tapped.connect(self._change)
            if answer.step is not None:
                self._steps[answer.field] = answer.step
            self._card.add_row(row)

    def _papers(self) -> Panel:
        look, shown = self.look, self._shown
        tokens = look.tokens
        panel = Panel(tokens, padding=28)
        words = (
            look.say("check.papers_count", count=shown.papers)
            if shown.papers
            else look.say("check.no_papers")
        )
        notice = Notice(tokens, look.say("check.papers"), words, icon="files")
        panel.body.addWidget(notice)
        if shown.papers and not (tokens.tight or tokens.large):
            row = QHBoxLayout()
            row.setSpacing(look.px(20))
            paint = partial(paint_sheet, contrast=tokens.theme.outlined)
            for _ in range(min(shown.papers, _SHEETS)):
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
        self.place = Place(self._shown.caption, steps, (page + 1) / (pages + 1))
        last = page == pages - 1
        self.footer = Footer(
            back=look.say("footer.back"),
            leave=look.say("footer.leave"),
            primary=look.say("footer.continue") if last else look.say("check.next", page=page + 2),
        )
        words = look.say("check.part", page=page + 1, pages=pages)
        self._pager.show_range(page + 1, page + 1, pages, words)
        self.changed.emit()

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
