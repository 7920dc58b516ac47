"""Resources that no plan holds: structured outputs, numbers, evals. They are compared as they are written; that a
secret is another is told without either.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ..plan.frozen import FrozenDict, Json, freeze, thaw
from ..plan.model import Origin
from ..plan.origins import origin_of
from ..secrets import mask
from ..sources import Path, pointer
from ..workspace.scope import Resource, reference_text
from .freeform import leaves
from .model import Audience, Category, Change, What
from .schema import shifts
from .words import value

Breaks = tuple[Audience, ...]

PLAIN = (
    "structured-output",
    "phone-number",
    "eval",
    "scenario",
    "personality",
    "simulation",
    "suite",
    "campaign",
)
"""Kinds that are compared here."""

_REFERENCES = {"assistant_ids": "assistantIds", "workflow_ids": "workflowIds"}
"""Lists without an order, and what the API calls them."""
_ENVIRONMENT = frozenset({"number", "numberE164CheckEnabled", "credentialId", "url", "sipUri", "twilioAccountSid"})


def compare_resources(
    before: Mapping[tuple[str, str], Resource],
    after: Mapping[tuple[str, str], Resource],
    members: Mapping[tuple[str, str], tuple[str, ...]] | None = None,
) -> tuple[tuple[Change, ...], int]:
    """The differences between two sets of resources by kind and name, and how many have none. *members* are the names
    of those that use each.
    """
    found: list[Change] = []
    unchanged = 0
    for key in sorted({*before, *after}):
        count = len(found)
        found += _resource(key, before.get(key), after.get(key), (members or {}).get(key, ()))
        unchanged += len(found) == count
    return tuple(found), unchanged


def _resource(
    key: tuple[str, str], before: Resource | None, after: Resource | None, members: tuple[str, ...]
) -> Iterator[Change]:
    kind, name = key
    node = f"{kind.replace('-', ' ')} {name}"
    analytics: Breaks = ("analytics",) if kind == "structured-output" else ()

    def change(
        what: What, category: Category, path: Path, sentence: str, sides: tuple[Json, Json], breaks: Breaks = ()
    ) -> Change:
        origins = (_origin(before, path, what == "added"), _origin(after, path, what == "removed"))
        field = ".".join(map(str, path))
        return Change(what, category, node, field, *sides, sentence, pointer(path), *origins, breaks, members, False)

    if before is None or after is None:
        gone = after is None
        does = "is no longer made of a call" if gone else "is made of a call from now on"
        if kind != "structured-output":
            does = "is gone" if gone else "is new"
        what: What = "removed" if gone else "added"
        yield change(what, "content", (), f"the {node} {does}.", (None, None), analytics if gone else ())
        return
    old, new = _values(before), _values(after)
    for shift in shifts(old.get("schema"), new.get("schema")):
        sentence = f"of what the {node} holds, {shift.clause}."
        breaks = analytics if shift.breaks else ()
        category: Category = "cosmetic" if shift.category == "cosmetic" else "content"
        yield change(shift.what, category, ("schema", *shift.path), sentence, (shift.before, shift.after), breaks)
    told = (
        {"schema", "name", "conditions"} if members and kind == "structured-output" else {"schema"}
    )  # plans hold these
    rest = [FrozenDict({key: item for key, item in side.items() if key not in told}) for side in (old, new)]
    shown = [freeze(mask(thaw(side))) for side in rest]
    for leaf in leaves(*rest):
        was, now = (_at(side, leaf.path) for side in shown)
        where = ".".join(map(str, leaf.path))
        sentence = f"the {node}: {where} is {value(now)} instead of {value(was)}."
        category = "environment" if _ENVIRONMENT & set(map(str, leaf.path)) else "content"
        yield change(leaf.what, category, leaf.path, sentence, (was, now))


def _at(values: Json, path: Path) -> Json:
    """What stands at *path*, None if nothing does."""
    for step in path:
        if isinstance(values, FrozenDict):
            values = values.get(str(step))
        elif isinstance(values, tuple) and isinstance(step, int) and step < len(values):
            values = values[step]
        else:
            return None
    return values


def _values(resource: Resource) -> FrozenDict:
    """The resource without whom it is attached to, in whatever order."""
    data: dict[str, Any] = resource.source.value if isinstance(resource.source.value, dict) else {}
    plain = {_REFERENCES.get(key, key): item for key, item in data.items()}
    for key in _REFERENCES.values():
        if isinstance(plain.get(key), list):
            plain[key] = sorted(map(reference_text, map(str, plain[key])))
    frozen = freeze(plain)
    assert isinstance(frozen, FrozenDict)
    return frozen


def _origin(resource: Resource | None, path: Path, absent: bool) -> Origin | None:
    if resource is None or absent:
        return None
    return origin_of(resource.source.place(path))


_BOUNDS: dict[Path, str] = {("earliestAt",): "no earlier than", ("latestAt",): "no later than"}


def schedule(before: Resource, after: Resource) -> tuple[Change, ...]:
    """When two call requests have the call placed (``schedulePlan``), which no plan holds."""
    old, new = (_values(side).get("schedulePlan") for side in (before, after))
    found = []
    for leaf in leaves(old, new):
        where = ("schedulePlan", *leaf.path)
        words = _BOUNDS.get(leaf.path)
        said = f"{words} {value(leaf.after)} instead of {value(leaf.before)}" if words else ""
        sentence = f"the call is placed {said or f'at {value(leaf.after)} instead of {value(leaf.before)}'}."
        origins = (_origin(before, where, leaf.what == "added"), _origin(after, where, leaf.what == "removed"))
        field = ".".join(map(str, where))
        sides = (leaf.before, leaf.after)
        found.append(Change(leaf.what, "behaviour", "plan", field, *sides, sentence, pointer(where), *origins))
    return tuple(found)


def structured_outputs(members: Iterable[tuple[str, FrozenDict]]) -> dict[tuple[str, str], tuple[str, ...]]:
    """The structured outputs that members (name and settings) refer to, and who does."""
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    for name, settings in members:
        plan = settings.get("artifactPlan")
        listed = plan.get("structuredOutputIds") if isinstance(plan, FrozenDict) else None
        for reference in listed if isinstance(listed, tuple) else ():
            key = ("structured-output", reference_text(str(reference)))
            found[key] = tuple(dict.fromkeys((*found.get(key, ()), name)))
    return found
