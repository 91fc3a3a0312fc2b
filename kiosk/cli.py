"""The command line: one verb, one function. Nothing here loads Qt before it is needed."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kiosk import __version__

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import TypeAlias

    _Verbs: TypeAlias = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001

_SETTINGS: Final = "the settings of this help point (TOML)"
_JSON: Final = "for programs: one JSON value, without words"

SCENARIOS: Final = ("online", "offline", "resume")


def main(arguments: Sequence[str] | None = None) -> None:
    """Do what the command line says; ends the program with the verb's exit code."""
    said = sys.argv[1:] if arguments is None else arguments
    asked = _parser(said[0] if said else None).parse_args(said)
    sys.exit(asked.verb(asked))


def run(asked: argparse.Namespace) -> int:
    """Open the kiosk on this machine's screen."""
    from kiosk.app import run_window
    from kiosk.settings import SettingsInvalid, load_settings

    try:
        settings = load_settings(asked.settings)
    except SettingsInvalid as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return run_window(settings, until_painted=asked.until_painted, tour=asked.tour_leg)


def demo(asked: argparse.Namespace) -> int:
    """Show the kiosk with the training portal: invented people, nothing leaves this machine."""
    import tempfile

    from kiosk.demonstration import Tour, show, tour

    def play(folder: Path) -> int:
        chosen = Tour(
            folder,
            asked.scenario,
            fast=asked.fast,
            with_card=not asked.without_card,
            watched=asked.watch,
        )
        return tour(chosen, print)

    if asked.watch:
        with tempfile.TemporaryDirectory(prefix="kiosk-watch-") as folder:
            return play(Path(folder))
    return show() if asked.tour is None else play(asked.tour)


def ask_queue(asked: argparse.Namespace) -> int:
    """See and tend what waits; each verb asks for the staff's PIN."""
    from kiosk.errands import queue

    return queue(asked)


def set_pin(asked: argparse.Namespace) -> int:
    """Set the staff's PIN; the old one is asked for first."""
    from kiosk.errands import set_pin

    return set_pin(asked)


def doctor(asked: argparse.Namespace) -> int:
    """Say in one screen whether this help point is sound; names nobody."""
    from kiosk.errands import doctor

    return doctor(asked)


def import_stick(asked: argparse.Namespace) -> int:
    """Take an export at the training portal; its signed receipts are put beside it."""
    from kiosk.app import import_stick
    from kiosk.training.sticks import StickRefused

    try:
        taken = import_stick(asked.folder, asked.export)
    except StickRefused as refused:
        sys.stderr.write(f"{refused}\n")
        return 1
    sys.stdout.write(
        f"{taken.receipts} receipts, {taken.refusals} refusals, {taken.damaged} unreadable\n"
    )
    return 1 if taken.damaged else 0


def serve_training(asked: argparse.Namespace) -> int:
    """Serve the training portal on loopback until told to stop."""
    from kiosk.app import serve_training

    serve_training(asked.folder, asked.port, asked.ready)
    return 0


def make_clips(asked: argparse.Namespace) -> int:
    """Make what is read aloud: a clip of every fixed text that has none yet."""
    from kiosk.clips import CLIPS, ProgramMissing, make_clips

    try:
        made = make_clips(asked.folder or CLIPS)
    except ProgramMissing as missing:
        sys.stderr.write(f"{missing} is not installed\n")
        return 1
    sys.stdout.write(
        f"{made.made} made, {made.deleted} deleted, {made.clips} clips, {made.size / 1e6:.1f} MB\n"
    )
    return 0


def read_paper(_asked: argparse.Namespace) -> int:
    """Look into one file from stdin: a process of its own, since files can be hostile."""
    from kiosk.papers.child import main as read

    read()
    return 0


def develop_papers(_asked: argparse.Namespace) -> int:
    """Make pictures of papers ready, as asked on stdin: a process of its own while that lasts."""
    from kiosk.papers.developing import main as develop

    develop()
    return 0


def _parser(verb: str | None) -> argparse.ArgumentParser:
    """What reads the command line: it knows `verb` alone, or all of them where that is none.

    To describe all takes longer than to read the settings, and home would wait for it.
    """
    parser = argparse.ArgumentParser(prog="kiosk", description="The help-point kiosk.")
    parser.add_argument("--version", action="version", version=f"kiosk, version {__version__}")
    verbs = parser.add_subparsers(required=True, metavar="verb", title="verbs")
    for add in [_VERBS[verb]] if verb in _VERBS else _VERBS.values():
        add(verbs)
    return parser


def _add_run(verbs: _Verbs) -> None:
    opened = verbs.add_parser("run", help=run.__doc__)
    opened.set_defaults(verb=run)
    opened.add_argument("--settings", type=Path, help=_SETTINGS)
    opened.add_argument("--until-painted", action="store_true", help=argparse.SUPPRESS)
    opened.add_argument("--tour-leg", action="store_true", help=argparse.SUPPRESS)


def _add_demo(verbs: _Verbs) -> None:
    shown = verbs.add_parser("demo", help=demo.__doc__)
    shown.set_defaults(verb=demo)
    shown.add_argument(
        "--tour", type=Path, metavar="DIR", help="play by itself; save pictures and tour.json"
    )
    shown.add_argument("--scenario", choices=SCENARIOS, default="online")
    shown.add_argument("--fast", action="store_true", help="without pauses for those who watch")
    shown.add_argument("--without-card", action="store_true", help="there is no card to scan")
    shown.add_argument("--watch", action="store_true", help="play by itself; keep no pictures")


def _add_queue(among: _Verbs) -> None:
    verbs = among.add_parser("queue", help=ask_queue.__doc__).add_subparsers(
        required=True, metavar="verb", dest="queue_verb"
    )
    of_one = {
        "show": "how one submission stands, and what happened to it",
        "retry": "send it now, a refused one too",
        "hold": "keep it back",
        "release": "let what is held go",
        "told": "the person knows of the refusal",
        "withdraw": "take it back for the person, who has the slip's code",
    }
    listed = verbs.add_parser("ls", help="what waits, is held or was refused")
    listed.add_argument("--start", type=_number(0, 2**31), default=0, help="leave out so many")
    listed.add_argument("--count", type=_number(1, 200), default=50, help="tell so many")
    out = verbs.add_parser("export", help="write all that waits to a stick")
    out.add_argument("--to", type=Path, required=True, dest="folder", metavar="DIR")
    back = verbs.add_parser("import-receipts", help="take the portal's receipts from a stick")
    back.add_argument("folder", type=Path, metavar="DIR")
    singles = []
    for name, said in of_one.items():
        single = verbs.add_parser(name, help=said)
        single.add_argument("ticket", help="as it stands on the slip: TK-3K7-52Y")
        singles.append(single)
    for each in (listed, out, back, *singles):
        each.set_defaults(verb=ask_queue)
        each.add_argument("--settings", type=Path, help=_SETTINGS)
        each.add_argument("--json", action="store_true", help=_JSON)


def _add_pin(among: _Verbs) -> None:
    verbs = among.add_parser("pin", help=set_pin.__doc__).add_subparsers(
        required=True, metavar="verb"
    )
    setting = verbs.add_parser("set", help=set_pin.__doc__)
    setting.set_defaults(verb=set_pin)
    setting.add_argument("--settings", type=Path, help=_SETTINGS)
    setting.add_argument(
        "--reset", action="store_true", help="without the old one: it was forgotten"
    )


def _add_doctor(verbs: _Verbs) -> None:
    examined = verbs.add_parser("doctor", help=doctor.__doc__)
    examined.set_defaults(verb=doctor)
    examined.add_argument("--settings", type=Path, help=_SETTINGS)
    examined.add_argument("--json", action="store_true", help=_JSON)


def _add_training(among: _Verbs) -> None:
    verbs = among.add_parser("training", help=serve_training.__doc__).add_subparsers(
        required=True, metavar="verb"
    )
    imported = verbs.add_parser("import", help=import_stick.__doc__)
    imported.set_defaults(verb=import_stick)
    imported.add_argument("export", type=Path, help="the folder on the stick")
    imported.add_argument("--folder", type=Path, required=True, help="the training portal's own")
    serve = verbs.add_parser("serve", help=serve_training.__doc__)
    serve.set_defaults(verb=serve_training)
    serve.add_argument("--folder", type=Path, required=True, help="what the portal keeps")
    serve.add_argument("--port", type=int, default=0, help="0 takes a free one")
    serve.add_argument(
        "--ready",
        type=Path,
        required=True,
        help="a file, written once it listens: url and enrolment_code",
    )


def _add_clips(verbs: _Verbs) -> None:
    spoken = verbs.add_parser("clips", help=make_clips.__doc__)
    spoken.set_defaults(verb=make_clips)
    spoken.add_argument("--folder", type=Path, help="where they are put; else where they are read")


def _add_paper_reader(verbs: _Verbs) -> None:
    verbs.add_parser("paper-reader").set_defaults(verb=read_paper)


def _add_paper_darkroom(verbs: _Verbs) -> None:
    verbs.add_parser("paper-darkroom").set_defaults(verb=develop_papers)


_VERBS: Final[dict[str, Callable[[_Verbs], None]]] = {
    "run": _add_run,
    "demo": _add_demo,
    "queue": _add_queue,
    "pin": _add_pin,
    "doctor": _add_doctor,
    "training": _add_training,
    "clips": _add_clips,
    "paper-reader": _add_paper_reader,
    "paper-darkroom": _add_paper_darkroom,
}
"""What adds each verb to those of the command line."""


def _number(least: int, most: int) -> Callable[[str], int]:
    """What reads a number between two others."""

    def number(text: str) -> int:
        if not least <= int(text) <= most:
            raise ValueError
        return int(text)

    return number
