"""Pictures from a person's own phone: the code to scan, how it stands, and what has arrived."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from ui.components.error_summary import ErrorSummary
from ui.components.panel import IconMark, Notice, Panel, VerdictBar
from ui.components.press_button import PressButton
from ui.components.result_panel import QrPicture
from ui.components.ring import ProgressRing
from ui.components.text_label import TextLabel
from ui.components.tones import Tone
from ui.page import Aside, Footer, Page, Place
from ui.printing.qr import qr_image
from ui.screens.thumbnail import Thumbnail
from ui.theme.tokens import Role

if TYPE_CHECKING:
    from PySide6.QtWidgets import QBoxLayout

    from ui.look import Look

_QR, _QR_TIGHT = 460, 410
"""Reference pixels with its quiet zone: the code itself is more than 60 mm wide on every screen."""

_STEPS: Final = (("1", "scan-line"), ("2", "smartphone"), ("3", "camera"))


class HandOffShown(Enum):
    """How it stands with the phone; each has words under `phone.`."""

    BEGINNING = "beginning"
    WAITING = "waiting"
    JOINED = "joined"
    OVER = "over"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class FromPhoneShown:
    """`paper` is what pictures are wanted of; `pictures` are small PNGs of those that came.

    `address` stands in the code while it is good; `seconds` in all. `full`: no more pictures may
    come. `lost` says that the portal isn't reached just now; `fault` says, in words, why the last
    picture can't be used. `practice` offers to open the address on this very machine.
    """

    caption: str
    paper: str
    state: HandOffShown
    address: str = ""
    seconds: float = 0.0
    pictures: tuple[bytes, ...] = ()
    full: bool = False
    lost: bool = False
    fault: str = ""
    practice: bool = False


class FromPhonePage(Page):
    """`used`: the pictures are wanted. `new_wanted`: another code is. `back`: none of it is."""

    used = Signal()
    new_wanted = Signal()
    practice_wanted = Signal()

    def __init__(self, look: Look, shown: FromPhoneShown) -> None:
        say, tokens = look.say, look.tokens
        super().__init__(
            look,
            name="from_phone",
            heading=say("phone.title", paper=shown.paper),
            hint="" if tokens.largest else say("phone.hint"),
            aside=Aside.NONE if tokens.portrait else Aside.BESIDE_HEADING,
        )
        self._shown = shown
        self.place = Place(shown.caption, say("papers.caption"))
        over = shown.state in {HandOffShown.OVER, HandOffShown.FAILED}
        count = len(shown.pictures)
        self.footer = Footer(
            back=say("phone.discard") if count else say("footer.back"),
            back_icon="trash-2" if count else "chevron-left",
            primary=self._primary_words(),
        )
        self.primary.connect(self.used if count else self.new_wanted)
        if over and count and not shown.full:
            self.footer_middle = self._button("phone.new")
            self.footer_middle.tapped.connect(self.new_wanted)
        elif shown.practice and shown.state is HandOffShown.WAITING:
            self.footer_middle = self._button("phone.practice")
            self.footer_middle.tapped.connect(self.practice_wanted)
        if shown.fault:
            strip = ErrorSummary(tokens, say("phone.wrong"), (("", shown.fault),))
            self.show_strip(strip)
        self.main.addWidget(self._standing())
        if count:
            self.main.addLayout(self._pictures())
        elif not over:
            self.main.addWidget(self._steps())
        self._ring = ProgressRing(tokens, size=72, thickness=9)
        self._time_left = TextLabel(tokens, " ", Role.STRONG, name="phone.left")
        if not over:
            (self.main if tokens.portrait else self.aside).addLayout(self._code())
        self.main.addStretch(1)
        if not tokens.portrait:
            self.aside.addStretch(1)

    def _button(self, key: str) -> PressButton:
        return PressButton(self.look.tokens, self.look.say(key), name=key, parent=self)

    def _primary_words(self) -> str | None:
        say, count = self.look.say, len(self._shown.pictures)
        if count:
            return say("phone.use", count=count) if count > 1 else say("phone.use.one")
        if self._shown.state is HandOffShown.OVER:
            return say("phone.new")
        return say("phone.again") if self._shown.state is HandOffShown.FAILED else None

    def show_left(self, seconds: float) -> None:
        """So many seconds is the code still good."""
        say, whole = self.look.say, max(self._shown.seconds, 1.0)
        self._ring.show_part(min(1.0, max(0.0, seconds / whole)))
        minutes = round(seconds / 60)
        words = say("phone.left", minutes=minutes) if minutes > 1 else say("phone.left.last")
        self._time_left.set_text(words)

    # --- how it stands

    def _standing(self) -> VerdictBar:
        shown, say = self._shown, self.look.say
        count = len(shown.pictures)
        if shown.state is HandOffShown.FAILED:
            words, tone = say("phone.failed"), Tone.WARNING
        elif shown.state is HandOffShown.OVER:
            words, tone = say("phone.over.kept" if count else "phone.over"), Tone.WARNING
        elif shown.lost:
            words, tone = say("phone.lost"), Tone.WARNING
        elif count:
            words, tone = say("phone.arrived", count=count), Tone.SUCCESS
        else:
            joined = shown.state is HandOffShown.JOINED
            words = say(f"phone.{shown.state.value}")
            tone = Tone.SUCCESS if joined else Tone.INFO
        icon = "smartphone" if tone is Tone.INFO else None
        bar = VerdictBar(self.look.tokens, words, tone, icon=icon)
        bar.setObjectName("phone.standing")
        return bar

    def _steps(self) -> Panel:
        look = self.look
        panel = Panel(look.tokens, padding=16 if look.tokens.tight else 28)
        panel.body.setSpacing(look.tokens.space(20))
        for number, icon in _STEPS:
            row = QHBoxLayout()
            row.setSpacing(look.px(24))
            mark = IconMark(look.tokens, icon, size=60, colour="primary")
            row.addWidget(mark, 0, Qt.AlignmentFlag.AlignVCenter)
            words = TextLabel(look.tokens, look.say(f"phone.step.{number}"), Role.BODY)
            row.addWidget(words, 1, Qt.AlignmentFlag.AlignVCenter)
            panel.body.addLayout(row)
        return panel

    def _pictures(self) -> QGridLayout:
        tokens = self.look.tokens
        grid = QGridLayout()
        grid.setHorizontalSpacing(self.look.px(20))
        grid.setVerticalSpacing(self.look.px(20))
        across = 5 if not tokens.tight else 6
        for place, picture in enumerate(self._shown.pictures):
            small = Thumbnail(tokens, picture, pages=str(place + 1))
            small.setAccessibleName(self.look.say("phone.picture", number=place + 1))
            grid.addWidget(small, place // across, place % across, Qt.AlignmentFlag.AlignLeft)
        grid.setColumnStretch(across, 1)
        return grid

    # --- the code

    def _code(self) -> QBoxLayout:
        """The code with its time; what it will be, where there is none yet."""
        shown, tokens, say = self._shown, self.look.tokens, self.look.say
        column: QBoxLayout = QHBoxLayout() if tokens.portrait else QVBoxLayout()
        column.setSpacing(tokens.px(36) if tokens.portrait else tokens.space(20))
        beside = QVBoxLayout()
        beside.setSpacing(tokens.space(12))
        if tokens.portrait:
            beside.addStretch(1)
        beside.addWidget(self._time())
        if shown.state is HandOffShown.BEGINNING:
            self._ring.spin(moving=not self.look.still)
        else:
            size = _QR_TIGHT if tokens.tight else _QR
            picture = QrPicture(
                tokens, qr_image(shown.address), size, spoken=say("phone.qr.spoken")
            )
            column.addWidget(picture, 0, Qt.AlignmentFlag.AlignHCenter)
            if not shown.fault and not (tokens.tight and tokens.large):
                beside.addWidget(Notice(tokens, say("phone.sealed"), icon="lock"))
            self.show_left(shown.seconds)
        if tokens.portrait:
            beside.addStretch(1)
        column.addLayout(beside, 1)
        return column

    def _time(self) -> QWidget:
        told = QWidget()
        row = QHBoxLayout(told)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(self.look.px(24))
        row.addWidget(self._ring, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._time_left, 1, Qt.AlignmentFlag.AlignVCenter)
        return told
