"""Where a comparison writes its changes down, with both source places."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from ..plan.frozen import Json
from ..plan.model import Origin, Plan
from ..sources import Path, pointer
from ..values import replace
from .breaks import breaks_of
from .model import Audience, Category, Change, What


class Ledger:
    """Changes found so far, and the count of matched nodes without any.

    ``renamed`` maps keys of members to those that they have now, ``names`` the names of renamed ones; ``variables`` are
    the values that the two calls start with; ``member`` is the name of the one that is compared. What several nodes
    have from one place in the sources is told once, of the first, with all members that feel it; ``noted`` counts all.
    """

    def __init__(self, before: Plan, after: Plan) -> None:
        self.changes: list[Change] = []
        self.unchanged = 0
        self.noted = 0
        self.renamed: dict[str, str] = {}
        self.names: dict[str, str] = {}
        self.variables = (before.variables, after.variables)
        self.member: str | None = None
        self._told: dict[tuple[object, ...], int] = {}
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
        *,
        breaks: tuple[Audience, ...] | None = None,
        line: tuple[int, int] = (1, 1),
    ) -> None:
        """Write one change down; *paths* are its places in either plan, *line* the numbers (from 1) of the line that it
        begins with in either text. *breaks* None: as the table has it.
        """
        self.noted += 1
        old, new = paths
        origins = (
            _at_line(self._origin(0, old, gone=what == "added"), line[0], before),
            _at_line(self._origin(1, new, gone=what == "removed"), line[1], after),
        )
        told = self.member
        sort = node.split(" of ")[0] if not node.startswith(("member ", "plan")) else node.split(" ")[0]
        known = (what, category, sort, field, before, after, origins, () if told is not None else sentence)
        if known in self._told and any(origins):
            first = self._told[known]
            change = self.changes[first]
            if told is not None and told not in change.members:
                self.changes[first] = replace(change, members=(*change.members, told), direct=False)
            return
        self._told[known] = len(self.changes)
        if breaks is None:
            breaks = breaks_of(what, node.partition(" ")[0], field, before, after)
        where = pointer(new if new is not None else old or ())
        members = (told,) if told is not None else ()
        direct = told is None or self._is_own(what, paths, origins)
        found = Change(what, category, node, field, before, after, sentence, where, *origins, breaks, members, direct)
        self.changes.append(found)

    def _is_own(
        self, what: What, paths: tuple[Path | None, Path | None], origins: tuple[Origin | None, Origin | None]
    ) -> bool:
        """Whether a change of a member is written in the member's own source, on the sides that have it. Which tools
        and hooks it has is its own, wherever these are written.
        """
        if any(path is not None and len(path) <= (3 if what == "changed" else 4) for path in paths):
            return True
        for side, (path, origin) in enumerate(zip(paths, origins, strict=True)):
            if path is None or origin is None or path[0] != "members":
                continue
            at = pointer(path[:2])
            home = self._origins[side].get(f"{at}/name") or self._origins[side].get(at)
            if home is not None and (home.file != origin.file or origin.layer != home.layer):
                return False
        return True

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


def _at_line(origin: Origin | None, line: int, text: Json) -> Origin | None:
    """The place of a line of a text that begins at *origin*; only in Markdown do lines of the text follow each other as
    they do in the file. Of its parameters, those that are in the lines of *text*.
    """
    if origin is None:
        return None
    if origin.given and isinstance(text, str):
        last = line + text.count("\n")
        origin = replace(origin, given=tuple(one for one in origin.given if line <= one.row <= last))
    if line == 1 or not origin.file.endswith(".md") or origin.column != 1:
        return origin
    return replace(origin, line=origin.line + line - 1)
