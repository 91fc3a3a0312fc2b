"""What staff read of a submission, of the line and of the machine."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.ports import QueueSummary
from kiosk.domain.slip import Ticket
from kiosk.domain.staff import (
    Finding,
    JournalLine,
    Line,
    LineState,
    QueueHealth,
    Soundness,
    Standing,
)
from kiosk.domain.submission import (
    Kind,
    Receipt,
    ReceiptState,
    Refusal,
    State,
    Submission,
)
from tests.fakes.clock import START
from ui.components.tones import Tone
from ui.conductor.desk_showing import (
    DeskView,
    counts_shown,
    findings_shown,
    line_shown,
    reason,
    row_shown,
    submission_shown,
)
from ui.look import Look
from ui.texts import Texts
from ui.theme.tokens import Tokens

if TYPE_CHECKING:
    from kiosk.domain.procedure import Procedure

ID = UUID(int=7)
REACHED = Line(LineState.REACHED, False, START, START, 30.0, timedelta())
SUMMARY = QueueSummary(drafts=1, waiting=3, held=1, refused=2, delivered=4, oldest=START)
HEALTH = QueueHealth(1, (), 0, 0, 41 * 10**9)
RECEIPT = Receipt(ID, "0" * 64, "H26.1", START)
WAITS = Standing(
    submission=Submission(
        ID,
        Kind.DOSSIER,
        "1.001193",
        "2026.1",
        Ticket("TK", "3K752"),
        State.WAITING,
        START.date(),
        "N. T. HỢI",
        None,
    ),
    finished_at=START,
    settled_at=None,
    size=3_000_000,
    files=5,
    files_sent=0,
    attempts=2,
    next_try_in=0.0,
    blocked=False,
    in_doubt=False,
    sealed=True,
    phone=None,
    told_at=None,
)
LATER = START + timedelta(hours=2, minutes=10)


def no_procedure(code: str, version: str) -> Procedure | None:
    del code, version
    return None


@cache
def look_in(language: str) -> Look:
    return Look(Tokens.for_window(1920, 1080), Texts.read(language))


def view(line: Line = REACHED, language: str = "vi") -> DeskView:
    return DeskView(look_in(language), LATER, line, no_procedure)


def settled(state: State, **known: object) -> Standing:
    submission = replace(WAITS.submission, state=state, **known)  # type: ignore[arg-type]
    return replace(WAITS, submission=submission, settled_at=START, next_try_in=None)


REFUSED = settled(State.REFUSED, refusal=Refusal("phone-not-owned", ""))
DAMAGED = settled(State.REFUSED, refusal=Refusal("content-damaged", ""))
LOST = replace(REACHED, state=LineState.LOST)
CAUSES = [
    (replace(WAITS, blocked=True), REACHED, "tài khoản"),
    (replace(WAITS, in_doubt=True), LOST, "chưa biết cổng nhận chưa"),
    (replace(WAITS, files_sent=2), LOST, "2 trên 5 tệp"),
    (WAITS, replace(LOST, paused=True), "tạm dừng gửi"),
    (replace(WAITS, sealed=False), LOST, "niêm phong"),
    (WAITS, replace(LOST, state=LineState.SHUT), "Cổng chưa nhận máy này"),
    (WAITS, LOST, "mất mạng"),
    (WAITS, replace(LOST, state=LineState.UNKNOWN), "Máy vừa mở"),
    (replace(WAITS, next_try_in=600.0), REACHED, "Thử lại sau 10 phút"),
    (WAITS, REACHED, "đến lượt"),
    (settled(State.HELD), REACHED, "giữ lại"),
    (REFUSED, REACHED, "số điện thoại không đứng tên"),
    (settled(State.REFUSED, refusal=Refusal("never-heard-of", "")), REACHED, "cổng cần người giúp"),
    (replace(REFUSED, told_at=START), REACHED, "Đã báo người dân"),
    (DAMAGED, REACHED, "Máy không gửi được: nội dung hồ sơ bị hỏng"),
    (replace(DAMAGED, told_at=START), REACHED, "Đã báo người dân"),
    (settled(State.DELIVERED, receipt=RECEIPT), REACHED, "H26.1"),
    (
        settled(State.DELIVERED, receipt=replace(RECEIPT, state=ReceiptState.NEEDS_CONFIRMATION)),
        REACHED,
        "chờ người dân xác nhận",
    ),
    (settled(State.WITHDRAWN, masked_name=""), REACHED, "rút lại"),
]


def test_what_is_damaged_is_made_anew_and_neither_opened_nor_sent_again() -> None:
    shown = submission_shown(view(), DAMAGED, ())
    assert shown.actions == ("told",)
    assert "làm lại từ đầu" in shown.advice


@pytest.mark.parametrize(("standing", "line", "said"), CAUSES)
def test_the_reason_is_the_nearest_cause_in_plain_words(
    standing: Standing, line: Line, said: str
) -> None:
    assert said in reason(view(line), standing)


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize(("standing", "line", "said"), CAUSES)
def test_every_submission_has_a_row_and_a_page_in_every_language(
    standing: Standing, line: Line, said: str, language: str
) -> None:
    del said
    row = row_shown(view(line, language), standing)
    assert row.ticket == str(standing.submission.ticket)
    assert "2" in row.age
    history = tuple(JournalLine(START, what) for what in ("finished", "never-heard-of"))
    page = submission_shown(view(line, language), standing, history)
    assert page.advice
    assert len(page.history) == len(history)
    assert "never-heard-of" in page.history[0].value


@pytest.mark.parametrize(
    ("standing", "actions"),
    [
        (WAITS, ("retry", "hold", "correct")),
        (replace(WAITS, blocked=True), ("hold", "correct")),
        (replace(WAITS, in_doubt=True), ("retry", "hold")),
        (settled(State.HELD), ("let_go", "correct")),
        (REFUSED, ("correct", "told", "again")),
        (replace(REFUSED, told_at=START), ("correct", "again")),
        (settled(State.REFUSED, refusal=Refusal("account-withdrawn", "")), ("correct", "told")),
        (settled(State.DELIVERED, receipt=RECEIPT), ()),
        (settled(State.WITHDRAWN), ()),
    ],
)
def test_only_what_makes_sense_is_offered(standing: Standing, actions: tuple[str, ...]) -> None:
    assert submission_shown(view(), standing, ()).actions == actions


def test_the_phone_to_call_stands_on_the_page_and_never_in_the_list() -> None:
    standing = replace(REFUSED, phone="0912345678")
    page = submission_shown(view(), standing, ())
    assert "0912\u00a0345\u00a0678" in page.advice
    row = row_shown(view(), standing)
    assert not any("912" in str(said) for said in (row.age, row.person, row.reason))


def test_those_held_are_not_counted_as_waiting_too() -> None:
    counts = {"refused": "2", "waiting": "2", "held": "1", "delivered": "4"}
    assert counts_shown(SUMMARY) == counts


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (REACHED, ("Có mạng", "9 giờ 00 hôm nay", "2 giờ", "41 GB", "Đúng giờ")),
        (replace(REACHED, drift=timedelta(hours=3)), ("Chậm 3 giờ",)),
        (replace(REACHED, drift=timedelta(minutes=-2)), ("Nhanh 2 phút",)),
        (replace(LOST, clock_doubted=True), ("Xem lại đồng hồ của máy", "cần xem lại")),
        (replace(LOST, clock_doubted=True, paused=True), ("Tạm dừng gửi", "cần xem lại")),
        (replace(LOST, reached_at=None, delivered_at=None), ("chưa lần nào", "chưa so được")),
        (replace(LOST, delivered_at=None), ("Nối lần cuối",)),
        (replace(LOST, next_try_in=0.2), ("ngay bây giờ",)),
        (replace(REACHED, paused=True), ("Tạm dừng gửi",)),
    ],
)
def test_the_line_says_what_staff_look_at_first(line: Line, said: tuple[str, ...]) -> None:
    shown = line_shown(view(line), SUMMARY, HEALTH)
    words = "\n".join([shown.title, *(f"{label} {value}" for label, value in shown.facts)])
    for each in said:
        assert each in words
    assert shown.paused is line.paused


def test_where_nothing_waits_there_is_no_next_try() -> None:
    summary = SUMMARY._replace(waiting=1, held=1, oldest=None)
    shown = line_shown(view(), summary, HEALTH)
    assert [value for _, value in shown.facts].count("không chờ gì") == 2


_NAMES = st.text("abcdefghijklmnopqrstuvwxyz-.{}", max_size=12)


@given(
    part=_NAMES,
    what=_NAMES,
    soundness=st.sampled_from(Soundness),
    values=st.dictionaries(_NAMES, st.integers() | st.text("ab{}", max_size=3), max_size=3),
)
def test_any_finding_is_told(
    part: str, what: str, soundness: Soundness, values: dict[str, str | int]
) -> None:
    finding = Finding(part, what, soundness, values)
    (shown,) = findings_shown(view().look, (finding,))
    assert shown.words
    assert bool(shown.fix) is (soundness is not Soundness.SOUND)


def test_words_that_ask_for_more_than_the_finding_says_are_not_used() -> None:
    words = {
        "doctor.disk.low": "còn {free}",
        "doctor.other": "{part}/{what}",
        "doctor.other.fix": "x",
    }
    look = view().look._replace(texts=Texts("vi", words, "ông bà"))
    low = Finding("disk", "low", Soundness.POOR, {})
    assert findings_shown(look, (low,))[0].words == "disk/low"
    known = replace(low, values={"free": "120 MB"})
    (shown,) = findings_shown(look, (known,))
    assert shown.words == "còn 120 MB"
    assert shown.tone is Tone.WARNING
