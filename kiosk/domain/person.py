"""A person: the identity card's code, the personal number, names and phones."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final, TypeAlias

from kiosk.domain.damage import is_garbled, unmixed
from kiosk.domain.dates import date_fault, is_partial
from kiosk.domain.spelling import plain, tidy

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kiosk.domain.procedure import Answer

MALE: Final = "male"
FEMALE: Final = "female"

MOST_NAME_CHARACTERS: Final = 100
"""Longer than any name on a declaration; what is longer came from a wrong scan or a stuck key."""

PlainFault: TypeAlias = "tuple[str, Mapping[str, object]] | None"
"""A message key below `fault.<kind>` with the values of its words, or None where all is well."""

_NUMBER_LENGTH: Final = 12
_PHONE_LENGTH: Final = 10
_MOST_CARD_CHARACTERS: Final = 1000
_LEAST_CARD_FIELDS: Final = 6
_BORN_FIELD: Final = 3
_ISSUED_FIELD: Final = 6
_MOBILE: Final = re.compile(r"0[35789][0-9]{8}")
_GROUPING: Final = str.maketrans("", "", " \t\u00a0.-\u2010\u2013()")
_NAME_MARKS: Final = frozenset(" .'\u2019\u02bc-\u2010")
_EMAIL: Final = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")
_CARD_DATE: Final = re.compile(r"(?:([0-9]{2})[/.-]?([0-9]{2})[/.-]?)?([0-9]{4})")
_LEFT_OUT: Final = "00"
_SCANNER_PREFIX: Final = re.compile(r"\A\s*\][A-Za-z][0-9A-Za-z]")
"""The symbology identifier that some scanners put before the text (`]Q1`, ISO/IEC 15424)."""

_DOT: Final = "\u2022"


class CardUnreadable(ValueError):
    """The text is no identity card's; `reason` is a message key under `card.unreadable`.

    `empty`, `long`, `not-a-card`, `short` (fields are missing), `number`, `name`, `birth-date`.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class PersonalNumber:
    """The twelve digits that name a person for life (số định danh cá nhân).

    Three digits of the place where the birth was registered (a province of the 63 before July
    2025, or a country: none is ever turned down), one of century and sex, two of the year of
    birth, six at random. There is no check digit. Raises ValueError on anything but 12 digits.
    """

    digits: str

    def __post_init__(self) -> None:
        if personal_number_fault(self.digits) is not None or len(self.digits) != _NUMBER_LENGTH:
            raise ValueError(len(self.digits))

    def __str__(self) -> str:
        """The twelve digits."""
        return self.digits

    @property
    def sex(self) -> str:
        """`male` where the fourth digit is even, `female` where it is odd."""
        return FEMALE if int(self.digits[3]) % 2 else MALE

    @property
    def century(self) -> int:
        """The century of birth: 20 where the fourth digit is 0 or 1, 21 for 2 or 3, and so on."""
        return 20 + int(self.digits[3]) // 2

    @property
    def birth_year(self) -> int:
        """The year of birth, four digits."""
        return (self.century - 1) * 100 + int(self.digits[4:6])


@dataclass(frozen=True, slots=True)
class Person:
    """What is known of one person, each fact as an answer of a procedure would say it.

    `birth_date` may be a year or a month (`YYYY`, `YYYY-MM`). `residence` is an address answer
    that the person has confirmed; `residence_text` is the line as it stands on the card.
    """

    name: str | None = None
    birth_date: str | None = None
    sex: str | None = None
    personal_number: str | None = None
    residence: Mapping[str, Answer] | None = None
    phone: str | None = None
    residence_text: str | None = None

    def facts(self) -> Mapping[str, Answer]:
        """The facts that a field's `known_as` may ask for; what isn't known has no key."""
        facts: dict[str, Answer | None] = {
            "name": self.name,
            "personal_number": self.personal_number,
            "birth_date": self.birth_date,
            "sex": self.sex,
            "residence": self.residence,
            "phone": self.phone,
        }
        return {name: fact for name, fact in facts.items() if fact is not None}


@dataclass(frozen=True, slots=True)
class IdentityCard:
    """What the code on an identity card says. Anyone can print one: it proves nothing.

    `name_damaged` means that the scanner lost or changed letters, or every mark there was on the
    card, and the person must say how the name is written. `residence_text` is the address as
    printed, mostly of the old three tiers.
    """

    number: PersonalNumber
    name: str
    birth_date: str
    sex: str
    residence_text: str
    issued_on: date | None = None
    former_number: str | None = None
    name_damaged: bool = False

    @classmethod
    def parse(cls, text: str) -> IdentityCard:
        """The card from the text that a scanner sent. Raises CardUnreadable.

        `number|old number or nothing|name|ddMMyyyy|Nam or Nữ|residence|ddMMyyyy issued`; the
        last field may be missing, further ones may follow, as may a line's end or a tab. A
        scanner that sends bytes for letters is understood (`unmixed`).
        """
        if not text.strip():
            raise CardUnreadable("empty")
        if len(text) > _MOST_CARD_CHARACTERS:
            raise CardUnreadable("long")
        whole = unmixed(_SCANNER_PREFIX.sub("", text))
        fields = [tidy(part) for part in whole.split("|")]
        if len(fields) == 1:
            raise CardUnreadable("not-a-card")
        if personal_number_fault(fields[0]) is not None:
            raise CardUnreadable("number" if _is_laid_out(fields) else "not-a-card")
        if len(fields) < _LEAST_CARD_FIELDS:
            raise CardUnreadable("short")
        number = PersonalNumber(clean_number(fields[0]))
        name = fields[2]
        if not name:
            raise CardUnreadable("name")
        birth_date = _card_date(fields[_BORN_FIELD])
        if birth_date is None:
            raise CardUnreadable("birth-date")
        return cls(
            number=number,
            name=name,
            birth_date=birth_date,
            sex=_card_sex(fields[4], number),
            residence_text=fields[5],
            issued_on=_issued(fields[_ISSUED_FIELD]) if len(fields) > _ISSUED_FIELD else None,
            former_number=fields[1] or None,
            name_damaged=name_fault(name) is not None or whole.isascii() or is_garbled(whole),
        )

    def person(self) -> Person:
        """The card's owner; the residence is still to be confirmed in today's communes."""
        return Person(
            name=self.name,
            birth_date=self.birth_date,
            sex=self.sex,
            personal_number=str(self.number),
            residence_text=self.residence_text or None,
        )


def _is_laid_out(fields: list[str]) -> bool:
    """Whether it can be a card whose number alone came through badly: others have bars, too."""
    number = fields[0]
    digits = sum(character.isdecimal() for character in number)
    dated = len(fields) > _BORN_FIELD and _card_date(fields[_BORN_FIELD]) is not None
    return dated and digits * 2 >= len(number) > 0


def _card_sex(text: str, number: PersonalNumber) -> str:
    """What the card says; a letter that the scanner lost is found again in the number."""
    return {"nam": MALE, "nu": FEMALE}.get(plain(text), number.sex)


def _card_date(text: str) -> str | None:
    """A day as `YYYY-MM-DD`, or the year or month alone where the card leaves the rest 00."""
    found = _CARD_DATE.fullmatch(text)
    if found is None:
        return None
    parts = [part for part in reversed(found.groups()) if part not in {None, _LEFT_OUT}]
    known = "-".join(parts)
    left_out_between = found.group(2) == _LEFT_OUT and len(parts) > 1
    return None if left_out_between or date_fault(known, partial=True) else known


def _issued(text: str) -> date | None:
    known = _card_date(text)
    return None if known is None or is_partial(known) else date.fromisoformat(known)


# --- names ----------------------------------------------------------------------------------------


def clean_name(text: str) -> str:
    """The name as typed, in NFC, without control characters and with single spaces."""
    return tidy(text)


def printed_name(name: str) -> str:
    """The name as papers print it: capitals with their marks."""
    return clean_name(name).upper()


def masked_name(name: str) -> str:
    """The name as others may see it: `Nguyễn Thị Hợi` is `N. T. HỢI`."""
    *first, last = printed_name(name).split() or [""]
    return " ".join([*(f"{syllable[0]}." for syllable in first), last])


def name_fault(name: str) -> PlainFault:
    """`character` (with the first that no name has), `letters` (there are none), or `long`.

    One syllable is a name, so are seven: Kinh and minority forms, apostrophes, hyphens.
    """
    cleaned = clean_name(name)
    for character in cleaned:
        if not character.isalpha() and character not in _NAME_MARKS:
            return "character", {"character": character}
    if not any(character.isalpha() for character in cleaned):
        return "letters", {}
    if len(cleaned) > MOST_NAME_CHARACTERS:
        return "long", {"most": MOST_NAME_CHARACTERS}
    return None


# --- numbers --------------------------------------------------------------------------------------


def clean_number(text: str) -> str:
    """The digits without the spaces, points and dashes that people group them with."""
    return text.translate(_GROUPING)


def masked_number(number: str) -> str:
    """All but the last four digits hidden, in the groups of the card: `••• • •• ••5678`."""
    return grouped_number(_DOT * (len(number) - 4) + number[-4:])


def grouped_number(number: str) -> str:
    """The number in the groups of the card: `054 1 57 005678`."""
    return f"{number[:3]} {number[3:4]} {number[4:6]} {number[6:]}".rstrip()


def personal_number_fault(number: str) -> PlainFault:
    """`digits` (something else is among them), or `length` with the count typed."""
    cleaned = clean_number(number)
    if not _only_digits(cleaned):
        return "digits", {}
    if len(cleaned) != _NUMBER_LENGTH:
        return "length", {"length": len(cleaned)}
    return None


def clean_phone(text: str) -> str:
    """The number as dialled in Vietnam: `+84 90 123 45 67` is `0901234567`."""
    cleaned = clean_number(text)
    for prefix in ("+84", "0084"):
        if cleaned.startswith(prefix):
            return "0" + cleaned.removeprefix(prefix).removeprefix("0")
    if cleaned.startswith("84") and len(cleaned) == _PHONE_LENGTH + 1:
        return "0" + cleaned[2:]
    return cleaned


def masked_phone(phone: str) -> str:
    """The network's two digits and the last three: `09•• ••• 678`."""
    cleaned = clean_phone(phone)
    return grouped_phone(cleaned[:2] + _DOT * (len(cleaned) - 5) + cleaned[-3:])


def grouped_phone(phone: str) -> str:
    """The number as people say it: `0912 345 678`."""
    return f"{phone[:4]} {phone[4:7]} {phone[7:]}".rstrip()


def phone_fault(phone: str) -> PlainFault:
    """`digits`, `length` with the count typed, or `prefix`: a message reaches mobiles alone."""
    cleaned = clean_phone(phone)
    if not _only_digits(cleaned):
        return "digits", {}
    if len(cleaned) != _PHONE_LENGTH:
        return "length", {"length": len(cleaned)}
    if not _MOBILE.fullmatch(cleaned):
        return "prefix", {}
    return None


def email_fault(email: str) -> PlainFault:
    """`at` where the sign is missing, `form` where nothing can be delivered to it."""
    cleaned = email.strip()
    if "@" not in cleaned:
        return "at", {}
    return None if _EMAIL.fullmatch(cleaned) else ("form", {})


def _only_digits(text: str) -> bool:
    return text.isascii() and text.isdecimal()
