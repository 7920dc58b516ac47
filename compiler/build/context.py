"""What one compilation gathers on its way: findings, uses of variables, origins."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Literal, NamedTuple

from ..diagnostics import Diagnostic, Related, Rule, Span
from ..sources import Path, pointer
from ..traced import Place, Traced
from ..values import dataclass, field
from ..workspace.project import Project
from ..workspace.scope import Resource, Scope

if TYPE_CHECKING:
    from .shared import Shared

Moment = Literal["activation", "during", "answer", "alias", "handoff", "after"]
"""When a text is rendered: as the member takes over; while it has the call; when the tool that the text belongs to has
answered; while the aliases of that answer are evaluated; on the way of a handoff; when the call has ended.
"""


class Use(NamedTuple):
    """A template reads a variable: its root name, the whole path, whether a guard or default covers it, and where.

    ``where`` is the text's place in the plan, which says whose it is; the place in the sources is found only when
    somebody asks: most uses are in order. ``implied`` are the names that conditions around it find to be there.
    """

    root: str
    path: str
    guarded: bool
    source: Traced
    at: Path
    start: int
    end: int
    where: Path
    moment: Moment
    implied: tuple[str, ...] = ()

    def span(self) -> Span:
        """The span of the variable's name in its text."""
        return self.source.text_span(self.at, self.start, self.end)

    def pointer(self) -> str:
        """The JSON pointer of the text in its document."""
        return pointer(self.source.place(self.at).path)


class Write(NamedTuple):
    """Something writes a variable during the call. ``where`` is the tool or the destination in the plan that does;
    ``certain``: whoever goes that way has written it.
    """

    name: str
    how: Literal["schema", "alias", "argument", "destination"]
    where: Path
    certain: bool
    type: str | None
    source: Traced
    at: Path

    def span(self) -> Span:
        """Where the write is written."""
        place = self.source.place(self.at)
        return place.key_span() if self.how in ("schema", "argument", "destination") else place.span()


class Passage(NamedTuple):
    """The destination at ``where`` in the plan leads to the member ``target`` (None: to whom a server names); only
    handoffs write variables.
    """

    where: Path
    target: str | None
    handoff: bool


@dataclass(slots=True)
class Build:
    """One compilation under way. ``keeps_origins`` is off where only the findings are wanted. ``borrowed`` are places
    of the plan, each with that of the member's own value which stands there.
    """

    scope: Scope
    project: Project
    policies: Mapping[str, str]
    keeps_origins: bool = True
    found: list[Diagnostic] = field(default_factory=list)
    touched: list[Resource] = field(default_factory=list)
    uses: list[Use] = field(default_factory=list)
    writes: list[Write] = field(default_factory=list)
    passages: list[Passage] = field(default_factory=list)
    origins: list[tuple[str, Place]] = field(default_factory=list)
    shared: Shared | None = None
    borrowed: list[tuple[Path, Path]] = field(default_factory=list)

    def report(self, diagnostics: Iterable[Diagnostic]) -> None:
        """Keep findings."""
        self.found.extend(diagnostics)

    def fault(
        self,
        rule: Rule,
        source: Traced,
        path: Path,
        message: str,
        *,
        key: bool = False,
        related: tuple[Related, ...] = (),
    ) -> None:
        """A finding about the value at *path* of *source*, or about its key."""
        place = source.place(path)
        span = place.key_span() if key else place.span()
        self.found.append(rule.at(span, message, path=pointer(place.path), related=related))

    def origin(self, at: Path, place: Place) -> None:
        """Remember where the plan's value *at* was written."""
        if self.keeps_origins:
            self.origins.append((pointer(at), place))

    def places(self) -> dict[str, Place]:
        """Where the plan's values were written, by pointer; of two that say so for one value, the later is in force.
        What the plan's value at one place has from another one (``borrowed``) was written where that was.
        """
        found = dict(self.origins)
        lent: dict[str, list[str]] = {pointer(owner): [] for _, owner in self.borrowed}
        for at in found if lent else ():
            steps = at.split("/", 4)  # an assistant's own things: /members/0/server
            head = "/".join(steps[:4])
            if head in lent:
                lent[head].append(at[len(head) :])
        for borrower, owner in self.borrowed:
            for rest in lent[pointer(owner)]:
                found[pointer(borrower) + rest] = found[pointer(owner) + rest]
        return found

    def origin_of(self, at: Path, source: Traced, path: Path) -> None:
        """The same for a plan's value that *source* has at *path*, if it has one."""
        if self.keeps_origins and source.get(path) is not None:
            self.origin(at, source.place(path))

    def origins_below(self, at: Path, source: Traced, path: Path) -> None:
        """Remember the origins of the value at *path* of *source* and of all its leaves."""
        if not self.keeps_origins:
            return
        value = source.get(path)
        if isinstance(value, dict) and value:
            for key in value:
                self.origins_below((*at, key), source, (*path, key))
        elif isinstance(value, list) and value:
            for index in range(len(value)):
                self.origins_below((*at, index), source, (*path, index))
        else:
            self.origin(at, source.place(path))
