"""A citizen's account at the training portal, over real HTTP."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import uuid6

from kiosk.domain.ports import PortalConflict, PortalRefused
from tests.training.making import NOW, account

if TYPE_CHECKING:
    from uuid import UUID

    from tests.training.world import World


def _asked(world: World, **answers: str) -> UUID:
    document = account(**answers)
    world.portal.deliver(world.kiosk.parcel(document))
    return document.id


def _code(world: World, id: UUID) -> str:  # noqa: A002
    return world.controls.messages(id)[0]["code"]


def _alive(world: World, **answers: str) -> UUID:
    asked = _asked(world, **answers)
    world.portal.send_code(asked)
    world.portal.activate(asked, _code(world, asked))
    return asked


def _wrong(code: str) -> str:
    return "000000" if code != "000000" else "111111"


def test_an_account_is_asked_for_proven_and_alive(either: World) -> None:
    document = account()
    receipt = either.portal.deliver(either.kiosk.parcel(document))
    assert either.portal.send_code(document.id) == NOW + timedelta(minutes=15)
    (message,) = either.controls.messages(document.id)
    assert message["phone"] == document.answers["phone"]
    assert len(message["code"]) == 6
    activation = either.portal.activate(document.id, message["code"])
    assert (activation.id, activation.code) == (document.id, receipt.code)
    assert either.controls.counts() == {"accounts": 1, "dossiers": 0, "files": 0}


def test_a_lost_activation_is_answered_again(here: World) -> None:
    asked = _asked(here)
    here.portal.send_code(asked)
    code = _code(here, asked)
    first = here.portal.activate(asked, code)
    here.clock.pass_(3600)
    assert here.portal.activate(asked, code) == first
    with pytest.raises(PortalRefused, match="code-wrong"):
        here.portal.activate(asked, _wrong(code))
    with pytest.raises(PortalRefused, match="account-active"):
        here.portal.send_code(asked)


def test_a_wrong_code_leaves_the_right_one_good(here: World) -> None:
    asked = _asked(here)
    here.portal.send_code(asked)
    code = _code(here, asked)
    with pytest.raises(PortalRefused, match="code-wrong"):
        here.portal.activate(asked, _wrong(code))
    assert here.portal.activate(asked, code).id == asked


def test_five_wrong_tries_end_a_code_and_a_new_one_begins(here: World) -> None:
    asked = _asked(here)
    here.portal.send_code(asked)
    code = _code(here, asked)
    for _ in range(5):
        with pytest.raises(PortalRefused, match="code-wrong"):
            here.portal.activate(asked, _wrong(code))
    with pytest.raises(PortalRefused, match="too-many-codes"):
        here.portal.activate(asked, code)
    here.portal.send_code(asked)
    assert here.portal.activate(asked, _code(here, asked)).id == asked


def test_a_code_ends_after_a_quarter_of_an_hour(here: World) -> None:
    asked = _asked(here)
    with pytest.raises(PortalRefused, match="code-expired"):
        here.portal.activate(asked, "123456")
    here.portal.send_code(asked)
    here.clock.pass_(15 * 60)
    with pytest.raises(PortalRefused, match="code-expired"):
        here.portal.activate(asked, _code(here, asked))


def test_five_codes_are_sent_a_day(here: World) -> None:
    asked = _asked(here)
    for _ in range(5):
        here.portal.send_code(asked)
    with pytest.raises(PortalRefused, match="too-many-codes"):
        here.portal.send_code(asked)
    here.clock.pass_(24 * 3600 + 1)
    here.portal.send_code(asked)


def test_a_new_code_ends_the_one_before(here: World) -> None:
    asked = _asked(here)
    here.portal.send_code(asked)
    first = _code(here, asked)
    here.portal.send_code(asked)
    second = _code(here, asked)
    if first != second:
        with pytest.raises(PortalRefused, match="code-wrong"):
            here.portal.activate(asked, first)
    assert here.portal.activate(asked, second).id == asked


def test_who_has_an_account_is_told_so(here: World) -> None:
    _alive(here)
    with pytest.raises(PortalRefused, match="number-already-registered"):
        _asked(here, phone="0987654321")


def test_a_phone_belongs_to_one_account(here: World) -> None:
    _alive(here)
    with pytest.raises(PortalRefused, match="phone-already-used"):
        _asked(here, number="001192000124")


def test_of_two_who_ask_the_first_to_prove_it_has_the_number(here: World) -> None:
    first, second = _asked(here), _asked(here)
    here.portal.send_code(first)
    here.portal.send_code(second)
    here.portal.activate(first, _code(here, first))
    with pytest.raises(PortalRefused, match="number-already-registered"):
        here.portal.activate(second, _code(here, second))


def test_an_unknown_account_has_no_code(here: World) -> None:
    with pytest.raises(PortalRefused, match="not-found"):
        here.portal.send_code(uuid6.uuid7())
    with pytest.raises(PortalRefused, match="not-found"):
        here.portal.activate(uuid6.uuid7(), "123456")
    with pytest.raises(PortalRefused, match="request-unreadable"):
        here.portal.activate(uuid6.uuid7(), "12345\0")


def test_the_same_request_has_the_same_receipt_and_another_none(here: World) -> None:
    document = account()
    parcel = here.kiosk.parcel(document)
    first = here.portal.deliver(parcel)
    here.clock.pass_(3600)
    assert here.portal.deliver(parcel) == first
    with pytest.raises(PortalConflict) as conflict:
        here.portal.deliver(here.kiosk.parcel(account(document.id, phone="0987654321")))
    assert (conflict.value.digest, conflict.value.receipt) == (parcel.digest, first)
    assert here.controls.counts()["accounts"] == 1
