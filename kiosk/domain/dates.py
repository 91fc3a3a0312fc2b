"""Dates as people know them: a day, or only a month or a year."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

EARLIEST_YEAR: Final = 1850
"""Civil status began later in every province: what lies before is a slip of the finger."""

LATEST_YEAR: Final = 2150

MONTHS: Final = 12
_PARTS: Final = ("year", "month", "day")
_KNOWN: Final = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_DAY_FIRST: Final = re.compile(r"([0-9]{0,2})[/. ]([0-9]{0,2})[/. ]([0-9]{0,4})")


def earliest(text: str) -> date:
    """The first day that `YYYY`, `YYYY-MM` or `YYYY-MM-DD` may mean. Raises ValueError."""
    year, month, day = _read(text)
    return date(year, month or 1, day or 1)


def latest(text: str) -> date:
    """The last day that it may mean. Raises ValueError."""
    year, month, day = _read(text)
    known = month or MONTHS
    return date(year, known, day or monthrange(year, known)[1])


def is_partial(text: str) -> bool:
    """Whether the day, or the day and the month, are not known. Raises ValueError."""
    return _read(text)[2] is None


def tidy_date(text: str) -> str:
    """What was typed as `YYYY-MM-DD`: `7/3/1957` and `1957-3-7` are `1957-03-07`.

    Boxes that were left empty stay empty between their dashes (`1957--07`), for `date_fault` to
    name; those after the last one filled go.
    """
    text = text.strip()
    day_first = _DAY_FIRST.fullmatch(text)
    if day_first is not None:
        day, month, year = day_first.groups()
        text = f"{year}-{month}-{day}"
    year, *rest = (part.strip() for part in text.split("-"))
    return "-".join([year, *(part.zfill(2) if part else "" for part in rest)]).rstrip("-")


def date_fault(text: str, *, partial: bool) -> tuple[str, Mapping[str, object]] | None:
    """What is wrong with a date as `tidy_date` leaves it; what is missing before what can't be.

    `missing-year`, `missing-month`, `missing-day`, then `form` (no date at all), `year-range`
    (with `from`, `to`), `impossible-month`, `impossible-day` (with `day`, `month`, `year`).
    `partial` allows the day, or the day and the month, to be left out.
    """
    parts = text.split("-")
    given = dict(zip(_PARTS, [*parts, "", ""][:3], strict=True))
    for position, name in enumerate(_PARTS):
        needed = not partial or name == "year" or any(parts[position + 1 :])
        if needed and not given[name]:
            return f"missing-{name}", {}
    if len(parts) > len(_PARTS) or not all(part.isascii() and part.isdecimal() for part in parts):
        return "form", {}
    year, month, day = (int(part) if part else None for part in given.values())
    if year is None or not EARLIEST_YEAR <= year <= LATEST_YEAR:
        return "year-range", {"year": year, "from": EARLIEST_YEAR, "to": LATEST_YEAR}
    if month is not None and not 1 <= month <= MONTHS:
        return "impossible-month", {"month": month}
    if month is not None and day is not None and not 1 <= day <= monthrange(year, month)[1]:
        return "impossible-day", {"day": day, "month": month, "year": year}
    return None


def completed_years(start: date, end: date) -> int:
    """Whole years from `start` to `end`; negative while `end` lies before it.

    Who was born on 29 February completes a year on 1 March where there is no 29th.
    """
    return end.year - start.year - ((end.month, end.day) < (start.month, start.day))


def _read(text: str) -> tuple[int, int | None, int | None]:
    found = _KNOWN.fullmatch(text)
    if found is None:
        raise ValueError(text)
    year, month, day = found.groups()
    return int(year), int(month) if month else None, int(day) if day else None
