"""What a start does before home is painted: whoever comes first should not wait for the rest."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

from kiosk.settings import DEMO_FILE

if TYPE_CHECKING:
    from pathlib import Path

_STARTED = """
import builtins, linecache, runpy, sys
importing = builtins.__import__
sys.argv = ["kiosk", "run", "--until-painted"]
try:
    runpy.run_module("kiosk", run_name="__main__")
except SystemExit as end:
    assert not end.code
{then}
"""

LATER = frozenset(
    """
    kiosk.backroom kiosk.operations kiosk.packs kiosk.papers kiosk.portal kiosk.training
    offline_queue
    ui.accessible ui.camera ui.inputs ui.keyboard ui.multimedia ui.printing ui.scanner
    ui.switching ui.tour ui.wedge
    ui.conductor.desk ui.conductor.reading ui.conductor.scene ui.conductor.visit
    ui.speech.clips ui.speech.reading ui.speech.wording
    apsw cel_expr_python cryptography cv2 jsonschema keyring msgspec numpy PIL qrcode requests
    serial zxingcpp
    asyncio dataclasses email http socket ssl uuid
    """.split()
)
"""What a person meets after home; and `dataclasses`, which compiles the methods of each class anew
at every start, longer than all the rest of a module takes.
"""


def _at_first_paint(folder: Path, then: str) -> list[str]:
    """What a program prints that has just painted home for the first time."""
    environment = os.environ | {
        "QT_QPA_PLATFORM": "offscreen",
        "KIOSK_SETTINGS": str(DEMO_FILE),
        "KIOSK_DATA": str(folder / "data"),
        "KIOSK_KEY_FILE": str(folder / "keys.json"),
        "KIOSK_PORTAL_URL": "http://127.0.0.1:9",
    }
    ended = subprocess.run(
        [sys.executable, "-c", _STARTED.format(then=then)],
        capture_output=True,
        text=True,
        check=True,
        timeout=50,
        env=environment,
    )
    return ended.stdout.splitlines()[-1].split()


def test_the_binding_of_qt_does_not_read_the_source_of_what_is_loaded_after_it(
    tmp_path: Path,
) -> None:
    read = _at_first_paint(tmp_path, "print('read:', *linecache.cache)")
    assert not [file for file in read if "/ui/" in file]
    assert _at_first_paint(tmp_path, "print(builtins.__import__ is importing)") == ["True"]


def test_home_is_painted_before_what_it_does_not_need_is_loaded(tmp_path: Path) -> None:
    loaded = _at_first_paint(tmp_path, "print(*sys.modules)")
    assert not [name for name in loaded if _is_of(name, LATER)]
    assert {name for name in loaded if name.startswith("PySide6.Qt")} == {
        f"PySide6.{name}" for name in ("QtCore", "QtGui", "QtSvg", "QtWidgets")
    }
    assert {name for name in loaded if name.startswith("ui.screens.")} == {
        f"ui.screens.{name}" for name in ("home", "home_yard", "picture_card")
    }


def _is_of(name: str, rooms: frozenset[str]) -> bool:
    """Whether a module is one of these, or lies in one of them."""
    parts = name.split(".")
    return any(".".join(parts[:count]) in rooms for count in range(1, len(parts) + 1))
