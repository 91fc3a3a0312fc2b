"""A training portal of the two small forms in a process of its own, as a real one is apart."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.training.controls import TrainingControls
from kiosk.training.portal import TrainingPortal
from kiosk.training.serve import LoopbackServer
from tests.offline_queue.forms import account_form, birth_form
from tests.patience import PATIENCE

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Apart:
    """Where the portal answers, and a code to enrol with."""

    url: str
    code: str

    @property
    def controls(self) -> TrainingControls:
        return TrainingControls(self.url)


@contextmanager
def portal_apart(folder: Path) -> Iterator[Apart]:
    """A portal that keeps its things in `folder`, until the block ends."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.portal.apart", str(folder)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        told = json.loads(process.stdout.readline())
        try:
            yield Apart(told["url"], told["code"])
        finally:
            process.stdin.close()
            assert process.wait(PATIENCE) == 0


def main(folder: str) -> None:
    """Serve until nobody holds the other end of our input any more."""
    forms = {(form.code, form.version): form for form in (account_form(), birth_form())}
    portal = TrainingPortal(Path(folder), lambda code, version: forms.get((code, version)))

    def ready(url: str) -> None:
        sys.stdout.write(json.dumps({"url": url, "code": portal.devices.new_code()}) + "\n")
        sys.stdout.flush()

    server = LoopbackServer(portal.app, 0, ready)

    def until_alone() -> None:
        sys.stdin.read()
        server.stop()

    threading.Thread(target=until_alone).start()
    server.run()
    portal.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
