"""For people: a table of kinds, a line a transcript, and what nothing touched, by place."""

from __future__ import annotations

from ....compiler.diagnostics.reporters import View
from ....compiler.diagnostics.reporters.safe import one_line
from ..model import Count, Coverage
from ..nodes import KINDS


def write(coverage: Coverage, view: View) -> str:
    """The tables, line feed at the end."""
    lines = [f"{'coverage':<20}{'touched':>8}{'of':>7}"]
    lines += [_row(f"{kind}s" if kind[-1] != "h" else f"{kind}es", coverage.count(kind)) for kind in KINDS]
    lines += [_row("all", coverage.count()), ""]
    for transcript in coverage.transcripts:
        total = sum(coverage.by(transcript).values())
        lines.append(f"{total:8}  {one_line(view.name(transcript.as_posix()))}")
    if coverage.missed:
        lines += ["", "untouched:"]
    for entry in coverage.missed:
        place = f"{one_line(view.name(entry.file))}:{entry.line}: " if entry.file else ""
        where = f" ({entry.target}, {entry.environment})" if entry.environment else f" ({entry.target})"
        lines.append(f"  {place}{entry.node.kind} {one_line(entry.node.label + where)}")
    return "".join(f"{line}\n" for line in lines)


def _row(name: str, count: Count) -> str:
    percent = f"{count.percent:6.2f} %" if count.total else "       -"
    return f"{name:<20}{count.touched:>8}{count.total:>7}  {percent}"
