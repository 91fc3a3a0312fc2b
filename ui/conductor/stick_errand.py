"""The way out on a stick: which one, what is written to it, and the receipts that come back."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal, Slot

from kiosk.domain.ports import QueueFailure
from kiosk.domain.staff import StickUnusable
from ui.conductor.desk_showing import desk_notice
from ui.screens.desk_stick import StickPage, StickShown
from ui.screens.notice import Way

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from uuid import UUID

    from kiosk.domain.staff import Exported, Imported, QueueHealth
    from ui.background import Background
    from ui.edges import Staff
    from ui.look import Look
    from ui.page import Page
    from ui.stage import Stage

T = TypeVar("T")

_log = logging.getLogger(__name__)


class StickErrand(QObject):
    """`done`: back to the list. `failed` brings what the queue could not do."""

    done = Signal()
    failed = Signal(object)

    def __init__(
        self, stage: Stage, background: Background, staff: Staff, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._stage = stage
        self._background = background
        self._staff = staff
        self._sticks: tuple[Path, ...] = ()
        self._chosen: int | None = None
        self._outgoing = 0
        self._unsealed = 0
        self._fault = ""

    @Slot()
    def begin(self) -> None:
        """Look what could be written, and what is plugged in."""
        self._fault = ""
        self._look_again()

    @Slot()
    def _look_again(self) -> None:
        self._background.watch(self._staff.queue.outgoing(), self._counted, self.failed.emit)

    def _counted(self, outgoing: tuple[UUID, ...]) -> None:
        self._outgoing = len(outgoing)
        self._background.watch(self._staff.queue.health(), self._weighed, self.failed.emit)

    def _weighed(self, health: QueueHealth) -> None:
        self._unsealed = health.unsealed
        self._background.run(self._staff.sticks, self._plugged_in, self._unusable)

    def _plugged_in(self, sticks: tuple[Path, ...]) -> None:
        former = self._sticks[self._chosen] if self._chosen is not None else None
        self._sticks = sticks
        if former in sticks:
            self._chosen = sticks.index(former)
        else:
            # Of several, staff must say which one they mean.
            self._chosen = 0 if len(sticks) == 1 else None
        self._stage.show(self._page)

    def _page(self, look: Look) -> Page:
        shown = StickShown(
            sticks=tuple(stick.name or str(stick) for stick in self._sticks),
            chosen=self._chosen,
            outgoing=self._outgoing,
            unsealed=self._unsealed,
            fault=_unusable_words(look, self._fault) if self._fault else "",
        )
        page = StickPage(look, shown)
        page.chosen.connect(self._choose)
        page.again.connect(self.begin)
        page.export_wanted.connect(self._export)
        page.import_wanted.connect(self._import)
        page.back.connect(self.done)
        return page

    @Slot(object)
    def _choose(self, place: int) -> None:
        self._chosen = place
        self._fault = ""
        self._stage.show(self._page)

    # --- there and back ---

    @Slot()
    def _export(self) -> None:
        export = self._staff.export
        self._work("stick.writing", export, self._exported)

    @Slot()
    def _import(self) -> None:
        import_receipts = self._staff.import_receipts
        self._work("stick.reading", import_receipts, self._imported)

    def _work(self, name: str, work: Callable[[Path], T], done: Callable[[T], None]) -> None:
        if self._chosen is None:
            return
        stick = self._sticks[self._chosen]
        self._fault = ""
        self._stage.show(
            lambda look: desk_notice(look, name, (look.say(f"{name}.text"),), (), waiting=True)
        )
        self._background.run(lambda: work(stick), done, self._unusable)

    def _unusable(self, failure: Exception) -> None:
        if isinstance(failure, QueueFailure):
            self.failed.emit(failure)
            return
        if not isinstance(failure, StickUnusable):
            raise failure
        _log.warning("a stick can't be used: %s", failure.reason)
        self._fault = failure.reason
        self._look_again()

    def _exported(self, exported: Exported) -> None:
        def lines(look: Look) -> tuple[str, ...]:
            say = look.say
            count, folder = exported.submissions, exported.folder.name
            written = say("stick.written.text", count=count, folder=folder)
            if not exported.left_out:
                return (written,)
            return written, say("stick.written.left", count=exported.left_out)

        self._tell("stick.written", lines)

    def _imported(self, imported: Imported) -> None:
        def lines(look: Look) -> tuple[str, ...]:
            told = tuple(
                look.say(f"stick.read.{what}", count=count)
                for what, count in (
                    ("delivered", imported.delivered),
                    ("refused", imported.refused),
                    ("known", imported.known),
                )
                if count
            )
            return told or (look.say("stick.read.nothing"),)

        self._tell("stick.read", lines)

    def _tell(self, name: str, lines: Callable[[Look], tuple[str, ...]]) -> None:
        def make(look: Look) -> Page:
            ways = (Way("back", look.say("desk.back")),)
            page = desk_notice(look, name, lines(look), ways, picture="circle-check")
            page.chosen.connect(lambda _meaning: self.done.emit())
            return page

        self._stage.show(make)


def _unusable_words(look: Look, reason: str) -> str:
    key = f"stick.unusable.{reason}"
    return look.say(key if key in look.texts else "stick.unusable.other")
