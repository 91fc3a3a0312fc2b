"""A portal to measure against, in a process of its own, and the kiosk's client of it."""

from __future__ import annotations

import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk import __version__
from kiosk.portal import HttpPortal, Pace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kiosk.portal.connection import Patience


@contextmanager
def bare_portal(takes: float = 0.0) -> Iterator[int]:
    """A portal that keeps nothing, and takes so many seconds for a document; its port."""
    command = [sys.executable, str(Path(__file__).with_name("bare_portal.py")), str(takes)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            yield int(process.stdout.readline())
        finally:
            process.stdin.close()


def portal_at(
    url: str, patience: Patience | None = None, give_way: Callable[[], None] | None = None
) -> HttpPortal:
    """The kiosk's own client; signing is measured nowhere."""
    pace = Pace(give_way=give_way)
    return HttpPortal(url, lambda _: "signed", __version__, patience=patience, pace=pace)
