"""What a member has beside the parts that a plan knows by name: transcriber, model, plans, metadata."""

from __future__ import annotations

from collections.abc import Iterator

from ..plan.frozen import FrozenDict, Json
from ..plan.model import Member
from ..sources import Path
from .freeform import Leaf, leaves
from .ledger import Ledger
from .model import Audience, Category
from .schema import shifts
from .words import value

_ENVIRONMENT = frozenset({"credentialId", "credentialIds", "credentials", "url"})
_COSMETIC = frozenset({"metadata"})
_CONTENT = frozenset({"analysisPlan", "artifactPlan", "voicemailMessage"})
_SETS: tuple[Path, ...] = (
    ("clientMessages",),
    ("serverMessages",),
    ("artifactPlan", "structuredOutputIds"),
    ("credentialIds",),
)
"""Lists whose order means nothing."""
_SCHEMA: Path = ("analysisPlan", "structuredDataPlan", "schema")


def compare_settings(ledger: Ledger, before: Member, after: Member, old: Path, new: Path) -> None:
    """The differences of ``settings``, which stand at *old* and *new*."""
    node, one, other = f"member {after.key}", before.settings, after.settings
    if one == other:
        return
    schemas = (setting(one, _SCHEMA), setting(other, _SCHEMA))
    if all(isinstance(schema, FrozenDict) for schema in schemas):
        for shift in shifts(*schemas):
            where = (*_SCHEMA, *shift.path)
            sentence = f"of the data that is made of a call with {after.name}, {shift.clause}."
            breaks: tuple[Audience, ...] = ("analytics",) if shift.breaks else ()
            sides = (shift.before, shift.after)
            paths = ((*old, *_SCHEMA, *shift.old_path), (*new, *where))
            field = ".".join(map(str, where))
            ledger.add(shift.what, "content", node, field, sentence, paths, *sides, breaks=breaks)
        one, other = (_without(side, _SCHEMA) for side in (one, other))
    found: list[Leaf] = []
    for path in _SETS:
        was, now = setting(one, path), setting(other, path)
        if isinstance(was, tuple) and isinstance(now, tuple):
            found += _members(path, was, now)
            one, other = (_without(side, path) for side in (one, other))
    found += leaves(one, other)
    for leaf in sorted(found, key=lambda leaf: tuple(map(str, leaf.path))):
        key = ".".join(map(str, leaf.path))
        sentence = f"{after.name}: {_told(key, leaf)}."
        paths = ((*old, *leaf.path), (*new, *leaf.path))
        ledger.add(leaf.what, _category(leaf), node, key, sentence, paths, leaf.before, leaf.after)


def _told(key: str, leaf: Leaf) -> str:
    if leaf.before is None and leaf.after is None:
        written = "is written as null, which clears it, instead of being left out"
        return f"{key} {written if leaf.what == 'added' else 'is left out, where null cleared it'}"
    if leaf.path[:-1] in _SETS:
        return f"{'.'.join(map(str, leaf.path[:-1]))} {_moves(leaf)}"
    if leaf.path in _SETS and leaf.what == "changed":
        return f"{key} is listed in another order"
    return f"{key} is {value(leaf.after)} instead of {value(leaf.before)}"


def _moves(leaf: Leaf) -> str:
    item = value(leaf.before if leaf.after is None else leaf.after)
    return f"no longer has {item}" if leaf.after is None else f"has {item}"


def _members(path: Path, was: tuple[Json, ...], now: tuple[Json, ...]) -> Iterator[Leaf]:
    """Two lists as sets; where only the order differs, that."""
    for index, item in enumerate(was):
        if item not in now:
            yield Leaf("removed", (*path, index), item, None)
    for index, item in enumerate(now):
        if item not in was:
            yield Leaf("added", (*path, index), None, item)
    if was != now and set(was) == set(now):
        yield Leaf("changed", path, was, now)


def setting(settings: Json, path: Path) -> Json:
    """What stands at *path*, None if nothing does."""
    for key in path:
        settings = settings.get(str(key)) if isinstance(settings, FrozenDict) else None
    return settings


def _without(settings: FrozenDict, path: Path) -> FrozenDict:
    head, rest = str(path[0]), path[1:]
    inner = settings[head]
    kept = {key: item for key, item in settings.items() if key != head}
    if rest and isinstance(inner, FrozenDict):
        kept[head] = _without(inner, rest)
    return FrozenDict(kept)


def _category(leaf: Leaf) -> Category:
    path = leaf.path
    if _ENVIRONMENT & set(map(str, path)):
        return "environment"
    if (path and path[0] in _COSMETIC) or (path in _SETS and leaf.what == "changed"):
        return "cosmetic"
    return "content" if path and path[0] in _CONTENT else "behaviour"
