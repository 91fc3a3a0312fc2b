"""Programs of others that some tests run: where one is missing they are skipped, or fail."""

from __future__ import annotations

import os
import shutil
from typing import Final

import pytest

REQUIRED: Final = "PROGRAMS_REQUIRED"
"""Where this environment variable is set, what is missing fails a test instead of skipping it."""
FOR_ADMINISTRATORS: Final = f"{os.environ.get('PATH', '')}{os.pathsep}/usr/sbin"
"""Where programs are found that aren't on everybody's path."""


def need(*programs: str) -> None:
    """Skip the test where one of these programs is missing, or fail it where they are required."""
    for program in programs:
        if shutil.which(program, path=FOR_ADMINISTRATORS) is None:
            lack(program)


def lack(what: str) -> None:
    """Skip the test, which this is missing for, or fail it where it is required."""
    if os.environ.get(REQUIRED):
        pytest.fail(f"{what} is missing")
    pytest.skip(f"{what} is missing")
