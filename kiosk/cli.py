"""The command line: one verb, one function. Nothing here loads Qt before it is needed."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kiosk import __version__

if TYPE_CHECKING:
    from collections.abc import Sequence

SCENARIOS: Final = ("online", "offline", "resume")


def main(arguments: Sequence[str] | None = None) -> None:
    """Do what the command line says; ends the program with the verb's exit code."""
    asked = _parser().parse_args(arguments)
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


def serve_training(asked: argparse.Namespace) -> int:
    """Serve the training portal on loopback until told to stop."""
    from kiosk.app import serve_training

    serve_training(asked.folder, asked.port, asked.ready)
    return 0


def read_paper(_asked: argparse.Namespace) -> int:
    """Look into one file from stdin: a process of its own, since files can be hostile."""
    from kiosk.papers.child import main as read

    read()
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="kiosk", description="The help-point kiosk.")
    parser.add_argument("--version", action="version", version=f"kiosk, version {__version__}")
    verbs = parser.add_subparsers(required=True, metavar="verb", title="verbs")
    opened = verbs.add_parser("run", help=run.__doc__)
    opened.set_defaults(verb=run)
    opened.add_argument("--settings", type=Path, help="the settings of this help point (TOML)")
    opened.add_argument("--until-painted", action="store_true", help=argparse.SUPPRESS)
    opened.add_argument("--tour-leg", action="store_true", help=argparse.SUPPRESS)
    shown = verbs.add_parser("demo", help=demo.__doc__)
    shown.set_defaults(verb=demo)
    shown.add_argument(
        "--tour", type=Path, metavar="DIR", help="play by itself; save pictures and tour.json"
    )
    shown.add_argument("--scenario", choices=SCENARIOS, default="online")
    shown.add_argument("--fast", action="store_true", help="without pauses for those who watch")
    shown.add_argument("--without-card", action="store_true", help="there is no card to scan")
    shown.add_argument("--watch", action="store_true", help="play by itself; keep no pictures")
    practice = verbs.add_parser("training", help=serve_training.__doc__)
    serve = practice.add_subparsers(required=True, metavar="verb").add_parser("serve")
    serve.set_defaults(verb=serve_training)
    serve.add_argument("--folder", type=Path, required=True)
    serve.add_argument("--port", type=int, default=0, help="0 takes a free one")
    serve.add_argument("--ready", type=Path, required=True, help="written once it listens")
    verbs.add_parser("paper-reader").set_defaults(verb=read_paper)
    return parser
