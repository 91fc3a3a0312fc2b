"""Runs one bench by name: `python -m tests.bench start`."""

from __future__ import annotations

import argparse
import sys

from tests.bench import faults, fleet, mutants, photographs, queue, reader, screens, start, sync

TIMED = {"start": start.main}
IN_PARTS = {"queue": queue.main, "sync": sync.main, "ui": screens.main}
"""Timed too, and any of their parts can be run alone."""
WHOLE = {"fleet": fleet.main, "reader": reader.main}


def main() -> int:
    parser = argparse.ArgumentParser(prog="dev.py bench", description=__doc__)
    benches = parser.add_subparsers(dest="name", required=True)
    for name in TIMED | IN_PARTS:
        timed = benches.add_parser(name)
        timed.add_argument("--rounds", type=int, default=7, help="pairs measured, at least 7")
        if name in IN_PARTS:
            timed.add_argument("parts", nargs="*", help="these parts alone")
    for name in WHOLE:
        benches.add_parser(name)
    harming = benches.add_parser("faults")
    harming.add_argument("--only", choices=faults.FAULTS, help="all of them, or one")
    drawn = benches.add_parser("photographs")
    drawn.add_argument("count", nargs="?", type=int, default=40, help="of each fault")
    benches.add_parser("mutants").add_argument("modules", nargs="*", help="these modules alone")
    arguments = parser.parse_args()
    if arguments.name in WHOLE:
        return WHOLE[arguments.name]()
    match arguments.name:
        case "faults":
            return faults.main(arguments.only)
        case "photographs":
            return photographs.main(arguments.count)
        case "mutants":
            return mutants.main(*arguments.modules)
    if arguments.rounds < 7:
        parser.error("fewer than 7 rounds say little")
    if arguments.name in TIMED:
        return TIMED[arguments.name](arguments.rounds)
    return IN_PARTS[arguments.name](arguments.rounds, *arguments.parts)


sys.exit(main())
