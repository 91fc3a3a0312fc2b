"""The training portal as a process: quick to start, quiet, and the same after a kill."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.request import Request, urlopen

import pytest

from kiosk.training.controls import TrainingControls
from kiosk.training.portal import TrainingPortal

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = """
import sys
from pathlib import Path
from kiosk.training.serve import TrainingSettings, run
folder, packs, port, ready = sys.argv[1:]
print(flush=True)
run(TrainingSettings(Path(folder), Path(packs), Path(ready), int(port)))
"""


@contextmanager
def _process(folder: Path, port: int = 0) -> Iterator[dict[str, object]]:
    """What the portal says once it answers; killed in the end, with no chance to tidy up."""
    ready = folder / "ready.json"
    ready.unlink(missing_ok=True)
    arguments = [str(it) for it in (folder / "portal", ROOT / "assets" / "packs", port, ready)]
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM, *arguments],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    ) as process:
        try:
            while not ready.exists():
                with suppress(subprocess.TimeoutExpired):
                    pytest.fail(f"it ended with {process.wait(0.05)}")
            yield json.loads(ready.read_text(encoding="utf-8"))
        finally:
            process.kill()
            said = process.communicate()[0]
    assert said == b"\n"


def _recipients(url: object) -> list[str]:
    with urlopen(Request(f"{url}/v1/portal", headers={"Kiosk-Version": "0.1.0"})) as answer:
        return list(json.load(answer)["recipients"])


def test_a_killed_portal_comes_back_as_it_was(tmp_path: Path) -> None:
    with _process(tmp_path) as first:
        assert TrainingControls(str(first["url"])).counts()["dossiers"] == 0
        recipients = _recipients(first["url"])
    with _process(tmp_path, int(str(first["port"]))) as second:
        assert second == first
        assert _recipients(second["url"]) == recipients
    key = tmp_path / "portal" / "portal.key"
    assert key.stat().st_mode & 0o077 == 0


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_what_people_practised_with_is_for_our_own_user_alone(tmp_path: Path) -> None:
    folder = tmp_path / "portal"
    folder.mkdir(mode=0o755)
    TrainingPortal(folder, lambda _code, _version: None).close()
    assert folder.stat().st_mode & 0o077 == 0
