"""Declared inputs against the requests that they come from (semantics §3.2, §3.3)."""

from __future__ import annotations

from collections.abc import Iterator

from ..build import Build, Compiled
from ..build.conversations import OVERRIDES, REQUESTS, customers_of
from ..build.read import text
from ..diagnostics import Diagnostic, Related, Span
from ..diagnostics.catalog import Q025
from ..sources import Path, pointer
from ..workspace import Scope
from ..workspace.project import Variable
from ..workspace.scope import Resource

_TABLES = frozenset({"campaign", "column", "columns", "csv", "table"})
_REQUESTS = frozenset({"call", "chat", "session"})
_PLACES: tuple[Path, ...] = (
    ("customer", "assistantOverrides", "variableValues"),
    ("customer", "squadOverrides", "variableValues"),
    ("assistantOverrides", "variableValues"),
    ("squadOverrides", "variableValues"),
)


_BATCHES = (("customers",), ("dialPlan",))
"""What all of a batch's customers lack is told of the request."""


def comes_from(variable: Variable, kind: str) -> bool:
    """Whether a declared input comes from resources of *kind*, as the words of its ``from`` say."""
    letters = (letter if letter.isalnum() else " " for letter in (variable.source or "").lower())
    words = set("".join(letters).split())
    if "answer" in words or {"assistant", "request"} <= words:
        return kind == "answer"
    if words & _TABLES:
        return kind == "campaign"
    return kind in _REQUESTS and "request" in words


def inputs_supplied(build: Build, resource: Resource, compiled: Compiled) -> Iterator[Diagnostic]:
    """Q025 for each declared input that *resource* has to supply, does not, and some text of its call reads."""
    for name in compiled.plan.needs:
        variable = build.project.variables.get(name)
        if variable is None or not comes_from(variable, resource.kind):
            continue
        uses = [use for use in build.uses if use.root == name and not use.guarded]
        if not uses:
            continue
        span, at = _place(build, resource)
        document = build.project.document
        said = document.key_span(("variables", name)) if document is not None else None
        readers = tuple(Related(one, "reads it") for one in dict.fromkeys(use.span() for use in uses))
        giver = "no column" if resource.kind == "campaign" and resource.name in build.scope.tables else "nothing here"
        yield Q025.at(
            span,
            f"{name!r} is declared to come from {variable.source!r}, and {giver} gives it: on this call what reads it "
            "finds nothing.",
            path=at,
            related=((Related(said, "declared here"),) if said else ()) + readers,
        )


def supplied(scope: Scope) -> dict[str, frozenset[str]]:
    """By the name of each squad that requests call, the variables that some of them bring: each request is checked by
    itself, and says what it lacks. Calls to a phone number that has a squad begin with none, so it is left out.
    """
    found: dict[str, set[str]] = {}
    bare: set[str] = set()
    for resource in scope.resources.values():
        if resource.kind not in REQUESTS and resource.kind != "phone-number":
            continue
        squad = scope.find("squad", text(resource.source, "squadId") or "")
        if squad is None:
            continue
        if resource.kind == "phone-number":
            bare.add(squad.name)
        customers = [resource.source.get(path) for path in customers_of(resource.source)]
        names = found.setdefault(squad.name, set())
        for said in (resource.source.value, resource.source.get(("customer",)), *customers):
            for layer in (said.get(key) for key in OVERRIDES) if isinstance(said, dict) else ():
                values = layer.get("variableValues") if isinstance(layer, dict) else None
                names.update(values if isinstance(values, dict) else ())
        if resource.kind == "campaign" and resource.name in scope.tables:
            names.update(scope.tables[resource.name].columns)
    return {name: frozenset(names) for name, names in found.items() if name not in bare}


def _place(build: Build, resource: Resource) -> tuple[Span, str]:
    """Where the value would stand: among the request's values, or in the head of a campaign's table."""
    table = build.scope.tables.get(resource.name) if resource.kind == "campaign" else None
    if table is not None:
        return next(iter(table.columns.values()), Span.at(table.file)), ""
    source = resource.source
    batch = source.get(("customer",)) is not None and source.place(("customer",)).path[:1] in _BATCHES
    for path in _PLACES[2:] if batch else _PLACES:
        if isinstance(source.get(path), dict):
            place = source.place(path)
            return place.key_span(), pointer(place.path)
    span = source.place().span()
    return Span(span.file, span.start, span.start), pointer(source.place().path)
