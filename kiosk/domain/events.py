"""What happened: frozen values that screens may listen to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from uuid import UUID

    from kiosk.domain.submission import Receipt, Refusal


@dataclass(frozen=True, slots=True)
class Delivered:
    """The portal's receipt for a submission is durable here."""

    id: UUID
    receipt: Receipt


@dataclass(frozen=True, slots=True)
class SetAside:
    """The portal refused a submission, or the account it waited for; a person must look."""

    id: UUID
    refusal: Refusal


@dataclass(frozen=True, slots=True)
class PortalReached:
    """Our portal answered as agreed."""


@dataclass(frozen=True, slots=True)
class PortalLost:
    """Nothing can be sent now: no answer, another's answer, or a trouble of this machine.

    `clock_doubted` says that by this machine's clock the portal's certificate is not in force.
    """

    clock_doubted: bool = False


@dataclass(frozen=True, slots=True)
class PortalShut:
    """The portal doesn't accept this kiosk: staff must enrol it again."""


@dataclass(frozen=True, slots=True)
class Sending:
    """The courier carries one of `waiting` submissions now; 0 when it has come to rest."""

    waiting: int


Event: TypeAlias = Delivered | SetAside | PortalReached | PortalLost | PortalShut | Sending
