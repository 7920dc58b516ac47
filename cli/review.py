"""``callplan test --review``: changed golden files one by one, in a terminal or by answers on stdin."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import TYPE_CHECKING

from .places import shown
from .terminal import err, out

if TYPE_CHECKING:
    from ..runtime.testing.outcome import Results

KEYS = {"a": "accept", "r": "reject", "s": "skip", "A": "accept all"}
"""What can be answered, by letter or by word."""


def review(results: Results) -> Results:
    """The results after every pending change has been decided: what is accepted is written and counts as updated.

    Rejected and skipped transcripts stay as they are; at the end of stdin the rest is skipped.
    """
    from ..compiler.diagnostics.reporters.safe import block
    from ..runtime.testing import golden

    pending = [outcome for outcome in results.outcomes if outcome.pending is not None]
    decided = {}
    everything = False
    for number, outcome in enumerate(pending, 1):
        assert outcome.pending is not None
        path, text = outcome.pending
        held = golden.read(path)
        out(f"\n{number} of {len(pending)}: {shown(outcome.transcript)}")
        if held is None:
            out(f"  there is no golden file yet; this run has {text.count(chr(10))} lines")
        else:
            out(block(golden.compare(held, text, f"{golden.FOLDER}/{path.name}").diff))
        choice = "accept" if everything else _ask()
        everything = everything or choice == "accept all"
        if choice in ("accept", "accept all"):
            golden.write(path, text)
            decided[outcome.transcript] = replace(outcome, status="updated", diagnostics=(), details=(), pending=None)
            out("  accepted")
        else:
            out("  rejected" if choice == "reject" else "  skipped")
    return replace(results, outcomes=tuple(decided.get(one.transcript, one) for one in results.outcomes))


def _ask() -> str:
    """One answer; what is none is asked again."""
    while True:
        err("accept (a), reject (r), skip (s), accept all (A)? ", end="")
        sys.stderr.flush()
        line = sys.stdin.readline()
        if not line:
            return "skip"
        answer = KEYS.get(line.strip(), line.strip())
        if answer in KEYS.values():
            return answer
