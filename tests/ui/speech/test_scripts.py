"""What a screen says, and that it says nobody's numbers and codes."""

from __future__ import annotations

from dataclasses import replace
from functools import cache, partial
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.domain.person import masked_number
from kiosk.domain.submission import Kind
from tests.ui.outcomes import outcome
from tests.ui.screens import shown
from tests.ui.screens.hands import settle
from tests.ui.screens.shown_first import HOME
from ui.components.code_cells import CodeLabel
from ui.components.error_summary import ErrorSummary
from ui.look import Look
from ui.screens.confirm_person import ConfirmPersonPage
from ui.screens.desk_row import Heap
from ui.screens.desk_submission import DeskSubmissionPage, FactShown, SubmissionShown
from ui.screens.home import HomePage
from ui.screens.notice import NoticePage
from ui.screens.outcome import OutcomePage
from ui.screens.pin_entry import PinEntryPage
from ui.screens.put_aside import AsideShown, PutAsidePage
from ui.screens.voice import VoicePage
from ui.speech.pace import Pace
from ui.speech.script import Name
from ui.speech.wording import in_words
from ui.texts import Texts
from ui.theme.tokens import Tokens
from ui.window import Frame, Point

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from ui.page import Page


@cache
def look_of(language: str) -> Look:
    return Look(Tokens.for_window(1920, 1080), Texts.read(language))


def said(page: Page) -> list[str]:
    """What is said of a page that stands on the screen."""
    frame = Frame(page.look, Point("Nhà văn hoá thôn Đông", "xã Phú Hòa 2"))
    frame.setFixedSize(1920, 1080)
    frame.show_page(page)
    frame.show()
    settle()
    spoken = in_words(page.script(), page.look.texts)
    frame.close()
    frame.deleteLater()
    return spoken


def test_what_is_put_over_the_heading_is_said_first(qtbot: QtBot) -> None:
    del qtbot
    page = shown.fee(look_of("vi"))
    page.show_strip(ErrorSummary(page.look.tokens, "Cần sửa lại", [("", "Chọn xã hoặc phường")]))
    assert said(page)[:2] == ["Cần sửa lại", "Chọn xã hoặc phường"]


def test_what_is_ticked_is_said_to_be(qtbot: QtBot) -> None:
    del qtbot
    spoken = said(VoicePage(look_of("vi"), reads=True, pace=Pace.SLOW, volume=5))
    assert "Chậm, đã chọn" in spoken
    assert "Nhanh" in spoken


def test_a_persons_answers_are_read_label_by_label(qtbot: QtBot) -> None:
    del qtbot
    spoken = said(shown.confirm(look_of("vi")))
    at = spoken.index("Ngày sinh")
    assert spoken[at + 1].startswith("hai mươi bảy tháng ba")
    assert spoken[spoken.index("Số căn cước") + 1] == "bốn số cuối không không hai tám"


def test_a_persons_name_is_handed_over_as_one(qtbot: QtBot) -> None:
    del qtbot
    assert [it for it in shown.confirm(look_of("vi")).script() if isinstance(it, Name)] == [
        shown.NAME
    ]


# --- nobody's numbers -----------------------------------------------------------------------------

DIGITS = partial(st.text, "0123456789")
LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
FREELY = settings(max_examples=8)


def _same(make: Callable[[str], Page], secrets: tuple[str, str]) -> None:
    """Whether a page says the same, whatever the secret on it is."""
    one, other = (said(make(secret)) for secret in secrets)
    assert one == other


@FREELY
@given(
    numbers=st.tuples(*[DIGITS(min_size=8, max_size=8)] * 2), last=DIGITS(min_size=4, max_size=4)
)
def test_an_identity_number_is_not_said_hidden_or_not(
    qtbot: QtBot, numbers: tuple[str, str], last: str
) -> None:
    del qtbot

    def make(number: str, *, whole: bool) -> Page:
        person = replace(
            shown.person(shown.WHOLE), number=number + last, masked=masked_number(number + last)
        )
        page = ConfirmPersonPage(look_of("vi"), person, heading="Đúng không?")
        if whole:
            page._reveal()
        return page

    _same(partial(make, whole=False), numbers)
    _same(partial(make, whole=True), numbers)


@FREELY
@given(phones=st.tuples(*[DIGITS(min_size=10, max_size=10)] * 2), spaced=st.booleans())
def test_a_phone_number_is_not_said(qtbot: QtBot, phones: tuple[str, str], *, spaced: bool) -> None:
    del qtbot

    def written(phone: str) -> str:
        return f"{phone[:4]}\u00a0{phone[4:7]}\u00a0{phone[7:]}" if spaced else phone

    def desk(phone: str) -> Page:
        facts = (FactShown("Điện thoại", written(phone)),)
        advice = look_of("vi").say("desk.advice.refused-call", phone=written(phone))
        return DeskSubmissionPage(
            look_of("vi"),
            SubmissionShown("Khai tử", facts, (), Heap.REFUSED, "Sai", advice, ()),
        )

    def home(phone: str) -> Page:
        return HomePage(look_of("vi"), HOME._replace(phone=written(phone)))

    for make in (desk, home):
        _same(make, phones)


@FREELY
@given(codes=st.tuples(*[DIGITS(min_size=6, max_size=6)] * 2))
def test_a_one_time_code_or_pin_is_not_said_wherever_it_stands(
    qtbot: QtBot, codes: tuple[str, str]
) -> None:
    del qtbot

    def notice(code: str) -> Page:
        return NoticePage(
            look_of("vi"), name="n", title=f"Mã {code}", lines=[f"Gõ {code} vào ô."], ways=()
        )

    def fault(code: str) -> Page:
        page = shown.fee(look_of("vi"))
        page.show_strip(ErrorSummary(page.look.tokens, f"Mã {code} sai", [("", f"Đã gõ {code}")]))
        return page

    for make in (notice, fault, lambda code: PinEntryPage(look_of("vi"), practice=code)):
        _same(make, codes)


@FREELY
@given(
    tickets=st.tuples(*[st.text(LETTERS, min_size=6, max_size=6)] * 2),
    secrets=st.tuples(*[st.text(LETTERS, min_size=20, max_size=20)] * 2),
)
def test_neither_ticket_nor_secret_is_said(
    qtbot: QtBot, tickets: tuple[str, str], secrets: tuple[str, str]
) -> None:
    del qtbot

    def aside(code: str) -> Page:
        ticket, secret = code.split()
        typed = "-".join(secret[at : at + 4] for at in range(0, 20, 4))
        return PutAsidePage(
            look_of("vi"),
            AsideShown("Khai sinh", ticket, typed, f"KIOSK1:{ticket}:{secret}", "mai"),
        )

    def progress(code: str) -> Page:
        page = shown.progress_sent(look_of("vi"))
        for label in page.findChildren(CodeLabel):
            label.set_code(code.partition(" ")[0])
        return page

    codes = tuple(
        f"TK-{ticket[:3]}-{ticket[3:]} {secret}"
        for ticket, secret in zip(tickets, secrets, strict=True)
    )
    for make in (aside, progress):
        _same(make, (codes[0], codes[1]))


def test_what_became_of_a_dossier_is_said_without_its_code(qtbot: QtBot) -> None:
    del qtbot
    result = outcome(Kind.ACCOUNT)
    spoken = " ".join(said(OutcomePage(look_of("vi"), result)))
    assert "xem mã trên màn hình" in spoken
    assert str(result.slip.ticket) not in spoken
