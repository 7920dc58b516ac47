"""Where a comparison writes its changes down, with both source places."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from ..plan.frozen import Json
from ..plan.model import Origin, Plan
from ..sources import Path, pointer
from .model import Category, Change, What


class Ledger:
    """Changes found so far, and the count of matched nodes without any.

    ``renamed`` maps keys of members to those that they have now; ``variables`` are the values that the two calls start
    with. What several nodes have from one place in the sources is told once, of the first; ``noted`` counts all.
    """

    def __init__(self, before: Plan, after: Plan) -> None:
        self.changes: list[Change] = []
        self.unchanged = 0
        self.noted = 0
        self.renamed: dict[str, str] = {}
        self.variables = (before.variables, after.variables)
        self._told: set[tuple[object, ...]] = set()
        self._origins = (dict(before.origins), dict(after.origins))
        self._pointers = (sorted(self._origins[0]), sorted(self._origins[1]))

    def add(
        self,
        what: What,
        category: Category,
        node: str,
        field: str,
        sentence: str,
        paths: tuple[Path | None, Path | None],
        before: Json = None,
        after: Json = None,
    ) -> None:
        """Write one change down; *paths* are its places in either plan."""
        self.noted += 1
        old, new = paths
        origins = (self._origin(0, old, gone=what == "added"), self._origin(1, new, gone=what == "removed"))
        known = (category, field, sentence, origins)
        if known in self._told and any(origins):
            return
        self._told.add(known)
        where = pointer(new if new is not None else old or ())
        self.changes.append(Change(what, category, node, field, before, after, sentence, where, *origins))

    def _origin(self, side: int, path: Path | None, *, gone: bool) -> Origin | None:
        """The origin of the value at *path*, or of the first one inside it; else, unless there is no value on this side
        (*gone*), of the nearest value around it.
        """
        if path is None:
            return None
        origins = self._origins[side]
        at = pointer(path)
        if at in origins:
            return origins[at]
        inside = [origins[key] for key in self._inside(side, f"{at}/")]
        if inside:
            return min(inside, key=lambda origin: (origin.file, origin.line, origin.column))
        if gone:
            return None
        around = (origins.get(pointer(path[:length])) for length in range(len(path) - 1, 0, -1))
        return next((origin for origin in around if origin is not None), None)

    def _inside(self, side: int, prefix: str) -> Iterator[str]:
        """The pointers that begin with *prefix*."""
        pointers = self._pointers[side]
        for key in pointers[bisect_left(pointers, prefix) :]:
            if not key.startswith(prefix):
                return
            yield key
