"""One screen's body: heading, hint, main part, aside, and what the frame shows around it."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.components.pressing import GUARD_MS
from ui.components.text_label import TextLabel
from ui.theme.tokens import Role

if TYPE_CHECKING:
    from PySide6.QtGui import QAccessibleInterface
    from PySide6.QtWidgets import QBoxLayout

    from ui.look import Look
    from ui.speech.script import Utterance


# Between the page and the plinth. A page may take of it before it need be turned.
_BELOW = 32


class Aside(Enum):
    """Whether a page has a four-column aside, and where it begins."""

    NONE = "none"
    BESIDE_BODY = "beside-body"
    BESIDE_HEADING = "beside-heading"


class Door(Enum):
    """Where a page stands to the staff's door: the header offers to open it, or to lock it."""

    NONE = "none"
    BEFORE = "before"
    BEHIND = "behind"


class Footer(NamedTuple):
    """The three places of the footer: words, or None for an empty place."""

    back: str | None = None
    leave: str | None = None
    primary: str | None = None
    back_icon: str | None = "chevron-left"
    leave_icon: str | None = "log-out"
    primary_icon: str | None = None
    primary_guard_ms: int = GUARD_MS
    primary_wide: bool = False
    """Whether the primary button is as wide as the aside: it is aimed at from afar."""


class Place(NamedTuple):
    """Where in a procedure the person is: said in the header, repeated by the eave."""

    caption: str = ""
    steps: str = ""
    progress: float | None = None
    waiting: bool = False


class Page(QWidget):
    """A screen's body. Subclasses fill `main`, `aside` or `full`, and report meanings.

    `footer`, `place` and `door` are what the frame shows around it; after changing one call
    `changed.emit()`. The frame re-emits its footer buttons as `back`, `leave` and `primary`.
    `noticed` says that a strip was put over the heading; `read_wanted` carries a script of its own
    that is to be read aloud now; `sound` names the signal that is heard
    when the page comes, if there is one.
    """

    back = Signal()
    leave = Signal()
    primary = Signal()
    changed = Signal()
    noticed = Signal()
    read_wanted = Signal(object)

    def __init__(
        self,
        look: Look,
        *,
        name: str,
        heading: str = "",
        hint: str = "",
        aside: Aside = Aside.NONE,
        bare: bool = False,
    ) -> None:
        """`name` is the screen's id in logs and tours, such as "task_list".

        A `bare` page has no layout of its own: it fills the space between header and footer
        (home, which paints a house there) and shows its heading itself.
        """
        super().__init__()
        self.look = look
        self.footer: Footer | None = Footer(
            back=look.say("footer.back"),
            leave=look.say("footer.leave"),
            primary=look.say("footer.continue"),
        )
        self.place = Place()
        self.door = Door.NONE
        self.eave = True
        self.sound = ""
        self.tray: QWidget | None = None
        self.footer_middle: QWidget | None = None
        self.setObjectName(name)
        self.setAccessibleName(heading)
        self._words = heading
        self._strip: QWidget | None = None
        if not bare:
            self._build(heading, hint, aside)

    def _build(self, heading: str, hint: str, aside: Aside) -> None:
        tokens = self.look.tokens
        self._root = QVBoxLayout(self)
        self._root.setContentsMargins(
            tokens.margin, tokens.space(16), tokens.margin, tokens.space(_BELOW)
        )
        self._heading = TextLabel(tokens, heading, Role.H1, name="heading")
        self._hint = TextLabel(tokens, hint, Role.SECONDARY, name="hint")
        # Showing a label that has no parent yet would open a window of its own for a moment.
        if not heading:
            self._heading.hide()
        if not hint:
            self._hint.hide()
        head = QVBoxLayout()
        head.setSpacing(tokens.px(4))
        head.addWidget(self._heading)
        head.addWidget(self._hint)
        self.main = QVBoxLayout()
        self.main.setSpacing(tokens.space(20))
        self.aside = QVBoxLayout()
        self.aside.setSpacing(tokens.space(20))
        self._root_columns(head, aside)
        self._space()

    def _root_columns(self, head: QVBoxLayout, aside: Aside) -> None:
        tokens = self.look.tokens
        left = QVBoxLayout()
        self._left = left
        if aside is Aside.BESIDE_HEADING:
            left.addLayout(head)
        else:
            self._root.addLayout(head)
        left.addLayout(self.main, 1)
        columns: QBoxLayout = QVBoxLayout() if tokens.portrait else QHBoxLayout()
        columns.setSpacing(tokens.gutter)
        columns.addLayout(left, 1)
        if aside is not Aside.NONE:
            holder = QWidget()
            holder.setLayout(self.aside)
            self.aside.setContentsMargins(0, 0, 0, 0)
            if not tokens.portrait:
                holder.setFixedWidth(tokens.columns(4))
            columns.addWidget(holder)
        self._root.addLayout(columns, 1)

    @property
    def heading(self) -> str:
        """The heading, which is what the page is called aloud."""
        return self._words

    def accessible(self) -> QAccessibleInterface:
        """A page is called aloud by its heading."""
        from PySide6.QtGui import QAccessible  # noqa: PLC0415 — not on the way to home

        from ui.accessible import TitledPart  # noqa: PLC0415 — likewise

        return TitledPart(self, QAccessible.Role.Grouping)

    def set_heading(self, heading: str, hint: str = "") -> None:
        """Show another heading and hint."""
        self._words = heading
        self._heading.set_text(heading)
        self._heading.setVisible(bool(heading))
        self._hint.set_text(hint)
        self._hint.setVisible(bool(hint))
        self.setAccessibleName(heading)
        self._space()

    def show_strip(self, strip: QWidget | None) -> None:
        """Put a full-width strip (error summary, notice) above the heading; None takes it away."""
        former, self._strip = self._strip, strip
        if former is not None:
            if any(it.hasFocus() for it in (former, *former.findChildren(QWidget))):
                self.setFocus()  # else a line would get it, and its keyboard would come
            self._root.removeWidget(former)
            former.hide()
            former.deleteLater()
        if strip is not None:
            self._root.insertWidget(0, strip)
            strip.show()
            self.noticed.emit()
        self._space()

    def read_strip(self) -> None:
        """Have the strip read out, and Tab go on from there."""
        if self._strip is not None:
            self._strip.setFocus()

    def _space(self) -> None:
        """Letters of a heading stand level whether or not there is a hint, or a strip above."""
        tokens = self.look.tokens
        above = 16 if self._words and self._strip is None else 24
        self._root.setContentsMargins(
            tokens.margin, tokens.space(above), tokens.margin, tokens.space(_BELOW)
        )
        below = tokens.space(32 if self._hint.words else 20)
        self._root.setSpacing(below)
        self._left.setSpacing(below)

    def show_tray(self, tray: QWidget | None) -> None:
        """Put a keyboard above the footer; None takes it away."""
        self.tray = tray
        self.changed.emit()

    def script(self) -> tuple[Utterance, ...]:
        """What is read aloud: all that can be read, from the top, then what goes on from here.

        Codes and what hands alone can use are left out by the parts that know of it. A page
        whose parts say it badly says it itself.
        """
        from ui.speech.reading import read  # noqa: PLC0415 — not on the way to home

        say = self.look.say
        script = list(read(self, say("speech.chosen")))
        if self.footer is not None and self.footer.primary is not None:
            script.append(say("speech.primary", button=self.footer.primary))
        return tuple(said for said in script if said)

    def show_voice(self, *, heard: bool) -> None:
        """Show or hide what only a voice can do; said by whatever reads aloud, if anything does."""

    def keep(self) -> object:
        """What was typed and not yet reported, for the page made in another look; None if none."""
        return None

    def restore(self, kept: object) -> None:
        """Take back what `keep` of the former page of this screen gave."""

    def entered(self) -> None:
        """Called by the frame once the page is shown: the place to set the focus."""
