"""Home: a house of three bays, each a choice, and a yard with today's helpers."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.art.house import STEP, House, paint_walls
from ui.art.papers import paint_dossier
from ui.art.path import paint_path
from ui.art.people import paint_account
from ui.art.tiles import HOME_ROOF_TOES, home_roof_height, paint_home_roof
from ui.components.panel import Notice, Panel
from ui.components.shapes import paint_ground
from ui.components.text_label import TextLabel
from ui.page import Door, Page
from ui.screens.home_yard import HelperShown, HomeShown, Yard, unbroken
from ui.screens.picture_card import PictureCard
from ui.theme.pictures import picture
from ui.theme.tokens import Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPaintEvent, QPixmap, QResizeEvent
    from PySide6.QtWidgets import QBoxLayout

    from ui.look import Look

__all__ = ["HelperShown", "HomePage", "HomeShown"]

_AIR = 24
_COLUMN = 24
# Beside a column a card keeps so much of the wall; less where the screen is narrow.
_WALL, _WALL_NARROW = 24, 16
_GAP, _GAP_NARROW = 62, 44
_NARROW = 1800
# The least height of a card above which its picture is still one; what isn't card upright.
_LEAST_CARD = 200
_BESIDE_UPRIGHT = 216


class HomePage(Page):
    """Reports which of the bays and doors was pressed."""

    account_wanted = Signal()
    dossier_wanted = Signal()
    progress_wanted = Signal()
    resume_wanted = Signal()
    guide_wanted = Signal()
    tour_wanted = Signal()

    def __init__(self, look: Look, shown: HomeShown) -> None:
        closed = shown.closed
        title = "home.title" if closed is None else f"home.closed.{closed}.title"
        super().__init__(look, name="home", heading=look.say(title), bare=True)
        self.footer = None
        self.door = Door.BEFORE
        self.eave = False
        self._shown = shown
        tokens = look.tokens
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, tokens.px(5), 0, 0)
        layout.setSpacing(0)
        layout.addLayout(self._greeting())
        self._roof_rows = self._rows_of_roof()
        wall_top = House(0, 0, 0, roof_rows=self._roof_rows).wall_top
        layout.addSpacing(tokens.px(wall_top) + tokens.px(11))
        self._bays = _Bays(look, self._cards(), closed=shown.closed is not None)
        layout.addWidget(self._bays, 1)
        layout.addSpacing(tokens.px(STEP))
        self._yard = Yard(look, shown)
        self._yard.resume_wanted.connect(self.resume_wanted)
        self._yard.guide_wanted.connect(self.guide_wanted)
        self._yard.tour_wanted.connect(self.tour_wanted)
        layout.addWidget(self._yard)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the yard and the house behind the cards."""
        del event
        tokens = self.look.tokens
        bays, yard = self._bays.geometry(), self._yard.geometry()
        house = self._placed(bays, yard)
        painter = QPainter(self)
        ground = QRect(0, yard.top(), self.width(), self.height() - yard.top())
        paint_ground(painter, ground, tokens.colour("plinth"))
        painter.save()
        painter.scale(tokens.scale, tokens.scale)
        paint_walls(painter, house, contrast=tokens.theme.outlined)
        painter.restore()
        painter.drawPixmap(0, round(house.top * tokens.scale), self._roof())
        painter.end()

    def _roof(self) -> QPixmap:
        """The roof, whose tiles take long to paint, as a picture of this width."""
        tokens, rows = self.look.tokens, self._roof_rows
        size = QSize(self.width(), tokens.px(home_roof_height(rows) + HOME_ROOF_TOES))
        width, contrast = size.width() / tokens.scale, tokens.theme.outlined
        paint = partial(paint_home_roof, width=width, rows=rows, contrast=contrast)
        units = (width, size.height() / tokens.scale)
        return picture(paint, size, units, self.devicePixelRatioF())

    def _placed(self, bays: QRect, yard: QRect) -> House:
        scale = self.look.tokens.scale
        below_top = House(0, 0, 0, roof_rows=self._roof_rows).wall_top
        return House(
            width=self.width() / scale,
            top=bays.top() / scale - below_top,
            ground=yard.top() / scale,
            upright=self.look.tokens.portrait,
            one_bay=self._shown.closed is not None,
            roof_rows=self._roof_rows,
        )

    def _rows_of_roof(self) -> int:
        tokens = self.look.tokens
        if tokens.largest:
            return 2
        if tokens.portrait:
            return 6
        return 3 if tokens.tight or tokens.large else 6

    def _greeting(self) -> QBoxLayout:
        tokens = self.look.tokens
        row: QBoxLayout = QVBoxLayout() if tokens.portrait else QHBoxLayout()
        row.setContentsMargins(tokens.margin, 0, tokens.margin, 0)
        row.setSpacing(tokens.px(24))
        row.addWidget(TextLabel(tokens, self.heading, Role.DISPLAY, name="heading"), 1)
        if not (tokens.portrait or tokens.large or tokens.tight):
            day = self.look.texts.date_with_weekday(self._shown.today)
            label = TextLabel(tokens, day, Role.SECONDARY, name="home.date")
            row.addWidget(label, 0, Qt.AlignmentFlag.AlignVCenter)
        return row

    def _cards(self) -> Sequence[QWidget]:
        tokens, say = self.look.tokens, self.look.say
        closed = self._shown.closed
        if closed is not None:
            return [self._closed_card(closed)]
        contrast = tokens.theme.outlined
        cards: list[PictureCard] = []
        for name, art, signal in (
            ("account", paint_account, self.account_wanted),
            ("dossier", paint_dossier, self.dossier_wanted),
            ("progress", paint_path, self.progress_wanted),
        ):
            card = PictureCard(
                tokens,
                partial(art, contrast=contrast),
                say(f"home.{name}.title"),
                # The largest words leave room for one line only: the title says enough.
                "" if tokens.largest and not tokens.portrait else say(f"home.{name}.text"),
                name=f"home.{name}",
                row=tokens.portrait,
                brief=not tokens.portrait,
            )
            card.tapped.connect(signal)
            cards.append(card)
        for card in cards:
            card.stand_beside(cards)
        return cards

    def _closed_card(self, closed: str) -> QWidget:
        tokens, say = self.look.tokens, self.look.say
        panel = Panel(tokens)
        panel.setObjectName("home.closed")
        panel.body.addStretch(1)
        panel.body.addWidget(TextLabel(tokens, say(f"home.closed.{closed}.text"), Role.INPUT_LARGE))
        if self._shown.phone:
            panel.body.addSpacing(tokens.space(16))
            call = say("home.closed.phone", phone=unbroken(self._shown.phone))
            panel.body.addWidget(Notice(tokens, call, icon="phone", role=Role.H1))
        panel.body.addStretch(1)
        return panel


class _Bays(QWidget):
    """Puts the cards between the columns of the house, or under one another in one bay."""

    def __init__(self, look: Look, cards: Sequence[QWidget], *, closed: bool) -> None:
        super().__init__()
        self._look = look
        self._cards = cards
        self._closed = closed
        for card in cards:
            card.setParent(self)
        tokens = look.tokens
        if closed:
            return
        if tokens.portrait:
            width = tokens.px(tokens.width - _BESIDE_UPRIGHT)
            least = max(card.heightForWidth(width) for card in cards) * len(cards)
            least += tokens.px(_AIR) * (len(cards) - 1)
        else:
            left, right, gap = self._across(tokens.width)
            width = round((right - left + gap) / len(cards)) - gap
            words = max(card.heightForWidth(width) for card in cards)
            least = max(tokens.px(_LEAST_CARD), words)
        self.setMinimumHeight(least + 2 * tokens.space(_AIR))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place the cards: equally wide and on the grid, not each in the middle of its bay."""
        super().resizeEvent(event)
        tokens = self._look.tokens
        top = tokens.space(_AIR)
        height = self.height() - 2 * top
        left, right, gap_across = self._across(self.width() / tokens.scale)
        count = len(self._cards)
        if self._closed or tokens.portrait:
            gap = tokens.px(_AIR)
            each = (height - gap * (count - 1)) // count
            for place, card in enumerate(self._cards):
                card.setGeometry(left, top + place * (each + gap), right - left, each)
            return
        pitch = (right - left + gap_across) / count
        for place, card in enumerate(self._cards):
            card.setGeometry(round(left + place * pitch), top, round(pitch) - gap_across, height)

    def _across(self, whole: float) -> tuple[int, int, int]:
        """Where the cards begin and end in a house of `whole` reference pixels, and their gap."""
        tokens = self._look.tokens
        narrow = tokens.width < _NARROW and not tokens.portrait
        columns = House(whole, 0, 0, upright=tokens.portrait).columns
        wall = tokens.px(_WALL_NARROW if narrow else _WALL)
        left = tokens.px(columns[0] + _COLUMN) + wall
        return left, tokens.px(columns[-1]) - wall, tokens.px(_GAP_NARROW if narrow else _GAP)
