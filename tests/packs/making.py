"""Makes small packs on the disk, good ones to be spoilt by a test."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from kiosk.packs import seal_manifest
from tests.domain.tiny import document

if TYPE_CHECKING:
    from pathlib import Path


def make_pack(folder: Path, *features: str, **facts: object) -> Path:
    """A sealed pack below `folder` with one procedure a feature; `facts` go into each of them.

    A procedure's code is its feature's name, with dashes, unless `facts` have one.
    """
    pack = folder / "trial"
    pack.mkdir(parents=True, exist_ok=True)
    manifest = {
        "schema": 1, "pack": "trial", "version": "2026.1", "checked_on": "2026-11-21", "files": {},
    }  # fmt: skip
    write(pack / "manifest.json", manifest)
    for feature in features:
        code = feature.replace("_", "-")
        whole = {**document(feature), "code": code, **facts}
        write(pack / "procedures" / f"{whole['code']}@{whole['version']}.json", whole)
    seal_manifest(pack)
    return pack


def write(file: Path, content: object) -> None:
    """Write a document, or bytes as they are."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())


def change(file: Path, **facts: object) -> None:
    """Set some facts of a document, without sealing its pack again."""
    write(file, {**json.loads(file.read_bytes()), **facts})
