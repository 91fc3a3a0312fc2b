"""Whether a screen can be heard: its heading first, in its language, and nobody's numbers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.gallery.languages import language_of, other_language
from ui.speech.reading import read
from ui.speech.script import Pointed
from ui.speech.wording import in_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ui.page import Page
    from ui.speech.script import Utterance
    from ui.texts import Texts

_SENTENCES = re.compile(r"(?<=[.?!])\s+")


def unspoken(page: Page) -> Iterator[str]:
    """What is wrong with the script of a page that stands on the screen, in words."""
    script, texts = page.script(), page.look.texts
    said = in_words(script, texts)
    if not said:
        yield "nothing is read aloud"
        return
    yield from _begun_badly(page, script)
    for sentence in said:
        if any(it.isdecimal() for it in sentence):
            yield f"“{sentence}” has digits in it"
    yield from _in_another_language(script, texts)
    onward = page.footer.primary if page.footer is not None else None
    if onward is not None and not any(onward in it for it in script if isinstance(it, str)):
        yield f"“{onward}” is not said"


def _begun_badly(page: Page, script: tuple[Utterance, ...]) -> Iterator[str]:
    """What the page is called comes first; only what was put over it may come before."""
    strip = page._strip
    over = () if strip is None else read(strip, page.look.say("speech.chosen"))
    wanted = " ".join(it for it in (*over, page.accessibleName()) if isinstance(it, str) and it)
    said = " ".join(it for it in script if isinstance(it, str))
    if not said.startswith(wanted):
        yield f"it begins with “{said[: len(wanted)]}”, not with “{wanted}”"


def _in_another_language(script: tuple[Utterance, ...], texts: Texts) -> Iterator[str]:
    language = language_of(texts.words)
    for utterance in script:
        if isinstance(utterance, Pointed):
            continue
        for said in dict.fromkeys((utterance, *_SENTENCES.split(utterance))):
            key = other_language(said, language)
            if key:
                yield f"“{said}” is not said in {language}: {key}"
