"""Takes a picture of a paper: what the camera sees, and one thing to do at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from kiosk.papers.advice import Advice
from ui.camera.view import CameraView
from ui.components.panel import IconMark, Notice, Panel
from ui.components.text_label import TextLabel
from ui.page import Aside, Footer, Page, Place
from ui.theme.tokens import Role

if TYPE_CHECKING:
    from kiosk.papers.advice import Corners
    from ui.camera.device import Camera
    from ui.look import Look

_SEEN: Final = QSize(1184, 666)

_ICONS: Final = {
    Advice.DARK: "triangle-alert",
    Advice.SHOW: "file-text",
    Advice.FARTHER: "scan",
    Advice.CLOSER: "search",
    Advice.FLAT: "file-text",
    Advice.GLARE: "triangle-alert",
    Advice.STILL: "hand",
    Advice.GOOD: "circle-check",
}


class ShootPage(Page):
    """Films while it is on the glass. `primary` takes the picture; `view.frame` brings frames."""

    def __init__(self, look: Look, camera: Camera, *, paper: str, number: int) -> None:
        """`paper` is the paper's own name, `number` that of the page to be taken, from 1 on."""
        super().__init__(
            look,
            name="shoot",
            heading=look.say("shoot.title", paper=paper)
            if number == 1
            else look.say("shoot.title.page", paper=paper, page=number),
            aside=Aside.NONE if look.tokens.portrait else Aside.BESIDE_BODY,
        )
        tokens = look.tokens
        self.place = Place(look.say("papers.caption"))
        self.footer = Footer(
            back=look.say("footer.back"), primary=look.say("shoot.take"), primary_icon="camera"
        )
        self.view = CameraView(tokens, camera, size=_SEEN, yields=not tokens.portrait)
        self.main.addWidget(self.view, 0 if tokens.portrait else 1)
        panel = Panel(tokens, padding=28)
        row = QHBoxLayout()
        row.setSpacing(tokens.px(24))
        self._mark = IconMark(tokens, _ICONS[Advice.SHOW], size=60, colour="primary")
        row.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        self._advice = TextLabel(tokens, "", Role.H2, name="shoot.advice")
        row.addWidget(self._advice, 1)
        panel.body.addLayout(row)
        panel.setMinimumHeight(tokens.px(150 if tokens.tight else 220))
        beside = self.main if tokens.portrait else self.aside
        beside.addWidget(panel)
        # The least needed of all where words are large and the window is low.
        crowded = tokens.largest or (tokens.large and tokens.tight)
        if tokens.portrait or not crowded:
            beside.addWidget(Notice(tokens, look.say("shoot.by_itself")))
        beside.addWidget(_air())
        self.show_advice(Advice.SHOW, None)

    def show_advice(self, advice: Advice, corners: Corners | None) -> None:
        """Say what to do now, and draw where the sheet is seen."""
        good = advice is Advice.GOOD
        self._say(f"shoot.advice.{advice.value}", _ICONS[advice], good=good)
        self.view.outline([QPointF(x, y) for x, y in corners or ()], found=good)

    def show_lost(self) -> None:
        """Say that the camera is not there any more; it is looked for meanwhile."""
        self._say("shoot.lost", "triangle-alert", good=False)
        self.view.outline(())

    def show_working(self) -> None:
        """Say that the picture has been taken."""
        self._say("shoot.taken", "circle-check", good=True)

    def show_failed(self) -> None:
        """Say that nothing came of the picture."""
        self._say("shoot.failed", "triangle-alert", good=False)

    def _say(self, key: str, icon: str, *, good: bool) -> None:
        colour = "success" if good else "primary"
        self._mark.show_icon(icon, colour)
        words = self.look.say(key)
        if words != self._advice.words:
            self._advice.set_text(words)


def _air() -> QWidget:
    """Room that grows."""
    room = QWidget()
    room.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
    return room
