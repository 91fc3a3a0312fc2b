"""Whether this help point is sound, looked at from outside: what is wrong, never about whom."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kiosk.domain.ports import (
    CertificateNotInForce,
    PaperUnusable,
    PortalFailure,
    PortalNotAuthorised,
    QueueDamaged,
    QueueFailure,
    QueueInUse,
    QueueLocked,
    QueueTooNew,
)
from kiosk.domain.staff import CLOCK_OFF_S, Finding, Soundness
from kiosk.domain.submission import State
from kiosk.operations.enrolment import DeviceKeyUnreadable
from kiosk.settings.glass import measured

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import timedelta
    from pathlib import Path

    from kiosk.domain.ports import Clock, Portal, QueueSummary
    from kiosk.domain.staff import Pin
    from kiosk.operations.enrolment import DeviceIdentity, Enrolment
    from kiosk.operations.stick import WholeQueue
    from kiosk.packs import RefusedFile

LITTLE_SPACE: Final = 1_000_000_000
NO_SPACE: Final = 100_000_000
"""Bytes; one dossier with all its papers may have 100 MB."""

DAYS_OFF_S: Final = 24 * 3600
"""By so much the dates that people write are wrong."""

OLD_S: Final = 24 * 3600
"""What waits for longer is worth a look."""

_PAGE: Final = 200
_STORE: Final[dict[type[QueueFailure], str]] = {
    QueueDamaged: "damaged",
    QueueTooNew: "too-new",
    QueueInUse: "in-use",
}


@dataclass(frozen=True, slots=True)
class Point:
    """What the doctor looks at.

    `queue` is what opening it failed with, where it did, and None where nothing was ever kept
    here. `key_store` is the setting's word. `has_code` says whether there is an enrolment code.
    `refused` are the languages of the screens that can't be read, and why; `packs` the files of
    packs that are not used. `darkroom` looks at a
    picture as at a paper's; raises PaperUnusable where this machine can't.
    """

    data: Path
    key_store: str
    has_code: bool
    queue: WholeQueue | QueueFailure | None
    pin: Pin
    identity: DeviceIdentity
    enrolment: Enrolment
    portal: Portal
    drift: Callable[[], timedelta]
    clock: Clock
    refused: Mapping[str, str]
    packs: Sequence[RefusedFile]
    darkroom: Callable[[], object]


def sound(part: str, what: str = "sound", **values: str | int) -> Finding:
    """Nothing to do."""
    return Finding(part, what, Soundness.SOUND, values)


def poor(part: str, what: str, **values: str | int) -> Finding:
    """It works, and somebody should look at it."""
    return Finding(part, what, Soundness.POOR, values)


def broken(part: str, what: str, **values: str | int) -> Finding:
    """It doesn't work until somebody has done something."""
    return Finding(part, what, Soundness.BROKEN, values)


def examine(point: Point) -> tuple[Finding, ...]:
    """Look at everything once; blocks as long as the portal takes to answer, or not to."""
    return (
        _key(point),
        *_store(point),
        _disk(point.data),
        *_portal(point),
        _enrolment(point),
        _pin(point),
        *_queue(point),
        *_texts(point),
        *_packs(point),
        _papers(point),
        _screen(point.data),
    )


def _key(point: Point) -> Finding:
    try:
        point.pin.is_set()  # whether the store of secrets answers at all
    except QueueLocked as locked:
        return broken("key", locked.reason)
    if isinstance(point.queue, QueueLocked):
        return broken("key", point.queue.reason)
    return sound("key", point.key_store)


def _store(point: Point) -> Iterator[Finding]:
    match point.queue:
        case None:
            yield sound("store", "none")
        case QueueLocked():
            yield broken("store", "locked")
        case QueueFailure():
            yield broken("store", _STORE.get(type(point.queue), "full"))
        case _:
            try:
                health = point.queue.health().result()
            except QueueFailure as failure:
                yield broken("store", _STORE.get(type(failure), "full"))
                return
            if health.set_aside:
                yield poor("store", "set-aside", count=len(health.set_aside))
            if health.unreadable:
                yield broken("store", "unreadable", count=health.unreadable)
            if not health.set_aside and not health.unreadable:
                yield sound("store", schema=health.schema)


def _disk(data: Path) -> Finding:
    try:
        folder = next((it for it in (data, *data.parents) if it.exists()), data)
        free = shutil.disk_usage(folder).free
        if free < NO_SPACE:
            return broken("disk", "full", bytes=free)  # said first: then nothing can be written
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"\0")
    except OSError:
        return broken("disk", "unwritable")
    if free < LITTLE_SPACE:
        return poor("disk", "little", bytes=free)
    return sound("disk", bytes=free)


def _portal(point: Point) -> Iterator[Finding]:
    try:
        point.portal.describe()
        if point.enrolment.is_complete():
            point.portal.find(ids=(point.identity.id,))  # answered to known kiosks alone
    except PortalNotAuthorised:
        yield broken("portal", "shut")
    except PortalFailure as failure:
        # Without a network a kiosk still does its work; with a wrong certificate it never sends.
        doubted = isinstance(failure, CertificateNotInForce)
        certificate = doubted or str(failure) == "SSLError"
        yield broken("portal", "certificate") if certificate else poor("portal", "lost")
        yield broken("clock", "doubted") if doubted else poor("clock", "unknown")
        return
    except (QueueLocked, DeviceKeyUnreadable):
        yield sound("portal")  # what is wrong here has findings of its own
    else:
        yield sound("portal")
    drift = round(point.drift().total_seconds())
    if abs(drift) >= DAYS_OFF_S:
        yield broken("clock", "days-off", seconds=abs(drift))
    elif abs(drift) >= CLOCK_OFF_S:
        yield poor("clock", "slow" if drift > 0 else "fast", seconds=abs(drift))
    else:
        yield sound("clock")


def _enrolment(point: Point) -> Finding:
    if isinstance(point.queue, QueueLocked):
        return broken("enrolment", "unreadable")  # with the old key it may all be there
    try:
        if not point.enrolment.is_complete():
            return broken("enrolment", "not-yet" if point.has_code else "no-code")
        _ = point.identity.id
        if not point.enrolment.recipients():
            return poor("enrolment", "without-keys")
    except DeviceKeyUnreadable:
        return broken("enrolment", "device-key")
    except QueueLocked:
        return broken("enrolment", "unreadable")
    return sound("enrolment")


def _pin(point: Point) -> Finding:
    if isinstance(point.queue, QueueLocked):
        return broken("pin", "unreadable")  # a new one would begin a new key file
    try:
        return sound("pin") if point.pin.is_set() else poor("pin", "not-set")
    except QueueLocked:
        return broken("pin", "unreadable")


def _queue(point: Point) -> Iterator[Finding]:
    if point.queue is None or isinstance(point.queue, QueueFailure):
        return
    try:
        summary = point.queue.summary().result()
        unsealed = point.queue.health().result().unsealed
        untold = _untold(point.queue)
    except QueueFailure:
        return  # the store's own finding says so
    yield _waiting(summary, point.clock)
    if untold:
        yield poor("queue", "untold", count=untold)
    if unsealed:
        yield poor("queue", "unsealed", count=unsealed)


def _waiting(summary: QueueSummary, clock: Clock) -> Finding:
    if summary.oldest is None:
        return sound("queue", "empty")
    age = max(0, round((clock.now() - summary.oldest).total_seconds()))
    if age >= OLD_S:
        return poor("queue", "old", count=summary.waiting, seconds=age)
    return sound("queue", "waiting", count=summary.waiting, seconds=age)


def _texts(point: Point) -> Iterator[Finding]:
    for language, reason in point.refused.items():
        yield broken("texts", "refused", language=language, reason=reason)
    if not point.refused:
        yield sound("texts")


def _packs(point: Point) -> Iterator[Finding]:
    for it in point.packs:
        place = f"{it.pointer}: {it.reason}" if it.pointer else it.reason
        yield broken("packs", "refused", file=it.file, reason=place)
    if not point.packs:
        yield sound("packs")


def _papers(point: Point) -> Finding:
    try:
        point.darkroom()
    except PaperUnusable:
        return broken("papers", "undeveloped")
    return sound("papers")


def _screen(data: Path) -> Finding:
    try:
        diagonal = measured(data)
    except ValueError:
        return poor("screen", "unreadable")
    if diagonal is None:
        return sound("screen", "by-settings")
    return sound("screen", inches=f"{diagonal:.1f}")


def _untold(queue: WholeQueue) -> int:
    """How many people don't know yet that theirs was refused."""
    untold = start = 0
    while page := queue.standings(frozenset({State.REFUSED}), start=start, count=_PAGE).result():
        untold += sum(standing.told_at is None for standing in page)
        start += len(page)
    return untold
