"""What is said of a text: numbers that are harmless in words, all others only pointed to."""

from __future__ import annotations

import re
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.person import masked_number, masked_phone
from ui.speech.numbers import MOST, cardinal
from ui.speech.script import Pointed
from ui.speech.wording import in_words
from ui.texts import Texts


@cache
def texts(language: str) -> Texts:
    return Texts.read(language)


def said(words: str, language: str = "vi") -> str:
    return " ".join(in_words([words], texts(language)))


@pytest.mark.parametrize(
    ("words", "spoken"),
    [
        ("Còn 3 câu", "Còn ba câu"),
        ("Câu 3 trên 9", "Câu ba trên chín"),
        ("Sau 60 ngày thu 8.000 đồng", "Sau sáu mươi ngày thu tám nghìn đồng"),
        ("999.999.999.999 đồng", f"{cardinal(MOST, 'vi')} đồng"),
        ("1.000.000.000.000 đồng", f"{texts('vi').say(Pointed.NUMBER.value)} đồng"),
        (f"1{'.000' * 2000} đồng", f"{texts('vi').say(Pointed.NUMBER.value)} đồng"),
        (
            "27 tháng 3 năm 1957",
            "hai mươi bảy tháng ba năm một nghìn chín trăm năm mươi bảy",
        ),
        ("9 giờ 05, 2/11", "chín giờ không năm, ngày hai tháng mười một"),
        (
            "Từ 1/7/2025.",
            "Từ ngày một tháng bảy năm hai nghìn không trăm hai mươi lăm.",
        ),
        ("Nộp trước 15:30", "Nộp trước mười lăm giờ ba mươi"),
        ("căn cước ••5678", "căn cước bốn số cuối năm sáu bảy tám"),
        ("Hai câu. Một lời?", "Hai câu. Một lời?"),
    ],
)
def test_vietnamese(words: str, spoken: str) -> None:
    assert said(words) == spoken


@pytest.mark.parametrize(
    ("words", "spoken"),
    [
        ("27 March 1957", "twenty-seven March nineteen fifty-seven"),
        ("8,000 dong each", "eight thousand dong each"),
        ("the 6-digit code", "the six-digit code"),
        ("card ••5678", "card the last four digits five six seven eight"),
        ("at 3/11/2026", "at three November twenty twenty-six"),
    ],
)
def test_english(words: str, spoken: str) -> None:
    assert said(words, "en").replace("six digit", "six-digit") == spoken


def test_a_text_is_said_sentence_by_sentence() -> None:
    assert in_words(["Một. Hai: ba\nbốn", "", "…"], texts("vi")) == ["Một.", "Hai:", "ba", "bốn"]


def test_what_is_pointed_to_holds_nothing() -> None:
    assert in_words([Pointed.CODE, Pointed.NUMBER], texts("vi")) == [
        "xem mã trên màn hình",
        "xem số trên màn hình",
    ]


@pytest.mark.parametrize(
    "written",
    [
        "0912 345 678",
        "0912\u00a0345\u00a0678",
        "0912.345.678",
        "0912-345-678",
        "0912345678",
        "0 9 1 2 3 4 5 6 7 8",
        "0257 000 1234",
        "054198001234",
        "054 1 98 001234",
        "482 913",
        "246810",
        "4980",
        "054",
        "0912",
        "09•• ••• 678",
        "TK-3K7-52Y",
        "9A7D-K2MN-4PQR-STUV-W8XY",
        "H15.87.03-261126-010042",
        "KIOSK1:TK-3K7-52Y:9A7DK2MN4PQRSTUVW8XY",
        "31/02/19570",
        "12:99",
        "45/3",
    ],
)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_anything_else_that_has_digits_is_only_pointed_to(written: str, language: str) -> None:
    pointing = {texts(language).say(it.value) for it in Pointed}
    assert said(f"{written}", language) in pointing
    sentence = said(f"Gọi {written}, nhé.", language)
    assert any(sentence == f"Gọi {words}, nhé." for words in pointing)


SEPARATORS = st.sampled_from(["", " ", "\u00a0", ".", "-", " - ", "·", "/", "_"])
LANGUAGES = st.sampled_from(["vi", "en"])


@st.composite
def written_numbers(draw: st.DrawFn) -> tuple[str, str]:
    """Two numbers of people, written in the same way."""
    length = draw(st.integers(6, 14))
    one, other = (draw(st.text("0123456789", min_size=length, max_size=length)) for _ in range(2))
    breaks = draw(st.lists(SEPARATORS, min_size=length, max_size=length))
    written = ["".join(map("".join, zip(it, breaks, strict=True))) for it in (one, other)]
    return written[0], written[1]


@given(numbers=written_numbers(), language=LANGUAGES, around=st.sampled_from(["{}", "a {} b."]))
def test_no_number_of_a_person_is_said_however_it_is_written(
    numbers: tuple[str, str], language: str, around: str
) -> None:
    one, other = (said(around.format(it), language) for it in numbers)
    assert one == other
    assert not re.search(r"\d", one)


@given(
    numbers=st.tuples(*[st.text("0123456789", min_size=8, max_size=8)] * 2),
    last=st.text("0123456789", min_size=4, max_size=4),
    language=LANGUAGES,
)
def test_of_a_masked_identity_number_only_what_stands_there_is_said(
    numbers: tuple[str, str], last: str, language: str
) -> None:
    one, other = (said(f"Số {masked_number(it + last)}", language) for it in numbers)
    assert one == other
    assert len(one.split()) <= 9


@given(phones=st.tuples(*[st.from_regex(r"0[35789]\d{8}", fullmatch=True)] * 2), language=LANGUAGES)
def test_of_a_masked_phone_nothing_is_said(phones: tuple[str, str], language: str) -> None:
    one, other = (said(f"Số {masked_phone(it)} nhé", language) for it in phones)
    assert one == other


CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


@given(
    codes=st.tuples(
        *[st.from_regex(rf"[A-Z]{{2}}-[2-9][{CODE_LETTERS}]{{2}}-[{CODE_LETTERS}]{{3}}",
                        fullmatch=True)] * 2
    ),
    language=LANGUAGES,
)  # fmt: skip
def test_no_ticket_is_said(codes: tuple[str, str], language: str) -> None:
    one, other = (said(f"Phiếu {it}.", language) for it in codes)
    assert one == other


@given(words=st.text(max_size=60), language=LANGUAGES)
def test_no_digit_is_ever_handed_to_a_voice(words: str, language: str) -> None:
    assert not any(
        it.isdecimal() for sentence in in_words([words], texts(language)) for it in sentence
    )


@given(words=st.text("abc 0123456789:/.•-", max_size=30))
def test_a_language_whose_numbers_are_not_known_only_points_to_them(words: str) -> None:
    other = texts("vi")._replace(language="xx")
    said = in_words([words], other)
    assert not any(it.isdecimal() for sentence in said for it in sentence)
