"""Holds what goes over the wire against docs/portal-api.yaml."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import yaml
from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

FILE: Final = Path(__file__).resolve().parents[2] / "docs" / "portal-api.yaml"
_URN: Final = "urn:portal-api"


def _escaped(part: str) -> str:
    return part.replace("~", "~0").replace("/", "~1")


class ContractDocument:
    """The OpenAPI document, asked about single requests and answers."""

    def __init__(self) -> None:
        self.document: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
        resource = Resource.from_contents(self.document, default_specification=DRAFT202012)
        self._registry: Registry[Any] = Registry().with_resource(_URN, resource)
        self._paths = [
            (re.compile(re.sub(r"\{[a-z]+\}", "[^/]+", path) + r"\Z"), path)
            for path in sorted(self.document["paths"], key=lambda path: path.count("{"))
        ]

    def resolve(self, pointer: str) -> tuple[str, Any]:
        """The thing at a pointer, and where it really stands, references followed."""
        found: Any = self.document
        for part in pointer.removeprefix("#/").split("/"):
            name = part.replace("~1", "/").replace("~0", "~")
            found = found[int(name)] if isinstance(found, list) else found[name]
        if isinstance(found, dict) and "$ref" in found and "description" not in found:
            return self.resolve(found["$ref"])
        return pointer, found

    def faults(self, schema_pointer: str, value: object) -> list[str]:
        """What is wrong with a value by the schema at that pointer."""
        validator = Draft202012Validator(
            {"$ref": f"{_URN}{schema_pointer}"},
            registry=self._registry,
            format_checker=Draft202012Validator.FORMAT_CHECKER,
        )
        return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(value)]

    def operation(self, method: str, path: str) -> str | None:
        """The pointer of the operation; None where the document has none."""
        for pattern, template in self._paths:
            if pattern.match(path):
                pointer = f"#/paths/{_escaped(template)}"
                known = method.lower() in self.document["paths"][template]
                return f"{pointer}/{method.lower()}" if known else None
        return None

    def answer_faults(
        self, method: str, path: str, status: int, headers: Mapping[str, str], body: bytes
    ) -> Iterator[str]:
        """What of an answer isn't as the document has it."""
        operation = self.operation(method, path)
        if operation is None:
            if headers.get("content-type") != "application/problem+json":
                yield "an unknown resource or method is no problem+json"
            else:
                yield from self.faults("#/components/schemas/Problem", json.loads(body))
            return
        _, responses = self.resolve(f"{operation}/responses")
        if str(status) not in responses:
            yield f"status {status} isn't in the document"
            return
        pointer, response = self.resolve(f"{operation}/responses/{status}")
        for name in response.get("headers", {}):
            yield from self._header_faults(f"{pointer}/headers/{_escaped(name)}", name, headers)
        content = response.get("content", {})
        if not content:
            if body and method != "HEAD":
                yield f"a body with status {status}"
            return
        media_type = headers.get("content-type", "")
        if media_type not in content:
            yield f"{media_type} isn't in the document for {status}"
            return
        if media_type.endswith("json"):
            schema = f"{pointer}/content/{_escaped(media_type)}/schema"
            yield from self.faults(schema, json.loads(body))

    def request_faults(
        self, method: str, path: str, headers: Mapping[str, str], body: bytes
    ) -> Iterator[str]:
        """What of a request isn't as the document has it."""
        operation = self.operation(method, path)
        if operation is None:
            yield "not in the document"
            return
        item = operation.rpartition("/")[0]
        for place in (item, operation):
            for number, _ in enumerate(self.resolve(place)[1].get("parameters", [])):
                pointer, parameter = self.resolve(f"{place}/parameters/{number}")
                if parameter["in"] == "header":
                    yield from self._header_faults(pointer, parameter["name"], headers)
        if "requestBody" not in self.resolve(operation)[1]:
            return
        pointer, wanted = self.resolve(f"{operation}/requestBody")
        media_type = headers.get("content-type", "")
        if media_type not in wanted["content"]:
            yield f"{media_type} isn't in the document"
        elif media_type == "application/json":
            schema = f"{pointer}/content/{_escaped(media_type)}/schema"
            yield from self.faults(schema, json.loads(body))

    def _header_faults(self, pointer: str, name: str, headers: Mapping[str, str]) -> Iterator[str]:
        pointer, header = self.resolve(pointer)
        value = headers.get(name.lower())
        if value is None:
            if header.get("required"):
                yield f"no {name}"
            return
        for fault in self.faults(f"{pointer}/schema", value):
            yield f"{name}: {fault}"


class Watched:
    """An application whose every answer, and every request that it takes, is held against it."""

    def __init__(self, app: ASGIApp, contract: ContractDocument) -> None:
        self._app = app
        self._contract = contract
        self.faults: list[str] = []
        self.requests: list[tuple[str, str]] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.requests.append((scope["method"], scope["path"]))
        sent = bytearray()
        answered = bytearray()
        start: Message = {}

        async def listen() -> Message:
            message = await receive()
            sent.extend(message.get("body", b""))
            return message

        async def note(message: Message) -> None:
            if message["type"] == "http.response.start":
                start.update(message)
            answered.extend(message.get("body", b""))
            await send(message)

        await self._app(scope, listen, note)
        if scope["path"].startswith("/v1") and start:
            self._check(scope, bytes(sent), start, bytes(answered))

    def _check(self, scope: Scope, sent: bytes, start: Message, answered: bytes) -> None:
        method, path, status = scope["method"], scope["path"], start["status"]
        faults = list(self._contract.answer_faults(method, path, status, _headers(start), answered))
        if status < 300:
            faults += self._contract.request_faults(method, path, _headers(scope), sent)
        self.faults += [f"{method} {path} {status}: {fault}" for fault in faults]


def _headers(message: Mapping[str, Any]) -> dict[str, str]:
    return {name.decode().lower(): value.decode() for name, value in message["headers"]}
