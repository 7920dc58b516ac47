"""Definite assignment: for each variable that a template reads, has it been written by then (semantics §3.9, §3.10)?

What is certain: values of the layers as their member takes over, declared inputs, arguments that a handoff's schema
requires, aliases and ``variableValues`` of a destination. What is only possible: whatever a tool's answer yields (the
tool may not be called, fail, or answer with something else than JSON), what a schema finds in a conversation, and
optional arguments. The variables belong to the call: what one member has written is there for all who come after.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

from ..build import Build, Compiled
from ..build.context import Use, Write
from ..sources import Path
from ..values import dataclass, field
from ..variables import DEFAULTS
from .flow import Flow, flow
from .squad import Squad, owner, squad_of

Standing = Literal["always", "answer", "guarded", "perhaps", "some", "never", "unreached"]
"""How a read stands: bound whatever happens; in an alias, which may read any part of the answer that it is about;
prepared for nothing; somebody may have written it on every way; nobody can have on one way; nobody can have on any; in
a member that no call gets to.
"""


@dataclass(frozen=True, slots=True)
class Verdict:
    """A read and how it stands; ``way`` are the members, first to last, of a way on which nobody has written it."""

    use: Use
    standing: Standing
    way: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Assignment:
    """The verdicts about all reads of a compiled target, in the order found, and what they rest upon: the writes by
    name, and by what writes them.
    """

    squad: Squad
    flow: Flow
    writes: Mapping[str, list[Write]]
    places: Mapping[Path, list[Write]]
    verdicts: tuple[Verdict, ...]


def assignment(build: Build, compiled: Compiled) -> Assignment:
    """Judge every read of *compiled*, which *build* has made."""
    squad = squad_of(build, compiled)
    found = flow(squad)
    writes: dict[str, list[Write]] = {}
    places: dict[Path, list[Write]] = {}
    for write in build.writes:
        writes.setdefault(write.name, []).append(write)
        places.setdefault(write.where, []).append(write)
    judge = _Judge(squad, found, writes, places)
    verdicts = tuple(judge.verdict(use) for use in build.uses)
    return Assignment(squad, found, writes, places, verdicts)


@dataclass(frozen=True, slots=True)
class _Judge:
    squad: Squad
    flow: Flow
    writes: Mapping[str, list[Write]]
    places: Mapping[Path, list[Write]]
    companions: dict[str, int] = field(default_factory=dict)

    def verdict(self, use: Use) -> Verdict:
        if use.root in DEFAULTS:
            return Verdict(use, "always")
        member, bit = owner(use.where), self.squad.bit(use.root)
        certain, possible = self.flow.certain[member], 0
        if use.moment == "handoff":
            sure, perhaps = self.on_the_way(use)
            certain |= sure
            possible = perhaps | self.squad.nodes[member].work
        elif use.moment != "activation":
            possible = self.squad.nodes[member].work
        if certain & bit and self.flow.reached[member]:
            return Verdict(use, "always")
        if use.moment == "alias":
            return Verdict(use, "answer")
        if use.guarded or any(bit & self.beside(name) for name in use.implied):
            return Verdict(use, "guarded")
        if not bit:
            return Verdict(use, "never")
        if not self.flow.reached[member]:
            return Verdict(use, "unreached")
        if use.moment == "after" or (self.flow.reachable[member] | possible) & bit:
            return Verdict(use, "perhaps")
        standing: Standing = "some" if self.flow.somewhere[member] & bit else "never"
        return Verdict(use, standing, tuple(self.squad.nodes[one].name for one in self.flow.way(member, bit)))

    def beside(self, name: str) -> int:
        """What has been written wherever *name* has: what each of its writers writes in one go with it."""
        if name in DEFAULTS:
            return 0
        if name not in self.companions:
            found = -1
            for node in self.squad.nodes:
                if node.values & self.squad.bit(name):
                    found &= node.values | self.squad.start
            if self.squad.start & self.squad.bit(name):
                found &= self.squad.start
            for write in self.writes.get(name, ()):
                found &= self.union(one for one in self.places[write.where] if together(write, one))
            self.companions[name] = found if found != -1 else 0
        return self.companions[name]

    def union(self, writes: Iterable[Write]) -> int:
        result = 0
        for write in writes:
            result |= self.squad.bit(write.name)
        return result

    def on_the_way(self, use: Use) -> tuple[int, int]:
        """What a handoff has written, surely and perhaps, before it evaluates the alias that *use* is part of: its
        arguments, then its schema, then the aliases before (semantics §3.10); before its own messages, everything.
        """
        destination = use.where[:-4]
        number = use.where[-2]
        assert isinstance(number, int)
        own = self.places.get(destination, [])
        if use.where[-3] == "messages":
            before = [*self.places.get(destination[:-2], ()), *own]
        else:
            aliases = [write for write in own if write.how == "alias"][:number]
            schema = (write for write in own if write.how == "schema")
            before = [*self.places.get(destination[:-2], ()), *schema, *aliases]
        return self.union(write for write in before if write.certain), self.union(before)


def together(write: Write, other: Write) -> bool:
    """Whether *other* is written whenever *write* is, both being of one tool or one destination."""
    return other.certain or (other.how == "alias" and write.how in ("alias", "schema"))
