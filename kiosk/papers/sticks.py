"""Finds USB sticks and the papers on them, and fetches the paper that a person chose."""

from __future__ import annotations

import os
import stat
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kiosk.domain.ports import PaperUnusable
from kiosk.papers.kinds import SNIFFED_BYTES, media_type

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MOST_FILES: Final = 200
"""More than a person would look through; the newest come first."""

MOST_ENTRIES: Final = 20_000
"""Entries looked at before the search stops: a stick may hold somebody's whole music."""

MOST_DEPTH: Final = 6
"""Folders inside folders; a stick itself lies up to two folders below where sticks appear."""

_STICK_DEPTH: Final = 2
_SUFFIXES: Final = frozenset({".jpg", ".jpeg", ".png", ".pdf"})
_LAST: Final = 2**32
"""Seconds since 1970: a stick may claim any time, a calendar ends."""

_NO_LINKS: Final = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)


@dataclass(frozen=True, slots=True)
class PaperFile:
    """A file that may be a paper: `label` names the stick or folder, `size` is in bytes."""

    path: Path
    name: str
    label: str
    size: int
    modified: datetime


def list_papers(folders: Iterable[Path]) -> tuple[PaperFile, ...]:
    """The files in these folders that look like papers, the newest first.

    By their first bytes; a file that only its name calls a paper is listed too, so that who
    chooses it hears what is wrong with it. Links are not followed, hidden files not shown, and a
    folder that can't be read (a stick just pulled out) has no files.
    """
    found: list[PaperFile] = []
    for folder in folders:
        left = iter(range(MOST_ENTRIES))
        for entry, label in _entries(folder, folder.name, 0, left):
            paper = _candidate(entry, label)
            if paper is not None:
                found.append(paper)
    found.sort(key=lambda paper: (paper.modified, paper.name), reverse=True)
    return tuple(found[:MOST_FILES])


def find_sticks(folders: Iterable[Path]) -> tuple[Path, ...]:
    """The sticks that are plugged in: what is mounted at these folders, or up to two below.

    A folder that can't be read has none.
    """
    found: list[Path] = []
    looked_at = [(folder, 0) for folder in folders]
    while looked_at:
        folder, depth = looked_at.pop(0)
        if os.path.ismount(folder):
            found.append(folder)
        elif depth < _STICK_DEPTH:
            with suppress(OSError), os.scandir(folder) as entries:
                inside = sorted(it.path for it in entries if it.is_dir(follow_symlinks=False))
                looked_at += [(Path(path), depth + 1) for path in inside]
    return tuple(found)


def fetch_paper(path: Path, most_bytes: int) -> bytes:
    """The content of a listed file.

    Raises PaperUnusable: `unreadable` where the system won't give it (or it became a link, or no
    file at all), `empty`, `too-large`.
    """
    try:
        with closing(_Opened(path)) as file:
            content = file.read(most_bytes + 1)
    except OSError as failure:
        raise PaperUnusable("unreadable") from failure
    if not content:
        raise PaperUnusable("empty")
    if len(content) > most_bytes:
        raise PaperUnusable("too-large")
    return content


class _Opened:
    """A plain file opened for reading, and never what a link or a device hides behind its name."""

    def __init__(self, path: Path) -> None:
        descriptor = os.open(path, os.O_RDONLY | _NO_LINKS | getattr(os, "O_BINARY", 0))
        self._file = os.fdopen(descriptor, "rb", buffering=0)
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            self._file.close()
            raise OSError(0, "no plain file", str(path))

    def read(self, most: int) -> bytes:
        """At most so many of the first bytes."""
        pieces = bytearray()
        while len(pieces) < most and (piece := self._file.read(most - len(pieces))):
            pieces += piece
        return bytes(pieces)

    def close(self) -> None:
        """Give the file back."""
        self._file.close()


def _entries(
    folder: Path, label: str, depth: int, left: Iterator[int]
) -> Iterator[tuple[os.DirEntry[str], str]]:
    """The plain files in a folder and in those below it, each with the label of its stick."""
    try:
        with os.scandir(folder) as entries:
            inside = sorted(entries, key=lambda entry: entry.name)
    except OSError:
        return
    folders = []
    for entry in inside:
        if next(left, None) is None:
            return
        if entry.name.startswith((".", "$")) or entry.name == "System Volume Information":
            continue
        if entry.is_file(follow_symlinks=False):
            yield entry, label
        elif entry.is_dir(follow_symlinks=False):
            folders.append(entry)
    if depth < MOST_DEPTH:
        for entry in folders:
            inner = entry.name if os.path.ismount(entry.path) else label
            yield from _entries(Path(entry.path), _shown(inner), depth + 1, left)


def _candidate(entry: os.DirEntry[str], label: str) -> PaperFile | None:
    """The entry as a paper; None where neither its first bytes nor its name speak for one."""
    path = Path(entry.path)
    try:
        known = entry.stat(follow_symlinks=False)
        with closing(_Opened(path)) as file:
            looks = media_type(file.read(SNIFFED_BYTES)) is not None
    except OSError:
        looks, known = False, None
    if not looks and path.suffix.lower() not in _SUFFIXES:
        return None
    return PaperFile(
        path=path,
        name=_shown(entry.name),
        label=label,
        size=known.st_size if known else 0,
        modified=datetime.fromtimestamp(min(max(known.st_mtime, 0), _LAST) if known else 0, UTC),
    )


def _shown(name: str) -> str:
    """A file's name fit for the screen: no control or direction marks, no broken letters."""
    return "".join(character for character in name if character.isprintable())
