"""What films and what sounds share one library, and keep it quiet together.

Each script runs in a process of its own, where nothing of the library has been used before.
"""

from __future__ import annotations

import os
import subprocess
import sys

_START = """
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from PySide6.QtCore import QLoggingCategory
from PySide6.QtWidgets import QApplication

from ui.conductor.reading import load
from ui.edges import Sounds
from ui.multimedia import MULTIMEDIA, link, load_multimedia

app = QApplication([])

def beside(work, *arguments):
    "Do it on another thread; which types of Qt it made there."
    before = made()
    with ThreadPoolExecutor(1) as thread:
        thread.submit(work, *arguments).result()
    return made() - before

def made():
    qt = [it for it in sys.modules.items() if it[0].startswith("PySide6.")]
    return {(name, type) for name, module in qt for type in [None, *vars(module)]}
"""
_QUIET = """
load_multimedia()
load(Sounds(Path("none")), ())
load_multimedia()
names = ("qt.multimedia.ffmpeg", "qt.multimedia.symbolsresolver")
sys.exit(any(QLoggingCategory(it).isInfoEnabled() for it in names))
"""
_LINKED = """
at_fault = beside(link, MULTIMEDIA) | beside(load, Sounds(Path("none")), ())
sys.exit(str(at_fault) if at_fault else 0)
"""
_WORKED_ON = """
link(MULTIMEDIA)
load_multimedia()
from PySide6.QtCore import QSize
from PySide6.QtMultimedia import QVideoFrame, QVideoFrameFormat
from ui.camera.frames import colour_picture, grey_picture

def work(frame):
    from ui.camera.codes import look_for_codes
    from ui.camera.picture import picture
    look_for_codes(frame)
    grey_picture(frame, 64)
    colour_picture(frame)
    picture(frame, QSize(64, 64))

forms = (QVideoFrameFormat.PixelFormat.Format_NV12, QVideoFrameFormat.PixelFormat.Format_BGRX8888)
frames = [QVideoFrame(QVideoFrameFormat(QSize(128, 96), form)) for form in forms]
at_fault = set().union(*(beside(work, frame) for frame in frames))
sys.exit(str(at_fault) if at_fault else 0)
"""


def _play(script: str) -> None:
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    told = subprocess.run(
        [sys.executable, "-c", _START + script],
        check=False,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert told.returncode == 0, told.stderr


def test_a_voice_that_comes_after_the_camera_leaves_multimedia_quiet() -> None:
    _play(_QUIET)


def test_no_type_of_qt_is_made_where_its_libraries_are_linked() -> None:
    _play(_LINKED)


def test_no_type_of_qt_is_made_where_frames_are_worked_on() -> None:
    _play(_WORKED_ON)
