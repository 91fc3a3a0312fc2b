"""The words of the screens: complete, in step with one another, and said as people say them."""

from __future__ import annotations

import string
from datetime import date, datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.texts import TEXTS, Texts, TextsInvalid, read_po

if TYPE_CHECKING:
    from pathlib import Path

# How a person is addressed differs from language to language; all else must be said in each.
_FREE = {"person", "Person"}


def placeholders(words: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(words) if name is not None} - _FREE


def test_every_language_has_the_same_keys() -> None:
    assert set(read_po(TEXTS / "vi.po")) == set(read_po(TEXTS / "en.po"))


def test_every_language_says_the_same_values() -> None:
    vietnamese, english = read_po(TEXTS / "vi.po"), read_po(TEXTS / "en.po")
    differing = {
        key: (words, english[key])
        for key, words in vietnamese.items()
        if placeholders(words) != placeholders(english[key])
        # Vietnamese numbers its months where English names them.
        and not key.startswith("date.")
    }
    assert not differing


def test_no_key_is_without_words() -> None:
    for language in ("vi", "en"):
        empty = [key for key, words in read_po(TEXTS / f"{language}.po").items() if not words]
        assert not empty


def test_texts_use_plain_words() -> None:
    for key, words in read_po(TEXTS / "vi.po").items():
        assert "không hợp lệ" not in words.lower(), key
        assert "xin lỗi" not in words.lower(), key


def test_a_key_without_words_is_loud() -> None:
    with pytest.raises(KeyError):
        Texts.read("vi").say("nothing.of-the-kind")


def test_a_value_that_is_missing_is_loud() -> None:
    with pytest.raises(KeyError):
        Texts.read("vi").say("network.sending")


def test_a_person_is_addressed_by_what_is_known() -> None:
    texts = Texts("vi", {"a": "{Person} còn đó không?", "person.female": "bà"}, "ông bà")
    assert texts.say("a") == "Ông bà còn đó không?"
    assert texts.addressing("female").say("a") == "Bà còn đó không?"
    assert texts.say("a", person="chị") == "Chị còn đó không?"


@pytest.mark.parametrize(
    ("language", "words"),
    [("vi", "Thứ năm, 26 tháng 11 năm 2026"), ("en", "Thursday, 26 November 2026")],
)
def test_a_date_is_said_in_words(language: str, words: str) -> None:
    assert Texts.read(language).date_with_weekday(date(2026, 11, 26)) == words


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ("1957", "năm 1957"),
        ("1957-03", "tháng 3 năm 1957"),
        ("1957-03-27", "27 tháng 3 năm 1957"),
    ],
)
def test_a_date_of_which_only_a_part_is_known_is_said_as_far_as_known(
    answer: str, words: str
) -> None:
    assert Texts.read("vi").partial_date(answer) == words


@pytest.mark.parametrize(
    ("hour", "minute", "words"),
    [
        (9, 12, "9 giờ 12 sáng"),
        (12, 0, "12 giờ trưa"),
        (17, 5, "5 giờ 05 chiều"),
        (20, 0, "8 giờ tối"),
        (23, 30, "11 giờ 30 đêm"),
        (0, 15, "0 giờ 15 đêm"),
    ],
)
def test_a_time_is_said_by_the_part_of_the_day(hour: int, minute: int, words: str) -> None:
    assert Texts.read("vi").clock(datetime(2026, 11, 26, hour, minute)) == words  # noqa: DTZ001


def test_money_is_grouped_as_it_is_written() -> None:
    assert Texts.read("vi").money(1250000) == "1.250.000 đồng"
    assert Texts.read("vi").money(0) == "0 đồng"
    assert Texts.read("en").money(8000) == "8,000 dong"


@pytest.mark.parametrize(
    ("seconds", "words", "english"),
    [
        (0, "chưa đến 1 phút", "less than a minute"),
        (61, "1 phút", "1 minute"),
        (59 * 60 + 59, "59 phút", "59 minutes"),
        (3600, "1 giờ", "1 hour"),
        (86_399, "23 giờ", "23 hours"),
        (86_400, "1 ngày", "1 day"),
        (3 * 86_400, "3 ngày", "3 days"),
    ],
)
def test_a_span_is_said_in_its_largest_unit(seconds: float, words: str, english: str) -> None:
    assert Texts.read("vi").span(seconds) == words
    assert Texts.read("en").span(seconds) == english


@pytest.mark.parametrize(
    ("day", "words"),
    [(26, "9 giờ 05 hôm nay"), (25, "9 giờ 05 hôm qua"), (2, "9 giờ 05, 2/11")],
)
def test_a_moment_is_said_by_its_day(day: int, words: str) -> None:
    at = datetime(2026, 11, day, 9, 5)  # noqa: DTZ001
    assert Texts.read("vi").moment(at, date(2026, 11, 26)) == words


@pytest.mark.parametrize(
    ("size", "words"),
    [(0, "1 KB"), (4_400, "4 KB"), (2_600_000, "3 MB"), (41_000_000_000, "41 GB")],
)
def test_an_amount_of_data_is_said_in_round_numbers(size: int, words: str) -> None:
    assert Texts.read("vi").size(size) == words


_WORDS = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=30)


@given(messages=st.dictionaries(_WORDS, _WORDS, max_size=10))
def test_what_is_written_as_po_is_read_back(
    messages: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("po") / "xx.po"
    lines = ['msgid ""', 'msgstr ""', '"Language: xx\\n"']
    for key, words in messages.items():
        lines += ["# a comment", f"msgid {_quoted(key)}", 'msgstr ""', _quoted(words)]
    path.write_text("\n".join(lines), encoding="utf-8")
    assert read_po(path) == messages


def _quoted(words: str) -> str:
    return '"' + words.replace("\\", "\\\\").replace('"', '\\"') + '"'


@pytest.mark.parametrize(
    "fault",
    [
        'msgid "a"\nmsgstr "b"\nmsgid "a"\nmsgstr "c"\n',
        'msgid "a"\nmsgplural "b"\n',
        'msgid "a\n',
        'msgid "a"\nmsgstr "b"\n\nmsgid "c"\n',
        'msgstr "words before a key"\n',
    ],
)
def test_a_damaged_po_file_is_refused(fault: str, tmp_path: Path) -> None:
    path = tmp_path / "xx.po"
    path.write_text(fault, encoding="utf-8")
    with pytest.raises(TextsInvalid):
        read_po(path)
