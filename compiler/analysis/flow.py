"""Who has written which variable by the time that a member takes over: a forward analysis to its fixed point.

Three questions are asked of every member. ``certain``: what has been written on every way here, whatever the model and
the tools did? ``reachable``: for which variables has every way here, as a list of handoffs, somebody who may have
written them? ``somewhere``: for which has at least one way? A handoff that is not taken writes nothing, so the answers
only grow along a way, and loops end where another round changes nothing.

A move by a live-call-control message follows no edge of the squad, and is not foreseen here.
"""

from __future__ import annotations

from collections import deque
from typing import NamedTuple

from .squad import Edge, Node, Squad


class Flow(NamedTuple):
    """The answers for each member, as it takes over and has its own values. ``reached``: whether calls get there.

    ``lost`` holds, for each member, which variables it was found to lack in ``reachable``, and which member a way that
    lacks them comes from.
    """

    certain: tuple[int, ...]
    reachable: tuple[int, ...]
    somewhere: tuple[int, ...]
    reached: tuple[bool, ...]
    lost: tuple[tuple[tuple[int, int], ...], ...]

    def way(self, member: int, bit: int) -> tuple[int, ...]:
        """The members of a shortest way to *member* on which nobody can have written the variable, first to last."""
        way = [member]
        while True:
            before = next((source for bits, source in self.lost[way[-1]] if bits & bit), None)
            if before is None:
                return tuple(reversed(way))
            way.append(before)


def flow(squad: Squad) -> Flow:
    """The fixed points for *squad*."""
    everything = (1 << len(squad.bits)) - 1
    certain = _on_every_way(squad, everything, possible=False)[0]
    reachable, lost = _on_every_way(squad, everything, possible=True)
    somewhere, reached = _on_some_way(squad)
    return Flow(tuple(certain), tuple(reachable), somewhere, reached, tuple(map(tuple, lost)))


def _on_every_way(squad: Squad, everything: int, *, possible: bool) -> tuple[list[int], list[list[tuple[int, int]]]]:
    """What all ways to each member have in common, counting what is *possible* or only what is certain. Members that no
    way leads to keep everything.
    """
    nodes = squad.nodes
    known = [everything] * len(nodes)
    lost: list[list[tuple[int, int]]] = [[] for _ in nodes]
    known[0] = squad.start | nodes[0].values
    pending, waiting = deque([0]), {0}
    while pending:
        source = pending.popleft()
        waiting.discard(source)
        out = known[source] | (nodes[source].work if possible else 0)
        for edge in nodes[source].edges:
            found = known[edge.target] & (out | _written(edge, nodes[edge.target], possible))
            if found != known[edge.target]:
                lost[edge.target].append((known[edge.target] & ~found, source))
                known[edge.target] = found
                if edge.target not in waiting:
                    waiting.add(edge.target)
                    pending.append(edge.target)
    return known, lost


def _on_some_way(squad: Squad) -> tuple[tuple[int, ...], tuple[bool, ...]]:
    """What at least one way to each member may have written, and whether there is a way at all."""
    nodes = squad.nodes
    known, reached = [0] * len(nodes), [False] * len(nodes)
    known[0], reached[0] = squad.start | nodes[0].values, True
    pending, waiting = deque([0]), {0}
    while pending:
        source = pending.popleft()
        waiting.discard(source)
        out = known[source] | nodes[source].work
        for edge in nodes[source].edges:
            found = known[edge.target] | out | _written(edge, nodes[edge.target], possible=True)
            if found != known[edge.target] or not reached[edge.target]:
                known[edge.target], reached[edge.target] = found, True
                if edge.target not in waiting:
                    waiting.add(edge.target)
                    pending.append(edge.target)
    return tuple(known), tuple(reached)


def _written(edge: Edge, target: Node, possible: bool) -> int:
    return (edge.possible if possible else edge.certain) | target.values
