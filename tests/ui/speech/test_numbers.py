"""Numbers are said as people say them, and each by its own words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.speech.numbers import MOST, cardinal, digits, vocabulary, year

VIETNAMESE = {
    0: "không",
    5: "năm",
    10: "mười",
    11: "mười một",
    15: "mười lăm",
    20: "hai mươi",
    21: "hai mươi mốt",
    24: "hai mươi bốn",
    25: "hai mươi lăm",
    55: "năm mươi lăm",
    100: "một trăm",
    101: "một trăm linh một",
    105: "một trăm linh năm",
    110: "một trăm mười",
    115: "một trăm mười lăm",
    121: "một trăm hai mươi mốt",
    1000: "một nghìn",
    1005: "một nghìn không trăm linh năm",
    2026: "hai nghìn không trăm hai mươi sáu",
    8000: "tám nghìn",
    24_000: "hai mươi bốn nghìn",
    1_250_000: "một triệu hai trăm năm mươi nghìn",
    1_000_001: "một triệu không trăm linh một",
    2_000_000_000: "hai tỷ",
}
ENGLISH = {
    0: "zero",
    13: "thirteen",
    20: "twenty",
    21: "twenty-one",
    100: "one hundred",
    105: "one hundred and five",
    115: "one hundred and fifteen",
    1000: "one thousand",
    1005: "one thousand and five",
    2026: "two thousand and twenty-six",
    8000: "eight thousand",
    24_000: "twenty-four thousand",
    1_250_000: "one million two hundred and fifty thousand",
    1_000_001: "one million and one",
    2_000_000_000: "two billion",
}


@pytest.mark.parametrize(("number", "words"), VIETNAMESE.items())
def test_vietnamese(number: int, words: str) -> None:
    assert cardinal(number, "vi") == words


@pytest.mark.parametrize(("number", "words"), ENGLISH.items())
def test_english(number: int, words: str) -> None:
    assert cardinal(number, "en") == words


@pytest.mark.parametrize(
    ("number", "vietnamese", "english"),
    [
        (1957, "một nghìn chín trăm năm mươi bảy", "nineteen fifty-seven"),
        (1905, "một nghìn chín trăm linh năm", "nineteen oh five"),
        (1900, "một nghìn chín trăm", "nineteen hundred"),
        (2000, "hai nghìn", "two thousand"),
        (2007, "hai nghìn không trăm linh bảy", "two thousand and seven"),
        (2026, "hai nghìn không trăm hai mươi sáu", "twenty twenty-six"),
    ],
)
def test_years(number: int, vietnamese: str, english: str) -> None:
    assert year(number, "vi") == vietnamese
    assert year(number, "en") == english


def test_digits_are_said_one_by_one() -> None:
    assert digits("5078", "vi") == "năm không bảy tám"
    assert digits("5078", "en") == "five zero seven eight"


@pytest.mark.parametrize("number", [-1, MOST + 1])
def test_what_is_too_large_is_loud(number: int) -> None:
    with pytest.raises(ValueError, match=str(number)):
        cardinal(number, "vi")


_SCALES = {
    "vi": {"trăm": 100, "nghìn": 10**3, "triệu": 10**6, "tỷ": 10**9},
    "en": {"hundred": 100, "thousand": 10**3, "million": 10**6, "billion": 10**9},
}
_UNITS = {
    "vi": {
        "không": 0, "linh": 0, "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "năm": 5,
        "lăm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9, "mười": 10,
    },
    "en": {"and": 0} | {cardinal(number, "en"): number for number in range(100)},
}  # fmt: skip


def heard(words: str, language: str) -> int:
    """The number that somebody writes down who hears these words."""
    total = group = 0
    for word in words.split():
        if word == "mươi":
            group += 9 * (group % 10)
        elif word in _UNITS[language]:
            group += _UNITS[language][word]
        elif (scale := _SCALES[language][word]) == 100:
            group *= 100
        else:
            total += group * scale
            group = 0
    return total + group


@pytest.mark.parametrize("language", ["vi", "en"])
@given(number=st.integers(0, MOST))
def test_who_hears_a_number_writes_it_down_again(language: str, number: int) -> None:
    assert heard(cardinal(number, language), language) == number


@pytest.mark.parametrize("language", ["vi", "en"])
@given(number=st.integers(0, MOST))
def test_every_number_is_put_together_from_the_clips_there_are(language: str, number: int) -> None:
    clips = set(vocabulary(language))
    words = cardinal(number, language).split()
    while words:
        # the longest first, as the shelf takes them
        length = next(it for it in range(len(words), -1, -1) if " ".join(words[:it]) in clips)
        assert length, words
        words = words[length:]
