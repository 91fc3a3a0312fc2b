"""Shows the kiosk with the training portal, by hand or by itself; owns the portal and the kill."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import tempfile
import time
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Self

from kiosk.app import LOG_FOLDER, own_command
from kiosk.settings import demo_settings, write_settings
from kiosk.training.controls import TrainingControls, TrainingControlsFailed

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

_START_S: Final = 60.0
_END_S: Final = 30.0
_LEGS: Final = {
    "online": ("whole",),
    "offline": ("until-kept", "until-delivered"),
    "resume": ("until-aside", "until-received"),
}
_EXPECTED: Final = {"accounts": 1, "dossiers": 1, "files": 2}


class TourFailed(RuntimeError):
    """Something in the tour is not as it should be; the message says what."""


@dataclass(frozen=True, slots=True)
class Tour:
    """What to play: pictures and `tour.json` go into `folder`.

    `watched` ends it, well, as soon as a person touches the screen.
    """

    folder: Path
    scenario: str
    fast: bool
    with_card: bool
    watched: bool = False


class _Interrupted(Exception):
    """A person touched the screen while the tour was being watched."""


class TrainingProcess:
    """The training portal in a process of its own, which can be stopped and started again."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._port = 0
        self._process: subprocess.Popen[bytes] | None = None
        self.enrolment_code = ""

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    @property
    def url(self) -> str:
        """Where the portal listens, the same after each start."""
        return f"http://127.0.0.1:{self._port}"

    def start(self) -> None:
        """Start and wait until it listens. Raises TourFailed."""
        ready = self._folder / "ready.json"
        ready.unlink(missing_ok=True)
        self._folder.mkdir(parents=True, exist_ok=True)
        command = [*own_command(), "training", "serve", "--port", str(self._port)]
        command += ["--folder", str(self._folder), "--ready", str(ready)]
        self._process = subprocess.Popen(command)
        deadline = time.monotonic() + _START_S
        while not ready.exists():
            if self._process.poll() is not None or time.monotonic() > deadline:
                message = "the training portal did not start"
                raise TourFailed(message)
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(0.05)
        told = json.loads(ready.read_text(encoding="utf-8"))
        self._port = told["port"]
        self.enrolment_code = told["enrolment_code"]

    def stop(self) -> None:
        """Stop it, as a power cut at the portal would."""
        if self._process is not None:
            self._process.kill()
            self._process.wait(_END_S)
            self._process = None


class KioskProcess:
    """The kiosk on its window, playing one leg of a tour; tells and asks in JSON lines."""

    def __init__(self, settings: Path, orders: dict[str, Any]) -> None:
        self._process = subprocess.Popen(
            [*own_command(), "run", "--settings", settings, "--tour-leg"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )
        self.answer(json.dumps(orders))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._process.poll() is None:
            self.kill()
        self.leave()

    def leave(self) -> None:
        """Say and hear nothing more: it ends by itself, as where this process was killed."""
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                with suppress(BrokenPipeError):
                    stream.close()

    def told(self) -> dict[str, Any] | None:
        """The next thing it tells; None when it has ended. Raises TourFailed."""
        line = self._process.stdout.readline() if self._process.stdout else ""
        try:
            return json.loads(line) if line else None
        except ValueError as failure:
            message = f"the kiosk told what is no JSON: {line.strip()}"
            raise TourFailed(message) from failure

    def answer(self, line: str) -> None:
        """Answer what it asked."""
        if self._process.stdin is not None:
            self._process.stdin.write(line + "\n")
            self._process.stdin.flush()

    def kill(self) -> None:
        """End it with no chance to tidy up."""
        self._process.send_signal(getattr(signal, "SIGKILL", signal.SIGTERM))
        self._process.wait(_END_S)

    def end(self) -> int:
        """Wait for its end; its exit code, below zero the signal that ended it."""
        return self._process.wait(_END_S)


class ScannerLine:
    """A code scanner on a serial line: a pseudo-terminal that the kiosk opens as its device."""

    def __init__(self) -> None:
        self._here, self._there = os.openpty()
        self.device = os.ttyname(self._there)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        os.close(self._here)
        os.close(self._there)

    def scan(self, text: str) -> None:
        """Send one scan as a scanner does: UTF-8, ended by CR LF."""
        os.write(self._here, text.encode() + b"\r\n")


def show() -> int:
    """Open the kiosk with a training portal beside it, until its window is closed."""
    with tempfile.TemporaryDirectory(prefix="kiosk-demo-") as name, ExitStack() as stack:
        folder = Path(name)
        portal = stack.enter_context(TrainingProcess(folder / "portal"))
        settings = _settings(folder, portal, scanner=None)
        return subprocess.run(
            [*own_command(), "run", "--settings", settings], check=False
        ).returncode


def tour(tour: Tour, say: Callable[[str], None]) -> int:
    """Play the main job by itself; write pictures and `tour.json`; 0 if all is as it should be."""
    tour.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="kiosk-tour-") as name, ExitStack() as stack:
        folder = Path(name)
        portal = stack.enter_context(TrainingProcess(folder / "portal"))
        scanner = stack.enter_context(ScannerLine()) if hasattr(os, "openpty") else None
        settings = _settings(folder, portal, scanner)
        report = _Report(tour.scenario)
        try:
            for leg in _LEGS[tour.scenario]:
                _play(leg, tour, settings, portal, scanner, report)
            report.compare(TrainingControls(portal.url))
        except _Interrupted:
            return 0
        except (TourFailed, TrainingControlsFailed, OSError) as failure:
            report.failures.append(str(failure) or type(failure).__name__)
        content = json.dumps(report.as_json(), ensure_ascii=False, indent=2)
        (tour.folder / "tour.json").write_text(content + "\n", encoding="utf-8")
    say(content)
    for line in report.failures:
        say(f"NOT AS IT SHOULD BE: {line}")
    return 1 if report.failures else 0


def _settings(folder: Path, portal: TrainingProcess, scanner: ScannerLine | None) -> Path:
    papers = folder / "usb"
    papers.mkdir()
    settings = demo_settings(
        data_folder=folder / "data",
        portal_url=portal.url,
        enrolment_code=portal.enrolment_code,
        scanner_device=scanner.device if scanner else None,
        media_folders=(papers,),
    )
    path = folder / "kiosk.toml"
    write_settings(settings, path)
    return path


def _play(
    leg: str,
    tour: Tour,
    settings: Path,
    portal: TrainingProcess,
    scanner: ScannerLine | None,
    report: _Report,
) -> None:
    orders = {
        "leg": leg,
        "pictures": str(tour.folder),
        "first_picture": report.screens + 1,
        "fast": tour.fast,
        "with_card": tour.with_card,
        "serial": scanner is not None,
        "slip": report.slip,
        "yields": tour.watched,
    }
    with KioskProcess(settings, orders) as kiosk:
        while told := kiosk.told():
            report.take(told)
            match told:
                case {"ask": "scan", "text": str(text)} if scanner:
                    scanner.scan(text)
                case {"ask": "portal-down"}:
                    portal.stop()
                    kiosk.answer("down")
                case {"ask": "kill"}:
                    kiosk.kill()
                    portal.start()
                    return
                case {"interrupted": True}:
                    raise _Interrupted
                case {"failed": str(reason)}:
                    raise TourFailed(reason)
        code = kiosk.end()
        if code:
            message = f"the kiosk ended badly in {leg!r} ({code})"
            raise TourFailed(message + _crash(settings.parent / "data" / LOG_FOLDER))


def _crash(logs: Path) -> str:
    """Where it was brought down, if it was."""
    file = logs / "crash.log"
    told = file.read_text(encoding="ascii") if file.exists() else ""
    return f"\n{told}" if told else ""


class _Report:
    """What came of the tour so far, leg by leg."""

    def __init__(self, scenario: str) -> None:
        self._scenario = scenario
        self._account: dict[str, Any] = {"state": "prepared", "code": None}
        self._dossier: dict[str, Any] = {"state": "draft", "code": None, "ticket": None}
        self._papers: dict[str, str] = {}
        self._counts = {"screens": 0, "taps": 0, "typed_characters": 0}
        self._portal: dict[str, int] = {}
        self._began = time.monotonic()
        self.slip: str | None = None
        self.failures: list[str] = []

    @property
    def screens(self) -> int:
        """How many screens were passed."""
        return self._counts["screens"]

    def take(self, told: dict[str, Any]) -> None:
        """Note what the kiosk tells of its leg."""
        for name in self._counts:
            self._counts[name] += told.get("counts", {}).get(name, 0)
        self._account |= told.get("account", {})
        self._dossier |= told.get("dossier", {})
        self._papers |= told.get("papers", {})
        self.slip = told.get("slip", self.slip)

    def compare(self, portal: TrainingControls) -> None:
        """Hold what the screens said against what the portal has."""
        self._portal = portal.counts()
        if self._portal != _EXPECTED:
            self.failures.append(f"at the portal: {self._portal}, not {_EXPECTED}")
        if self._account["state"] != "active":
            self.failures.append("the account is not active")
        if self._dossier["state"] != "delivered":
            self.failures.append(f"the dossier is {self._dossier['state']}")
        arrived = portal.dossier(self._dossier["ticket"])
        if arrived is None or arrived["code"] != self._dossier["code"]:
            self.failures.append("the portal's code is not the one on the screen")
        elif sorted(arrived["contents"]) != sorted(self._papers.values()):
            self.failures.append("the papers at the portal are not the ones that went in")

    def as_json(self) -> dict[str, Any]:
        """What stands in `tour.json`."""
        return {
            "scenario": self._scenario,
            "account": self._account,
            "dossier": self._dossier,
            **self._counts,
            "seconds": round(time.monotonic() - self._began, 1),
            "portal": self._portal,
        }
