"""For people: a line a transcript as it comes, what went wrong below it, and a sum at the end."""

from __future__ import annotations

from pathlib import Path

from ....compiler.diagnostics import Report
from ....compiler.diagnostics.reporters import View
from ....compiler.diagnostics.reporters.safe import block, one_line
from ....compiler.diagnostics.reporters.text import findings
from ..outcome import UNUSED, Outcome, Results, Status

_WORDS: dict[Status, tuple[str, str]] = {
    "passed": ("PASS", "32"),
    "updated": ("UPDATED", "33"),
    "failed": ("FAIL", "31"),
    "error": ("ERROR", "31"),
    "skipped": ("SKIP", "36"),
}
_SLOWEST = 10


def write(results: Results, view: View, durations: bool = False) -> str:
    """The whole report."""
    return "".join(one(outcome, view) for outcome in results.outcomes) + summary(results, view, durations)


def one(outcome: Outcome, view: View) -> str:
    """One transcript's lines: its verdict, then what :func:`body` says."""
    word, color = _WORDS[outcome.status]
    notes = f" ({'; '.join(outcome.notes)})" if outcome.notes else ""
    head = f"{_paint(f'{word:<7}', color, view)} {_shown(outcome.transcript, view)}{notes}\n"
    return head + "".join(f"  {line}\n" if line else "\n" for line in body(outcome, view))


def body(outcome: Outcome, view: View) -> list[str]:
    """Lines of what is wrong: findings with excerpts, then details."""
    lines: list[str] = []
    if outcome.diagnostics:
        lines += findings(Report.of(outcome.diagnostics), view).rstrip("\n").split("\n")
    for detail in outcome.details:
        lines += ["", *block(detail).split("\n")]
    return lines


def summary(results: Results, view: View, durations: bool = False) -> str:
    """What is wrong with the run as a whole, then ``3 passed, 1 failed in 0.42 s``."""
    lines: list[str] = []
    if durations:
        slowest = sorted(results.outcomes, key=lambda outcome: -outcome.seconds)[:_SLOWEST]
        lines += [f"{outcome.seconds:8.3f} s  {_shown(outcome.transcript, view)}" for outcome in slowest]
    lines += [f"{_shown(path, view)}: deleted, its transcript is gone" for path in results.deleted]
    lines += [_paint(f"{_shown(path, view)}: {UNUSED}", "31", view) for path in results.orphans]
    lines += [_paint(one_line(fault), "31", view) for fault in results.faults]
    counts = [
        _paint(f"{number} {status}", color, view)
        for status, (_, color) in _WORDS.items()
        if (number := results.count(status))
    ]
    if results.orphans:
        counts.append(_paint(f"{len(results.orphans)} unused", "31", view))
    lines.append(f"{', '.join(counts) or 'nothing was run'} in {results.seconds:.2f} s")
    return "".join(f"{line}\n" for line in lines)


def _shown(path: Path, view: View) -> str:
    return one_line(view.name(path.as_posix()))


def _paint(text: str, code: str, view: View) -> str:
    return f"\x1b[{code}m{text}\x1b[0m" if view.color else text
