"""Many customers in one request or campaign: each of them has a call of their own, with values of their own
(semantics §2.2, §3.3).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ..build import Build, plan_of
from ..build.context import Use
from ..build.conversations import OVERRIDES, call_of, customers_of, is_unassigned, shape_of
from ..diagnostics import Diagnostic, Related
from ..diagnostics.catalog import O023, O024, Q002, Q003, Q011, Q014, Q018, Q020, Q021, Q025
from ..sources import Path, pointer
from ..traced import Traced
from ..variables import DEFAULTS
from ..workspace import Resource, Scope
from ..workspace.customers import VARIABLE
from .inputs import comes_from
from .values import mistyped


def customers_have_values(build: Build, resource: Resource) -> Iterator[Diagnostic]:
    """O023 for each customer of *resource* whose call has no value for a variable that others' calls have, and Q014 for
    each whose own overrides take something of the request's away. Customers with the same names of values and the same
    other overrides are compiled once.
    """
    request = resource.source
    customers = customers_of(request) if isinstance(request.value, dict) else []
    if len(customers) < 2:
        return
    known: dict[str, _Lacks] = {}
    lacking: list[tuple[Path, _Lacks]] = []
    for path in customers:
        shape = shape_of(request.get(path))
        if shape not in known:
            known[shape] = _Lacks(build, resource, path)
            yield from (item for item in known[shape].found if path != customers[0] and item.rule == Q014.code)
        lacking.append((path, known[shape]))
        yield from _values(build, request.at(path))
    shared = frozenset.intersection(*(lacks.names for _, lacks in lacking)) if lacking else frozenset()
    for path, lacks in lacking:
        names = sorted(lacks.names - shared)
        if names:
            place = request.place(path)
            uses = [use for use in lacks.uses if use.root in names]
            yield O023.at(
                place.span(),
                f"on this customer's call nobody has written {', '.join(map(repr, names))}: what reads it finds "
                "nothing. Supply it, or guard it with a default.",
                path=pointer(place.path),
                related=_readers(uses),
            )


def told_of_all(scope: Scope, resource: Resource, each: Sequence[Sequence[Diagnostic]]) -> Iterator[Diagnostic]:
    """The findings about the calls of *resource*, one list a call. That a variable has no value on the calls of some
    customers is left out: O023 says on whose. Of a scenario whose target is open, what holds for every target is told.
    """
    if each and is_unassigned(scope, resource):
        shared = set.intersection(*({(item.rule, item.span) for item in found} for found in each))
        yield from (item for item in each[0] if (item.rule, item.span) in shared)
        return
    batch = len(each) > 1 and any(isinstance(resource.source.get((key,)), list) for key in ("customers", "dialPlan"))
    everywhere = set.intersection(*({(item.rule, item.span) for item in found} for found in each)) if batch else set()
    for found in each:
        yield from (
            item for item in found if not batch or item.rule not in _UNBOUND or (item.rule, item.span) in everywhere
        )


_UNBOUND = frozenset((Q002.code, Q003.code, Q018.code, Q025.code))


def _values(build: Build, customer: Traced) -> Iterator[Diagnostic]:
    """Q020 and Q011 about a customer's own values."""
    for key in OVERRIDES:
        for name, value in customer.parts((key, "variableValues")):
            yield from mistyped(build, str(name), value.value, value.place())
            if isinstance(value.value, list):
                place = value.place()
                message = (
                    f"{str(name)!r} is a list: what a customer brings keeps texts, numbers, booleans and objects only."
                )
                yield Q011.at(place.span(), message, path=pointer(place.path))


class _Lacks:
    """The call of one customer: the variables that it needs and has not, who reads them, and what was found."""

    def __init__(self, build: Build, resource: Resource, customer: Path) -> None:
        one = Build(build.scope, build.project, build.policies, keeps_origins=False)
        compiled = plan_of(one, call_of(resource, customer), {})
        others = {name for name, variable in build.project.variables.items() if not comes_from(variable, resource.kind)}
        self.names = frozenset(set(compiled.plan.needs if compiled else ()) - others)
        self.uses = [use for use in one.uses if not use.guarded]
        self.found = one.found


def rows_have_values(build: Build, resource: Resource) -> Iterator[Diagnostic]:
    """What a campaign's table gives its calls: O023 for each empty cell whose column a template reads without a
    default, Q020 for each column of a variable that is declared to be no text, Q021 for each that hides a variable of
    the platform, O024 for each that no template reads.
    """
    table = build.scope.tables.get(resource.name) if resource.kind == "campaign" else None
    if table is None:
        return
    read = {use.root for use in build.uses}
    for name, span in table.columns.items():
        declared = build.project.variables.get(name)
        if declared is not None and declared.type != "string":
            message = (
                f"{name!r} is declared as {declared.type}, and the cells of a table are texts on every call: what "
                "compares or counts with it goes another way. Declare it as string, and let templates convert it."
            )
            yield Q020.at(span, message, related=_readers(use for use in build.uses if use.root == name))
        if name in DEFAULTS:
            message = (
                f"the platform has a variable {name!r} on every call, and this column hides it: templates that mean "
                "the platform's read the cell. Choose another name."
            )
            yield Q021.at(span, message, related=_readers(use for use in build.uses if use.root == name))
        if name in read or name.lower() in ("name", "number") or not VARIABLE.fullmatch(name):
            continue  # of a name that makes no variable O020 has spoken
        yield O024.at(span, f"no template of this campaign's calls reads {name!r}: the column changes nothing.")
    for name, spans in table.empty.items():
        uses = [use for use in build.uses if use.root == name and not use.guarded]
        if uses and not any(write.name == name for write in build.writes):
            for span in spans:
                yield O023.at(
                    span,
                    f"on this customer's call {name!r} has no value, and a template reads it: it finds nothing. Fill "
                    "the cell, or guard the template with a default.",
                    related=_readers(uses),
                )


def tables_have_campaigns(scope: Scope) -> Iterator[Diagnostic]:
    """O024 for each table among campaigns that is none's: its rows are held against no template."""
    for name, table in scope.tables.items():
        among = "campaigns" in table.file.split("/")
        if among and table.columns and ("campaign", name) not in scope.resources:
            message = (
                f"no campaign is called {name!r}, as this table is: nobody is called, and no template was held against "
                "its rows. Give both files one name."
            )
            yield O024.at(next(iter(table.columns.values())), message)


def _readers(uses: Iterable[Use]) -> tuple[Related, ...]:
    spans = dict.fromkeys(use.span() for use in uses)
    return tuple(Related(span, "reads it") for span in spans)
