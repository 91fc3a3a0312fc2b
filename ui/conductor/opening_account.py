"""Opens an account that the portal has, with the code that it sends to the person's phone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

from PySide6.QtCore import QObject, Signal, Slot

from kiosk.domain.person import masked_phone
from kiosk.domain.ports import PortalFailure, PortalRefused
from ui.screens.code_entry import CodeEntryPage

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from uuid import UUID

    from kiosk.domain.ports import Activation
    from ui.conductor.scene import Scene
    from ui.look import Look
    from ui.page import Page

T = TypeVar("T")

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
        self._account: UUID | None = None
        self._phone = ""
        self._good_until: datetime | None = None
        self._practice: str | None = None
        self._asked = False
        self._fault = ""
        self._sending = self._activating = False

    def send_code(self, account: UUID, phone: str) -> None:
        """Have a code sent, then ask for it."""
        self._account = account
        self._phone = phone
        self._asked = self._activating = False
        self._send(account)

    def _end(self) -> None:
        """What is still on its way belongs to no page any more."""
        self._account = self._practice = None

    def _put_off(self) -> None:
        self._end()
        self.later.emit()

    def _wait_for(
        self,
        work: Callable[[], T],
        done: Callable[[T], None],
        failed: Callable[[Exception], None],
        *named: type[Exception],
    ) -> None:
        """Wait for what is wanted until the account is open, or put off."""
        account = self._account
        self._scene.background.run(
            work, done, failed, wanted=lambda: self._account == account, named=named
        )

    @Slot()
    def _send_again(self) -> None:
        if self._account is not None and not self._sending:
            self._send(self._account)

    def _send(self, account: UUID) -> None:
        self._sending = True
        self._fault = ""
        send = self._scene.edges.portal.send_code
        self._wait_for(lambda: send(account), self._sent, self._not_sent, PortalFailure)

    def _sent(self, good_until: datetime) -> None:
        self._sending = False
        self._good_until = good_until
        message, account = self._scene.edges.practice_message, self._account
        if message is None or account is None:
            self._ask()
            return
        self._wait_for(lambda: message(account), self._practised, self._not_practised, OSError)

    def _practised(self, code: str | None) -> None:
        self._practice = code
        self._ask()

    def _not_practised(self, failure: Exception) -> None:
        if not isinstance(failure, OSError):
            raise failure
        self._ask()

    def _not_sent(self, failure: Exception) -> None:
        self._sending = False
        if not isinstance(failure, PortalFailure):
            self._away()
            raise failure
        if isinstance(failure, PortalRefused):
            self._refused(failure)
        else:
            self._away()

    def _refused(self, failure: PortalRefused) -> None:
        if failure.refusal.type == _ALIVE:
            self._end()
            self.alive.emit()
        elif not self._asked:
            self._put_off()
        else:
            self._fault = f"refusal.{failure.refusal.type}"
            page = self._scene.stage.frame.page
            if isinstance(page, CodeEntryPage):
                self._say_fault(page)
            else:
                self._ask()

    def _say_fault(self, page: CodeEntryPage) -> None:
        look = page.look
        page.show_fault(look.say(self._fault if self._fault in look.texts else "refusal.other"))

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
            self._send_again()
        else:
            self._put_off()

    def _ask(self) -> None:
        self._asked = True
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
        page.not_received.connect(self._send_again)
        page.wrong_phone.connect(self._wrong_phone)
        page.leave.connect(self._put_off)
        if self._fault:
            self._say_fault(page)
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
            self._put_off()

    @Slot(str)
    def _activate(self, code: str) -> None:
        """Also while another code is on its way: the first may have come meanwhile."""
        account = self._account
        if account is None or self._activating:
            return
        self._activating = True
        self._fault = ""
        activate = self._scene.edges.portal.activate
        self._wait_for(
            lambda: activate(account, code), self._activated, self._not_activated, PortalFailure
        )

    def _activated(self, activation: Activation) -> None:
        self._end()
        self.opened.emit(activation)

    def _not_activated(self, failure: Exception) -> None:
        self._activating = False
        if isinstance(failure, PortalRefused):
            self._refused(failure)
            return
        self._away()
        if not isinstance(failure, PortalFailure):
            raise failure
