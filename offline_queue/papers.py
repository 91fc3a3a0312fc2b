"""The attachments of journeys and submissions: their rows, and their files beside the database."""

from __future__ import annotations

import hashlib
import logging
import secrets
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING
from uuid import UUID

from kiosk.domain.ports import QueueDamaged, QueueFailure, QueueFull, WrongState
from kiosk.domain.submission import SealedFile
from offline_queue import capture
from offline_queue.files import UNFINISHED
from offline_queue.sealing import seal, unseal
from offline_queue.store import InDoubt

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import BinaryIO

    from kiosk.domain.slip import Slip
    from kiosk.domain.submission import Attachment
    from offline_queue.files import Files
    from offline_queue.store import Store

_log = logging.getLogger(__name__)

# A file's row has a key while it is a capture, a digest once it is what will be sent, and both for
# a portal without keys. A draft put aside has neither: its keys are inside its seal.


@dataclass(frozen=True, slots=True)
class Written:
    """A file that is durably on the disk, and what its row will say."""

    attachment: UUID
    name: str
    key: bytes | None
    digest: str | None = None
    size: int = 0
    new: bool = True


class Papers:
    """Writes files before rows name them, and erases rows before files: a cut leaves only orphans.

    A file that no row names is swept by `sweep`.
    """

    def __init__(
        self, store: Store, files: Files, give_way: Callable[[], None] | None = None
    ) -> None:
        """`give_way`: see `seal`."""
        self._store = store
        self._files = files
        self._give_way = give_way

    def capture(self, journey: UUID, attachment: UUID, content: bytes) -> Written:
        """Write a capture durably; its row comes with `Written.keep` in a transaction."""
        key = secrets.token_bytes(capture.KEY_BYTES)
        name = _new_name()
        owner = journey.bytes + attachment.bytes
        self._files.write(name, capture.encrypted(key, owner, content))
        return Written(attachment, name, key)

    def seal(self, journey: UUID, attachment: UUID, recipients: Iterable[str]) -> Written:
        """Write a captured file durably as it will be sent; without recipients it stays as it is.

        Raises WrongState where nothing was captured under that id, QueueDamaged, QueueFull.
        """
        name, key = self._captured(journey, attachment)
        content = self._content(journey, attachment, name, key)
        recipients = tuple(recipients)
        if not recipients:
            digest = hashlib.sha256(content).hexdigest()
            return Written(attachment, name, key, digest, len(content), new=False)
        return self._sealed(attachment, content, recipients)

    def seal_late(self, submission: UUID, attachment: UUID, recipients: Iterable[str]) -> Written:
        """Write a file that was finished unsealed anew, sealed. Raises QueueDamaged, QueueFull."""
        row = self._store.row(
            "SELECT file, key FROM attachment"
            " WHERE submission = ? AND id = ? AND key IS NOT NULL AND digest IS NOT NULL",
            (submission.bytes, attachment.bytes),
        )
        if row is None:
            raise QueueDamaged("an attachment's row is missing")
        content = self._content(submission, attachment, *row)
        return self._sealed(attachment, content, recipients)

    def unseal(self, journey: UUID, attachment: UUID, slip: Slip) -> tuple[bytes, Written]:
        """The content of a file of a finished submission, and its new capture."""
        row = self._store.row(
            "SELECT file, key FROM attachment WHERE submission = ? AND id = ?",
            (journey.bytes, attachment.bytes),
        )
        if row is None:
            raise QueueDamaged("an attachment's row is missing")
        name, key = row
        if key is not None:
            content = self._content(journey, attachment, name, key)
            return content, Written(attachment, name, key, new=False)
        with self._files.open(name) as file:
            content = unseal(_read(file), slip)
        return content, self.capture(journey, attachment, content)

    def content(self, journey: UUID, attachment: UUID) -> bytes:
        """The content of a captured file. Raises WrongState, QueueDamaged."""
        name, key = self._captured(journey, attachment)
        return self._content(journey, attachment, name, key)

    def keys(self, journey: UUID) -> dict[str, str]:
        """The keys of a journey's captures, in hexadecimal digits, by attachment."""
        return {
            str(UUID(bytes=id_)): key.hex()
            for id_, key in self._store.rows(
                "SELECT id, key FROM attachment WHERE submission = ?", (journey.bytes,)
            )
        }

    def to_send(self, submission: UUID) -> tuple[SealedFile, ...]:
        """The files of a finished submission, in the order of its document."""
        return tuple(
            SealedFile(
                digest, size, _Opening(self._files, submission.bytes + id_, name, key, digest)
            )
            for id_, name, key, size, digest in self._store.rows(
                "SELECT id, file, key, size, digest FROM attachment"
                " WHERE submission = ? ORDER BY place",
                (submission.bytes,),
            )
        )

    def replace(self, submission: UUID, written: Iterable[Written]) -> tuple[str, ...]:
        """Inside a transaction: these are all the files now. Answers the names of the others."""
        before = self.names(submission)
        self._store.write("DELETE FROM attachment WHERE submission = ?", (submission.bytes,))
        kept = set()
        for place, each in enumerate(written):
            self.keep(submission, each, place)
            kept.add(each.name)
        return tuple(name for name in before if name not in kept)

    def keep(self, submission: UUID, written: Written, place: int = 0) -> None:
        """Inside a transaction: the row of a file that is on the disk."""
        sent = written.digest is not None
        self._store.write(
            "INSERT INTO attachment (id, submission, file, key, place, size, digest)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                written.attachment.bytes,
                submission.bytes,
                written.name,
                written.key,
                place if sent else None,
                written.size if sent else None,
                written.digest,
            ),
        )

    def lock(self, journey: UUID, attachments: Iterable[Attachment]) -> tuple[str, ...]:
        """Inside a transaction: drop the keys of these, and the others whole; answers as above."""
        listed = {each.id for each in attachments}
        dropped = []
        for id_, name in self._store.rows(
            "SELECT id, file FROM attachment WHERE submission = ?", (journey.bytes,)
        ):
            if UUID(bytes=id_) in listed:
                self._store.write("UPDATE attachment SET key = NULL WHERE id = ?", (id_,))
            else:
                self._store.write("DELETE FROM attachment WHERE id = ?", (id_,))
                dropped.append(name)
        return tuple(dropped)

    def unlock(self, keys: dict[str, str]) -> None:
        """Inside a transaction: the keys are back from the seal."""
        for attachment, key in keys.items():
            self._store.write(
                "UPDATE attachment SET key = ? WHERE id = ?",
                (bytes.fromhex(key), UUID(attachment).bytes),
            )

    def drop(self, journey: UUID, attachment: UUID) -> tuple[str, ...]:
        """Inside a transaction: erase one row with its key. Answers its file's name."""
        rows = self._store.rows(
            "DELETE FROM attachment WHERE submission = ? AND id = ? RETURNING file",
            (journey.bytes, attachment.bytes),
        )
        return tuple(row[0] for row in rows)

    def names(self, submission: UUID) -> tuple[str, ...]:
        """The names of its files."""
        rows = self._store.rows(
            "SELECT file FROM attachment WHERE submission = ?", (submission.bytes,)
        )
        return tuple(row[0] for row in rows)

    @contextmanager
    def undone_on_failure(self, files: list[Written]) -> Iterator[None]:
        """Where the block fails, what was written for it goes again.

        Not where its commit is in doubt: rows that name these files may be there at the next start,
        and if they aren't, `sweep` erases the files.
        """
        try:
            yield
        except InDoubt:
            raise
        except BaseException:
            self.erase(file.name for file in files if file.new)
            raise

    def erase(self, names: Iterable[str]) -> None:
        """Remove files that no row names any more.

        One that can't be removed now undoes nothing: it has no key, or is sealed, and is tried
        again at the next start.
        """
        for name in names:
            try:
                self._files.erase(name)
            except QueueFull:
                _log.warning("a file of the queue could not be erased yet", exc_info=True)

    def sweep(self, *, whole_ones: bool) -> None:
        """Remove what a cut left behind: unfinished files, and `whole_ones` that no row names."""
        named = {row[0] for row in self._store.rows("SELECT file FROM attachment")}
        self.erase(
            name
            for name in self._files.names()
            if name.endswith(UNFINISHED) or (whole_ones and name not in named)
        )

    def _captured(self, journey: UUID, attachment: UUID) -> tuple[str, bytes]:
        row = self._store.row(
            "SELECT file, key FROM attachment"
            " WHERE submission = ? AND id = ? AND key IS NOT NULL AND digest IS NULL",
            (journey.bytes, attachment.bytes),
        )
        if row is None:
            raise WrongState(str(attachment))
        return row[0], row[1]

    def _sealed(self, attachment: UUID, content: bytes, recipients: Iterable[str]) -> Written:
        sealed = seal(content, recipients, self._give_way)
        name = _new_name()
        self._files.write(name, [sealed])
        return Written(attachment, name, None, hashlib.sha256(sealed).hexdigest(), len(sealed))

    def _content(self, journey: UUID, attachment: UUID, name: str, key: bytes) -> bytes:
        with self._files.open(name) as file:
            return capture.decrypted(key, journey.bytes + attachment.bytes, file)


@dataclass(frozen=True, slots=True)
class _Opening:
    """Opens a file as it is sent, from the courier's thread, after a look at all of it."""

    files: Files
    owner: bytes
    name: str
    key: bytes | None
    digest: str

    def __call__(self) -> BinaryIO:
        """The bytes to send, all of them.

        Raises QueueDamaged where they aren't the digest's, QueueFailure where they can't be read
        now.
        """
        with self.files.open(self.name) as file:
            if self.key is not None:
                return BytesIO(capture.decrypted(self.key, self.owner, file))
            content = _read(file)
        if hashlib.sha256(content).hexdigest() != self.digest:
            raise QueueDamaged("a sealed file isn't as it was sealed")
        return BytesIO(content)


def _read(file: BinaryIO) -> bytes:
    try:
        return file.read()
    except OSError as error:
        raise QueueFailure("a sealed file can't be read now") from error


def _new_name() -> str:
    return secrets.token_hex(16)
