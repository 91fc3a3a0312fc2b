"""What the processes have in common in which papers are looked into and made ready."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT: Final = Path(__file__).resolve().parent.parent.parent
"""Where they are started, so that Python finds this program."""

_KEPT_VARIABLES: Final = ("PATH", "SYSTEMROOT", "TEMP", "TMPDIR")
"""All that they inherit: nothing that changes how they load their libraries."""


def command(verb: str) -> tuple[str, ...]:
    """How this very program is started with a verb, from source and when built."""
    if getattr(sys, "frozen", False):
        return (sys.executable, verb)
    return (sys.executable, "-m", "kiosk", verb)


def start(command: Sequence[str]) -> subprocess.Popen[bytes]:
    """Start one of them, to be spoken with by its input and output. Raises OSError."""
    return subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=ROOT,
        env={name: os.environ[name] for name in _KEPT_VARIABLES if name in os.environ},
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )


def limit(most_memory: int, most_seconds: int) -> None:
    """Where the system has such limits: so much address space (bytes) and processor time.

    And no file may be written, and a crash leaves no picture of memory.
    """
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 — Unix has it, Windows doesn't

    resource.setrlimit(resource.RLIMIT_AS, (most_memory, most_memory))
    resource.setrlimit(resource.RLIMIT_CPU, (most_seconds, most_seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
