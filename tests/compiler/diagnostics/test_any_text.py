"""Whatever the text of a configuration is, every format parses back to it, and it acts in none of them."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree

from callplan.compiler.diagnostics import Diagnostic, Edit, Fix, Position, Related, Report, Severity, Span
from callplan.compiler.diagnostics.reporters import View, write
from callplan.compiler.diagnostics.reporters.safe import block, one_line
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from markdown_it import MarkdownIt

SARIF = Draft202012Validator(json.loads(Path(__file__).with_name("sarif.schema.json").read_bytes()))

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
