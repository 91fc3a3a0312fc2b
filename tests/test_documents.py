from __future__ import annotations

import re
import tomllib
from pathlib import Path

from kiosk import __version__

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def test_the_program_and_the_project_have_one_version() -> None:
    assert PROJECT["project"]["version"] == __version__


def test_every_dependency_is_explained() -> None:
    page = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8").lower()
    asked = [PROJECT["project"]["dependencies"], *PROJECT["dependency-groups"].values()]
    names = [re.split(r"[<>=]", line)[0] for lines in asked for line in lines]
    assert [name for name in names if not name.startswith("types-") and name not in page] == []
