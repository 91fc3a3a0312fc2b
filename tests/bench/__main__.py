"""Runs one bench by name: `python -m tests.bench start`."""

from __future__ import annotations

import argparse
import sys

from tests.bench import start

BENCHES = {"start": start.main}


def main() -> int:
    parser = argparse.ArgumentParser(prog="dev.py bench", description=__doc__)
    parser.add_argument("name", choices=BENCHES)
    parser.add_argument("--rounds", type=int, default=7, help="pairs of measurements, at least 7")
    arguments = parser.parse_args()
    if arguments.rounds < 7:
        parser.error("fewer than 7 rounds say little")
    return BENCHES[arguments.name](arguments.rounds)


sys.exit(main())
