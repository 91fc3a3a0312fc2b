"""What stands on the slip, and its drawing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime  # noqa: TC003 - fields of a value
from enum import Enum
from functools import partial
from typing import TYPE_CHECKING

from kiosk.domain.helping import Helping  # noqa: TC001 - a field of a value
from kiosk.domain.slip import Slip  # noqa: TC001 - a field of a value
from kiosk.domain.submission import ReceiptState
from ui.printing.sheet import BODY, NAME

if TYPE_CHECKING:
    from kiosk.domain.submission import Kind, Submission
    from ui.printing.sheet import Drawing, Sheet
    from ui.texts import Texts


class SlipState(Enum):
    """How far what the slip stands for has come; only RECEIVED is a proof."""

    PUT_ASIDE = "put-aside"
    QUEUED = "queued"
    CONFIRMING = "confirming"
    RECEIVED = "received"

    @classmethod
    def of(cls, submission: Submission | None) -> SlipState:
        """The state of a finished journey; without one it was put aside."""
        if submission is None:
            return cls.PUT_ASIDE
        if submission.receipt is None:
            return cls.QUEUED
        if submission.receipt.state is ReceiptState.NEEDS_CONFIRMATION:
            return cls.CONFIRMING
        return cls.RECEIVED


@dataclass(frozen=True, slots=True)
class SlipContent:
    """Everything on the slip. Names are masked before they come here.

    `code` is the portal's, and only what has a receipt has one. `printed_at` is local time;
    `papers` and `steps` are sentences in the language of the slip; `number_ending` is the last
    four digits of the personal number.
    """

    state: SlipState
    kind: Kind
    slip: Slip
    point: str
    commune: str
    phone: str
    printed_at: datetime
    procedure: str
    person: str = ""
    number_ending: str = ""
    papers: tuple[str, ...] = ()
    helping: Helping | None = None
    code: str | None = None
    steps: tuple[str, ...] = ()
    kept_until: date | None = None

    def __post_init__(self) -> None:
        """Refuse a slip that claims what the portal hasn't said."""
        if (self.code is None) is (self.state in (SlipState.CONFIRMING, SlipState.RECEIVED)):
            raise ValueError(self.state)


_BANNER = 41
_CODE = 84
_CODE_ON_A_SHEET = 60
# A long code is broken in two sooner than it gets smaller than this, which is 15.6 points.
_CODE_LEAST = 44
_QR = 300


def slip_drawing(content: SlipContent, texts: Texts) -> Drawing:
    """What draws the slip on a sheet."""
    return partial(_draw, content=content, texts=texts)


def _draw(sheet: Sheet, content: SlipContent, texts: Texts) -> None:
    say = texts.say
    sheet.tiles()
    sheet.text(content.point, NAME, strong=True)
    when = say(
        "slip.print.when",
        date=f"{content.printed_at:%d/%m/%Y}",
        clock=texts.clock(content.printed_at),
    )
    if sheet.wide:
        sheet.text(f"{content.commune}, {when}", BODY)
    else:
        sheet.text(content.commune, BODY)
        sheet.text(when, BODY)
    sheet.gap(12)
    sheet.banner(say(f"slip.print.{content.kind.value}.{content.state.value}"), _BANNER)
    if content.state is not SlipState.RECEIVED:
        sheet.gap(8)
        sheet.text(say("slip.print.no-receipt"), BODY, strong=True)
    sheet.rule()
    _draw_codes(sheet, content, texts)
    sheet.rule()
    _draw_facts(sheet, content, texts)
    sheet.rule()
    if content.steps:
        sheet.text(say("slip.print.next"), NAME, strong=True)
        for number, step in enumerate(content.steps, 1):
            sheet.numbered(number, step, BODY)
        sheet.gap(10)
    sheet.boxed(say("slip.print.fraud"), BODY, emphasis=say("slip.print.fraud.strong"))
    if content.kept_until is not None:
        sheet.gap(12)
        day = f"{content.kept_until:%d/%m/%Y}"
        sheet.text(say("slip.print.kept-until", date=day), BODY)


def _draw_codes(sheet: Sheet, content: SlipContent, texts: Texts) -> None:
    say = texts.say
    size = _CODE_ON_A_SHEET if sheet.wide else _CODE
    if content.code is not None:
        sheet.text(say(f"slip.print.{content.kind.value}.code"), BODY)
        sheet.code(content.code, size, least=_CODE_LEAST)
    sheet.text(say("slip.print.ticket"), BODY)
    ticket = str(content.slip.ticket)
    sheet.code(ticket, size if content.code is None else NAME, least=BODY)
    sheet.gap(10)
    sheet.scannable(
        content.slip.qr_text,
        _QR,
        say(f"slip.print.scan.{content.state.value}"),
        say("slip.print.typed"),
        content.slip.typed.split(" "),
        BODY,
    )


def _draw_facts(sheet: Sheet, content: SlipContent, texts: Texts) -> None:
    say = texts.say
    sheet.fact(say("slip.print.procedure"), (content.procedure,), BODY)
    if content.person:
        who = content.person
        if content.number_ending:
            who = say("slip.print.person.number", name=who, ending=content.number_ending)
        sheet.fact(say("slip.print.person"), (who,), BODY)
    if content.papers:
        sheet.fact(say("slip.print.papers"), content.papers, BODY)
    if content.helping is not None:
        how = say(f"slip.print.help.{content.helping.mode.value}")
        if content.helping.helper is not None:
            how = say("slip.print.help.code", how=how, code=content.helping.helper)
        sheet.fact(say("slip.print.help"), (how,), BODY)
    if content.phone:
        sheet.fact(say("slip.print.phone"), (content.phone,), BODY)
