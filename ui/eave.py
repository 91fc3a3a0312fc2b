"""The strip of tiles over a page: it repeats how far one is, and shows the last step being laid."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple

from PySide6.QtCore import QObject, QSize, Slot

from ui.art.tiles import EAVE_HEIGHT, paint_eave
from ui.components.appearing import Appearing
from ui.theme.pictures import picture

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter, QPixmap
    from PySide6.QtWidgets import QWidget

    from ui.look import Look
    from ui.page import Place
    from ui.theme.tokens import Tokens


class _Laid(NamedTuple):
    """How much of the eave is laid, and whether something still waits."""

    caption: str = ""
    progress: float = 1.0
    amber: bool = False


_WHOLE: Final = _Laid()


class Eave(QObject):
    """Paints the eave on a window. It is silent: words beside it say the same."""

    def __init__(self, window: QWidget) -> None:
        """A whole eave, which `show_place` may open."""
        super().__init__(window)
        self._window = window
        self._laid = _WHOLE
        self._before: _Laid | None = None
        self._appearing = Appearing(self)
        self._appearing.valueChanged.connect(self.update)

    def clear(self) -> None:
        """Be whole again, for the next person."""
        self._appearing.stop()
        self._laid, self._before = _WHOLE, None

    def show_place(self, place: Place, look: Look) -> None:
        """Stand for this place; a page that tells no progress leaves the tiles as they are.

        What is newly laid of the same procedure appears once the page has been painted: nothing
        waits for a tile.
        """
        former = self._laid
        if place.progress is None:
            self._laid = _Laid(former.caption, former.progress, place.waiting)
        else:
            self._laid = _Laid(place.caption, place.progress, place.waiting)
        if self._laid == former:
            return
        self.update()
        self._appearing.stop()
        self._before = None
        further = self._laid.progress > former.progress and self._laid.caption == former.caption
        if further and not look.still:
            self._before = former
            self._appearing.start()

    def paint(self, painter: QPainter, tokens: Tokens) -> None:
        """Paint it at the top of the window."""
        part = self._appearing.part
        if self._before is not None and part < 1.0:
            painter.drawPixmap(0, 0, self._picture(self._before, tokens))
            painter.setOpacity(part)
        if part > 0.0:
            painter.drawPixmap(0, 0, self._picture(self._laid, tokens))
        painter.setOpacity(1.0)

    def _picture(self, laid: _Laid, tokens: Tokens) -> QPixmap:
        size = QSize(self._window.width(), tokens.px(EAVE_HEIGHT))
        width = size.width() / tokens.scale
        paint = partial(
            paint_eave,
            width=width,
            progress=laid.progress,
            amber=laid.amber,
            contrast=tokens.theme.outlined,
        )
        units = (width, size.height() / tokens.scale)
        return picture(paint, size, units, self._window.devicePixelRatioF())

    @Slot()
    def update(self) -> None:
        """Have it painted anew, and nothing else of the window."""
        self._window.update(0, 0, self._window.width(), 2 * EAVE_HEIGHT)
