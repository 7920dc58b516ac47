"""The verdicts on a suite, summed up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from .play import Suite, Verdict, play


@dataclass(frozen=True, slots=True)
class Score:
    """Each suite with the verdicts on its mutants, in order."""

    suites: tuple[tuple[Suite, tuple[Verdict, ...]], ...]

    @property
    def verdicts(self) -> tuple[Verdict, ...]:
        """All of them."""
        return tuple(verdict for _, verdicts in self.suites for verdict in verdicts)

    def count(self, operator: str | None = None) -> tuple[int, int]:
        """How many mutants were noticed, of how many: of one operator, or of all."""
        chosen = [verdict for verdict in self.verdicts if operator in (None, verdict.mutant.operator)]
        return sum(1 for verdict in chosen if verdict.noticed_by is not None), len(chosen)

    @property
    def percent(self) -> float:
        """From 0 to 100, rounded down to a hundredth; 100 where there was nothing to change."""
        noticed, total = self.count()
        return noticed * 10_000 // total / 100 if total else 100.0


def score(suites: Iterable[Suite]) -> Score:
    """Play all mutants of *suites*."""
    return Score(tuple((suite, tuple(play(suite))) for suite in suites))
