"""Files on their way to the training portal: tus 1.0.0 with creation, checksum and expiration."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final
from uuid import uuid4

from sqlalchemy import delete, func, select

from kiosk.training.database import UPLOADS, Database, read_instant, written_instant
from kiosk.training.problems import Problem

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

    from sqlalchemy import Row

MOST_BYTES: Final = 11 * 1024 * 1024
"""Of the bytes sent: a sealed file of 10 MiB fits."""

LIFE: Final = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Upload:
    """One file on its way: `offset` bytes of `length` are here; `until` it is remembered."""

    id: str
    digest: str
    length: int
    offset: int
    until: datetime
    finished: bool


class Uploads:
    """The shelf of files. What lies on the disk is the truth about how far an upload has come."""

    def __init__(self, database: Database, folder: Path, now: Callable[[], datetime]) -> None:
        self._database = database
        self._folder = folder
        self._now = now
        self._writers: dict[str, object] = {}
        folder.mkdir(parents=True, exist_ok=True)

    def create(self, device: str, digest: str, length: int) -> Upload:
        """Begin an upload, or find the one of this device with this digest.

        Raises Problem: `too-large`, `length-differs`.
        """
        if length > MOST_BYTES:
            raise Problem("too-large", detail=str(MOST_BYTES))
        self._forget_expired()
        with self._database.transaction() as connection:
            row = connection.execute(
                select(UPLOADS).where(UPLOADS.c.device == device, UPLOADS.c.digest == digest)
            ).one_or_none()
            if row is None:
                name = str(uuid4())
                connection.execute(
                    UPLOADS.insert().values(
                        id=name,
                        device=device,
                        digest=digest,
                        length=length,
                        until=written_instant(self._now() + LIFE),
                        finished=0,
                    )
                )
                self._file(name).touch()
                row = connection.execute(select(UPLOADS).where(UPLOADS.c.id == name)).one()
            elif row.length != length:
                raise Problem("length-differs")
        upload = self._upload(row)
        if not upload.finished and upload.offset == length:
            return self._finish(upload)
        return upload

    def find(self, device: str, name: str) -> Upload:
        """One upload of this device. Raises Problem: `not-found`, `upload-expired`."""
        with self._database.transaction() as connection:
            row = connection.execute(
                select(UPLOADS).where(UPLOADS.c.id == name, UPLOADS.c.device == device)
            ).one_or_none()
        if row is None:
            raise Problem("not-found")
        upload = self._upload(row)
        if not upload.finished and upload.until <= self._now():
            raise Problem("upload-expired")
        return upload

    def ask(self, device: str, name: str) -> Upload:
        """As `find`; who asks goes on from there, so an earlier request stops writing."""
        self._writers.pop(name, None)
        return self.find(device, name)

    async def append(
        self,
        device: str,
        name: str,
        offset: int,
        body: AsyncIterator[bytes],
        checksum: str | None = None,
    ) -> Upload:
        """Write what comes, as it comes; what arrived before a cut stays.

        With a `checksum` (SHA-256 of this body, hexadecimal) a body that differs isn't kept.
        Written without a buffer: who was overtaken by a later request must leave nothing behind.
        Raises Problem: as `find`, `offset-differs`, `too-large`, `checksum-differs`,
        `digest-differs`.
        """
        upload = self.find(device, name)
        if upload.offset != offset:
            raise Problem("offset-differs", headers={"Upload-Offset": str(upload.offset)})
        if upload.finished:
            return upload
        me = self._writers[name] = object()
        with self._file(name).open("ab", buffering=0) as file:
            digest = hashlib.sha256()
            room = upload.length - offset
            async for chunk in body:
                if self._writers.get(name) is not me:
                    raise Problem("offset-differs", headers={"Upload-Offset": str(offset)})
                room -= len(chunk)
                if room < 0:
                    file.truncate(offset)
                    raise Problem("too-large", detail=str(upload.length))
                digest.update(chunk)
                if file.write(chunk) != len(chunk):
                    raise OSError("the disk takes no more")
            arrived = digest.hexdigest()
            if checksum is not None and arrived != checksum:
                file.truncate(offset)
                raise Problem("checksum-differs")
            os.fsync(file.fileno())
        if room == 0:
            return self._finish(upload, arrived if offset == 0 else None)
        return replace(upload, offset=upload.length - room)

    def content(self, digest: str) -> bytes | None:
        """The bytes of a finished file."""
        with self._database.transaction() as connection:
            name = connection.execute(
                select(UPLOADS.c.id).where(UPLOADS.c.digest == digest, UPLOADS.c.finished == 1)
            ).scalar()
        return None if name is None else self._file(name).read_bytes()

    def count(self) -> int:
        """How many different files are finished."""
        finished = select(func.count(UPLOADS.c.digest.distinct())).where(UPLOADS.c.finished == 1)
        with self._database.transaction() as connection:
            return int(connection.execute(finished).scalar_one())

    def _finish(self, upload: Upload, digest: str | None = None) -> Upload:
        """Compare the whole with its name; what came in one go needs no second look.

        Raises Problem `digest-differs`, and forgets the file.
        """
        if digest is None:
            with self._file(upload.id).open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
        with self._database.transaction() as connection:
            mine = UPLOADS.c.id == upload.id
            if digest == upload.digest:
                connection.execute(UPLOADS.update().where(mine).values(finished=1))
                return replace(upload, offset=upload.length, finished=True)
            connection.execute(delete(UPLOADS).where(mine))
        self._file(upload.id).unlink()
        raise Problem("digest-differs")

    def _forget_expired(self) -> None:
        """Forget unfinished uploads whose time is over.

        For as long again their names still answer "expired"; their digests are free at once, so
        that the same file can begin anew.
        """
        now = self._now()
        over = (UPLOADS.c.finished == 0) & (UPLOADS.c.until <= written_instant(now))
        long_over = over & (UPLOADS.c.until <= written_instant(now - LIFE))
        with self._database.transaction() as connection:
            names = connection.execute(select(UPLOADS.c.id).where(over)).scalars().all()
            connection.execute(UPLOADS.update().where(over).values(digest=""))
            connection.execute(delete(UPLOADS).where(long_over))
        for name in names:
            self._file(name).unlink(missing_ok=True)

    def _upload(self, row: Row[tuple[object, ...]]) -> Upload:
        file = self._file(row.id)
        return Upload(
            id=row.id,
            digest=row.digest,
            length=row.length,
            offset=file.stat().st_size if file.exists() else 0,
            until=read_instant(row.until),
            finished=bool(row.finished),
        )

    def _file(self, name: str) -> Path:
        return self._folder / name
