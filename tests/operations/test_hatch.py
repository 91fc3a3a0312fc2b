"""The running program answers who knows its key, and whoever else comes, goes away with nothing."""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import select
import socket
import threading
import time
from typing import TYPE_CHECKING, Any

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.operations import hatch as module
from kiosk.operations.hatch import PLACE, Hatch, HatchClosed, ask, hatch_key
from tests.patience import PATIENCE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

KEY = hatch_key(b"k" * 32)


def _echo(question: dict[str, Any]) -> dict[str, Any]:
    return {"heard": question}


@pytest.fixture
def hatch(tmp_path: Path) -> Iterator[Hatch]:
    opened = Hatch(tmp_path, KEY, _echo)
    yield opened
    opened.close()


def _call(folder: Path) -> socket.socket:
    port = json.loads((folder / PLACE).read_bytes())["port"]
    return socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)


@pytest.mark.usefixtures("hatch")
def test_who_knows_the_key_is_answered(tmp_path: Path) -> None:
    question = {"verb": "ls", "words": "Hồ sơ " * 1000}
    assert ask(tmp_path, KEY, question) == {"heard": question}


@pytest.mark.usefixtures("hatch")
def test_who_does_not_know_the_key_is_not_answered(tmp_path: Path) -> None:
    with pytest.raises(HatchClosed):
        ask(tmp_path, hatch_key(b"x" * 32), {"verb": "ls"})
    assert ask(tmp_path, KEY, {}) == {"heard": {}}


@pytest.mark.skipif(os.name == "nt", reason="there the folder's own permissions hold")
def test_the_place_is_the_kiosks_users_alone(tmp_path: Path, hatch: Hatch) -> None:
    assert (tmp_path / PLACE).stat().st_mode & 0o077 == 0
    assert hatch._listening.getsockname()[0] == "127.0.0.1"


def test_a_closed_hatch_leaves_nothing_behind(tmp_path: Path) -> None:
    Hatch(tmp_path, KEY, _echo).close()
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(HatchClosed):
        ask(tmp_path, KEY, {})


@pytest.mark.parametrize(
    "place", [b"", b"[]", b"{}", b'{"port": "x"}', b'{"port": 99999999}', b'{"port": null}']
)
def test_a_damaged_place_is_a_closed_hatch(tmp_path: Path, place: bytes) -> None:
    (tmp_path / PLACE).write_bytes(place)
    with pytest.raises(HatchClosed):
        ask(tmp_path, KEY, {})


@settings(max_examples=30)
@given(garbage=st.binary(max_size=2000))
@pytest.mark.usefixtures("hatch")
def test_garbage_is_survived(tmp_path: Path, garbage: bytes) -> None:
    with contextlib.suppress(OSError), _call(tmp_path) as caller:
        caller.sendall(garbage)
        caller.shutdown(socket.SHUT_WR)
        while caller.recv(1000):
            pass
    _answered_in_the_end(tmp_path)


def _answered_in_the_end(folder: Path) -> None:
    """Those before may still be on their way out of the door."""
    for _ in range(1000):
        with contextlib.suppress(HatchClosed):
            assert ask(folder, KEY, {}) == {"heard": {}}
            return
    pytest.fail("nobody answers any more")


def test_a_question_of_a_thousand_megabytes_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "ASKING_S", 1000.0)
    hatch = Hatch(tmp_path, KEY, _echo)
    with _call(tmp_path) as caller:
        caller.sendall(b"r" * 32 + (2**30).to_bytes(4, "big"))
        assert len(caller.recv(32)) == 32
        assert caller.recv(1) == b""
    hatch.close()


def test_who_asks_a_byte_at_a_time_is_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "ASKING_S", 0.2)
    hatch = Hatch(tmp_path, KEY, _echo)
    with _call(tmp_path) as caller:
        end = time.monotonic() + PATIENCE
        while not select.select([caller], [], [], 0.03)[0]:
            # one every 30 ms: never silent for as long as it may be
            assert time.monotonic() < end, "it is still waited for"
            with contextlib.suppress(OSError):
                caller.sendall(b"r")
    hatch.close()


def test_who_says_nothing_is_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "ASKING_S", 0.05)
    hatch = Hatch(tmp_path, KEY, _echo)
    callers = [_call(tmp_path) for _ in range(module.MOST_AT_ONCE)]
    for caller in callers:
        assert caller.recv(1) == b""
        caller.close()
    monkeypatch.undo()
    assert ask(tmp_path, KEY, {}) == {"heard": {}}
    hatch.close()


@pytest.mark.usefixtures("hatch")
def test_an_exchange_that_was_overheard_can_not_be_played_again(tmp_path: Path) -> None:
    heard: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as between:
        real = json.loads((tmp_path / PLACE).read_bytes())["port"]

        def relay() -> None:
            caller, _ = between.accept()
            with caller, socket.create_connection(("127.0.0.1", real)) as program:
                first = caller.recv(32)
                program.sendall(first)
                caller.sendall(program.recv(32))
                second = caller.recv(70_000)
                program.sendall(second)
                heard.extend((first, second))
                caller.sendall(program.recv(70_000))

        thread = threading.Thread(target=relay)
        thread.start()
        elsewhere = tmp_path / "elsewhere"
        elsewhere.mkdir()
        port = between.getsockname()[1]
        (elsewhere / PLACE).write_text(json.dumps({"port": port}), encoding="ascii")
        assert ask(elsewhere, KEY, {"pin": "274914"}) == {"heard": {"pin": "274914"}}
        thread.join()
    assert b"274914" not in b"".join(heard)
    with _call(tmp_path) as caller:
        caller.sendall(heard[0])
        caller.recv(32)
        caller.sendall(heard[1])
        assert caller.recv(1) == b""


def test_who_listens_in_the_programs_place_learns_nothing(tmp_path: Path) -> None:
    """As another user's program could, on a port that was left behind."""
    got: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as stranger:

        def listen() -> None:
            caller, _ = stranger.accept()
            with caller:
                caller.recv(32)
                caller.sendall(secrets.token_bytes(32))
                got.append(caller.recv(70_000))
                sealed = AESGCM(b"x" * 32).encrypt(b"\x00" * 12, b'{"ok": true}', None)
                caller.sendall(len(sealed).to_bytes(4, "big") + sealed)

        thread = threading.Thread(target=listen)
        thread.start()
        port = stranger.getsockname()[1]
        (tmp_path / PLACE).write_text(json.dumps({"port": port}), encoding="ascii")
        with pytest.raises(HatchClosed):
            ask(tmp_path, KEY, {"pin": "274914"})
        thread.join()
    assert b"274914" not in got[0]


def test_a_question_that_trips_the_program_does_not_close_the_hatch(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    def trip(question: dict[str, Any]) -> dict[str, Any]:
        return {"heard": question["there is no such thing"]}

    hatch = Hatch(tmp_path, KEY, trip)
    with pytest.raises(HatchClosed):
        ask(tmp_path, KEY, {})
    assert "the hatch could not answer" in caplog.text
    caplog.clear()
    with pytest.raises(HatchClosed):
        ask(tmp_path, KEY, {})
    hatch.close()


def test_a_folder_that_can_not_be_written_has_no_hatch(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="missing"):
        Hatch(tmp_path / "missing", KEY, _echo)
