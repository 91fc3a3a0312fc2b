"""Changes the queue's code in small ways and lists the changes that no test notices.

mutmut does it, in a copy of the checkout that is kept between runs: what was tried is not tried
again until its code changes. All of it takes hours; name modules to try these alone.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from typing import TYPE_CHECKING

from tests.bench.figures import RESULTS
from tests.bench.start import ROOT, surroundings

if TYPE_CHECKING:
    from pathlib import Path

COPY = RESULTS / "mutants"
SURVIVORS = RESULTS / "mutants.txt"
PACKAGE = "offline_queue"

KILLED, SURVIVED, UNTOUCHED = 1, 0, 33
"""Exit statuses of the tests under a mutant: some failed, none did, no test runs that line."""


def main(*modules: str) -> int:
    """Try the mutants of these modules, of all where none is named; print and write the table."""
    COPY.mkdir(parents=True, exist_ok=True)
    _copy()
    environment = surroundings() | {"QT_QPA_PLATFORM": "offscreen"}
    patterns = [f"{PACKAGE}.{module}.*" for module in modules]
    command = [sys.executable, "-m", "mutmut"]
    ended = subprocess.run(
        [*command, "run", "--max-children", "1", *patterns], cwd=COPY, env=environment, check=False
    )
    if ended.returncode:
        return ended.returncode
    print(f"{'module':14} {'mutants':>8} {'killed':>7} {'timed out':>10} {'survived':>9}")
    living: list[str] = []
    for meta in sorted((COPY / "mutants" / PACKAGE).glob("*.meta")):
        name = meta.name.removesuffix(".py.meta")
        if not modules or name in modules:
            living += _row(name, meta)
    with SURVIVORS.open("w", encoding="utf-8") as file:
        for mutant in living:
            subprocess.run(
                [*command, "show", mutant], cwd=COPY, env=environment, stdout=file, check=True
            )
    print(f"The survivors stand in {SURVIVORS.relative_to(ROOT)}.")
    return 0


def _row(module: str, meta: Path) -> list[str]:
    """Print how the mutants of a module fared; the names of those that live."""
    statuses: dict[str, int | None] = json.loads(meta.read_bytes())["exit_code_by_key"]
    if not statuses:
        return []
    living = [name for name, status in statuses.items() if status in {SURVIVED, UNTOUCHED}]
    counted = Counter(statuses.values())
    others = len(statuses) - len(living) - counted[KILLED] - counted[None]
    tried = len(statuses) - counted[None]
    print(f"{module:14} {tried:8} {counted[KILLED]:7} {others:10} {len(living):9}")
    return living


def _copy() -> None:
    """Renew the copy: what git knows of and what is new beside it, nothing that was made."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        check=True,
    ).stdout
    for name in filter(None, os.fsdecode(listed).split("\0")):
        source, target = ROOT / name, COPY / name
        if source.is_file() and not source.is_symlink():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, target)
