"""Where a comparison writes its changes down, with both source places."""

from __future__ import annotations

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
        origins = (self._origin(0, old), self._origin(1, new))
        known = (category, field, sentence, origins)
        if known in self._told and any(origins):
            return
        self._told.add(known)
        where = pointer(new if new is not None else old or ())
        self.changes.append(Change(what, category, node, field, before, after, sentence, where, *origins))

    def _origin(self, side: int, path: Path | None) -> Origin | None:
        """The origin of the value at *path*, or of the nearest value around it."""
        if path is None:
            return None
        for length in range(len(path), 0, -1):
            found = self._origins[side].get(pointer(path[:length]))
            if found is not None:
                return found
        return None
