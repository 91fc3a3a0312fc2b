"""What films and what sounds share one library, and keep it quiet together."""

from __future__ import annotations

import os
import subprocess
import sys

SCRIPT = """
import sys
from pathlib import Path

from PySide6.QtCore import QLoggingCategory

from ui.conductor.reading import load
from ui.edges import Sounds
from ui.multimedia import load_multimedia

load_multimedia()
load(Sounds(Path("none")), ())
names = ("qt.multimedia.ffmpeg", "qt.multimedia.symbolsresolver")
sys.exit(any(QLoggingCategory(it).isInfoEnabled() for it in names))
"""


def test_a_voice_that_comes_after_the_camera_leaves_multimedia_quiet() -> None:
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    told = subprocess.run([sys.executable, "-c", SCRIPT], check=False, env=environment)
    assert told.returncode == 0
