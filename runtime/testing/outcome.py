"""What became of one transcript, and of all of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from ...compiler.diagnostics import Diagnostic

if TYPE_CHECKING:
    from ...compiler.plan.model import Plan
    from ..trace import Trace

UNUSED = "a golden file without its transcript: --update deletes it"

Status = Literal["passed", "failed", "updated", "error", "skipped"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """One transcript's verdict.

    ``failed``: the call did not go as expected, or not as recorded; ``error``: it could not be made, because of the
    transcript or of what it targets; ``updated``: the golden file was written; ``skipped``: it was not run, the note
    says why. Spans name files by absolute path. ``details`` are for people (events around an offender, a diff).
    ``pending`` is the golden file that an update would write, with its text; ``plan`` and ``trace`` are what was run,
    as far as it came. ``touched`` are the ids of the plan's nodes that the call touched and ``root`` the folder of the
    plan's files, if coverage is asked for.
    """

    transcript: Path
    status: Status
    diagnostics: tuple[Diagnostic, ...] = ()
    details: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    seconds: float = 0.0
    pending: tuple[Path, str] | None = field(default=None, repr=False)
    plan: Plan | None = field(default=None, repr=False, compare=False)
    trace: Trace | None = field(default=None, repr=False, compare=False)
    root: Path | None = field(default=None, repr=False, compare=False)
    touched: frozenset[str] = field(default=frozenset(), repr=False, compare=False)

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong with the transcript."""
        return self.status in ("passed", "updated", "skipped")


@dataclass(frozen=True, slots=True)
class Results:
    """All verdicts in order. ``faults`` are why a run counts as failed whatever the verdicts say: a path that leads to
    no transcript, a selection that matches none. ``orphans`` are golden files without their transcript, ``deleted``
    those that an update has deleted.
    """

    outcomes: tuple[Outcome, ...]
    faults: tuple[str, ...] = ()
    orphans: tuple[Path, ...] = ()
    deleted: tuple[Path, ...] = ()
    seconds: float = 0.0

    @property
    def ok(self) -> bool:
        """Whether everything passed, and something did."""
        whole = not self.faults and not self.orphans
        return whole and bool(self.outcomes) and all(outcome.ok for outcome in self.outcomes)

    def count(self, status: Status) -> int:
        """How many transcripts have this status."""
        return sum(1 for outcome in self.outcomes if outcome.status == status)
