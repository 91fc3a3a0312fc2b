"""What three boxes hold, and a date said in words with its weekday and an age."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from kiosk.domain.dates import completed_years, date_fault, tidy_date

if TYPE_CHECKING:
    from kiosk.domain.procedure import Answer
    from ui.texts import Texts

_DAYS_OF_INFANCY: Final = 60
_YEARS_OF_MONTHS: Final = 3
_LENGTHS: Final = {"day": 2, "month": 2, "year": 4}
PARTS: Final = tuple(_LENGTHS)
"""The boxes from left to right, as a Vietnamese date is said."""


@dataclass(frozen=True, slots=True)
class DateParts:
    """The digits typed so far, each box by itself; empty where nothing is typed."""

    day: str = ""
    month: str = ""
    year: str = ""

    @classmethod
    def of(cls, answer: Answer | None) -> DateParts:
        """The boxes of an answer (`YYYY`, `YYYY-MM`, `YYYY-MM-DD`); empty for anything else."""
        if not isinstance(answer, str):
            return cls()
        year, month, day = [*answer.split("-"), "", ""][:3]
        return cls(day.lstrip("0"), month.lstrip("0"), year)

    @property
    def empty(self) -> bool:
        """Whether nothing is typed at all."""
        return not (self.day or self.month or self.year)

    def answer(self) -> str | None:
        """The answer in its one form; boxes left empty stay empty in it (`1957--07`).

        It may name a day that isn't real (31 February): saying so is the validation's part.
        """
        return None if self.empty else tidy_date(f"{self.day}/{self.month}/{self.year}")

    def day_on_calendar(self) -> date | None:
        """The very day, where all three boxes name one that is real."""
        if not (self.day and self.month and len(self.year) == _LENGTHS["year"]):
            return None
        try:
            return date(int(self.year), int(self.month), int(self.day))
        except ValueError:
            return None


def echo(parts: DateParts, today: date, texts: Texts, *, birth: bool) -> tuple[str, str]:
    """The date in words and a line about it, both empty where nothing can be said yet.

    `birth` says an age ("14 ngày tuổi"), else how long ago it was.
    """
    answer = parts.answer()
    if answer is None or date_fault(answer, partial=True) is not None:
        return "", ""
    said = texts.partial_date(answer)
    day = parts.day_on_calendar()
    if day is None:
        years = today.year - int(parts.year)
        about = birth and years > 0
        return said, texts.say("input.date.about-age", years=years) if about else ""
    weekday = texts.weekday(day)
    since = _age(day, today, texts) if birth else _since(day, today, texts)
    return said, texts.say("input.date.line", weekday=weekday, since=since) if since else weekday


def _age(day: date, today: date, texts: Texts) -> str:
    days = (today - day).days
    if days < 0:
        return ""
    if days < _DAYS_OF_INFANCY:
        return texts.say("input.date.age-days", days=days)
    years = completed_years(day, today)
    if years < _YEARS_OF_MONTHS:
        months = (today.year - day.year) * 12 + today.month - day.month - (today.day < day.day)
        return texts.say("input.date.age-months", months=months)
    return texts.say("input.date.age-years", years=years)


def _since(day: date, today: date, texts: Texts) -> str:
    days = (today - day).days
    if days == 0:
        return texts.say("input.date.today")
    return texts.say("input.date.days-ago", days=days) if 0 < days < _DAYS_OF_INFANCY else ""
