"""The parts that screens are made of, on sheets of their own: buttons, tiles, rows, panels."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout

from ui.components.action_tile import ActionTile
from ui.components.choice_tile import CheckTile, ChoiceTile
from ui.components.code_cells import CodeLabel
from ui.components.error_summary import ErrorSummary
from ui.components.pager import Pager
from ui.components.panel import Divider, IconMark, Notice, Panel, VerdictBar
from ui.components.press_button import Kind, PressButton
from ui.components.rows import AnswerRow, FactRow, ListCard, RowState, SectionRow, TaskRow
from ui.components.text_label import TextLabel
from ui.components.tones import Tone
from ui.inputs.line import TextLine
from ui.keyboard.typist import Manner
from ui.page import Page
from ui.theme.tokens import Role

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from ui.look import Look


def _sheet(look: Look, name: str, *parts: QWidget) -> Page:
    page = Page(look, name=f"parts.{name}", heading=name)
    page.footer = None
    for part in parts:
        page.main.addWidget(part)
    page.main.addStretch(1)
    return page


def part_buttons(look: Look) -> Page:
    tokens, say = look.tokens, look.say
    page = _sheet(look, "Buttons")
    kinds = tuple(Kind)
    beside = 3 if not tokens.portrait else 1 if tokens.large else 2
    for first in range(0, len(kinds), beside):
        row = QHBoxLayout()
        row.setSpacing(tokens.px(24))
        for kind in kinds[first : first + beside]:
            row.addWidget(
                PressButton(tokens, say("footer.continue"), name=kind.value, kind=kind, icon="send")
            )
        row.addStretch(1)
        page.main.insertLayout(page.main.count() - 1, row)
    off = PressButton(tokens, say("footer.back"), name="off")
    off.setEnabled(False)
    page.main.insertWidget(page.main.count() - 1, off)
    pager = Pager(tokens, say("pager.up"), say("pager.down"))
    page.main.insertWidget(page.main.count() - 1, pager)
    pager.show_range(4, 6, 9, say("find.found", first=4, last=6, count=9))
    return page


def part_tiles(look: Look) -> Page:
    tokens, say = look.tokens, look.say
    chosen = ChoiceTile(tokens, say("home.dossier.title"), say("home.dossier.text"), name="b")
    chosen.setChecked(True)
    checked = CheckTile(tokens, say("home.progress.title"), name="d")
    checked.setChecked(True)
    return _sheet(
        look,
        "Tiles",
        ChoiceTile(tokens, say("home.account.title"), say("home.account.text"), name="a"),
        chosen,
        CheckTile(tokens, say("home.account.title"), name="c"),
        checked,
        ActionTile(tokens, say("home.dossier.title"), name="e", icon="file-text"),
    )


def part_rows(look: Look) -> Page:
    tokens, say = look.tokens, look.say
    card = ListCard(tokens)
    for place, state in enumerate(RowState):
        name, title, words = f"t{place}", say("home.dossier.title"), say("footer.continue")
        card.add_row(TaskRow(tokens, title, "", name=name, state=state, words=words))
    answers = ListCard(tokens)
    answers.add_row(SectionRow(tokens, say("home.account.title"), say("home.progress.title")))
    answers.add_row(
        AnswerRow(tokens, "Họ và tên", "NGUYỄN THỊ ỞN", name="r", change=say("footer.back"))
    )
    return _sheet(look, "Rows", card, answers, FactRow(tokens, "Sau 1 ngày", "Có kết quả"))


def part_panels(look: Look) -> Page:
    tokens, say = look.tokens, look.say
    panel = Panel(tokens)
    panel.body.addWidget(TextLabel(tokens, say("home.title"), Role.H2))
    panel.body.addWidget(Divider(tokens))
    panel.body.addWidget(Notice(tokens, say("home.dossier.title"), say("home.dossier.text")))
    panel.body.addWidget(CodeLabel(tokens, "TK-3K7-52Y", Role.CODE, name="code"))
    return _sheet(
        look,
        "Panels",
        ErrorSummary(tokens, say("question.faults", count=2), [("a", "NGUYỄN"), ("b", "Ở")]),
        *(VerdictBar(tokens, say("home.title"), tone) for tone in Tone),
        panel,
    )


def part_inputs(look: Look) -> Page:
    tokens = look.tokens
    empty = TextLine(tokens, Manner(), name="a", spoken="Tên", placeholder="Nguyễn Thị Ởn")
    filled = TextLine(tokens, Manner(), name="b", spoken="Tên")
    filled.show_text("NGUYỄN THỊ ỞN")
    wrong = TextLine(tokens, Manner(), name="c", spoken="Tên")
    wrong.show_text("Nguyễn")
    wrong.show_fault(faulty=True)
    return _sheet(look, "Inputs", empty, filled, wrong, IconMark(tokens, "hand", size=84))


def part_type(look: Look) -> Page:
    roles = (TextLabel(look.tokens, f"{it.value}: NGUYỄN Thị Ởn 0123", it) for it in Role)
    return _sheet(look, "Type", *roles)


PARTS: dict[str, Callable[[Look], Page]] = {
    make.__name__: make
    for make in (part_buttons, part_tiles, part_rows, part_panels, part_inputs, part_type)
}
"""Sheets of components by their name."""
