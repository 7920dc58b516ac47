"""The formats that other programs read: what each says, and that no text of a configuration acts in any of them."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest
from callplan.compiler.diagnostics import Diagnostic, Edit, Fix, Position, Related, Report, Severity, Span
from callplan.compiler.diagnostics.lines import BEFORE_TEXT
from callplan.compiler.diagnostics.reporters import FORMATS, View, auto, statistics, write
from callplan.compiler.diagnostics.reporters.safe import block, one_line
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from markdown_it import MarkdownIt
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

SARIF = Draft202012Validator(json.loads(Path(__file__).with_name("sarif.schema.json").read_bytes()))
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


# -- whatever the text -------------------------------------------------------------------------------------------------

ACTING = (
    "`",
    "``",
    "|",
    "\\",
    "<",
    "&",
    "::",
    ":",
    ",",
    "##[",
    "](",
    "%0A",
    "%",
    "]]>",
    "\r\n",
    "\n",
    " ",
    "\udcff",
    "\ufffe",
)
TEXT = st.lists(st.sampled_from(ACTING) | st.characters(), max_size=8).map("".join)
FILES = TEXT.filter(bool)


@st.composite
def spans(draw: st.DrawFn, files: st.SearchStrategy[str] = FILES) -> Span:
    line, column = draw(st.integers(1, 9)), draw(st.integers(1, 9))
    down, right = draw(st.integers(0, 2)), draw(st.integers(0, 9))
    return Span(draw(files), Position(line, column), Position(line + down, column + right))


FIXES = st.builds(
    Fix, TEXT, st.lists(st.builds(Edit, spans(), TEXT), min_size=1, max_size=2, unique=True).map(tuple), st.booleans()
)
FINDINGS = st.builds(
    Diagnostic,
    st.sampled_from(["L001", "Q002", "Z999"]),
    st.just("some-rule"),
    st.sampled_from(Severity),
    TEXT,
    spans(),
    TEXT.map(lambda text: "/" + text),
    st.lists(st.builds(Related, spans(), TEXT), max_size=2).map(tuple),
    st.none() | FIXES,
)
REPORTS = st.lists(FINDINGS, max_size=4).map(lambda found: Report.of(found, [one.span.file for one in found]))


def printed(format: str, report: Report) -> str:
    """What arrives at a reader of the bytes that the command writes."""
    return write(format, report, View()).encode("utf-8", "backslashreplace").decode("utf-8")


@settings(max_examples=40, deadline=None)
@given(REPORTS)
def test_any_text_in_sarif(report: Report) -> None:
    document = json.loads(printed("sarif", report))
    assert [error.message for error in SARIF.iter_errors(document)] == []
    (run,) = document["runs"]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert len(set(rules)) == len(rules)
    bases = {None, *run["originalUriBaseIds"]}
    marks = [result["partialFingerprints"]["callplanPath/v1"] for result in run["results"]]
    assert len(set(marks)) == len(marks)
    for found, result in zip(report.diagnostics, run["results"], strict=True):
        assert rules[result["ruleIndex"]] == result["ruleId"] == found.rule
        assert result["message"]["text"] == block(found.message).replace("](", "] (")
        assert result.get("fixes", []) == [] if found.fix is None else len(result["fixes"]) == 1
        ids = [other["id"] for other in result.get("relatedLocations", ())]
        assert ids == list(range(1, len(found.related) + 1))
    for location in everywhere("artifactLocation", document):
        assert location.get("uriBaseId") in bases
    for region in (*everywhere("region", document), *everywhere("deletedRegion", document)):
        ends = (region["endLine"], region["endColumn"])
        assert ends >= (region["startLine"], region["startColumn"])
    names = [one["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for one in run["results"]]
    for found, name in zip(report.diagnostics, names, strict=True):
        if not re.search("[\ud800-\udfff]|^/|^.:/", found.span.file):
            assert unquote(name) == found.span.file


def everywhere(key: str, value: Any) -> list[Any]:
    """Every value at *key*, at any depth."""
    if isinstance(value, list):
        return [found for item in value for found in everywhere(key, item)]
    if not isinstance(value, dict):
        return []
    inner = [found for item in value.values() for found in everywhere(key, item)]
    return [value[key], *inner] if key in value else inner


@settings(max_examples=40, deadline=None)
@given(REPORTS)
def test_any_text_in_json_and_gitlab(report: Report) -> None:
    plain = json.loads(printed("json", report))["diagnostics"]
    quality = json.loads(printed("gitlab", report))
    for found, one, other in zip(report.diagnostics, plain, quality, strict=True):
        assert (one["message"], one["file"], one["path"]) == (found.message, found.span.file, found.path)
        assert other["description"] == f"{found.rule}: {one_line(found.message)}"
        assert other["location"]["path"] == found.span.file
    assert len({one["fingerprint"] for one in quality}) == len(quality)


@settings(max_examples=40, deadline=None)
@given(REPORTS)
def test_any_text_in_junit(report: Report) -> None:
    suites = ElementTree.fromstring(printed("junit", report))
    told = {(failure.get("type"), failure.get("message")) for failure in suites.iter("failure")}
    errors = [found for found in report.diagnostics if found.severity is Severity.ERROR]
    assert told == {(found.rule, legal(one_line(found.message))) for found in errors}
    assert suites.get("failures") == str(len(errors)) == str(len(list(suites.iter("failure"))))
    assert {suite.get("name") for suite in suites} == {legal(one_line(file)) for file in report.files}
    for suite in suites:
        assert {case.get("classname") for case in suite.iter("testcase")} == {suite.get("name")}


def legal(text: str) -> str:
    return re.sub("[\ud800-\udfff\ufffe\uffff]", "\ufffd", text)


_COMMAND = re.compile(r"::(error|warning|notice) ([^\r\n]*?)::([^\r\n]*)")


@settings(max_examples=40, deadline=None)
@given(REPORTS)
def test_any_text_in_workflow_commands(report: Report) -> None:
    text = write("github", report, View())
    lines = re.split(r"\r\n|\r|\n", text)
    assert lines.pop() == ""
    ordered = sorted(report.diagnostics, key=lambda found: found.severity.rank)
    for found, line in zip(ordered, lines, strict=True):
        command = _COMMAND.fullmatch(line)
        assert command is not None
        properties = dict(part.split("=", 1) for part in command[2].split(","))
        assert list(properties)[:3] == ["file", "line", "endLine"] and list(properties)[-1] == "title"
        assert ("col" in properties) is (found.span.start.line == found.span.end.line)
        assert unescaped(properties["file"]) == one_line(found.span.file)
        start = found.span.start
        place = f"{one_line(found.span.file)}:{start.line}:{start.column}: "
        assert unescaped(command[3]) == block(place + found.message)


def unescaped(text: str) -> str:
    """As the runner reads it, the percent sign last."""
    for escape, character in (("%3A", ":"), ("%2C", ","), ("%0D", "\r"), ("%0A", "\n"), ("%25", "%")):
        text = text.replace(escape, character)
    return text


MARKDOWN = MarkdownIt("commonmark", {"linkify": False}).enable(["table", "strikethrough"])


@settings(max_examples=40, deadline=None)
@given(REPORTS)
def test_any_text_in_markdown(report: Report) -> None:
    tokens = MARKDOWN.parse(write("markdown", report, View()))
    cells = [token for token in tokens if token.type == "inline" and token.level == 4]
    rows = [cells[at : at + 4] for at in range(4, len(cells), 4)]
    ordered = sorted(report.diagnostics, key=lambda found: found.severity.rank)
    assert sum(len(cells) for cells in rows) == 4 * len(ordered)
    for found, (severity, place, rule, told) in zip(ordered, rows, strict=True):
        assert (severity.content, rule.content) == (found.severity.value, f"{found.rule} {found.slug}")
        start = found.span.start
        assert spelled(place) == [one_line(f"{found.span.file}:{start.line}:{start.column}")]
        related = [text for other in found.related for text in (shown(other.span), one_line(other.label) or " ")]
        fix = [] if found.fix is None else [one_line(found.fix.title) or " "]
        assert spelled(told) == [one_line(found.message) or " ", *related, *fix]


def shown(place: Span) -> str:
    return one_line(f"{place.file}:{place.start.line}:{place.start.column}")


def spelled(cell: Any) -> list[str]:
    """The code spans of a cell; beside them stand our own words and line breaks alone."""
    for token in cell.children:
        assert token.type in ("code_inline", "text", "html_inline")
        assert token.type != "html_inline" or token.content == "<br>"
        assert token.type != "text" or re.fullmatch(r"|see |: |fix: |fix \(look at it first\): ", token.content)
    return [token.content for token in cell.children if token.type == "code_inline"]


@settings(max_examples=40, deadline=None)
@given(REPORTS)
def test_no_format_for_people_commands_a_runner(report: Report) -> None:
    for format in ("text", "concise"):
        for line in write(format, report, View()).split("\n"):
            assert not line.lstrip().startswith("::")
            assert not re.search(r"##[a-z]*\[", line)
