from __future__ import annotations

import json
import logging
import re
import subprocess
import sys
import threading
from typing import TYPE_CHECKING, Any, NoReturn
from uuid import UUID

from kiosk import logs
from kiosk.logs import logging_to

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

ID = UUID("01931f6e-7c1a-7000-8000-000000000001")
CANARY = "Nguyễn Thị Hợi 012345678901"


def lines(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def written(folder: Path) -> str:
    return "".join(it.read_text(encoding="utf-8") for it in sorted(folder.iterdir()))


def test_an_event_is_written_with_ids_and_counts(tmp_path: Path) -> None:
    with logging_to(tmp_path / "logs") as file:
        logging.getLogger("offline_queue.courier").info(
            "delivered", extra={"submission": ID, "seconds": 1.5, "procedure": "1.001193"}
        )
    (line,) = lines(file)
    assert line.pop("at").endswith("+00:00")
    assert line == {
        "level": "info",
        "room": "offline_queue.courier",
        "event": "delivered",
        "submission": str(ID),
        "seconds": 1.5,
        "procedure": "1.001193",
    }


def test_what_could_tell_of_a_person_is_left_out(tmp_path: Path) -> None:
    log = logging.getLogger("kiosk.packs")
    with logging_to(tmp_path) as file:
        log.info("typed %s", CANARY)
        log.info(CANARY)
        log.info("typed", extra={"reason": "012345678901"})
        log.info("typed", extra={"answer": CANARY, "reason": CANARY, "submission": CANARY})
        logging.getLogger("urllib3").warning("GET /v1/find?phone=5678 %s", CANARY)
        logging.getLogger("urllib3").warning("retry", extra={"reason": "x"})
    assert "Hợi" not in written(tmp_path)
    assert "5678" not in written(tmp_path)
    assert "012345678901" not in written(tmp_path)
    assert lines(file)[0]["named"] == ["…"]
    assert lines(file)[1]["place"].startswith("tests/test_logs.py:")
    assert lines(file)[2]["left_out"] == ["reason"]
    assert lines(file)[3]["left_out"] == ["answer", "reason", "submission"]
    assert lines(file)[5]["left_out"] == ["reason"]


def test_ids_filled_into_the_words_are_written(tmp_path: Path) -> None:
    with logging_to(tmp_path) as file:
        logging.getLogger("offline_queue").info("submission %s was set aside: %s", ID, CANARY)
    assert lines(file)[0]["event"] == "submission %s was set aside: %s"
    assert lines(file)[0]["named"] == [str(ID), "…"]


def test_a_failure_is_written_by_type_and_place_without_its_words(tmp_path: Path) -> None:
    def typed(answer: str) -> None:
        try:
            int(answer)
        except ValueError as failure:
            raise KeyError(answer) from failure

    with logging_to(tmp_path) as file:
        try:
            typed(CANARY)
        except KeyError:
            logging.getLogger("kiosk.app").exception("broken")
    assert "Hợi" not in written(tmp_path)
    failures = lines(file)[0]["failures"]
    assert [it["type"] for it in failures] == ["builtins.KeyError", "builtins.ValueError"]
    assert failures[0]["places"][-1].startswith("tests/test_logs.py:")
    assert failures[0]["places"][-1].endswith(" typed")


def test_a_failure_nobody_caught_is_written_wherever_it_happened(tmp_path: Path) -> None:
    def fail() -> None:
        raise ValueError(CANARY)

    with logging_to(tmp_path) as file:
        try:
            fail()
        except ValueError as failure:
            sys.excepthook(ValueError, failure, failure.__traceback__)
            what = threading.ExceptHookArgs((ValueError, failure, failure.__traceback__, None))
            threading.excepthook(what)
            sys.unraisablehook(_Unraisable(failure))  # type: ignore[arg-type]
        threading.excepthook(threading.ExceptHookArgs((SystemExit, None, None, None)))
        sys.unraisablehook(_Unraisable(None))  # type: ignore[arg-type]
    assert [(it["event"], it["level"]) for it in lines(file)] == [("unhandled", "critical")] * 3
    assert "Hợi" not in written(tmp_path)


def test_a_program_that_is_brought_down_says_where_it_was_and_no_values(tmp_path: Path) -> None:
    script = """
import faulthandler, sys
from pathlib import Path
from kiosk.logs import crashes_to

def seal(answer):
    faulthandler._sigsegv()

with crashes_to(Path(sys.argv[1])):
    seal(sys.argv[2])
"""
    for _ in range(2):
        command = [sys.executable, "-c", script, str(tmp_path), CANARY]
        assert subprocess.run(command, check=False).returncode != 0
    told = (tmp_path / "crash.log").read_text(encoding="ascii")
    assert len(re.findall(r"in seal$", told, re.MULTILINE)) == 2
    assert "012345678901" not in told


class _Unraisable:
    def __init__(self, failure: BaseException | None) -> None:
        self.exc_type = type(failure)
        self.exc_value = failure
        self.exc_traceback = None


def test_an_error_is_loud_and_still_names_no_person(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with logging_to(tmp_path):
        logging.getLogger("kiosk.app").info("begun")
        try:
            int(CANARY)
        except ValueError:
            logging.getLogger("kiosk.app").exception("broken")
    (line,) = capfd.readouterr().err.splitlines()
    assert json.loads(line)["event"] == "broken"
    assert "Hợi" not in line


def test_the_log_turns_over_and_ends_somewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logs, "MOST_BYTES", 2000)
    monkeypatch.setattr(logs, "KEPT_FILES", 2)
    with logging_to(tmp_path):
        for number in range(200):
            logging.getLogger("kiosk").info("counted", extra={"count": number})
    files = sorted(tmp_path.iterdir())
    assert len(files) == 3
    assert all(it.stat().st_size <= 2000 for it in files)


def test_lines_lost_to_a_full_disk_are_counted_not_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    log = logging.getLogger("kiosk")
    with logging_to(tmp_path) as file:
        with monkeypatch.context() as full:
            full.setattr(logs._LogFile, "_make_room", _full_disk)
            log.info("first")
            log.info("second")
        log.info("third")
    assert [(it["event"], it["count"]) for it in lines(file)] == [("third", 2)]
    assert capfd.readouterr().err == ""


def _full_disk(*_: object) -> NoReturn:
    raise OSError(28, "No space left on device")


def test_afterwards_everything_is_as_it_was(tmp_path: Path) -> None:
    before = sys.excepthook, threading.excepthook, list(logging.getLogger().handlers)
    with logging_to(tmp_path):
        assert sys.excepthook is not before[0]
    assert (sys.excepthook, threading.excepthook, logging.getLogger().handlers) == before


def test_only_the_owner_may_look_into_the_folder(tmp_path: Path) -> None:
    with logging_to(tmp_path / "logs") as file:
        assert sys.platform == "win32" or file.parent.stat().st_mode & 0o077 == 0
