"""Exports that arrive on a stick: judged as over the wire, answered with signed receipts."""

from __future__ import annotations

import asyncio
import hashlib
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import jwt

from kiosk.domain.ports import PaperUnusable
from kiosk.domain.stick import (
    CONTENT,
    MANIFEST,
    MANIFEST_TYPE,
    MOST_BYTES,
    RECEIPTS,
    RECEIPTS_TYPE,
    Manifest,
    Receipts,
    StickReceipt,
    StickRefusal,
    StickUnreadable,
    read_signed,
)
from kiosk.domain.submission import read_json, written
from kiosk.papers import fetch_paper
from kiosk.training.problems import Problem
from kiosk.training.reading import MOST_BODY

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from datetime import datetime
    from pathlib import Path

    from kiosk.domain.stick import Listed, ListedFile
    from kiosk.training.devices import Devices
    from kiosk.training.seals import ReceiptKey
    from kiosk.training.submissions import Submissions
    from kiosk.training.uploads import Uploads

_NOT_JUDGED: Final = frozenset({"attachment-missing", "offset-differs", "upload-expired"})
"""Problems of how something came, not of what it says: it may come again."""


class StickRefused(Exception):
    """The folder is no export of a kiosk that this portal knows; the message says why."""


@dataclass(frozen=True, slots=True)
class StickTaken:
    """How many receipts and refusals were written; `damaged` couldn't be read, and stay open."""

    receipts: int
    refusals: int
    damaged: int


class _Damaged(Exception):
    """A file isn't there, or isn't the one that the manifest lists."""


class Sticks:
    """Takes exports by the same door as `PUT` and tus: once, with the same receipts."""

    def __init__(
        self,
        devices: Devices,
        uploads: Uploads,
        submissions: Submissions,
        key: ReceiptKey,
        now: Callable[[], datetime],
    ) -> None:
        self._devices = devices
        self._uploads = uploads
        self._submissions = submissions
        self._key = key
        self._now = now

    def take(self, folder: Path) -> StickTaken:
        """Take what the export in `folder` holds, and write the signed receipts into it.

        The same again is harmless. Raises StickRefused: nothing was taken, but where the receipts
        could not be written.
        """
        manifest = self._manifest(folder)
        receipts: list[StickReceipt] = []
        refusals: list[StickRefusal] = []
        damaged = 0
        for listed in manifest.submissions:
            try:
                self._take_files(str(manifest.device), folder, listed)
                receipts.append(self._take_document(folder, listed))
            except _Damaged:
                damaged += 1
            except Problem as problem:
                if problem.name in _NOT_JUDGED:
                    damaged += 1
                elif problem.held is not None:
                    receipts.append(read_json(problem.held[1], StickReceipt))
                else:
                    refusals.append(_refusal(listed, problem))
        answer = Receipts(
            schema=1,
            device=manifest.device,
            export=manifest.export,
            made_at=self._now(),
            receipts=tuple(receipts),
            refusals=tuple(refusals),
        )
        signed = self._key.signed(written(answer), RECEIPTS_TYPE)
        try:
            _write(folder / RECEIPTS, signed)
        except OSError as error:
            raise StickRefused(f"the receipts can't be written: {error.strerror}") from error
        return StickTaken(len(receipts), len(refusals), damaged)

    def _manifest(self, folder: Path) -> Manifest:
        try:
            signed = fetch_paper(folder / MANIFEST, MOST_BYTES)
            spoken = jwt.PyJWS().decode_complete(signed, options={"verify_signature": False})
            device = str(read_signed(spoken["payload"], Manifest).device)
            return read_signed(self._devices.proven(signed, device, MANIFEST_TYPE), Manifest)
        except PaperUnusable as error:
            raise StickRefused(f"the manifest can't be read: {error.reason}") from error
        except (jwt.PyJWTError, StickUnreadable, ValueError) as error:
            raise StickRefused("the manifest isn't as agreed") from error
        except Problem as problem:
            raise StickRefused(f"the kiosk isn't known: {problem.name}") from problem

    def _take_files(self, device: str, folder: Path, listed: Listed) -> None:
        for file in listed.files:
            upload = self._uploads.create(device, file.digest, file.size)
            if not upload.finished:
                rest = _content(folder, file)[upload.offset :]
                asyncio.run(self._uploads.append(device, upload.id, upload.offset, _once(rest)))

    def _take_document(self, folder: Path, listed: Listed) -> StickReceipt:
        if listed.size > MOST_BODY:
            raise Problem("too-large", detail=str(MOST_BODY))
        body = _content(folder, listed)
        taken = self._submissions.take(listed.kind, str(listed.id), body, listed.media_type)
        return read_json(taken.receipt, StickReceipt)


def _refusal(listed: Listed, problem: Problem) -> StickRefusal:
    return StickRefusal(
        listed.id, listed.digest, problem.name, problem.detail or "", problem.errors
    )


def _content(folder: Path, listed: Listed | ListedFile) -> bytes:
    """The bytes that the manifest lists. Raises _Damaged."""
    try:
        content = fetch_paper(folder / CONTENT / listed.digest, listed.size)
    except PaperUnusable as error:
        raise _Damaged from error
    if hashlib.sha256(content).hexdigest() != listed.digest:
        raise _Damaged
    return content


async def _once(content: bytes) -> AsyncIterator[bytes]:
    yield content


def _write(file: Path, content: bytes) -> None:
    """Whole or not at all; synced, since the stick is pulled next. Raises OSError."""
    draft = file.with_name(f"{file.name}.part")
    with draft.open("wb") as unfinished:
        unfinished.write(content)
        unfinished.flush()
        os.fsync(unfinished.fileno())
    draft.replace(file)
