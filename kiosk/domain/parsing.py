"""A procedure's document read into its values: its shape first, then whether it makes sense."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

from jsonschema import Draft202012Validator

from kiosk.domain.expressions import ROW, ExpressionInvalid, Sort, Vocabulary
from kiosk.domain.procedure import (
    Computed,
    FeeItem,
    Field,
    FieldKind,
    KnownAs,
    NextStep,
    Offer,
    Option,
    Paper,
    Procedure,
    Rule,
    Severity,
    Source,
    Step,
    Suitability,
    Task,
    TaskKind,
    Words,
)
from kiosk.domain.soundness import SORTS, unsound
from kiosk.domain.submission import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from kiosk.domain.expressions import Expression

Json = Any
"""A part of a document whose shape the schema has shown to be right."""

Value = TypeVar("Value")

_MOST_QUOTED = 60
"""Characters of what stands in a document, before the words that say what is wrong with it."""


class ProcedureInvalid(ValueError):
    """The document is no procedure: where (a JSON Pointer, RFC 6901) and why."""

    def __init__(self, pointer: str, reason: str) -> None:
        super().__init__(f"{pointer or '/'}: {reason}")
        self.pointer = pointer
        self.reason = reason


def parse_procedure(document: object, schema: Mapping[str, object] | None = None) -> Procedure:
    """The procedure that a JSON document describes. Raises ProcedureInvalid.

    `schema` is the JSON Schema of procedures; without it the document must have that shape
    already. Every expression is compiled, its type and what it reads are checked.
    """
    if schema is not None:
        check_shape(document, schema)
    return _Reader(document).procedure()


def check_shape(document: object, schema: Mapping[str, object]) -> None:
    """Raise ProcedureInvalid at the first place where a document breaks its JSON Schema."""
    checker = Draft202012Validator.FORMAT_CHECKER
    for error in Draft202012Validator(schema, format_checker=checker).iter_errors(document):
        given = repr(error.instance)
        said = f"{given[:_MOST_QUOTED]}…" if len(given) > _MOST_QUOTED else given
        reason = error.message.replace(given, said)
        raise ProcedureInvalid(json_pointer(error.absolute_path), reason)


def json_pointer(path: Iterable[str | int]) -> str:
    """The JSON Pointer of a place in a document (RFC 6901)."""
    return "".join(f"/{str(part).replace('~', '~0').replace('/', '~1')}" for part in path)


class _Reader:
    """Reads one document in its order; `passed` are the fields that stand above."""

    def __init__(self, document: Json) -> None:
        self._document = document
        self._passed: set[str] = set()
        self._group: str | None = None
        self._names: dict[str, set[str]] = {}
        self._fields: dict[str, Json] = {}
        for t, task in enumerate(document["tasks"]):
            for s, step in enumerate(task.get("steps", ())):
                for f, field in enumerate(step["fields"]):
                    self._enter(field, f"/tasks/{t}/steps/{s}/fields/{f}")
        self._vocabulary = Vocabulary(
            {name: _sort(field) for name, field in self._fields.items()},
            {
                name: {inner["id"]: _sort(inner) for inner in field["fields"]}
                for name, field in self._fields.items()
                if field.get("fields")
            },
        )

    def _enter(self, field: Json, place: str) -> None:
        self._sound(field, place, in_group=False)
        for number, inner in enumerate(field.get("fields", ())):
            self._sound(inner, f"{place}/fields/{number}", in_group=True)
        self._unique("field", field["id"], place)
        self._fields[field["id"]] = field

    def _sound(self, field: Json, place: str, *, in_group: bool) -> None:
        for where, reason in unsound(field, in_group=in_group):
            raise ProcedureInvalid(place + where, reason)

    def _unique(self, what: str, name: str, place: str) -> None:
        names = self._names.setdefault(what, set())
        if name in names:
            raise ProcedureInvalid(f"{place}/id", f"'{name}' is the id of another {what}")
        names.add(name)

    def _known(self, name: str, place: str) -> None:
        if name not in self._fields:
            raise ProcedureInvalid(place, f"there is no field '{name}'")

    def procedure(self) -> Procedure:
        """The whole document as a value."""
        it = self._document
        tasks = self._all(it, "", "tasks", self._task)
        self._known(it["applicant"], "/applicant")
        papers = self._all(it, "", "papers", self._paper)
        if papers and not any(task.kind is TaskKind.PAPERS for task in tasks):
            raise ProcedureInvalid("/papers", "papers need a task of the kind papers")
        return Procedure(
            code=it["code"],
            version=it["version"],
            kind=Kind(it["kind"]),
            title=Words(it["title"]),
            short_title=Words(it["short_title"]),
            level=it["level"],
            life_event=it.get("life_event"),
            keywords=tuple(it.get("keywords", ())),
            source=_source(it["source"], "/source"),
            duration=Words(it["duration"]),
            cost=Words(it["cost"]),
            who=Words(it["who"]),
            tasks=tasks,
            papers=papers,
            fees=self._all(it, "", "fees", self._fee),
            suitability=self._all(it, "", "suitability", self._suitability),
            declaration=Words(it["declaration"]),
            applicant=it["applicant"],
            next_steps=self._all(it, "", "next_steps", self._next_step),
        )

    def _all(
        self, of: Json, place: str, name: str, read: Callable[[Json, str], Value]
    ) -> tuple[Value, ...]:
        parts = of.get(name, ())
        return tuple(read(part, f"{place}/{name}/{number}") for number, part in enumerate(parts))

    def _task(self, it: Json, place: str) -> Task:
        self._unique("task", it["id"], place)
        kind = TaskKind(it["kind"])
        if bool(it.get("steps")) != (kind is TaskKind.QUESTIONS):
            raise ProcedureInvalid(f"{place}/steps", "questions have steps, other tasks have none")
        for number, name in enumerate(it.get("summary", ())):
            self._known(name, f"{place}/summary/{number}")
        return Task(
            id=it["id"],
            kind=kind,
            title=Words(it["title"]),
            steps=self._all(it, place, "steps", self._step),
            hint=_words(it, "hint"),
            summary=tuple(it.get("summary", ())),
        )

    def _step(self, it: Json, place: str) -> Step:
        self._unique("step", it["id"], place)
        when = self._when(it, place)
        fields = self._all(it, place, "fields", self._field)
        for number, field in enumerate(fields):
            if field.offers and len(fields) > 1:
                where = f"{place}/fields/{number}/offers"
                raise ProcedureInvalid(where, "what is offered stands alone on its step")
        here = {field.id for field in fields} | {
            f"{field.id}.{inner.id}" for field in fields for inner in field.fields
        }

        def rule(part: Json, where: str) -> Rule:
            if part["field"] not in here:
                raise ProcedureInvalid(f"{where}/field", f"no '{part['field']}' on this step")
            return self._rule(part, where)

        return Step(
            id=it["id"],
            question=Words(it["question"]),
            fields=fields,
            hint=_words(it, "hint"),
            why=_words(it, "why"),
            picture=it.get("picture"),
            when=when,
            rules=self._all(it, place, "rules", rule),
        )

    def _field(self, it: Json, place: str) -> Field:
        when = self._when(it, place)
        computed = self._computed(it, place)
        options = self._all(it, place, "options", self._option)
        fields: tuple[Field, ...] = ()
        if it["kind"] == FieldKind.GROUP:
            self._group = it["id"]
            fields = self._all(it, place, "fields", self._field)
            self._group = None
        self._passed.add(it["id"] if self._group is None else f"{ROW}.{it['id']}")
        if it["kind"] == FieldKind.GROUP:
            self._passed = {name for name in self._passed if not name.startswith(f"{ROW}.")}
        messages = it.get("messages")
        return Field(
            id=it["id"],
            kind=FieldKind(it["kind"]),
            name=Words(it["name"]),
            label=_words(it, "label"),
            hint=_words(it, "hint"),
            required=it.get("required", True),
            rule=it.get("rule"),
            messages=messages and {key: Words(words) for key, words in messages.items()},
            when=when,
            computed=computed,
            known_as=KnownAs(**it["known_as"]) if "known_as" in it else None,
            offers=self._all(it, place, "offers", lambda part, at: self._offer(it, part, at)),
            options=options,
            partial=it.get("partial", False),
            recent=it.get("recent", False),
            unknown=it.get("unknown", False),
            suggestions=tuple(it.get("suggestions", ())),
            unit=_words(it, "unit"),
            fields=fields,
        )

    def _computed(self, field: Json, place: str) -> Computed | None:
        it = field.get("computed")
        if it is None:
            return None
        where = f"{place}/computed"
        value = self._expression(it["value"], _sort(field), f"{where}/value", earlier=True)
        return Computed(value, self._when(it, where))

    def _offer(self, field: Json, it: Json, place: str) -> Offer:
        if "known_as" in it:
            return Offer(Words(it["name"]), known_as=KnownAs(**it["known_as"]))
        value = self._expression(it["value"], _sort(field), f"{place}/value")
        if field["id"] in value.reads:
            raise ProcedureInvalid(f"{place}/value", "offers a field its own answer")
        return Offer(Words(it["name"]), value)

    def _option(self, it: Json, place: str) -> Option:
        return Option(it["code"], Words(it["label"]), _words(it, "hint"), self._when(it, place))

    def _rule(self, it: Json, place: str) -> Rule:
        self._unique("rule", it["id"], place)
        group, inner, _ = it["field"].partition(".")
        self._group = group if inner else None
        expect = self._expression(it["expect"], Sort.YES_NO, f"{place}/expect")
        self._group = None
        return Rule(
            id=it["id"],
            expect=expect,
            message=Words(it["message"]),
            field=it["field"],
            severity=Severity(it.get("severity", Severity.ERROR)),
        )

    def _paper(self, it: Json, place: str) -> Paper:
        self._unique("field", it["id"], place)
        given = {key: it[key] for key in ("required", "most_files", "most_bytes") if key in it}
        if "media_types" in it:
            given["media_types"] = tuple(it["media_types"])
        return Paper(
            id=it["id"],
            title=Words(it["title"]),
            form=Words(it["form"]),
            hint=_words(it, "hint"),
            when=self._condition(it, "when", place),
            **given,
        )

    def _fee(self, it: Json, place: str) -> FeeItem:
        self._unique("fee", it["id"], place)
        return FeeItem(
            id=it["id"],
            name=Words(it["name"]),
            amount=self._expression(it["amount"], Sort.NUMBER, f"{place}/amount"),
            rule=Words(it["rule"]),
            when=self._condition(it, "when", place),
        )

    def _suitability(self, it: Json, place: str) -> Suitability:
        self._unique("question of suitability", it["id"], place)
        return Suitability(
            id=it["id"],
            question=Words(it["question"]),
            proceed_with=it["proceed_with"],
            otherwise_title=Words(it["otherwise_title"]),
            otherwise=Words(it["otherwise"]),
            hint=_words(it, "hint"),
        )

    def _next_step(self, it: Json, place: str) -> NextStep:
        return NextStep(Words(it["when"]), Words(it["what"]), self._condition(it, "holds", place))

    def _when(self, it: Json, place: str) -> Expression | None:
        """A condition of the path, which sees only what comes before."""
        if "when" not in it:
            return None
        return self._expression(it["when"], Sort.YES_NO, f"{place}/when", earlier=True)

    def _condition(self, it: Json, name: str, place: str) -> Expression | None:
        """A condition on the whole of the answers."""
        return self._expression(it[name], Sort.YES_NO, f"{place}/{name}") if name in it else None

    def _expression(
        self, text: str, sort: Sort, place: str, *, earlier: bool = False
    ) -> Expression:
        try:
            expression = self._vocabulary.expression(text, sort, self._group)
        except ExpressionInvalid as refusal:
            raise ProcedureInvalid(place, refusal.reason) from None
        later = expression.reads - self._passed
        if earlier and later:
            raise ProcedureInvalid(place, f"reads '{min(later)}', which doesn't come before it")
        return expression


def _sort(field: Json) -> Sort:
    return SORTS[FieldKind(field["kind"])]


def _words(it: Json, name: str) -> Words | None:
    return Words(it[name]) if name in it else None


def _source(it: Json, place: str) -> Source:
    ends = it.get("effective_to")
    source = Source(
        legal_basis=tuple(it["legal_basis"]),
        source=it["source"],
        checked_on=date.fromisoformat(it["checked_on"]),
        effective_from=date.fromisoformat(it["effective_from"]),
        effective_to=date.fromisoformat(ends) if ends else None,
        form_version=it["form_version"],
        verified=it["verified"],
    )
    if source.effective_to is not None and source.effective_to < source.effective_from:
        raise ProcedureInvalid(f"{place}/effective_to", "ends before it begins")
    return source
