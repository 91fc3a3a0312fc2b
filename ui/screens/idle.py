"""Are you still there? A countdown with nothing of the person on the screen."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal

from ui.components.panel import Divider, Notice
from ui.components.ring import ProgressRing
from ui.components.text_label import TextLabel
from ui.page import Aside, Footer, Page, Place
from ui.theme.tokens import Role

if TYPE_CHECKING:
    from PySide6.QtGui import QMouseEvent

    from ui.look import Look

# Digits all the way down would hurry people: they stand there for the last seconds only.
_DIGITS_FROM = 20


class Then(Enum):
    """What happens when the time is up."""

    KEPT = "kept"
    WIPED = "wiped"
    HOME = "home"
    LOCKED = "locked"


_PERSONAL: Final = frozenset({Then.KEPT, Then.WIPED})


@dataclass(frozen=True, slots=True)
class IdleShown:
    """`seconds` in all, and what then; only what may be kept can be saved."""

    seconds: int
    then: Then
    caption: str = ""
    progress: float | None = None


class IdlePage(Page):
    """Any touch that isn't on a button means that the person is still there."""

    stayed = Signal()
    save_wanted = Signal()
    wipe_wanted = Signal()

    def __init__(self, look: Look, shown: IdleShown) -> None:
        super().__init__(look, name="idle", aside=Aside.BESIDE_BODY)
        self._shown = shown
        self.sound = "attention"
        tokens, say = look.tokens, look.say
        self.place = Place(shown.caption, say("idle.caption"), shown.progress)
        self.footer = Footer(
            back=say("idle.save") if shown.then is Then.KEPT else None,
            back_icon="archive",
            leave=say("idle.wipe") if shown.then in _PERSONAL else None,
            primary=say("idle.stay"),
            primary_wide=True,
        )
        self.primary.connect(self.stayed)
        self.back.connect(self.save_wanted)
        self.leave.connect(self.wipe_wanted)
        self.setAccessibleName(say("idle.title"))
        self.main.addStretch(1)
        self.main.addWidget(TextLabel(tokens, say("idle.title"), Role.QUESTION, name="heading"))
        key = f"idle.then.{shown.then.value}"
        if shown.then in _PERSONAL:
            self.main.addWidget(TextLabel(tokens, say("idle.text"), Role.INPUT))
        self.main.addSpacing(tokens.space(12))
        self.main.addWidget(Divider(tokens))
        self.main.addSpacing(tokens.space(12))
        how = f"{key}.how"
        # At the largest text the page has room for what happens, not for how it is undone.
        detail = say(how) if how in look.texts and not tokens.largest else ""
        icon = "ticket" if shown.then is Then.KEPT else "info"
        self.main.addWidget(Notice(tokens, say(key), detail, icon=icon))
        self.main.addStretch(2)
        self._ring = ProgressRing(tokens)
        self.aside.addStretch(1)
        self.aside.addWidget(self._ring, 0, Qt.AlignmentFlag.AlignHCenter)
        self.aside.addStretch(1)
        self.show_left(shown.seconds)

    def show_left(self, seconds: int) -> None:
        """So many seconds are left."""
        part = seconds / self._shown.seconds
        if seconds <= _DIGITS_FROM:
            self._ring.show_part(part, str(seconds), self.look.say("idle.seconds"))
        else:
            self._ring.show_part(part)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A touch beside the buttons."""
        event.accept()
        self.stayed.emit()
