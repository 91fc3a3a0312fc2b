"""What a scanner damaged is made whole where that is certain, and else offered."""

from __future__ import annotations

import pytest

from kiosk.domain.damage import fitting, has_gap, name_choices, unmixed, without_gaps

CARD = "054198001234||Lê Thị Hỏa Ước|12031998|Nữ|Thôn Đông, Hòa Trị|15062021"
SURNAMES = ("Nguyễn", "Trần", "Lê", "Lý", "Đỗ", "Đặng", "Kim")
GIVEN = ("Hoa", "Hòa", "Hóa", "Hỏa", "Anh", "Ánh", "Đông")


def _as_1252(text: str) -> str:
    """As Windows shows the bytes: the five that have no letter stay what they are."""
    return "".join(
        bytes([it]).decode("cp1252") if it not in {0x81, 0x8D, 0x8F, 0x90, 0x9D} else chr(it)
        for it in text.encode()
    )


@pytest.mark.parametrize(
    "sent",
    [
        CARD,
        CARD.encode().hex(),
        CARD.encode().hex().upper() + "\r\n",
        CARD.encode().decode("latin-1"),
        _as_1252(CARD),
    ],
)
def test_bytes_that_were_sent_for_letters_become_letters_again(sent: str) -> None:
    assert unmixed(sent) == CARD


PHU_YEN = "054198001234||Đỗ Thị Mỹ Hường|12031998|Nữ|Tổ 3, Hòa Trị, Phú Yên|15062021"


@pytest.mark.parametrize(
    "sent",
    [
        "054198001234||ÐôÞ Thiò MyÞ HýõÌng|12031998|NýÞ|TôÒ 3, HoÌa Triò, Phú Yên|15062021",
        "054198001234||§ç ThÞ Mü H\xadêng|12031998|N÷|Tæ 3, Hßa TrÞ, Phó Yªn|15062021",
    ],
)
def test_letters_of_older_character_sets_become_what_they_were(sent: str) -> None:
    """Windows-1258, whose tones are signs of their own, and TCVN3, each taken for Windows-1252."""
    assert unmixed(sent) == PHU_YEN


VNI = "054198001234||Ñoã Thò Myõ Höôøng|12031998|Nöõ|Toå 3, Hoøa Trò, Phuù Yeân|15062021"


@pytest.mark.parametrize(
    "text",
    [
        "054198001234",
        VNI,
        "054198001234||Quì Giòng|12031998|Nam|Hòa Quì, Giò|15062021",
        "054198001234||H’Mông Y-Ñô|12031998|Nam|Tuy An|15062021",
        "4c7cea",  # hexadecimal, with a bar in it, and no UTF-8
        "Lê Hòa",
        "054198001234||L? Th? Hoa|12031998|N?||",
        "Nguy\ufffdn",
        "",
    ],
)
def test_what_is_no_such_thing_stays_as_it_is(text: str) -> None:
    assert unmixed(text) == text


@pytest.mark.parametrize(
    ("damaged", "found"),
    [
        ("Nguy?n", ("Nguyễn",)),
        ("Nguy\ufffd\ufffd\ufffdn", ("Nguyễn",)),
        ("Nguye??n", ("Nguyễn",)),
        ("NGUY?N", ("Nguyễn",)),
        ("ThÞ", ()),
        ("Lª", ("Lê", "Lý")),
        ("TrÇn", ("Trần",)),
        ("Nguyen", ("Nguyễn",)),
        ("Nguyn", ("Nguyễn",)),
        ("L?", ("Lê", "Lý")),
        ("L", ("Lê", "Lý")),
        ("??", ("Đỗ",)),
        ("?ng", ()),
        ("Pham", ()),
    ],
)
def test_a_damaged_word_is_looked_for_among_those_known(
    damaged: str, found: tuple[str, ...]
) -> None:
    assert fitting(damaged, SURNAMES) == found


def test_gaps_are_where_a_letter_was() -> None:
    assert has_gap("L? Hoa")
    assert not has_gap("Y Krông H'Lê-Na")
    assert not has_gap("Le\u0302 Hoa")
    assert without_gaps("Tr?n Th\ufffd Hoa") == "Trn Th Hoa"


def _pool(place: int) -> tuple[str, ...]:
    return SURNAMES if place == 0 else GIVEN


@pytest.mark.parametrize(
    ("name", "choices"),
    [
        ("L? Thị H?a", (("Lê", "Lý"), ("Thị",), ("Hòa", "Hóa", "Hỏa"))),
        ("Le Hoa", (("Lê",), ("Hoa", "Hòa", "Hóa", "Hỏa"))),
        ("KIM HOA", (("KIM",), ("HOA", "HÒA", "HÓA", "HỎA"))),
        ("Kim Zoe", (("Kim",), ("Zoe",))),
        ("X?z Hoa", ((), ("Hoa",))),
    ],
)
def test_syllables_that_came_through_are_not_asked(
    name: str, choices: tuple[tuple[str, ...], ...]
) -> None:
    assert name_choices(name, _pool) == choices
