"""Draws and measures every screen: `python -m tests.gallery DIR`, on all cores.

Without filters the gallery has every screen and every component in every text size, theme, window
and language. `--check` measures instead of drawing and ends with 1 where something is wrong.
"""

from __future__ import annotations

import argparse
import os
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

from tests.gallery.pages import write_pages

if TYPE_CHECKING:
    from tests.gallery.matrix import Way

_BATCH = 12


def main() -> int:
    """Read the command line, share the work out, and write the pages."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from tests.gallery.languages import LANGUAGES
    from tests.gallery.matrix import FOUR_K, WINDOWS
    from tests.gallery.scenes import SCENES
    from ui.theme.palettes import ThemeName
    from ui.theme.tokens import TextSize

    parser = argparse.ArgumentParser(prog="dev.py gallery", description=__doc__)
    parser.add_argument("dir", type=Path, help="where the pictures and index.html go")
    parser.add_argument("--check", action="store_true", help="measure, and write nothing there")
    parser.add_argument("--only", action="append", help="scenes whose names hold this")
    parser.add_argument("--sizes", nargs="+", choices=[*TextSize], default=[*TextSize])
    parser.add_argument("--themes", nargs="+", choices=[*ThemeName], default=[*ThemeName])
    choices = [*WINDOWS, *FOUR_K]
    parser.add_argument("--windows", nargs="+", choices=choices, default=[*WINDOWS])
    parser.add_argument("--languages", nargs="+", choices=LANGUAGES, default=[*LANGUAGES])
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    asked = parser.parse_args()
    scenes = [*SCENES, *_parts()]
    wanted = [it for it in scenes if not asked.only or any(part in it for part in asked.only)]
    ways = _ways(asked, asked.windows)
    tasks = [(scene, way) for scene in wanted for way in ways]
    batches = [tasks[at : at + _BATCH] for at in range(0, len(tasks), _BATCH)]
    if not asked.check:
        asked.dir.mkdir(parents=True, exist_ok=True)
    found = 0
    with ProcessPoolExecutor(asked.jobs, initializer=_begin) as pool:
        for told in pool.map(
            _do, batches, [asked.dir] * len(batches), [asked.check] * len(batches)
        ):
            found += len(told)
            for line in told:
                sys.stdout.write(f"{line}\n")
            sys.stdout.flush()
    if not asked.check:
        write_pages(asked.dir, wanted, ways)
    sys.stdout.write(f"{len(wanted)} screens, {len(ways)} ways, {found} findings\n")
    return 1 if found else 0


def _parts() -> tuple[str, ...]:
    from tests.gallery.parts import PARTS

    return tuple(PARTS)


def _ways(asked: argparse.Namespace, windows: list[str]) -> list[Way]:
    from itertools import product

    from tests.gallery.matrix import Way
    from ui.theme.palettes import ThemeName
    from ui.theme.tokens import TextSize

    every = product(asked.sizes, asked.themes, windows, asked.languages)
    return [
        Way(TextSize(size), ThemeName(theme), window, language)
        for size, theme, window, language in every
    ]


def _begin() -> None:
    """A worker has an application of its own."""
    from PySide6.QtWidgets import QApplication

    _kept.append(QApplication([]))


_kept: list[object] = []


def _do(tasks: list[tuple[str, Way]], folder: Path, check: bool) -> list[str]:  # noqa: FBT001
    """Draw or measure some screens; what is wrong, a line each."""
    from tests.gallery.matrix import draw, look_at

    told = []
    for scene, way in tasks:
        if not check:
            target = folder / str(way) / f"{scene}.png"
            target.parent.mkdir(exist_ok=True)
            draw(scene, way, target)
        else:
            told += [
                f"{scene} {way} {it.check} | {it.where} | {it.said}" for it in look_at(scene, way)
            ]
    return told


if __name__ == "__main__":
    sys.exit(main())
