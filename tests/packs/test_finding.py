"""Procedures are found by what people call them, without marks and in any order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.parsing import parse_procedure
from kiosk.packs.finding import Finder
from tests.domain.tiny import document

if TYPE_CHECKING:
    from kiosk.domain.procedure import Procedure


def named(code: str, title: str, *keywords: str) -> Procedure:
    whole = document("when")
    return parse_procedure(
        {
            **whole, "code": code, "title": {"vi": title}, "short_title": {"vi": title},
            "keywords": list(keywords),
        }
    )  # fmt: skip


FINDER: Final = Finder(
    [
        (named("copy", "Cấp bản sao trích lục hộ tịch", "bản sao khai sinh"), ["giấy tờ"]),
        (named("birth", "Đăng ký khai sinh", "giấy khai sinh", "làm khai sinh cho con"), ["em bé"]),
        (named("death", "Đăng ký khai tử", "báo tử"), []),
    ]
)


def found(text: str) -> list[str]:
    return [procedure.code for procedure in FINDER.search(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Đăng ký khai sinh", ["birth"]),
        ("dang ky khai sinh", ["birth"]),
        ("sinh khai", ["birth", "copy"]),
        ("khai sanh", ["birth", "copy"]),
        ("đăng kí khai sanh", ["birth"]),
        ("giay khai", ["birth", "copy"]),
        ("báo t", ["death"]),
        ("TRICH LUC", ["copy"]),
        ("em be", ["birth"]),
        ("death", ["death"]),
        ("làm khai sinh cho con ở xã", ["birth"]),
        ("dang ky", ["birth", "death"]),
        ("hộ chiếu", []),
        ("", []),
        ("  - ", []),
        ("xyz", []),
    ],
)
def test_what_people_say_finds_what_they_mean(text: str, expected: list[str]) -> None:
    assert found(text) == expected


def test_the_exact_name_comes_first() -> None:
    assert found("giấy khai sinh")[0] == "birth"
    assert found("bản sao khai sinh")[0] == "copy"


@given(st.permutations("đăng ký khai tử".split()))
def test_the_order_of_words_does_not_matter(words: list[str]) -> None:
    assert found(" ".join(words)) == ["death"]


@given(st.text())
def test_any_text_may_be_searched_for(text: str) -> None:
    assert set(found(text)) <= {"birth", "copy", "death"}
