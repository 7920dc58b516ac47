"""For a pull request or a job summary: the sum, and a row for each transcript that does not pass."""

from __future__ import annotations

from ....compiler.diagnostics.reporters import View
from ....compiler.diagnostics.reporters.markdown import SIZE, code
from ..outcome import UNUSED, Outcome, Results


def write(results: Results, view: View) -> str:
    """The document. Text of transcripts stands in code spans; where rows are too many, the rest is counted."""
    passed = results.count("passed") + results.count("updated")
    bad = [outcome for outcome in results.outcomes if not outcome.ok]
    skipped = f", {number} skipped" if (number := results.count("skipped")) else ""
    text = f"**callplan test: {passed} of {len(results.outcomes)} transcripts pass{skipped}**\n"
    text += "".join(f"\n{code(fault)}\n" for fault in results.faults)
    text += "".join(f"\n{code(view.name(path.as_posix()))}: {UNUSED}\n" for path in results.orphans)
    if not bad:
        return text
    text += "\n| Transcript | Status | Finding |\n| --- | --- | --- |\n"
    for index, outcome in enumerate(bad):
        row = _row(outcome, view)
        if len(text) + len(row) > SIZE:
            return f"{text}\n{len(bad) - index} more: run `callplan test` to see them.\n"
        text += row
    return text


def _row(outcome: Outcome, view: View) -> str:
    found = [
        f"{code(f'{view.name(one.span.file)}:{one.span.start.line}')} {one.rule} {code(one.message)}"
        for one in outcome.diagnostics
    ]
    return f"| {code(view.name(outcome.transcript.as_posix()))} | {outcome.status} | {'<br>'.join(found) or ' '} |\n"
