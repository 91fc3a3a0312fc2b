"""Whoever takes the machine reads nobody's name: not in the data, the log, nor anything beside."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import bech32
import pyrage
import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from kiosk.domain.slip import Slip, Ticket
from kiosk.domain.stick import CONTENT
from kiosk.operations.pin import PIN_NAME
from offline_queue.sealing import recipient_of
from offline_queue.store import Store
from tests.offline_queue.forms import account_form, birth_form
from tests.offline_queue.lived import PEOPLE, STAFF
from tests.papers.making import CATALOGUE, written_pdf
from tests.patience import PATIENCE
from tests.searching import below, homes_in, told
from tests.training.world import world

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Stolen:
    """A machine as a killed program left it, and what somebody might look for on it."""

    folder: Path
    keys: Path
    exports: Path
    canaries: dict[str, list[str | bytes]]
    core: tuple[int, int]

    def tells(self) -> dict[str, list[str | bytes]]:
        """What it tells of whom."""
        return self._told(self.folder)

    def stick_tells(self) -> dict[str, list[str | bytes]]:
        """What the stick tells of whom that staff carried what waits out on."""
        return self._told(self.exports)

    def keys_tell(self) -> dict[str, list[str | bytes]]:
        """What the keyring tells of whom, for who can open it."""
        return self._told(self.keys.parent)

    def _told(self, folder: Path) -> dict[str, list[str | bytes]]:
        found = told(below(folder), [it for all_ in self.canaries.values() for it in all_])
        return {
            who: [it for it in all_ if it in found]
            for who, all_ in self.canaries.items()
            if found.intersection(all_)
        }


def _lived(folder: Path, *, locks: bool) -> Stolen:
    machine, keys, stick = folder / "machine", folder / "keyring" / "keys.json", folder / "stick"
    exports = folder / "exports"
    stick.mkdir(parents=True)
    exports.mkdir()
    for who in PEOPLE:
        drawn = b"%% canary in the scan of %s\n" % who.encode()
        scan = written_pdf(
            [
                CATALOGUE,
                b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
                b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 280] /Contents 4 0 R >>",
                b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn),
            ],
            b"",
        )
        (stick / f"giay-cua-{who}.pdf").write_bytes(scan)
    known = {(form.code, form.version): form for form in (account_form(), birth_form())}
    with world(folder / "elsewhere", known, sealed=locks, kept=False) as here:
        question = {
            "machine": str(machine),
            "keys": str(keys),
            "stick": str(stick),
            "exports": str(exports),
            "url": here.url,
            "code": here.training.devices.new_code(),
            "locks": locks,
        }
        ended = subprocess.run(
            [sys.executable, "-m", "tests.offline_queue.lived"],
            input=json.dumps(question) + "\n",
            capture_output=True,
            text=True,
            cwd=ROOT,
            env=os.environ
            | homes_in(machine)
            | {"PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"},
            check=False,
            timeout=PATIENCE,
        )
    assert ended.returncode == -9, ended.stderr
    said = json.loads(ended.stdout)
    canaries: dict[str, list[str | bytes]] = {
        who: [base64.b64decode(it[4:]) if it.startswith("raw:") else it for it in all_]
        for who, all_ in said["canaries"].items()
    }
    return Stolen(machine, keys, exports, canaries, tuple(said["core"]))


@pytest.fixture(scope="module")
def stolen(tmp_path_factory: pytest.TempPathFactory) -> Stolen:
    return _lived(tmp_path_factory.mktemp("stolen"), locks=True)


def test_nobody_is_found_on_a_machine_that_was_taken(stolen: Stolen) -> None:
    assert set(stolen.canaries) == {*PEOPLE, STAFF}
    assert (stolen.folder / "data" / "logs" / "kiosk.log").stat().st_size > 0
    assert (stolen.folder / "data" / "queue" / "queue.db-wal").stat().st_size > 0
    assert stolen.tells() == {}


def test_the_stick_that_what_waits_left_on_tells_of_nobody(stolen: Stolen) -> None:
    [export] = stolen.exports.iterdir()
    assert len(list((export / CONTENT).iterdir())) == 4
    assert stolen.stick_tells() == {}


def test_who_opens_the_keyring_finds_no_pin(stolen: Stolen) -> None:
    assert PIN_NAME in json.loads(stolen.keys.read_bytes())
    assert stolen.keys_tell() == {}


def test_nothing_lies_there_but_what_the_document_names(stolen: Stolen) -> None:
    page = (ROOT / "docs" / "data-at-rest.md").read_text(encoding="utf-8")
    files = [it for it in stolen.folder.rglob("*") if it.is_file()]
    papers = [it for it in files if it.parent.name == "attachments"]
    assert len(papers) == 5
    others = {it.name for it in files} - {it.name for it in papers}
    assert {it for it in others if it not in page} == set()
    assert {it.relative_to(stolen.folder).parts[0] for it in files} == {"data"}


def test_a_crash_leaves_no_picture_of_memory(stolen: Stolen) -> None:
    assert stolen.core == (0, 0)


def test_nothing_on_the_machine_opens_what_was_put_aside_or_finished(stolen: Stolen) -> None:
    keys = {it: bytes.fromhex(key) for it, key in json.loads(stolen.keys.read_bytes()).items()}
    store = Store(stolen.folder / "data" / "queue", keys["database"])
    columns = [row[1] for row in store.rows("PRAGMA table_info(submission)")]
    rows = [dict(zip(columns, it, strict=True)) for it in store.rows("SELECT * FROM submission")]
    store.close()
    kept = [row for row in rows if row["content"] is not None]
    sealed = {row["content"] for row in kept if row["sealed"]}
    assert (len(kept), len(sealed)) == (5, 4)
    values = [it.encode() if isinstance(it, str) else it for row in rows for it in row.values()]
    known = {it for it in values if isinstance(it, bytes)} - sealed | set(keys.values())
    assert [row for row in kept if _opens(known, row)] == [row for row in kept if row["secret"]]
    (portal,) = json.loads(keys["portal-keys"])
    assert not any(_public(it) == portal for it in _pieces(known, 32))


def _opens(known: set[bytes], row: dict[str, Any]) -> bool:
    """Whether any piece of what is known is the secret of the slip that the row is sealed for."""
    ticket = Ticket.parse(row["ticket"])
    secrets = {int.from_bytes(it, "big") for it in _pieces(known, 13) if it[0] < 16}
    return any(recipient_of(Slip(ticket, it)) == row["recipient"] for it in secrets)


def _pieces(known: set[bytes], length: int) -> set[bytes]:
    return {it[at : at + length] for it in known for at in range(len(it) - length + 1)}


def _public(secret: bytes) -> str:
    """The age recipient of a secret key of 32 bytes."""
    public = X25519PrivateKey.from_private_bytes(secret).public_key().public_bytes_raw()
    return str(bech32.bech32_encode("age", bech32.convertbits(public, 8, 5) or []))


def test_a_key_is_known_by_its_recipient() -> None:
    identity = pyrage.x25519.Identity.generate()
    letters = bech32.bech32_decode(str(identity).lower())[1] or []
    secret = bytes(bech32.convertbits(letters, 5, 8, pad=False) or [])
    assert _public(secret) == str(identity.to_public())


def test_where_nothing_is_locked_the_search_finds_all_that_is_kept_and_nothing_erased(
    tmp_path: Path,
) -> None:
    unlocked = _lived(tmp_path, locks=False)
    found = unlocked.tells()
    assert set(found) == {"open", "aside", "waiting", "corrected", "refused"}
    name, number, phone, note, scan, file, typed, shortened, secret = unlocked.canaries["open"]
    assert set(found["open"]) == {name, number, phone, note, scan, secret}
    assert not {file, typed, shortened}.intersection(found["open"])
    for who, its in found.items():
        # A page of the database may end in the middle of one of them.
        assert len(set(its).intersection(unlocked.canaries[who][:5])) >= 4
