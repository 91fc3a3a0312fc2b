"""The program's log: rotating JSON lines that name submissions by id, never a person."""

from __future__ import annotations

import json
import logging
import re
import sys
import threading
import traceback
from contextlib import contextmanager
from datetime import UTC, datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import TYPE_CHECKING, Final
from uuid import UUID

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import TracebackType

OURS: Final = ("kiosk", "offline_queue", "ui")
"""The packages whose words are written; of everyone else's records only where they came from."""

MOST_BYTES: Final = 1024 * 1024
KEPT_FILES: Final = 5

_EVENT: Final = re.compile(r"[a-z][a-z0-9 '-]{0,60}")
_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,40}")


def _is_name(value: object) -> bool:
    return isinstance(value, str) and _NAME.fullmatch(value) is not None


def _is_number(value: object) -> bool:
    return isinstance(value, int | float)


def _is_id(value: object) -> bool:
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

    An event is a few fixed words (`log.info("delivered", extra={"submission": id})`). Words with
    anything filled in, keys that are not declared, values of another shape, messages of failures
    and records of other packages' words are left out; `left_out` names the keys.
    """

    def format(self, record: logging.LogRecord) -> str:
        """One line, without its end."""
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "room": record.name,
        }
        ours = record.name.split(".")[0] in OURS
        if ours and not record.args and _EVENT.fullmatch(str(record.msg)):
            line["event"] = record.msg
        else:
            line["place"] = f"{_short(record.pathname)}:{record.lineno}"
        left_out = []
        for key in sorted(vars(record).keys() - _STANDARD):
            value = vars(record)[key]
            if ours and key in DECLARED and DECLARED[key](value):
                line[key] = str(value) if isinstance(value, UUID) else value
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


class _LogFile(RotatingFileHandler):
    """A rotating file that says how many lines it lost while it could not be written."""

    def __init__(self, file: Path) -> None:
        super().__init__(file, maxBytes=MOST_BYTES, backupCount=KEPT_FILES, encoding="utf-8")
        self._lost = 0

    def emit(self, record: logging.LogRecord) -> None:
        lost, self._lost = self._lost, 0
        if lost:
            record.count = lost
        super().emit(record)
        if lost and self._lost:
            self._lost += lost

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802, ARG002
        """Go on: a full disk must not stop the kiosk. Printing here would show the words."""
        self._lost += 1


@contextmanager
def logging_to(folder: Path) -> Iterator[Path]:
    """Write the log into `folder`, failures that nobody caught included.

    The folder is made where it is missing, for its owner alone. Answers the file.
    Raises OSError where the folder can't be written.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    file = folder / "kiosk.log"
    handler = _LogFile(file)
    handler.setFormatter(JsonLine())
    root = logging.getLogger()
    root.addHandler(handler)
    levels = {name: logging.getLogger(name).level for name in OURS}
    for name in OURS:
        logging.getLogger(name).setLevel(logging.INFO)
    hooks = sys.excepthook, threading.excepthook, sys.unraisablehook
    log = logging.getLogger(__name__)

    def unhandled(
        kind: type[BaseException], failure: BaseException, trace: TracebackType | None
    ) -> None:
        log.critical("unhandled", exc_info=(kind, failure, trace))

    def unhandled_in_thread(what: threading.ExceptHookArgs) -> None:
        if what.exc_value is not None:
            unhandled(what.exc_type, what.exc_value, what.exc_traceback)

    def unraisable(what: sys.UnraisableHookArgs) -> None:
        if what.exc_value is not None:
            unhandled(what.exc_type, what.exc_value, what.exc_traceback)

    sys.excepthook, threading.excepthook, sys.unraisablehook = (
        unhandled,
        unhandled_in_thread,
        unraisable,
    )
    try:
        yield file
    finally:
        sys.excepthook, threading.excepthook, sys.unraisablehook = hooks
        for name, level in levels.items():
            logging.getLogger(name).setLevel(level)
        root.removeHandler(handler)
        handler.close()
