"""Free-form JSON inside matched nodes, compared by deepdiff: settings, parameters, metadata."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from ..plan.frozen import Json, freeze, thaw
from ..sources import Path
from .model import What, what_of


class Leaf(NamedTuple):
    """One difference: the path inside the compared values, and the values there."""

    what: What
    path: Path
    before: Json
    after: Json


def leaves(before: Json, after: Json) -> Iterator[Leaf]:
    """Every difference between two values, sorted by path. Numbers of one value are one (900 and 900.0)."""
    if before == after:
        return
    if not isinstance(before, (tuple,)) and not hasattr(before, "keys"):
        yield Leaf(what_of(before, after), (), before, after)
        return
    from deepdiff import DeepDiff

    tree = DeepDiff(
        thaw(before), thaw(after), view="tree", ignore_numeric_type_changes=True, threshold_to_diff_deeper=0
    )
    found = [
        Leaf(what_of(old, new), tuple(item.path(output_format="list")), old, new)
        for items in tree.values()
        for item in items
        for old, new in [(_side(item.t1), _side(item.t2))]
    ]
    yield from sorted(found, key=lambda leaf: tuple(map(str, leaf.path)))


def _side(value: Any) -> Json:
    return None if type(value).__name__ == "NotPresent" else freeze(value)
