"""Codes are read as they were written, whatever the character set and the form of the frame."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest

from tests.ui.camera.filming import CARD, FORMS, Form, code, code_in, frame, scene
from ui.camera.codes import Hindrance, look_for_codes

if TYPE_CHECKING:
    from tests.ui.camera.filming import Pixels


@pytest.mark.parametrize("form", FORMS)
def test_a_card_is_read_in_every_form_with_all_its_letters(form: Form) -> None:
    sighting = look_for_codes(frame(scene(code(CARD, 4)), form))
    assert sighting.texts == (CARD,)
    assert sighting.hindrance is None
    assert all(0.2 < x < 0.8 and 0.2 < y < 0.8 for x, y in sighting.corners)


@pytest.mark.parametrize("turn", [3, 90, 145, 180, 270])
def test_a_card_may_be_held_at_any_angle(turn: int) -> None:
    seen = scene(code(CARD, 4), light=230)
    middle = (seen.shape[1] / 2, seen.shape[0] / 2)
    turned = cv2.warpAffine(
        seen, cv2.getRotationMatrix2D(middle, turn, 1.0), seen.shape[1::-1], borderValue=(230,) * 3
    )
    assert look_for_codes(frame(np.asarray(turned, np.uint8))).texts == (CARD,)


@pytest.mark.parametrize("text", ["Lê", "Nữ", "Đỗ Ước", CARD])
def test_letters_without_a_character_set_are_utf_8(text: str) -> None:
    assert look_for_codes(frame(scene(code(text.encode())))).texts == (text,)


@pytest.mark.parametrize(
    ("number", "name"),
    [(26, "utf-8"), (25, "utf-16-be"), (20, "shift_jis"), (3, "latin-1"), (24, "cp1256")],
)
def test_a_character_set_that_is_named_is_followed(number: int, name: str) -> None:
    """By the numbers of the extended channel interpretation (AIM ITS/04-023)."""
    text = {"shift_jis": "カード", "cp1256": "بطاقة", "latin-1": "Lê Hòa"}.get(
        name, "Lê Thị Hoa|Nữ"
    )
    made = code_in(number, text.encode(name))
    assert look_for_codes(frame(scene(made))).texts == (text,)


def test_letters_of_latin_1_without_a_character_set_are_read_as_such() -> None:
    assert look_for_codes(frame(scene(code("Lê Hòa".encode("latin-1"))))).texts == ("Lê Hòa",)


def test_two_codes_in_one_picture_are_two() -> None:
    both = np.hstack([code("KIOSK1:one"), code("two")[: code("KIOSK1:one").shape[0]]])
    assert set(look_for_codes(frame(scene(_padded(both)))).texts) == {"KIOSK1:one", "two"}


def _padded(pixels: Pixels) -> Pixels:
    return np.pad(pixels, 10, constant_values=255)


def test_what_keeps_a_code_from_being_read_is_told() -> None:
    assert look_for_codes(frame(scene())).hindrance is None
    assert look_for_codes(frame(scene(light=20) // 4)).hindrance is Hindrance.LIGHT
    glare = scene()
    glare[280:440, 560:760] = 255
    assert look_for_codes(frame(glare)).hindrance is Hindrance.TILT
    torn = code(CARD, 6)
    torn[60:-60, 90:-60] = 128
    assert look_for_codes(frame(scene(torn))).hindrance is Hindrance.STILL
