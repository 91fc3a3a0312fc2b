"""Runs one bench by name: `python -m tests.bench start`."""

from __future__ import annotations

import argparse
import sys

from tests.bench import faults, fleet, start

TIMED = {"start": start.main}
SIMULATED = {"fleet": fleet.main}


def main() -> int:
    parser = argparse.ArgumentParser(prog="dev.py bench", description=__doc__)
    benches = parser.add_subparsers(dest="name", required=True)
    for name in SIMULATED:
        benches.add_parser(name)
    for name in TIMED:
        timed = benches.add_parser(name)
        timed.add_argument("--rounds", type=int, default=7, help="pairs measured, at least 7")
    harming = benches.add_parser("faults")
    harming.add_argument("--only", choices=faults.FAULTS, help="all of them, or one")
    arguments = parser.parse_args()
    if arguments.name in SIMULATED:
        return SIMULATED[arguments.name]()
    if arguments.name == "faults":
        return faults.main(arguments.only)
    if arguments.rounds < 7:
        parser.error("fewer than 7 rounds say little")
    return TIMED[arguments.name](arguments.rounds)


sys.exit(main())
