"""The program from outside: what it loads, what it says, and how it ends."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from kiosk import __version__
from tests.patience import PATIENCE

if TYPE_CHECKING:
    from pathlib import Path

_LOADED = """
import runpy, sys
sys.argv = ["kiosk", *{arguments!r}]
try:
    runpy.run_module("kiosk", run_name="__main__")
except SystemExit as end:
    code = end.code
loaded = {{name.split(".")[0] for name in sys.modules}}
heavy = {{"PySide6", "shiboken6", "sqlalchemy", "starlette", "requests"}}
print("loaded:", *sorted(loaded & heavy))
sys.exit(code)
"""


def _run(*arguments: str, code: str | None = None) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", code] if code else [sys.executable, "-m", "kiosk", *arguments]
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    return subprocess.run(
        command, capture_output=True, text=True, check=False, timeout=PATIENCE, env=environment
    )


@pytest.mark.parametrize("arguments", [["--version"], ["--help"], ["run", "--help"]])
def test_the_command_line_starts_without_loading_qt(arguments: list[str]) -> None:
    ended = _run(code=_LOADED.format(arguments=arguments))
    assert ended.stdout.splitlines()[-1].strip() == "loaded:"
    assert not ended.returncode


def test_the_version_is_told() -> None:
    ended = _run("--version")
    assert __version__ in ended.stdout
    assert ended.returncode == 0


@pytest.mark.parametrize("arguments", [[], ["fly"], ["demo", "--scenario", "sunny"]])
def test_a_verb_that_is_none_is_explained(arguments: list[str]) -> None:
    ended = _run(*arguments)
    assert "usage:" in ended.stderr
    assert ended.returncode == 2


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "can't be read"),
        ("point = ", "it is not TOML"),
        ("demo = true\nportl = 1\n", "kiosk.toml"),
    ],
)
def test_a_wrong_settings_file_is_told_in_a_sentence(
    tmp_path: Path, content: str | None, said: str
) -> None:
    file = tmp_path / "kiosk.toml"
    if content is not None:
        file.write_text(content, encoding="utf-8")
    ended = _run("run", "--settings", str(file))
    assert said in ended.stderr
    assert str(file) in ended.stderr
    assert "Traceback" not in ended.stderr
    assert ended.returncode == 2
