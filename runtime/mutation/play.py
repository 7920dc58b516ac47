"""Playing mutants: each against the transcripts that come where it is, until one of them notices.

A transcript notices when it cannot be followed any more, when an expectation fails, or, where it has a golden file,
when anything in the trace is different.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from ...compiler.plan.model import Plan
from ..coverage import touched
from ..errors import ScriptError
from ..play import run
from ..testing import golden
from ..testing.expectations import judge
from ..testing.outcome import Outcome
from ..testing.plans import Plans
from ..testing.reading import read_transcript
from ..testing.suite import Options, run_one
from ..trace import Trace
from ..transcript.model import Transcript
from .edits import apply, pointer
from .mutant import Mutant, grouped
from .operators import changes


@dataclass(frozen=True, slots=True)
class Case:
    """A transcript that passes: what it touches of its plan, and whether its whole trace counts (``golden``)."""

    path: Path
    transcript: Transcript
    plan: Plan
    trace: Trace
    touched: frozenset[str]
    golden: bool

    def notices(self, plan: Plan) -> bool:
        """Whether a run on *plan* goes otherwise than it must."""
        try:
            trace = run(plan, self.transcript)
        except ScriptError:
            return True
        if self.golden and trace.events != self.trace.events:
            return True
        return bool(judge(self.transcript.expect, trace))


@dataclass(frozen=True, slots=True)
class Suite:
    """The transcripts of one target in one environment, by path, and the mutants of its plan in order."""

    plan: Plan
    root: Path
    cases: tuple[Case, ...]
    mutants: tuple[Mutant, ...]


class Verdict(NamedTuple):
    """What became of a mutant: the first transcript that noticed, if one did, out of how many that were played."""

    mutant: Mutant
    noticed_by: Path | None
    played: int


def baseline(paths: Iterable[Path], wanted: Callable[[Path, Transcript], bool]) -> tuple[list[Suite], list[Outcome]]:
    """The suites of the transcripts at *paths* that are *wanted*, and the outcomes of those that do not pass."""
    plans, failed = Plans(), []
    groups: dict[tuple[Path, str, str | None], list[Case]] = {}
    for path in paths:
        transcript, _ = read_transcript(path)
        if transcript is not None and not wanted(path, transcript):
            continue
        outcome = run_one(path, Options(), plans)
        if transcript is None or not outcome.ok or outcome.plan is None or outcome.trace is None:
            failed.append(outcome)
            continue
        root = plans.root(path, transcript)
        case = Case(
            path,
            transcript,
            outcome.plan,
            outcome.trace,
            touched(outcome.plan, transcript, outcome.trace),
            golden.path_of(path).is_file(),
        )
        groups.setdefault((root, outcome.plan.target, outcome.plan.environment), []).append(case)
    suites = []
    for (root, _, _), cases in groups.items():
        plan = cases[0].plan
        suites.append(Suite(plan, root, tuple(cases), grouped(plan, root, changes(plan))))
    return suites, failed


def play(suite: Suite) -> Iterator[Verdict]:
    """The verdict on every mutant, in order."""
    for mutant in suite.mutants:
        plans: dict[int, Plan] = {}
        noticed, played = None, 0
        for case in _reaching(suite.cases, mutant):
            played += 1
            plan = plans.setdefault(id(case.plan), apply(case.plan, mutant.edits))
            if case.notices(plan):
                noticed = case.path
                break
        yield Verdict(mutant, noticed, played)


def _reaching(cases: tuple[Case, ...], mutant: Mutant) -> list[Case]:
    """The cases that come to a member which feels the mutant, those that touch the very node first."""
    members = {f"/members/{index}" for index in mutant.members}
    nodes = {pointer(edit.path[: len(mutant.node)]) for edit in mutant.edits}
    reaching = [case for case in cases if not members or members & case.touched]
    return sorted(reaching, key=lambda case: not nodes & case.touched)
