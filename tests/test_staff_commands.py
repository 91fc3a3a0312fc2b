"""Staff's commands from outside: what they ask, say and do, beside the running kiosk or alone."""

from __future__ import annotations

import getpass
import io
import os
import subprocess
import sys
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from kiosk import app, errands
from kiosk.cli import main
from kiosk.clock import VIETNAM
from kiosk.domain.events import SetAside
from kiosk.domain.ports import QueueFailure, QueueLocked
from kiosk.domain.slip import SlipUnreadable
from kiosk.domain.staff import Line, LineState, PinLocked, PinWrong, StickUnusable
from kiosk.domain.submission import Refusal, State
from kiosk.operations import desk, pin, stick
from kiosk.operations.desk import Question
from kiosk.operations.enrolment import Enrolment
from kiosk.operations.hatch import PLACE
from offline_queue.key import DATABASE_KEY
from offline_queue.store import InDoubt
from tests.operations.house import PIN, QUICK, Ended, House
from tests.patience import PATIENCE
from tests.training.world import world
from ui.texts import Texts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from kiosk.domain.events import Event
    from kiosk.domain.journey import Journey
    from kiosk.operations.desk import Answer, Carrier
    from offline_queue.queue import EncryptedQueue

    Run = Callable[..., Ended]


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> House:
    monkeypatch.setattr(pin, "HASHER", QUICK)
    house = House(tmp_path)
    house.set_pin()
    return house


@pytest.fixture
def run(house: House, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    def running(*arguments: str, typed: str = f"{PIN}\n") -> Ended:
        return house.run(monkeypatch, capsys, *arguments, typed=typed)

    return running


class StillCourier:
    """Carries nothing; notes what it is asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def line(self) -> Line:
        return Line(LineState.UNKNOWN, False, None, None, 0.0, timedelta())

    def nudge(self) -> None:
        self.asked.append("nudge")

    def send_now(self) -> None:
        self.asked.append("send now")


@contextmanager
def running_kiosk(house: House, courier: Carrier | None = None) -> Iterator[EncryptedQueue]:
    """The queue as the window has it: open, with its hatch."""
    room = house.room
    queue = room.open_queue()
    close = room.open_hatch(room.desk(queue, room.stick(queue), lambda: courier).answer)
    yield queue
    close()
    queue.close()


def in_a_process(house: House, *arguments: str, typed: str = f"{PIN}\n") -> Ended:
    ended = subprocess.run(
        [sys.executable, "-m", "kiosk", *arguments, "--settings", str(house.file)],
        input=typed.encode(),
        capture_output=True,
        check=False,
        timeout=PATIENCE,
        env=os.environ | {"PYTHONIOENCODING": "utf-8"},
    )
    return Ended(ended.returncode, ended.stdout.decode(), ended.stderr.decode())


# --- beside the running kiosk, and alone ----------------------------------------------------------


def test_beside_the_running_kiosk_and_alone_the_same_is_told(house: House) -> None:
    house.keep(2)
    alone = in_a_process(house, "queue", "ls", "--json")
    with running_kiosk(house):
        beside = in_a_process(house, "queue", "ls", "--json")
    assert alone.code == beside.code == 0
    for told in (alone.value, beside.value):
        assert [it["state"] for it in told["submissions"]] == ["waiting", "waiting"]
    assert alone.value["submissions"] == beside.value["submissions"]
    assert alone.err == beside.err == ""


def test_what_is_asked_beside_the_running_kiosk_is_done_there(house: House, run: Run) -> None:
    [journey] = house.keep()
    ticket = str(journey.slip.ticket)
    with running_kiosk(house) as queue:
        assert run("queue", "hold", ticket).code == 0
        assert queue.submission(journey.id).result().state is State.HELD
        assert run("queue", "hold", ticket).code == 1
        assert run("queue", "release", ticket).code == 0
        assert queue.submission(journey.id).result().state is State.WAITING


def test_what_may_go_by_a_command_is_sent_now(house: House, run: Run) -> None:
    [journey] = house.keep()
    ticket = str(journey.slip.ticket)
    courier = StillCourier()
    with running_kiosk(house, courier):
        for verb in ("hold", "release", "retry", "show"):
            assert run("queue", verb, ticket).code == 0
        assert run("queue", "retry", "TK-333-339").code == 1
    assert courier.asked == ["nudge", "send now"]


def test_wrong_tries_count_together_at_the_hatch_and_at_the_screen(house: House, run: Run) -> None:
    house.keep()
    room = house.room
    queue = room.open_queue()
    close = room.open_hatch(room.desk(queue, room.stick(queue), lambda: None).answer)
    for left in (4, 3, 2, 1):
        assert f" {left} " in run("queue", "ls", typed="999999\n").err
    with pytest.raises(PinLocked):
        room.pin.check("999999")
    close()
    queue.close()


def test_a_program_that_has_the_folder_and_does_not_answer_is_told(house: House, run: Run) -> None:
    house.keep()
    queue = house.room.open_queue()
    ended = run("queue", "ls")
    assert (ended.code, ended.out) == (1, "")
    assert "không trả lời" in ended.err
    found = run("doctor", "--json").value["findings"]
    assert {"part": "store", "what": "in-use", "soundness": "broken", "values": {}} in found
    queue.close()


def test_a_hatch_that_a_power_cut_left_behind_is_walked_around(house: House, run: Run) -> None:
    house.keep()
    (house.folder / "data" / "queue" / PLACE).write_text('{"port": 9}', encoding="ascii")
    assert run("queue", "ls").code == 0


# --- the PIN --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "said"),
    [("", "Chưa nhập"), ("\n", "Chưa nhập"), ("999999\n", "chưa đúng"), ("\x00\n", "chưa đúng")],
)
def test_without_the_pin_nothing_is_told(house: House, run: Run, typed: str, said: str) -> None:
    [journey] = house.keep()
    ended = run("queue", "show", str(journey.slip.ticket), typed=typed)
    assert (ended.code, ended.out) == (1, "")
    assert said in ended.err


def test_a_kiosk_without_a_pin_says_how_to_set_one(house: House, run: Run) -> None:
    house.forget_secrets()
    house.keep()
    ended = run("queue", "ls")
    assert ended.code == 1
    assert "kiosk pin set" in ended.err
    assert run("pin", "set").code == 0
    assert run("queue", "ls").code == 0


def test_a_new_pin_needs_the_old_one_unless_the_owner_resets_it(house: House, run: Run) -> None:
    house.keep()
    assert run("pin", "set", typed="999999\n583016\n").code == 1
    assert run("queue", "ls").code == 0
    assert run("pin", "set", typed=f"{PIN}\n583016\n").code == 0
    assert run("queue", "ls").code == 1
    assert run("queue", "ls", typed="583016\n").code == 0
    assert run("pin", "set", "--reset", typed="740285\n").code == 0
    assert run("queue", "ls", typed="740285\n").code == 0


@pytest.mark.parametrize("weak", ["123456", "12345", "99999999", "abcdef"])
def test_a_weak_pin_is_not_set(run: Run, weak: str) -> None:
    ended = run("pin", "set", "--reset", typed=f"{weak}\n")
    assert ended.code == 1
    assert "6 đến 12 số" in ended.err


def test_the_pin_can_be_set_while_the_kiosk_runs_and_where_its_data_are_damaged(
    house: House, run: Run
) -> None:
    house.keep()
    with running_kiosk(house):
        assert run("pin", "set", typed=f"{PIN}\n583016\n").code == 0
        assert run("queue", "ls", typed="583016\n").code == 0
    (house.folder / "data" / "queue" / "queue.db").write_bytes(b"x" * 4096)
    assert run("pin", "set", typed="583016\n740285\n").code == 0


def test_a_new_pin_is_typed_twice_at_a_terminal(
    house: House, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    typed = iter(["583016", "583017", "583016", "583016"])
    monkeypatch.setattr(getpass, "getpass", lambda _prompt: next(typed))
    monkeypatch.setattr(io, "StringIO", Terminal)
    assert "không giống nhau" in run("pin", "set", "--reset").err
    assert run("pin", "set", "--reset").code == 0
    assert house.room.pin.is_set()


def test_during_a_pause_a_command_waits_and_asks_once_more() -> None:
    slept: list[float] = []

    class Resting:
        def answer(self, _question: Question) -> Answer:
            if slept:
                return {"ok": True}
            return {"ok": False, "failure": "pin.locked", "values": {"seconds": 15}}

    question = Question(verb="ls", pin=PIN)
    answer = errands.once_unlocked(Resting(), question, Texts.read("vi"), slept.append)
    assert answer == {"ok": True}
    assert slept == [15]


# --- the verbs ------------------------------------------------------------------------------------


def test_what_was_refused_is_told_with_what_to_do(house: House, run: Run) -> None:
    [refused, waits, held] = house.keep(3)
    queue = house.room.open_queue()
    queue.refused(refused.id, Refusal("identity-mismatch", ""))
    queue.hold(held.id).result()
    queue.close()
    said = run("queue", "ls").out
    assert Texts.read("vi").say("refusal.identity-mismatch") in said
    assert f"kiosk queue told {refused.slip.ticket}" in said
    assert f"kiosk queue release {held.slip.ticket}" in said
    for journey in (refused, waits, held):
        assert str(journey.slip.ticket) in said
    assert run("queue", "told", str(refused.slip.ticket)).code == 0
    assert "kiosk queue told" not in run("queue", "ls").out
    assert run("queue", "retry", str(refused.slip.ticket)).code == 0
    shown = run("queue", "show", str(refused.slip.ticket))
    assert Texts.read("vi").say("desk.history.retried") in shown.out
    states = [it["state"] for it in run("queue", "ls", "--json").value["submissions"]]
    assert states == ["held", "waiting", "waiting"]


def test_only_a_page_is_told_at_once(house: House, run: Run) -> None:
    kept = house.keep(3)
    told = run("queue", "ls", "--json", "--start", "1", "--count", "1").value
    assert [it["ticket"] for it in told["submissions"]] == [str(kept[1].slip.ticket)]
    assert told["summary"]["waiting"] == 3


def test_staff_alone_can_not_make_a_dossier_vanish(house: House, run: Run) -> None:
    [journey] = house.keep()
    ticket = str(journey.slip.ticket)
    wrong = "0000 0000 0000 0000 0000"
    for code in ("", "\n", "abc\n", f"{wrong}\n"):
        assert run("queue", "withdraw", ticket, typed=f"{PIN}\n{code}").code == 1
    assert run("queue", "ls", "--json").value["summary"]["waiting"] == 1
    assert run("queue", "withdraw", ticket, typed=f"{PIN}\n{journey.slip.typed}\n").code == 0
    assert run("queue", "ls", "--json").value["summary"]["waiting"] == 0


def _ticket(journey: Journey) -> str:
    """As somebody types it."""
    return str(journey.slip.ticket).lower().replace("-", " ")


def test_a_ticket_may_be_typed_as_people_do(house: House, run: Run) -> None:
    [journey] = house.keep()
    assert run("queue", "show", _ticket(journey)).code == 0


@pytest.mark.parametrize("ticket", ["", "TK", "TK-3K7-529", "1K-3K7-529", "TK-0O1-IL2", "đ" * 300])
def test_a_ticket_that_is_none_is_explained(house: House, run: Run, ticket: str) -> None:
    house.keep()
    ended = run("queue", "retry", ticket)
    assert (ended.code, ended.out) == (1, "")
    assert ended.err.strip()


def test_out_on_a_stick_by_command(house: House, run: Run, tmp_path: Path) -> None:
    house.keep()
    assert run("queue", "export", "--to", str(tmp_path / "gone")).code == 1
    (tmp_path / "usb").mkdir()
    ended = run("queue", "export", "--to", str(tmp_path / "usb"))
    # This kiosk is not enrolled: nothing of it is sealed, so nothing leaves.
    assert ended.code == 0
    assert "chưa niêm phong" in ended.out
    back = run("queue", "import-receipts", str(tmp_path / "usb"))
    assert back.code == 1


def test_the_whole_way_by_stick_is_walked_by_commands(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(pin, "HASHER", QUICK)
    with world(tmp_path, kept=False) as here:
        house = House(tmp_path, here.url)
        house.set_pin()
        room = house.room
        get, put = house.secrets.get, house.secrets.put
        enrolment = Enrolment(room.identity, get, put, here.training.devices.new_code())
        enrolment.complete(room.portal.enrol, room.portal.describe)
        room.portal.close()
    [journey] = house.keep()
    usb = tmp_path / "usb"
    usb.mkdir()

    def run(*arguments: str) -> Ended:
        return house.run(monkeypatch, capsys, "queue", *arguments)

    exported = run("export", "--to", str(usb), "--json").value
    assert (exported["submissions"], exported["left_out"]) == (1, 0)
    assert "đã gửi" in run("show", str(journey.slip.ticket)).out.lower()
    assert run("import-receipts", str(usb)).code == 1
    # The training portal doesn't know the small form of the tests, and says so on the stick.
    imported = in_process(
        "training", "import", exported["folder"], "--folder", str(tmp_path / "portal")
    )
    assert imported == 0
    assert "1 refusals" in capsys.readouterr().out
    heard: list[Event] = []
    edges = app.open_edges(house.settings, house.clock)
    edges.make_courier(heard.append)
    back = run("import-receipts", str(usb), "--json").value
    edges.close()
    assert back == {"ok": True, "delivered": 0, "refused": 1, "known": 0}
    assert [type(event) for event in heard] == [SetAside]
    assert Texts.read("vi").say("refusal.other") in run("ls").out
    assert in_process("training", "import", str(usb), "--folder", str(tmp_path / "portal")) == 1
    assert "manifest" in capsys.readouterr().err


def in_process(*arguments: str) -> object:
    """The exit code of a command that reads no settings."""
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    return ended.value.code


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ({"state": "lost", "paused": False, "drift": 0, "clock_doubted": False}, "Không có mạng"),
        (
            {"state": "lost", "paused": False, "drift": 0, "clock_doubted": True},
            "xem lại đồng hồ",
        ),
        (
            {"state": "shut", "paused": False, "drift": 0, "clock_doubted": False},
            "chưa nhận máy này",
        ),
        ({"state": "reached", "paused": True, "drift": 0, "clock_doubted": False}, "tạm dừng"),
        (
            {"state": "reached", "paused": False, "drift": 7200, "clock_doubted": False},
            "chậm 2 giờ",
        ),
        (
            {"state": "reached", "paused": False, "drift": -60, "clock_doubted": False},
            "nhanh 1 phút",
        ),
    ],
)
def test_how_it_stands_with_the_portal_is_told(line: dict[str, object], said: str) -> None:
    assert said in "\n".join(errands._line(Texts.read("vi"), line))


@pytest.mark.parametrize(
    ("changed", "key"),
    [
        ({"blocked": True}, "desk.why.blocked"),
        ({"sealed": False}, "command.why.unsealed"),
        ({"in_doubt": True}, "desk.why.in-doubt"),
        ({}, "command.why.waiting"),
        ({"state": "withdrawn"}, "desk.why.withdrawn"),
        ({"state": "held"}, "command.why.held"),
    ],
)
def test_why_it_waits_is_told(changed: dict[str, object], key: str) -> None:
    standing = {"state": "waiting", "blocked": False, "sealed": True, "in_doubt": False} | changed
    texts = Texts.read("vi")
    said = errands._why(texts, standing | {"ticket": "TK-3K7-529"})
    assert said == texts.say(key, ticket="TK-3K7-529")


@pytest.mark.parametrize(
    ("refused_as", "why", "todo"),
    [
        ("identity-mismatch", "Cổng không nhận", "mang phiếu đến sửa"),
        ("attachment-damaged", "Máy không gửi được", "mang phiếu đến sửa"),
        ("content-damaged", "Máy không gửi được", "làm lại từ đầu"),
    ],
)
def test_what_the_kiosk_set_aside_itself_is_not_told_as_the_portals_word(
    house: House, run: Run, refused_as: str, why: str, todo: str
) -> None:
    [journey] = house.keep()
    queue = house.room.open_queue()
    queue.refused(journey.id, Refusal(refused_as, ""))
    queue.close()
    said = run("queue", "ls").out
    assert why in said
    assert todo in said


def test_a_command_that_is_broken_off_ends_quietly(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken_off(_prompt: str) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr(errands, "ask_hidden", broken_off)
    assert run("queue", "ls").code == 1


def test_what_a_terminal_can_not_read_or_write_is_no_trouble(house: House) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "kiosk", "queue", "ls", "--settings", str(house.file)],
        input=b"\xff\xfe\n",
        capture_output=True,
        check=False,
        timeout=PATIENCE,
        env=os.environ | {"PYTHONIOENCODING": "ascii"},
    )
    assert ended.returncode == 1
    assert b"Traceback" not in ended.stderr
    assert ended.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ["queue"],
        ["queue", "fly"],
        ["queue", "ls", "--count", "0"],
        ["queue", "ls", "--count", "x"],
        ["queue", "export"],
        ["pin"],
        ["doctor", "--fly"],
    ],
)
def test_what_is_no_command_is_explained(arguments: list[str], run: Run) -> None:
    ended = run(*arguments)
    assert ended.code == 2
    assert "usage:" in ended.err


@pytest.mark.parametrize("arguments", [["queue", "ls"], ["pin", "set"]])
def test_wrong_settings_are_told(house: House, arguments: list[str], run: Run) -> None:
    house.file.write_text("point = ", encoding="utf-8")
    ended = run(*arguments)
    assert ended.code == 2
    assert "it is not TOML" in ended.err


def test_a_kiosk_that_never_kept_anything_is_left_as_it_is(house: House, run: Run) -> None:
    assert run("queue", "ls").code == 1
    run("doctor")
    assert not (house.folder / "data").exists()
    assert house.secrets.get(DATABASE_KEY) is None


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_failure_has_words(language: str) -> None:
    texts = Texts.read(language)
    failures: list[Exception] = [kind() for kind in desk._NAMES]
    failures += [PinWrong(3), PinLocked(15)]
    failures += [QueueFailure("too many files are open"), InDoubt("the sync failed")]
    reasons = ("missing", "locked", "unavailable", "unsafe", "unreadable", "wrong")
    failures += map(QueueLocked, reasons)
    failures += map(StickUnusable, set(stick._REASONS.values()))
    failures += map(
        StickUnusable, ("none", "other", "damaged", "forged", "not-receipts", "no-keys")
    )
    failures += map(SlipUnreadable, ("length", "point", "characters", "check", "secret"))
    for failure in failures:
        assert errands.failure_words(texts, desk.failure(failure)).strip()
    for name in ("question", "queue.none", "ticket.unknown", "nothing-said", "pin.differs"):
        assert errands.failure_words(texts, {"failure": name, "values": {}}).strip()


def test_times_are_told_as_the_wall_has_them() -> None:
    assert VIETNAM.utcoffset(None).total_seconds() == 7 * 3600
    assert errands._moment("2026-11-26T02:30:00Z") == "26/11/2026 09:30"


def test_a_reader_who_has_read_enough_is_no_failure(house: House) -> None:
    reads, writes = os.pipe()
    os.close(reads)
    with os.fdopen(writes, "wb") as nobody:
        ended = subprocess.run(
            [sys.executable, "-m", "kiosk", "doctor", "--settings", str(house.file)],
            stdout=nobody,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert ended.stderr == b""
    assert ended.returncode == 1
