"""The papers of a dossier: which are needed, which are there, and a way to add one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.components.panel import Panel, VerdictBar
from ui.components.press_button import Kind, PressButton
from ui.components.text_label import TextLabel
from ui.components.tones import Tone
from ui.page import Footer, Page, Place
from ui.screens.notice import NoticePage
from ui.screens.thumbnail import Thumbnail
from ui.theme.text_layout import longest_word
from ui.theme.tokens import Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ui.look import Look
    from ui.speech.script import Utterance

KEEPING = "keeping"
"""The name of the page that is there while papers are kept."""

_ADD = "papers.add."
_REMOVE = "papers.remove."
# The widest word of a button of which three stand beside one another.
_WORD = 62


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
        hint = look.say("papers.hint", count=count) if count else look.say("papers.hint.none")
        super().__init__(look, name="papers", heading=look.say("papers.title"), hint=hint)
        tokens = look.tokens
        self._papers = papers
        self.place = Place(caption, look.say("papers.caption"))
        self.footer = Footer(
            back=look.say("footer.back"),
            leave=look.say("footer.leave"),
            primary=look.say("papers.finish"),
        )
        columns = 1 if tokens.portrait else 2 if tokens.large else 3
        grid = QGridLayout()
        grid.setHorizontalSpacing(tokens.gutter)
        grid.setVerticalSpacing(tokens.space(24))
        for number, paper in enumerate(papers):
            grid.addWidget(self._card(paper), number // columns, number % columns)
        for column in range(len(papers), columns):
            grid.addWidget(QWidget(), 0, column)
        for column in range(columns):
            grid.setColumnStretch(column, 1)
        self.main.addLayout(grid)
        self.main.addStretch(1)

    def script(self) -> tuple[Utterance, ...]:
        """Each paper with how it stands, without the buttons under it."""
        say = self.look.say
        script: list[Utterance] = [self.heading, self._hint.words]
        for paper in self._papers:
            pages = sum(attachment.pages for attachment in paper.attachments)
            kept = say("papers.kept", pages=pages) if pages else say("papers.missing")
            need = say("papers.needed" if paper.required else "papers.optional")
            script += [paper.title, need, kept]
        return (*script, say("speech.primary", button=say("papers.finish")))

    def _card(self, paper: PaperShown) -> Panel:
        look = self.look
        tokens = look.tokens
        panel = Panel(tokens, padding=28)
        # As wide as its neighbours, whatever its words would like.
        panel.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        words = QVBoxLayout()
        words.setSpacing(tokens.px(2))
        words.addWidget(TextLabel(tokens, paper.title, Role.H3))
        need = look.say("papers.needed" if paper.required else "papers.optional")
        words.addWidget(TextLabel(tokens, f"{need}. {paper.form}", Role.CAPTION))
        panel.body.addLayout(words)
        panel.body.addLayout(self._pictures(paper))
        panel.body.addStretch(1)
        if paper.attachments:
            pages = sum(attachment.pages for attachment in paper.attachments)
            verdict, tone = look.say("papers.kept", pages=pages), Tone.SUCCESS
        else:
            verdict = look.say("papers.missing")
            tone = Tone.WARNING if paper.required else Tone.INFO
        panel.body.addWidget(VerdictBar(tokens, verdict, tone))
        if not paper.full:
            words_of_button = look.say("papers.add")
            add = PressButton(
                tokens,
                words_of_button,
                name=f"{_ADD}{paper.id}",
                kind=Kind.SMALL,
                icon="plus",
                spoken=f"{words_of_button}: {paper.title}",
            )
            add.tapped.connect(self._add)
            panel.body.addWidget(add)
        return panel

    def _pictures(self, paper: PaperShown) -> QGridLayout:
        """Small pictures beside one another, each over the button that takes it away."""
        look = self.look
        tokens = look.tokens
        grid = QGridLayout()
        grid.setHorizontalSpacing(look.px(20))
        grid.setVerticalSpacing(max(look.px(12), tokens.space(16)))
        across = 2 if tokens.large or tokens.narrow else 3
        if longest_word(look.say("papers.remove"), tokens.font(Role.STRONG)) > look.px(_WORD):
            across -= 1
        if not paper.attachments:
            grid.addWidget(Thumbnail(tokens, empty=True), 0, 0)
        for number, attachment in enumerate(paper.attachments):
            both = QVBoxLayout()
            both.setSpacing(look.px(12))
            pages = ""
            if attachment.pages > 1:
                pages = look.say("papers.pages", pages=attachment.pages)
            picture = Thumbnail(tokens, attachment.thumbnail, pages=pages)
            both.addWidget(picture, 0, Qt.AlignmentFlag.AlignLeft)
            remove = PressButton(
                tokens,
                look.say("papers.remove"),
                name=f"{_REMOVE}{attachment.id}",
                kind=Kind.SMALL,
                icon="trash-2",
                spoken=look.say("papers.remove.spoken", paper=paper.title),
            )
            remove.tapped.connect(self._remove)
            both.addWidget(remove, 0, Qt.AlignmentFlag.AlignLeft)
            grid.addLayout(both, number // across, number % across)
        grid.setColumnStretch(across, 1)
        return grid

    @Slot()
    def _add(self) -> None:
        self.add_wanted.emit(self.sender().objectName().removeprefix(_ADD))

    @Slot()
    def _remove(self) -> None:
        self.remove_wanted.emit(self.sender().objectName().removeprefix(_REMOVE))


def keeping_page(look: Look) -> NoticePage:
    """What was chosen is made ready and kept: for a moment there is nothing to press."""
    page = NoticePage(
        look,
        name=KEEPING,
        title=look.say("papers.keeping"),
        lines=(look.say("papers.keeping.text"),),
        ways=(),
        waiting=True,
    )
    page.place = Place(look.say("papers.caption"))
    return page
