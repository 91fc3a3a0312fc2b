"""What is printed on a slip can be read back, and a slip of the hand is found."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.slip import (
    SECRET_ALPHABET,
    SECRET_BITS,
    TICKET_ALPHABET,
    Slip,
    SlipUnreadable,
    Ticket,
    is_slip,
)

tickets = st.builds(
    Ticket,
    st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=2, max_size=2),
    st.text(TICKET_ALPHABET, min_size=5, max_size=5),
)
slips = st.builds(Slip, tickets, st.integers(0, 2**SECRET_BITS - 1))


def reason(read: object, *arguments: object) -> str:
    with pytest.raises(SlipUnreadable) as caught:
        read(*arguments)  # type: ignore[operator]
    return caught.value.reason


@given(tickets)
def test_a_ticket_is_read_as_it_was_printed(ticket: Ticket) -> None:
    assert Ticket.parse(str(ticket)) == ticket
    assert Ticket.parse(f"  {str(ticket).lower().replace('-', ' ')} ") == ticket


@given(tickets, st.integers(2, 7), st.sampled_from(TICKET_ALPHABET))
def test_one_wrong_character_is_found(ticket: Ticket, place: int, other: str) -> None:
    printed = str(ticket).replace("-", "")
    wrong = printed[:place] + other + printed[place + 1 :]
    if wrong != printed:
        assert reason(Ticket.parse, wrong) == "check"


@given(tickets, st.integers(2, 6))
def test_two_swapped_characters_are_found(ticket: Ticket, place: int) -> None:
    printed = str(ticket).replace("-", "")
    swapped = printed[:place] + printed[place + 1] + printed[place] + printed[place + 2 :]
    if swapped != printed:
        assert reason(Ticket.parse, swapped) == "check"


def test_a_ticket_looks_unlike_a_dossier_code() -> None:
    printed = str(Ticket("TK", "3K752"))
    assert printed[2] == printed[6] == "-"
    assert len(printed) == len("TK-3K7-529")


@given(slips)
def test_a_slip_opens_by_its_qr_text_and_by_typing(slip: Slip) -> None:
    assert Slip.from_qr(slip.qr_text + "\r\n") == slip
    assert Slip.from_typed(slip.ticket, slip.typed.lower()) == slip
    assert [len(group) for group in slip.typed.split()] == [4] * 5


@given(slips)
def test_a_slip_never_shows_its_secret_by_accident(slip: Slip) -> None:
    assert "secret" not in repr(slip)


def test_letters_that_look_like_digits_are_read_as_digits() -> None:
    ticket = Ticket("TK", "3K752")
    assert Slip.from_typed(ticket, "O" * 19 + "I") == Slip(ticket, 1)
    assert Slip.from_typed(ticket, "o" * 19 + "l") == Slip(ticket, 1)


def test_secret_alphabet_has_five_bits_a_character() -> None:
    assert len(set(SECRET_ALPHABET)) == 32


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "length"),
        ("TK-3K7", "length"),
        ("T1-3K7-522", "point"),
        ("TK-0K7-522", "characters"),
    ],
)
def test_a_ticket_that_is_none_says_why(text: str, why: str) -> None:
    assert reason(Ticket.parse, text) == why


@pytest.mark.parametrize(
    ("text", "why"),
    [("", "qr"), ("OTHER:TK-3K7-522:00", "qr"), ("KIOSK1:TK:00", "length")],
)
def test_a_code_that_is_no_slip_says_why(text: str, why: str) -> None:
    assert reason(Slip.from_qr, text) == why


def test_a_secret_of_the_wrong_length_or_size_says_so() -> None:
    ticket = Ticket("TK", "3K752")
    assert reason(Slip.from_typed, ticket, "ABCD") == "secret"
    assert reason(Slip.from_typed, ticket, "U" * 20) == "secret"
    assert reason(Slip, ticket, -1) == "secret"
    assert reason(Slip, ticket, 1 << SECRET_BITS) == "secret"


def test_what_begins_as_a_slip_does_is_one_sound_or_not() -> None:
    assert is_slip("kiosk1:torn")
    assert not is_slip("054198001234||Lê Thị Hoa")
