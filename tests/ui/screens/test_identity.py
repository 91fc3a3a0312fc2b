"""The page that waits for a card offers every other way as well."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.ui.screens import shown
from tests.ui.screens.hands import Heard, Stand, words_on
from ui.components.ring import ProgressRing

if TYPE_CHECKING:
    from ui.look import Look


@pytest.mark.parametrize(
    ("control", "signal"), [("by_hand", "by_hand"), ("no_card", "without_card")]
)
def test_each_way_without_the_scanner_is_one_touch(
    stand: Stand, look: Look, control: str, signal: str
) -> None:
    page = shown.identity(look)
    stand.show(page, look)
    heard = Heard()
    getattr(page, signal).connect(heard.hear)
    stand.touch(f"identity.{control}")
    assert len(heard.all) == 1


def test_both_cards_are_described_in_words_beside_their_drawings(stand: Stand, look: Look) -> None:
    page = shown.identity(look)
    stand.show(page, look)
    for which in ("old_card", "new_card"):
        assert look.say(f"identity.{which}.text") in words_on(page)


def test_a_missing_scanner_is_said_and_nothing_pretends_to_wait(stand: Stand, look: Look) -> None:
    page = shown.identity(look, scanner_ready=False)
    stand.show(page, look)
    assert look.say("identity.no_scanner.title") in words_on(page)
    assert not page.findChildren(ProgressRing)


def test_a_code_that_is_no_card_is_said_with_what_to_do(stand: Stand, look: Look) -> None:
    page = shown.identity(look)
    stand.show(page, look)
    reason = look.say("card.unreadable.not-a-card")
    page.show_unread(reason)
    assert look.say("identity.unread.title") in words_on(page)
    assert reason in words_on(page)
