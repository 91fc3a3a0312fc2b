"""What is really painted on a screen, measured: the ink of every text against its box.

Each widget is painted by itself onto a device that keeps no picture, only which text was painted
where, in which colour. Every check is a function from a `Seen` to what it finds; a new one is one
line in `CHECKS`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import combinations, product
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from PySide6.QtCore import QCoreApplication, QEvent, QMargins, QPoint, QPointF, QRect, QRectF
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QImage,
    QPaintDevice,
    QPaintEngine,
    QRegion,
    QTransform,
)
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget

from tests.gallery.spoken import unspoken
from ui.body import Body
from ui.components.press_button import Kind, PressButton
from ui.components.pressable_row import PressableRow
from ui.keyboard.key import Key
from ui.screens.look_tile import LookTile
from ui.screens.place_tree import PlaceTree
from ui.screens.thumbnail import Thumbnail
from ui.theme.palettes import ThemeName
from ui.window import Frame, Network, Point

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtGui import QFont, QPaintEngineState, QPixmap, QTextItem

    from ui.look import Look
    from ui.page import Page

POINT = Point("Nhà văn hoá thôn Đông", "xã Phú Hòa 2")
TARGET = 64
GAP = 12
_HAIR = 1.5
_DIRTY = QPaintEngine.DirtyFlag


_Pixels = np.ndarray[Any, np.dtype[Any]]


class Finding(NamedTuple):
    """What is wrong, and with what."""

    check: str
    where: str
    said: str


@dataclass(frozen=True)
class Ink:
    """One run of text: what it says, the box of its ink in its window, and its colour."""

    widget: QWidget
    words: str
    box: QRectF
    colour: QColor


class _Notes(QPaintEngine):
    """Writes down texts and pixmaps, and paints nothing."""

    def __init__(self) -> None:
        super().__init__(QPaintEngine.PaintEngineFeature.AllFeatures)
        self.texts: list[tuple[str, QRectF, QColor]] = []
        self.pictures: list[QRectF] = []
        self._at = QTransform()
        self._pen = QColor()

    def begin(self, device: QPaintDevice) -> bool:
        del device
        return True

    def end(self) -> bool:
        return True

    def type(self) -> QPaintEngine.Type:
        return QPaintEngine.Type.User

    def updateState(self, state: QPaintEngineState) -> None:  # noqa: N802 - Qt's name
        changed = state.state()
        if changed & _DIRTY.DirtyTransform:
            self._at = QTransform(state.transform())
        if changed & _DIRTY.DirtyPen:
            self._pen = QColor(state.pen().color())

    def drawTextItem(  # type: ignore[override] # noqa: N802 - Qt's name; it hands over a QPointF
        self, at: QPointF, item: QTextItem
    ) -> None:
        words = item.text().strip()
        if words:
            box = _ink_of(item.text(), item.font().pixelSize(), item.font().weight(), item.font())
            self.texts.append((words, self._at.mapRect(box.translated(at)), self._pen))

    def drawPixmap(  # type: ignore[override] # noqa: N802 - Qt's name; it hands over a QRectF
        self, at: QRectF, pixmap: QPixmap, part: QRectF
    ) -> None:
        del pixmap, part
        self.pictures.append(self._at.mapRect(at))

    def _pass_over(self, *_: object) -> None:
        """Shapes have no words."""

    drawPath = drawPolygon = drawRects = drawEllipse = _pass_over  # noqa: N815
    drawLines = drawPoints = drawImage = drawTiledPixmap = _pass_over  # type: ignore[assignment] # noqa: N815


_METRICS = QPaintDevice.PaintDeviceMetric
_FIXED = {
    _METRICS.PdmNumColors: 1 << 24,
    _METRICS.PdmDepth: 32,
    _METRICS.PdmDpiX: 96,
    _METRICS.PdmDpiY: 96,
    _METRICS.PdmPhysicalDpiX: 96,
    _METRICS.PdmPhysicalDpiY: 96,
    _METRICS.PdmDevicePixelRatioScaled: 1 << 16,
}


class _Sheet(QPaintDevice):
    """A device of a widget's size for `_Notes`."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__()
        self.notes = _Notes()
        self._size = {
            _METRICS.PdmWidth: widget.width(),
            _METRICS.PdmHeight: widget.height(),
            _METRICS.PdmWidthMM: widget.width() // 4,
            _METRICS.PdmHeightMM: widget.height() // 4,
        }

    def paintEngine(self) -> QPaintEngine:  # noqa: N802 - Qt's name
        return self.notes

    def metric(self, metric: QPaintDevice.PaintDeviceMetric) -> int:
        return self._size.get(metric, _FIXED.get(metric, 1))


def _notes_of(widget: QWidget) -> _Notes:
    sheet = _Sheet(widget)
    widget.render(sheet, QPoint(), QRegion(), QWidget.RenderFlag(0))
    return sheet.notes


_BOXES: dict[tuple[str, int, int], QRectF] = {}


def _ink_of(words: str, pixels: int, weight: int, font: QFont) -> QRectF:
    """The box of the ink of a line, from its origin; the same words are measured once."""
    key = (words, pixels, int(weight))
    if key not in _BOXES:
        _BOXES[key] = QFontMetricsF(font).tightBoundingRect(words)
    return _BOXES[key]


class Seen:
    """One page in its frame, and all that is painted on it."""

    def __init__(
        self,
        page: Page,
        look: Look,
        window: tuple[int, int],
        network: tuple[Network, int] = (Network.ONLINE, 0),
    ) -> None:
        """Shows the page. `close` destroys it again."""
        self.look = look
        self.page = page
        self.frame = Frame(look, POINT)
        self.frame.resize(*window)
        self.frame.show_network(*network)
        self.frame.show_page(page)
        self.frame.show()
        settle()
        self.shown = [it for it in self.frame.findChildren(QWidget) if it.isVisible()]

    @cached_property
    def painted(self) -> list[tuple[QWidget, _Notes]]:
        """What every widget paints, each by itself."""
        return [(widget, _notes_of(widget)) for widget in self.shown]

    @cached_property
    def inks(self) -> list[Ink]:
        """All texts that stand there."""
        return [
            Ink(widget, words, box, colour)
            for widget, notes in self.painted
            for words, box, colour in notes.texts
        ]

    @property
    def crossed(self) -> Iterator[tuple[QWidget, str, QRectF]]:
        """Texts that lie across the edge of a picture; those that lie on one wholly may."""
        for widget, notes in self.painted:
            for picture, (words, box, _) in product(notes.pictures, notes.texts):
                inner = picture.adjusted(_HAIR, _HAIR, -_HAIR, -_HAIR)
                if inner.intersects(box) and not picture.contains(box):
                    yield widget, words, box

    @property
    def controls(self) -> list[QAbstractButton]:
        """All that can be pressed."""
        return [it for it in self.shown if isinstance(it, QAbstractButton)]

    def on_page(self, widget: QWidget) -> bool:
        """Whether a widget belongs to the page, which may be higher than its window."""
        return self.page.isAncestorOf(widget)

    def rect(self, widget: QWidget, box: QRectF | None = None) -> QRectF:
        """A box of a widget (all of it) as it stands on the page, or in the frame."""
        top = self.page if self.on_page(widget) else self.frame
        at = widget.mapTo(top, QPoint(0, 0))
        return QRectF(box or widget.rect()).translated(QPointF(at))

    def picture(self) -> QImage:
        """The window as it is seen."""
        return self.frame.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)

    def whole_page(self) -> QImage:
        """The page in its whole height, on the wall."""
        image = QImage(self.page.size(), QImage.Format.Format_RGB32)
        image.fill(self.look.tokens.colour("wall"))
        flags = QWidget.RenderFlag.DrawChildren
        self.page.render(image, QPoint(), QRegion(), flags)
        return image

    def close(self) -> None:
        """Destroy the window."""
        self.frame.hide()
        self.frame.deleteLater()
        # No event loop runs here that would do it: thousands of screens would pile up.
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        settle()


def settle() -> None:
    """Let layouts come to rest, and what was destroyed be gone."""
    for _ in range(6):
        QApplication.processEvents()


def told(widget: QWidget) -> str:
    """How a finding names a widget."""
    name = widget.objectName() or widget.accessibleName()[:40]
    return f"{type(widget).__name__} {name}".strip()


# --- checks ---------------------------------------------------------------------------------------


def cut_off(seen: Seen) -> Iterator[Finding]:
    """No ink leaves its own box, nor any box around it."""
    for ink in seen.inks:
        box, inside = ink.box, ink.widget
        while True:
            if not _holds(QRectF(inside.rect()), box):
                rect = inside.rect().getRect()
                lies = f"{_short(box)} leaves {told(inside)} {rect}"
                yield Finding("cut off", told(ink.widget), f"“{ink.words[:50]}” {lies}")
                break
            if inside in (seen.page, seen.frame):
                break
            box = box.translated(QPointF(inside.pos()))
            parent = inside.parentWidget()
            if parent is None:
                break
            inside = parent


def overlapping(seen: Seen) -> Iterator[Finding]:
    """No ink lies on other ink, and none on a drawing beside it."""
    for widget, words, box in seen.crossed:
        if isinstance(widget, Thumbnail):  # the count has a ground of its own, on the picture
            continue
        yield Finding("overlap", told(widget), f"“{words[:50]}” {_short(box)} on a picture")
    for there in (True, False):
        placed = [
            (it, seen.rect(it.widget, it.box).adjusted(_HAIR, _HAIR, -_HAIR, -_HAIR))
            for it in seen.inks
            if seen.on_page(it.widget) is there
        ]
        placed.sort(key=lambda pair: pair[1].top())
        for at, (one, box) in enumerate(placed):
            for other, its in placed[at + 1 :]:
                if its.top() > box.bottom():
                    break
                if box.intersects(its):
                    said = f"“{one.words[:40]}” {_short(box)} on “{other.words[:40]}” {_short(its)}"
                    yield Finding("overlap", told(one.widget), said)


def squeezed(seen: Seen) -> Iterator[Finding]:
    """Nothing is narrower or lower than it needs, and nothing stands outside."""
    for part in seen.shown:
        if not part.width() or not part.height():
            continue
        around = seen.page if seen.on_page(part) else seen.frame
        if not QRectF(around.rect()).contains(seen.rect(part)):
            yield Finding("outside", told(part), _short(seen.rect(part)))
        if isinstance(part, QLabel | QAbstractButton):
            if part.width() < part.minimumSizeHint().width():
                needs = f"{part.width()} wide, needs {part.minimumSizeHint().width()}"
                yield Finding("squeezed", told(part), needs)
            # A layout shares heights out in whole pixels; what is cut off is another check's.
            if part.hasHeightForWidth() and part.height() + 1 < part.heightForWidth(part.width()):
                needs = f"{part.height()} high, needs {part.heightForWidth(part.width())}"
                yield Finding("squeezed", told(part), needs)


def out_of_reach(seen: Seen) -> Iterator[Finding]:
    """A page that is higher than its window can be turned."""
    body = seen.page.parentWidget()
    turner = [it for it in seen.shown if it.objectName() == "turner.down"]
    if isinstance(body, Body) and body.has_more_below and not turner:
        hidden = f"{seen.page.height() - body.height()} px are below the window"
        yield Finding("out of reach", seen.page.objectName(), hidden)


def too_small(seen: Seen) -> Iterator[Finding]:
    """What can be pressed is 16 mm high and wide; keys may give way to 14 mm of height."""
    tokens = seen.look.tokens
    for control in seen.controls:
        least = tokens.mm(14) if isinstance(control, Key) else tokens.px(TARGET)
        if control.height() < least or control.width() < least:
            size = f"{control.width()} x {control.height()}, least {least}"
            yield Finding("too small", told(control), size)


def too_close(seen: Seen) -> Iterator[Finding]:
    """Between two things to press there are 3 mm; rows of a card keep theirs inside themselves."""
    apart = seen.look.tokens.px(GAP) - 1
    grown = QMargins(apart, apart, apart, apart)
    framed = [
        (it, seen.rect(it).toRect())
        for it in seen.controls
        if not isinstance(it, PressableRow) and not it.objectName().startswith("fault.")
    ]
    for (one, its), (other, others) in combinations(framed, 2):
        same = seen.on_page(one) is seen.on_page(other)
        if same and its.marginsAdded(grown).intersects(others):
            yield Finding(
                "too close", told(one), f"{its.getRect()} {told(other)} {others.getRect()}"
            )


def faint(seen: Seen) -> Iterator[Finding]:
    """Ink stands out: 7:1, body text 10:1; the soft theme keeps between 4.5 and 8 on purpose."""
    theme = seen.look.tokens.theme
    soft = theme.name is ThemeName.SOFT
    whole, window = seen.whole_page(), seen.picture()
    page, frame = _levels(whole), _levels(window)
    for ink in seen.inks:
        image = page if seen.on_page(ink.widget) else frame
        ground = _ground(image, seen.rect(ink.widget, ink.box).toAlignedRect(), ink.colour)
        if ground is None:
            continue
        if isinstance(ink.widget, LookTile) and ink.words == "Aa":  # the sample of another theme
            continue
        ratio = contrast(ink.colour.name(), ground)
        body = ink.colour == seen.look.tokens.colour("text")
        least, most = (4.5, 8.0) if soft else (10.0 if body else 7.0, 22.0)
        if not least <= round(ratio, 2) <= most:
            said = f"“{ink.words[:40]}” {ink.colour.name()} on {ground}: {ratio:.1f}"
            yield Finding("contrast", told(ink.widget), said)


def primaries(seen: Seen) -> Iterator[Finding]:
    """Where there is a primary action there is one."""
    wanted = seen.page.footer is not None and seen.page.footer.primary is not None
    found = [it for it in seen.controls if isinstance(it, PressButton) and it._kind is Kind.PRIMARY]
    if len(found) > 1 or (wanted and not found):
        yield Finding("primary", seen.page.objectName(), f"{len(found)} primary actions")


def headings(seen: Seen) -> Iterator[Finding]:
    """The page is called something, and one label at most is its heading."""
    if not seen.page.accessibleName():
        yield Finding("heading", seen.page.objectName(), "the page has no name to be called by")
    shown = [it for it in seen.shown if it.objectName() == "heading" and seen.on_page(it)]
    if len(shown) > 1:
        yield Finding("heading", seen.page.objectName(), f"{len(shown)} headings")


def nameless(seen: Seen) -> Iterator[Finding]:
    """What can be pressed or read has a name for a screen reader."""
    pressable = set(seen.controls)
    drawn = [it for it in seen.shown if isinstance(it, PlaceTree)]  # words beside it say the same
    for widget in dict.fromkeys([*seen.controls, *(ink.widget for ink in seen.inks)]):
        named = widget.accessibleName()
        if not named and widget not in pressable:
            parent = widget.parentWidget()
            named = parent.accessibleName() if parent is not None else ""
        if not named.strip() and widget not in drawn:
            what = "pressed" if widget in pressable else "read"
            words = " ".join(it.words for it in seen.inks if it.widget is widget)
            yield Finding("nameless", told(widget), f"can be {what}: “{words[:60]}”")


def script(seen: Seen) -> Iterator[Finding]:
    """The page can be read aloud, from its heading on, in its own language."""
    for said in unspoken(seen.page):
        yield Finding("script", seen.page.objectName(), said)


CHECKS = (
    cut_off,
    overlapping,
    squeezed,
    out_of_reach,
    too_small,
    too_close,
    faint,
    primaries,
    headings,
    nameless,
    script,
)


def findings_of(seen: Seen) -> list[Finding]:
    """Everything that is wrong with one screen in one look."""
    return [finding for check in CHECKS for finding in check(seen)]


# --- measuring ------------------------------------------------------------------------------------


@cache
def _luminance(colour: str) -> float:
    """Relative luminance by WCAG 2.2."""
    shade = QColor(colour)
    red, green, blue = map(_linear, (shade.redF(), shade.greenF(), shade.blueF()))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(level: float) -> float:
    return level / 12.92 if level <= 0.04045 else math.pow((level + 0.055) / 1.055, 2.4)


def contrast(one: str, other: str) -> float:
    """The contrast of two colours by WCAG 2.2, 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _levels(image: QImage) -> _Pixels:
    """The pixels of an image, a number each, which holds for as long as the image does."""
    flat = np.frombuffer(image.constBits(), np.uint32)
    return flat.reshape(image.height(), image.bytesPerLine() // 4)[:, : image.width()]


def _ground(image: _Pixels, box: QRect, ink: QColor) -> str | None:
    """The colour that most of a box has besides its ink; None outside the picture."""
    part = image[max(0, box.top() - 2) : box.bottom() + 3, max(0, box.left() - 2) : box.right() + 3]
    colours, counts = np.unique(part & 0xFFFFFF, return_counts=True)
    if not len(colours):
        return None
    for place in np.argsort(counts)[::-1]:
        if int(colours[place]) != int(ink.rgb()) & 0xFFFFFF:
            return f"#{int(colours[place]):06x}"
    return ink.name()


def _holds(room: QRectF, box: QRectF) -> bool:
    return room.adjusted(-_HAIR, -_HAIR, _HAIR, _HAIR).contains(box)


def _short(box: QRectF) -> str:
    return f"({box.x():.0f}, {box.y():.0f}, {box.width():.0f}, {box.height():.0f})"
