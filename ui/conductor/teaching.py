"""Leads through a guide of the packs: its cards, its quiz, and the card to take home."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from ui.conductor.slips import print_at_point
from ui.printing.qr import forget
from ui.printing.reminder import Reminder, reminder_drawing
from ui.screens.guide import CardShown, GuidePage
from ui.screens.quiz import QuestionShown, QuizPage
from ui.screens.reminder import ReminderPage, ReminderShown

if TYPE_CHECKING:
    from kiosk.packs.guides import Card, Guide
    from ui.conductor.scene import Scene
    from ui.look import Look
    from ui.page import Page


class Teaching(QObject):
    """One person's way through it; `left` wherever they have had enough.

    `example_wanted`: they would rather see how the machine is used.
    """

    left = Signal()
    example_wanted = Signal()

    def __init__(self, scene: Scene, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._scene = scene
        self._guide: Guide
        self._question = 0
        self._given: dict[str, str] = {}

    def begin(self, guide: Guide) -> None:
        """Show its first card."""
        self._guide = guide
        self._given = {}
        self._show_cards()

    # --- cards ---

    @Slot()
    def _show_cards(self) -> None:
        self._scene.stage.show(lambda look: self._cards(look, at_end=False))

    def _show_last_card(self) -> None:
        self._scene.stage.show(lambda look: self._cards(look, at_end=True))

    def _cards(self, look: Look, *, at_end: bool) -> Page:
        guide = self._guide
        page = GuidePage(
            look,
            [self._card(look, card) for card in (*guide.cards, *guide.cases)],
            heading=self._scene.said(look, guide.title),
            at_end=at_end,
        )
        page.left.connect(self.left)
        page.example_wanted.connect(self.example_wanted)
        page.finished.connect(self._first_question)
        return page

    def _card(self, look: Look, card: Card) -> CardShown:
        said = self._scene.said
        source = ""
        if card.source is not None:
            published = look.texts.date(card.source.published_on)
            source = look.say("guide.source", name=card.source.name, date=published)
        return CardShown(said(look, card.title), said(look, card.text), card.drawing, source)

    # --- quiz ---

    @Slot()
    def _first_question(self) -> None:
        self._ask(0)

    def _ask(self, number: int) -> None:
        self._question = number
        self._scene.stage.show(self._quiz)

    def _quiz(self, look: Look) -> Page:
        said, number = self._scene.said, self._question
        asked = self._guide.questions[number]
        page = QuizPage(
            look,
            QuestionShown(
                number=number + 1,
                count=len(self._guide.questions),
                question=said(look, asked.question),
                answers=tuple((name, said(look, words)) for name, words in asked.answers),
                right=asked.right,
                explanation=said(look, asked.explanation),
                given=self._given.get(asked.id),
            ),
        )
        page.answered.connect(self._answered)
        page.finished.connect(self._go_on)
        page.back.connect(self._go_back)
        page.left.connect(self.left)
        return page

    @Slot(str)
    def _answered(self, given: str) -> None:
        self._given[self._guide.questions[self._question].id] = given

    @Slot()
    def _go_on(self) -> None:
        if self._question + 1 < len(self._guide.questions):
            self._ask(self._question + 1)
        else:
            self._scene.stage.show(self._reminder_page)

    @Slot()
    def _go_back(self) -> None:
        if self._question:
            self._ask(self._question - 1)
        else:
            self._show_last_card()

    @Slot()
    def _last_question(self) -> None:
        self._ask(len(self._guide.questions) - 1)

    # --- what goes home ---

    def _reminder(self, look: Look) -> Reminder:
        said, guide, point = self._scene.said, self._guide, self._scene.settings.point
        calls = [(said(look, it.name), it.number) for it in guide.confirmed_hotlines]
        if point.phone:
            calls.append((point.name, point.phone))
        return Reminder(
            point=point.name,
            commune=point.address,
            headline=said(look, guide.headline),
            lines=tuple(said(look, line) for line in guide.reminder),
            calls=tuple(calls),
            checked_on=guide.checked_on,
        )

    def _reminder_page(self, look: Look) -> Page:
        reminder = self._reminder(look)
        calls = tuple(
            look.say("guide.call", name=name, number=number) for name, number in reminder.calls
        )
        text = "\n".join([reminder.headline, *reminder.lines, *calls])
        page = ReminderPage(look, ReminderShown(reminder.headline, reminder.lines, calls, text))
        page.print_wanted.connect(self._print)
        page.back.connect(self._last_question)
        page.finished.connect(self.left)
        return page

    @Slot()
    def _print(self) -> None:
        look = self._scene.stage.look
        wrong = print_at_point(
            self._scene.settings, reminder_drawing(self._reminder(look), look.texts), self._guide.id
        )
        page = self._scene.stage.frame.page
        if not isinstance(page, ReminderPage):
            return
        if wrong is None:
            page.show_printed()
        else:
            page.show_print_failed()
            forget()
