"""The training portal keeps the contract against requests that no kiosk would make."""

from __future__ import annotations

import base64
import hashlib
from typing import TYPE_CHECKING, Any

import hypothesis
import pytest
import schemathesis
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from kiosk.domain.ports import HandOffWanted
from tests.portal.contract import FILE
from tests.portal.phone import Phone
from tests.training.world import CONTRACT, world

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.training.world import World


@schemathesis.serializer("application/age", "application/offset+octet-stream")
def _as_it_is(_context: object, value: object) -> bytes:
    """Bodies that are bytes; where a wrong one is tried, its text."""
    return value if isinstance(value, bytes) else str(value).encode()


SEED = 20261126
EXAMPLES = 25
EXAMPLES_OF_ONE = 10
"""About the one hand-off that is open; its operations are asked as often as the others too."""
WANTED = HandOffWanted("Giấy chứng sinh", "vi", ("image/jpeg",), 20, 1000)
SCHEMA = schemathesis.openapi.from_path(FILE)
OPERATIONS = [
    operation.ok() for operation in SCHEMA.get_all_operations() if isinstance(operation, Ok)
]
CHECKS = [
    schemathesis.checks.not_a_server_error,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
]


@pytest.fixture(scope="module")
def lax(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A portal that is asked what no kiosk would ask."""
    with world(tmp_path_factory.mktemp("lax"), kept=False) as it:
        yield it


def test_every_operation_of_the_contract_is_asked() -> None:
    wanted = {
        f"{method.upper()} {path}"
        for path, item in CONTRACT.document["paths"].items()
        for method in item
        if method != "parameters"
    }
    assert {operation.label for operation in OPERATIONS} == wanted


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.label)
@pytest.mark.parametrize("mode", list(schemathesis.GenerationMode))
def test_no_request_breaks_the_contract(
    lax: World,
    operation: Any,  # noqa: ANN401 — schemathesis names its types anew
    mode: schemathesis.GenerationMode,
) -> None:
    headers = {"Authorization": f"Bearer {lax.portal._current_token()}"}

    @hypothesis.seed(SEED)
    @hypothesis.settings(
        max_examples=EXAMPLES,
        suppress_health_check=list(hypothesis.HealthCheck),
    )
    @hypothesis.given(case=operation.as_strategy(generation_mode=mode))
    def every(case: Any) -> None:  # noqa: ANN401
        case.call_and_validate(base_url=lax.url, checks=CHECKS, headers=headers)

    every()


@pytest.mark.parametrize(
    "operation",
    [
        it
        for it in OPERATIONS
        if it.label.startswith(("GET /v1/handoffs", "PUT /v1/handoffs/{id}/"))
    ],
    ids=lambda operation: operation.label,
)
@pytest.mark.parametrize("mode", list(schemathesis.GenerationMode))
def test_no_request_about_an_open_hand_off_breaks_the_contract(
    lax: World,
    operation: Any,  # noqa: ANN401
    mode: schemathesis.GenerationMode,
) -> None:
    hand_off = lax.portal.begin_hand_off(WANTED)
    phone = Phone(hand_off.address)
    assert phone.send(phone.seal(b"picture", 1, WANTED.most_files), 1)[0] == 201
    kiosk = {"Authorization": f"Bearer {lax.portal._current_token()}"}
    known = phone.bearer if "/phone" in operation.path else kiosk

    @hypothesis.seed(SEED)
    @hypothesis.settings(
        max_examples=EXAMPLES_OF_ONE,
        suppress_health_check=list(hypothesis.HealthCheck),
    )
    @hypothesis.given(case=operation.as_strategy(generation_mode=mode))
    def every(case: Any) -> None:  # noqa: ANN401
        case.path_parameters["id"] = phone.id
        headers = dict(known)
        if isinstance(case.body, bytes):
            digest = base64.b64encode(hashlib.sha256(case.body).digest()).decode()
            headers["Content-Digest"] = f"sha-256=:{digest}:"
        case.call_and_validate(base_url=lax.url, checks=CHECKS, headers=headers)

    every()
