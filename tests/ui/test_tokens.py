"""Sizes hold in millimetres on every screen, and colours can be read."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QVBoxLayout, QWidget

from tests.gallery.seen import contrast
from ui.components.choice_tile import CheckTile, ChoiceTile
from ui.components.press_button import Kind, PressButton
from ui.components.rows import AnswerRow, ListCard, RowState, TaskRow
from ui.inputs.line import TextLine
from ui.keyboard.typist import Manner
from ui.theme.palettes import HIGH_CONTRAST, LIGHT, SOFT
from ui.theme.tokens import Role, TextSize, Tokens, ppi_of

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from ui.theme.palettes import Theme

SCREENS = [
    (15.6, 1920, 1080),
    (21.5, 1920, 1080),
    (32.0, 1920, 1080),
    (21.5, 1080, 1920),
    (15.6, 1366, 768),
    (27.0, 3840, 2160),
]


def tokens_of(screen: tuple[float, int, int], size: TextSize) -> Tokens:
    diagonal, width, height = screen
    return Tokens.for_window(width, height, ppi_of(diagonal, width, height), size)


def millimetres(pixels: float, screen: tuple[float, int, int]) -> float:
    return pixels * 25.4 / ppi_of(*screen)


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("size", list(TextSize))
def test_what_can_be_pressed_is_at_least_16_mm_high_and_wide(
    screen: tuple[float, int, int], size: TextSize, qtbot: QtBot
) -> None:
    tokens = tokens_of(screen, size)
    parts: list[QWidget] = [
        *(PressButton(tokens, "Sửa", name=kind.value, kind=kind) for kind in Kind),
        PressButton(tokens, "", name="up", icon="chevron-up", spoken="Lên"),
        ChoiceTile(tokens, "Mẹ", name="c"),
        CheckTile(tokens, "Đồng ý", name="d"),
        TextLine(tokens, Manner(), name="e", spoken="Tên"),
        AnswerRow(tokens, "Họ và tên", "LÊ MINH TOÀN", name="g", change="Sửa"),
    ]
    for part in parts:
        qtbot.addWidget(part)
        hint = part.minimumSizeHint()
        assert millimetres(hint.height(), screen) >= 15.9, part.objectName()
        assert millimetres(hint.width(), screen) >= 15.9, part.objectName()


@pytest.mark.parametrize("screen", SCREENS)
def test_capitals_are_at_least_4_8_mm_by_default_and_7_3_at_the_largest(
    screen: tuple[float, int, int],
) -> None:
    for size, least in ((TextSize.VUA, 4.79), (TextSize.RAT_LON, 7.29)):
        tokens = tokens_of(screen, size)
        capital = 0.74 * tokens.size(Role.BODY)
        assert millimetres(capital, screen) >= least


def test_rows_of_a_card_keep_their_own_dead_gap(qtbot: QtBot, tokens: Tokens) -> None:
    card = ListCard(tokens)
    qtbot.addWidget(card)
    rows = [
        TaskRow(tokens, "Lệ phí", "x", name=f"t{n}", state=RowState.TODO, words="Chưa làm")
        for n in range(3)
    ]
    for row in rows:
        card.add_row(row)
    holder = QWidget()
    qtbot.addWidget(holder)
    column = QVBoxLayout(holder)
    column.addWidget(card)
    column.addStretch(1)
    holder.resize(1200, 900)
    holder.ensurePolished()
    column.activate()
    card._column.activate()
    for upper, lower in pairwise(rows):
        assert lower.y() - upper.y() >= tokens.px(98)
        assert lower.y() >= upper.y() + upper.height()


@pytest.mark.parametrize("width", [1920, 1366, 1080])
def test_the_twelve_columns_fill_the_row(width: int) -> None:
    tokens = Tokens.for_window(width, 1080 if width > 1080 else 1920)
    assert abs(tokens.columns(12) + 2 * tokens.margin - width) <= 2


PAPER_PAIRS = [
    ("text", "paper"),
    ("text", "wall"),
    ("text", "plinth"),
    ("secondary", "paper"),
    ("secondary", "wall"),
    ("primary", "paper"),
    ("primary", "wall"),
    ("on_primary", "primary"),
    ("danger", "paper"),
    ("danger", "wall"),
    ("success", "paper"),
    ("success", "wall"),
    ("on_success", "success"),
    ("warning", "paper"),
    ("warning", "wall"),
    ("on_warning", "warning"),
]
TINT_PAIRS = [
    (ink, f"{ink}_tint") for ink in ("primary", "danger", "success", "warning", "helper")
] + [("text", f"{tint}_tint") for tint in ("primary", "danger", "success", "warning", "helper")]


@pytest.mark.parametrize(("ink", "ground"), PAPER_PAIRS)
@pytest.mark.parametrize(("theme", "least"), [(LIGHT, 10.0), (HIGH_CONTRAST, 9.9), (SOFT, 4.5)])
def test_words_stand_out_from_paper_and_wall(
    theme: Theme, least: float, ink: str, ground: str
) -> None:
    assert contrast(getattr(theme, ink), getattr(theme, ground)) >= least


@pytest.mark.parametrize(("ink", "ground"), TINT_PAIRS)
@pytest.mark.parametrize(("theme", "least"), [(LIGHT, 9.0), (HIGH_CONTRAST, 9.0), (SOFT, 4.5)])
def test_words_stand_out_from_tints(theme: Theme, least: float, ink: str, ground: str) -> None:
    assert contrast(getattr(theme, ink), getattr(theme, ground)) >= least


@pytest.mark.parametrize("theme", [LIGHT, HIGH_CONTRAST, SOFT])
def test_a_rim_can_be_seen_on_wall_paper_and_plinth(theme: Theme) -> None:
    for ground in ("wall", "paper", "plinth"):
        assert contrast(theme.rim, getattr(theme, ground)) >= 3


@pytest.mark.parametrize("theme", [LIGHT, HIGH_CONTRAST, SOFT])
def test_the_focus_ring_can_be_seen_on_any_ground(theme: Theme) -> None:
    """Its outer half is the colour of text, so that it shows wherever words do."""
    for ground in ("wall", "paper", "plinth"):
        assert contrast(theme.text, getattr(theme, ground)) >= 4.5
