"""JUnit XML: a test suite a file, a failed test case an error; warnings and information as the suite's output."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from ..diagnostic import Severity
from .concise import line
from .safe import block, one_line

if TYPE_CHECKING:
    from ..diagnostic import Diagnostic
    from ..report import Report
    from .view import View

_NO_CHARACTER = re.compile("[\ud800-\udfff\ufffe\uffff]")


def write(report: Report, view: View) -> str:
    """The document. A file without errors is one passed test case, so that a clean run shows what it looked at."""
    by_file: dict[str, list[Diagnostic]] = {file: [] for file in report.files}
    for found in report.diagnostics:
        by_file.setdefault(found.span.file, []).append(found)
    suites = [_suite(view.name(file), found, view) for file, found in sorted(by_file.items())]
    failures = report.count(Severity.ERROR)
    clean = sum(1 for found in by_file.values() if all(one.severity is not Severity.ERROR for one in found))
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<testsuites name="callplan check" tests="{failures + clean}" failures="{failures}" errors="0" time="0">\n'
        f"{''.join(suites)}</testsuites>\n"
    )


def attribute(text: str) -> str:
    """*text* as an attribute's value, quoted."""
    return quoteattr(_legal(one_line(text)))


def content(text: str) -> str:
    """*text* between two tags, with its line breaks."""
    return escape(_legal(block(text)))


def _legal(text: str) -> str:
    """*text* without what XML 1.0 has no form for, where :mod:`.safe` left any."""
    return _NO_CHARACTER.sub("\ufffd", text)


def _suite(file: str, found: list[Diagnostic], view: View) -> str:
    errors = [one for one in found if one.severity is Severity.ERROR]
    others = [line(one, view) for one in found if one.severity is not Severity.ERROR]
    cases = [_case(file, one, view) for one in errors]
    if not errors:
        cases.append(f'    <testcase classname={attribute(file)} name="check" file={attribute(file)} time="0"/>\n')
    output = f"    <system-out>{content(chr(10).join(others))}</system-out>\n" if others else ""
    counts = f'tests="{len(cases)}" failures="{len(errors)}" errors="0" skipped="0" time="0"'
    return f"  <testsuite name={attribute(file)} {counts}>\n{''.join(cases)}{output}  </testsuite>\n"


def _case(file: str, found: Diagnostic, view: View) -> str:
    name = f"{found.rule} {found.slug}{' at ' + found.path if found.path else ''}"
    place = f'file={attribute(file)} line="{found.span.start.line}" time="0"'
    return (
        f"    <testcase classname={attribute(file)} name={attribute(name)} {place}>\n"
        f"      <failure type={attribute(found.rule)} message={attribute(found.message)}>"
        f"{content(line(found, view))}</failure>\n"
        "    </testcase>\n"
    )
