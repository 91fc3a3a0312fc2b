"""Takes pictures from a person's own phone: shows the code, fetches what comes, and ends it all."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from kiosk.domain.ports import (
    LONGEST_TITLE,
    MOST_HANDED,
    MOST_HANDED_BYTES,
    HandedPictureUnreadable,
    HandOffEnded,
    HandOffState,
    HandOffWanted,
    PaperUnusable,
    PortalFailure,
    PortalUnreachable,
    ReadPaper,
)
from ui.background import ignore
from ui.printing.qr import forget
from ui.screens.from_phone import FromPhonePage, FromPhoneShown, HandOffShown

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from kiosk.domain.ports import HandOff, HandOffs, HandOffStanding
    from kiosk.domain.procedure import Paper, Words
    from ui.conductor.scene import Scene
    from ui.edges import Papers
    from ui.look import Look
    from ui.page import Page

ASK_MS: Final = 2000
_LOST_MS: Final = 5000
_SECOND_MS: Final = 1000
_MEGABYTE: Final = 1024 * 1024
_PICTURES: Final = ("image/jpeg", "image/png")
_NAME: Final = "from_phone"

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Way:
    """One code: `over` once nobody wants what comes through it any more.

    `asking` says that an answer is awaited, `lost` that there was none the last time.
    """

    hand_off: HandOff | None = None
    over: bool = False
    asking: bool = False
    lost: bool = False
    known: dict[int, ReadPaper | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Heard:
    """What one question brought: how it stands, and the first picture that was new.

    `picture` is what was found in it, or the key of why it can't be used.
    """

    standing: HandOffStanding
    number: int = 0
    picture: ReadPaper | str | None = None
    more: bool = False


def can_come(paper: Paper) -> bool:
    """Whether a phone may send what this paper takes."""
    return any(kind in _PICTURES for kind in paper.media_types)


class FromPhone(QObject):
    """Leads one paper's pictures from a phone. Nothing is kept before the person wants them.

    `taken` brings a tuple of ReadPaper; `back`: the person wants none. As soon as another page is
    shown for good, whoever showed it, the portal is told to erase everything.
    """

    taken = Signal(object)
    back = Signal()

    def __init__(self, scene: Scene, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._scene = scene
        self._title: Words
        self._wanted: HandOffWanted
        self._caption: Words | None = None
        self._way = _Way(over=True)
        self._state = HandOffShown.BEGINNING
        self._pictures: list[ReadPaper] = []
        self._fault = ""
        self._until = 0.0
        self._ask_again = QTimer(self)
        self._ask_again.setSingleShot(True)
        self._ask_again.timeout.connect(self._ask)
        self._seconds = QTimer(self)
        self._seconds.setInterval(_SECOND_MS)
        self._seconds.timeout.connect(self._count)
        scene.stage.shown.connect(self._shown)

    @property
    def _hand_offs(self) -> HandOffs:
        return self._scene.edges.phone.hand_offs

    @property
    def _thread(self) -> Executor:
        return self._scene.edges.phone.thread

    def open(self, paper: Paper, *, room: int, caption: Words) -> None:
        """Show a code for this paper, of which `room` more pictures may come."""
        look = self._scene.stage.look
        self._title, self._caption = paper.title, caption
        self._wanted = HandOffWanted(
            self._scene.said(look, paper.title)[:LONGEST_TITLE],
            look.texts.language,
            tuple(kind for kind in _PICTURES if kind in paper.media_types),
            min(room, MOST_HANDED),
            min(paper.most_bytes, MOST_HANDED_BYTES),
        )
        self._pictures = []
        self._begin()

    # --- beginning and ending

    @Slot()
    def _begin(self) -> None:
        """Have a new code; what came through the last one stays."""
        self._close()
        self._fault = ""
        self._way = way = _Way()
        self._show(HandOffShown.BEGINNING)
        wanted = self._still_wanted()
        hand_offs = self._hand_offs

        def work() -> HandOff:
            hand_off = hand_offs.begin_hand_off(wanted)
            if way.over:  # nobody is there any more to hear of it
                hand_offs.end_hand_off(hand_off)
            return hand_off

        self._scene.background.watch(
            self._thread.submit(work),
            lambda hand_off: self._begun(way, hand_off),
            lambda failure: self._not_begun(way, failure),
            wanted=lambda: not way.over,
            named=(PortalFailure,),
        )

    def _still_wanted(self) -> HandOffWanted:
        """As many pictures as there is still room for."""
        wanted = self._wanted
        return wanted._replace(most_files=wanted.most_files - len(self._pictures))

    def _begun(self, way: _Way, hand_off: HandOff) -> None:
        way.hand_off = hand_off
        self._until = self._scene.opening.clock.monotonic() + hand_off.seconds
        self._show(HandOffShown.WAITING)

    def _not_begun(self, way: _Way, failure: Exception) -> None:
        way.over = True
        self._show(HandOffShown.FAILED)
        if not isinstance(failure, PortalFailure):
            raise failure

    def _close(self) -> None:
        """Have the portal erase everything, as well as it can be reached; it ends by itself too."""
        self._ask_again.stop()
        self._seconds.stop()
        way, self._way = self._way, _Way(over=True)
        if way.over:
            return
        way.over = True
        forget()
        hand_off, hand_offs = way.hand_off, self._hand_offs
        if hand_off is not None:
            ended = self._thread.submit(hand_offs.end_hand_off, hand_off)
            self._scene.background.watch(ended, ignore, _not_ended)

    @Slot()
    def _shown(self) -> None:
        """Another page is there: for a moment over this one, or instead of it."""
        if self._way.over:
            return
        if self._scene.stage.shows(_NAME):
            if self._way.hand_off is not None:
                self._seconds.start()
                if not self._way.asking and not self._ask_again.isActive():
                    self._ask_again.start(0)
            return
        self._ask_again.stop()
        self._seconds.stop()
        if not self._scene.stage.covered:
            self._close()

    # --- asking

    @Slot()
    def _ask(self) -> None:
        way, hand_off = self._way, self._way.hand_off
        if way.over or hand_off is None or way.asking:
            return
        way.asking = True
        known = frozenset(way.known)
        hand_offs, papers = self._hand_offs, self._scene.edges.papers
        self._scene.background.watch(
            self._thread.submit(_heard, hand_offs, papers, hand_off, known),
            lambda heard: self._heard(way, heard),
            lambda failure: self._not_heard(way, failure),
            wanted=lambda: not way.over,
            named=(PortalFailure,),
        )

    def _heard(self, way: _Way, heard: _Heard) -> None:
        way.asking = False
        changed, way.lost = way.lost, False
        if heard.number:
            changed = True
            self._take(way, heard)
        state = HandOffShown.OVER
        if heard.standing.state is not HandOffState.ENDED:
            joined = heard.standing.state is HandOffState.JOINED
            state = HandOffShown.JOINED if joined else HandOffShown.WAITING
            self._until = self._scene.opening.clock.monotonic() + heard.standing.seconds
        self._go_on(state, 0 if heard.more else ASK_MS, changed=changed)

    def _take(self, way: _Way, heard: _Heard) -> None:
        if isinstance(heard.picture, ReadPaper):
            way.known[heard.number] = heard.picture
            self._pictures.append(heard.picture)
            self._fault = ""
        else:
            way.known[heard.number] = None
            self._fault = heard.picture or ""

    def _not_heard(self, way: _Way, failure: Exception) -> None:
        way.asking = False
        if not isinstance(failure, PortalFailure):
            raise failure
        if isinstance(failure, PortalUnreachable):
            changed, way.lost = not way.lost, True
            wait = max(_LOST_MS, round(1000 * (failure.retry_after or 0)))
            self._go_on(self._state, wait, changed=changed)
        else:
            self._go_on(HandOffShown.OVER, 0, changed=True)

    def _go_on(self, state: HandOffShown, wait_ms: int, *, changed: bool) -> None:
        """Show what has changed, and ask again unless it is over or another page lies over it."""
        if state is HandOffShown.OVER:
            self._over()
            return
        if changed or state is not self._state:
            self._show(state)
        if not self._way.over and not self._scene.stage.covered:
            self._ask_again.start(wait_ms)

    def _over(self) -> None:
        self._close()
        self._show(HandOffShown.OVER)

    @Slot()
    def _count(self) -> None:
        """A second has passed."""
        left = self._until - self._scene.opening.clock.monotonic()
        page = self._scene.stage.frame.page
        if left <= 0:
            self._over()
        elif isinstance(page, FromPhonePage):
            page.show_left(left)

    # --- the page

    def _show(self, state: HandOffShown) -> None:
        self._state = state
        self._scene.stage.show(self._page)

    def _page(self, look: Look) -> Page:
        hand_off = self._way.hand_off
        say = self._scene.said
        page = FromPhonePage(
            look,
            FromPhoneShown(
                caption=say(look, self._caption),
                paper=say(look, self._title),
                state=self._state,
                address=hand_off.address if hand_off is not None else "",
                seconds=hand_off.seconds if hand_off is not None else 0.0,
                pictures=tuple(it.thumbnail for it in self._pictures),
                full=len(self._pictures) >= self._wanted.most_files,
                lost=self._way.lost,
                fault=look.say(self._fault, size=self._wanted.most_bytes // _MEGABYTE)
                if self._fault
                else "",
                practice=self._scene.edges.phone.practise is not None,
            ),
        )
        if hand_off is not None:
            page.show_left(self._until - self._scene.opening.clock.monotonic())
        page.used.connect(self._use)
        page.new_wanted.connect(self._begin)
        page.practice_wanted.connect(self._practise)
        page.back.connect(self._discard)
        return page

    @Slot()
    def _use(self) -> None:
        pictures, self._pictures = tuple(self._pictures), []
        if pictures:
            self._close()
            self.taken.emit(pictures)

    @Slot()
    def _discard(self) -> None:
        self._pictures = []
        self._close()
        self.back.emit()

    @Slot()
    def _practise(self) -> None:
        """In a demonstration: open the address here, as a phone would."""
        hand_off, practise = self._way.hand_off, self._scene.edges.phone.practise
        if hand_off is not None and practise is not None:
            address = hand_off.address
            self._scene.background.run(lambda: practise(address), ignore, _not_opened)


def _heard(hand_offs: HandOffs, papers: Papers, hand_off: HandOff, known: frozenset[int]) -> _Heard:
    """Ask once, and fetch the first picture that isn't known yet. Blocks."""
    standing = hand_offs.hand_off_standing(hand_off)
    new = [it for it in standing.pictures if it.number not in known]
    if not new:
        return _Heard(standing)
    found: ReadPaper | str
    try:
        content = hand_offs.handed_picture(hand_off, new[0])
        found = papers.read(content, hand_off.wanted.most_bytes)
        if found.media_type not in hand_off.wanted.media_types:
            found = "paper.unusable.kind"
    except HandedPictureUnreadable:
        found = "phone.unreadable"
    except PaperUnusable as unusable:
        found = f"paper.unusable.{unusable.reason}"
    except HandOffEnded:
        return _Heard(standing)
    return _Heard(standing, new[0].number, found, len(new) > 1)


def _not_ended(failure: Exception) -> None:
    """It ends by itself in some minutes; until then the portal holds what only we can open."""
    if not isinstance(failure, PortalFailure):
        raise failure
    _log.warning("a hand-off was not ended", extra={"failure": type(failure).__name__})


def _not_opened(failure: Exception) -> None:
    """No browser on this machine: the code on the screen is still good."""
    if not isinstance(failure, OSError):
        raise failure
    _log.warning("no browser for practice", extra={"failure": type(failure).__name__})
