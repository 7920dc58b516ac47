"""``expect`` against a trace, in order (design §3.7). A failure names the event that came nearest."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from ...compiler.diagnostics import Diagnostic
from ...compiler.diagnostics.catalog import G005
from ...compiler.javascript import PatternLimit
from ...compiler.plan.frozen import thaw
from ..trace import Trace
from ..trace.escape import json_text
from ..trace.heads import clock, seconds
from ..transcript.model import Expectation
from .listing import listing
from .matching import in_time, matches
from .nearest import nearest
from .scene import Scene

MOST = 50
"""Failures of one transcript: who has more is better served by the first ones."""


@dataclass(frozen=True, slots=True)
class Failure:
    """An expectation that did not hold, and the events around the one that offends, whose index is ``offender``; None
    where nothing of the sort happens.
    """

    diagnostic: Diagnostic
    listing: str
    offender: int | None = None


def judge(expect: tuple[Expectation, ...], trace: Trace) -> tuple[Failure, ...]:
    """The failures, in the order written, at most :data:`MOST`; none where the call went as expected."""
    return tuple(islice(_Judge(Scene(trace)).run(expect), MOST))


@dataclass(slots=True)
class _Judge:
    """Where the matching stands: ``position`` is the index of the last match."""

    scene: Scene
    position: int = -1
    pending: list[Expectation] = field(default_factory=list)

    def run(self, expect: tuple[Expectation, ...]) -> Iterator[Failure]:
        for entry in expect:
            try:
                yield from self.take(entry)
            except PatternLimit as limit:
                yield self.undecided(entry, limit)
        yield from self.advance(len(self.scene.events), self.position)

    def take(self, entry: Expectation) -> Iterator[Failure]:
        if entry.negated or entry.count is not None:
            self.pending.append(entry)
        elif entry.group:
            yield from self.unordered(entry)
        else:
            index = next(self.hits(entry), None)
            if index is None:
                yield self.missing(entry)
            else:
                yield from self.advance(index, index)

    def hits(self, entry: Expectation, end: int | None = None) -> Iterator[int]:
        """Indices after the last match, and before *end*, at which *entry* is satisfied."""
        for index in range(self.position + 1, len(self.scene.events) if end is None else end):
            if matches(entry, self.scene, index) and in_time(entry, self.scene, index):
                yield index

    def advance(self, first: int, last: int) -> Iterator[Failure]:
        """A match at *first* (of several up to *last*) closes the window of what was to be absent or counted."""
        for entry in self.pending:
            try:
                found = list(self.hits(entry, first))
            except PatternLimit as limit:
                yield self.undecided(entry, limit)
                continue
            wanted = 0 if entry.negated else entry.count
            if len(found) != wanted:
                yield self.counted(entry, found)
        self.pending.clear()
        self.position = last

    def unordered(self, entry: Expectation) -> Iterator[Failure]:
        """Each of the group's entries takes an event of its own, whatever their order."""
        candidates = [list(self.hits(inner)) for inner in entry.group]
        taken = _assign(candidates)
        for inner, index, found in zip(entry.group, taken, candidates, strict=True):
            if index is None:
                yield self.short(inner, found) if found else self.missing(inner)
        hits = [index for index in taken if index is not None]
        if hits:
            yield from self.advance(min(hits), max(hits))

    def missing(self, entry: Expectation) -> Failure:
        near = nearest(entry, self.scene, self.position)
        message = f"expected {described(entry)} {self.place()}: there is none. {near.why}"
        return self.failure(entry, message, [near.event] if near.event is not None else [])

    def short(self, entry: Expectation, found: list[int]) -> Failure:
        """An entry of a group whose events the others take."""
        times = ", ".join(clock(self.scene.events[index].t_ms) for index in found[:5])
        told = f"expected one more {described(entry)} {self.place()}: other entries of the group take {times}"
        return self.failure(entry, told, found)

    def counted(self, entry: Expectation, found: list[int]) -> Failure:
        times = ", ".join(clock(self.scene.events[index].t_ms) for index in found[:5])
        if entry.negated:
            message = f"expected no {described(entry)} {self.place()}: there is one at {times}"
        else:
            happened = f"{len(found)} ({times})" if found else "none"
            message = f"expected {described(entry)} exactly {entry.count} times {self.place()}: there are {happened}"
        return self.failure(entry, message, found)

    def undecided(self, entry: Expectation, limit: PatternLimit) -> Failure:
        return self.failure(entry, f"cannot decide {described(entry)}: {limit.message}", [])

    def place(self) -> str:
        if self.position < 0:
            return "from the start of the call"
        event = self.scene.events[self.position]
        return f"after {clock(event.t_ms)} {event.type}"

    def failure(self, entry: Expectation, message: str, found: list[int]) -> Failure:
        marked = found or [max(self.position, 0)]
        return Failure(G005.at(entry.span, message), listing(self.scene.events, marked), next(iter(found), None))


def described(entry: Expectation) -> str:
    """The expectation in words."""
    text = f"{entry.key} {json_text(thaw(entry.value))}"
    if entry.at_ms is not None:
        text += f" at {clock(entry.at_ms)}"
    if entry.silence_ms is not None:
        text += f" {seconds(entry.silence_ms)} into the silence"
    if entry.within_ms:
        text += f" (±{seconds(entry.within_ms)})"
    return text


def _assign(candidates: list[list[int]]) -> list[int | None]:
    """One event for each entry, none twice; as many as can be had, the earlier entries first."""
    owner: dict[int, int] = {}

    def take(entry: int, tried: set[int]) -> bool:
        for index in candidates[entry]:
            if index in tried:
                continue
            tried.add(index)
            if index not in owner or take(owner[index], tried):
                owner[index] = entry
                return True
        return False

    for entry in range(len(candidates)):
        take(entry, set())
    taken: list[int | None] = [None] * len(candidates)
    for index, entry in owner.items():
        taken[entry] = index
    return taken
