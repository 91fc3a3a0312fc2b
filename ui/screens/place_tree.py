"""What an old commune became, as a small tree: the old one above, those of now below it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme.text_layout import advance, lay_out
from ui.theme.tokens import Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPaintEvent

    from ui.theme.tokens import Tokens

_GAP = 12
_DROP = 64
_SIDE = 16
_TRUNK = 40


class PlaceTree(QWidget):
    """Repeats what words beside it say; it is not read aloud. The chosen commune is marked.

    The communes stand side by side where their names fit, else under one another.
    """

    def __init__(self, tokens: Tokens, former: str, names: Sequence[str]) -> None:
        """`former` names the old commune, `names` those that it became, in their order."""
        super().__init__()
        self._tokens = tokens
        self._former = former
        self._names = tuple(names)
        self._chosen: int | None = 0 if len(self._names) == 1 else None
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @property
    def chosen(self) -> int | None:
        """The place of the commune that is marked."""
        return self._chosen

    def choose(self, place: int | None) -> None:
        """Mark one of the communes, or none."""
        self._chosen = place
        self.update()

    def heightForWidth(self, width: int) -> int:
        """One row of boxes below the old commune's, or one for each commune."""
        return round(self._boxes(width)[-1].bottom()) + 1

    def sizeHint(self) -> QSize:
        """The width of what stands in an aside."""
        width = self._tokens.columns(4) - 2 * self._tokens.px(36)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """The longest name."""
        longest = max(self._widths((self._former, *self._names)))
        width = round(longest) + self._tokens.px(_TRUNK)
        return QSize(width, self._box() * 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the lines, the way to the chosen one over the others, then the boxes."""
        del event
        tokens = self._tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        root, *boxes = self._boxes(self.width())
        order = sorted(range(len(boxes)), key=lambda place: place == self._chosen)
        for place in order:
            marked = place == self._chosen
            ink = tokens.colour("primary" if marked else "divider")
            painter.setPen(QPen(ink, tokens.px(6 if marked else 4)))
            painter.drawPolyline(self._way(root, boxes[place]))
        self._paint_box(painter, root, self._former, marked=False)
        for place, (box, name) in enumerate(zip(boxes, self._names, strict=True)):
            self._paint_box(painter, box, name, marked=place == self._chosen)
        painter.end()

    def _way(self, root: QRectF, box: QRectF) -> list[QPointF]:
        if self._side_by_side(self.width()):
            start, end = root.center().x(), box.center().x()
            turn = (root.bottom() + box.top()) / 2
            return [
                QPointF(start, root.bottom()),
                QPointF(start, turn),
                QPointF(end, turn),
                QPointF(end, box.top()),
            ]
        trunk = self._tokens.px(_TRUNK) / 2
        return [
            QPointF(trunk, root.bottom()),
            QPointF(trunk, box.center().y()),
            QPointF(box.left(), box.center().y()),
        ]

    def _paint_box(self, painter: QPainter, box: QRectF, name: str, *, marked: bool) -> None:
        tokens = self._tokens
        width = tokens.px(4 if marked else 2)
        painter.setPen(QPen(tokens.colour("primary" if marked else "divider"), width))
        painter.setBrush(tokens.colour("primary_tint" if marked else "paper"))
        inset = width / 2
        radius = tokens.px(8)
        painter.drawRoundedRect(box.adjusted(inset, inset, -inset, -inset), radius, radius)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        role = Role.CAPTION_STRONG if marked else Role.CAPTION
        font, room = tokens.font(role), box.width() - tokens.px(8)
        block = lay_out(name, font, None)
        if block.width > room:  # said smaller rather than cut off
            smaller = int(font.pixelSize() * room / block.width / tokens.scale)
            block = lay_out(name, tokens.font_of(smaller, strong=marked), None)
        ink = tokens.colour("primary" if marked else "text")
        x = box.center().x() - block.width / 2
        block.paint(painter, x, box.center().y() - block.middle, ink)

    def _box(self) -> int:
        """The height of a box: its words with room above and below."""
        return lay_out("", self._tokens.font(Role.CAPTION_STRONG)).height + self._tokens.px(18)

    def _widths(self, names: Sequence[str]) -> list[float]:
        font = self._tokens.font(Role.CAPTION_STRONG)
        return [advance(name, font) + 2 * self._tokens.px(_SIDE) for name in names]

    def _side_by_side(self, width: int) -> bool:
        gaps = self._tokens.px(_GAP) * (len(self._names) - 1)
        return sum(self._widths(self._names)) + gaps <= width

    def _boxes(self, width: int) -> list[QRectF]:
        """The old commune's box, then the others'."""
        tokens = self._tokens
        high, gap = self._box(), tokens.px(_GAP)
        root = self._widths((self._former,))[0]
        if not self._names:
            return [QRectF(0, 0, min(root, width), high)]
        if not self._side_by_side(width):
            trunk = tokens.px(_TRUNK)
            stacked = [QRectF(0, 0, min(root, width), high)]
            for place, across in enumerate(self._widths(self._names)):
                top = (place + 1) * (high + gap)
                stacked.append(QRectF(trunk, top, min(across, width - trunk), high))
            return stacked
        widths = self._widths(self._names)
        if len(widths) == 1:
            widths = [max(root, widths[0])]
        else:
            spare = (width - gap * (len(widths) - 1) - sum(widths)) / len(widths)
            widths = [each + spare for each in widths]
        boxes = [QRectF((width - root) / 2, 0, root, high)]
        left = (width - sum(widths) - gap * (len(widths) - 1)) / 2
        for each in widths:
            boxes.append(QRectF(left, high + tokens.px(_DROP), each, high))
            left += each + gap
        return boxes
