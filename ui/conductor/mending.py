"""Has a name that the scanner damaged made whole: by choosing, or on the keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from kiosk.domain.damage import name_choices, without_gaps
from ui.screens.mend_name import MendNamePage, NameAsked

if TYPE_CHECKING:
    from ui.conductor.scene import Scene
    from ui.look import Look
    from ui.page import Page


class Mending(QObject):
    """`mended` carries the name as it was chosen, `typing` what is known of it to be typed on.

    What came through whole is not asked, and what can have been one thing alone is taken for it
    until the person sees the whole name.
    """

    mended = Signal(str)
    typing = Signal(str)
    back = Signal()
    left = Signal()

    def __init__(self, scene: Scene, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._scene = scene
        self._choices: tuple[tuple[str, ...], ...] = ()
        self._name: list[str] = []
        self._asked: list[int] = []
        self._place = 0
        self._role = ""

    def begin(self, name: str, role: str = "") -> None:
        """Ask about this name; `role` is the text key of whose it is, if not the person's."""
        names, count = self._scene.edges.library.names, len(name.split())
        self._choices = name_choices(name, lambda place: names.at(place, count))
        self._name = [
            choices[0] if choices else without_gaps(syllable)
            for syllable, choices in zip(name.split(), self._choices, strict=True)
        ]
        self._role = role
        self._asked = [place for place, it in enumerate(self._choices) if len(it) > 1]
        self._place = 0
        if all(self._choices):
            self._ask()
        else:
            self._type()

    def _ask(self) -> None:
        self._scene.stage.show(self._page)

    def _page(self, look: Look) -> Page:
        if self._role:
            heading = look.say("mend.other_title", role=look.say(self._role))
        else:
            heading = look.say("mend.title")
        if self._place < len(self._asked):
            place = self._asked[self._place]
            asked = NameAsked(tuple(self._name), place, self._choices[place])
        else:
            asked = NameAsked(tuple(self._name))
        caption = look.say("identity.other.caption" if self._role else "identity.caption")
        page = MendNamePage(look, asked, heading=heading, caption=caption)
        page.chosen.connect(self._chosen)
        page.right.connect(self._right)
        page.other.connect(self._type)
        page.back.connect(self._back)
        page.leave.connect(self.left)
        return page

    @Slot(str)
    def _chosen(self, syllable: str) -> None:
        self._name[self._asked[self._place]] = syllable
        self._place += 1
        self._ask()

    @Slot()
    def _right(self) -> None:
        self.mended.emit(" ".join(self._name))

    @Slot()
    def _type(self) -> None:
        self.typing.emit(" ".join(it for it in self._name if it))

    @Slot()
    def _back(self) -> None:
        if self._place == 0:
            self.back.emit()
            return
        self._place -= 1
        self._ask()
