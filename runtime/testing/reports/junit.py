"""JUnit XML: a test case a transcript, the folder as its class."""

from __future__ import annotations

from ....compiler.diagnostics.reporters import View
from ....compiler.diagnostics.reporters.concise import line
from ....compiler.diagnostics.reporters.junit import attribute, content
from ...transcript import SUFFIX
from ..outcome import UNUSED, Outcome, Results


def write(results: Results, view: View) -> str:
    """The document. A fault of the run as a whole is a test case in error: a run that tests nothing must not pass."""
    cases = [_case(outcome, view) for outcome in results.outcomes]
    cases += [_fault("run", fault) for fault in results.faults]
    cases += [_fault(view.name(path.as_posix()), UNUSED) for path in results.orphans]
    failed, skipped = results.count("failed"), results.count("skipped")
    wrong = results.count("error") + len(results.faults) + len(results.orphans)
    counts = f'tests="{len(cases)}" failures="{failed}" errors="{wrong}" time="{results.seconds:.3f}"'
    suite = f'{counts} skipped="{skipped}"'
    body = "".join(cases)
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<testsuites name="callplan" {counts}>\n  <testsuite name="callplan" {suite}>\n{body}  </testsuite>\n'
        "</testsuites>\n"
    )


def _case(outcome: Outcome, view: View) -> str:
    path = view.name(outcome.transcript.as_posix())
    folder, _, file = path.rpartition("/")
    inside = ""
    if not outcome.ok:
        tag = "failure" if outcome.status == "failed" else "error"
        worst = min(outcome.diagnostics, key=lambda diagnostic: diagnostic.severity.rank, default=None)
        first = worst.message if worst else outcome.status
        text = [*(line(diagnostic, view) for diagnostic in outcome.diagnostics), *outcome.details]
        inside = f"      <{tag} message={attribute(first)}>{content(chr(10).join(text))}</{tag}>\n"
    if outcome.status == "skipped":
        inside = f"      <skipped message={attribute('; '.join(outcome.notes))}/>\n"
    elif outcome.notes:
        inside += f"      <system-out>{content(chr(10).join(outcome.notes))}</system-out>\n"
    head = (
        f"    <testcase classname={attribute(folder.replace('/', '.'))} name={attribute(file.removesuffix(SUFFIX))} "
        f'file={attribute(path)} time="{outcome.seconds:.3f}"'
    )
    return f"{head}>\n{inside}    </testcase>\n" if inside else f"{head}/>\n"


def _fault(name: str, fault: str) -> str:
    return (
        f'    <testcase classname="callplan" name={attribute(name)} time="0.000">\n'
        f"      <error message={attribute(fault)}/>\n    </testcase>\n"
    )
