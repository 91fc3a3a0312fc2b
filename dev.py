#!/usr/bin/env python3
"""Sets up a virtual environment beside itself and runs the kiosk, its tests, checks and figures."""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import venv
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

HERE: Final = Path(__file__).resolve().parent
VENV: Final = HERE / ".venv"
INSTALLED: Final = VENV / "installed.json"
OLDEST_PYTHON: Final = (3, 11)

RUNTIME: Final = "runtime.txt"
DEVELOPMENT: Final = "dev.txt"
BENCH: Final = "bench.txt"
HOLDING: Final = (RUNTIME, DEVELOPMENT, BENCH)
"""The locks, each of which holds the ones before it."""
LOCKS: Final = {"demo": RUNTIME, "seal": RUNTIME, "clips": RUNTIME, "bench": BENCH}
"""Which lock a verb needs; every other verb needs the development lock."""

WINDOWLESS: Final = (
    "libgl1",
    "libegl1",
    "libglib2.0-0",
    "libdbus-1-3",
    "libfontconfig1",
    "libxkbcommon0",
    "libpulse0",
)
"""Debian packages that Qt needs even without a screen."""
SCREEN: Final = (
    "libxkbcommon-x11-0",
    "libxcb-cursor0",
    "libxcb-icccm4",
    "libxcb-keysyms1",
    "libxcb-shape0",
)
VIRTUAL_SCREEN: Final = ("xvfb", "xauth")
READER: Final = ("at-spi2-core", "dbus", "python3-pyatspi")
"""What a reader of screens works with."""
VOICE: Final = ("espeak-ng", "opus-tools")
"""What clips are made with: run at build time, never shipped."""
FLAT_BED: Final = ("sane-utils",)

FLOORS: Final = ("kiosk/domain", "offline_queue")
"""Folders of which every line and branch must have been run by the tests that are watched."""
WATCHED: Final = ("tests/domain", "tests/offline_queue", "tests/operations", "tests/papers")
"""Being watched makes the tests of screens half as slow again, and proves nothing there."""

PICTURES: Final = "tour-pictures"
TOURS: Final = ("online", "offline", "resume")


class CannotGoOn(Exception):
    """What is missing can't be put right from here; the text says what to do."""


def main(arguments: Sequence[str]) -> int:
    """Run one verb; its own arguments are passed on. Answers the exit status."""
    if sys.version_info < OLDEST_PYTHON:
        print("Python 3.11 or newer is needed; this is", sys.version.split()[0], file=sys.stderr)
        return 2
    parser = argparse.ArgumentParser(
        prog="dev.py",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        description=__doc__,
        epilog="\n".join(
            [f"  {name:7} {(verb.__doc__ or '').splitlines()[0]}" for name, verb in VERBS.items()]
            + ["", "What follows the verb is handed on: dev.py test tests/domain -k fees"]
        ),
    )
    parser.add_argument("verb", choices=VERBS, metavar="verb", help="one of:")
    verb = parser.parse_args(arguments[:1]).verb
    try:
        install_system_packages(wanted_system_packages(verb, os.environ))
        install_lock(LOCKS.get(verb, DEVELOPMENT))
        return VERBS[verb](list(arguments[1:]))
    except CannotGoOn as reason:
        print(reason, file=sys.stderr)
        return 1


# --- the verbs ------------------------------------------------------------------------------------


def demo(arguments: Sequence[str]) -> int:
    """Run the kiosk against a training portal of its own; without a display it plays by itself."""
    make_clips()
    virtual = needs_virtual_screen(os.environ)
    if virtual and not arguments:
        print(f"There is no display here: the main job is played, its pictures are in {PICTURES}/.")
        arguments = ["--tour", str(HERE / PICTURES), "--fast"]
    command = [python(), "-m", "kiosk", "demo", *arguments]
    if virtual:
        print("The window opens on a virtual display.", flush=True)
        command = ["xvfb-run", "-a", "--server-args=-screen 0 1920x1080x24", *command]
    return run(command)


def test(arguments: Sequence[str]) -> int:
    """Run all tests with the coverage floors, or with arguments those that pytest is told."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    if arguments:
        return run([python(), "-m", "pytest", *arguments])
    every = [python(), "-m", "pytest", "-n", "logical", "--dist", "worksteal"]
    report = [python(), "-m", "coverage", "report", "--fail-under=100"]
    return first_failure(
        [
            [*every, *(f"--ignore={folder}" for folder in WATCHED)],
            [*every, "--cov", "--cov-report=", *WATCHED],
            *([*report, f"--include={floor}/*"] for floor in FLOORS),
        ]
    )


def check(arguments: Sequence[str]) -> int:
    """Check style, types and who imports whom."""
    if arguments:
        raise CannotGoOn("check takes no arguments.")
    return first_failure(
        [
            [python(), "-m", "ruff", "check"],
            [python(), "-m", "ruff", "format", "--check"],
            [python(), "-m", "mypy"],
            [str(program("lint-imports"))],
        ]
    )


def bench(arguments: Sequence[str]) -> int:
    """Measure or try: start, queue, sync, ui, fleet, faults, reader, photographs, mutants."""
    return run([python(), "-m", "tests.bench", *arguments])


def build(arguments: Sequence[str]) -> int:
    """Build the program into dist/kiosk, play every tour with it, and try what no tour loads."""
    make_clips()
    command = [python(), "-m", "PyInstaller", "--noconfirm", "--log-level=WARN", *arguments]
    status = run([*command, "build_kiosk.spec"])
    if status:
        return status
    built = HERE / "dist" / "kiosk" / ("kiosk.exe" if os.name == "nt" else "kiosk")
    size = sum(file.lstat().st_size for file in built.parent.rglob("*") if not file.is_symlink())
    print(f"{built}: {size / 2**20:.0f} MiB with its folder", flush=True)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory() as folder:
        tours = [
            [str(built), "demo", "--tour", f"{folder}/{name}", "--scenario", name, "--fast"]
            for name in TOURS
        ]
        return (
            first_failure([[str(built), "--version"], *tours])
            or papers_failure(built, folder)
            or loading_failure(built.parent)
        )


def papers_failure(built: Path, folder: str) -> int:
    """Whether the built program's doctor finds that it can't look at pictures of papers.

    No tour takes one, and what does that is loaded only then.
    """
    settings = built.parents[2] / "assets" / "settings" / "demo.toml"
    there = {"DATA": folder, "KEY_FILE": f"{folder}-key", "PORTAL_URL": "http://127.0.0.1:9"}
    examined = subprocess.run(
        [str(built), "doctor", "--json", "--settings", str(settings)],
        env=os.environ | {f"KIOSK_{name}": value for name, value in there.items()},
        stdout=subprocess.PIPE,
        check=False,
    )
    print("· doctor:", examined.stdout.decode(), flush=True)
    findings = json.loads(examined.stdout)["findings"]
    return int(not any(it["part"] == "papers" and it["soundness"] == "sound" for it in findings))


def loading_failure(folder: Path) -> int:
    """Whether a library of the built program can't be loaded, as far as the system can tell."""
    loader = shutil.which("ldd")
    libraries = sorted(folder.rglob("*.so*")) if loader else []
    failed = 0
    for library in libraries:
        asked = subprocess.run(
            [str(loader), str(library)], capture_output=True, check=False, encoding="utf-8"
        )
        if "error while loading" in asked.stdout + asked.stderr:
            print(f"{library} can't be loaded: {asked.stderr or asked.stdout}", file=sys.stderr)
            failed = 1
    return failed


def gallery(arguments: Sequence[str]) -> int:
    """Draw every screen in every look into a folder, with a page of links; --check measures."""
    return run([python(), "-m", "tests.gallery", *arguments])


def clips(arguments: Sequence[str]) -> int:
    """Make the clips that are read aloud, those that are missing: after every change of a text."""
    return run([python(), "-m", "kiosk", "clips", *arguments])


def seal(arguments: Sequence[str]) -> int:
    """Write the digests of a pack's files into its manifest: after every change of a pack."""
    if arguments:
        raise CannotGoOn("seal takes no arguments: it seals every pack in assets/packs.")
    code = (
        "from pathlib import Path; from kiosk.packs.manifest import MANIFEST, seal_manifest\n"
        "for manifest in Path('assets/packs').glob(f'*/{MANIFEST}'): seal_manifest(manifest.parent)"
    )
    return run([python(), "-c", code])


def lock(arguments: Sequence[str]) -> int:
    """Pin what pyproject.toml asks for, with hashes; `lock --upgrade` takes the newest."""
    command = [python(), "-m", "uv", "pip", "compile", "pyproject.toml", *arguments]
    command += ["--quiet", "--universal", "--generate-hashes", "--python-version=3.11"]
    command += ["--custom-compile-command", "python dev.py lock"]
    return first_failure(
        [
            [*command, "--output-file", f"requirements/{RUNTIME}"],
            [
                *command,
                "--group=dev",
                "--group=build",
                f"--constraint=requirements/{RUNTIME}",
                f"--output-file=requirements/{DEVELOPMENT}",
            ],
            [
                *command,
                "--group=dev",
                "--group=build",
                "--group=bench",
                f"--constraint=requirements/{DEVELOPMENT}",
                f"--output-file=requirements/{BENCH}",
            ],
        ]
    )


VERBS: Final[Mapping[str, Callable[[Sequence[str]], int]]] = {
    "demo": demo,
    "test": test,
    "check": check,
    "bench": bench,
    "build": build,
    "gallery": gallery,
    "clips": clips,
    "seal": seal,
    "lock": lock,
}


def make_clips() -> None:
    """Make the clips where the programs for it are; without them nothing is read aloud."""
    if clips([]):
        print("The clips that are read aloud are not all there: see above.", file=sys.stderr)


def run(command: Sequence[str]) -> int:
    """Run a command in the project's folder; its exit status."""
    return subprocess.run(command, cwd=HERE, check=False).returncode


def first_failure(commands: Sequence[Sequence[str]]) -> int:
    """Run every command, say what each is, and answer the first exit status that isn't 0."""
    first = 0
    for command in commands:
        print("·", *(part.removeprefix(f"{HERE}{os.sep}") for part in command), flush=True)
        status = run(command)
        first = first or status
    return first


# --- the virtual environment ----------------------------------------------------------------------


def program(name: str) -> Path:
    """The path of a program of the virtual environment."""
    return (
        VENV
        / ("Scripts" if os.name == "nt" else "bin")
        / (name + (".exe" if os.name == "nt" else ""))
    )


def python() -> str:
    """The Python of the virtual environment."""
    return str(program("python"))


def lock_digest(content: bytes) -> str:
    """What names a state of a lock: SHA-256 of its lines, whatever ends them."""
    return hashlib.sha256(b"\n".join(content.splitlines())).hexdigest()


def install_lock(name: str) -> None:
    """Install a lock into the virtual environment unless it, or one that holds it, is there.

    Raises CannotGoOn where a lock is missing or pip
    can't install it; the record is written only after a whole installation.
    """
    try:
        digests = {
            lock: lock_digest((HERE / "requirements" / lock).read_bytes())
            for lock in HOLDING[HOLDING.index(name) :]
        }
    except FileNotFoundError as missing:
        raise CannotGoOn(f"{missing.filename} is missing from this checkout.") from missing
    version = ".".join(map(str, sys.version_info[:2]))
    installed = read_record()
    if installed.get("python") != version:
        print(f"Making {VENV.name} with Python {version} …", flush=True)
        venv.create(VENV, clear=True, with_pip=True)
        installed = {"python": version}
    if any(installed.get(lock) == digest for lock, digest in digests.items()):
        return
    print(f"Installing requirements/{name} …", flush=True)
    # The lock is whole: were pip to look for what a package needs, an older pip would take a newer
    # release than the pinned one for an extra, and refuse it.
    command = [python(), "-m", "pip", "install", "--quiet", "--require-hashes", "--no-deps"]
    if run([*command, "--only-binary=:all:", "-r", f"requirements/{name}"]):
        raise CannotGoOn(f"requirements/{name} could not be installed: pip says why above.")
    INSTALLED.write_text(json.dumps(installed | {name: digests[name]}), encoding="utf-8")


def read_record() -> dict[str, str]:
    """What was installed here; nothing where the environment is missing, moved or half made."""
    try:
        record = json.loads(INSTALLED.read_bytes())
    except (OSError, ValueError):
        return {}
    return record if isinstance(record, dict) and program("python").exists() else {}


# --- the system's packages ------------------------------------------------------------------------


def needs_virtual_screen(environment: Mapping[str, str]) -> bool:
    """Whether a window would find no screen to open on."""
    has_screen = environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY")
    return sys.platform == "linux" and not has_screen and "QT_QPA_PLATFORM" not in environment


def wanted_system_packages(verb: str, environment: Mapping[str, str]) -> tuple[str, ...]:
    """The Debian packages that a verb needs."""
    wanted: tuple[str, ...] = ()
    try:
        import ensurepip  # noqa: F401, PLC0415 — Debian ships it apart from Python
    except ImportError:
        wanted += (f"python3.{sys.version_info[1]}-venv",)
    if verb in {"check", "lock", "seal"}:
        return wanted
    if verb == "clips":
        return wanted + VOICE
    wanted += WINDOWLESS
    if verb in {"demo", "test", "build"}:
        wanted += VOICE
    if verb in {"demo", "test"}:
        wanted += FLAT_BED
    if verb == "demo" and environment.get("QT_QPA_PLATFORM", "xcb") not in {"offscreen", "minimal"}:
        wanted += SCREEN
        if needs_virtual_screen(environment):
            wanted += VIRTUAL_SCREEN
    if verb == "bench":
        wanted += SCREEN + VIRTUAL_SCREEN + READER
    if verb == "build":
        wanted += ("binutils",)
    return wanted


def missing_system_packages(wanted: Sequence[str], dpkg_answer: str) -> tuple[str, ...]:
    """Which packages are not `installed` in lines of `package status` from dpkg-query.

    Newer Debian names some libraries with `t64` at the end; either name will do.
    """
    lines = (line.split() for line in dpkg_answer.splitlines())
    installed = {line[0] for line in lines if line[1:] == ["installed"]}
    return tuple(name for name in wanted if not installed & {name, f"{name}t64"})


def install_system_packages(wanted: Sequence[str]) -> None:
    """On Debian, install what is missing where we may; elsewhere trust that it is there.

    Raises CannotGoOn with the one line for whoever may.
    """
    if not wanted or not Path("/etc/debian_version").exists():
        return
    query = ["dpkg-query", "--show", "--showformat=${Package} ${db:Status-Status}\n"]
    names = [name for package in wanted for name in (package, f"{package}t64")]
    answer = subprocess.run([*query, *names], capture_output=True, text=True, check=False)
    missing = missing_system_packages(wanted, answer.stdout)
    if not missing:
        return
    install = ["apt-get", "install", "--yes", "--no-install-recommends", *missing]
    as_root: list[str] | None = None
    if os.geteuid() == 0:
        as_root = ["env", "DEBIAN_FRONTEND=noninteractive"]
    elif shutil.which("sudo") and run(["sudo", "--non-interactive", "true"]) == 0:
        as_root = ["sudo", "--non-interactive", "env", "DEBIAN_FRONTEND=noninteractive"]
    by_hand = f"Run this once, then try again:\n    sudo {' '.join(install)}"
    if as_root is None:
        raise CannotGoOn(f"The system lacks {', '.join(missing)}.\n{by_hand}")
    print(f"Installing {', '.join(missing)} …", flush=True)
    if run([*as_root, "apt-get", "--quiet", "update"]) or run([*as_root, *install]):
        raise CannotGoOn(f"{', '.join(missing)} could not be installed.\n{by_hand}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
