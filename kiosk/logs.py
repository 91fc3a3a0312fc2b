"""The program's log: rotating JSON lines that name submissions by id, never a person."""

from __future__ import annotations

import faulthandler
import json
import logging
import re
import sys
import threading
import traceback
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import TracebackType

OURS: Final = ("kiosk", "offline_queue", "ui")
"""The packages whose words are written; of everyone else's records only where they came from."""

_log = logging.getLogger(__name__)

MOST_BYTES: Final = 1024 * 1024
KEPT_FILES: Final = 5

_EVENT: Final = re.compile(r"[a-z][a-z0-9 ':%,-]{0,80}")
_NAME: Final = re.compile(r"(?!\d{6,}$)[A-Za-z0-9][A-Za-z0-9._-]{0,40}")
"""A name of ours (a type, a reason, a code), and never a bare number such as a person has."""


def _is_name(value: object) -> bool:
    return isinstance(value, str) and _NAME.fullmatch(value) is not None


def _is_number(value: object) -> bool:
    return isinstance(value, int | float)


def _is_id(value: object) -> bool:
    from uuid import UUID  # noqa: PLC0415 — not before there are ids: the start has none

    return isinstance(value, UUID)


DECLARED: Final[dict[str, Callable[[object], bool]]] = {
    "attempt": _is_number,
    "bytes": _is_number,
    "count": _is_number,
    "digest": _is_name,
    "failure": _is_name,
    "kind": _is_name,
    "pack": _is_name,
    "procedure": _is_name,
    "reason": _is_name,
    "screen": _is_name,
    "seconds": _is_number,
    "state": _is_name,
    "status": _is_number,
    "submission": _is_id,
    "version": _is_name,
}
"""What a record may carry (`extra=`), and what each value must look like."""

_STANDARD: Final = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


class JsonLine(logging.Formatter):
    """Writes a record as one JSON object, and of it only what can't tell of a person.

    An event is a few fixed words (`log.info("delivered", extra={"submission": id})`; that words
    are never put together first is ruff's rule G). Of what is filled into them ids alone are
    written. Keys that are not declared, values of another shape, messages of failures and the
    words of other packages are left out; `left_out` names the keys.
    """

    def format(self, record: logging.LogRecord) -> str:
        """One line, without its end."""
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "room": record.name,
        }
        ours = record.name.split(".")[0] in OURS
        if ours and _EVENT.fullmatch(str(record.msg)):
            line["event"] = record.msg
            if isinstance(record.args, tuple) and record.args:
                line["named"] = [str(it) if _is_id(it) else "…" for it in record.args]
        else:
            line["place"] = f"{_short(record.pathname)}:{record.lineno}"
        left_out = []
        for key in sorted(vars(record).keys() - _STANDARD):
            value = vars(record)[key]
            if ours and key in DECLARED and DECLARED[key](value):
                line[key] = str(value) if _is_id(value) else value
            else:
                left_out.append(key)
        if left_out:
            line["left_out"] = left_out
        if record.exc_info and record.exc_info[1]:
            line["failures"] = _failures(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False)


def _failures(failure: BaseException | None) -> list[dict[str, object]]:
    """A failure and what caused it: types and places, no messages, no variables."""
    chain: list[dict[str, object]] = []
    while failure is not None and len(chain) < 5:
        frames = traceback.extract_tb(failure.__traceback__, limit=-12)
        kind = type(failure)
        chain.append(
            {
                "type": f"{kind.__module__}.{kind.__qualname__}",
                "places": [f"{_short(it.filename)}:{it.lineno} {it.name}" for it in frames],
            }
        )
        failure = failure.__cause__ or failure.__context__
    return chain


def _short(path: str) -> str:
    """The last two parts of a path: enough to find the file, nothing of the machine."""
    return "/".join(Path(path).parts[-2:])


class _LogFile(logging.FileHandler):
    """A file that turns over when it is full, and says how many lines it could not write.

    `logging.handlers` has one that turns over, but brings sockets and pickles along, which the
    first paint would wait for.
    """

    def __init__(self, file: Path) -> None:
        super().__init__(file, encoding="utf-8")
        self._file = file
        self._lost = 0

    def emit(self, record: logging.LogRecord) -> None:
        lost, self._lost = self._lost, 0
        if lost:
            record.count = lost
        try:
            self._make_room(len(self.format(record).encode()) + 1)
        except OSError:
            self.handleError(record)
        else:
            super().emit(record)
        if lost and self._lost:
            self._lost += lost

    def _make_room(self, size: int) -> None:
        """Begin a new file where `size` bytes more are too many; the oldest is overwritten."""
        stream = self.stream = self.stream or self._open()
        if stream.tell() + size <= MOST_BYTES:
            return
        self.close()
        files = [self._file]
        files += [Path(f"{self._file}.{age}") for age in range(1, KEPT_FILES + 1)]
        for younger, older in reversed(list(pairwise(files))):
            if younger.exists():
                younger.replace(older)

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802, ARG002
        """Go on: a full disk must not stop the kiosk. Printing here would show the words."""
        self._lost += 1


@contextmanager
def logging_to(folder: Path) -> Iterator[Path]:
    """Write the log into `folder`, failures that nobody caught included; errors to stderr too.

    The folder is made where it is missing, for its owner alone. Answers the file.
    Raises OSError where the folder can't be written.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    file = folder / "kiosk.log"
    handlers: list[logging.Handler] = [_LogFile(file)]
    if sys.stderr is not None:  # a windowed program on Windows has none
        loud = logging.StreamHandler()
        loud.setLevel(logging.ERROR)
        handlers.append(loud)
    root = logging.getLogger()
    for handler in handlers:
        handler.setFormatter(JsonLine())
        root.addHandler(handler)
    ours = [logging.getLogger(name) for name in OURS]
    levels = [log.level for log in ours]
    for log in ours:
        log.setLevel(logging.INFO)
    try:
        with _nothing_unheard():
            yield file
    finally:
        for log, level in zip(ours, levels, strict=True):
            log.setLevel(level)
        for handler in handlers:
            root.removeHandler(handler)
            handler.close()


@contextmanager
def crashes_to(folder: Path) -> Iterator[Path]:
    """Have a program that is brought down (a fault in a library) write into `folder` where it was.

    Files, lines and functions of every thread, no values. Answers the file.
    Raises OSError where it can't be written.
    """
    file = folder / "crash.log"
    full = file.exists() and file.stat().st_size > MOST_BYTES
    with file.open("w" if full else "a", encoding="ascii") as stream:
        faulthandler.enable(stream)
        try:
            yield file
        finally:
            faulthandler.disable()


@contextmanager
def _nothing_unheard() -> Iterator[None]:
    """Log what nobody catches in place of Python's own report, which shows the words."""
    hooks = sys.excepthook, threading.excepthook, sys.unraisablehook

    def unhandled(
        kind: type[BaseException], failure: BaseException, trace: TracebackType | None
    ) -> None:
        _log.critical("unhandled", exc_info=(kind, failure, trace))

    def unhandled_in_thread(what: threading.ExceptHookArgs) -> None:
        if what.exc_value is not None:
            unhandled(what.exc_type, what.exc_value, what.exc_traceback)

    def unraisable(what: sys.UnraisableHookArgs) -> None:
        if what.exc_value is not None:
            unhandled(what.exc_type, what.exc_value, what.exc_traceback)

    sys.excepthook = unhandled
    threading.excepthook = unhandled_in_thread
    sys.unraisablehook = unraisable
    try:
        yield
    finally:
        sys.excepthook, threading.excepthook, sys.unraisablehook = hooks
