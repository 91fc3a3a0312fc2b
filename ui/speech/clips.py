"""Where what is said lies: a person's recording, or else a clip that was made from the very words.

A clip's file is named by the digest of language and words, so that a clip of words that have been
changed since is never found. A sentence that has no clip of its own is put together from the
longest ones that cover it: its fixed parts, and the numbers in it.
"""

from __future__ import annotations

import logging
import re
import unicodedata
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ui.speech.wording import in_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ui.texts import Texts

SIGNALS: Final = "signals"
"""The folder of the clips that are no speech."""
SIGNAL_SUFFIX: Final = ".wav"
SUFFIX: Final = ".opus"
_RECORDED: Final = frozenset({".flac", ".m4a", ".mp3", ".oga", ".ogg", ".opus", ".wav"})
_VOICE: Final = "1"
"""Changed whenever clips are made in another way: then none of the old ones is found."""
_LONGEST: Final = 40
_ENOUGH: Final = 0.6
"""So much of a sentence must be covered for its rest to be left out."""
_EDGES: Final = re.compile(r"^\W+|\W+$")
_PLACEHOLDER: Final = re.compile(r"\{[a-z_]+\}")

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Free:
    """Words that no clip has: for the system's voice, where it has one."""

    words: str


def normal(words: str) -> str:
    """Words without what makes no sound: capitals, spaces, marks at both ends."""
    return _EDGES.sub("", " ".join(unicodedata.normalize("NFC", words).casefold().split()))


def clip_name(words: str, language: str) -> str:
    """The file that holds these words, if they have been made into a clip."""
    said = f"{_VOICE}\n{language}\n{normal(words)}".encode()
    return blake2b(said, digest_size=12).hexdigest() + SUFFIX


def fixed_parts(message: str, texts: Texts) -> set[str]:
    """What of a message of a text or a pack can be said beforehand, in each form of address."""
    forms = {words for key, words in texts.words.items() if key.startswith("person.")}
    spoken: set[str] = set()
    for person in forms if "{person}" in message.lower() else {""}:
        whole = texts._replace(person=person).addressed(message)
        for part in _PLACEHOLDER.split(whole):
            spoken.update(filter(None, map(normal, in_words([part], texts))))
    return spoken


class Shelf:
    """The clips and recordings of one language; looks at the disk once, when it is made."""

    def __init__(self, texts: Texts, clips: Path, recordings: Iterable[Path] = ()) -> None:
        """`recordings` are folders with one for each language; a later one lies over the others.

        What isn't there is an empty shelf.
        """
        self._language = texts.language
        self._folder = clips / texts.language
        self._clips = frozenset(it.name for it in _files(self._folder))
        self._recorded = _recorded(texts, [it / texts.language for it in recordings])

    def __bool__(self) -> bool:
        """Whether there is anything to be heard."""
        return bool(self._clips or self._recorded)

    def sounds(self, said: Sequence[str], *, voice: bool) -> list[tuple[Path | Free, ...]]:
        """The sounds that say these sentences; `voice` says that the system speaks this language.

        A sentence that is not wholly there is the voice's. Without one its parts are said that
        are there, if they are most of it.
        """
        whole = self._recorded.get(normal(" ".join(said)))
        if whole is not None:
            return [(whole,)]
        sounds: list[tuple[Path | Free, ...]] = []
        for sentence in said:
            parts = self._cover(sentence)
            if all(isinstance(part, Path) for part in parts):
                sounds.append(tuple(parts))
            elif voice:
                sounds.append((Free(sentence),))
            else:
                missing = sum(len(it.words.split()) for it in parts if isinstance(it, Free))
                if missing <= (1 - _ENOUGH) * len(sentence.split()):
                    sounds.append(tuple(part for part in parts if isinstance(part, Path)))
        return sounds

    def name(self, name: str, *, voice: bool) -> list[tuple[Path | Free, ...]]:
        """The sounds of somebody's name, a syllable each; none where one of them isn't there.

        To hear part of it would be to hear another name.
        """
        syllables = normal(name).replace("-", " ").split()
        if voice:
            return [(Free(" ".join(map(str.capitalize, syllables))),)] if syllables else []
        clips = [clip_name(syllable, self._language) for syllable in syllables]
        if not clips or not self._clips.issuperset(clips):
            return []
        return [tuple(self._folder / clip for clip in clips)]

    def _cover(self, sentence: str) -> list[Path | Free]:
        """The sentence in the longest parts that there are, from its beginning."""
        words = sentence.split()
        parts: list[Path | Free] = []
        at = 0
        while at < len(words):
            if not normal(words[at]):
                at += 1
                continue
            end = min(len(words), at + _LONGEST)
            while end > at and (found := self._found(words, at, end)) is None:
                end -= 1
            if end > at and found is not None:
                parts.append(found)
                at = end
                continue
            if parts and isinstance(last := parts[-1], Free):
                parts[-1] = Free(f"{last.words} {words[at]}")
            else:
                parts.append(Free(words[at]))
            at += 1
        return parts

    def _found(self, words: Sequence[str], at: int, end: int) -> Path | None:
        if end - at == 1 and _may_be_a_name(words, at):
            return None
        part = " ".join(words[at:end])
        recorded = self._recorded.get(normal(part))
        if recorded is not None:
            return recorded
        name = clip_name(part, self._language)
        return self._folder / name if name in self._clips else None


def _may_be_a_name(words: Sequence[str], at: int) -> bool:
    """Whether a single word may be part of somebody's name: "Năm" is not the number then."""

    def capital(place: int) -> bool:
        return 0 <= place < len(words) and words[place].lstrip("\"'“(")[:1].isupper()

    return capital(at) and (at > 0 or capital(at + 1))


def _files(folder: Path) -> list[Path]:
    return list(folder.iterdir()) if folder.is_dir() else []


def _recorded(texts: Texts, folders: Iterable[Path]) -> Mapping[str, Path]:
    """What people have recorded: `<key>.<ext>`, or `<key>+<form>.<ext>` for a form of address."""
    recorded: dict[str, Path] = {}
    for folder in folders:
        for file in _files(folder):
            if file.suffix.lower() not in _RECORDED:
                continue
            key, _, form = file.stem.partition("+")
            whole = _whole(texts, key, form or "unknown")
            if whole is None:
                _log.warning("a recording fits no text", extra={"reason": key})
            else:
                recorded[normal(" ".join(in_words([whole], texts)))] = file
    return recorded


def _whole(texts: Texts, key: str, form: str) -> str | None:
    """All that a text says to a person; None where there is none, or it has places of its own."""
    if key not in texts or f"person.{form}" not in texts:
        return None
    whole = texts.addressing(form).addressed(texts.words[key])
    return None if _PLACEHOLDER.search(whole) else whole
