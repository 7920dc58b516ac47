"""``callplan test --review``: changed golden files one by one, in a terminal or by answers on stdin."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from ..compiler.values import dataclass, replace
from .places import shown
from .terminal import err, out

if TYPE_CHECKING:
    from ..compiler.diagnostics.reporters import View
    from ..runtime.testing.outcome import Outcome, Results

KEYS = {"a": "accept", "r": "reject", "s": "skip", "A": "accept all"}
"""What can be answered, by letter or by word."""


@dataclass(slots=True)
class _Review:
    """How far it has come: number of the change, of how many, and whether all that follow are accepted."""

    total: int
    number: int = 0
    everything: bool = False

    def accepts(self, path: Path, told: str) -> bool:
        """Show a change of *path*, and whether it is accepted."""
        self.number += 1
        out(f"\n{self.number} of {self.total}: {shown(path)}")
        out(told)
        choice = "accept" if self.everything else _ask()
        self.everything = self.everything or choice == "accept all"
        if choice in ("accept", "accept all"):
            out("  accepted")
            return True
        out("  rejected" if choice == "reject" else "  skipped")
        return False


def review(results: Results, view: View) -> Results:
    """The results after every pending change has been decided: what is accepted is written and counts as updated, an
    unused golden file that is accepted as such is deleted.

    Rejected and skipped transcripts stay as they are; at the end of stdin the rest is skipped.
    """
    from ..runtime.testing import golden

    pending = [outcome for outcome in results.outcomes if outcome.pending is not None]
    asking = _Review(len(pending) + len(results.orphans))
    decided = {}
    for outcome in pending:
        assert outcome.pending is not None
        path, text = outcome.pending
        if asking.accepts(outcome.transcript, _told(outcome, view)):
            golden.write(path, text)
            decided[outcome.transcript] = replace(outcome, status="updated", diagnostics=(), details=(), pending=None)
    unused = [path for path in results.orphans if asking.accepts(path, "  its transcript is gone: accept deletes it")]
    deleted = golden.delete(unused)
    return replace(
        results,
        outcomes=tuple(decided.get(one.transcript, one) for one in results.outcomes),
        orphans=tuple(path for path in results.orphans if path not in deleted),
        deleted=(*results.deleted, *deleted),
    )


def _told(outcome: Outcome, view: View) -> str:
    """What the change is: where the trace differs and in which node of the plan, or that the file is new."""
    from ..runtime.testing.reports import text

    if outcome.details:
        return "\n".join(f"  {line}".rstrip() for line in text.body(outcome, view))
    assert outcome.pending is not None
    return f"  there is no golden file yet; this run has {outcome.pending[1].count(chr(10))} lines"


def _ask() -> str:
    """One answer; what is none is asked again. Without a stdin nobody answers."""
    while True:
        err("accept (a), reject (r), skip (s), accept all (A)? ", end="")
        sys.stderr.flush()
        line = sys.stdin.readline() if sys.stdin is not None else ""
        if not line:
            err("")
            return "skip"
        answer = KEYS.get(line.strip(), line.strip())
        if answer in KEYS.values():
            return answer
