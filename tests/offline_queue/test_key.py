"""Where secrets lie: the keyring that was named, or a key file of the kiosk's user alone."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import keyring.backends.fail
import keyring.backends.SecretService
import keyring.backends.Windows
import pytest
from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked

from kiosk.domain.ports import QueueFull, QueueInUse, QueueLocked
from offline_queue.key import FileSecrets, KeyringSecrets, database_key
from offline_queue.queue import EncryptedQueue
from tests.fakes.clock import ManualClock
from tests.offline_queue.forms import account_form, begun
from tests.patience import PATIENCE
from tests.programs import need

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parents[2]


class Ring(KeyringBackend):
    """A keyring in memory, locked or mangled when told to be."""

    priority = 1

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.kept: dict[tuple[str, str], str] = {}
        self.locked = False
        self.forgetful = False

    def get_password(self, service: str, username: str) -> str | None:
        self._look()
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._look()
        if not self.forgetful:
            self.kept[service, username] = password

    def _look(self) -> None:
        if self.locked:
            raise KeyringLocked("the collection is locked")


def reason(error: pytest.ExceptionInfo[QueueLocked]) -> str:
    return error.value.reason


def test_a_secret_is_kept_under_its_name() -> None:
    secrets = KeyringSecrets(Ring())
    assert secrets.get("device") is None
    secrets.put("device", b"\x00signing key")
    assert secrets.get("device") == b"\x00signing key"


def test_a_locked_keyring_says_so() -> None:
    ring = Ring()
    ring.locked = True
    secrets = KeyringSecrets(ring)
    asks: list[Callable[[], object]] = [
        lambda: secrets.get("it"),
        lambda: secrets.put("it", b""),
    ]
    for asked in asks:
        with pytest.raises(QueueLocked) as caught:
            asked()
        assert reason(caught) == "locked"


def test_a_machine_without_a_keyring_says_so() -> None:
    secrets = KeyringSecrets(keyring.backends.fail.Keyring())  # type: ignore[no-untyped-call]
    asks: list[Callable[[], object]] = [
        lambda: secrets.get("it"),
        lambda: secrets.put("it", b""),
    ]
    for asked in asks:
        with pytest.raises(QueueLocked) as caught:
            asked()
        assert reason(caught) == "unavailable"


def test_backends_are_named_and_never_whatever_is_installed() -> None:
    linux, windows = KeyringSecrets.secret_service(), KeyringSecrets.windows()
    assert type(linux._backend) is keyring.backends.SecretService.Keyring
    assert type(windows._backend) is keyring.backends.Windows.WinVaultKeyring


def test_a_key_is_made_only_where_there_is_neither_a_key_nor_a_queue() -> None:
    secrets = KeyringSecrets(Ring())
    with pytest.raises(QueueLocked) as caught:
        database_key(secrets, folder_has_queue=True)
    assert reason(caught) == "missing"
    assert secrets.get("database") is None
    key = database_key(secrets, folder_has_queue=False)
    assert len(key) == 32
    assert database_key(secrets, folder_has_queue=False) == key
    assert database_key(secrets, folder_has_queue=True) == key


def test_a_keyring_that_forgets_is_not_trusted_with_a_new_key() -> None:
    ring = Ring()
    ring.forgetful = True
    with pytest.raises(QueueLocked) as caught:
        database_key(KeyringSecrets(ring), folder_has_queue=False)
    assert reason(caught) == "unavailable"


@pytest.mark.parametrize("text", ["00", "not hexadecimal"])
def test_a_mangled_key_is_not_used(text: str) -> None:
    ring = Ring()
    ring.kept["help-point-kiosk", "database"] = text
    with pytest.raises(QueueLocked) as caught:
        database_key(KeyringSecrets(ring), folder_has_queue=True)
    assert reason(caught) == "unreadable"


def test_a_key_file_is_for_the_kiosks_user_alone(tmp_path: Path) -> None:
    file = tmp_path / "secrets" / "keys.json"
    secrets = FileSecrets(file)
    assert secrets.get("database") is None
    secrets.put("database", b"one")
    secrets.put("device", b"two")
    assert (secrets.get("database"), secrets.get("device")) == (b"one", b"two")
    assert file.stat().st_mode & 0o777 == 0o600
    file.chmod(0o640)
    with pytest.raises(QueueLocked) as caught:
        secrets.get("database")
    assert reason(caught) == "unsafe"


def test_another_users_key_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    secrets = FileSecrets(tmp_path / "keys.json")
    secrets.put("database", b"one")
    monkeypatch.setattr(os, "getuid", lambda: 4711)
    with pytest.raises(QueueLocked) as caught:
        secrets.get("database")
    assert reason(caught) == "unsafe"


@pytest.mark.parametrize("content", ["[]", "{", '{"database": "xy"}'])
def test_a_mangled_key_file_is_refused(tmp_path: Path, content: str) -> None:
    file = tmp_path / "keys.json"
    file.write_text(content)
    file.chmod(0o600)
    with pytest.raises(QueueLocked) as caught:
        FileSecrets(file).get("database")
    assert reason(caught) == "unreadable"


def test_a_key_file_that_cannot_be_read_or_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "a-file").write_bytes(b"")
    with pytest.raises(QueueLocked) as caught:
        FileSecrets(tmp_path / "a-file" / "keys.json").get("database")
    assert reason(caught) == "unavailable"
    FileSecrets(tmp_path / "keys.json").put("database", b"one")
    (tmp_path / "keys.json.part").mkdir()
    with pytest.raises(QueueFull):
        FileSecrets(tmp_path / "keys.json").put("database", b"two")
    assert FileSecrets(tmp_path / "keys.json").get("database") == b"one"


def opened(folder: Path, ring: Ring) -> EncryptedQueue:
    return EncryptedQueue(
        folder, KeyringSecrets(ring), clock=ManualClock(), point="TK", recipients=lambda: ()
    )


def test_a_keyring_that_was_locked_at_one_start_opens_the_queue_at_the_next(tmp_path: Path) -> None:
    ring = Ring()
    for _ in ("a first start", "a later one"):
        ring.locked = True
        with pytest.raises(QueueLocked) as caught:
            opened(tmp_path / "data", ring)
        assert reason(caught) == "locked"
        ring.locked = False
        queue = opened(tmp_path / "data", ring)
        journey = begun(queue, account_form())
        queue.put_aside(journey.id).result()
        assert queue.reopen(journey.slip).result() == journey
        queue.close()
    assert len(ring.kept) == 1


def test_of_first_starts_at_the_same_time_one_makes_the_key(tmp_path: Path) -> None:
    ring, starting, outcomes = Ring(), threading.Barrier(4), Counter[str]()

    def start() -> None:
        starting.wait()
        try:
            queues.append(opened(tmp_path / "data", ring))
            outcomes["open"] += 1
        except QueueInUse:
            outcomes["in use"] += 1

    queues: list[EncryptedQueue] = []
    threads = [threading.Thread(target=start) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert outcomes == {"open": 1, "in use": 3}
    assert len(ring.kept) == 1
    queues[0].close()


REAL_KEYRING = """
set -e
printf secret | gnome-keyring-daemon --unlock --components=secrets >/dev/null
"$PYTHON" - <<'PROGRAM'
import secretstorage
from offline_queue.key import KeyringSecrets, database_key
from kiosk.domain.ports import QueueLocked

secrets = KeyringSecrets.secret_service()
key = database_key(secrets, folder_has_queue=False)
assert database_key(KeyringSecrets.secret_service(), folder_has_queue=True) == key
bus = secretstorage.dbus_init()
secretstorage.get_default_collection(bus).lock()
try:
    database_key(secrets, folder_has_queue=True)
except QueueLocked as error:
    print(error.reason)
PROGRAM
"""


def test_a_real_keyring_keeps_the_key_and_gives_none_while_it_is_locked(tmp_path: Path) -> None:
    need("dbus-run-session", "gnome-keyring-daemon")
    home = {name: str(tmp_path) for name in ("HOME", "XDG_DATA_HOME", "XDG_RUNTIME_DIR")}
    program = subprocess.run(
        ["dbus-run-session", "--", "sh", "-c", REAL_KEYRING],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={
            "PATH": os.environ["PATH"],
            "PYTHON": sys.executable,
            "PYTHONPATH": str(ROOT),
            **home,
        },
        timeout=PATIENCE,
        check=False,
    )
    assert program.stdout.strip() == "locked", program.stderr
