"""Coverage as values: every node of every plan that transcripts ran against, with who touched it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from ...compiler.plan.model import Plan
from .nodes import KINDS, Kind, Node, nodes
from .places import placing


class Played(NamedTuple):
    """One transcript that was run: its file, the root of its plan's files, the plan, and the ids that it touched."""

    transcript: Path
    root: Path
    plan: Plan
    touched: frozenset[str]


class Count(NamedTuple):
    """How many nodes were touched, of how many."""

    touched: int
    total: int

    @property
    def percent(self) -> float:
        """From 0 to 100, rounded down to a hundredth, so that 100 means all; 100 where there is nothing to touch."""
        return self.touched * 10_000 // self.total / 100 if self.total else 100.0


@dataclass(frozen=True, slots=True)
class Entry:
    """A node of the plan of *target* in *environment*, where it is written, and the transcripts that touched it."""

    node: Node
    target: str
    environment: str | None
    file: str
    line: int
    hits: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """All entries, plan by plan, and the transcripts in the order they ran."""

    entries: tuple[Entry, ...]
    transcripts: tuple[Path, ...]

    def count(self, kind: Kind | None = None) -> Count:
        """Over all plans: of one *kind*, or of all."""
        chosen = [entry for entry in self.entries if kind in (None, entry.node.kind)]
        return Count(sum(1 for entry in chosen if entry.hits), len(chosen))

    def by(self, transcript: Path) -> dict[Kind, int]:
        """How many nodes of each kind *transcript* touched."""
        return {
            kind: sum(1 for entry in self.entries if entry.node.kind == kind and transcript in entry.hits)
            for kind in KINDS
        }

    @property
    def missed(self) -> tuple[Entry, ...]:
        """The entries that nothing touched, by place."""
        bare = (entry for entry in self.entries if not entry.hits)
        return tuple(sorted(bare, key=lambda entry: (entry.file, entry.line, entry.node.id)))


def collect(played: Iterable[Played]) -> Coverage:
    """Merge what the transcripts touched. Plans of one target and environment under several policies are one plan."""
    runs = tuple(played)
    groups: dict[tuple[Path, str, str | None], list[Played]] = {}
    for run in runs:
        groups.setdefault((run.root, run.plan.target, run.plan.environment), []).append(run)
    entries = []
    for (root, target, environment), group in groups.items():
        place = placing(group[0].plan, root)
        for node in nodes(group[0].plan):
            hits = tuple(run.transcript for run in group if node.id in run.touched)
            entries.append(Entry(node, target, environment, *place(node), hits))
    return Coverage(tuple(entries), tuple(run.transcript for run in runs))
