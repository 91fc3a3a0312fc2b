"""How Vietnamese syllables are put together from taps: tones, marked letters, Telex, VNI."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Tone(StrEnum):
    """The six tones, in the order of the tone row."""

    NONE = "none"
    ACUTE = "acute"
    GRAVE = "grave"
    HOOK = "hook"
    TILDE = "tilde"
    DOT = "dot"


class ToneStyle(StrEnum):
    """Where the mark stands in open oa, oe and uy: `hòa, thúy` (old) or `hoà, thuý` (new)."""

    OLD = "old"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Syllable:
    """One syllable as its letters without tone mark (ă â đ ê ô ơ ư are letters), and its tone."""

    letters: str
    tone: Tone

    @classmethod
    def parse(cls, text: str) -> Syllable:
        """Take a written syllable apart. Where a stray text has several tone marks, the last."""
        tone = Tone.NONE
        letters = []
        for character in unicodedata.normalize("NFD", text):
            mark = _TONES.get(character)
            if mark is None:
                letters.append(character)
            else:
                tone = mark
        return cls(unicodedata.normalize("NFC", "".join(letters)), tone)

    def written(self, style: ToneStyle = ToneStyle.OLD) -> str:
        """The syllable as it is written, in NFC; without a vowel the tone has no place."""
        place = _tone_place(self.letters, style)
        if self.tone is Tone.NONE or place is None:
            return self.letters
        before, vowel, after = self.letters[:place], self.letters[place], self.letters[place + 1 :]
        return unicodedata.normalize("NFC", before + vowel + _MARKS[self.tone] + after)


@dataclass(frozen=True, slots=True)
class Edit:
    """What one key does to a text: `text` takes the place of `start` to `end`.

    `literal` is what would stand there, had Telex or VNI kept out of it; None where it did.
    """

    start: int
    end: int
    text: str
    literal: str | None = None


def syllable_before(text: str, cursor: int) -> tuple[int, int]:
    """The bounds of the syllable that the cursor is in or behind; empty where there is none."""
    start = cursor
    while start > 0 and _is_letter(text[start - 1]):
        start -= 1
    if start == cursor:
        return cursor, cursor
    end = cursor
    while end < len(text) and _is_letter(text[end]):
        end += 1
    return start, end


def with_tone(syllable: str, tone: Tone, style: ToneStyle = ToneStyle.OLD) -> str:
    """The syllable with that tone in its right place."""
    return Syllable(Syllable.parse(syllable).letters, tone).written(style)


def tones_of(syllable: str, style: ToneStyle = ToneStyle.OLD) -> tuple[str, ...]:
    """The six forms of a syllable, in the order of `Tone`."""
    return tuple(with_tone(syllable, tone, style) for tone in Tone)


def capitalised(text: str) -> str:
    """A name with a capital at the start of each syllable; the other letters stay as typed."""
    return re.sub(r"[^\W\d_]+", lambda found: found[0][0].upper() + found[0][1:], composed(text))


def composed(text: str) -> str:
    """The text in NFC, the one form that is stored."""
    return unicodedata.normalize("NFC", text)


def without_marks(text: str) -> str:
    """Lower case, no tone and no marked letter (đ is d): how people search and how we compare."""
    folded = unicodedata.normalize("NFD", text.casefold()).replace("đ", "d")
    return "".join(character for character in folded if not unicodedata.combining(character))


def type_letter(
    text: str,
    cursor: int,
    letter: str,
    *,
    capitals: bool = False,
    telex: bool = True,
    vni: bool = False,
    style: ToneStyle = ToneStyle.OLD,
) -> Edit:
    """What typing `letter` at `cursor` does.

    The mark of the syllable moves to where it belongs now (hòa + n is hoàn). With `capitals`
    a syllable begins with a capital. Telex takes part only where it makes Vietnamese of it, and
    so do the digits of VNI.
    """
    if vni and letter in _VNI_KEYS:
        return _type_vni(text, cursor, letter, style)
    if not _is_letter(letter):
        return Edit(cursor, cursor, composed(letter))
    start, end = syllable_before(text, cursor)
    if capitals and start == cursor:
        letter = letter.upper()
    left, right = text[start:cursor], text[cursor:end]
    literal = _replaced(left + letter + right, style)
    if (telex or vni) and left and not right:
        put = telex_key if telex else vni_key
        changed = put(left, letter, style)
        if changed is not None:
            return Edit(start, end, changed, literal)
    return Edit(start, end, literal)


def _type_vni(text: str, cursor: int, digit: str, style: ToneStyle) -> Edit:
    """A digit behind a syllable marks it, where that makes Vietnamese; else it is a digit."""
    start, end = syllable_before(text, cursor)
    if start < cursor == end:
        changed = vni_key(text[start:end], digit, style)
        if changed is not None:
            return Edit(start, end, changed, text[start:end] + digit)
    return Edit(cursor, cursor, digit)


def erase_letter(text: str, cursor: int, style: ToneStyle = ToneStyle.OLD) -> Edit:
    """What the delete key does at `cursor`: one letter with its marks goes, the tone moves."""
    if cursor == 0:
        return Edit(0, 0, "")
    start, end = syllable_before(text, cursor)
    if start == cursor:
        return Edit(cursor - 1, cursor, "")
    return Edit(start, end, _replaced(text[start : cursor - 1] + text[cursor:end], style))


def cursor_after(text: str, cursor: int, edit: Edit) -> int:
    """Where the cursor stands when `edit` is done: as far from the end as before."""
    behind = max(edit.end, cursor) - cursor
    return len(text[: edit.start]) + len(edit.text) - behind


def read_as_telex(keys: str) -> str:
    """What somebody meant who typed Telex where nothing composed it: `hoaf` is hòa."""
    text = ""
    for key in keys:
        edit = type_letter(text, len(text), key)
        text = text[: edit.start] + edit.text
    return text


def telex_key(syllable: str, key: str, style: ToneStyle = ToneStyle.OLD) -> str | None:
    """The syllable after a Telex key (s f r x j z, a e o w d), or None where it is but a letter.

    Typing the key again takes it back (`as` is á, `ass` is as). Only what can become a
    Vietnamese syllable is touched, so that Ksor or Alex stay as they are typed.
    """
    parsed = Syllable.parse(syllable)
    lower = key.lower()
    if lower in _TELEX_TONES:
        return _put_tone(parsed, key, _TELEX_TONES[lower], style)
    if lower == "d":
        return _put_bar(parsed, key, style)
    if lower in "aeow":
        marked = _put_mark(parsed, key, style)
        if marked is not None:
            return marked
    if lower.isalpha():
        return _put_horn_pair(parsed, key, style)
    return None


def vni_key(syllable: str, key: str, style: ToneStyle = ToneStyle.OLD) -> str | None:
    """The syllable after a VNI key (1 to 5 and 0 tones, 6 ^, 7 horn, 8 breve, 9 đ), or None.

    As in `telex_key`: the key again takes it back (`a1` is á, `a11` is a1).
    """
    parsed = Syllable.parse(syllable)
    if key in _VNI_TONES:
        return _put_tone(parsed, key, _VNI_TONES[key], style)
    if key == "9":
        return _put_bar(parsed, key, style)
    if key in _VNI_KEYS:
        return _put_mark(parsed, key, style)
    return _put_horn_pair(parsed, key, style)


def _put_tone(parsed: Syllable, key: str, tone: Tone, style: ToneStyle) -> str | None:
    if tone is Tone.NONE:
        return None if parsed.tone is Tone.NONE else parsed.letters
    initial, rime = _split(parsed.letters)
    if not rime or initial not in _INITIALS or without_marks(rime) not in _BARE_BEGINNINGS:
        return None
    if parsed.tone is tone:
        return parsed.letters + key
    return Syllable(parsed.letters, tone).written(style)


def _put_bar(parsed: Syllable, key: str, style: ToneStyle) -> str | None:
    first, rest = parsed.letters[0], parsed.letters[1:]
    if first in "dD" and (not rest or without_marks(rest) in _BARE_BEGINNINGS):
        return Syllable(("đ" if first == "d" else "Đ") + rest, parsed.tone).written(style)
    if first in "đĐ":
        undone = ("d" if first == "đ" else "D") + rest + key
        return Syllable(undone, parsed.tone).written(style)
    return None


def _put_mark(parsed: Syllable, key: str, style: ToneStyle) -> str | None:
    letters = parsed.letters
    rime_at = len(_split(letters)[0])
    lower = letters.lower()
    targets = _MARK_KEYS[key.lower()]
    candidates = []
    pair = re.search("[uư][oôơ]", lower[rime_at:]) if key.lower() in "w7" else None
    if pair is not None:
        at = rime_at + pair.start()
        open_pair = at + 2 == len(lower) and lower[at] == "u" and lower[at + 1] != "ơ"
        replacement = "uơ" if open_pair else "ươ"
        candidates.append(
            letters[:at] + _cased(replacement, letters[at : at + 2]) + letters[at + 2 :]
        )
    for at in range(len(letters) - 1, rime_at - 1, -1):
        target = targets.get(_plain(lower[at]))
        if target is not None:
            candidates.append(letters[:at] + _cased(target, letters[at]) + letters[at + 1 :])
    for candidate in candidates:
        if candidate != letters and _may_become_syllable(candidate):
            return Syllable(candidate, parsed.tone).written(style)
    marked = [at for at in range(rime_at, len(letters)) if lower[at] in targets.values()]
    if not marked:
        return None
    undone = "".join(
        _cased(_plain(lower[at]), letters[at]) if at in marked else letters[at]
        for at in range(len(letters))
    )
    return Syllable(undone + key, parsed.tone).written(style)


def _put_horn_pair(parsed: Syllable, key: str, style: ToneStyle) -> str | None:
    """`thuơ` and another letter: uơ stands only at the end of a syllable, so it was ươ."""
    letters = parsed.letters
    initial, rime = _split(letters)
    if rime.lower() != "uơ":
        return None
    candidate = letters[: len(initial)] + _cased("ươ", rime) + key
    if not _may_become_syllable(candidate):
        return None
    return Syllable(candidate, parsed.tone).written(style)


def _replaced(syllable: str, style: ToneStyle) -> str:
    return Syllable.parse(syllable).written(style)


def _is_letter(character: str) -> bool:
    return unicodedata.category(character)[0] in "LM"


def _plain(letter: str) -> str:
    return unicodedata.normalize("NFD", letter)[0]


def _cased(replacement: str, like: str) -> str:
    return "".join(
        new.upper() if old.isupper() else new for new, old in zip(replacement, like, strict=True)
    )


def _split(letters: str) -> tuple[str, str]:
    """Initial (lower case) and rime of a syllable without tone; qu and gi keep their vowel."""
    lower = letters.lower()
    at = 0
    while at < len(lower) and lower[at] not in _VOWELS:
        at += 1
    follows = at + 1 < len(lower) and lower[at + 1] in _VOWELS
    if follows and lower[:at] + lower[at] in {"qu", "gi"}:
        at += 1
    return lower[:at], letters[at:]


def _may_become_syllable(letters: str) -> bool:
    initial, rime = _split(letters)
    return initial in _INITIALS and rime.lower() in _BEGINNINGS


def _tone_place(letters: str, style: ToneStyle) -> int | None:
    """Which letter carries the mark.

    The last of ă â ê ô ơ ư; else the second of three vowels; else of two vowels the second before
    a consonant and, in the new style, in open oa, oe, uy; else the first.
    """
    start = len(_split(letters)[0])
    lower = letters.lower()
    while start < len(lower) and lower[start] not in _VOWELS:
        start += 1
    end = start
    while end < len(lower) and lower[end] in _VOWELS:
        end += 1
    if start == end:
        return None
    cluster = lower[start:end]
    for at in range(len(cluster) - 1, -1, -1):
        if cluster[at] in _MARKED_VOWELS:
            return start + at
    if len(cluster) == 1:
        return start
    second = len(cluster) > 2 or end < len(lower)
    if style is ToneStyle.NEW and cluster in {"oa", "oe", "uy"}:
        second = True
    return start + 1 if second else start


_MARKS: Final = {
    Tone.ACUTE: "\u0301",
    Tone.GRAVE: "\u0300",
    Tone.HOOK: "\u0309",
    Tone.TILDE: "\u0303",
    Tone.DOT: "\u0323",
}
_TONES: Final = {mark: tone for tone, mark in _MARKS.items()}
_TELEX_TONES: Final = {
    "s": Tone.ACUTE,
    "f": Tone.GRAVE,
    "r": Tone.HOOK,
    "x": Tone.TILDE,
    "j": Tone.DOT,
    "z": Tone.NONE,
}
_VNI_TONES: Final = {
    "1": Tone.ACUTE,
    "2": Tone.GRAVE,
    "3": Tone.HOOK,
    "4": Tone.TILDE,
    "5": Tone.DOT,
    "0": Tone.NONE,
}
_VNI_KEYS: Final = frozenset("0123456789")
_MARK_KEYS: Final = {
    "a": {"a": "â"},
    "e": {"e": "ê"},
    "o": {"o": "ô"},
    "w": {"a": "ă", "o": "ơ", "u": "ư"},
    "6": {"a": "â", "e": "ê", "o": "ô"},
    "7": {"o": "ơ", "u": "ư"},
    "8": {"a": "ă"},
}
"""The letters that a key of Telex or VNI marks."""
_MARKED_VOWELS: Final = frozenset("ăâêôơư")
_VOWELS: Final = frozenset("aeiouy") | _MARKED_VOWELS
_INITIALS: Final = frozenset(
    ["", *"b c ch d đ g gh gi h k kh l m n ng ngh nh p ph q qu r s t th tr v x".split()]
)
_RIMES: Final = """
a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
e ec em en eng eo ep et ê êch êm ên êng ênh êp êt êu i ia ich im in inh ip it iu
iêc iêm iên iêng iêp iêt iêu o oc oi om on ong ooc oong op ot
oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oe oen oeo oet
ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt u ua uc ui um un ung up ut uân uâng uât uây
uê uêch uên uênh uêt uơ uôc uôi uôm uôn uông uôp uôt uy uya uych uyên uyêt uyn uynh uyp uyt uyu
ư ưa ưc ưi ưm ưn ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu y ych yêm yên yêng yêt yêu ynh yt
""".split()
_BEGINNINGS: Final = frozenset(rime[:end] for rime in _RIMES for end in range(1, len(rime) + 1))
_BARE_BEGINNINGS: Final = frozenset(without_marks(beginning) for beginning in _BEGINNINGS)
