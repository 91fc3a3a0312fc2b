"""The slip that a person takes home: a ticket to say aloud, a secret that opens what was kept."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

TICKET_ALPHABET: Final = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""31 characters, without 0 O 1 I L. A prime count, so that the check character finds every slip."""

SECRET_ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # noqa: S105 — not a secret itself
"""Crockford's base 32: what people misread (O, I, L) is read as what was meant (0, 1, 1)."""

SECRET_BITS: Final = 100
_SECRET_LENGTH: Final = SECRET_BITS // 5
_BODY_LENGTH: Final = 5
_QR_PREFIX: Final = "KIOSK1"
_POINT_LETTERS: Final = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ")


class SlipUnreadable(ValueError):
    """The text is no slip of ours; `reason` is a message key under `slip.unreadable`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def is_slip(text: str) -> bool:
    """Whether what was scanned begins as the code on a slip does, sound or not."""
    return text.upper().startswith(f"{_QR_PREFIX}:")


def check_character(point: str, body: str) -> str:
    """The character that closes a ticket.

    A weighted sum modulo 31 with weights 1, 2, 3 … finds every wrong character of the body and
    every swapped neighbour; the point's letters take part through their place in A to Z.
    """
    values = [ord(letter) - ord("A") for letter in point]
    values += [TICKET_ALPHABET.index(character) for character in body]
    total = sum(weight * value for weight, value in enumerate(values, start=1))
    return TICKET_ALPHABET[total % len(TICKET_ALPHABET)]


@dataclass(frozen=True, slots=True)
class Ticket:
    """What names a journey in the hall: two letters of the point, five characters and a check."""

    point: str
    body: str

    def __post_init__(self) -> None:
        if len(self.point) != 2 or not _POINT_LETTERS.issuperset(self.point):
            raise SlipUnreadable("point")
        if len(self.body) != _BODY_LENGTH or not set(TICKET_ALPHABET).issuperset(self.body):
            raise SlipUnreadable("characters")

    def __str__(self) -> str:
        """`TK-3K7-52Y`, as it stands on paper and screen."""
        body = self.body + check_character(self.point, self.body)
        return f"{self.point}-{body[:3]}-{body[3:]}"

    @classmethod
    def parse(cls, text: str) -> Ticket:
        """Read a ticket as typed: case, blanks and dashes don't matter.

        Raises SlipUnreadable with `length`, `point`, `characters` or `check`.
        """
        plain = "".join(character for character in text.upper() if character.isalnum())
        if len(plain) != 2 + _BODY_LENGTH + 1:
            raise SlipUnreadable("length")
        ticket = cls(plain[:2], plain[2:-1])
        if plain[-1] != check_character(ticket.point, ticket.body):
            raise SlipUnreadable("check")
        return ticket


@dataclass(frozen=True, slots=True)
class Slip:
    """A ticket with its secret (100 random bits). Whoever holds it may open what was kept."""

    ticket: Ticket
    secret: int = field(repr=False)

    def __post_init__(self) -> None:
        if not 0 <= self.secret < 1 << SECRET_BITS:
            raise SlipUnreadable("secret")

    @property
    def typed(self) -> str:
        """The secret as printed for typing: five groups of four characters."""
        letters = [SECRET_ALPHABET[(self.secret >> shift) & 31] for shift in range(95, -1, -5)]
        groups = [letters[start : start + 4] for start in range(0, _SECRET_LENGTH, 4)]
        return " ".join(map("".join, groups))

    @property
    def qr_text(self) -> str:
        """What the QR code on the slip says; it holds nothing about the person."""
        return f"{_QR_PREFIX}:{self.ticket}:{self.typed.replace(' ', '')}"

    @classmethod
    def from_typed(cls, ticket: Ticket, typed: str) -> Slip:
        """The slip from its ticket and the typed secret. Raises SlipUnreadable with `secret`."""
        plain = "".join(character for character in typed.upper() if character.isalnum())
        plain = plain.translate(str.maketrans("OIL", "011"))
        if len(plain) != _SECRET_LENGTH or not set(SECRET_ALPHABET).issuperset(plain):
            raise SlipUnreadable("secret")
        secret = 0
        for character in plain:
            secret = secret << 5 | SECRET_ALPHABET.index(character)
        return cls(ticket, secret)

    @classmethod
    def from_qr(cls, text: str) -> Slip:
        """The slip from its QR text. Raises SlipUnreadable with `qr`, or as `Ticket.parse` does."""
        parts = text.strip().split(":")
        if len(parts) != 3 or parts[0].upper() != _QR_PREFIX:
            raise SlipUnreadable("qr")
        return cls.from_typed(Ticket.parse(parts[1]), parts[2])
