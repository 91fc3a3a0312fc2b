"""The days of one month in the place of the number pad: a day that is not long ago is one tap."""

from __future__ import annotations

from calendar import Calendar
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final, Protocol

from PySide6.QtCore import QPointF, QRectF, QSize, Slot
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.keyboard.key import Key, Look, fitted
from ui.keyboard.number_pad import pad_height
from ui.theme.text_layout import advance
from ui.theme.tokens import Role

if TYPE_CHECKING:
    from PySide6.QtGui import QAccessibleInterface, QPaintEvent, QResizeEvent

    from ui.look import Look as PageLook

_WEEKS, _DAYS = 6, 7
_GAP = 12
_NAMES_HEIGHT = 40
_LEAST_KEY: Final = 57  # 14 mm, as the keys of letters where room is short
_CENTRE = 0.34
_WIDEST = "26"


class DayTarget(Protocol):
    """Something that a day is chosen for."""

    def chosen_day(self) -> date | None:
        """The day that stands there now."""

    def choose_day(self, day: date) -> None:
        """Take that day."""


class CalendarPad(QWidget):
    """Chooses a day, today at the latest, a month at a time."""

    def __init__(self, look: PageLook, today: date) -> None:
        """Weeks begin on Monday, as calendars on the wall do here."""
        super().__init__()
        self._look = look
        self._today = today
        self._first = today.replace(day=1)
        self._target: DayTarget | None = None
        self._days: dict[str, date] = {}
        self.setObjectName("calendar-pad")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMaximumHeight(pad_height(look))
        self._before = self._turning("calendar.before", "chevron-left")
        self._before.tapped.connect(self._turn_back)
        self._after = self._turning("calendar.after", "chevron-right")
        self._after.tapped.connect(self._turn_on)
        self._keys: list[Key] = []
        for place in range(_WEEKS * _DAYS):
            key = Key(
                look.tokens, "", name=f"day-{place}", look=Look.WORD, parent=self, like=_WIDEST
            )
            key.tapped.connect(self._key_tapped)
            self._keys.append(key)
        self._show_month()

    def join(self, target: DayTarget | None) -> None:
        """Choose for `target` from now on, and show the month of its day; None: for nothing."""
        self._target = target
        chosen = target.chosen_day() if target is not None else None
        self._first = min(chosen or self._today, self._today).replace(day=1)
        self._show_month()

    def key(self, day: date) -> Key:
        """The key of a day of the month that is shown. Raises KeyError."""
        return {self._days[key.objectName()]: key for key in self._keys if not key.isHidden()}[day]

    @property
    def month_said(self) -> str:
        """The month that is shown, in words."""
        texts = self._look.texts
        name = texts.month(self._first.month)
        return self._look.say("calendar.month", name=name, year=self._first.year)

    def accessible(self) -> QAccessibleInterface:
        """The days, as a whole that is called by its month."""
        from PySide6.QtGui import QAccessible  # noqa: PLC0415 — not on the way to home

        from ui.accessible import TitledPart  # noqa: PLC0415 — likewise

        return TitledPart(self, QAccessible.Role.Grouping)

    def sizeHint(self) -> QSize:
        """As the number pad."""
        return QSize(self._look.px(576), pad_height(self._look))

    def minimumSizeHint(self) -> QSize:
        """Days of 14 mm."""
        across = _DAYS * _LEAST_KEY + (_DAYS - 1) * _GAP
        down = (_WEEKS + 1) * (_LEAST_KEY + _GAP) + _NAMES_HEIGHT
        return QSize(self._look.px(across), self._look.px(down))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the room among the keys."""
        super().resizeEvent(event)
        width, height = self._sizes()
        for place, key in enumerate(self._keys):
            week, day = divmod(place, _DAYS)
            top = self._top_of(week)
            key.setGeometry(round(self._left_of(day)), round(top), round(width), round(height))
        side = round(max(width, self._look.px(88)))
        self._before.setGeometry(0, 0, side, round(height))
        self._after.setGeometry(self.width() - side, 0, side, round(height))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the month between its two keys, and the days of the week over their columns."""
        del event
        tokens = self._look.tokens
        painter = QPainter(self)
        width, height = self._sizes()
        side = self._before.width() + tokens.px(_GAP)
        room = QRectF(side, 0, self.width() - 2 * side, height)
        self._paint(painter, self.month_said, room, Role.H3, "text")
        names = QRectF(0, height + tokens.px(_GAP), width, tokens.px(_NAMES_HEIGHT))
        for day in range(_DAYS):
            words = self._look.say(f"calendar.weekday-{day + 1}")
            place = names.translated(self._left_of(day), -tokens.px(4))
            self._paint(painter, words, place, Role.CAPTION, "secondary")
        painter.end()

    def _paint(self, painter: QPainter, words: str, room: QRectF, role: Role, colour: str) -> None:
        tokens = self._look.tokens
        font = fitted(tokens, words, tokens.size(role), room, strong=role is Role.H3)
        painter.setFont(font)
        painter.setPen(tokens.colour(colour))
        x = room.center().x() - advance(words, font) / 2
        painter.drawText(QPointF(x, room.center().y() + font.pixelSize() * _CENTRE), words)

    def _sizes(self) -> tuple[float, float]:
        gap = self._look.px(_GAP)
        width = (self.width() - (_DAYS - 1) * gap) / _DAYS
        names = self._look.px(_NAMES_HEIGHT)
        return width, (self.height() - names - (_WEEKS + 1) * gap) / (_WEEKS + 1)

    def _left_of(self, day: int) -> float:
        return day * (self._sizes()[0] + self._look.px(_GAP))

    def _top_of(self, week: int) -> float:
        height, gap = self._sizes()[1], self._look.px(_GAP)
        return height + gap + self._look.px(_NAMES_HEIGHT) + week * (height + gap)

    def _turning(self, spoken: str, icon: str) -> Key:
        return Key(
            self._look.tokens,
            "",
            name=spoken.replace(".", "-"),
            look=Look.VIETNAMESE,
            icon=icon,
            spoken=self._look.say(spoken),
            parent=self,
        )

    def _show_month(self) -> None:
        """Show the days of the month that have been; those of others leave their places empty."""
        first, texts = self._first, self._look.texts
        chosen = self._target.chosen_day() if self._target is not None else None
        days = list(Calendar().itermonthdates(first.year, first.month))
        for place, key in enumerate(self._keys):
            day = days[place] if place < len(days) else None
            if day is None or day.month != first.month or day > self._today:
                key.hide()
                continue
            self._days[key.objectName()] = day
            key.show_label(str(day.day), filled=day == chosen)
            key.setAccessibleName(texts.date_with_weekday(day))
            key.show()
        self._after.setVisible(first < self._today.replace(day=1))
        self.setAccessibleName(f"{self._look.say('calendar.name')}, {self.month_said}")
        self.update()

    @Slot()
    def _turn_back(self) -> None:
        self._first = (self._first - timedelta(days=1)).replace(day=1)
        self._show_month()

    @Slot()
    def _turn_on(self) -> None:
        self._first = (self._first + timedelta(days=31)).replace(day=1)
        self._show_month()

    @Slot()
    def _key_tapped(self) -> None:
        key = self.sender()
        if self._target is None or not isinstance(key, Key):
            return
        self._target.choose_day(self._days[key.objectName()])
        self._show_month()
