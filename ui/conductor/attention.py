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

_RESTING: Final = frozenset({"home", "idle", "sending"})
_PUBLIC: Final = frozenset(
    {
        "guide",
        "how_to_use",
        "who_presses",
        "find",
        "procedures",
        "search",
        "suitability",
        "not_suitable",
        "bring",
        "slip_entry",
        "wiped",
    }
)
_WAITING: Final = frozenset({"identity", "code_entry"})
_CONFIRMATION: Final = frozenset({"outcome", "progress"})


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
        self.watch.gone.connect(conductor.gone)
        stage.shown.connect(self._shown)

    @Slot(object)
    def _shown(self, page: Page) -> None:
        if page.objectName() != "idle":
            self.watch.expect(self._patience(page.objectName()))

    def _patience(self, name: str) -> Patience | None:
        if name in _RESTING:
            return None
        if name in _PUBLIC:
            return self._times.public
        if name in _WAITING:
            return self._times.waiting
        return self._times.confirmation if name in _CONFIRMATION else self._times.personal

    @Slot(int)
    def _warn(self, left: int) -> None:
        self._left = self._whole = left
        if self._stage.frame.page is not None:
            self._place = self._stage.frame.page.place
        self._stage.cover(self._page)

    def _page(self, look: Look) -> Page:
        from ui.screens.idle import IdlePage, IdleShown, Then  # noqa: PLC0415 — not at the start

        place = self._place
        then = Then.WIPED if self._conductor.has_person else Then.HOME
        if self._conductor.walk is not None:
            then = Then.KEPT
        page = IdlePage(look, IdleShown(self._whole, then, place.caption, place.progress))
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
    def _put_aside(self) -> None:
        self._stage.drop_covered()
        self._conductor.put_aside()
