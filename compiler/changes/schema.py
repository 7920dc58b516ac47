"""Two JSON Schemas of arguments or results: what of a value that fits the older one is missing, or is another.

Whoever reads such values is broken by a field that is removed or may be missing, by a type that is another, and by
values that no longer come.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ..plan.frozen import FrozenDict, Json
from ..sources import Path
from .freeform import leaves
from .model import Category, What, what_of
from .words import value

_TOLD = frozenset({"description", "title", "examples", "$comment"})
_SETS = ("type", "enum", "required")


class Shift(NamedTuple):
    """One difference: its path below the schemas, and a clause about the value that the schema describes. ``was`` is
    the path in the older schema where that is another one: of a renamed field.
    """

    what: What
    category: Category
    path: Path
    before: Json
    after: Json
    clause: str
    breaks: bool = False
    was: Path | None = None

    @property
    def old_path(self) -> Path:
        """The place in the older schema."""
        return self.path if self.was is None else self.was


def shifts(before: Json, after: Json) -> Iterator[Shift]:
    """Every difference between two schemas; ``clause`` names fields as ``order.id``, the whole as ``the value``."""
    if not isinstance(before, FrozenDict) or not isinstance(after, FrozenDict):
        if before != after:
            clause = f"the schema is {value(after)} instead of {value(before)}"
            yield Shift(what_of(before, after), "behaviour", (), before, after, clause, after is None)
        return
    yield from _schema(before, after, (), ())


def _schema(before: FrozenDict, after: FrozenDict, path: Path, name: tuple[str, ...]) -> Iterator[Shift]:
    if before == after:
        return
    fields = (_part(before, "properties"), _part(after, "properties"))
    yield from _fields(*fields, before, after, path, name)
    if all(isinstance(side.get("items"), FrozenDict) for side in (before, after)):
        one, other = before["items"], after["items"]
        assert isinstance(one, FrozenDict) and isinstance(other, FrozenDict)
        yield from _schema(one, other, (*path, "items"), (*name, "[]"))
        skipped = {"items", "properties", *_SETS}
    else:
        skipped = {"properties", *_SETS}
    yield from _types(before, after, path, _title(name))
    yield from _values(before, after, path, _title(name))
    rest = [FrozenDict({key: item for key, item in side.items() if key not in skipped}) for side in (before, after)]
    for leaf in leaves(*rest):
        said = bool(leaf.path) and leaf.path[-1] in _TOLD
        words = ".".join(map(str, leaf.path)) or "the schema"
        clause = f"{words} of {_title(name)} is {value(leaf.after)} instead of {value(leaf.before)}"
        category: Category = "content" if said else "behaviour"
        yield Shift(leaf.what, category, (*path, *leaf.path), leaf.before, leaf.after, clause)


def _part(schema: FrozenDict, key: str) -> FrozenDict:
    part = schema.get(key)
    return part if isinstance(part, FrozenDict) else FrozenDict()


def _title(name: tuple[str, ...]) -> str:
    return ".".join(name).replace(".[]", "[]") if name else "the value"


def _fields(
    old: FrozenDict, new: FrozenDict, before: FrozenDict, after: FrozenDict, path: Path, name: tuple[str, ...]
) -> Iterator[Shift]:
    """Fields by name, a renamed one by all that is said of it; then which of them are sure to be there."""
    gone, come = ([key for key in one if key not in other] for one, other in ((old, new), (new, old)))
    renamed = _renamed(old, new, gone, come)
    musts = [_names(side.get("required")) for side in (before, after)]
    for key, now in renamed.items():
        clause = f"{_title((*name, key))} is now called {now}"
        was: Path = (*path, "properties", key)
        yield Shift("changed", "behaviour", (*path, "properties", now), key, now, clause, True, was)
    for key in gone:
        if key not in renamed:
            clause = f"{_title((*name, key))} is gone"
            yield Shift("removed", "behaviour", (*path, "properties", key), old[key], None, clause, True)
    for key in come:
        if key not in renamed.values():
            sure = "" if key in musts[1] else ", and may be missing"
            clause = f"{_title((*name, key))} is new{sure}"
            yield Shift("added", "behaviour", (*path, "properties", key), None, new[key], clause)
    for key in old:
        if key not in new:
            continue
        one, other = old[key], new[key]
        here: Path = (*path, "properties", key)
        if isinstance(one, FrozenDict) and isinstance(other, FrozenDict):
            yield from _schema(one, other, here, (*name, key))
        elif one != other:
            clause = f"{_title((*name, key))} is {value(other)} instead of {value(one)}"
            yield Shift("changed", "behaviour", here, one, other, clause, True)
    kept = [key for key in (*musts[0], *musts[1]) if (key in old) == (key in new)]
    for key in dict.fromkeys(kept):
        if (key in musts[0]) != (key in musts[1]):
            here, title = (*path, "required"), _title((*name, key))
            if key in musts[1]:
                yield Shift("added", "behaviour", here, None, key, f"{title} has to be given")
            else:
                yield Shift("removed", "behaviour", here, key, None, f"{title} may be missing", True)
    lists = before.get("required"), after.get("required")
    if lists[0] != lists[1] and {*musts[0]} == {*musts[1]}:
        order = "are listed in another order" if all(musts) else "are none, written in another way"
        clause = f"the required fields of {_title(name)} {order}"
        yield Shift("changed", "cosmetic", (*path, "required"), *lists, clause)


def _renamed(old: FrozenDict, new: FrozenDict, gone: list[str], come: list[str]) -> dict[str, str]:
    """Fields that went and came with one meaning, where there is no doubt which is which."""
    found = {}
    for key in gone:
        alike = [now for now in come if new[now] == old[key]]
        rivals = [other for other in gone if old[other] == old[key]]
        if len(alike) == len(rivals) == 1:
            found[key] = alike[0]
    return found


def _names(required: Json) -> list[str]:
    return [item for item in required if isinstance(item, str)] if isinstance(required, tuple) else []


def _types(before: FrozenDict, after: FrozenDict, path: Path, title: str) -> Iterator[Shift]:
    old, new = before.get("type"), after.get("type")
    if old == new:
        return
    sides = [set(side) if isinstance(side, tuple) else {side} for side in (old, new)]
    words = [
        " or ".join(map(str, side)) if isinstance(side, tuple) else str(side or "of any type") for side in (old, new)
    ]
    narrower = old is None or (new is not None and sides[1] <= sides[0])
    clause = f"{title} is {words[1]} instead of {words[0]}"
    yield Shift(what_of(old, new), "behaviour", (*path, "type"), old, new, clause, not narrower)


def _values(before: FrozenDict, after: FrozenDict, path: Path, title: str) -> Iterator[Shift]:
    old, new = before.get("enum"), after.get("enum")
    if old == new:
        return
    here = (*path, "enum")
    if not isinstance(old, tuple) or not isinstance(new, tuple):
        clause = f"{title} is " + ("any value" if new is None else f"one of {value(new)} alone")
        yield Shift(what_of(old, new), "behaviour", here, old, new, clause, new is not None)
        return
    gone, come = ([item for item in one if item not in other] for one, other in ((old, new), (new, old)))
    parts = [f"no longer {value(item)}" for item in gone] + [f"{value(item)} too" for item in come]
    if parts:
        clause = f"{title} can be {', '.join(parts)}" if not gone else f"{title} is {', '.join(parts)}"
        yield Shift("changed", "behaviour", here, old, new, clause, bool(gone))
    else:
        yield Shift("changed", "content", here, old, new, f"the values of {title} are listed in another order")
