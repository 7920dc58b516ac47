"""JUnit XML: a test case a transcript, the folder as its class."""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

from ....compiler.diagnostics.reporters import View
from ....compiler.diagnostics.reporters.concise import line
from ....compiler.diagnostics.reporters.safe import block, one_line
from ...transcript import SUFFIX
from ..outcome import Outcome, Results


def write(results: Results, view: View) -> str:
    """The document. A fault of the run as a whole is a test case in error: a run that tests nothing must not pass."""
    failed, wrong = results.count("failed"), results.count("error") + len(results.faults)
    cases = [_case(outcome, view) for outcome in results.outcomes]
    cases += [_fault(fault) for fault in results.faults]
    counts = f'tests="{len(cases)}" failures="{failed}" errors="{wrong}" time="{results.seconds:.3f}"'
    body = "".join(cases)
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<testsuites name="callplan" {counts}>\n  <testsuite name="callplan" {counts}>\n{body}  </testsuite>\n'
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
        text = [*(line(diagnostic, view) for diagnostic in outcome.diagnostics), *map(block, outcome.details)]
        inside = f"      <{tag} message={_attribute(first)}>{_text(chr(10).join(text))}</{tag}>\n"
    if outcome.notes:
        inside += f"      <system-out>{_text(chr(10).join(outcome.notes))}</system-out>\n"
    head = (
        f"    <testcase classname={_attribute(folder.replace('/', '.'))} name={_attribute(file.removesuffix(SUFFIX))} "
        f'file={_attribute(path)} time="{outcome.seconds:.3f}"'
    )
    return f"{head}>\n{inside}    </testcase>\n" if inside else f"{head}/>\n"


def _fault(fault: str) -> str:
    return (
        f'    <testcase classname="callplan" name="run" time="0.000">\n'
        f"      <error message={_attribute(fault)}/>\n    </testcase>\n"
    )


def _attribute(text: str) -> str:
    return quoteattr(_legal(one_line(text)))


def _text(text: str) -> str:
    return escape(_legal(text))


def _legal(text: str) -> str:
    """Without the characters that XML 1.0 has no form for."""
    return "".join(
        char if char not in "\ufffe\uffff" and not "\ud800" <= char <= "\udfff" else "\ufffd" for char in text
    )
