"""No document, whatever it holds, makes the portal fail: it is taken or refused by name."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
import uuid6
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.domain.procedure import FieldKind
from kiosk.domain.submission import Kind
from kiosk.packs import load_packs
from kiosk.training.accounts import Accounts
from kiosk.training.database import Database
from kiosk.training.problems import Problem
from kiosk.training.seals import Seals
from kiosk.training.submissions import Submissions, Taken
from kiosk.training.uploads import Uploads
from tests.training.making import NOW, TODAY, account

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kiosk.domain.procedure import Field, Procedure

PACKS = load_packs(Path(__file__).resolve().parents[2] / "assets" / "packs", TODAY)

ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=20),
    st.sampled_from(["2026-11-20", "1990", "0000", "9999-12-31", "0912345678", "001192000123"]),
    st.lists(st.text(max_size=3), max_size=3),
    st.dictionaries(st.text(max_size=8), st.text(max_size=8), max_size=3),
    st.just([{"id": "1"}, {"id": "1"}]),
)


def _likely(field: Field) -> st.SearchStrategy[Any]:
    """Answers that come some way through a procedure."""
    match field.kind:
        case FieldKind.YES_NO:
            return st.booleans()
        case FieldKind.DATE:
            return st.dates().map(str)
        case FieldKind.CHOICE:
            return st.sampled_from([option.code for option in field.options])
        case FieldKind.NUMBER:
            return st.integers(-5, 10**20)
        case FieldKind.GROUP:
            rows = {inner.id: _likely(inner) | ODD for inner in field.fields}
            row = st.fixed_dictionaries({"id": st.text(max_size=3)}, optional=rows)
            return st.lists(row, max_size=3)
        case _:
            return st.sampled_from(["NGUYỄN THỊ LAN", "0912345678", "001192000123", "x"])


def _answers(procedure: Procedure) -> st.SearchStrategy[dict[str, Any]]:
    fields = [it for task in procedure.tasks for step in task.steps for it in step.fields]
    return st.fixed_dictionaries({}, optional={it.id: _likely(it) | ODD for it in fields})


@pytest.fixture
def submissions(tmp_path: Path) -> Iterator[Submissions]:
    database = Database(f"sqlite:///{tmp_path / 'portal.sqlite'}")
    yield Submissions(
        database,
        Uploads(database, tmp_path / "files", lambda: NOW),
        Accounts(database, lambda: NOW),
        Seals(tmp_path / "portal.key"),
        PACKS.procedure,
        lambda: NOW,
    )
    database.close()


@pytest.mark.parametrize("code", [it.code for it in PACKS.procedures])
@settings(max_examples=60)
@given(data=st.data())
def test_no_answers_make_the_portal_fail(
    submissions: Submissions, code: str, data: st.DataObject
) -> None:
    procedure = PACKS.procedure(code)
    assert procedure is not None
    document = msgspec.to_builtins(account()) | {
        "id": str(uuid6.uuid7()),
        "kind": procedure.kind,
        "procedure": code,
        "version": procedure.version,
        "answers": data.draw(_answers(procedure)),
    }
    body = msgspec.json.encode(document)
    ended = _ended(submissions, procedure, document["id"], body)
    if isinstance(ended, Problem):
        assert ended.status == 422
        assert msgspec.json.decode(ended.body())["errors"]


def _ended(
    submissions: Submissions, procedure: Procedure, name: str, body: bytes
) -> Taken | Problem:
    """What came of a document; anything else that is raised is a fault."""
    try:
        return submissions.take(Kind(procedure.kind), name, body, "application/json")
    except Problem as problem:
        return problem


def test_an_account_of_the_real_pack_is_taken(submissions: Submissions) -> None:
    procedure = PACKS.procedure("account.portal")
    assert procedure is not None
    document = msgspec.to_builtins(account()) | {
        "procedure": procedure.code,
        "version": procedure.version,
        "answers": {
            "phone": "0912345678",
            "name": "NGUYỄN THỊ LAN",
            "personal_number": "001192000123",
            "birth_date": "1992-03-01",
            "sex": "female",
            "residence": {"province": "01", "commune": "00004"},
        },
    }
    body = msgspec.json.encode(document)
    taken = submissions.take(Kind.ACCOUNT, document["id"], body, "application/json")
    assert taken.new
