"""Against SANE's own test scanner, and programs that behave worse than it can."""

from __future__ import annotations

import os
import stat
import sys
import threading
from typing import TYPE_CHECKING

import pytest

from kiosk.papers import flatbed
from kiosk.papers.flatbed import NO_FLATBED, Flatbed, ScanFailed, _options
from tests.patience import PATIENCE
from tests.programs import need

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from concurrent.futures import Future
    from pathlib import Path

    from kiosk.papers.darkroom import Picture


@pytest.fixture(autouse=True)
def sane(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A SANE that knows its test scanner alone."""
    need("scanimage")
    folder = tmp_path / "sane"
    folder.mkdir()
    (folder / "dll.conf").write_text("test\n")
    (folder / "test.conf").write_text('test-picture "Grid"\n')
    monkeypatch.setenv("SANE_CONFIG_DIR", str(folder))
    return folder


@pytest.fixture
def made() -> Iterator[Callable[..., Flatbed]]:
    beds: list[Flatbed] = []

    def make(*arguments: str, **named: object) -> Flatbed:
        beds.append(Flatbed(*arguments, **named))  # type: ignore[arg-type]
        return beds[-1]

    yield make
    for bed in beds:
        bed.close()


def scan(bed: Flatbed, progress: Callable[[float], None] = lambda _part: None) -> Picture:
    assert bed.find().result(timeout=PATIENCE)
    return bed.scan(progress).result(timeout=PATIENCE)


def reason(future: Future[Picture]) -> str:
    with pytest.raises(ScanFailed) as failed:
        future.result(timeout=PATIENCE)
    return failed.value.reason


def test_a_sheet_is_scanned_in_colours_as_large_as_the_glass(
    made: Callable[..., Flatbed],
) -> None:
    parts: list[float] = []
    picture = scan(made(), parts.append)
    # Its glass is 200 mm long and wide: 2362 dots at 300 an inch.
    assert (picture.width, picture.height, picture.channels) == (2362, 2362, 3)
    assert picture.flat
    assert len(set(picture.content[:100_000])) > 1
    assert parts == sorted(parts)
    assert parts[-1] == 1.0


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("SANE_STATUS_DEVICE_BUSY", "busy"),
        ("SANE_STATUS_COVER_OPEN", "cover"),
        ("SANE_STATUS_NO_DOCS", "no-paper"),
        ("SANE_STATUS_JAMMED", "jammed"),
        ("SANE_STATUS_ACCESS_DENIED", "denied"),
        ("SANE_STATUS_IO_ERROR", "silent"),
        ("SANE_STATUS_NO_MEM", "failed"),
    ],
)
def test_what_went_wrong_is_told_apart(
    made: Callable[..., Flatbed], sane: Path, status: str, expected: str
) -> None:
    (sane / "test.conf").write_text(f'read-status-code "{status}"\n')
    bed = made()
    assert bed.find().result(timeout=PATIENCE)
    assert reason(bed.scan(lambda _part: None)) == expected


def test_a_slow_scan_can_be_stopped_and_the_scanner_is_there_for_the_next(
    made: Callable[..., Flatbed], sane: Path
) -> None:
    (sane / "test.conf").write_text(
        "read-limit true\nread-limit-size 512\nread-delay true\nread-delay-duration 20000\n"
    )
    bed = made()
    assert bed.find().result(timeout=PATIENCE)
    begun = threading.Event()
    scanning = bed.scan(lambda _part: begun.set())
    assert begun.wait(PATIENCE)
    bed.stop()
    assert reason(scanning) == "stopped"
    (sane / "test.conf").write_text("")
    assert scan(bed).width == 2362


def test_a_scanner_that_is_plugged_in_after_somebody_has_left_is_found(
    made: Callable[..., Flatbed], sane: Path
) -> None:
    (sane / "dll.conf").write_text("")
    bed = made()
    assert not bed.find().result(timeout=PATIENCE)
    bed.stop()
    (sane / "dll.conf").write_text("test\n")
    assert bed.find().result(timeout=PATIENCE)


def test_a_scan_that_takes_too_long_is_given_up(made: Callable[..., Flatbed], sane: Path) -> None:
    (sane / "test.conf").write_text(
        "read-limit true\nread-limit-size 512\nread-delay true\nread-delay-duration 20000\n"
    )
    bed = made(seconds=1.0)
    assert bed.find().result(timeout=PATIENCE)
    assert reason(bed.scan(lambda _part: None)) == "slow"


def test_where_no_scanner_is_none_is_found(made: Callable[..., Flatbed], sane: Path) -> None:
    assert not made(NO_FLATBED).find().result(timeout=PATIENCE)
    assert not made(program=("no-such-program",)).find().result(timeout=PATIENCE)
    (sane / "dll.conf").write_text("")
    assert not made().find().result(timeout=PATIENCE)


def test_the_scanner_of_the_settings_is_taken(made: Callable[..., Flatbed]) -> None:
    bed = made("test:1")
    assert scan(bed).width == 2362
    assert bed._device == "test:1"


def test_why_scanners_cannot_be_listed_stands_in_the_log(
    made: Callable[..., Flatbed], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    bed = made(program=program(tmp_path, "sys.exit('scanimage: Error during device I/O')"))
    assert not bed.find().result(timeout=PATIENCE)
    assert [(it.msg, vars(it)["failure"]) for it in caplog.records] == [
        ("scanners can't be listed", "silent")
    ]


def program(folder: Path, code: str) -> tuple[str, ...]:
    """A scanimage of our own making."""
    path = folder / "scanimage"
    path.write_text(f"#!{sys.executable}\nimport sys\nout = sys.stdout.buffer\n{code}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return (str(path),)


@pytest.mark.parametrize(
    "code",
    [
        "raise SystemExit(1)",
        "out.write(b'no picture')",
        "out.write(b'P6\\n9000 9000\\n255\\n' + bytes(100))",
        "out.write(b'P6\\n0 0\\n255\\n')",
        "while True: out.write(bytes(10_000_000))",
        "sys.stderr.write('x' * 1_000_000)",
    ],
)
def test_a_program_that_talks_nonsense_is_no_picture(
    made: Callable[..., Flatbed], tmp_path: Path, code: str
) -> None:
    bed = made("any", program=program(tmp_path, code))
    assert bed.find().result(timeout=PATIENCE)
    assert reason(bed.scan(lambda _part: None)) == "failed"


def test_a_scanner_that_was_pulled_out_is_silent(
    made: Callable[..., Flatbed], tmp_path: Path
) -> None:
    said = "scanimage: open of device epson2:usb:1 failed: Invalid argument"
    bed = made("epson2:usb:1", program=program(tmp_path, f"sys.exit('{said}')"))
    assert bed.find().result(timeout=PATIENCE)
    assert reason(bed.scan(lambda _part: None)) == "silent"


def test_a_program_that_has_gone_is_missing(made: Callable[..., Flatbed], tmp_path: Path) -> None:
    command = program(tmp_path, "")
    bed = made("any", program=command)
    assert bed.find().result(timeout=PATIENCE)
    os.unlink(command[0])  # noqa: PTH108 — it is a text here
    assert reason(bed.scan(lambda _part: None)) == "missing"


def test_a_camera_is_no_scanner(made: Callable[..., Flatbed], tmp_path: Path) -> None:
    bed = made(program=program(tmp_path, "out.write(b'v4l:/dev/video0\\n')"))
    assert not bed.find().result(timeout=PATIENCE)
    bed = made(program=program(tmp_path, "out.write(b'v4l:/dev/video0\\nepson2:usb:1\\n')"))
    assert bed.find().result(timeout=PATIENCE)
    assert bed._device == "epson2:usb:1"


def test_breaking_off_a_scan_leaves_a_search_alone(
    made: Callable[..., Flatbed], tmp_path: Path
) -> None:
    """Somebody leaves the page of the scanner while the network is still searched for one."""
    searches, go_on = tmp_path / "searches", tmp_path / "go on"
    os.mkfifo(searches)
    os.mkfifo(go_on)
    code = f"""
open({str(searches)!r}, "w").close()
open({str(go_on)!r}).read()
out.write(b"epson2:usb:1\\n")
"""
    bed = made(program=program(tmp_path, code))
    found = bed.find()
    searches.read_text()
    bed.stop()
    threading.Thread(target=go_on.write_text, args=("",), daemon=True).start()
    assert found.result(timeout=PATIENCE)


def test_a_name_with_spaces_is_one_name(made: Callable[..., Flatbed], tmp_path: Path) -> None:
    asked = tmp_path / "asked"
    code = f"""
if "-f" in sys.argv:
    out.write(b"airscan:e0:Canon MF240 Series\\n\\n")
else:
    open({str(asked)!r}, "w").write(sys.argv[sys.argv.index("-d") + 1])
"""
    bed = made(program=program(tmp_path, code))
    assert bed.find().result(timeout=PATIENCE)
    assert reason(bed.scan(lambda _part: None)) == "failed"
    assert asked.read_text() == "airscan:e0:Canon MF240 Series"


def test_a_scanner_that_was_switched_off_and_on_is_found_by_its_new_name(
    made: Callable[..., Flatbed], tmp_path: Path
) -> None:
    name = tmp_path / "name"
    name.write_text("epson2:libusb:001:004")
    code = f"""
there = open({str(name)!r}).read()
if "-f" in sys.argv:
    out.write(there.encode())
elif sys.argv[sys.argv.index("-d") + 1] != there:
    sys.exit("scanimage: open of device failed: Invalid argument")
else:
    out.write(b"P5 2 1 255\\n12")
"""
    bed = made(program=program(tmp_path, code))
    assert bed.find().result(timeout=PATIENCE)
    name.write_text("epson2:libusb:001:005")
    assert reason(bed.scan(lambda _part: None)) == "silent"
    assert bed.scan(lambda _part: None).result(timeout=PATIENCE).width == 2
    name.write_text("")
    assert reason(bed.scan(lambda _part: None)) == "silent"
    assert reason(bed.scan(lambda _part: None)) == "silent"
    assert not bed.find().result(timeout=PATIENCE)


def test_a_program_that_does_not_stop_when_asked_to_is_ended(
    made: Callable[..., Flatbed], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(flatbed, "_POLITE_SECONDS", 0.2)
    code = """
import signal
signal.signal(signal.SIGTERM, signal.SIG_IGN)
if "-A" not in sys.argv:
    sys.stderr.write("Progress: 1.0%")
    sys.stderr.flush()
    while True:
        signal.pause()
"""
    bed = made("any", program=program(tmp_path, code))
    assert bed.find().result(timeout=PATIENCE)
    begun = threading.Event()
    scanning = bed.scan(lambda _part: begun.set())
    assert begun.wait(PATIENCE)
    bed.stop()
    with pytest.raises(ScanFailed, match="stopped"):
        scanning.result(timeout=PATIENCE)


@pytest.mark.parametrize(
    ("listed", "expected"),
    [
        (
            """--mode Lineart|Gray|Color [Gray]
            --resolution 75|150|400dpi [75]
            --source Flatbed|ADF [Flatbed]
            -x 0..215.9mm [215.9]
            -y 0..355mm [1]""",
            "--mode Color --source Flatbed --resolution 400 -x 210.0 -y 297.0",
        ),
        ("--mode Gray|Halftone\n --resolution 75|150dpi", "--mode Gray --resolution 150"),
        ("--mode 24bit Color[Fast]|True Gray [Gray]", "--mode 24bit Color"),
        ("-x 0..210mm\n --resolution 400..1200dpi (in steps of 1)", "--resolution 400 -x 210.0"),
        ("nothing", ""),
    ],
)
def test_a_scanner_is_asked_for_what_it_can(listed: str, expected: str) -> None:
    assert " ".join(_options(listed.encode())) == expected
