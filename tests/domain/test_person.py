"""What a card's code says, and which names and numbers people have. All persons are invented."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kiosk.domain.person import (
    CardUnreadable,
    IdentityCard,
    Person,
    PersonalNumber,
    clean_name,
    clean_number,
    clean_phone,
    email_fault,
    masked_name,
    masked_number,
    masked_phone,
    name_fault,
    personal_number_fault,
    phone_fault,
    printed_name,
)

HOI = IdentityCard(
    number=PersonalNumber("054157005678"),
    name="Nguyễn Thị Hợi",
    birth_date="1957-03-27",
    sex="female",
    residence_text="Thôn Đông, Hòa Trị, Phú Hòa, Phú Yên",
    issued_on=date(2021, 5, 10),
    former_number="220123456",
)
LINE = (
    "054157005678|220123456|Nguyễn Thị Hợi|27031957|Nữ|"
    "Thôn Đông, Hòa Trị, Phú Hòa, Phú Yên|10052021"
)

digits = st.text("0123456789", min_size=12, max_size=12)


def reason(text: str) -> str:
    with pytest.raises(CardUnreadable) as caught:
        IdentityCard.parse(text)
    return caught.value.reason


# --- the card -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        LINE,
        LINE + "\r\n",
        LINE + "\n",
        LINE + "\t",
        "\ufeff" + LINE,
        "]Q1" + LINE,
        LINE.replace("27031957", "27/03/1957").replace("10052021", "10/05/2021"),
        LINE.replace("Nữ", "NỮ"),
        LINE.replace("Nữ", "N?"),
        LINE.replace("Nữ", "N\ufffd"),
        LINE.replace("Nữ", ""),
        LINE.replace("Nguyễn Thị", " Nguyê\u0303n  Thi\u0323"),
        LINE + "||a new field|",
        LINE.replace("05415", "\x00054 15"),
    ],
    ids=lambda text: repr(text)[:60],
)
def test_a_card_is_read_whatever_the_scanner_puts_around_it(text: str) -> None:
    assert IdentityCard.parse(text) == HOI


def test_a_card_without_old_number_or_day_of_issue_is_read() -> None:
    six = LINE.rpartition("|")[0].replace("|220123456|", "||")
    assert IdentityCard.parse(six) == replace(HOI, former_number=None, issued_on=None)


@pytest.mark.parametrize("issued", ["", "00002021", "31022021", "x"])
def test_a_day_of_issue_that_cannot_be_read_is_left_out(issued: str) -> None:
    text = LINE.removesuffix("10052021") + issued
    assert IdentityCard.parse(text) == replace(HOI, issued_on=None)


@pytest.mark.parametrize(
    ("printed", "known"),
    [("27031957", "1957-03-27"), ("00031957", "1957-03"), ("00001957", "1957"), ("1957", "1957")],
)
def test_a_card_may_know_only_the_year_or_month_of_birth(printed: str, known: str) -> None:
    assert IdentityCard.parse(LINE.replace("27031957", printed)).birth_date == known


@pytest.mark.parametrize(
    "name", ["Nguy?n Th? H?i", "Nguy\ufffdn Thị Hợi", "Nguyeãn Thò Hôïi", "NguyÔn ThÞ Hîi"]
)
def test_a_name_that_a_scanner_damaged_is_to_be_confirmed(name: str) -> None:
    card = IdentityCard.parse(LINE.replace("Nguyễn Thị Hợi", name))
    assert (card.name, card.name_damaged) == (name, True)
    assert card.birth_date == HOI.birth_date


def test_a_name_is_to_be_confirmed_where_anything_else_on_the_card_is_damaged() -> None:
    """`Vaên` for Văn shows itself; `Vãn`, of another character set, only beside what can't be."""
    card = IdentityCard.parse(LINE.replace("Nguyễn Thị Hợi", "Lê Vãn Tú").replace("Thôn", "Ðoän"))
    assert card.name_damaged


def test_a_name_without_marks_is_damaged_only_where_the_whole_card_has_none() -> None:
    unmarked = LINE.replace("Nguyễn Thị Hợi", "Kim An")
    assert not IdentityCard.parse(unmarked).name_damaged
    assert IdentityCard.parse("054157001234||Nguyen Thi Hoi|27031957|Nu|Thon Dong").name_damaged


def test_a_card_sent_as_bytes_is_read_as_if_nothing_had_happened() -> None:
    assert IdentityCard.parse(LINE.encode().hex()) == IdentityCard.parse(LINE)
    assert IdentityCard.parse(LINE.encode().decode("latin-1")) == IdentityCard.parse(LINE)


def test_a_card_says_the_sex_though_the_number_says_another() -> None:
    assert IdentityCard.parse(LINE.replace("|Nữ|", "|Nam|")).sex == "male"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "empty"),
        (" \r\n", "empty"),
        ("A" * 1001, "long"),
        ("https://example.vn/?q=1", "not-a-card"),
        ("KIOSK1:TK3K7529:0000", "not-a-card"),
        ("054157005678", "not-a-card"),
        ("name|phone|mail|a|b|c|d", "not-a-card"),
        ("|||||||", "not-a-card"),
        ("054157005678|220123456|Nguyễn", "short"),
        ("05415700567|220123456|Nguyễn Thị Hợi|27031957|Nữ|Thôn Đông", "number"),
        ("0541570O5678||Nguyễn Thị Hợi|27031957|Nữ|Thôn Đông", "number"),
        ("054157005678||\x00|27031957|Nữ|Thôn Đông", "name"),
        ("054157005678||Nguyễn Thị Hợi|31021957|Nữ|Thôn Đông", "birth-date"),
        ("054157005678||Nguyễn Thị Hợi|27001957|Nữ|Thôn Đông", "birth-date"),
        ("054157005678||Nguyễn Thị Hợi|27030001|Nữ|Thôn Đông", "birth-date"),
        ("054157005678||Nguyễn Thị Hợi|2703195|Nữ|Thôn Đông", "birth-date"),
        ("054157005678||Nguyễn Thị Hợi||Nữ|Thôn Đông", "birth-date"),
        (
            "GD4545423232323|4cc3aa20546869|12/03/1998|2|486fc3a0|45 - 010|-|01/01/2024|$",
            "not-a-card",
        ),
        ('79123456|{"name": "An"}', "not-a-card"),
        ("00020101021138570010A00000072701270006970403011300110123456780208QRIBFTTA", "not-a-card"),
        ("https://example.invalid/?a=054157005678|b|c|27031957|e|f", "not-a-card"),
        ("220123456||Nguyễn Thị Hợi|27031957|Nữ|Thôn Đông|10052021", "number"),
    ],
)
def test_what_is_no_card_is_refused_with_its_reason(text: str, why: str) -> None:
    assert reason(text) == why


@given(st.text() | st.lists(st.text(max_size=12), max_size=9).map("|".join))
@example(LINE)
def test_whatever_is_scanned_is_a_card_or_a_named_reason(text: str) -> None:
    try:
        card = IdentityCard.parse(text)
    except CardUnreadable as refused:
        named = refused.reason
    else:
        named = card.name and card.birth_date
    assert named


@given(st.integers(0, len(LINE)))
def test_a_card_cut_short_never_becomes_another_person(length: int) -> None:
    try:
        card = IdentityCard.parse(LINE[:length])
    except CardUnreadable:
        return
    assert (card.number, card.name, card.birth_date) == (HOI.number, HOI.name, HOI.birth_date)


# --- the person -----------------------------------------------------------------------------------


def test_a_cards_owner_has_its_facts_and_still_confirms_where_they_live() -> None:
    person = HOI.person()
    assert person.facts() == {
        "name": "Nguyễn Thị Hợi",
        "personal_number": "054157005678",
        "birth_date": "1957-03-27",
        "sex": "female",
    }
    assert person.residence_text == HOI.residence_text
    assert replace(HOI, residence_text="").person().residence_text is None


def test_what_is_not_known_of_a_person_is_no_fact() -> None:
    home = {"province": "66", "commune": "22303"}
    known = Person(name="Lê Văn Ba", phone="0901234567", residence=home)
    assert known.facts() == {"name": "Lê Văn Ba", "phone": "0901234567", "residence": home}


# --- numbers --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "sex", "century", "year"),
    [
        ("054157005678", "female", 20, 1957),
        ("001085123456", "male", 20, 1985),
        ("079305123456", "female", 21, 2005),
        ("999299000000", "male", 21, 2099),
        ("001926000001", "female", 24, 2326),
    ],
)
def test_a_number_tells_sex_and_year(number: str, sex: str, century: int, year: int) -> None:
    known = PersonalNumber(number)
    assert (known.sex, known.century, known.birth_year) == (sex, century, year)


@given(digits)
def test_any_twelve_digits_are_a_number_from_somewhere(number: str) -> None:
    assert personal_number_fault(number) is None
    assert str(PersonalNumber(number)) == number
    assert masked_number(number).endswith(number[-4:])
    assert number[:8] not in masked_number(number).replace(" ", "")


@pytest.mark.parametrize("number", ["", "05415700567", "0541570056789", "05415700567x", "054 157"])
def test_a_number_is_never_made_of_anything_else(number: str) -> None:
    with pytest.raises(ValueError, match=str(len(number))):
        PersonalNumber(number)


def test_a_number_typed_short_is_told_how_short() -> None:
    assert personal_number_fault("054 157 00567") == ("length", {"length": 11})
    assert personal_number_fault("05415700567O") == ("digits", {})
    assert personal_number_fault("٠٥٤١٥٧٠٠٥٦٧٨") == ("digits", {})
    assert personal_number_fault(" 054.157-005 678") is None
    assert clean_number(" 054.157-005 678") == "054157005678"


def test_a_number_is_masked_to_its_last_four_digits() -> None:
    assert masked_number("054157005678") == "••• • •• ••5678"


@pytest.mark.parametrize(
    "typed",
    [
        "0901234567",
        "090 123 45 67",
        "090.123.4567",
        "+84 90 123 4567",
        "84901234567",
        "0084901234567",
        "+84 (0) 901234567",
    ],
)
def test_a_phone_number_is_kept_as_it_is_dialled_here(typed: str) -> None:
    assert clean_phone(typed) == "0901234567"
    assert phone_fault(typed) is None


@pytest.mark.parametrize("prefix", ["032", "053", "055", "077", "084", "099"])
def test_every_mobile_prefix_is_taken(prefix: str) -> None:
    assert phone_fault(f"{prefix}1234567") is None


def test_a_phone_number_that_gets_no_message_is_told_why() -> None:
    assert phone_fault("090123456") == ("length", {"length": 9})
    assert phone_fault("09012345678") == ("length", {"length": 11})
    assert phone_fault("0257000123") == ("prefix", {})
    assert phone_fault("1901234567") == ("prefix", {})
    assert phone_fault("O901234567") == ("digits", {})


@given(st.from_regex(r"0[35789][0-9]{8}", fullmatch=True))
def test_a_masked_phone_shows_five_digits(phone: str) -> None:
    assert phone_fault(phone) is None
    assert masked_phone(phone) == f"{phone[:2]}•• ••• {phone[-3:]}"


@pytest.mark.parametrize(
    ("email", "key"),
    [("an.vn", "at"), ("an@vn", "form"), ("a b@mail.vn", "form"), ("an@mail..vn", "form")],
)
def test_an_address_without_a_way_there_is_named(email: str, key: str) -> None:
    assert email_fault(email) == (key, {})
    assert email_fault(" hoi.nguyen@mail.vn ") is None


# --- names ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        "Nguyễn Thị Hợi",
        "Y Ê Ban",
        "H'Mông Niê",
        "K\u2019Sor H\u02bcLinh",
        "Sơn",
        "Rơ-ô Bluk",
        "Công Tằng Tôn Nữ Thị Hương Giang",
        "Jean-Pierre St. Clair",
        "Ŏ Ƀuôn",
    ],
)
def test_names_of_all_peoples_are_names(name: str) -> None:
    assert name_fault(name) is None
    assert clean_name(f" {name}\n") == name


def test_what_no_name_has_is_pointed_at() -> None:
    assert name_fault("Nguyễn 2") == ("character", {"character": "2"})
    assert name_fault("Hợi?") == ("character", {"character": "?"})
    assert name_fault(" - ' ") == ("letters", {})
    assert name_fault("A" * 101) == ("long", {"most": 100})


def test_a_name_is_printed_in_capitals_with_its_marks() -> None:
    assert printed_name("  nguyễn  thị hợi") == "NGUYỄN THỊ HỢI"


@pytest.mark.parametrize(
    ("name", "shown"),
    [("Nguyễn Thị Hợi", "N. T. HỢI"), ("Sơn", "SƠN"), ("Y Ê Ban", "Y. Ê. BAN"), ("", "")],
)
def test_others_see_initials_and_the_given_name(name: str, shown: str) -> None:
    assert masked_name(name) == shown
