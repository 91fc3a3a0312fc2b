"""What a journey keeps of a person's answers while they change their mind."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest

from kiosk.domain.consent import TOUCH, Consent
from kiosk.domain.helping import Helping, HelpMode
from kiosk.domain.journey import Journey, Unfinished, journey_to_json
from kiosk.domain.procedure import Severity
from kiosk.domain.slip import Slip, Ticket
from kiosk.domain.submission import Attachment, Kind, read_json
from kiosk.domain.validation import Fault

AT = datetime(2026, 11, 26, 2, 12, tzinfo=UTC)
PAPER = Attachment(UUID(int=7), "birth-paper", "image/jpeg", 10, 1, "0" * 64)


@pytest.fixture
def journey() -> Journey:
    slip = Slip(Ticket("TK", "3K752"), 12345)
    return Journey(UUID(int=1), Kind.DOSSIER, "1.001193", "2026.1", slip, AT)


def test_who_agrees_agrees_to_the_very_words_that_were_shown() -> None:
    one, other = (
        Consent.of("submit", words, agreed=True, language="vi", at=AT)
        for words in ("Tôi đồng ý.", "Tôi đồng ý!")
    )
    assert one.wording == hashlib.sha256("Tôi đồng ý.".encode()).hexdigest()
    assert one.wording != other.wording
    assert (one.how, one.helper) == (TOUCH, None)


def test_an_answer_replaces_the_one_before_and_none_takes_it_back(journey: Journey) -> None:
    journey = journey.answer({"name": "An", "born": "2026"}).answer({"name": "Bình"})
    assert journey.answers == {"born": "2026", "name": "Bình"}
    assert journey.answer({"name": None}).answers == {"born": "2026"}


def test_the_origin_of_an_answer_stays_until_it_changes(journey: Journey) -> None:
    journey = journey.answer({"name": "An"}, "card")
    assert journey.answer({"name": "An"}).origins == {"name": "card"}
    assert journey.answer({"name": "Bình"}).origins == {"name": "typed"}
    assert journey.answer({"name": None}).origins == {}


def test_a_question_accepted_is_asked_again_when_its_answer_changes(journey: Journey) -> None:
    journey = journey.answer({"number": "1", "sex": "male"}).accept("number:sex-of-number")
    assert journey.answer({"sex": "female"}).accepted == {"number:sex-of-number"}
    assert journey.answer({"number": "1"}).accepted == {"number:sex-of-number"}
    assert journey.answer({"number": "2"}).accepted == frozenset()


def test_a_question_is_asked_again_when_another_answer_that_it_reads_changed(
    journey: Journey,
) -> None:
    journey = journey.accept("number:sex-of-number").accept("born:late")
    assert journey.reconsider({"sex-of-number"}).accepted == {"born:late"}


def test_a_step_that_was_helped_with_stays_so_when_it_is_answered_again(journey: Journey) -> None:
    journey = journey.step_came_about("name", HelpMode.SELF)
    assert journey.helped_at == {}
    journey = journey.step_came_about("name", HelpMode.ON_BEHALF)
    journey = journey.step_came_about("name", HelpMode.GUIDED)
    assert journey.helped_at == {"name": HelpMode.ON_BEHALF}


def test_the_journal_is_told_of_each_step_that_needed_help_and_of_the_whole(
    journey: Journey,
) -> None:
    journey = journey.step_came_about("name", HelpMode.GUIDED).called({"born"}).called({"fee"})
    journey = journey.helped(Helping(HelpMode.GUIDED))
    assert [(line.what, line.count) for line in journey.help_lines(9)] == [
        ("step-called:1.001193/born", 1),
        ("step-called:1.001193/fee", 1),
        ("step-guided:1.001193/name", 1),
        ("mode-guided", 9),
    ]


def test_what_was_helped_with_is_kept_with_the_journey(journey: Journey) -> None:
    journey = journey.step_came_about("name", HelpMode.FAMILY).called({"identity"})
    assert read_json(journey_to_json(journey), Journey) == journey


def test_pages_that_came_out_badly_are_told_of_the_papers_that_go_along(journey: Journey) -> None:
    other = replace(PAPER, id=UUID(int=8))
    journey = journey.attach(PAPER, 2).attach(other)
    assert [(it.what, it.count) for it in journey.poor_lines((PAPER, other))] == [("poor-pages", 2)]
    assert journey.poor_lines((other,)) == ()
    assert journey.detach(PAPER.id).poor == {}
    assert read_json(journey_to_json(journey), Journey) == journey


def test_papers_come_and_go(journey: Journey) -> None:
    assert journey.attach(PAPER).attachments == (PAPER,)
    assert journey.attach(PAPER).detach(PAPER.id).attachments == ()


def test_consent_is_never_assumed(journey: Journey) -> None:
    no = Consent("messages", agreed=False, wording="0" * 64, language="vi", at=AT)
    yes = Consent("submit", agreed=True, wording="1" * 64, language="vi", at=AT)
    journey = journey.consent((no, yes))
    assert journey.agreed("submit")
    assert not journey.agreed("messages")
    assert not journey.agreed("reuse")


def test_what_was_kept_is_what_is_read(journey: Journey) -> None:
    rich = replace(
        journey.answer(
            {"rows": [{"id": "a", "copies": 2}], "late": False, "home": {"commune": "00004"}}
        ),
        attachments=(PAPER,),
        consents=(Consent("submit", agreed=True, wording="0" * 64, language="vi", at=AT),),
        helping=Helping(HelpMode.GUIDED, "07"),
        accepted=frozenset({"number:sex-of-number"}),
        depends_on=UUID(int=9),
    )
    assert read_json(journey_to_json(rich), Journey) == rich


def test_help_only_grows_within_a_journey() -> None:
    helping = Helping(HelpMode.GUIDED, "07")
    assert helping.lessened(HelpMode.SELF) == helping
    assert helping.lessened(HelpMode.ON_BEHALF) == Helping(HelpMode.ON_BEHALF, "07")
    assert helping.lessened(HelpMode.SELF, "12") == Helping(HelpMode.GUIDED, "12")


def test_an_unfinished_journey_names_its_fields_and_no_values() -> None:
    fault = Fault("number", "length", {"length": 11}, "number", "requester", Severity.ERROR)
    assert str(Unfinished((fault,))) == "number"


def test_a_dossier_waits_for_its_account(journey: Journey) -> None:
    assert journey.after(UUID(int=9)).depends_on == UUID(int=9)


def test_who_pressed_the_keys_is_kept(journey: Journey) -> None:
    assert journey.helped(Helping(HelpMode.FAMILY)).helping.mode is HelpMode.FAMILY
