"""Opens an account that the portal has, with the code that it sends to the person's phone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal, Slot

from kiosk.domain.person import masked_phone
from kiosk.domain.ports import PortalFailure, PortalRefused
from ui.screens.code_entry import CodeEntryPage

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from kiosk.domain.ports import Activation
    from ui.conductor.scene import Scene
    from ui.look import Look
    from ui.page import Page


_ALIVE: Final = "account-active"


class OpeningAccount(QObject):
    """Asks for the one-time code. The code is never kept, queued or logged.

    `opened` brings the portal's Activation. `alive`: it lives already, and needs no code. `later`:
    it can't be done now; the portal's message opens the account on the person's own phone.
    """

    opened = Signal(object)
    alive = Signal()
    later = Signal()

    def __init__(self, scene: Scene, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._scene = scene
        self._account: UUID
        self._phone = ""
        self._good_until: datetime | None = None
        self._practice: str | None = None
        self._busy = False

    def send_code(self, account: UUID, phone: str) -> None:
        """Have a code sent, then ask for it."""
        self._account = account
        self._phone = phone
        self._send()

    @Slot()
    def _send(self) -> None:
        if self._busy:
            return
        self._busy = True
        self._scene.background.run(
            lambda: self._scene.edges.portal.send_code(self._account), self._sent, self._not_sent
        )

    def _sent(self, good_until: datetime) -> None:
        self._busy = False
        self._good_until = good_until
        message = self._scene.edges.practice_message
        if message is None:
            self._ask()
            return
        self._scene.background.run(
            lambda: message(self._account), self._practised, self._not_practised
        )

    def _practised(self, code: str | None) -> None:
        self._practice = code
        self._ask()

    def _not_practised(self, failure: Exception) -> None:
        if not isinstance(failure, OSError):
            raise failure
        self._ask()

    def _not_sent(self, failure: Exception) -> None:
        self._busy = False
        if not isinstance(failure, PortalFailure):
            self._away()
            raise failure
        if isinstance(failure, PortalRefused):
            self._refused(failure)
        else:
            self._away()

    def _refused(self, failure: PortalRefused) -> None:
        if failure.refusal.type == _ALIVE:
            self.alive.emit()
        elif isinstance(self._scene.stage.frame.page, CodeEntryPage):
            self._say(failure)
        else:
            self.later.emit()

    def _away(self) -> None:
        """The portal went away: the receipt stands, and the code can be asked for again."""
        self._scene.notice(
            "code_later",
            self._away_chosen,
            ways=("notice.again", "notice.wrong_phone.later"),
            picture="triangle-alert",
        )

    @Slot(str)
    def _away_chosen(self, meaning: str) -> None:
        if meaning == "again":
            self._send()
        else:
            self.later.emit()

    def _ask(self) -> None:
        self._scene.stage.show(self._page)

    def _page(self, look: Look) -> Page:
        minutes = 0
        if self._good_until is not None:
            left = self._good_until - self._scene.opening.clock.now()
            minutes = max(1, round(left.total_seconds() / 60))
        caution = self._scene.caution(look, "code")
        page = CodeEntryPage(
            look,
            masked_phone(self._phone),
            minutes,
            caution=caution,
            habits=self._scene.session.habits,
        )
        page.show_practice(self._practice)
        page.entered_code.connect(self._activate)
        page.not_received.connect(self._send)
        page.wrong_phone.connect(self._wrong_phone)
        page.leave.connect(self.later)
        return page

    @Slot()
    def _wrong_phone(self) -> None:
        """The portal has the number by now: only it or the commune can change that."""
        self._scene.notice(
            "wrong_phone",
            self._wrong_phone_chosen,
            ways=("notice.wrong_phone.later", "notice.wrong_phone.again"),
            picture="phone",
            number=masked_phone(self._phone),
            phone=self._scene.phone,
        )

    @Slot(str)
    def _wrong_phone_chosen(self, meaning: str) -> None:
        if meaning == "again":
            self._ask()
        else:
            self.later.emit()

    @Slot(str)
    def _activate(self, code: str) -> None:
        if self._busy:
            return
        self._busy = True
        self._scene.background.run(
            lambda: self._scene.edges.portal.activate(self._account, code),
            self._activated,
            self._not_activated,
        )

    def _activated(self, activation: Activation) -> None:
        self._busy = False
        self._practice = None
        self.opened.emit(activation)

    def _not_activated(self, failure: Exception) -> None:
        self._busy = False
        if isinstance(failure, PortalRefused):
            self._refused(failure)
            return
        self._away()
        if not isinstance(failure, PortalFailure):
            raise failure

    def _say(self, failure: PortalRefused) -> None:
        page = self._scene.stage.frame.page
        if isinstance(page, CodeEntryPage):
            key = f"refusal.{failure.refusal.type}"
            page.show_fault(page.look.say(key if key in page.look.texts else "refusal.other"))
