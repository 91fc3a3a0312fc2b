"""How long each page waits for a touch, and what happens when nobody is there any more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal, Slot

from ui.idle import IdleWatch
from ui.page import Place

if TYPE_CHECKING:
    from kiosk.settings import IdleTimes, Patience
    from ui.conductor.conductor import Conductor
    from ui.look import Look
    from ui.page import Page
    from ui.stage import Stage

# By the kind of page, which is what stands before the dot of its name; all others show
# somebody's answers.
_RESTING: Final = frozenset({"home", "idle", "sending", "wait"})
_PUBLIC: Final = frozenset(
    {
        "guide",
        "how_to_use",
        "more_ways",
        "who_presses",
        "find",
        "procedures",
        "search",
        "suitability",
        "not_suitable",
        "bring",
        "slip_entry",
        "wiped",
        "pin",
        "checkup",
    }
)
_DESK: Final = "desk"
_WAITING: Final = frozenset({"identity", "code_entry", "from_phone"})
_CONFIRMATION: Final = frozenset({"outcome", "progress", "afterwards"})


class Attention(QObject):
    """Ties the idle watch to the stage and to the conductor."""

    _counted = Signal(int)

    def __init__(self, stage: Stage, conductor: Conductor, times: IdleTimes) -> None:
        super().__init__(stage)
        self._stage = stage
        self._conductor = conductor
        self._times = times
        self._left = 0
        self._whole = 0
        self._place = Place()
        self.watch = IdleWatch(self)
        self.watch.warned.connect(self._warn)
        self.watch.counted.connect(self._count)
        stage.frame.missed.connect(self._missed)
        self.watch.gone.connect(conductor.gone)
        stage.shown.connect(self._shown)

    @Slot(object)
    def _shown(self, page: Page) -> None:
        kind = page.objectName().partition(".")[0]
        if kind != "idle":
            self.watch.expect(self._patience(kind))

    def _patience(self, kind: str) -> Patience | None:
        if kind in _RESTING:
            return None
        if kind in _PUBLIC:
            return self._times.public
        if kind in _WAITING:
            return self._times.waiting
        if kind == _DESK:
            return self._times.desk
        return self._times.confirmation if kind in _CONFIRMATION else self._times.personal

    @Slot(int)
    def _warn(self, left: int) -> None:
        self._left = self._whole = left
        if self._stage.frame.page is not None:
            self._place = self._stage.frame.page.place
        self._stage.cover(self._page)

    def _page(self, look: Look) -> Page:
        from ui.screens.idle import IdlePage, IdleShown  # noqa: PLC0415 — not at the start

        place = self._place
        shown = IdleShown(self._whole, self._conductor.then, place.caption, place.progress)
        page = IdlePage(look, shown)
        page.show_left(self._left)
        self._counted.connect(page.show_left)
        page.stayed.connect(self._stay)
        page.save_wanted.connect(self._put_aside)
        page.wipe_wanted.connect(self._conductor.erase)
        return page

    @Slot(int)
    def _count(self, left: int) -> None:
        self._left = left
        self._counted.emit(left)

    @Slot()
    def _stay(self) -> None:
        self._stage.uncover()

    @Slot()
    def _missed(self) -> None:
        """While the page that warns is shown, a touch beside everything means that one stays."""
        if self._stage.shows("idle"):
            self._stay()

    @Slot()
    def _put_aside(self) -> None:
        self._stage.drop_covered()
        self._conductor.put_aside()
