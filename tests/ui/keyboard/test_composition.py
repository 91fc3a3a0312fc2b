"""Vietnamese is written right in whatever order it is tapped."""

from __future__ import annotations

import unicodedata
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.keyboard.composition import (
    Tone,
    ToneStyle,
    capitalised,
    cursor_after,
    erase_letter,
    read_as_telex,
    syllable_before,
    telex_key,
    tones_of,
    type_letter,
    with_tone,
    without_marks,
)

# A syllable is an initial and one of these rimes; the vowel that carries the mark is in capitals.
RIMES = """
Oa Oe Uy A Ac Ach Ai Am An Ang Anh Ao Ap At Au Ay Ăc Ăm Ăn Ăng Ăp Ăt Âc Âm Ân Âng Âp Ât Âu Ây
E Ec Em En Eng Eo Ep Et Ê Êch Êm Ên Ênh Êp Êt Êu I Ia Ich Im In Inh Ip It Iu
iÊc iÊm iÊn iÊng iÊp iÊt iÊu O Oc Oi Om On Ong oOc oOng Op Ot
oAc oAch oAi oAn oAng oAnh oAo oAt oAy oĂc oĂm oĂn oĂng oĂt oEn oEo oEt
Ô Ôc Ôi Ôm Ôn Ông Ôp Ôt Ơ Ơi Ơm Ơn Ơp Ơt U Ua Uc Ui Um Un Ung Up Ut
uÂn uÂng uÂt uÂy uÊ uÊch uÊnh uƠ uÔc uÔi uÔm uÔn uÔng uÔt
uYa uYch uyÊn uyÊt uYnh uYt uYu Ư Ưa Ưc Ưi Ưng Ưt Ưu ưƠc ưƠi ưƠm ưƠn ưƠng ưƠp ưƠt ưƠu Y
""".split()
AFTER_QU = "A Ai An Ang Anh Ay Ăn Ăng Ăt Ân Ât Ây Ê Ên Êch Ơ Ôc E En Eo Y Ynh Yt yÊn yÊt".split()
AFTER_GI = "A Ac Ai An Ang Ao Ay Ă Ăng Ăt Âc Âm Ây Êng Êt Ô Ông Ơ Ơi Ư Ưa ưƠng".split()
INITIALS = "b c ch d đ g gh h k kh l m n ng ngh nh p ph r s t th tr v x".split()
MARKS = {"s": "\u0301", "f": "\u0300", "r": "\u0309", "x": "\u0303", "j": "\u0323"}
TELEX = {"ă": "aw", "â": "aa", "ê": "ee", "ô": "oo", "ơ": "ow", "ư": "uw", "đ": "dd"}


def _marked(initial: str, rime: str, mark: str) -> str:
    at = next(index for index, letter in enumerate(rime) if letter.isupper())
    lower = rime.lower()
    return unicodedata.normalize("NFC", initial + lower[: at + 1] + mark + lower[at + 1 :])


def _syllables() -> list[tuple[str, str, str]]:
    """Every syllable as letters without tone, Telex tone key, and as it has to be written."""
    found = []
    for key, mark in MARKS.items():
        plain = [
            (initial, rime)
            for initial in ["", *INITIALS]
            for rime in RIMES
            if initial != "g" or rime[0] not in "iI"
        ]
        after = [("qu", rime) for rime in AFTER_QU] + [("gi", rime) for rime in AFTER_GI]
        for initial, rime in plain + after:
            found.append((initial + rime.lower(), key, _marked(initial, rime, mark)))
    return found


SYLLABLES = _syllables()


def _typed(keys: str, *, telex: bool = True, style: ToneStyle = ToneStyle.OLD) -> str:
    text, cursor = "", 0
    for key in keys:
        edit = type_letter(text, cursor, key, telex=telex, style=style)
        cursor = cursor_after(text, cursor, edit)
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text


def _tone(key: str) -> Tone:
    return dict(zip("sfrxj", list(Tone)[1:], strict=True))[key]


def test_there_are_enough_syllables_to_prove_something() -> None:
    assert len(SYLLABLES) > 16_000


def test_a_tone_pressed_last_stands_in_its_place() -> None:
    for letters, key, written in SYLLABLES:
        assert with_tone(letters, _tone(key)) == written


def test_a_tone_pressed_at_any_time_ends_in_its_place() -> None:
    for letters, key, written in SYLLABLES:
        for early in range(1, len(letters)):
            text = with_tone(letters[:early], _tone(key))
            if text == letters[:early]:
                continue
            for letter in letters[early:]:
                edit = type_letter(text, len(text), letter, telex=False)
                text = text[: edit.start] + edit.text + text[edit.end :]
            assert text == written, letters[:early]


def test_telex_with_the_tone_last_writes_every_syllable() -> None:
    for letters, key, written in SYLLABLES:
        keys = "".join(TELEX.get(letter, letter) for letter in letters)
        if "oo" in letters:
            keys = keys.replace("oo", "ooo")
        assert _typed(keys + key) == written, keys


def test_telex_with_marks_after_all_letters_writes_every_syllable() -> None:
    for letters, key, written in SYLLABLES:
        if "oo" in letters:
            continue
        bare = without_marks(letters)
        marks = "".join(
            "w" if letter in "ăơư" else bare[at]
            for at, letter in enumerate(letters)
            if letter in "ăâêôơưđ"
        ).replace("ww", "w")
        keys = bare + marks + key
        if letters[:1] == "đ":
            keys = bare + "d" + marks[1:] + key
        assert _typed(keys) == written, keys


def test_telex_with_the_tone_before_the_last_consonant_writes_every_syllable() -> None:
    for letters, key, written in SYLLABLES:
        if "oo" in letters or letters[-1] in "aăâeêioôơuưy":
            continue
        end = len(letters)
        while letters[end - 1] not in "aăâeêioôơuưy":
            end -= 1
        keys = "".join(TELEX.get(letter, letter) for letter in letters[:end]) + key + letters[end:]
        assert _typed(keys) == written, keys


def _orders(letters: str, tone: str) -> set[str]:
    """The keys of a syllable in the orders in which people type them.

    Each mark comes right behind its letter, behind the vowels or at the end, the two of ươ perhaps
    as one; the tone behind any vowel or at the end, before the marks there or after them.
    """
    bare = without_marks(letters)
    marked = [at for at, letter in enumerate(letters) if letter in "ăâêôơưđ"]
    vowels = [at for at, letter in enumerate(letters) if letter in "aăâeêioôơuưy"]
    if letters.startswith(("qu", "gi")) and len(vowels) > 1:
        vowels = vowels[1:]
    nucleus, last = vowels[-1], len(letters) - 1
    keys = {at: "w" if letters[at] in "ăơư" else bare[at] for at in marked}
    horns = [marked.index(at) for at in marked if letters[at : at + 2] == "ươ"]
    found = set()
    for spots in product(("letter", "nucleus", "end"), repeat=len(marked)):
        if any(spots[at] != spots[at + 1] for at in horns):
            continue  # one w has marked them both by then, and another takes it back
        for tone_at, tone_first in product({*vowels, last}, (True, False)):
            behind = [""] * len(letters)
            for at, spot in zip(marked, spots, strict=True):
                place = {"letter": at, "nucleus": max(at, nucleus), "end": last}[spot]
                behind[place] += keys[at]
            behind = [typed.replace("ww", "w") for typed in behind]
            toned = behind[tone_at]
            behind[tone_at] = tone + toned if tone_first else toned + tone
            found.add("".join(map("".join, zip(bare, behind, strict=True))))
    return found


def test_telex_in_any_order_that_people_use_writes_every_syllable() -> None:
    wrong = [
        (keys, _typed(keys), written)
        for place, (letters, tone, written) in enumerate(SYLLABLES)
        if "oo" not in letters and place % len(MARKS) == len(letters) % len(MARKS)
        for keys in _orders(letters, tone)
        if _typed(keys) != written
    ]
    assert not wrong, wrong[:20]


VNI_TONE = dict(zip("sfrxj", "12345", strict=True))
VNI_MARK = {"ă": "8", "â": "6", "ê": "6", "ô": "6", "ơ": "7", "ư": "7", "đ": "9"}


def _typed_vni(keys: str, style: ToneStyle = ToneStyle.OLD) -> str:
    text, cursor = "", 0
    for key in keys:
        edit = type_letter(text, cursor, key, telex=False, vni=True, style=style)
        cursor = cursor_after(text, cursor, edit)
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text


def test_vni_with_each_mark_behind_its_letter_writes_every_syllable() -> None:
    for letters, key, written in SYLLABLES:
        bare = without_marks(letters)
        keys = "".join(
            at + VNI_MARK.get(letter, "") for at, letter in zip(bare, letters, strict=True)
        )
        keys = keys.replace("u7o7", "u7o")  # the horn of the pair is typed once
        if "ươ" in letters:
            keys = keys.replace("u7o", "uo7")
        assert _typed_vni(keys + VNI_TONE[key]) == written, keys


def test_vni_with_marks_after_all_letters_writes_every_syllable() -> None:
    for letters, key, written in SYLLABLES:
        marks = "".join(VNI_MARK.get(letter, "") for letter in letters).replace("77", "7")
        for keys in (marks + VNI_TONE[key], VNI_TONE[key] + marks):
            typed = without_marks(letters) + keys
            assert _typed_vni(typed) == written, typed


def test_vni_with_the_tone_before_the_last_consonant_writes_every_syllable() -> None:
    for letters, key, written in SYLLABLES:
        end = len(letters)
        while letters[end - 1] not in "aăâeêioôơuưy":
            end -= 1
        head = letters[:end]
        marks = "".join(VNI_MARK.get(letter, "") for letter in head).replace("77", "7")
        keys = without_marks(head) + marks + VNI_TONE[key] + letters[end:]
        assert _typed_vni(keys) == written, keys


@pytest.mark.parametrize(
    ("keys", "written"),
    [
        ("Nguye6n4 Thi5 Ho7i5", "Nguyễn Thị Hợi"),
        ("d9uo7ng2", "đường"),
        ("hoa2", "hòa"),
        ("hoa21", "hóa"),
        ("hoa20", "hoa"),
        ("a11", "a1"),
        ("a66", "a6"),
        ("d99", "d9"),
        ("Thon 3", "Thon 3"),
        ("12 ngo 4", "12 ngo 4"),
        ("B12", "B12"),
        ("oa6", "oa6"),
        ("axs", "axs"),
        ("8", "8"),
    ],
)
def test_vni_is_understood_and_leaves_other_digits_alone(keys: str, written: str) -> None:
    assert _typed_vni(keys) == written


def test_what_vni_changed_can_be_had_back() -> None:
    edit = type_letter("hoa", 3, "2", telex=False, vni=True)
    assert (edit.text, edit.literal) == ("hòa", "hoa2")


def test_without_vni_digits_are_digits() -> None:
    assert _typed("hoa2") == "hoa2"


@given(st.text(alphabet="aăâeêoôơuưydđnghctABĐ", max_size=6), st.sampled_from("0123456789"))
def test_vni_never_loses_a_letter(text: str, key: str) -> None:
    edit = type_letter(text, len(text), key, telex=False, vni=True)
    after = text[: edit.start] + edit.text + text[edit.end :]
    assert without_marks(after).rstrip("0123456789") == without_marks(text)


@pytest.mark.parametrize(
    ("letters", "old", "new"),
    [
        ("hoa", "hòa", "hoà"),
        ("hoe", "hòe", "hoè"),
        ("thuy", "thùy", "thuỳ"),
        ("oa", "òa", "oà"),
        ("hoan", "hoàn", "hoàn"),
        ("thuyên", "thuyền", "thuyền"),
        ("qua", "quà", "quà"),
        ("quy", "quỳ", "quỳ"),
        ("gia", "già", "già"),
        ("gi", "gì", "gì"),
        ("gin", "gìn", "gìn"),
        ("khuyu", "khuỳu", "khuỳu"),
        ("mua", "mùa", "mùa"),
        ("uy", "ùy", "uỳ"),
    ],
)
def test_both_ways_of_placing_the_tone_are_kept(letters: str, old: str, new: str) -> None:
    assert with_tone(letters, Tone.GRAVE, ToneStyle.OLD) == old
    assert with_tone(letters, Tone.GRAVE, ToneStyle.NEW) == new


def test_the_tone_row_shows_six_forms() -> None:
    assert tones_of("Toan") == ("Toan", "Toán", "Toàn", "Toản", "Toãn", "Toạn")


@pytest.mark.parametrize(
    ("keys", "written"),
    [
        ("nguyeenx", "nguyễn"),
        ("tieengs", "tiếng"),
        ("tiengse", "tiếng"),
        ("dduwowngf", "đường"),
        ("duongdwf", "đường"),
        ("thuowr", "thuở"),
        ("thuowngr", "thưởng"),
        ("quoocs", "quốc"),
        ("quowr", "quở"),
        ("giuowngf", "giường"),
        ("toansf", "toàn"),
        ("toansz", "toan"),
        ("ass", "as"),
        ("aaa", "aa"),
        ("dddd", "ddd"),
        ("NGUYEENX", "NGUYỄN"),
        ("Ksor", "Ksor"),
        ("Alex", "Alex"),
        ("Wen", "Wen"),
        ("xooong", "xoong"),
        ("huwowu", "hươu"),
    ],
)
def test_telex_is_understood_and_leaves_other_names_alone(keys: str, written: str) -> None:
    assert _typed(keys) == written


def test_what_telex_changed_can_be_had_back() -> None:
    edit = type_letter("Ma", 2, "x")
    assert (edit.text, edit.literal) == ("Mã", "Max")
    assert type_letter("Ma", 2, "i").literal is None


def test_telex_that_nothing_composed_is_still_understood() -> None:
    assert read_as_telex("hoaf trij") == "hòa trị"


def test_without_telex_letters_are_letters() -> None:
    assert _typed("nguyeenx", telex=False) == "nguyeenx"


def test_a_name_has_a_capital_at_each_syllable() -> None:
    assert capitalised("nguyễn thị hợi") == "Nguyễn Thị Hợi"
    assert capitalised("h'hen niê") == "H'Hen Niê"
    assert capitalised("y-blô") == "Y-Blô"
    assert type_letter("Lê ", 3, "m", capitals=True).text == "M"


def test_the_syllable_is_found_from_anywhere_in_it() -> None:
    assert syllable_before("Lê Minh Toan", 12) == (8, 12)
    assert syllable_before("Lê Minh Toan", 5) == (3, 7)
    assert syllable_before("Lê Minh Toan", 3) == (3, 3)
    assert syllable_before("H'Hen", 5) == (2, 5)
    assert syllable_before("", 0) == (0, 0)


def test_deleting_moves_the_tone_back() -> None:
    edit = erase_letter("hoàn", 4)
    assert edit.text == "hòa"
    assert cursor_after("hoàn", 4, edit) == 3
    assert erase_letter("a b", 2).text == ""
    assert erase_letter("", 0).text == ""


def test_a_letter_in_the_middle_keeps_the_cursor_behind_it() -> None:
    edit = type_letter("hòa", 2, "h", telex=False)
    assert edit.text == "hòha"
    assert cursor_after("hòa", 2, edit) == 3


WORDS = st.text("aăâbcdđeêghiklmnoôơpqrstuưvxyAĂÂĐÊÔƠƯáàảãạ'- ", max_size=12)


@given(WORDS, st.sampled_from(list(Tone)), st.sampled_from(list(ToneStyle)))
def test_a_tone_never_loses_a_letter(text: str, tone: Tone, style: ToneStyle) -> None:
    toned = with_tone(text, tone, style)
    assert without_marks(toned) == without_marks(text)
    assert unicodedata.is_normalized("NFC", toned)
    assert with_tone(toned, tone, style) == toned
    assert with_tone(toned, Tone.NONE, style) == with_tone(text, Tone.NONE, style)


@given(WORDS, st.sampled_from("abcdefghijklmnopqrstuvwxyzđăâêôơưAEOSDW"))
def test_telex_never_loses_a_letter(text: str, key: str) -> None:
    for syllable in text.replace("-", " ").replace("'", " ").split():
        changed = telex_key(syllable, key)
        if changed is None:
            continue
        bare = without_marks(syllable)
        assert without_marks(changed) in {bare, bare + without_marks(key)}


@given(st.text(max_size=12), st.data())
def test_any_text_survives_typing_and_deleting(text: str, data: st.DataObject) -> None:
    cursor = data.draw(st.integers(0, len(text)))
    start, end = syllable_before(text, cursor)
    assert 0 <= start <= cursor <= end <= len(text)
    edit = type_letter(text, cursor, "n")
    after = text[: edit.start] + edit.text + text[edit.end :]
    assert 0 <= cursor_after(text, cursor, edit) <= len(after)
    erase_letter(text, cursor)
