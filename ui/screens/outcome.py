"""What became of the journey: green when the portal has it, amber while it hasn't."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime  # noqa: TC003 - a field of a value
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kiosk.domain.ports import Activation  # noqa: TC001 - a field of a value
from kiosk.domain.slip import Slip  # noqa: TC001 - a field of a value
from kiosk.domain.submission import Kind
from ui.addressing import with_form
from ui.art.tiles import RESULT_HOUSE_WIDTH, paint_result_house
from ui.components.error_summary import Strip
from ui.components.panel import Notice
from ui.components.press_button import PressButton
from ui.components.pressing import GUARD_SUBMIT_MS
from ui.components.result_panel import QrPicture
from ui.components.rows import FactRow
from ui.components.text_label import TextLabel
from ui.components.tones import Tone
from ui.page import Footer, Page, Place
from ui.printing.qr import qr_image
from ui.printing.slip import SlipContent, SlipState
from ui.screens.home_yard import unbroken
from ui.screens.outcome_panel import OutcomePanel, qr_beside
from ui.theme.text_layout import cells_of
from ui.theme.tokens import Role

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from PySide6.QtGui import QPainter
    from PySide6.QtWidgets import QBoxLayout

    from kiosk.domain.helping import Helping
    from kiosk.domain.submission import Submission
    from ui.look import Look
    from ui.texts import Texts

# What stands beside the code in the panel: sides, gaps, the QR code.
_BESIDE_CODE = 2 * 48 + 28 + 296
_WHEN_WIDTH = 332
_LEAST_WORDS = 1000


@dataclass(frozen=True, slots=True)
class OutcomeShown:
    """A finished journey as its last page shows it.

    An account is green once the portal says that it lives (`alive`, or with its activation); its
    receipt alone says that it was asked for. `at` is local time;
    `called` says that the person agreed to be called; `procedure` is its name in words. `steps`
    are the procedure's own words for what comes after the receipt, pairs of when and what;
    `{promised}` stands for the day that the portal promised.
    """

    submission: Submission
    slip: Slip
    procedure: str
    at: datetime
    phone: str = ""
    called: bool = False
    activation: Activation | None = None
    alive: bool = False
    steps: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        """A refusal has words of its own: neither green nor "kept, will be sent" is true of it."""
        if self.submission.refusal is not None:
            raise ValueError(self.submission.refusal.type)

    @property
    def state(self) -> SlipState:
        """RECEIVED is green, all else is amber; nothing is RECEIVED without a receipt."""
        state = SlipState.of(self.submission)
        if self.submission.kind is Kind.DOSSIER or self.submission.receipt is None:
            return state
        lives = self.alive or self.activation is not None
        return SlipState.RECEIVED if lives else SlipState.CONFIRMING

    @property
    def code(self) -> str:
        """The portal's code where there is a receipt, else the ticket."""
        receipt = self.submission.receipt
        if receipt is None:
            return str(self.submission.ticket)
        return receipt.code if self.activation is None else self.activation.code

    @property
    def key(self) -> str:
        """Where the words of this outcome stand: `outcome.dossier.received` and the like."""
        return f"outcome.{self.submission.kind.value}.{self.state.value}"


def next_steps(texts: Texts, shown: OutcomeShown) -> tuple[tuple[str, str], ...]:
    """What comes next as pairs of when and what, for this page and for the slip."""
    key = f"{shown.key}.next"
    received = shown.submission.kind is Kind.DOSSIER and shown.state is SlipState.RECEIVED
    general = _STEPS[shown.submission.kind, shown.state]
    steps = []
    if received and shown.steps:
        promised = _promised(texts, shown)
        steps = [(when.replace("{promised}", promised), what) for when, what in shown.steps]
        general = ("ask",)
    for step in general:
        if step == "call" and not shown.called:
            step = "scan"  # noqa: PLW2901 - who isn't called comes back with the slip
        if step == "ask" and not shown.phone:
            continue
        when = _promised(texts, shown) if step == "fetch" else texts.say(f"{key}.{step}.when")
        steps.append((when, texts.say(f"{key}.{step}", phone=unbroken(shown.phone))))
    return tuple(steps)


def _promised(texts: Texts, shown: OutcomeShown) -> str:
    """The day that the portal promised, or that there will be one."""
    receipt = shown.submission.receipt
    if receipt is None or receipt.promised_on is None:
        return texts.say("outcome.dossier.received.next.fetch.when")
    day = receipt.promised_on
    return texts.say(
        "outcome.day",
        weekday=texts.weekday(day),
        day=day.day,
        name=texts.say(f"date.month-{day.month}"),
    )


def slip_of(
    texts: Texts,
    shown: OutcomeShown,
    *,
    point: str,
    commune: str,
    papers: tuple[str, ...] = (),
    helping: Helping | None = None,
    number_ending: str = "",
    kept_until: date | None = None,
) -> SlipContent:
    """The slip of a finished journey: it says what the page says."""
    return SlipContent(
        state=shown.state,
        kind=shown.submission.kind,
        slip=shown.slip,
        point=point,
        commune=commune,
        phone=shown.phone,
        printed_at=shown.at,
        procedure=shown.procedure,
        person=with_form(texts, shown.submission.masked_name),
        number_ending=number_ending,
        papers=papers,
        helping=helping,
        code=None if shown.submission.receipt is None else shown.code,
        steps=tuple(f"{when}: {what}" for when, what in next_steps(texts, shown)),
        kept_until=kept_until,
    )


_STEPS = {
    (Kind.DOSSIER, SlipState.RECEIVED): ("review", "fetch", "ask"),
    (Kind.DOSSIER, SlipState.QUEUED): ("send", "call", "ask"),
    (Kind.DOSSIER, SlipState.CONFIRMING): ("confirm", "ask"),
    (Kind.ACCOUNT, SlipState.RECEIVED): ("use", "keep", "ask"),
    (Kind.ACCOUNT, SlipState.QUEUED): ("send", "code", "ask"),
    (Kind.ACCOUNT, SlipState.CONFIRMING): ("code", "ask"),
}


class OutcomePage(Page):
    """The page that people photograph. Reports what the person wants to do with it."""

    print_wanted = Signal()
    help_wanted = Signal()
    another_wanted = Signal()
    finished = Signal()

    def __init__(self, look: Look, shown: OutcomeShown) -> None:
        super().__init__(look, name="outcome")
        self._shown = shown
        self._seen = False
        say = look.say
        green = shown.state is SlipState.RECEIVED
        self.place = Place(
            shown.procedure,
            say(f"{shown.key}.steps"),
            progress=1.0,
            waiting=not green,
        )
        # Where the page is longer than the screen, printing must not be what is out of sight.
        self._long = look.tokens.large or look.tokens.tight
        self._show_footer(say("outcome.print"))
        self.leave.connect(self.print_wanted)
        self.back.connect(self.another_wanted)
        self.primary.connect(self.finished)
        self.setAccessibleName(say(f"{shown.key}.title"))
        self.main.setSpacing(look.tokens.space(28))
        self.sound = "success" if green else ""
        self._result = self._panel(green=green)
        self.main.addWidget(self._result)
        if not qr_beside(look.tokens):
            self.main.addLayout(self._qr_below())
        self.main.addLayout(self._below())
        self.main.addStretch(1)

    def keep(self) -> object:
        """That the page was seen: its last tiles lie."""
        return True

    def restore(self, kept: object) -> None:
        """What appeared once doesn't appear again."""
        self._seen = bool(kept)
        self._result.show_finished()

    def entered(self) -> None:
        """The portal has it: the last lane of the roof is laid before the person's eyes, once."""
        if self._shown.state is SlipState.RECEIVED and not (self._seen or self.look.still):
            self._result.finish_house(self._house(whole=False))
        self._seen = True

    def show_printed(self) -> None:
        """The printer has taken the slip."""
        again = self.look.say("outcome.print.again")
        if self._long:
            self._show_footer(again)
        else:
            self._print.set_text(again)
        self._say_of_slip(self.look.say("outcome.printed"), Tone.SUCCESS)

    def show_print_failed(self, reason: str) -> None:
        """The slip isn't on paper; `reason` is a key under `printing.failed`."""
        self._say_of_slip(self.look.say(f"printing.failed.{reason}"), Tone.WARNING)

    def _say_of_slip(self, words: str, tone: Tone) -> None:
        if self._long:
            self.show_strip(Strip(self.look.tokens, words, tone=tone, icon="printer"))
        else:
            self._note.title.set_text(words)

    def _show_footer(self, print_words: str) -> None:
        self.footer = Footer(
            back=self.look.say("outcome.another"),
            back_icon=None,
            leave=print_words if self._long else None,
            leave_icon="printer",
            primary=self.look.say("outcome.done"),
        )
        self.changed.emit()

    def _panel(self, *, green: bool) -> OutcomePanel:
        tokens, say, shown = self.look.tokens, self.look.say, self._shown
        texts, key = self.look.texts, shown.key
        tone = Tone.SUCCESS if green else Tone.WARNING
        badge, strong = f"{key}.badge", f"{key}.label.strong"
        who = say(f"{key}.done", name=with_form(texts, shown.submission.masked_name))
        at = say(
            "outcome.at", clock=texts.clock(shown.at), date=texts.date_with_weekday(shown.at.date())
        )
        role, roomy = self._code_role()
        return OutcomePanel(
            tokens,
            tone=tone,
            title=say(f"{key}.title"),
            badge=say(badge) if badge in texts else "",
            label=say(f"{key}.label"),
            label_emphasis=say(strong) if strong in texts else "",
            code=shown.code,
            code_role=role,
            lines=((f"{shown.procedure}. {who}", f"{shown.procedure}."), (at, "")),
            qr=qr_image(shown.slip.qr_text) if qr_beside(tokens) else None,
            qr_caption=say(f"outcome.scan.{shown.state.value}"),
            house=self._house(whole=green) if roomy else None,
        )

    def _house(self, *, whole: bool) -> Callable[[QPainter], None]:
        """The drawing of a house whose roof is whole or has a lane open, on the panel's ground."""
        colour = self.look.tokens.colour
        green = self._shown.state is SlipState.RECEIVED
        line, ground = ("on_success", "success") if green else ("warning", "warning_tint")
        return partial(paint_result_house, line=colour(line), ground=colour(ground), whole=whole)

    def _qr_below(self) -> QHBoxLayout:
        tokens, shown = self.look.tokens, self._shown
        caption = self.look.say(f"outcome.scan.{shown.state.value}")
        row = QHBoxLayout()
        row.setSpacing(tokens.px(32))
        row.addWidget(QrPicture(tokens, qr_image(shown.slip.qr_text), spoken=caption))
        row.addWidget(TextLabel(tokens, caption), 1)
        return row

    def _code_role(self) -> tuple[Role, bool]:
        """The largest type in which the code fits, and whether the house fits beside it."""
        tokens, code = self.look.tokens, self._shown.code
        beside = _BESIDE_CODE if qr_beside(tokens) else _BESIDE_CODE - 296
        room = tokens.px(tokens.width) - 2 * tokens.margin - tokens.px(beside)
        large = Role.SLIP_CODE if self._shown.submission.receipt is None else Role.CODE
        for role in (large, Role.CODE, Role.DISPLAY, Role.H1, Role.H2):
            width = cells_of(code, tokens.font(role))[1]
            if width <= room:
                beside = tokens.px(
                    max(_LEAST_WORDS, width / tokens.scale) + RESULT_HOUSE_WIDTH + 28
                )
                return role, beside <= room
        return Role.H3, False

    def _below(self) -> QBoxLayout:
        tokens = self.look.tokens
        columns: QBoxLayout = QVBoxLayout() if tokens.portrait else QHBoxLayout()
        columns.setSpacing(tokens.gutter)
        steps = QVBoxLayout()
        steps.setSpacing(0)
        steps.addWidget(TextLabel(tokens, self.look.say("outcome.next"), Role.H2))
        steps.addSpacing(tokens.space(8))
        for when, what in next_steps(self.look.texts, self._shown):
            steps.addWidget(FactRow(tokens, when, what, label_width=_WHEN_WIDTH))
        steps.addStretch(1)
        columns.addLayout(steps, 1)
        holder = QWidget()
        holder.setLayout(self._ways())
        if not tokens.portrait:
            holder.setFixedWidth(tokens.columns(4))
        columns.addWidget(holder)
        return columns

    def _ways(self) -> QVBoxLayout:
        tokens, say = self.look.tokens, self.look.say
        ways = QVBoxLayout()
        ways.setContentsMargins(0, tokens.space(16), 0, 0)
        ways.setSpacing(tokens.space(20))
        self._print = PressButton(
            tokens,
            say("outcome.print"),
            name="outcome.print",
            icon="printer",
            centred=False,
            guard_ms=GUARD_SUBMIT_MS,
        )
        self._print.tapped.connect(self.print_wanted)
        if self._long:
            self._print.hide()
        ask = PressButton(
            tokens, say("outcome.ask"), name="outcome.ask", icon="users", centred=False
        )
        ask.tapped.connect(self.help_wanted)
        ways.addWidget(self._print)
        ways.addWidget(ask)
        self._note = Notice(tokens, say("outcome.photo"), icon="camera")
        self._note.setObjectName("outcome.note")
        ways.addWidget(self._note)
        ways.addStretch(1)
        return ways
