"""Every answer once more, with a way to change each, before it is submitted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from ui.art.papers import paint_sheet
from ui.components.drawing import Drawing
from ui.components.error_summary import ErrorSummary
from ui.components.panel import Notice, Panel
from ui.components.rows import AnswerRow, ListCard, SectionRow
from ui.components.text_label import TextLabel
from ui.page import Aside, Footer, Page, Place
from ui.theme.tokens import Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ui.look import Look


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
        self._page = 0
        self._pages = _paged(shown.sections, self._rows_that_fit())
        self._card: ListCard | None = None
        self.aside.addWidget(self._papers())
        self.aside.addWidget(Notice(look.tokens, shown.helping, icon="hand"))
        self.aside.addStretch(1)
        if shown.faults:
            self._tell_faults()
        self._show()
        self.primary.connect(self._on)

    def keep(self) -> object:
        """The page that is open."""
        return self._page

    def restore(self, kept: object) -> None:
        """Open the same page, or the last one there is."""
        self._page = min(int(str(kept)), len(self._pages) - 1)
        self._show()

    def _rows_that_fit(self) -> int:
        tokens = self.look.tokens
        taken = 480 if tokens.tight else 420
        if self._shown.faults:
            taken += 150
        row = 108 if tokens.largest else 92 if tokens.large else 80
        aside = 520 if tokens.portrait else 0
        return max(3, int((tokens.height - taken - aside) // row))

    def _papers(self) -> Panel:
        look, shown = self.look, self._shown
        panel = Panel(look.tokens, padding=28)
        panel.body.addWidget(TextLabel(look.tokens, look.say("check.papers"), Role.STRONG))
        words = (
            look.say("check.papers_count", count=shown.papers)
            if shown.papers
            else look.say("check.no_papers")
        )
        panel.body.addWidget(TextLabel(look.tokens, words, Role.BODY))
        if shown.papers and not look.tokens.tight:
            row = QHBoxLayout()
            row.setSpacing(look.px(16))
            for _ in range(min(shown.papers, 3)):
                row.addWidget(Drawing(look.tokens, _sheet, 120, 160))
            row.addStretch(1)
            panel.body.addLayout(row)
        return panel

    def _tell_faults(self) -> None:
        faults = self._shown.faults
        title = self.look.say("check.faults", count=len(faults))
        lines = tuple((step, words) for words, step in faults[:2])
        summary = ErrorSummary(self.look.tokens, title, lines)
        summary.asked.connect(self.change_wanted)
        self.show_strip(summary)

    def _show(self) -> None:
        look, count = self.look, len(self._pages)
        if self._card is not None:
            self.main.removeWidget(self._card)
            self._card.hide()
            self._card.deleteLater()
        self._card = ListCard(look.tokens, pitch=80)
        for row in self._pages[self._page]:
            if isinstance(row, SectionShown):
                self._card.add_row(SectionRow(look.tokens, row.title, row.note))
                continue
            change = look.say("check.edit") if row.step else None
            answer = AnswerRow(
                look.tokens, row.label, row.value, name=f"check.{row.field}", change=change
            )
            answer.tapped.connect(self._change)
            self._card.add_row(answer)
        self.main.insertWidget(0, self._card)
        self.main.setStretch(0, 0)
        if self.main.count() == 1:
            self.main.addStretch(1)
        steps = look.say("check.caption", page=self._page + 1, pages=count)
        self.place = Place(self._shown.caption, steps, (self._page + 1) / (count + 1))
        last = self._page == count - 1
        self.footer = Footer(
            back=look.say("footer.back"),
            leave=look.say("footer.leave"),
            primary=look.say("footer.continue")
            if last
            else look.say("check.next", page=self._page + 2),
        )
        self.changed.emit()

    def _change(self) -> None:
        field = self.sender().objectName().removeprefix("check.")
        for section in self._shown.sections:
            for answer in section.answers:
                if answer.field == field and answer.step is not None:
                    self.change_wanted.emit(answer.step)
                    return

    def _on(self) -> None:
        if self._page == len(self._pages) - 1:
            self.checked.emit()
            return
        self._page += 1
        self._show()


def _sheet(painter: object) -> None:
    """A small sheet of paper that says nothing."""
    painter.scale(120 / 113, 160 / 156)  # type: ignore[attr-defined]
    paint_sheet(painter)  # type: ignore[arg-type]


def _paged(
    sections: Sequence[SectionShown], fit: int
) -> list[list[SectionShown | AnswerShown]]:
    """Rows in pages; a section's title never stands alone at the foot of one."""
    pages: list[list[SectionShown | AnswerShown]] = [[]]
    for section in sections:
        if not section.answers:
            continue
        if len(pages[-1]) + 2 > fit:
            pages.append([])
        pages[-1].append(section)
        for answer in section.answers:
            if len(pages[-1]) >= fit:
                pages.append([section])
            pages[-1].append(answer)
    return pages
