"""What the camera sees, live on a page, with a frame to hold something into and one line to do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from ui.camera.newest import Newest
from ui.components.shapes import RADIUS_CARD
from ui.components.text_label import TextLabel
from ui.theme.palettes import OVER_PICTURE
from ui.theme.tokens import Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QHideEvent, QPaintEvent, QResizeEvent, QShowEvent
    from PySide6.QtMultimedia import QVideoFrame

    from ui.camera.device import Camera
    from ui.theme.tokens import Tokens

_SIZE: Final = QSize(880, 495)
_LEAST: Final = QSize(320, 180)
_DARK: Final = QColor(OVER_PICTURE.plate)
_CASING: Final = QColor(OVER_PICTURE.casing)
_LINE: Final = QColor(OVER_PICTURE.line)
_FOUND: Final = QColor(OVER_PICTURE.found)


class CameraView(QWidget):
    """Shows what the camera sees, which is open as long as this is on the glass and no longer.

    `frame` is every frame that the camera sends meanwhile. Frames that come faster than they can
    be painted are left out. Under the picture stands one line: what to do now.
    """

    frame = Signal(object)

    def __init__(
        self,
        tokens: Tokens,
        camera: Camera,
        *,
        words: str = "",
        mirrored: bool = False,
        size: QSize | None = None,
        yields: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """`mirrored` for a camera that looks at the person; `size` in reference pixels.

        A view that `yields` is lower than its width asks for where there is less room.
        """
        super().__init__(parent)
        self._camera = camera
        self._picture = _Picture(tokens, size or _SIZE, mirrored=mirrored, yields=yields)
        self._picture.unusable.connect(camera.note_unusable)
        self._words = TextLabel(tokens, words, Role.STRONG, name="camera.words")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.space(12))
        column.addWidget(self._picture, 1)
        column.addWidget(self._words)
        column.addStretch(0)
        self._words.setVisible(bool(words))

    @property
    def words(self) -> str:
        """What the person is to do now."""
        return self._words.words

    def say(self, words: str) -> None:
        """Ask for something else to be done."""
        self._words.set_text(words)
        self._words.setVisible(bool(words))

    def frame_in(self, place: QRectF | None) -> None:
        """Draw a frame to hold something into; `place` in parts (0 to 1) of what is seen."""
        self._picture.place = place
        self._picture.update()

    def outline(self, corners: Sequence[QPointF], *, found: bool = False) -> None:
        """Draw a line around what is seen there; corners in parts of what the camera sees.

        `found` says in the line's colour that it is what was looked for; no corners, no line.
        """
        self._picture.corners = tuple(corners)
        self._picture.found = found
        self._picture.update()

    @property
    def shows(self) -> bool:
        """Whether there is a picture by now."""
        return not self._picture.image.isNull()

    def showEvent(self, event: QShowEvent) -> None:
        """Open the camera."""
        super().showEvent(event)
        self._picture.open()
        self._camera.frame.connect(self._arrived)
        self._camera.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Close the camera, and forget what it saw."""
        super().hideEvent(event)
        self._camera.frame.disconnect(self._arrived)
        self._camera.stop()
        self._picture.shut()

    @Slot(object)
    def _arrived(self, frame: QVideoFrame) -> None:
        self._picture.take(frame)
        self.frame.emit(frame)


class _Picture(QWidget):
    """The live picture in a dark plate, fitted; everything heavy is done beside the screens.

    `unusable` carries the form of a frame that can't be shown.
    """

    unusable = Signal(str)

    def __init__(self, tokens: Tokens, size: QSize, *, mirrored: bool, yields: bool) -> None:
        super().__init__()
        self._tokens = tokens
        self._mirrored = mirrored
        self._yields = yields
        self._hint = QSize(tokens.px(size.width()), tokens.px(size.height()))
        self._least = QSize(tokens.px(_LEAST.width()), tokens.px(_LEAST.height()))
        self._newest: Newest | None = None
        self.image = QImage()
        self.place: QRectF | None = None
        self.corners: tuple[QPointF, ...] = ()
        self.found = False
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(not yields)
        self.setSizePolicy(policy)

    def open(self) -> None:
        """Get ready for frames."""
        self._newest = Newest(self._converted, self)
        self._newest.done.connect(self._show)

    def shut(self) -> None:
        """No frames come any more: show none."""
        if self._newest is not None:
            self._newest.close()
            self._newest.deleteLater()
            self._newest = None
        self.image = QImage()
        self.corners = ()

    def take(self, frame: QVideoFrame) -> None:
        """Show this frame, unless a newer one comes before it could be."""
        if self._newest is not None:
            self._newest.take(frame)

    def sizeHint(self) -> QSize:
        """As large as asked for."""
        return self._hint

    def hasHeightForWidth(self) -> bool:
        """Whether the height follows the width alone: in the proportions asked for."""
        return not self._yields

    def resizeEvent(self, event: QResizeEvent) -> None:
        """It is never higher than its width asks for."""
        super().resizeEvent(event)
        self.setMaximumHeight(self.heightForWidth(self.width()))

    def heightForWidth(self, width: int) -> int:
        """The height that goes with a width."""
        return width * self._hint.height() // self._hint.width()

    def minimumSizeHint(self) -> QSize:
        """A card can still be found in it."""
        return self._least

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the plate, the picture and what is drawn over it."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        radius = self._tokens.px(RADIUS_CARD)
        plate = QPainterPath()
        plate.addRoundedRect(QRectF(self.rect()), radius, radius)
        painter.setClipPath(plate)
        painter.fillRect(self.rect(), _DARK)
        seen = self._seen()
        if not self.image.isNull():
            painter.drawImage(
                seen,
                self.image.flipped(Qt.Orientation.Horizontal) if self._mirrored else self.image,
            )
        self._paint_over(painter, seen)
        painter.setClipping(False)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        width = self._tokens.px(2)
        painter.setPen(QPen(self._tokens.colour("rim"), width))
        half = width / 2
        painter.drawRoundedRect(
            QRectF(self.rect()).adjusted(half, half, -half, -half), radius, radius
        )
        painter.end()

    def _converted(self, frame: QVideoFrame) -> QImage:
        """The frame as large as it is shown; called beside the screens."""
        from ui.camera.picture import FrameUnusable, picture  # noqa: PLC0415 — loads long

        try:
            return picture(frame, self._room)
        except FrameUnusable as failure:
            self.unusable.emit(str(failure))
            return QImage()

    @property
    def _room(self) -> QSize:
        return self.size() * self.devicePixelRatioF()

    @Slot(object)
    def _show(self, image: QImage) -> None:
        self.image = image
        self.update()

    def _seen(self) -> QRectF:
        """Where the picture is painted; all of the plate while there is none."""
        whole = self.image.size() if not self.image.isNull() else self._hint
        size = whole.scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        seen = QRectF(0, 0, size.width(), size.height())
        seen.moveCenter(QRectF(self.rect()).center())
        return seen

    def _paint_over(self, painter: QPainter, seen: QRectF) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        px = self._tokens.px
        if self.place is not None:
            place = QRectF(
                seen.x() + self.place.x() * seen.width(),
                seen.y() + self.place.y() * seen.height(),
                self.place.width() * seen.width(),
                self.place.height() * seen.height(),
            )
            for pen in (QPen(_CASING, px(10)), QPen(_LINE, px(5))):
                painter.setPen(pen)
                painter.drawRoundedRect(place, px(RADIUS_CARD), px(RADIUS_CARD))
        if self.corners:
            line = QPolygonF([self._placed(corner, seen) for corner in self.corners])
            for pen in (QPen(_CASING, px(12)), QPen(_FOUND if self.found else _LINE, px(6))):
                pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
                painter.setPen(pen)
                painter.drawPolygon(line)

    def _placed(self, corner: QPointF, seen: QRectF) -> QPointF:
        across = 1 - corner.x() if self._mirrored else corner.x()
        return QPointF(seen.x() + across * seen.width(), seen.y() + corner.y() * seen.height())
