"""Turns keys, painted or real, into edits of the text that is being written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from ui.keyboard.composition import (
    Edit,
    ToneStyle,
    capitalised,
    cursor_after,
    erase_letter,
    syllable_before,
    type_letter,
    with_tone,
)
from ui.keyboard.suggestions import goes_on_large

if TYPE_CHECKING:
    from ui.keyboard.composition import (
        Tone,
    )


class TextTarget(Protocol):
    """A line of text that can be written into."""

    def text(self) -> str:
        """All of it."""

    def cursor_place(self) -> int:
        """Before which character the next letter goes."""

    def replace(self, start: int, end: int, text: str, cursor: int) -> None:
        """Put `text` in the place of `start` to `end`, the cursor then standing at `cursor`."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How letters are taken: as names, as Vietnamese, or (`verbatim`) as they come.

    `capitals` begins each syllable with a capital, `sentence` the whole, and what `phrases` do. On
    a real keyboard `vni` takes the place of Telex: painted keys have marks of their own, and
    digits that are meant.
    """

    capitals: bool = False
    sentence: bool = False
    phrases: tuple[str, ...] = ()
    telex: bool = True
    verbatim: bool = False
    vni: bool = False
    style: ToneStyle = ToneStyle.OLD


class Typist:
    """Writes into one target. It remembers nothing but the last thing that Telex changed."""

    def __init__(self, target: TextTarget, manner: Manner) -> None:
        self._target = target
        self._manner = manner
        self._undo: tuple[str, Edit] | None = None

    @property
    def manner(self) -> Manner:
        """How letters are taken."""
        return self._manner

    @property
    def literal(self) -> str | None:
        """What stood at the cursor, had Telex kept out of it; None where it did."""
        if self._undo is None or self._undo[0] != self._target.text():
            return None
        return self._undo[1].literal

    def text(self) -> str:
        """All that is written."""
        return self._target.text()

    def cursor(self) -> int:
        """Where the next letter goes."""
        return self._target.cursor_place()

    def syllable(self) -> str:
        """The syllable that a tone would go to; a blank behind it doesn't matter."""
        start, end = self._bounds()
        return self._target.text()[start:end]

    def bounds(self) -> tuple[int, int]:
        """Where that syllable begins and ends."""
        return self._bounds()

    def letter(self, character: str, *, real: bool = False) -> None:
        """Type one character, on a painted key or on a `real` one."""
        text, cursor = self._target.text(), self._target.cursor_place()
        if self._manner.verbatim:
            self._apply(Edit(cursor, cursor, character))
            return
        vni = real and self._manner.vni
        edit = type_letter(
            text,
            cursor,
            character,
            capitals=self._begins_large(text[:cursor]),
            telex=self._manner.telex and not vni,
            vni=vni,
            style=self._manner.style,
        )
        self._apply(edit)
        if edit.literal is not None:
            self._undo = (self._target.text(), edit)

    def _begins_large(self, before: str) -> bool:
        manner = self._manner
        if manner.capitals or not manner.sentence:
            return manner.capitals
        return not before.strip() or goes_on_large(manner.phrases, before)

    def tone(self, tone: Tone) -> None:
        """Give the syllable another tone."""
        start, end = self._bounds()
        syllable = self._target.text()[start:end]
        if syllable:
            self._apply(Edit(start, end, with_tone(syllable, tone, self._manner.style)))

    def erase(self) -> None:
        """Take away the letter before the cursor."""
        text, cursor = self._target.text(), self._target.cursor_place()
        if self._manner.verbatim:
            self._apply(Edit(max(0, cursor - 1), cursor, ""))
        else:
            self._apply(erase_letter(text, cursor, self._manner.style))

    def erase_all(self) -> None:
        """Take away everything."""
        self._undo = None
        self._target.replace(0, len(self._target.text()), "", 0)

    def keep_literal(self) -> None:
        """Have the letters as they were typed, before Telex made something else of them."""
        if self._undo is None or self.literal is None:
            return
        edit = self._undo[1]
        literal = edit.literal or ""
        self._apply(Edit(edit.start, edit.start + len(edit.text), literal))

    def put_word(self, word: str) -> None:
        """Put a suggestion in the place of the word begun, with a blank behind it."""
        text, cursor = self._target.text(), self._target.cursor_place()
        start = text[:cursor].rfind(" ") + 1
        end = cursor
        while end < len(text) and text[end] != " ":
            end += 1
        if self._manner.capitals:
            word = capitalised(word)
        blank = "" if text[end : end + 1] == " " else " "
        self._apply(Edit(start, end, word + blank))

    def put_all(self, phrase: str) -> None:
        """Put a suggestion in the place of everything."""
        self._undo = None
        self._target.replace(0, len(self._target.text()), phrase, len(phrase))

    def _bounds(self) -> tuple[int, int]:
        text = self._target.text()
        before = text[: self._target.cursor_place()].rstrip(" ")
        return syllable_before(text, len(before))

    def _apply(self, edit: Edit) -> None:
        self._undo = None
        text, cursor = self._target.text(), self._target.cursor_place()
        if (edit.start, edit.end) != (cursor, cursor) and edit.end < cursor:
            # The syllable stands before a blank: the cursor keeps its distance from the end.
            after = cursor + len(edit.text) - (edit.end - edit.start)
        else:
            after = cursor_after(text, cursor, edit)
        self._target.replace(edit.start, edit.end, edit.text, after)
