"""The papers of a dossier: which are needed, which are there, and a way to add one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel

from ui.components.panel import Panel, VerdictBar
from ui.components.press_button import Kind, PressButton
from ui.components.text_label import TextLabel
from ui.components.tones import Tone
from ui.page import Footer, Page, Place
from ui.theme.tokens import Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ui.look import Look


@dataclass(frozen=True, slots=True)
class AttachmentShown:
    """One captured paper: `thumbnail` is a small PNG of its first page."""

    id: str
    pages: int
    thumbnail: bytes


@dataclass(frozen=True, slots=True)
class PaperShown:
    """One paper of the procedure with what was captured of it."""

    id: str
    title: str
    form: str
    required: bool
    full: bool
    attachments: tuple[AttachmentShown, ...]


class PapersPage(Page):
    """Reports which paper to add a file to, and which attachment to take away."""

    add_wanted = Signal(str)
    remove_wanted = Signal(str)

    def __init__(self, look: Look, papers: Sequence[PaperShown], *, caption: str) -> None:
        count = sum(len(paper.attachments) for paper in papers)
        super().__init__(
            look,
            name="papers",
            heading=look.say("papers.title"),
            hint=look.say("papers.hint", count=count),
        )
        self.place = Place(caption, look.say("papers.caption"))
        self.footer = Footer(
            back=look.say("footer.back"),
            leave=look.say("footer.leave"),
            primary=look.say("papers.finish"),
        )
        columns = 1 if look.tokens.portrait else min(3, max(1, len(papers)))
        grid = QGridLayout()
        grid.setHorizontalSpacing(look.tokens.gutter)
        grid.setVerticalSpacing(look.tokens.space(20))
        for number, paper in enumerate(papers):
            grid.addWidget(self._card(paper), number // columns, number % columns)
        for column in range(columns):
            grid.setColumnStretch(column, 1)
        self.main.addLayout(grid)
        self.main.addStretch(1)

    def _card(self, paper: PaperShown) -> Panel:
        look = self.look
        panel = Panel(look.tokens, padding=28)
        panel.body.addWidget(TextLabel(look.tokens, paper.title, Role.STRONG))
        need = look.say("papers.needed" if paper.required else "papers.optional")
        detail = f"{need}. {paper.form}"
        panel.body.addWidget(TextLabel(look.tokens, detail, Role.CAPTION))
        for attachment in paper.attachments:
            panel.body.addLayout(self._attachment(attachment))
        panel.body.addStretch(1)
        if paper.attachments:
            pages = sum(attachment.pages for attachment in paper.attachments)
            words, tone = look.say("papers.kept", pages=pages), Tone.SUCCESS
        else:
            words = look.say("papers.missing")
            tone = Tone.WARNING if paper.required else Tone.INFO
        panel.body.addWidget(VerdictBar(look.tokens, words, tone))
        if not paper.full:
            add = PressButton(
                look.tokens,
                look.say("papers.add"),
                name=f"papers.add.{paper.id}",
                kind=Kind.SMALL,
                icon="plus",
            )
            add.tapped.connect(self._add)
            panel.body.addWidget(add)
        return panel

    def _attachment(self, attachment: AttachmentShown) -> QHBoxLayout:
        look = self.look
        row = QHBoxLayout()
        row.setSpacing(look.px(16))
        picture = QLabel()
        pixmap = QPixmap()
        pixmap.loadFromData(attachment.thumbnail, "PNG")
        size = look.px(140)
        picture.setPixmap(
            pixmap.scaled(
                size,
                size,
                Qt.AspectRatioMode.KeepAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )
        )
        picture.setAccessibleName(look.say("papers.kept", pages=attachment.pages))
        row.addWidget(picture)
        row.addStretch(1)
        remove = PressButton(
            look.tokens,
            look.say("papers.remove"),
            name=f"papers.remove.{attachment.id}",
            kind=Kind.SMALL,
            icon="trash-2",
        )
        remove.tapped.connect(self._remove)
        row.addWidget(remove)
        return row

    def _add(self) -> None:
        self.add_wanted.emit(self.sender().objectName().removeprefix("papers.add."))

    def _remove(self) -> None:
        self.remove_wanted.emit(self.sender().objectName().removeprefix("papers.remove."))
