"""The formats that other programs read: what each says, and that no text of a configuration acts in any of them."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import NamedTuple
from xml.etree import ElementTree

import pytest
from callplan.compiler.diagnostics import Diagnostic, Edit, Fix, Position, Related, Report, Severity, Span
from callplan.compiler.diagnostics.lines import BEFORE_TEXT
from callplan.compiler.diagnostics.reporters import FORMATS, View, auto, statistics, write
from callplan.compiler.diagnostics.reporters.safe import one_line
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

MACHINE = ("json", "sarif", "junit", "github", "gitlab", "markdown")


def span(start: tuple[int, int], end: tuple[int, int], file: str = "a.yml") -> Span:
    return Span(file, Position(*start), Position(*end))


NAME = span((1, 1), (1, 5))
TYPO = Diagnostic(
    "L001",
    "unknown-key",
    Severity.ERROR,
    'there is no key "nmae" here',
    NAME,
    "/nmae",
    (Related(span((4, 3), (4, 9), "b.yml"), "the other one"),),
    Fix("rename to name", (Edit(NAME, "name"),), safe=False),
)
LIQUID = Diagnostic("Q002", "undefined-variable", Severity.WARNING, "nobody writes {{ x }}", span((2, 3), (4, 1)), "/m")
NOTE = Diagnostic("B001", "not-supported-yet", Severity.INFO, "two\nlines", span((9, 1), (9, 1), "b.yml"))
MARK = Diagnostic(
    "Y024",
    "json-not-strict",
    Severity.WARNING,
    "a byte order mark",
    span((1, 1), (1, 1), "c d.json"),
    fix=Fix("remove it", (Edit(Span("c d.json", BEFORE_TEXT, Position(1, 1)), ""),)),
)
EVIL = Diagnostic(
    "L002",
    "wrong-value",
    Severity.ERROR,
    "found `x` | @team <img src=x onerror=alert(1)> [a](http://b.c) ![i](j) ##[error]z 100% "
    "\x1b[2J\n::stop-commands::q",
    span((3, 1), (3, 4), "::error::\u202e.yml"),
    "/a b/~1",
    (Related(span((1, 1), (1, 2)), "]]> -->\r\n|"),),
    Fix("`|`", (Edit(span((3, 1), (3, 4), "::error::\u202e.yml"), "<&>"),)),
)


def mixed() -> Report:
    return Report.of([TYPO, LIQUID, NOTE, MARK, EVIL], ["a.yml", "b.yml", "c d.json", "clean.yml"])


class Whole(SingleFileSnapshotExtension):
    """A file a snapshot, as the format writes it."""

    _write_mode = WriteMode.TEXT
    file_extension = "out"


@pytest.mark.parametrize("format", FORMATS)
def test_mixed_report(format: str, snapshot: SnapshotAssertion) -> None:
    assert write(format, mixed(), View(version="9.8.7")) == snapshot(extension_class=Whole)


# -- line by line ------------------------------------------------------------------------------------------------------


class Case(NamedTuple):
    name: str
    report: tuple[Diagnostic, ...]
    expect: str
    format: str


def saying(message: str, *, file: str = "a.yml") -> tuple[Diagnostic, ...]:
    return (replace(LIQUID, message=message, span=span((2, 3), (2, 5), file)),)


PLACE = "file=a.yml,line=2,endLine=2,col=3,endColumn=5,title=Q002 undefined-variable"
CASES = (
    Case("nothing", (), "", "github"),
    Case("percent and breaks", saying("5%\r\nx"), f"::warning {PLACE}::a.yml:2:3: 5%25\\x0d%0Ax\n", "github"),
    Case(
        "properties",
        saying("m", file="a,b:c%.yml"),
        f"::warning {PLACE.replace('a.yml', 'a%2Cb%3Ac%25.yml')}::a,b:c%25.yml:2:3: m\n",
        "github",
    ),
    Case("worst first", (LIQUID, TYPO), "::error file=a.yml,line=1,endLine=1,col=1,endColumn=5,", "github"),
    Case("no columns on two lines", (LIQUID,), "::warning file=a.yml,line=2,endLine=4,title=", "github"),
    Case("information", (NOTE,), "::notice file=b.yml,", "github"),
    Case("nothing", (), "[]\n", "gitlab"),
    Case("nothing", (), "**callplan check: no findings in 0 files**\n", "markdown"),
    Case("pipe", saying("a|b"), "| `a\\|b` |\n", "markdown"),
    Case("backticks", saying("`a`` b"), "| ``` `a`` b ``` |\n", "markdown"),
    Case("mention", saying("@team"), "| `@team` |\n", "markdown"),
    Case("html", saying("<b>"), "| `<b>` |\n", "markdown"),
    Case("empty", saying(""), "| ` ` |\n", "markdown"),
    Case(
        "fix", (TYPO,), "<br>see `b.yml:4:3`: `the other one`<br>fix (look at it first): `rename to name` |", "markdown"
    ),
    Case("markup", saying("]]><a&\"'\ufffe"), "Q002 ]]&gt;&lt;a&amp;\"'\ufffd</system-out>", "junit"),
    Case("attribute", (replace(TYPO, message="\"'\n<"),), 'message="&quot;\'\\n&lt;"', "junit"),
    Case("link", saying("[a](b)"), '"text": "[a] (b)"', "sarif"),
    Case("braces", saying("{{ x }} {0}"), '"text": "{{ x }} {0}"', "sarif"),
    Case("file", saying("m", file="a b:ö.yml"), '"uri": "a%20b%3A%C3%B6.yml"', "sarif"),
    Case("absolute", saying("m", file="/x y/a.yml"), '"uri": "file:///x%20y/a.yml"', "sarif"),
    Case("drive", saying("m", file="C:/x/a.yml"), '"uri": "file:///C:/x/a.yml"', "sarif"),
    Case("unknown rule", (replace(LIQUID, rule="Z999"),), '"id": "Z999"', "sarif"),
    Case("runner's command", saying("x\n \u3000::add-mask::y"), "   \u3000\\x3a:add-mask::y\n", "text"),
    Case("runner's old command", saying("a ##[error]b ##vso[c]"), "a #\\x23[error]b #\\x23vso[c]\n", "concise"),
    Case("no command", saying("a::b ## c #[d]"), "warning Q002 a::b ## c #[d]\n", "concise"),
    Case("command with a place", saying("m", file=":"), "\\x3a:2:3: warning", "concise"),
    Case("command in a name", saying("m", file="::warning::a"), "\\x3a:warning::a:2:3: warning", "concise"),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.format} {case.name}")
def test_case(case: Case) -> None:
    text = write(case.format, Report.of(case.report), View())
    assert case.expect in text if case.expect else text == ""


def test_a_command_that_excerpts_would_join() -> None:
    found = replace(TYPO, span=span((1, 6), (1, 8)), fix=None, related=())
    text = write("text", Report.of([found]), View(source={"a.yml": "name: ##[error]x"}.get))
    assert "##[" not in text and "#\\x23[error]x" in text


@pytest.mark.parametrize(
    ("environment", "format"),
    [
        ({}, "text"),
        ({"GITHUB_ACTIONS": "true"}, "github"),
        ({"GITLAB_CI": "true"}, "gitlab"),
        ({"GITHUB_ACTIONS": "", "GITLAB_CI": "false", "CI": "true"}, "text"),
    ],
)
def test_auto(environment: dict[str, str], format: str) -> None:
    assert auto.chosen(environment) == format


def test_statistics() -> None:
    twice = replace(MARK, span=span((2, 1), (2, 2), "c d.json"))
    weighed = replace(MARK, severity=Severity.ERROR, fix=None)
    assert statistics.write(Report.of([MARK, twice, weighed, TYPO])) == (
        "     2  warning  Y024 json-not-strict  (2 with a safe fix)\n"
        "     1  error    L001 unknown-key\n"
        "     1  error    Y024 json-not-strict\n"
    )
    assert statistics.write(Report.of([])) == ""


def test_junit_counts() -> None:
    suites = ElementTree.fromstring(write("junit", mixed(), View()))
    assert (suites.get("tests"), suites.get("failures")) == ("5", "2")
    counts = {suite.get("name"): (suite.get("tests"), suite.get("failures")) for suite in suites}
    assert counts.pop(one_line(EVIL.span.file)) == ("1", "1")
    assert counts == {"a.yml": ("1", "1"), "b.yml": ("1", "0"), "c d.json": ("1", "0"), "clean.yml": ("1", "0")}
    assert [suite.get("name") for suite in suites if suite.find("system-out") is not None] == [
        "a.yml",
        "b.yml",
        "c d.json",
    ]


def test_a_long_markdown_table_says_what_is_left_out() -> None:
    found = [replace(LIQUID, span=span((line, 1), (line, 2)), message="x" * 500) for line in range(1, 1001)]
    text = write("markdown", Report.of([*found, TYPO]), View())
    assert len(text) < 65_536
    rows = [line for line in text.splitlines() if line.startswith(("| error", "| warning"))]
    assert rows[0].startswith("| error |")
    assert text.endswith(f"\n{1001 - len(rows)} more: run `callplan check` to see them.\n")


def test_no_colour_outside_a_terminal() -> None:
    for format in MACHINE:
        assert "\x1b" not in write(format, mixed(), View(color=True))


# -- fingerprints ------------------------------------------------------------------------------------------------------


def prints(format: str, *found: Diagnostic, view: View | None = None) -> list[str]:
    document = json.loads(write(format, Report.of(found), view or View()))
    if format == "gitlab":
        return [one["fingerprint"] for one in document]
    return [one["partialFingerprints"]["callplanPath/v1"] for one in document["runs"][0]["results"]]


@pytest.mark.parametrize("format", ["sarif", "gitlab"])
def test_fingerprints(format: str) -> None:
    first, second = prints(format, LIQUID, TYPO)
    assert first != second and re.fullmatch("[0-9a-f]{32}", first)
    moved = replace(LIQUID, span=span((70, 1), (71, 2)), message="in other words", severity=Severity.INFO)
    assert prints(format, moved) == prints(format, LIQUID)
    assert prints(format, moved, LIQUID)[0] == prints(format, LIQUID)[0]
    assert len(set(prints(format, moved, LIQUID, TYPO))) == 3
    for other in (replace(LIQUID, path="/n"), replace(LIQUID, rule="Q003"), replace(LIQUID, span=NOTE.span)):
        assert prints(format, other) != prints(format, LIQUID)
    named = View(landmark=lambda file, path: path.replace("/1", "/[say]"))
    assert prints(format, replace(LIQUID, path="/do/1"), view=named) == prints(
        format, replace(LIQUID, path="/do/[say]")
    )
