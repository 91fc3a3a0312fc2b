"""The contract's document is sound by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator

from tests.portal.contract import ContractDocument

if TYPE_CHECKING:
    from collections.abc import Iterator

CONTRACT = ContractDocument()


def _schemas(pointer: str, found: object) -> Iterator[tuple[str, Any]]:
    """Everything under a key `schema`, and the named ones."""
    if isinstance(found, dict):
        for key, inner in found.items():
            below = f"{pointer}/{key.replace('~', '~0').replace('/', '~1')}"
            if key == "schema" or pointer == "#/components/schemas":
                yield below, inner
            else:
                yield from _schemas(below, inner)
    elif isinstance(found, list):
        for number, inner in enumerate(found):
            yield from _schemas(f"{pointer}/{number}", inner)


def _references(found: object) -> Iterator[str]:
    if isinstance(found, dict):
        if isinstance(found.get("$ref"), str):
            yield found["$ref"]
        for inner in found.values():
            yield from _references(inner)
    elif isinstance(found, list):
        for inner in found:
            yield from _references(inner)


def _examples() -> Iterator[tuple[str, object]]:
    for path, item in CONTRACT.document["paths"].items():
        for method, operation in item.items():
            if method == "parameters":
                continue
            places = {f"responses/{it}": it for it in operation["responses"]}
            places |= {"requestBody": ""} if "requestBody" in operation else {}
            for place in places:
                escaped = path.replace("/", "~1")
                pointer, found = CONTRACT.resolve(f"#/paths/{escaped}/{method}/{place}")
                for media_type, content in found.get("content", {}).items():
                    below = f"{pointer}/content/{media_type.replace('/', '~1')}/schema"
                    for example in content.get("examples", {}).values():
                        yield below, example["value"]


def test_every_schema_is_json_schema() -> None:
    schemas = list(_schemas("#", CONTRACT.document))
    assert len(schemas) > 60
    for _, schema in schemas:
        Draft202012Validator.check_schema(schema)


def test_every_reference_leads_somewhere() -> None:
    for reference in set(_references(CONTRACT.document)):
        CONTRACT.resolve(reference)


def test_what_is_named_is_used() -> None:
    used = set(_references(CONTRACT.document))
    named = {
        f"#/components/{kind}/{name}"
        for kind, things in CONTRACT.document["components"].items()
        for name in things
        if kind != "securitySchemes"
    }
    assert named == used


@pytest.mark.parametrize(("schema", "example"), list(_examples()))
def test_the_examples_keep_the_contract(schema: str, example: object) -> None:
    assert CONTRACT.faults(schema, example) == []
