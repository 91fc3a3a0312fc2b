"""A help point on a disk, as staff's commands find it: settings, key file, PIN, and what waits."""

from __future__ import annotations

import io
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kiosk.backroom import Backroom
from kiosk.cli import main
from kiosk.clock import SystemClock
from kiosk.operations.pin import Hasher, StaffPin
from kiosk.settings import demo_settings, write_settings
from offline_queue.key import FileSecrets
from tests.offline_queue.forms import finished

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from kiosk.domain.journey import Journey
    from kiosk.settings import Settings

PIN = "274914"
QUICK = Hasher(passes=1, lanes=1, memory=8)


@dataclass
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def value(self) -> dict[str, Any]:
        """What it said for programs."""
        told: dict[str, Any] = json.loads(self.out)
        return told


class House:
    """Everything on the disk; `run` is the command line, in this process."""

    def __init__(self, folder: Path, portal_url: str = "http://127.0.0.1:9") -> None:
        self.folder = folder
        demonstrated = demo_settings(
            data_folder=folder / "data", portal_url=portal_url, enrolment_code="7K3M-Q2XW"
        )
        self.settings: Settings = demonstrated._replace(demo=False)
        self.file = folder / "kiosk.toml"
        write_settings(self.settings, self.file)
        assert self.settings.key_file is not None
        self.secrets = FileSecrets(self.settings.key_file)
        self.clock = SystemClock()

    @property
    def room(self) -> Backroom:
        return Backroom(self.settings, self.clock)

    def set_pin(self) -> None:
        StaffPin(self.secrets.get, self.secrets.put, self.clock, QUICK).set(PIN)

    def forget_secrets(self) -> None:
        """As if none had ever been made."""
        assert self.settings.key_file is not None
        self.settings.key_file.unlink()

    def keep(self, count: int = 1) -> list[Journey]:
        """Submissions that wait."""
        queue = self.room.open_queue()
        kept = [finished(queue) for _ in range(count)]
        queue.close()
        return kept

    def run(
        self,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
        *arguments: str,
        typed: str = f"{PIN}\n",
    ) -> Ended:
        """A command with its lines of stdin."""
        monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        code: object = None
        try:
            main([*arguments, "--settings", str(self.file)])
        except SystemExit as end:
            code = end.code
        said = capsys.readouterr()
        assert isinstance(code, int)
        return Ended(code, said.out, said.err)
