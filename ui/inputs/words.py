"""Names, free texts and e-mail addresses: one line each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.domain.person import printed_name
from kiosk.domain.procedure import FieldKind
from ui.inputs.field_input import Echo, FieldInput, Pad
from ui.inputs.line import TextLine
from ui.keyboard.composition import composed
from ui.keyboard.suggestions import are_names, suggest_name, suggest_text
from ui.keyboard.typist import Manner

if TYPE_CHECKING:
    from collections.abc import Callable

    from kiosk.domain.procedure import Answer, Field
    from ui.inputs.field_input import Known
    from ui.keyboard.typist import Typist

_PADS = {FieldKind.NAME: Pad.LETTERS, FieldKind.EMAIL: Pad.EMAIL}


class LineInput(FieldInput):
    """One line of text with the keyboard that suits it."""

    def __init__(self, known: Known, field: Field, *, labelled: bool) -> None:
        """Names begin each syllable with a capital; addresses of e-mail come as they are typed.

        A text begins with one, and goes on as its phrases do: those of countries are names.
        """
        super().__init__(known, field, labelled=labelled)
        kind = field.kind
        self._phrases = known.addresses.phrases(known.here, field.suggestions)
        manner = Manner(
            capitals=kind is FieldKind.NAME or are_names(self._phrases),
            sentence=kind is FieldKind.TEXT,
            phrases=self._phrases,
            verbatim=kind is FieldKind.EMAIL,
            vni=known.vni,
            style=known.style,
        )
        self.line = TextLine(known.look.tokens, manner, name=f"line-{field.id}", spoken=self.spoken)
        self.line.edited.connect(self.changed)
        self.line.entered.connect(self.finished)
        self.line.focused.connect(self.focused)
        self.line.by_hand_keyboard.connect(self.by_hand_keyboard)
        self.line.touched.connect(self.touched)
        self.setFocusProxy(self.line)
        self._layout.addWidget(self.line)

    @property
    def wants(self) -> Pad:
        """Letters alone for names, signs too for texts, or what e-mail addresses are made of."""
        return _PADS.get(self.field.kind, Pad.TEXT)

    def show_answer(self, answer: Answer | None) -> None:
        """Show a text."""
        self.line.show_text(answer if isinstance(answer, str) else "")

    def answer(self) -> str | None:
        """The text without blanks around it, in NFC."""
        return composed(self.line.text()).strip() or None

    def show_fault(self, *, faulty: bool) -> None:
        """Frame the line in red."""
        self.line.show_fault(faulty=faulty)

    def echo(self) -> Echo | None:
        """A name as papers print it."""
        if self.field.kind is not FieldKind.NAME:
            return None
        say = self.known.look.say
        return Echo(say("input.name.printed"), printed_name(self.line.text()))

    def take_focus(self) -> None:
        """Write in the line."""
        self.line.setFocus()
        self.focused.emit()

    def typist(self) -> Typist:
        """What writes into the line."""
        return self.line.typist

    def suggest(self) -> Callable[[str, int], tuple[str, ...]] | None:
        """Syllables of names, or the field's own phrases."""
        if self.field.kind is FieldKind.NAME:
            return self._names
        return self._suggested if self._phrases else None

    @property
    def suggests_whole(self) -> bool:
        """A phrase replaces the whole text, a syllable only itself."""
        return self.field.kind is not FieldKind.NAME

    def _names(self, text: str, cursor: int) -> tuple[str, ...]:
        return suggest_name(self.known.names, text, cursor)

    def _suggested(self, text: str, cursor: int) -> tuple[str, ...]:
        if not text.strip():
            return self._phrases[:5]
        return suggest_text(self._phrases, text, cursor)
