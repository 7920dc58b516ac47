"""The squad as the analysis sees it: members as nodes, handoffs and transfers as edges, variables as bits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from ..build import Build, Compiled
from ..build.context import Passage, Write
from ..sources import Path


class Edge(NamedTuple):
    """A way from one member to another: what whoever takes it has written, and what perhaps."""

    target: int
    certain: int
    possible: int


class Node(NamedTuple):
    """A member: its own values, written as it takes over; what its tools may write while it has the call; its edges."""

    name: str
    values: int
    work: int
    edges: tuple[Edge, ...]


class Squad(NamedTuple):
    """All members in the order of the plan, the first one being the one that calls begin with.

    ``start`` are the variables that every call has from its beginning: inputs that the project declares, and those
    that the plan was compiled with. Sets of variables are integers, the bit of each name standing in ``bits``.
    """

    nodes: tuple[Node, ...]
    start: int
    bits: Mapping[str, int]
    leads: Mapping[Path, tuple[int, ...]]

    def bit(self, name: str) -> int:
        """The variable as a set of one; empty for a name that nobody writes."""
        return self.bits.get(name, 0)


def squad_of(build: Build, compiled: Compiled) -> Squad:
    """The graph of a compiled target."""
    members = compiled.plan.members
    names = [*build.project.variables, *compiled.plan.variables, *(write.name for write in build.writes)]
    names += (name for member in members for name in member.variables)
    bits = {name: 1 << index for index, name in enumerate(dict.fromkeys(names))}

    def union(found: Iterable[str]) -> int:
        result = 0
        for name in found:
            result |= bits[name]
        return result

    index_of = {member.key: index for index, member in enumerate(members)}
    by_place: dict[Path, list[Write]] = {}
    for write in build.writes:
        by_place.setdefault(write.where, []).append(write)
    work = [0] * len(members)
    for write in build.writes:
        if not on_the_way(write):
            work[owner(write.where)] |= bits[write.name]
    edges: list[dict[Edge, None]] = [{} for _ in members]
    leads = {passage.where: _targets(passage, compiled, index_of) for passage in build.passages}
    for passage in build.passages:
        writes: list[Write] = []
        if passage.handoff:
            writes = [*by_place.get(passage.where[:-2], ()), *by_place.get(passage.where, ())]
        certain = union(write.name for write in writes if write.certain)
        possible = union(write.name for write in writes)
        if passage.handoff and passage.target is None:
            possible = (1 << len(bits)) - 1  # a server may send any variables with the destination that it names
        for target in leads[passage.where]:
            edges[owner(passage.where)][Edge(target, certain, possible)] = None
    nodes = (
        Node(member.name, union(member.variables), work[index], tuple(edges[index]))
        for index, member in enumerate(members)
    )
    return Squad(tuple(nodes), union((*build.project.variables, *compiled.plan.variables)), bits, leads)


def _targets(passage: Passage, compiled: Compiled, index_of: Mapping[str, int]) -> tuple[int, ...]:
    """The members that a destination may lead to. A server names a member, and gets it as the squad has it."""
    if passage.target is not None:
        return (index_of[passage.target],)
    return tuple(index for index, form in enumerate(compiled.forms) if form.key == form.chair.seat.key)


def on_the_way(write: Write) -> bool:
    """Whether the write belongs to a handoff, and not to work that the member does while it has the call."""
    return write.how in ("argument", "destination") or "destinations" in write.where


def owner(where: Path) -> int:
    """The index of the member that a place in the plan belongs to."""
    index = where[1]
    assert isinstance(index, int)
    return index
