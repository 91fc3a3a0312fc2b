"""Clips that are really spoken, and an ear where there is no loudspeaker."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kiosk.clips import PROGRAMS, make_clips
from kiosk.packs import PACKS
from tests.programs import need
from ui.multimedia import load_multimedia

if TYPE_CHECKING:
    from pathlib import Path

WORDS = {
    "vi": ("còn", "câu", "ba", "đồng ý", "máy cần ông bà đồng ý trước khi nhập thông tin"),
    "en": ("three", "questions left"),
}


@pytest.fixture(scope="session", autouse=True)
def _multimedia() -> None:
    """As the program loads it before any speaker."""
    load_multimedia()


@pytest.fixture(scope="session")
def clips(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A few clips, made by the real programs."""
    need(*PROGRAMS)
    folder = tmp_path_factory.mktemp("clips")
    make_clips(folder, PACKS, lambda language, _packs: WORDS[language])
    return folder
