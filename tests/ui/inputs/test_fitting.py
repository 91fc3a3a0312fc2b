"""Pages of questions fit every screen and text size, with the keyboard open too."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QApplication

from kiosk.domain.procedure import FieldKind, Option, Words
from tests.ui.inputs.hands import one, question
from ui.look import Look
from ui.texts import Texts
from ui.theme.tokens import TextSize, Tokens
from ui.window import Frame, Point

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

SCREENS = [(1920, 1080), (1366, 768), (1080, 1920)]
SIZES = [TextSize.VUA, TextSize.RAT_LON]
ANSWERS = {
    FieldKind.NAME: "Nguyễn Thị Hợi",
    FieldKind.DATE: "1957-03-27",
    FieldKind.PERSONAL_NUMBER: "05419600123",
}


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("kind", [it for it in FieldKind if it is not FieldKind.GROUP])
def test_a_question_needs_no_turning(
    qtbot: QtBot, screen: tuple[int, int], size: TextSize, kind: FieldKind
) -> None:
    look = Look(Tokens.for_window(*screen, text_size=size), Texts.read("vi"))
    frame = Frame(look, Point("Nhà văn hoá", "xã Phú Hòa 2"))
    qtbot.addWidget(frame)
    frame.setFixedSize(*screen)
    frame.show()
    options = tuple(Option(f"c{at}", Words(vi=f"Điều {at}")) for at in range(20))
    field = one(kind, options=options if kind.value.startswith("choice") else ())
    answer = ANSWERS.get(kind)
    page = question(look, field, answers={} if answer is None else {"it": answer})
    frame.show_page(page)
    QApplication.processEvents()
    layout = page.layout()
    assert layout is not None
    body = page.parentWidget()
    assert body is not None
    assert page.height() <= body.height()
    assert layout.totalMinimumSize().width() <= page.width()
    pad = page.number_pad()
    if pad is not None:
        assert pad.key("0").height() >= look.tokens.mm(14)
