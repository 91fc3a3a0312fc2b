"""From a need to a procedure that can be done here, and what to bring for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from kiosk.domain.submission import Kind
from ui.screens.bring import BringPage, PaperToBring, ProcedureShown
from ui.screens.find import Choice, FindPage, ProceduresPage, SearchPage
from ui.screens.notice import NoticePage, Way
from ui.screens.suitability import SuitabilityPage

if TYPE_CHECKING:
    from kiosk.domain.procedure import Procedure
    from ui.conductor.scene import Scene
    from ui.look import Look
    from ui.page import Page


def not_suitable_page(look: Look, title: str, text: str) -> NoticePage:
    """What the person's answer means for them, in words of the pack."""
    return NoticePage(
        look,
        name="not_suitable",
        title=title,
        lines=(text,),
        ways=(
            Way("elsewhere", look.say("suitability.stop")),
            Way("anyway", look.say("suitability.anyway")),
        ),
    )


class Finding(QObject):
    """Reports `chosen` with a Procedure, once the person knows that it can be done here."""

    chosen = Signal(object)
    back = Signal()
    left = Signal()

    def __init__(self, scene: Scene, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._scene = scene
        self._event = ""
        self._procedure: Procedure | None = None
        self._question = 0

    # --- which one ---

    @Slot()
    def find(self) -> None:
        """Ask what the person needs."""
        self._scene.stage.show(self._events)

    def _events(self, look: Look) -> Page:
        packs = self._scene.edges.library.packs
        events = [
            Choice(event.id, self._scene.said(look, event.title), "", event.icon)
            for event in packs.life_events
            if packs.of_life_event(event.id)
        ]
        page = FindPage(look, events, checked_on=self._checked_on(look, packs.procedures))
        page.event_chosen.connect(self._event_chosen)
        page.search_wanted.connect(self._search)
        page.back.connect(self.back)
        return page

    def _checked_on(self, look: Look, procedures: tuple[Procedure, ...]) -> str:
        if not procedures:
            return ""
        oldest = min(procedure.source.checked_on for procedure in procedures)
        return look.say("find.pack_date", date=look.texts.date(oldest))

    @Slot(str)
    def _event_chosen(self, event: str) -> None:
        self._event = event
        procedures = self._scene.edges.library.packs.of_life_event(event)
        if len(procedures) == 1:
            self.consider(procedures[0])
        else:
            self._scene.stage.show(self._of_event)

    def _of_event(self, look: Look) -> Page:
        packs = self._scene.edges.library.packs
        title = next(it.title for it in packs.life_events if it.id == self._event)
        page = ProceduresPage(
            look,
            heading=look.say("find.event_title", event=self._scene.said(look, title)),
            procedures=self._choices(look, packs.of_life_event(self._event)),
            nothing=look.say("find.empty_event", phone=self._scene.phone),
        )
        page.procedure_chosen.connect(self._procedure_chosen)
        page.back.connect(self.find)
        return page

    def _choices(self, look: Look, procedures: tuple[Procedure, ...]) -> list[Choice]:
        return [
            Choice(
                procedure.code,
                self._scene.said(look, procedure.title),
                look.say(f"find.level.{procedure.level}"),
            )
            for procedure in procedures
            if procedure.kind is Kind.DOSSIER
        ]

    @Slot()
    def _search(self) -> None:
        self._scene.stage.show(self._search_page)

    def _search_page(self, look: Look) -> Page:
        page = SearchPage(look, self._scene.session.habits)
        page.searched.connect(self._searched)
        page.procedure_chosen.connect(self._procedure_chosen)
        page.back.connect(self.find)
        return page

    @Slot(str)
    def _searched(self, words: str) -> None:
        page = self._scene.stage.frame.page
        if not isinstance(page, SearchPage):
            return
        packs = self._scene.edges.library.packs
        found = self._choices(page.look, packs.search(words))
        nothing = ""
        if words.strip() and not found:
            nothing = page.look.say("find.none", phone=self._scene.phone)
            found = self._choices(page.look, packs.procedures)[:3]
        page.show_found(found, nothing)

    @Slot(str)
    def _procedure_chosen(self, code: str) -> None:
        procedure = self._scene.edges.library.packs.procedure(code)
        if procedure is not None:
            self.consider(procedure)

    # --- can it be done here ---

    def consider(self, procedure: Procedure) -> None:
        """Ask whether it can be done here, then show what to bring."""
        self._procedure = procedure
        self._question = 0
        self._ask()

    def _ask(self) -> None:
        procedure = self._procedure
        if procedure is None:
            return
        if self._question < len(procedure.suitability):
            self._scene.stage.show(lambda look: self._suitability(look, procedure))
        else:
            self._scene.stage.show(lambda look: self._bring(look, procedure))

    def _suitability(self, look: Look, procedure: Procedure) -> Page:
        asked = procedure.suitability[self._question]
        page = SuitabilityPage(
            look,
            caption=self._scene.said(look, procedure.short_title),
            question=self._scene.said(look, asked.question),
            hint=self._scene.said(look, asked.hint),
        )
        page.answered.connect(self._suits)
        page.back.connect(self._back)
        return page

    @Slot(bool)
    def _suits(self, answer: bool) -> None:  # noqa: FBT001 — what a signal brings
        procedure = self._procedure
        if procedure is None:
            return
        if answer == procedure.suitability[self._question].proceed_with:
            self._question += 1
            self._ask()
        else:
            self._scene.stage.show(lambda look: self._otherwise(look, procedure))

    def _otherwise(self, look: Look, procedure: Procedure) -> Page:
        asked = procedure.suitability[self._question]
        title = self._scene.said(look, asked.otherwise_title)
        page = not_suitable_page(look, title, self._scene.said(look, asked.otherwise))
        page.chosen.connect(self._otherwise_chosen)
        return page

    @Slot(str)
    def _otherwise_chosen(self, meaning: str) -> None:
        if meaning == "elsewhere":
            self.left.emit()
            return
        self._question += 1
        self._ask()

    def _bring(self, look: Look, procedure: Procedure) -> Page:
        said = self._scene.said
        shown = ProcedureShown(
            title=said(look, procedure.short_title),
            cost=said(look, procedure.cost),
            duration=said(look, procedure.duration),
            who=said(look, procedure.who),
            papers=tuple(
                PaperToBring(
                    said(look, paper.title),
                    said(look, paper.form),
                    always=paper.required and paper.when is None,
                )
                for paper in procedure.papers
            ),
            checked_on=self._checked_on(look, (procedure,)),
        )
        page = BringPage(look, shown)
        page.primary.connect(self._begin)
        page.back.connect(self._back)
        return page

    @Slot()
    def _begin(self) -> None:
        self.chosen.emit(self._procedure)

    @Slot()
    def _back(self) -> None:
        if self._question > 0:
            self._question -= 1
            self._ask()
        elif self._procedure is not None and self._procedure.kind is Kind.ACCOUNT:
            self.back.emit()
        else:
            self.find()
