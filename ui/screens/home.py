"""Home: a house of three bays, each a choice, and a yard with today's helpers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time  # noqa: TC003 - fields of a value
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPixmap
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from ui.art.house import STEP, House, paint_house
from ui.art.papers import paint_dossier
from ui.art.path import paint_path
from ui.art.people import PORTRAIT_SIZE, Portrait, paint_account, paint_portrait, paint_photograph
from ui.components.drawing import Drawing
from ui.components.panel import Notice, Panel
from ui.components.press_button import Kind, PressButton
from ui.components.text_label import TextLabel
from ui.page import Page
from ui.screens.home_card import HomeCard
from ui.theme.tokens import Role

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent, QResizeEvent

    from ui.look import Look

_BAY_TOP = 24
_BAY_BOTTOM = 24
_CARD_SIDE = 24


@dataclass(frozen=True, slots=True)
class HelperShown:
    """A helper of today as the yard shows them; without a photograph a drawing stands for them."""

    name: str
    role: str
    portrait: Portrait = Portrait.WOMAN
    photograph: QImage | None = None


@dataclass(frozen=True, slots=True)
class HomeShown:
    """What home says besides its choices.

    `hours` are those of today's help; `closed` is a key under `home.closed` where the kiosk can't
    be used: then home offers nothing but the telephone.
    """

    today: date
    phone: str = ""
    helpers: tuple[HelperShown, ...] = ()
    hours: tuple[time, time] | None = None
    closed: str | None = None


class HomePage(Page):
    """Reports which of the bays and doors was pressed."""

    account_wanted = Signal()
    dossier_wanted = Signal()
    progress_wanted = Signal()
    resume_wanted = Signal()
    guide_wanted = Signal()
    tour_wanted = Signal()

    def __init__(self, look: Look, shown: HomeShown) -> None:
        super().__init__(look, name="home", heading=look.say("home.title"), bare=True)
        self.footer = None
        self.eave = False
        self._shown = shown
        self._picture: tuple[object, QPixmap] | None = None
        tokens = look.tokens
        self._compact = tokens.large or tokens.tight
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, tokens.space(20), 0, 0)
        layout.setSpacing(0)
        layout.addLayout(self._greeting())
        self._roof_rows = self._rows_of_roof()
        wall_top = House(0, 0, 0, roof_rows=self._roof_rows).wall_top
        layout.addSpacing(tokens.px(wall_top) + tokens.space(6))
        self._bays = _Bays(look, self._cards(), closed=shown.closed is not None)
        layout.addWidget(self._bays, 1)
        layout.addSpacing(tokens.px(STEP))
        self._yard = QWidget()
        self._fill_yard()
        layout.addWidget(self._yard)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the yard and the house behind the cards."""
        del event
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._house())
        painter.end()

    def _house(self) -> QPixmap:
        """The house as one picture, painted again only when its place has changed."""
        tokens = self.look.tokens
        bays, yard = self._bays.geometry(), self._yard.geometry()
        key = (self.size(), bays, yard)
        if self._picture is None or self._picture[0] != key:
            ratio = self.devicePixelRatioF()
            pixmap = QPixmap(self.size() * ratio)
            pixmap.setDevicePixelRatio(ratio)
            pixmap.fill(tokens.colour("wall"))
            painter = QPainter(pixmap)
            ground = QRect(0, yard.top(), self.width(), self.height() - yard.top())
            painter.fillRect(ground, tokens.colour("plinth"))
            painter.scale(tokens.scale, tokens.scale)
            paint_house(painter, self._placed(bays, yard), contrast=tokens.theme.outlined)
            painter.end()
            self._picture = (key, pixmap)
        return self._picture[1]

    def _placed(self, bays: QRect, yard: QRect) -> House:
        scale = self.look.tokens.scale
        below_top = House(0, 0, 0, roof_rows=self._roof_rows).wall_top
        return House(
            width=self.width() / scale,
            top=bays.top() / scale - below_top,
            ground=yard.top() / scale,
            upright=self.look.tokens.portrait,
            roof_rows=self._roof_rows,
        )

    def _rows_of_roof(self) -> int:
        tokens = self.look.tokens
        if tokens.portrait:
            return 6
        if tokens.largest or (tokens.tight and tokens.large):
            return 2
        return 4 if self._compact else 6

    def _greeting(self) -> QBoxLayout:
        tokens = self.look.tokens
        row: QBoxLayout = QVBoxLayout() if tokens.portrait else QHBoxLayout()
        row.setContentsMargins(tokens.margin, 0, tokens.margin, 0)
        row.setSpacing(tokens.px(24))
        row.addWidget(TextLabel(tokens, self.heading, Role.DISPLAY, name="heading"), 1)
        if not tokens.portrait and not tokens.large:
            day = self.look.texts.date_with_weekday(self._shown.today)
            row.addWidget(TextLabel(tokens, day, Role.SECONDARY, name="home.date"))
        return row

    def _cards(self) -> list[QWidget]:
        tokens, say = self.look.tokens, self.look.say
        closed = self._shown.closed
        if closed is not None:
            return [self._closed_card(closed)]
        contrast = tokens.theme.outlined
        cards: list[QWidget] = []
        for name, art, signal in (
            ("account", paint_account, self.account_wanted),
            ("dossier", paint_dossier, self.dossier_wanted),
            ("progress", paint_path, self.progress_wanted),
        ):
            card = HomeCard(
                tokens,
                partial(art, contrast=contrast),
                say(f"home.{name}.title"),
                # The largest words leave room for one line only: the title says enough.
                "" if tokens.largest and not tokens.portrait else say(f"home.{name}.text"),
                name=f"home.{name}",
                row=tokens.portrait,
            )
            card.tapped.connect(signal)
            cards.append(card)
        return cards

    def _closed_card(self, closed: str) -> QWidget:
        tokens, say = self.look.tokens, self.look.say
        panel = Panel(tokens)
        panel.setObjectName("home.closed")
        title = TextLabel(tokens, say(f"home.closed.{closed}.title"), Role.DISPLAY)
        panel.body.addStretch(1)
        panel.body.addWidget(title)
        panel.body.addWidget(TextLabel(tokens, say(f"home.closed.{closed}.text")))
        if self._shown.phone:
            panel.body.addSpacing(tokens.space(16))
            call = say("home.closed.phone", phone=_unbroken(self._shown.phone))
            panel.body.addWidget(Notice(tokens, call, icon="phone", role=Role.H1))
        panel.body.addStretch(1)
        return panel

    def _fill_yard(self) -> None:
        tokens = self.look.tokens
        side = tokens.px(48 if tokens.portrait else 124)
        doors = self._doors()
        if tokens.portrait:
            column = QVBoxLayout(self._yard)
            column.setContentsMargins(side, tokens.space(28), side, tokens.space(40))
            column.setSpacing(tokens.space(24))
            column.addLayout(self._helpers())
            column.addWidget(self._phone())
            column.addLayout(_grid(doors, 2, tokens.px(24)))
        elif self._compact:
            column = QVBoxLayout(self._yard)
            column.setContentsMargins(side, tokens.space(16), side, tokens.space(20))
            column.setSpacing(tokens.space(16))
            row = QHBoxLayout()
            row.setSpacing(tokens.px(32))
            row.addLayout(self._helpers(), 2)
            row.addWidget(self._phone(), 1, Qt.AlignmentFlag.AlignBottom)
            column.addLayout(row)
            column.addLayout(_grid(doors, 3, tokens.px(24)))
        else:
            row = QHBoxLayout(self._yard)
            row.setContentsMargins(side, tokens.space(16), side, tokens.space(16))
            helpers = QVBoxLayout()
            helpers.setSpacing(tokens.space(14))
            helpers.addStretch(1)
            helpers.addLayout(self._helpers())
            helpers.addWidget(self._phone())
            helpers.addStretch(1)
            row.addLayout(helpers, 1)
            column = QVBoxLayout()
            column.setSpacing(tokens.px(16))
            for door in doors:
                door.setFixedWidth(tokens.px(516))
                column.addWidget(door)
            row.addLayout(column)
        if self._shown.closed is not None:
            for door in doors:
                door.hide()

    def _doors(self) -> list[PressButton]:
        doors = []
        for name, icon, signal in (
            ("resume", "ticket", self.resume_wanted),
            ("guide", "shield-check", self.guide_wanted),
            ("tour", "play", self.tour_wanted),
        ):
            door = PressButton(
                self.look.tokens,
                self.look.say(f"home.{name}"),
                name=f"home.{name}",
                kind=Kind.SMALL,
                icon=icon,
                centred=False,
                radius=16,
            )
            door.tapped.connect(signal)
            doors.append(door)
        return doors

    def _helpers(self) -> QVBoxLayout:
        tokens, say = self.look.tokens, self.look.say
        shown = self._shown
        column = QVBoxLayout()
        column.setSpacing(tokens.space(14))
        hours = shown.hours
        if shown.helpers and hours is not None:
            words = say("home.helpers", start=self._hour(hours[0]), end=self._hour(hours[1]))
        else:
            words = say("home.helpers.none")
        column.addWidget(TextLabel(tokens, words, Role.STRONG, name="home.helpers"))
        row = QHBoxLayout()
        row.setSpacing(tokens.px(40))
        for helper in shown.helpers[:2]:
            row.addLayout(self._helper(helper))
        row.addStretch(1)
        column.addLayout(row)
        return column

    def _helper(self, helper: HelperShown) -> QHBoxLayout:
        tokens = self.look.tokens
        if helper.photograph is None:
            paint = partial(
                paint_portrait, portrait=helper.portrait, contrast=tokens.theme.outlined
            )
        else:
            paint = partial(paint_photograph, photograph=helper.photograph)
        row = QHBoxLayout()
        row.setSpacing(tokens.px(20))
        size = PORTRAIT_SIZE if not (tokens.tight and tokens.large) else 80
        picture = Drawing(tokens, paint, PORTRAIT_SIZE, PORTRAIT_SIZE)
        picture.setFixedSize(tokens.px(size), tokens.px(size))
        row.addWidget(picture)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        words.addWidget(TextLabel(tokens, helper.name, Role.H3))
        if not tokens.largest or tokens.portrait:
            words.addWidget(TextLabel(tokens, helper.role))
        words.addStretch(1)
        row.addLayout(words)
        return row

    def _phone(self) -> QWidget:
        shown = self._shown
        key = "home.phone" if shown.helpers else "home.phone.none"
        words = self.look.say(key, phone=_unbroken(shown.phone))
        notice = Notice(self.look.tokens, words, icon="phone")
        notice.setVisible(bool(shown.phone) and shown.closed is None)
        return notice

    def _hour(self, at: time) -> str:
        key = "home.hour.minutes" if at.minute else "home.hour"
        return self.look.say(key, hour=at.hour, minute=f"{at.minute:02d}")


class _Bays(QWidget):
    """Puts the cards between the columns of the house, or under one another in one bay."""

    def __init__(self, look: Look, cards: list[QWidget], *, closed: bool) -> None:
        super().__init__()
        self._look = look
        self._cards = cards
        self._closed = closed
        for card in cards:
            card.setParent(self)
        tokens = look.tokens
        least = max(card.minimumSizeHint().height() for card in cards)
        if tokens.portrait:
            least = len(cards) * (least + tokens.px(_BAY_TOP))
        self.setMinimumHeight(least + tokens.space(_BAY_TOP + _BAY_BOTTOM))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place the cards."""
        super().resizeEvent(event)
        tokens = self._look.tokens
        top = tokens.space(_BAY_TOP)
        height = self.height() - top - tokens.space(_BAY_BOTTOM)
        house = House(self.width() / tokens.scale, 0, 0, upright=tokens.portrait)
        columns = [tokens.px(x) for x in house.columns]
        inside = tokens.px(_CARD_SIDE)
        width = tokens.px(24)
        if self._closed or tokens.portrait:
            left, right = columns[0] + width + inside, columns[-1] - inside
            gap = tokens.px(24)
            each = (height - gap * (len(self._cards) - 1)) // len(self._cards)
            for place, card in enumerate(self._cards):
                card.setGeometry(left, top + place * (each + gap), right - left, each)
            return
        # The three cards are equally wide and stand on the grid, not in the middle of each bay.
        left, right = columns[0] + width + inside, columns[-1] - inside
        pitch = (right - left + tokens.px(62)) / len(self._cards)
        for place, card in enumerate(self._cards):
            x = round(left + place * pitch)
            card.setGeometry(x, top, round(pitch) - tokens.px(62), height)


def _grid(buttons: list[PressButton], columns: int, gap: int) -> QGridLayout:
    grid = QGridLayout()
    grid.setSpacing(gap)
    for place, button in enumerate(buttons):
        grid.addWidget(button, place // columns, place % columns)
    return grid


def _unbroken(phone: str) -> str:
    """A telephone number that stays on one line."""
    return phone.replace(" ", "\u00a0")
