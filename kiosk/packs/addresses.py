"""Reads the tables of communes, of today and of before July 2025, that a pack carries."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Final

from kiosk.domain.address import Addresses, Commune, FormerCommune, Province

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

COMMUNES: Final = "communes.csv"
FORMER_COMMUNES: Final = "former_communes.csv"

_COMMUNE_COLUMNS: Final = ["province_code", "province", "commune_code", "kind", "commune"]
_FORMER_COLUMNS: Final = ["former_province", "former_district", "former_commune", "commune_codes"]


class AddressesUnreadable(Exception):
    """A table of addresses is missing or isn't as agreed: `file` and `line` say where."""

    def __init__(self, file: str, line: int, reason: str) -> None:
        super().__init__(f"{file}:{line}: {reason}")
        self.file = file
        self.line = line
        self.reason = reason


def read_addresses(folder: Path) -> Addresses:
    """All addresses of a pack's `addresses` folder. Raises AddressesUnreadable.

    Takes about a tenth of a second on a weak machine: not for the thread of the screens.
    """
    provinces: dict[str, Province] = {}
    communes: dict[str, Commune] = {}
    for _, (province_code, province_name, code, _kind, name) in _rows(
        folder / COMMUNES, _COMMUNE_COLUMNS
    ):
        province = provinces.setdefault(province_code, Province(province_code, province_name))
        communes[code] = Commune(code, name, province)
    formers: list[FormerCommune] = []
    for line, (province_name, district, name, codes) in _rows(
        folder / FORMER_COMMUNES, _FORMER_COLUMNS
    ):
        became = tuple(codes.split(";"))
        if not communes.keys() >= set(became):
            raise AddressesUnreadable(FORMER_COMMUNES, line, "names a commune that isn't there")
        formers.append(FormerCommune(province_name, district, name, became))
    return Addresses(communes.values(), formers)


def _rows(file: Path, columns: list[str]) -> Iterator[tuple[int, list[str]]]:
    """Each row with its line number, after a first line that names the columns."""
    try:
        with file.open(encoding="utf-8", newline="") as text:
            for line, row in enumerate(csv.reader(text), start=1):
                if line == 1 and row != columns:
                    raise AddressesUnreadable(file.name, line, "its columns aren't as agreed")
                if len(row) != len(columns):
                    raise AddressesUnreadable(file.name, line, "has too few or too many columns")
                if line > 1:
                    yield line, row
    except (OSError, UnicodeDecodeError, csv.Error) as failure:
        raise AddressesUnreadable(file.name, 0, str(failure)) from failure
