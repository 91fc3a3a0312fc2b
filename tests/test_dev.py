from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

import dev

ROOT = Path(__file__).resolve().parent.parent
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))


def test_a_lock_has_one_digest_whatever_ends_its_lines() -> None:
    assert dev.lock_digest(b"a==1\nb==2\n") == dev.lock_digest(b"a==1\r\nb==2\r\n")
    assert dev.lock_digest(b"a==1\n") != dev.lock_digest(b"a==2\n")


def test_a_package_counts_as_there_only_when_it_is_installed() -> None:
    answer = "libgl1 installed\nlibegl1 config-files\nlibglib2.0-0t64 installed\nxvfb \n"
    wanted = ("libgl1", "libegl1", "libglib2.0-0", "libxkbcommon0", "xvfb")
    assert dev.missing_system_packages(wanted, answer) == ("libegl1", "libxkbcommon0", "xvfb")
    assert dev.missing_system_packages((), "") == ()


@pytest.mark.parametrize(
    ("verb", "environment", "wanted", "unwanted"),
    [
        ("test", {}, dev.WINDOWLESS, dev.SCREEN),
        ("check", {}, (), dev.WINDOWLESS),
        ("demo", {"DISPLAY": ":0"}, dev.WINDOWLESS + dev.SCREEN, dev.VIRTUAL_SCREEN),
        ("demo", {"QT_QPA_PLATFORM": "offscreen"}, dev.WINDOWLESS, dev.SCREEN),
        ("demo", {"DISPLAY": ":0"}, dev.VOICE + dev.FLAT_BED, ()),
        ("clips", {}, dev.VOICE, dev.WINDOWLESS),
        ("bench", {}, dev.SCREEN + dev.VIRTUAL_SCREEN + dev.READER, dev.VOICE),
    ],
)
def test_a_verb_asks_for_what_it_needs_and_no_more(
    verb: str, environment: dict[str, str], wanted: tuple[str, ...], unwanted: tuple[str, ...]
) -> None:
    asked = set(dev.wanted_system_packages(verb, environment))
    assert asked.issuperset(wanted)
    assert asked.isdisjoint(unwanted)


@pytest.mark.skipif(sys.platform != "linux", reason="other systems always have a screen")
def test_a_demonstration_without_a_display_gets_a_virtual_screen() -> None:
    assert dev.needs_virtual_screen({})
    assert not dev.needs_virtual_screen({"DISPLAY": ":0"})
    assert not dev.needs_virtual_screen({"WAYLAND_DISPLAY": "wayland-0"})
    assert not dev.needs_virtual_screen({"QT_QPA_PLATFORM": "offscreen"})
    assert set(dev.wanted_system_packages("demo", {})).issuperset(dev.VIRTUAL_SCREEN)


def test_an_installation_that_broke_off_is_not_taken_for_a_whole_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dev, "VENV", tmp_path)
    monkeypatch.setattr(dev, "INSTALLED", tmp_path / "installed.json")
    assert dev.read_record() == {}
    dev.INSTALLED.write_text('{"python": "3.1', encoding="utf-8")
    assert dev.read_record() == {}
    dev.INSTALLED.write_text('{"python": "3.11"}', encoding="utf-8")
    assert dev.read_record() == {}
    dev.program("python").parent.mkdir()
    dev.program("python").touch()
    assert dev.read_record() == {"python": "3.11"}


def test_every_verb_is_listed_with_what_it_does() -> None:
    command = [sys.executable, str(ROOT / "dev.py"), "--help"]
    answer = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    for name in ("demo", "test", "check", "bench", "build", "seal", "lock"):
        assert re.search(rf"^  {name} +[A-Z]", answer, re.MULTILINE)


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_a_lock_pins_everything_with_hashes_and_names_no_host(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8")
    assert not re.search(r"https?:|file:|^-", text, re.MULTILINE)
    for entry in re.split(r"^(?=[a-z])", text, flags=re.MULTILINE)[1:]:
        assert re.match(r"[a-z0-9-]+==[^ ]+", entry)
        assert "--hash=sha256:" in entry


def test_what_the_program_runs_with_is_tested_in_the_same_version() -> None:
    pins = [
        set(re.findall(r"^[a-z0-9-]+==[^ \n]+", lock.read_text(encoding="utf-8"), re.MULTILINE))
        for lock in (ROOT / "requirements" / dev.RUNTIME, ROOT / "requirements" / dev.DEVELOPMENT)
    ]
    assert pins[0] <= pins[1]


def test_nothing_that_keeps_secrets_in_plain_text_is_installed() -> None:
    for lock in LOCKS:
        assert "keyrings" not in lock.read_text(encoding="utf-8")


def test_every_command_is_run_and_the_first_failure_is_told(tmp_path: Path) -> None:
    def ends(status: int) -> list[str]:
        return [sys.executable, "-c", f"raise SystemExit({status})"]

    last = tmp_path / "last"
    writes = [sys.executable, "-c", "import sys; open(sys.argv[1], 'x').close()", str(last)]
    assert dev.first_failure([ends(0), ends(3), ends(4), writes]) == 3
    assert last.exists()
