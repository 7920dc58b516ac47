"""Free-form JSON inside matched nodes, compared by deepdiff: settings, parameters, metadata."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from ..plan.frozen import FrozenDict, Json, freeze, thaw
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
    if before == after and isinstance(before, bool) == isinstance(after, bool):
        return
    if not all(isinstance(side, (tuple, FrozenDict)) for side in (before, after)):
        yield Leaf(what_of(before, after), (), before, after)
        return
    from deepdiff import DeepDiff

    tree = DeepDiff(
        thaw(before),
        thaw(after),
        view="tree",
        ignore_numeric_type_changes=True,
        ignore_private_variables=False,
        threshold_to_diff_deeper=0,
    )
    found = [
        Leaf(_what(report), tuple(item.path(output_format="list")), _side(item.t1), _side(item.t2))
        for report, items in tree.items()
        for item in items
    ]
    yield from sorted(found, key=lambda leaf: (tuple(map(str, leaf.path)), leaf.what))


def _what(report: str) -> What:
    return "added" if report.endswith("_added") else "removed" if report.endswith("_removed") else "changed"


def _side(value: Any) -> Json:
    return None if type(value).__name__ == "NotPresent" else freeze(value)
