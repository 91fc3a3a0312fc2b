"""Several things of one kind: each a row with its own answers, to be added, changed, taken away."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING
from uuid import uuid4

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.components.panel import Panel
from ui.components.press_button import Kind, PressButton
from ui.components.text_label import TextLabel
from ui.inputs.field_input import FieldInput
from ui.inputs.saying import row_in_words
from ui.theme.tokens import Role

if TYPE_CHECKING:
    from kiosk.domain.procedure import Answer, Field
    from ui.inputs.field_input import Known

ROW_ID = "id"
_MOST_ROWS = 5


class GroupInput(FieldInput):
    """Shows the rows; `row_wanted` asks the page to have one filled in, field after field."""

    row_wanted = Signal(str)

    def __init__(self, known: Known, field: Field, *, labelled: bool) -> None:
        """The most rows are those of the field's rule (`maxItems`)."""
        super().__init__(known, field, labelled=labelled)
        most = (field.rule or {}).get("maxItems")
        self._most = most if isinstance(most, int) else _MOST_ROWS
        self._rows: list[dict[str, Answer]] = []
        holder = QWidget()
        self._cards = QVBoxLayout(holder)
        self._cards.setContentsMargins(0, 0, 0, 0)
        self._cards.setSpacing(known.look.tokens.space(16))
        self._layout.addWidget(holder)
        self._add = PressButton(
            known.look.tokens,
            known.look.say("input.group.add", name=_inside(self.spoken)),
            name=f"add-{field.id}",
            icon="plus",
        )
        self._add.tapped.connect(self._added)
        self._layout.addWidget(self._add)
        self._layout.addStretch(1)

    def show_answer(self, answer: Answer | None) -> None:
        """Show the rows."""
        rows = answer if isinstance(answer, list | tuple) else ()
        self._rows = [dict(row) for row in rows if isinstance(row, Mapping)]
        self._show_rows()

    def answer(self) -> Answer | None:
        """The rows, each with its id; None where there is none."""
        return [dict(row) for row in self._rows] or None

    def row(self, row_id: str) -> Mapping[str, Answer]:
        """The answers of one row; of one that is not there yet, its id."""
        return next((row for row in self._rows if row[ROW_ID] == row_id), {ROW_ID: row_id})

    def put_row(self, row: Mapping[str, Answer]) -> None:
        """A row as it was filled in, in its place or at the end."""
        ids = [it[ROW_ID] for it in self._rows]
        if row[ROW_ID] in ids:
            self._rows[ids.index(row[ROW_ID])] = dict(row)
        else:
            self._rows.append(dict(row))
        self._show_rows()
        self.changed.emit()

    def _show_rows(self) -> None:
        while (item := self._cards.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.setParent(None)
                widget.deleteLater()
        for row in self._rows:
            self._cards.addWidget(self._card(row))
        self._add.setVisible(len(self._rows) < self._most)

    def _card(self, row: Mapping[str, Answer]) -> Panel:
        look = self.known.look
        tokens = look.tokens
        card = Panel(tokens, padding=24)
        said = row_in_words(self.known, self.field, row)
        line = QHBoxLayout()
        line.setSpacing(tokens.px(16))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(TextLabel(tokens, said[0] if said else "", Role.STRONG))
        if said[1:]:
            words.addWidget(TextLabel(tokens, ", ".join(said[1:]), Role.SECONDARY))
        line.addLayout(words, 1)
        for verb, slot in (("change", self._change_tapped), ("remove", self._remove_tapped)):
            button = PressButton(
                tokens,
                look.say(f"input.group.{verb}"),
                name=f"{verb}-{self.field.id}.{row[ROW_ID]}",
                kind=Kind.SMALL,
                spoken=f"{look.say(f'input.group.{verb}')}: {said[0] if said else ''}",
            )
            button.tapped.connect(slot)
            line.addWidget(button)
        card.body.addLayout(line)
        return card

    def take_focus(self) -> None:
        """Without a row yet, begin with the first: there is nothing else to do."""
        if not self._rows:
            self._added()

    @Slot()
    def _added(self) -> None:
        self.row_wanted.emit(str(uuid4()))

    @Slot()
    def _change_tapped(self) -> None:
        self.row_wanted.emit(self._row_of_sender())

    @Slot()
    def _remove_tapped(self) -> None:
        gone = self._row_of_sender()
        self._rows = [row for row in self._rows if row[ROW_ID] != gone]
        self._show_rows()
        self.changed.emit()

    def _row_of_sender(self) -> str:
        return self.sender().objectName().rpartition(".")[2]


def _inside(label: str) -> str:
    return label[:1].lower() + label[1:]
