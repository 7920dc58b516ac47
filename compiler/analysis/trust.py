"""Trust: what the caller or the model can put into places that decide about access (semantics §3.2, §3.9).

A variable is as trusted as its least trusted writer that can have come before: handoff arguments, extraction and
aliases are the model's (tier 3), whatever an alias reads; ``transcript``, ``messages`` and ``prompt`` are the
conversation's (tier 2).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from ..build import Build
from ..build.context import Use, Write
from ..diagnostics import Diagnostic, Related, Rule
from ..diagnostics.catalog import K011, Q013
from ..sources import Path
from ..values import dataclass
from ..variables import DEFAULTS, MODEL, TRUSTED
from .assignment import Assignment
from .squad import on_the_way, owner

TIERS: Mapping[str, int] = {"schema": MODEL, "alias": MODEL, "argument": MODEL, "destination": TRUSTED}
"""The tier of what each kind of write writes."""

_WORDS = {
    "schema": "extracted by the model",
    "alias": "an alias",
    "argument": "an argument that the model passes",
}
_LONGEST_FLOW = 6


class Slot(NamedTuple):
    """A place whose value must not come from the caller or the model: its rule, and what it is."""

    rule: Rule
    what: str
    harm: str


_STATIC = Slot(K011, "a static parameter", "the server takes it for the platform's own word")
_URL = Slot(Q013, "a server's URL", "the request goes, and its data with it, where a caller leads it")
_HEADER = Slot(Q013, "a header", "the server takes it for the platform's own word")
_NUMBER = Slot(
    Q013, "the number or address of a transfer", "the call is forwarded, and billed, to where a caller leads it"
)
_REJECTION = Slot(Q013, "a rejection condition", "the caller decides whether the tool runs")


def slot_of(where: Path) -> Slot | None:
    """The sensitive place that a place in the plan is, or None."""
    if "static" in where:
        return _STATIC
    if where[-1] == "rejection":
        return _REJECTION
    if "server" in where:
        return _HEADER if "headers" in where else _URL
    if where[-1] in ("number", "sip", "callerId") and "destinations" in where:
        return _NUMBER
    return None


def untrusted(build: Build, found: Assignment) -> Iterator[Diagnostic]:
    """K011 and Q013 for each sensitive place that reads what the caller or the model can set, with the flow of it."""
    trust: Trust | None = None
    for verdict in found.verdicts:
        use = verdict.use
        slot = slot_of(use.where)
        if slot is None or (slot is _REJECTION and use.root == "messages"):  # what such conditions are made for
            continue
        trust = trust or Trust.of(build, found)
        flow = trust.flow(use)
        if flow is not None:
            by = "the model writes" if trust.tier(use) == MODEL else "is made of what was said"
            instead = (
                f"Give what is written over {use.root!r} a name of its own."
                if use.root in DEFAULTS and DEFAULTS[use.root].tier == TRUSTED
                else "Use what the call itself knows, such as customer.number, or have the server look it up."
            )
            yield slot.rule.at(
                use.span(),
                f"{slot.what} reads {use.path!r}, which {by}: {slot.harm}, and a caller can talk the assistant into "
                f"any value. {instead}",
                path=use.pointer(),
                related=flow,
            )


@dataclass(frozen=True, slots=True)
class Trust:
    """Which writes can have come before a read, and what each alias reads.

    ``reach`` holds, for each member, the members that can come after it; ``arrivals`` those that a write on the way of
    a handoff is carried to.
    """

    found: Assignment
    reach: tuple[int, ...]
    arrivals: Mapping[tuple[Path, str], frozenset[int]]
    aliases: Mapping[tuple[Path, Path], tuple[Use, ...]]

    @classmethod
    def of(cls, build: Build, found: Assignment) -> Trust:
        """Gather what the questions need."""
        last = {(write.where, write.name) for write in build.writes if write.how == "destination"}
        arrivals: dict[tuple[Path, str], set[int]] = {}
        for destination, members in found.squad.leads.items():
            for place in (destination, destination[:-2]):
                for write in found.places.get(place, ()):
                    if write.how == "destination" or (destination, write.name) not in last:
                        arrivals.setdefault((place, write.name), set()).update(members)
        aliases: dict[tuple[Path, Path], list[Use]] = {}
        for use in build.uses:
            if use.moment in ("alias", "handoff"):
                aliases.setdefault((use.where[:-4], use.at[:-1]), []).append(use)
        return cls(
            found,
            _reach(found),
            {key: frozenset(members) for key, members in arrivals.items()},
            {key: tuple(uses) for key, uses in aliases.items()},
        )

    def tier(self, use: Use) -> int:
        """The tier of what *use* may read."""
        default = DEFAULTS[use.root].tier if use.root in DEFAULTS else TRUSTED
        return max((default, *(TIERS[write.how] for write in self.before(use))))

    def before(self, use: Use) -> Iterator[Write]:
        """The writes of the variable that can have happened before it is read."""
        return (write for write in self.found.writes.get(use.root, ()) if self._comes_before(write, use))

    def flow(self, use: Use) -> tuple[Related, ...] | None:
        """The places through which an untrusted value gets to *use*, nearest first; None where there is none."""
        if self.tier(use) == TRUSTED:
            return None
        flow: dict[Related, None] = {}
        pending, seen = [use], {use.root}
        while pending and len(flow) < _LONGEST_FLOW:
            read = pending.pop(0)
            for write in self.before(read):
                if TIERS[write.how] == TRUSTED:
                    continue
                flow[Related(write.span(), f"{write.name!r} comes from here, {_WORDS[write.how]}")] = None
                for inner in self.aliases.get((write.where, write.at[:-1]), ()):
                    if inner.root not in seen:
                        seen.add(inner.root)
                        pending.append(inner)
        return tuple(flow)[:_LONGEST_FLOW]

    def _comes_before(self, write: Write, use: Use) -> bool:
        source, target = owner(write.where), owner(use.where)
        if not self.found.flow.reached[source]:
            return False
        if not on_the_way(write):
            return source == target or bool(self.reach[source] >> target & 1)
        if use.moment == "handoff" and use.where[: len(write.where)] == write.where:
            return True  # the aliases of this very handoff read what it has just written
        arrived = self.arrivals.get((write.where, write.name), ())
        return any(member == target or self.reach[member] >> target & 1 for member in arrived)


def _reach(found: Assignment) -> tuple[int, ...]:
    """For each member, the members that can come after it, as a set of bits."""
    reach = [0] * len(found.squad.nodes)
    for index, node in enumerate(found.squad.nodes):
        for edge in node.edges:
            reach[index] |= 1 << edge.target
    for through in range(len(reach)):
        for index, after in enumerate(reach):
            if after >> through & 1:
                reach[index] |= reach[through]
    return tuple(reach)
