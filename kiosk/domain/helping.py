"""Who pressed the keys: said by the person at the start, kept with the submission."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from uuid import UUID


class HelpMode(StrEnum):
    """How much help there was, from most to least independent."""

    SELF = "self"
    GUIDED = "guided"
    FAMILY = "family"
    ON_BEHALF = "onbehalf"


class Reason(StrEnum):
    """Why somebody has the keys pressed for them."""

    TYPING = "typing"
    EYES = "eyes"
    HANDS = "hands"
    UNSURE = "unsure"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Remark:
    """What a person said of the help and of their visit, for the journal: a word and a number.

    It stands beside what was computed and never changes it.
    """

    what: str
    count: int = 1

    @classmethod
    def because(cls, reason: Reason) -> Remark:
        """Why they had the keys pressed for them."""
        return cls(f"because-{reason}")

    @classmethod
    def pressed(cls, mode: HelpMode) -> Remark:
        """Who, by their own word, pressed the keys."""
        return cls(f"pressed-{mode}")

    @classmethod
    def rated(cls, face: int) -> Remark:
        """How it was for them: 1 is the unhappy face, 3 the happy one."""
        return cls("rated", face)


REMARKS: Final = frozenset(
    {
        "rated",
        *(Remark.because(reason).what for reason in Reason),
        *(Remark.pressed(mode).what for mode in HelpMode),
    }
)
"""The words of all remarks: lines of the journal that say nothing of where a submission stands."""

_WHOLE: Final = "mode-"
_PLACE: Final = "step-"
_PRESSED: Final = "pressed-"
_CALLED: Final = "called"


def whole_line(mode: HelpMode, steps: int) -> Remark:
    """How a journey came about that is finished, and how many steps it had: for the journal."""
    return Remark(f"{_WHOLE}{mode}", steps)


def step_line(procedure: str, step: str, mode: HelpMode) -> Remark:
    """That a step of a procedure did not come about alone: for the journal."""
    return Remark(f"{_PLACE}{mode}:{procedure}/{step}")


def call_line(procedure: str, place: str) -> Remark:
    """That help was called for at a step, or at another screen: for the journal."""
    return Remark(f"{_PLACE}{_CALLED}:{procedure}/{place}")


def is_of_help(what: str) -> bool:
    """Whether a line of the journal is one of these three: figures are made of them."""
    return what.startswith((_WHOLE, _PLACE))


@dataclass(frozen=True, slots=True)
class HelpedStep:
    """A step of a procedure or another screen, by its id, and how many journeys needed help there.

    Help was `called` for there; it was `guided` by a helper or by the family; a helper `typed`.
    """

    procedure: str
    step: str
    called: int = 0
    guided: int = 0
    typed: int = 0


@dataclass(frozen=True, slots=True)
class HelpFigures:
    """How journeys came about: how many in each mode, and what needed help, the most first.

    `differs` counts those of which the person said another mode than was computed.
    """

    modes: Mapping[HelpMode, int]
    differs: int
    steps: tuple[HelpedStep, ...]

    @property
    def journeys(self) -> int:
        """How many there were."""
        return sum(self.modes.values())

    @property
    def alone(self) -> int:
        """How many people did it themselves."""
        return self.modes[HelpMode.SELF]

    @property
    def themselves(self) -> int:
        """How many pressed the keys themselves, or with their family, whoever showed them how."""
        return self.journeys - self.modes[HelpMode.ON_BEHALF]


def help_figures(lines: Iterable[tuple[UUID, str]]) -> HelpFigures:
    """What the journal's lines say, each with its submission, in their order.

    What was corrected and finished again counts once, as it came about in the end.
    """
    modes: dict[UUID, str] = {}
    pressed: dict[UUID, str] = {}
    places: dict[tuple[UUID, str], set[str]] = {}
    for submission, what in lines:
        if what.startswith(_WHOLE):
            modes[submission] = what.removeprefix(_WHOLE)
        elif what.startswith(_PRESSED):
            pressed[submission] = what.removeprefix(_PRESSED)
        elif what.startswith(_PLACE):
            how, _, place = what.removeprefix(_PLACE).partition(":")
            places.setdefault((submission, place), set()).add(how)
    counted = Counter(modes.values())
    return HelpFigures(
        modes={mode: counted[mode] for mode in HelpMode},
        differs=sum(pressed.get(it, mode) != mode for it, mode in modes.items()),
        steps=_helped_steps((place, hows) for (_, place), hows in places.items()),
    )


def _helped_steps(found: Iterable[tuple[str, set[str]]]) -> tuple[HelpedStep, ...]:
    """The places with how they were helped with in one journey each, summed up."""
    times: dict[str, Counter[str]] = {}
    for place, hows in found:
        times.setdefault(place, Counter()).update(hows)
    steps = []
    for place, counted in times.items():
        procedure, _, step = place.partition("/")
        steps.append(
            HelpedStep(
                procedure=procedure,
                step=step,
                called=counted[_CALLED],
                guided=counted[HelpMode.GUIDED] + counted[HelpMode.FAMILY],
                typed=counted[HelpMode.ON_BEHALF],
            )
        )
    steps.sort(key=lambda it: (-it.called, -it.typed, -it.guided, it.procedure, it.step))
    return tuple(steps)


@dataclass(frozen=True, slots=True)
class Helping:
    """The mode of a journey and the helper's code where one took part (never a name)."""

    mode: HelpMode
    helper: str | None = None

    def lessened(self, mode: HelpMode, helper: str | None = None) -> Helping:
        """The same journey with more help: a mode may only become less independent.

        `helper` is the code of who helps from now on; without one it stays as it was.
        """
        order = list(HelpMode)
        return Helping(max(self.mode, mode, key=order.index), helper or self.helper)
