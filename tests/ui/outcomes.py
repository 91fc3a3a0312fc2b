"""Finished journeys for the tests of slip and outcome."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from kiosk.domain.slip import Slip, Ticket
from kiosk.domain.submission import Kind, Receipt, State, Submission
from ui.screens.outcome import OutcomeShown

if TYPE_CHECKING:
    from kiosk.domain.ports import Activation
    from kiosk.domain.submission import ReceiptState

ID = UUID("0193a1b2-0000-7000-8000-000000000001")
SLIP = Slip(Ticket("TK", "3K752"), 0x8A7C9_5D14E_60F2B_93D71_C4E8A)
CODE = "H15.87.03-261126-010042"
AT = datetime(2026, 11, 26, 9, 12)  # noqa: DTZ001 - local time, as a page shows it


def submission(kind: Kind = Kind.DOSSIER, receipt: ReceiptState | None = None) -> Submission:
    received = None
    if receipt is not None:
        moment = datetime(2026, 11, 26, 2, 12, tzinfo=UTC)
        received = Receipt(ID, "0" * 64, CODE, moment, receipt, date(2026, 11, 27))
    return Submission(
        id=ID,
        kind=kind,
        procedure="1.001193",
        version="2026.1",
        ticket=SLIP.ticket,
        state=State.WAITING if received is None else State.DELIVERED,
        finished_on=date(2026, 11, 26),
        masked_name="N. T. HỢI",
        depends_on=None,
        receipt=received,
    )


def outcome(
    kind: Kind = Kind.DOSSIER,
    receipt: ReceiptState | None = None,
    *,
    activation: Activation | None = None,
    alive: bool = False,
    called: bool = True,
) -> OutcomeShown:
    return OutcomeShown(
        submission=submission(kind, receipt),
        slip=SLIP,
        procedure="Đăng ký khai sinh",
        at=AT,
        phone="0257 000 1234",
        called=called,
        activation=activation,
        alive=alive,
    )
