"""Scenarios of simulations: evaluations that can be made, mocks that are used (semantics §12)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from ..diagnostics import Diagnostic
from ..diagnostics.catalog import A005, A006, A007, A008, A009, A011
from ..liquid import has_template
from .check import Check
from .node import Node

_ORDER = frozenset({">", "<", ">=", "<="})
_NUMBERS = frozenset({"number", "integer"})
_COMPOUND = frozenset({"object", "array"})


class _Evaluation(NamedTuple):
    """One entry of ``evaluations`` with the schema of what it evaluates: {} where that is not known."""

    number: int
    value: dict[str, Any]
    schema: dict[str, Any]

    @property
    def type(self) -> str:
        """The type that the schema names, "" if it names none or several."""
        kind = self.schema.get("type")
        return kind if isinstance(kind, str) else ""


def _evaluations(node: Node) -> Iterator[_Evaluation]:
    listed = node.get("evaluations")
    for index, value in enumerate(listed if isinstance(listed, list) else ()):
        if isinstance(value, dict):
            yield _Evaluation(index, value, _schema(node, value))


def _schema(node: Node, value: dict[str, Any]) -> dict[str, Any]:
    output = value.get("structuredOutput")
    reference = value.get("structuredOutputId")
    if not isinstance(output, dict) and isinstance(reference, str) and node.scope is not None:
        found = node.scope.find("structured-output", reference)
        output = found.source.value if found is not None else None
    schema = output.get("schema") if isinstance(output, dict) else None
    if not isinstance(schema, dict):
        return {}
    for step in _steps(value.get("path")):
        parts = schema.get("properties")
        schema = parts.get(step) if isinstance(parts, dict) else None
        if not isinstance(schema, dict):
            return {}
    return schema


def _steps(path: Any) -> list[str]:
    return path.split(".") if isinstance(path, str) and path else []


def compound(node: Node) -> Iterator[Diagnostic]:
    """An evaluation of an object or a list.

    A comparator compares one number, one text or one truth value. The platform rejects the scenario.

    Bad:
        # file: simulations/scenarios/visit.yml
        name: Visit
        instructions: Book a visit.
        evaluations: [{structuredOutputId: outcome, comparator: '=', value: booked}]
        # file: structuredOutputs/outcome.yml
        name: Outcome
        type: ai
        schema: {type: object, properties: {state: {type: string}}}
    Good:
        # file: simulations/scenarios/visit.yml
        name: Visit
        instructions: Book a visit.
        evaluations: [{structuredOutputId: outcome, comparator: '=', value: booked}]
        # file: structuredOutputs/outcome.yml
        name: Outcome
        type: ai
        schema: {type: string}
    Source: rules A005, semantics §12
    """
    for one in _evaluations(node):
        if one.type in _COMPOUND:
            yield node.fault(
                A005,
                ("evaluations", one.number),
                f"this evaluates {'an object' if one.type == 'object' else 'a list'}, and only a number, a text or a "
                "truth value can be compared: the platform rejects the scenario. Evaluate one of its parts.",
            )


def ordered(node: Node) -> Iterator[Diagnostic]:
    """An order of what has none.

    >, <, >= and <= compare numbers. The platform rejects the scenario.

    Bad:
        name: Visit
        instructions: Book a visit.
        evaluations:
          - {structuredOutput: {name: Mood, type: ai, schema: {type: string}}, comparator: '>', value: 3}
    Good:
        name: Visit
        instructions: Book a visit.
        evaluations:
          - {structuredOutput: {name: Mood, type: ai, schema: {type: number}}, comparator: '>', value: 3}
    Source: rules A006, semantics §12
    """
    for one in _evaluations(node):
        comparator = one.value.get("comparator")
        if isinstance(comparator, str) and comparator in _ORDER and one.type in ("string", "boolean"):
            yield node.fault(
                A006,
                ("evaluations", one.number, "comparator"),
                f"{comparator} compares numbers, and what is evaluated is a {one.type}: the platform rejects the "
                "scenario. Use = or !=, or evaluate a number.",
            )


def possible_value(node: Node) -> Iterator[Diagnostic]:
    """An evaluation compares with a value that can never come.

    The output has another type, or a list of values without this one. With = the evaluation fails on every run, with !=
    it passes on every run, whatever the assistant does.

    Bad:
        name: Visit
        instructions: Book a visit.
        evaluations:
          - {structuredOutput: {name: Booked, type: ai, schema: {type: boolean}}, comparator: '=', value: 'yes'}
    Good:
        name: Visit
        instructions: Book a visit.
        evaluations:
          - {structuredOutput: {name: Booked, type: ai, schema: {type: boolean}}, comparator: '=', value: true}
    Source: rules A007
    """
    for one in _evaluations(node):
        value = one.value.get("value")
        if value is None or isinstance(value, (dict, list)) or (isinstance(value, str) and has_template(value)):
            continue
        if str(one.value.get("comparator")) in _ORDER and one.type not in _NUMBERS:
            continue  # there is no order, A006 says so
        listed = one.schema.get("enum")
        if isinstance(listed, list) and listed and value not in listed:
            wrong = f"the output is one of {', '.join(map(repr, listed[:6]))}"
        elif one.type and one.type not in _COMPOUND and not _is(value, one.type):
            wrong = f"the output is a {one.type}"
        else:
            continue
        yield node.fault(
            A007,
            ("evaluations", one.number, "value"),
            f"{wrong}, never {value!r}: this evaluation comes out alike on every run, whatever the assistant does.",
        )


def _is(value: Any, kind: str) -> bool:
    if kind in _NUMBERS:
        return isinstance(value, int | float) and not isinstance(value, bool)
    return isinstance(value, {"string": str, "boolean": bool}.get(kind, object))


def evaluates_something(node: Node) -> Iterator[Diagnostic]:
    """An evaluation that names nothing to evaluate.

    The API rejects the scenario.

    Bad:
        name: Visit
        instructions: Book a visit.
        evaluations: [{comparator: '=', value: true}]
    Good:
        name: Visit
        instructions: Book a visit.
        evaluations:
          - {structuredOutput: {name: Booked, type: ai, schema: {type: boolean}}, comparator: '=', value: true}
    Source: rules A008
    """
    for one in _evaluations(node):
        if one.value.get("structuredOutputId") is None and one.value.get("structuredOutput") is None:
            yield node.fault(
                A008,
                ("evaluations", one.number),
                "this names nothing to evaluate: give structuredOutputId or structuredOutput. The API rejects the "
                "scenario.",
            )


def has_evaluations(node: Node) -> Iterator[Diagnostic]:
    """A scenario without evaluations.

    The API wants one at least.

    Bad:
        name: Visit
        instructions: Book a visit.
        evaluations: []
    Good:
        name: Visit
        instructions: Book a visit.
        evaluations:
          - {structuredOutput: {name: Booked, type: ai, schema: {type: boolean}}, comparator: '=', value: true}
    Source: rules A009
    """
    if node.get("evaluations") == []:
        yield node.fault(
            A009, ("evaluations",), "a scenario has one evaluation at least: the API rejects an empty list."
        )


def something_required(node: Node) -> Iterator[Diagnostic]:
    """No evaluation of a scenario is required.

    A run fails by its required evaluations alone, so this one passes whatever the assistant does.

    Bad:
        name: Visit
        instructions: Book a visit.
        evaluations:
          - structuredOutput: {name: Booked, type: ai, schema: {type: boolean}}
            comparator: '='
            value: true
            required: false
    Good:
        name: Visit
        instructions: Book a visit.
        evaluations:
          - {structuredOutput: {name: Booked, type: ai, schema: {type: boolean}}, comparator: '=', value: true}
    Source: rules A011
    """
    listed = list(_evaluations(node))
    if listed and all(one.value.get("required") is False for one in listed):
        yield node.fault(
            A011,
            ("evaluations",),
            "none of these evaluations is required: the run passes whatever the assistant does. Leave required out of "
            "one.",
            key=True,
        )


_HAS = frozenset({"evaluations"})

CHECKS = (
    Check((A005,), "scenario", compound, _HAS),
    Check((A006,), "scenario", ordered, _HAS),
    Check((A007,), "scenario", possible_value, _HAS),
    Check((A008,), "scenario", evaluates_something, _HAS),
    Check((A009,), "scenario", has_evaluations, _HAS),
    Check((A011,), "scenario", something_required, _HAS),
)
