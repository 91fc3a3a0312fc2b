"""Loads all packs of a folder: what is good is used, what is bad is refused by name."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

from kiosk.domain.parsing import ProcedureInvalid, parse_procedure
from kiosk.domain.procedure import Words
from kiosk.domain.submission import Kind
from kiosk.packs.documents import DocumentInvalid, parse_document, read_schema
from kiosk.packs.finding import Finder
from kiosk.packs.guides import read_guide
from kiosk.packs.manifest import (
    MANIFEST,
    FileRefused,
    checked_document,
    files_of,
    read_file,
    read_manifest,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date
    from typing import Any

    from kiosk.domain.procedure import Procedure
    from kiosk.packs.guides import Guide
    from kiosk.packs.manifest import Manifest

PACKS: Final = Path(__file__).resolve().parent.parent.parent / "assets" / "packs"
"""The packs that come with the program."""

PROCEDURES: Final = "procedures/"
LIFE_EVENTS: Final = "life_events.json"
GUIDES: Final = "guides/"

MOST_PROCEDURE_BYTES: Final = 1024 * 1024
MOST_REASON: Final = 300
"""Characters of a reason; a schema's complaint quotes what it complains of."""


@dataclass(frozen=True, slots=True)
class RefusedFile:
    """A file that is not used: its path below the packs' folder, the JSON Pointer, and why."""

    file: str
    pointer: str
    reason: str


@dataclass(frozen=True, slots=True)
class LifeEvent:
    """A tile of the finder: what has happened in somebody's life."""

    id: str
    title: Words
    icon: str
    keywords: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Packs:
    """What the packs hold on one day.

    `procedures` are offered: the newest version in force of each. `expired` are no longer in
    force, `coming` not yet, `superseded` have a newer version; journeys begun with one of these
    go on with it. `guides` are what the packs teach. `manifests` are those of the packs that were
    read.
    """

    procedures: tuple[Procedure, ...]
    expired: tuple[Procedure, ...]
    coming: tuple[Procedure, ...]
    superseded: tuple[Procedure, ...]
    life_events: tuple[LifeEvent, ...]
    guides: tuple[Guide, ...]
    manifests: tuple[Manifest, ...]
    refused: tuple[RefusedFile, ...]
    _finder: Finder = field(repr=False, compare=False)

    def procedure(self, code: str, version: str | None = None) -> Procedure | None:
        """The procedure with that code: the one offered, or any of its versions by name."""
        known = self.procedures
        if version is not None:
            known += self.expired + self.coming + self.superseded
        return next((it for it in known if it.code == code and version in {None, it.version}), None)

    def guide(self, name: str) -> Guide | None:
        """The guide with that id; None where no pack teaches it."""
        return next((it for it in self.guides if it.id == name), None)

    def of_life_event(self, event: str) -> tuple[Procedure, ...]:
        """The dossiers offered under one tile of the finder."""
        return tuple(
            it for it in self.procedures if it.life_event == event and it.kind is Kind.DOSSIER
        )

    def search(self, text: str) -> tuple[Procedure, ...]:
        """The procedures offered that `text` may mean, best first; marks may be left out."""
        return self._finder.search(text)


def load_packs(folder: Path, today: date) -> Packs:
    """All packs below `folder`, as they are on `today` (a date of Asia/Ho_Chi_Minh).

    Never fails for what a pack holds: a bad file is refused and the others load.
    """
    reading = _Reading(folder)
    packs = sorted(it for it in folder.iterdir() if it.is_dir()) if folder.is_dir() else []
    for pack in packs:
        reading.read_pack(pack)
    if not reading.manifests and not reading.refused:
        reading.refuse(folder / MANIFEST, "", "there is no pack")
    offered, expired, coming, superseded = _dated(reading.procedures, today)
    return Packs(
        procedures=offered,
        expired=expired,
        coming=coming,
        superseded=superseded,
        life_events=tuple(reading.life_events.values()),
        guides=tuple(reading.guides.values()),
        manifests=tuple(reading.manifests),
        refused=tuple(reading.refused),
        _finder=_finder(offered, reading.life_events),
    )


class _Reading:
    """What has been read so far."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._versions: dict[tuple[str, str], str] = {}
        self.procedures: list[Procedure] = []
        self.life_events: dict[str, LifeEvent] = {}
        self.guides: dict[str, Guide] = {}
        self.manifests: list[Manifest] = []
        self.refused: list[RefusedFile] = []

    def refuse(self, file: Path, pointer: str, reason: str) -> None:
        """Remember that a file isn't used, and why."""
        name = file.relative_to(self._folder).as_posix()
        said = (name, pointer, reason[:MOST_REASON])
        self.refused.append(RefusedFile(*map(_shown, said)))

    def read_pack(self, folder: Path) -> None:
        """Read what the manifest names and nothing else."""
        try:
            manifest = read_manifest(folder)
        except FileRefused as refusal:
            self.refuse(folder / MANIFEST, refusal.pointer, refusal.reason)
            return
        self.manifests.append(manifest)
        for name, digest in manifest.files.items():
            try:
                self._read_file(folder, name, digest)
            except FileRefused as refusal:
                self.refuse(folder / name, refusal.pointer, refusal.reason)
        for name in files_of(folder):
            if name not in manifest.files:
                self.refuse(folder / name, "", "the manifest doesn't name it")

    def _read_file(self, folder: Path, name: str, digest: str) -> None:
        content = read_file(folder, name, digest)
        if name == LIFE_EVENTS:
            for event in _life_events(content):
                self.life_events.setdefault(event.id, event)
        elif name.startswith(GUIDES):
            guide = read_guide(content)
            if guide.id in self.guides:
                raise FileRefused("/id", f"there is a guide '{guide.id}' already")
            self.guides[guide.id] = guide
        elif name.startswith(PROCEDURES):
            procedure = read_procedure(content)
            key = (procedure.code, procedure.version)
            if key in self._versions:
                raise FileRefused("/version", f"stands in {self._versions[key]} already")
            self._versions[key] = f"{folder.name}/{name}"
            self.procedures.append(procedure)


def _shown(text: str) -> str:
    """The text without what a screen can't show, or shows as something else."""
    return "".join(it if it.isprintable() else "\ufffd" for it in text)


def read_procedure(content: bytes) -> Procedure:
    """The procedure in a file's bytes. Raises FileRefused."""
    if len(content) > MOST_PROCEDURE_BYTES:
        raise FileRefused("", f"is larger than {MOST_PROCEDURE_BYTES} bytes")
    try:
        return parse_procedure(parse_document(content), read_schema("procedure"))
    except DocumentInvalid as failure:
        raise FileRefused(failure.pointer, str(failure)) from failure
    except ProcedureInvalid as failure:
        raise FileRefused(failure.pointer, failure.reason) from failure


def _life_events(content: bytes) -> Iterator[LifeEvent]:
    for it in cast("list[dict[str, Any]]", checked_document(content, "life_events")):
        keywords = tuple(it.get("keywords", ()))
        yield LifeEvent(it["id"], Words(it["title"]), it["icon"], keywords)


def _dated(procedures: Iterable[Procedure], today: date) -> tuple[tuple[Procedure, ...], ...]:
    """Offered, expired, coming and superseded ones, the order of the packs kept."""
    sorts: dict[str, list[Procedure]] = {"offered": [], "expired": [], "coming": [], "old": []}
    newest: dict[str, Procedure] = {}
    known = list(procedures)
    for procedure in sorted(known, key=_age):
        if procedure.offered_on(today):
            newest[procedure.code] = procedure
    for procedure in known:
        sorts[_sort(procedure, newest, today)].append(procedure)
    return tuple(tuple(them) for them in sorts.values())


def _sort(procedure: Procedure, newest: dict[str, Procedure], today: date) -> str:
    if newest.get(procedure.code) is procedure:
        return "offered"
    if procedure.offered_on(today):
        return "old"
    return "coming" if today < procedure.source.effective_from else "expired"


def _age(procedure: Procedure) -> tuple[int, ...]:
    return tuple(int(part) for part in procedure.version.split("."))


def _finder(procedures: tuple[Procedure, ...], events: dict[str, LifeEvent]) -> Finder:
    def around(procedure: Procedure) -> tuple[str, ...]:
        event = events.get(procedure.life_event or "")
        return (*event.title.values(), *event.keywords) if event is not None else ()

    return Finder((procedure, around(procedure)) for procedure in procedures)
