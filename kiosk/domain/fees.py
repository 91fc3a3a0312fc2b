"""The fee of a journey so far, and the rule that made each part of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kiosk.domain.path import Path
    from kiosk.domain.procedure import Procedure, Words


@dataclass(frozen=True, slots=True)
class FeePart:
    """One line of the fee: whole đồng, or None while something that it depends on is unanswered."""

    id: str
    name: Words
    amount: int | None
    rule: Words


@dataclass(frozen=True, slots=True)
class Fee:
    """What it costs: `total` in whole đồng, 0 where it is free.

    It is None while a part is unknown, and where the parts come to less than nothing: a part may
    be a reduction, but then something is wrong.
    """

    items: tuple[FeePart, ...]
    total: int | None


def fee(procedure: Procedure, path: Path) -> Fee:
    """The fee that the answers on the path make.

    A part whose `when` waits for an answer is unknown, so that no exemption is taken for granted;
    one whose `when` reads only what isn't asked doesn't apply.
    """
    items = []
    for item in procedure.fees:
        waits = item.when is not None and path.awaits(item.when)
        if not waits and not path.holds(item.when):
            continue
        amount = None if waits else path.value(item.amount)
        known = amount if isinstance(amount, int) else None
        items.append(FeePart(item.id, item.name, known, item.rule))
    known_amounts = [item.amount for item in items if item.amount is not None]
    total = sum(known_amounts)
    is_known = len(known_amounts) == len(items) and total >= 0
    return Fee(tuple(items), total if is_known else None)
