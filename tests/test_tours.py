"""The main job plays itself, in processes of its own as on a kiosk; and the tour can fail."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import pytest

from kiosk import demonstration
from kiosk.demonstration import KioskProcess, Tour, TourFailed, TrainingProcess
from kiosk.domain.slip import Ticket
from kiosk.settings import demo_settings, write_settings
from kiosk.training.controls import TrainingControls
from tests.searching import below, homes_in, told
from ui.tour.leg import SCRIPT, Orders

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = [
    pytest.mark.tour,
    pytest.mark.skipif(not hasattr(os, "openpty"), reason="the scanner is a pseudo-terminal"),
]

_KEYS = [
    "scenario",
    "account",
    "dossier",
    "screens",
    "taps",
    "typed_characters",
    "seconds",
    "portal",
]
_PNG = b"\x89PNG\r\n\x1a\n"


def _canaries() -> list[str | bytes]:
    """What the person of the tour says that nobody else would."""
    script = json.loads(SCRIPT.read_text(encoding="utf-8"))
    said = script["answers"] | script["person"]["answers"]
    kinds = ("name", "number", "phone")
    named = [it for key, it in said.items() if key.endswith(kinds)]
    return [*named, script["person"]["card"], *script["cards"].values()]


def _play(folder: Path, scenario: str, homes: dict[str, str]) -> tuple[int, dict[str, Any]]:
    command = [sys.executable, "-m", "kiosk", "demo", "--tour", str(folder)]
    ended = subprocess.run(
        [*command, "--scenario", scenario, "--fast"],
        env=os.environ | homes | {"QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=False,
        timeout=540,
    )
    report = json.loads((folder / "tour.json").read_text(encoding="utf-8"))
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return ended.returncode, report


@pytest.mark.parametrize("scenario", ["online", "offline", "resume"])
def test_a_tour_ends_with_the_dossier_at_the_portal(tmp_path: Path, scenario: str) -> None:
    homes = tmp_path / "homes"
    _, report = _play(tmp_path, scenario, homes_in(homes))
    assert told(below(homes), _canaries()) == set()
    assert list(report) == _KEYS
    assert report["scenario"] == scenario
    assert report["account"]["state"] == "active"
    assert set(report["account"]) == {"state", "code"}
    assert report["account"]["code"]
    assert not re.fullmatch(r"\d{6}", report["account"]["code"])
    assert set(report["dossier"]) == {"state", "code", "ticket"}
    assert report["dossier"]["state"] == "delivered"
    assert report["dossier"]["code"]
    assert str(Ticket.parse(report["dossier"]["ticket"])) == report["dossier"]["ticket"]
    assert report["portal"] == {"accounts": 1, "dossiers": 1, "files": 2}
    for count in ("screens", "taps", "typed_characters"):
        assert isinstance(report[count], int)
        assert report[count] > 0
    assert report["seconds"] > 0
    pictures = sorted(tmp_path.glob("*.png"))
    assert len(pictures) == report["screens"]
    assert all(picture.read_bytes().startswith(_PNG) for picture in pictures)


def test_a_kiosk_whose_tour_was_killed_does_not_stay_behind(tmp_path: Path) -> None:
    settings = tmp_path / "kiosk.toml"
    write_settings(
        demo_settings(
            data_folder=tmp_path / "data",
            portal_url="http://127.0.0.1:9",
            enrolment_code="none",
            media_folders=(tmp_path,),
        ),
        settings,
    )
    orders = Orders("whole", tmp_path, 1, fast=True, with_card=True, serial=True, slip=None)
    with KioskProcess(settings, asdict(orders) | {"pictures": str(tmp_path)}) as kiosk:
        assert kiosk.told()
        kiosk.leave()
        assert kiosk.end() == 1


class _Sabotaged(TrainingProcess):
    """A training portal that was told to misbehave before the tour begins."""

    how: dict[str, object]

    def start(self) -> None:
        super().start()
        TrainingControls(self.url).behave(**self.how)  # type: ignore[arg-type]


def _sabotaged(
    monkeypatch: pytest.MonkeyPatch, folder: Path, **how: object
) -> tuple[int, list[str], dict[str, Any]]:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    _Sabotaged.how = how
    monkeypatch.setattr(demonstration, "TrainingProcess", _Sabotaged)
    said: list[str] = []
    code = demonstration.tour(Tour(folder, "online", fast=True, with_card=True), said.append)
    return code, said, json.loads((folder / "tour.json").read_text(encoding="utf-8"))


def test_a_portal_that_answers_with_a_page_makes_the_tour_fail(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    code, said, report = _sabotaged(monkeypatch, tmp_path, mode="html")
    assert code == 1
    assert any(line.startswith("NOT AS IT SHOULD BE") for line in said)
    assert list(report) == _KEYS
    assert report["account"]["state"] == "prepared"
    assert report["dossier"]["state"] != "delivered"


def test_what_the_screens_said_and_the_portal_does_not_have_is_no_success(tmp_path: Path) -> None:
    report = demonstration._Report("online")
    report.take(
        {
            "account": {"state": "active", "code": "TK26-000001"},
            "dossier": {"state": "delivered", "code": "H29-1", "ticket": "TK-3K7-52Y"},
        }
    )
    with TrainingProcess(tmp_path) as portal:
        report.compare(TrainingControls(portal.url))
    there = {"accounts": 0, "dossiers": 0, "files": 0}
    assert report.failures == [
        f"at the portal: {there}, not {demonstration._EXPECTED}",
        "the portal's code is not the one on the screen",
    ]


def test_a_portal_that_does_not_start_makes_the_tour_fail(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def gone() -> list[str]:
        return [sys.executable, "-c", "raise SystemExit(3)"]

    _replace(monkeypatch, gone)
    with pytest.raises(TourFailed, match="did not start"):
        TrainingProcess(tmp_path).start()


def _replace(monkeypatch: pytest.MonkeyPatch, command: Callable[[], list[str]]) -> None:
    monkeypatch.setattr(demonstration, "own_command", command)
