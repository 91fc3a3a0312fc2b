"""Lives a kiosk's day with real parts, and is killed at the end of it, in the middle of somebody.

Told by one line of JSON on stdin; prints what must not be found afterwards, by whose it was.
"""

from __future__ import annotations

import base64
import json
import os
import resource
import signal
import sys
from contextlib import ExitStack, suppress
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING
from uuid import UUID

from kiosk import app
from kiosk.domain.staff import PinWrong
from kiosk.domain.submission import State
from kiosk.logs import logging_to
from kiosk.operations.enrolment import DeviceIdentity, Enrolment
from kiosk.operations.pin import StaffPin
from kiosk.operations.stick import Stick
from kiosk.papers import PaperReader, fetch_paper, list_papers
from kiosk.portal import HttpPortal
from offline_queue import capture, drafts, finishing, papers, store
from offline_queue.courier import Courier
from offline_queue.key import FileSecrets
from offline_queue.queue import EncryptedQueue
from tests.fakes.clock import ManualClock
from tests.offline_queue.forms import ANSWERS, account_form, birth_form, consent
from tests.training.making import NOW

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any, BinaryIO

    import apsw

    from kiosk.domain.journey import Journey
    from kiosk.domain.procedure import Procedure
    from kiosk.domain.slip import Slip

ACCOUNT, BIRTH = account_form(), birth_form()
PEOPLE = ("open", "left", "aside", "waiting", "sent", "refused", "corrected", "withdrawn", "idle")
STAFF = "staff"
"""Whose canary the PIN is."""
PIN = "83620571"
MISTYPED = "94731682"
GIVEN = ("Mởngỏ", "Bỏđi", "Đểlại", "Chờđợi", "Gửirồi", "Từchối", "Sửachữa", "Rútlại", "Vắngmặt")


def without_locks() -> None:
    """As if nobody had thought of it: the same program, and nothing is encrypted or sealed."""

    def not_keyed(connection: apsw.Connection, _key: bytes) -> None:
        connection.pragma("locking_mode", "exclusive")

    def as_it_is(_key: bytes, _owner: bytes, content: bytes) -> Iterable[bytes]:
        return [content]

    def read(_key: bytes, _owner: bytes, file: BinaryIO) -> bytes:
        return file.read()

    def not_sealed(content: bytes, _recipients: Iterable[str]) -> bytes:
        return content

    changed: list[tuple[object, str, object]] = [
        (store, "unlock", not_keyed),
        (capture, "encrypted", as_it_is),
        (capture, "decrypted", read),
        *((place, "seal", not_sealed) for place in (drafts, finishing, papers)),
    ]
    for place, name, work in changed:
        assert hasattr(place, name)
        setattr(place, name, work)


class Day:
    """The parts of a kiosk, and the people who come to it."""

    def __init__(self, machine: Path, told: dict[str, Any], stack: ExitStack) -> None:
        self.machine = machine
        self.stick = Path(told["stick"])
        self.clock = ManualClock(NOW)
        stack.enter_context(logging_to(machine / "data" / "logs"))
        secrets = FileSecrets(Path(told["keys"]))
        identity = DeviceIdentity(secrets.get, secrets.put)
        self.portal = HttpPortal(
            told["url"], lambda it: identity.assertion(it, self.clock.now()), "0.1.0"
        )
        enrolment = Enrolment(identity, secrets.get, secrets.put, told["code"])
        enrolment.complete(self.portal.enrol, self.portal.describe)
        self.pin = StaffPin(secrets.get, secrets.put, self.clock)
        self.queue = EncryptedQueue(
            machine / "data" / "queue",
            secrets,
            clock=self.clock,
            point="TK",
            recipients=enrolment.recipients if told["locks"] else lambda: (),
        )
        self.courier = Courier(self.queue, self.portal, self.clock, Random(7), lambda _event: None)
        self.out = Stick(self.queue, identity, enrolment.receipt_keys, self.clock)
        self.exports = Path(told["exports"])
        self.canaries: dict[str, list[str]] = {}
        self.reader = PaperReader(10 * 1024 * 1024)

    def journey(self, who: str, form: Procedure, depends_on: UUID | None = None) -> Journey:
        """Somebody has answered everything, and put in a paper from a stick."""
        number = PEOPLE.index(who)
        said: dict[str, Any] = {
            "name": f"Nguyễn Thị {GIVEN[number]}",
            "number": f"0011900123{number:02}",
            "phone": f"09876543{number:02}",
            "more": True,
            "note": f"điều bí mật của {GIVEN[number]}",
        }
        journey = self.queue.begin(form.kind, form).result()
        journey = replace(journey, depends_on=depends_on).answer({**ANSWERS, **said})
        journey = journey.consent((consent("submit"),))
        self.queue.save(journey).result()
        marks = [said["name"], said["number"], said["phone"], said["note"]]
        if form is BIRTH:
            content, mark = self._paper(who)
            paper = self.queue.keep_attachment(
                journey.id, "birth-paper", content, "application/pdf", 1
            ).result()
            journey = journey.attach(paper)
            self.queue.save(journey).result()
            marks += [mark, f"giay-cua-{who}.pdf"]
        self.canaries[who] = [str(it) for it in (*marks, *_secrets(journey.slip))]
        return journey

    def _paper(self, who: str) -> tuple[bytes, str]:
        (file,) = (it for it in list_papers([self.stick]) if who in it.name)
        read = self.reader.read(fetch_paper(file.path, 10 * 1024 * 1024))
        return read.content, f"canary in the scan of {who}"

    def finished(self, who: str, depends_on: UUID | None = None) -> Journey:
        journey = self.journey(who, BIRTH, depends_on)
        self.queue.finish(journey, BIRTH, "N. T. H.").result()
        return journey

    def carry(self) -> None:
        for _ in range(60):
            self.clock.pass_(min(self.courier.step(), 1.0))

    def lived(self) -> None:
        """All that may become of somebody, and at last somebody who is still there."""
        sent = self.finished("sent")
        refused = self.finished("refused", UUID(int=7))
        self.carry()
        assert self.queue.submission(sent.id).result().state is State.DELIVERED
        assert self.queue.submission(refused.id).result().state is State.REFUSED
        self.queue.put_aside(self.journey("aside", BIRTH).id).result()
        self.queue.withdraw(self.finished("withdrawn").slip).result()
        again = self.queue.reopen(self.finished("corrected").slip).result()
        self.queue.finish(again, BIRTH, "N. T. H.").result()
        self.finished("waiting")
        self.queue.discard(self.journey("left", BIRTH).id).result()
        self.journey("idle", BIRTH)
        self.clock.pass_(31 * 60)
        self.queue.tidy().result()
        self._staff_come()
        self._print(self.journey("open", BIRTH))

    def _staff_come(self) -> None:
        """They set their PIN, mistype it once, and carry out what waits."""
        self.canaries[STAFF] = [PIN, MISTYPED]
        self.pin.set(PIN)
        with suppress(PinWrong):
            self.pin.check(MISTYPED)
        self.pin.check(PIN)
        self.out.export(self.exports)

    def _print(self, journey: Journey) -> None:
        """The slip, to the printer: what the print system keeps of it is not the program's."""
        from PySide6.QtWidgets import QApplication

        from tests.ui.as_pdf import write_pdf
        from ui.printing.slip import SlipContent, SlipState, slip_drawing
        from ui.texts import Texts

        self._application = QApplication([])
        slip = SlipContent(
            state=SlipState.PUT_ASIDE,
            kind=journey.kind,
            slip=journey.slip,
            point="Nhà văn hoá",
            commune="xã Phú Hòa 2",
            phone="0901",
            printed_at=self.clock.now(),
            procedure="Đăng ký khai sinh",
            person="N. T. MỞNGỎ",
        )
        texts = Texts.read("vi").addressing("female")
        write_pdf(slip_drawing(slip, texts), self.stick.parent / "printed.pdf")


def _secrets(slip: Slip) -> tuple[str, ...]:
    raw = slip.secret.to_bytes(13, "big")
    return (slip.typed, slip.typed.replace(" ", ""), f"raw:{base64.b64encode(raw).decode()}")


def main() -> None:
    told = json.loads(sys.stdin.readline())
    app._keep_to_ourselves()
    if not told["locks"]:
        without_locks()
    with ExitStack() as stack:
        day = Day(Path(told["machine"]), told, stack)
        day.lived()
        core = resource.getrlimit(resource.RLIMIT_CORE)
        sys.stdout.write(json.dumps({"canaries": day.canaries, "core": core}) + "\n")
        sys.stdout.flush()
        os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    main()
