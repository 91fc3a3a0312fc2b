"""The invented person at the screen: what they do on each page that they come to."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Slot
from PySide6.QtTest import QTest

from ui.components.code_cells import CodeLabel
from ui.components.pressing import GUARD_SUBMIT_MS
from ui.components.text_label import TextLabel
from ui.screens.papers import KEEPING
from ui.screens.reuse import ReusePage
from ui.tour.answering import Answering
from ui.tour.finger import NotThere
from ui.tour.sample_papers import make_paper

if TYPE_CHECKING:
    from collections.abc import Callable

    from ui.application import Program
    from ui.page import Page
    from ui.tour.finger import Finger
    from ui.tour.story import Story

_SIX_DIGITS: Final = re.compile(r"\b\d{6}\b")
_MOST_FILES: Final = 50
_BUSY: Final = frozenset({"sending", KEEPING})
"""Pages on which there is nothing to do but to wait."""


class Visitor(QObject):
    """Goes from page to page as the story has it, until `ended`.

    What a page of its own means (`on_<page>`) and where a visit ends is a subclass's to say.
    """

    def __init__(self, program: Program, finger: Finger, story: Story) -> None:
        super().__init__(program)
        self.program = program
        self.finger = finger
        self.story = story
        self.ended = False
        self.answering = Answering(finger, story.answers, program.frame, self.seen)
        self._suits = list(story.suits)
        self._to_pick = ""
        self._shown = 0
        program.stage.shown.connect(self._page_shown)

    def visit(self) -> None:
        """Go from page to page until the visit has ended. Raises NotThere."""
        while not self.ended:
            self._next_page()

    def seen(self, name: str) -> None:
        """A page was come to and is not touched yet."""

    def scan(self, text: str) -> None:
        """Hold a code to the scanner: as keys, where no other line is."""
        self.finger.pause()
        for character in text + "\r":
            self.finger.press_key(character)

    # --- from page to page ---

    def _next_page(self) -> None:
        seen = self._shown
        name = self.page_name()
        if name in _BUSY:
            self.finger.wait_for(lambda: self._shown > seen, f"the page after {name}")
            return
        self.finger.rest()
        if self._shown > seen:
            return
        self.seen(name)
        self._act(name)
        if not self.ended:
            self.finger.wait_for(lambda: self._shown > seen, f"the page after {name}")

    def _act(self, name: str) -> None:
        kind, _, rest = name.partition(".")
        if kind == "question":
            self.on_question(rest)
            return
        action: Callable[[], None] | None = getattr(self, f"on_{kind}", None)
        if action is None:
            raise NotThere(f"the visitor does not know the page {name}")
        action()

    # --- pages ---

    def on_how_to_use(self) -> None:
        """Everything can be read as it is."""
        self.finger.tap("footer.primary")

    def on_who_presses(self) -> None:
        """The one who sits here."""
        self.finger.tap(f"who_presses.{self.story.helped}")

    def on_helper_choice(self) -> None:
        """The first of those who are here."""
        self.finger.tap("helper_choice.0")

    def on_help_reason(self) -> None:
        """Never typed before."""
        self.finger.tap("help_reason.typing")

    def on_suitability(self) -> None:
        """The story's next answer."""
        self.finger.tap("suitability.yes" if self._suits.pop(0) else "suitability.no")

    def on_bring(self) -> None:
        """It is all in the bag."""
        self.finger.tap("footer.primary")

    def on_consent(self) -> None:
        """Agree to what the story agrees to."""
        for purpose in self.story.agrees:
            self.finger.tap(f"consent.{purpose}.yes")
        self.finger.tap("footer.primary")

    def on_identity(self) -> None:
        """The card, or the way without it."""
        if self.story.card is not None:
            self.scan(self.story.card)
        else:
            self.finger.tap("identity.by_hand")

    def on_confirm_person(self) -> None:
        """It is me, and I live in this commune."""
        place = f"confirm.place.{self.story.commune}"
        if self.finger.find(place) is not None:
            self.finger.tap(place)
        self.finger.tap("footer.primary")

    def on_find(self) -> None:
        """The life event."""
        self.finger.tap(f"find.event.{self.story.event}")

    def on_procedures(self) -> None:
        """The procedure."""
        self.finger.tap(f"find.procedure.{self.story.procedure}")

    def on_task_list(self) -> None:
        """What comes next."""
        self.finger.tap("footer.primary")

    def on_question(self, step: str) -> None:
        """The card of whom it is about, where it is here and says something new; else answer."""
        person = step.partition("-")[0]
        card = self.story.cards.get(person)
        scans = card is not None and self.finger.find(f"scan.{person}") is not None
        if card is None or not scans or self.answering.is_answered():
            self.answering.answer()
            return
        self.finger.tap(f"scan.{person}")
        self.finger.wait_for(lambda: self.page_name() == "identity", "identity")
        self.seen("identity")
        self.scan(card)
        self.finger.wait_for(lambda: self.page_name() != "identity", "the card's answers")

    def on_reuse(self) -> None:
        """What says just what the story does; else the question itself."""
        page = self.page()
        told = self.story.answers.items()
        fits = [
            number
            for number, one in enumerate(page.shown if isinstance(page, ReusePage) else ())
            if all(it in told for it in one.answers.items())
        ]
        self.finger.tap(f"reuse.{fits[0]}" if fits else "reuse.other")

    def on_doubt(self) -> None:
        """It is right as it was said."""
        self.finger.tap("footer.back")

    def on_papers(self) -> None:
        """Add what is asked and not there yet."""
        for paper, file in self.story.papers.items():
            wanted = self.finger.find(f"papers.add.{paper}") is not None
            if wanted and paper not in self._attached():
                self._to_pick = file
                self.finger.tap(f"papers.add.{paper}")
                return
        self.finger.tap("footer.primary")

    def on_paper_ways(self) -> None:
        """It lies on the stick."""
        self.finger.tap("ways.stick")

    def on_pick_file(self) -> None:
        """The file of that name."""
        self.finger.wait_for(lambda: self._row_of(self._to_pick) is not None, self._to_pick)
        row = self._row_of(self._to_pick)
        if row is not None:
            self.finger.tap(row)

    def on_fee(self) -> None:
        """It has been read."""
        self.finger.tap("footer.primary")

    def on_check_answers(self) -> None:
        """One part after another; each stands on the same page."""
        place = self.page().place
        self.finger.tap("footer.primary")
        QTest.qWait(30)
        if self.page_name() == "check_answers" and self.page().place != place:
            self._shown += 1

    def on_submit(self) -> None:
        """Send it."""
        self.finger.tap("footer.primary")
        self.finger.rest(GUARD_SUBMIT_MS)

    def on_code_entry(self) -> None:
        """Read the code off the practice phone."""
        words = " ".join(label.words for label in self.page().findChildren(TextLabel))
        code = _SIX_DIGITS.search(words)
        if code is None:
            raise NotThere("the practice phone shows no code")
        self.finger.type_digits(code.group())
        if self.page_name() == "code_entry":
            self.finger.tap("footer.primary")

    # --- what pages share ---

    def page(self) -> Page:
        """The page on the window."""
        page = self.program.frame.page
        if page is None:
            raise NotThere("there is no page")
        return page

    def page_name(self) -> str:
        """What it is called."""
        return self.page().objectName()

    def code(self, name: str) -> str:
        """The code in the label of that name; empty where there is none."""
        label = self.program.frame.findChild(CodeLabel, name)
        return label.code if label is not None else ""

    def make_papers(self) -> dict[str, str]:
        """Put the story's papers on the stick; SHA-256 of each by file name."""
        folder = self.program.settings.media[0]
        files = set(self.story.papers.values())
        return {it: make_paper(folder / it) for it in sorted(files) if not (folder / it).exists()}

    def _attached(self) -> set[str]:
        walk = self.program.conductor.walk
        return {it.paper for it in walk.journey.attachments} if walk else set()

    def _row_of(self, file: str) -> str | None:
        for place in range(_MOST_FILES):
            row = self.finger.find(f"pick.{place}")
            if row is not None and file in row.accessibleName():
                return f"pick.{place}"
        return None

    @Slot(object)
    def _page_shown(self, _page: Page) -> None:
        self._shown += 1
