"""A flat-bed scanner, by SANE's own program `scanimage`: found, asked for a sheet, stopped.

The program is run, not linked: a scanner's driver that crashes or hangs takes nothing with it.
What it scans comes on its standard output and goes to memory alone. Its options and messages are
those of sane-backends 1.1 (scanimage(1)).
"""

from __future__ import annotations

import logging
import os
import re
import shutil
import signal
import subprocess
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from threading import Event, Thread, Timer
from typing import TYPE_CHECKING, Final

from kiosk.papers.darkroom import Picture

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import IO

NO_FLATBED: Final = "none"
"""The setting of a help point that has a flatbed and doesn't want it used."""

DOTS_AN_INCH: Final = 300
_A4: Final = (210, 297)
"""Millimetres."""

_MOST_BYTES: Final = 64 * 1024 * 1024
"""A4 in colours at 400 dots an inch has 46 million."""

_MOST_SAID: Final = 65_536
_LISTING_SECONDS: Final = 30.0
"""Some drivers ask the whole network first."""

_POLITE_SECONDS: Final = 4.0
"""What is asked to stop may take its sheet to the end of the glass; then it is ended."""

_REASONS: Final = (
    ("Device busy", "busy"),
    ("cover is open", "cover"),
    ("out of documents", "no-paper"),
    ("jammed", "jammed"),
    ("Access to resource has been denied", "denied"),
    ("Error during device I/O", "silent"),
    ("Invalid argument", "silent"),
)
"""What SANE says (sane_strstatus), and what can be done about it."""

_PROGRESS: Final = re.compile(rb"Progress: (\d+(?:\.\d+)?)%")
_HEADER: Final = re.compile(rb"P([56])\s(?:#[^\n]*\n|\s)*(\d+)\s+(\d+)\s+255\s")
"""Netpbm's pgm(5) and ppm(5), with eight bits a dot."""

_KEPT_VARIABLES: Final = ("PATH", "HOME", "SANE_CONFIG_DIR", "LD_LIBRARY_PATH", "SYSTEMROOT")

_log = logging.getLogger(__name__)


class ScanFailed(Exception):
    """No sheet came; `reason` is a message key under `flatbed.failed`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Flatbed:
    """One flatbed, asked from a thread of its own; answers by Futures.

    `wanted` is SANE's name of a device, empty for the first that is found, or NO_FLATBED.
    """

    def __init__(
        self, wanted: str = "", *, program: Sequence[str] = ("scanimage",), seconds: float = 180
    ) -> None:
        """A scan that takes longer than `seconds` is given up."""
        self._wanted = wanted
        self._program = tuple(program)
        self._seconds = seconds
        self._device = ""
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="flatbed")
        self._running: tuple[subprocess.Popen[bytes], Event] | None = None
        self._stop = Event()  # of the scan that was asked for last
        self._closing = Event()

    def find(self) -> Future[bool]:
        """Whether there is a flatbed. One that answers is not looked for again."""
        return self._thread.submit(self._find)

    def scan(self, progress: Callable[[float], None]) -> Future[Picture]:
        """What lies on the glass. `progress` hears the part that is done, on another thread.

        Fails with ScanFailed: `stopped`, `missing` (the program), `slow`, `silent`, `busy`,
        `cover`, `no-paper`, `jammed`, `denied`, `failed`.
        """
        self._stop = Event()
        return self._thread.submit(self._scan, progress, self._stop)

    def stop(self) -> None:
        """Break off the scan that is going on, or is about to."""
        self._break_off(self._stop)

    def close(self) -> None:
        """Break off, and scan no more."""
        self.stop()
        self._break_off(self._closing)
        self._thread.shutdown()

    def _break_off(self, stop: Event) -> None:
        stop.set()
        running = self._running
        if running is not None and running[1] is stop:
            _end(running[0])

    # --- on the flatbed's thread ---

    def _find(self) -> bool:
        if self._wanted == NO_FLATBED:
            return False
        try:
            self._look(self._closing)
        except ScanFailed as failure:
            if failure.reason != "missing":
                _log.warning("scanners can't be listed", extra={"failure": failure.reason})
            return False
        return bool(self._device)

    def _look(self, stop: Event) -> None:
        """Learn the device's name, unless it is known. Raises ScanFailed."""
        if self._device:
            return
        if not shutil.which(self._program[0]):
            raise ScanFailed("missing")
        if self._wanted:
            self._device = self._wanted
            return
        listed = self._answer("-f", "%d%n", stop=stop, seconds=_LISTING_SECONDS)
        names = [it.strip() for it in listed.decode(errors="replace").splitlines()]
        # A video camera is a scanner to SANE; it is no flat-bed.
        flat = [it for it in names if it and not it.startswith("v4l:")]
        self._device = flat[0] if flat else ""

    def _scan(self, progress: Callable[[float], None], stop: Event) -> Picture:
        self._look(stop)
        if not self._device:
            raise ScanFailed("silent")
        try:
            return self._scanned(progress, stop)
        except ScanFailed as failure:
            if failure.reason in {"silent", "missing"} and not self._wanted:
                self._device = ""  # switched off and on again it has another name
            raise

    def _scanned(self, progress: Callable[[float], None], stop: Event) -> Picture:
        can = self._answer("-A", "-d", self._device, stop=stop, seconds=self._seconds)
        return _picture(
            self._answer(
                *("-d", self._device, *_options(can), "--format=pnm", "--progress"),
                stop=stop,
                seconds=self._seconds,
                progress=progress,
            )
        )

    def _answer(
        self,
        *arguments: str,
        stop: Event,
        seconds: float,
        progress: Callable[[float], None] | None = None,
    ) -> bytes:
        """The program's standard output, once it ended well. Raises ScanFailed."""
        if stop.is_set():
            raise ScanFailed("stopped")
        try:
            child = subprocess.Popen(
                [*self._program, *arguments],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env={it: os.environ[it] for it in _KEPT_VARIABLES if it in os.environ}
                | {"LC_ALL": "C"},
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
                start_new_session=True,
            )
        except OSError as failure:
            raise ScanFailed("missing") from failure
        self._running = child, stop
        if stop.is_set():  # between the first question and now
            _end(child)
        late = Event()
        patience = Timer(seconds, _give_up, (child, late))
        patience.start()
        Thread(target=_tidy_after, args=(child,), name="flatbed-tidier", daemon=True).start()
        try:
            content, said = _heard(child, progress)
            code = child.wait()
        finally:
            patience.cancel()
            self._running = None
            child.kill()
            child.wait()
        if stop.is_set():
            raise ScanFailed("stopped")
        if late.is_set():
            raise ScanFailed("slow")
        if code != 0:
            raise ScanFailed(_reason(said))
        return content


def _end(child: subprocess.Popen[bytes]) -> None:
    """Ask it to stop; a driver that doesn't listen is ended."""
    child.terminate()
    patience = Timer(_POLITE_SECONDS, child.kill)
    patience.daemon = True
    patience.start()


def _tidy_after(child: subprocess.Popen[bytes]) -> None:
    """End what the program has left: a driver's own process would hold its pipes open."""
    child.wait()
    if os.name == "posix":
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(child.pid, signal.SIGKILL)


def _give_up(child: subprocess.Popen[bytes], late: Event) -> None:
    late.set()
    child.kill()


def _heard(
    child: subprocess.Popen[bytes], progress: Callable[[float], None] | None
) -> tuple[bytes, bytes]:
    """What came on both outputs; whatever is too much breaks the program off."""
    if child.stdout is None or child.stderr is None:
        raise ScanFailed("failed")
    said = bytearray()
    listener = Thread(
        target=_listen,
        args=(child, child.stderr, said, progress),
        name="flatbed-listener",
        daemon=True,
    )
    listener.start()
    with child.stdout, child.stderr:
        content = child.stdout.read(_MOST_BYTES + 1)
        if len(content) > _MOST_BYTES:
            child.kill()
            raise ScanFailed("failed")
        listener.join()
    return content, bytes(said)


def _listen(
    child: subprocess.Popen[bytes],
    source: IO[bytes],
    said: bytearray,
    progress: Callable[[float], None] | None,
) -> None:
    """Pass on how far it is; keep the rest of what it says, as far as it says little."""
    while piece := os.read(source.fileno(), 4096):
        found = _PROGRESS.findall(piece)
        if found and progress is not None:
            progress(min(1.0, float(found[-1]) / 100))
        if len(said) < _MOST_SAID:
            said += _PROGRESS.sub(b"", piece)
        if b"scanimage: sane_" in said:
            # It has failed; some drivers hang when they are to close what failed.
            child.kill()
            return


def _reason(said: bytes) -> str:
    text = said.decode(errors="replace")
    return next((reason for words, reason in _REASONS if words in text), "failed")


def _options(listed: bytes) -> list[str]:
    """What a scanner is asked for, of what it says it can: colours, fineness, a whole A4 sheet."""
    text = listed.decode(errors="replace")
    options: list[str] = []
    modes = re.search(r"--mode ([^\[\n]+)", text)
    names = modes[1].strip().split("|") if modes else []
    wanted = [it for word in ("color", "colour", "gr") for it in names if word in it.lower()]
    if wanted:
        options += ["--mode", wanted[0]]
    if re.search(r"--source \S*[^\n]*Flatbed", text):
        options += ["--source", "Flatbed"]
    fineness = re.search(r"--resolution ([^\[\n]+)", text)
    if fineness:
        options += ["--resolution", str(_nearest(fineness[1]))]
    for side, most in zip("xy", _A4, strict=True):
        room = re.search(rf"^\s*-{side} [\d.]+\.\.([\d.]+)mm", text, re.MULTILINE)
        if room:
            options += [f"-{side}", str(min(float(most), float(room[1])))]
    return options


def _nearest(offered: str) -> int:
    """300 dots an inch, or what comes nearest of a list (75|150|600dpi) or a range (1..1200dpi)."""
    numbers = [int(float(it)) for it in re.findall(r"\d+(?:\.\d+)?", offered.partition("(")[0])]
    if ".." in offered and len(numbers) >= 2:
        return min(max(DOTS_AN_INCH, numbers[0]), numbers[1])
    return min(numbers, key=lambda it: abs(it - DOTS_AN_INCH), default=DOTS_AN_INCH)


def _picture(content: bytes) -> Picture:
    """What came as Netpbm. Raises ScanFailed."""
    header = _HEADER.match(content[:1024])
    if header is None:
        raise ScanFailed("failed")
    channels = 3 if header[1] == b"6" else 1
    width, height = int(header[2]), int(header[3])
    rows = content[header.end() :]
    if not width or not height or len(rows) < width * height * channels:
        raise ScanFailed("failed")
    return Picture(width, height, width * channels, channels, rows, flat=True)
