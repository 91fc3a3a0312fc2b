"""A pack's manifest: what belongs to the pack, each file with its SHA-256."""

from __future__ import annotations

import json
import re
import stat
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING, Final, cast

from kiosk.domain.parsing import ProcedureInvalid, check_shape
from kiosk.packs.documents import DocumentInvalid, parse_document, read_schema

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

MANIFEST: Final = "manifest.json"

MOST_BYTES: Final = 32 * 1024 * 1024
"""No file of a pack is larger; videos of guides come on their own."""

_NAME: Final = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._@-]*(?:/[A-Za-z0-9_][A-Za-z0-9._@-]*)*")
"""A file below the pack's folder: no way up, no root, no drive, nothing hidden."""


class FileRefused(Exception):
    """A file of a pack is not to be used: where in it (a JSON Pointer) and why."""

    def __init__(self, pointer: str, reason: str) -> None:
        super().__init__(reason)
        self.pointer = pointer
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a pack says of itself; `files` has the SHA-256 (64 hexadecimal digits) of each."""

    pack: str
    version: str
    checked_on: date
    files: Mapping[str, str]


def read_manifest(folder: Path) -> Manifest:
    """The manifest of the pack in `folder`, which bears the pack's name. Raises FileRefused."""
    document = cast("dict[str, object]", checked_document(_bytes(folder / MANIFEST), "manifest"))
    if document["pack"] != folder.name:
        raise FileRefused("/pack", f"the folder's name is '{folder.name}'")
    files = cast("dict[str, str]", document["files"])
    for name in files:
        if not _NAME.fullmatch(name) or name == MANIFEST:
            raise FileRefused("/files", f"'{name}' is no name of a file in the pack")
    return Manifest(
        pack=folder.name,
        version=str(document["version"]),
        checked_on=date.fromisoformat(str(document["checked_on"])),
        files=files,
    )


def read_file(folder: Path, name: str, digest: str) -> bytes:
    """The bytes of one file, which are those that the manifest means. Raises FileRefused."""
    file = folder / name
    if not file.resolve().is_relative_to(folder.resolve()):
        raise FileRefused("", "lies outside of the pack")
    content = _bytes(file)
    if sha256(content).hexdigest() != digest:
        raise FileRefused("", "is not the file that the manifest means (SHA-256)")
    return content


def checked_document(content: bytes, schema: str) -> object:
    """The JSON document in `content`, of the program's schema of that name. Raises FileRefused."""
    try:
        document = parse_document(content)
        check_shape(document, read_schema(schema))
    except DocumentInvalid as failure:
        raise FileRefused(failure.pointer, str(failure)) from failure
    except ProcedureInvalid as failure:
        raise FileRefused(failure.pointer, failure.reason) from failure
    return document


def files_of(folder: Path) -> tuple[str, ...]:
    """The names of all files below the pack's folder but its manifest, in order."""
    names = (file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file())
    return tuple(sorted(name for name in names if name != MANIFEST))


def seal_manifest(folder: Path) -> None:
    """Write the digests of the pack's files as they are now into its manifest.

    For who writes packs. The other facts of the manifest stay; OSError and ValueError pass.
    """
    file = folder / MANIFEST
    document = json.loads(file.read_bytes())
    document["files"] = {
        name: sha256((folder / name).read_bytes()).hexdigest() for name in files_of(folder)
    }
    text = json.dumps(document, ensure_ascii=False, indent=2) + "\n"
    file.write_bytes(text.encode())


def _bytes(file: Path) -> bytes:
    try:
        found = file.stat()
        if not stat.S_ISREG(found.st_mode):  # a pipe or a device may never end
            raise FileRefused("", "is no file")
        if found.st_size > MOST_BYTES:
            raise FileRefused("", f"is larger than {MOST_BYTES} bytes")
        return file.read_bytes()
    except OSError as failure:
        raise FileRefused("", f"can't be read: {failure.strerror}") from failure
