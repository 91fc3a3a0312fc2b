"""The way out on a stick, and the portal's receipts on the way back; nothing on it is believed."""

from __future__ import annotations

import contextlib
import errno
import logging
import os
import shutil
from itertools import count, islice
from typing import TYPE_CHECKING, Final, Protocol
from uuid import uuid4

import jwt

from kiosk.domain.events import Delivered, SetAside
from kiosk.domain.ports import (
    OfflineQueue,
    Outbox,
    PaperUnusable,
    QueueFailure,
    QueueFull,
    WrongState,
)
from kiosk.domain.staff import Exported, Imported, StaffQueue, StickUnusable
from kiosk.domain.stick import (
    CONTENT,
    MANIFEST,
    MANIFEST_TYPE,
    MOST_BYTES,
    RECEIPTS,
    RECEIPTS_TYPE,
    Listed,
    ListedFile,
    Manifest,
    Receipts,
    StickUnreadable,
    read_signed,
)
from kiosk.domain.submission import Refusal, State, written
from kiosk.operations.enrolment import DeviceKeyUnreadable
from kiosk.papers import fetch_paper

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path
    from uuid import UUID

    from kiosk.domain.events import Event
    from kiosk.domain.ports import Clock
    from kiosk.domain.staff import Standing
    from kiosk.domain.stick import StickReceipt, StickRefusal
    from kiosk.domain.submission import Parcel
    from kiosk.operations.enrolment import DeviceIdentity

_log = logging.getLogger(__name__)

_SEALED: Final = "application/age"
_CONFLICT: Final = Refusal("conflict", "")
_PIECE: Final = 1024 * 1024
_PAGE: Final = 200
_MOST_EXPORTS: Final = 10_000
_REASONS: Final = {
    errno.ENOSPC: "full",
    errno.EDQUOT: "full",
    errno.EFBIG: "full",
    errno.EROFS: "read-only",
    errno.EACCES: "read-only",
    errno.EPERM: "read-only",
    errno.ENOENT: "pulled",
    errno.ENOTDIR: "pulled",
    errno.ENODEV: "pulled",
    errno.EIO: "pulled",
}


class WholeQueue(OfflineQueue, Outbox, StaffQueue, Protocol):
    """Every side of the queue, as what looks after a help point needs it."""


class Stick:
    """Exports what waits and is sealed, and takes back receipts that the portal has signed.

    `receipt_keys` are the portal's, learnt at enrolment (Ed25519, RFC 8037 base64url). `tell` hears
    what became of a submission, as from the courier, on the thread that calls. The calls block as
    long as the stick takes. They raise StickUnusable and a QueueFailure.
    """

    def __init__(
        self,
        queue: WholeQueue,
        identity: DeviceIdentity,
        receipt_keys: Callable[[], tuple[str, ...]],
        clock: Clock,
        tell: Callable[[Event], None] = lambda _event: None,
    ) -> None:
        self._tell = tell
        self._queue = queue
        self._identity = identity
        self._receipt_keys = receipt_keys
        self._clock = clock

    def export(self, to: Path) -> Exported:
        """Write a new folder below `to` with all that waits, as it would be sent.

        That these bytes may reach the portal is durable before any of them is on the stick. What
        fails leaves no folder behind that anybody would take for a whole one: its manifest comes
        last.
        """
        with _named():
            if not to.is_dir():
                raise StickUnusable("none")
            left_out = self._make_sure_it_fits(to)
            folder = self._new_folder(to)
        try:
            with _named():
                listed = tuple(self._written(folder))
                manifest = Manifest(1, self._device, uuid4(), self._clock.now(), listed)
                signed = self._identity.signed(written(manifest), MANIFEST_TYPE)
                _write(folder / MANIFEST, [signed])
                _sync_folder(folder)
                _sync_folder(to)
        except BaseException:
            _remove(folder)
            raise
        return Exported(len(listed), folder, left_out)

    def import_receipts(self, folder: Path) -> Imported:
        """Take the receipts in `folder`, or in this kiosk's exports below it.

        They must be signed by the portal, for this kiosk; where one file is not, nothing is taken.
        Receipts are durable one by one; the same again is harmless. A refusal counts only while it
        is open whether its bytes arrived: an old one can't be played again.
        """
        proven = [self._proven(file) for file in self._receipt_files(folder)]
        came = [self._came(it) for each in proven for it in each.receipts]
        refused = [self._refused(it) for each in proven for it in each.refusals]
        return Imported(sum(came), sum(refused), (came + refused).count(False))

    @property
    def _device(self) -> UUID:
        try:
            return self._identity.id
        except DeviceKeyUnreadable as error:
            raise StickUnusable("device-key") from error

    @property
    def _stem(self) -> str:
        """How the names of this kiosk's exports begin."""
        return f"kiosk-{str(self._device)[-8:]}"

    # --- out --------------------------------------------------------------------------------------

    def _make_sure_it_fits(self, to: Path) -> int:
        """How many aren't sealed and stay. Raises StickUnusable `full` before anything leaves."""
        size = unsealed = 0
        for standing in self._waiting():
            if standing.sealed:
                size += standing.size
            else:
                unsealed += 1
        if size > _free_bytes(to):
            raise StickUnusable("full")
        return unsealed

    def _waiting(self) -> Iterator[Standing]:
        for start in count(step=_PAGE):
            page = self._queue.standings(frozenset({State.WAITING}), start=start, count=_PAGE)
            standings = page.result()
            yield from standings
            if len(standings) < _PAGE:
                return

    def _new_folder(self, to: Path) -> Path:
        """A folder of a name that isn't taken."""
        for number in count(1):
            folder = to / f"{self._stem}-{self._clock.today():%Y%m%d}-{number}"
            with contextlib.suppress(FileExistsError):
                folder.mkdir()
                (folder / CONTENT).mkdir()
                return folder
        raise AssertionError  # pragma: no cover — numbers don't end

    def _written(self, folder: Path) -> Iterator[Listed]:
        content = folder / CONTENT
        done: set[str] = set()
        for sequence, submission in enumerate(self._queue.outgoing().result(), start=1):
            try:
                parcel = self._queue.handed_out(submission).result()
                for digest, pieces in _contents(parcel):
                    if digest not in done:
                        _write(content / digest, pieces)
                        done.add(digest)
            except WrongState:
                continue  # delivered or corrected meanwhile
            except QueueFull:
                raise  # that they leave can't be made durable: nothing may
            except QueueFailure:
                # One that our own disk doesn't give back must not keep the others here.
                _log.exception("submission %s can't be exported", submission)
                continue
            files = tuple(ListedFile(file.digest, file.size) for file in parcel.files)
            yield Listed(
                sequence,
                parcel.id,
                parcel.kind,
                _SEALED,
                parcel.digest,
                len(parcel.body),
                files,
            )
        _sync_folder(content)

    # --- back -------------------------------------------------------------------------------------

    def _receipt_files(self, folder: Path) -> list[Path]:
        """The files of receipts in a folder: one stick may carry those of many kiosks."""
        with _named():
            if not folder.is_dir():
                raise StickUnusable("none")
            if (folder / RECEIPTS).exists():
                return [folder / RECEIPTS]
            found = sorted(islice(folder.glob(f"kiosk-*/{RECEIPTS}"), _MOST_EXPORTS))
        ours = [file for file in found if file.parent.name.startswith(f"{self._stem}-")]
        if not ours:
            raise StickUnusable("other-device" if found else "not-receipts")
        return ours

    def _proven(self, file: Path) -> Receipts:
        keys = self._receipt_keys()
        if not keys:
            raise StickUnusable("no-keys")
        try:
            signed = fetch_paper(file, MOST_BYTES)
            receipts = read_signed(_signed_by(keys, signed), Receipts)
        except (PaperUnusable, StickUnreadable) as error:
            raise StickUnusable("damaged") from error
        if receipts.device != self._device:
            raise StickUnusable("other-device")
        return receipts

    def _came(self, receipt: StickReceipt) -> bool:
        try:
            news = self._queue.receipt_came(receipt.receipt()).result()
        except WrongState:
            # Bytes that never left here lie at the portal under our id: as over the wire.
            return self._set_aside(self._queue.refused(receipt.id, _CONFLICT), _CONFLICT)
        if news:
            self._tell(Delivered(receipt.id, receipt.receipt()))
        return news

    def _refused(self, refused: StickRefusal) -> bool:
        if not self._is_open(refused):
            return False
        refusal = refused.refusal()
        ids = self._queue.refused(refused.id, refusal, digest=refused.digest)
        return self._set_aside(ids, refusal)

    def _set_aside(self, submissions: tuple[UUID, ...], refusal: Refusal) -> bool:
        for submission in submissions:
            self._tell(SetAside(submission, refusal))
        return bool(submissions)

    def _is_open(self, refused: StickRefusal) -> bool:
        """Whether these bytes left here, and nobody knows yet what became of them."""
        if not self._queue.was_sent(refused.id, refused.digest):
            return False
        ticket = self._queue.submission(refused.id).result().ticket
        standing = self._queue.standing(ticket).result()
        return standing is not None and standing.in_doubt


def _signed_by(keys: Iterable[str], signed: bytes) -> bytes:
    """What one of the keys has signed. Raises StickUnusable `forged`."""
    for x in keys:
        try:
            key = jwt.PyJWK({"kty": "OKP", "crv": "Ed25519", "x": x}).key
            proven = jwt.PyJWS().decode_complete(signed, key, ["EdDSA"])
        except (jwt.PyJWTError, ValueError, RecursionError):
            continue
        if proven["header"].get("typ") == RECEIPTS_TYPE:
            return bytes(proven["payload"])
    raise StickUnusable("forged")


def _contents(parcel: Parcel) -> Iterator[tuple[str, Iterable[bytes]]]:
    """The digests and bytes of a parcel, its document last."""
    for file in parcel.files:
        with file.open() as content:
            yield file.digest, iter(lambda: content.read(_PIECE), b"")
    yield parcel.digest, [parcel.body]


def _write(file: Path, pieces: Iterable[bytes]) -> None:
    with file.open("xb") as written_file:
        for piece in pieces:
            written_file.write(piece)
        written_file.flush()
        os.fsync(written_file.fileno())


def _sync_folder(folder: Path) -> None:
    # Windows has no handle to sync a folder with.
    if os.name == "posix":  # pragma: no branch
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _remove(folder: Path) -> None:
    """As far as the stick is still there."""
    shutil.rmtree(folder, ignore_errors=True)


def _free_bytes(folder: Path) -> int:
    return shutil.disk_usage(folder).free


@contextlib.contextmanager
def _named() -> Iterator[None]:
    """What the stick's system raises in the block, as a reason for staff."""
    try:
        yield
    except OSError as error:
        raise StickUnusable(_REASONS.get(error.errno or 0, "other")) from error
