"""YAML 1.2 core as the gitops engine's library reads it (gitops-layout §2.3)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from callplan.compiler.diagnostics import Severity
from callplan.compiler.sources import Reading, read_text
from callplan.compiler.sources.scalars import javascript_number, javascript_text, resolve
from callplan.compiler.sources.yaml_events import PurePythonParser

RECORDED = Path(__file__).parents[3] / "fixtures" / "sources" / "yaml12.json"
"""Texts and what npm yaml 2.9.1 made of each: the value as JSON, or that it refused."""


def value(text: str) -> object:
    """What ``a:`` holds when *text* stands behind it."""
    (document,) = read_text("a.yml", f"a: {text}\n").documents
    return document.get(("a",))


def recorded() -> list[dict[str, object]]:
    """The recorded rows, their numbers as doubles where no integer is safe."""
    return list(
        json.loads(RECORDED.read_text(encoding="utf-8"), parse_int=lambda digits: javascript_number(int(digits)))
    )


def codes(reading: Reading) -> list[str]:
    """The rules of all findings."""
    return [diagnostic.rule for diagnostic in reading.diagnostics]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        *((word, word) for word in ("off", "on", "yes", "no", "y", "n", "Off", "YES", "tRUE", "nULL")),
        *((word, True) for word in ("true", "True", "TRUE")),
        *((word, False) for word in ("false", "False", "FALSE")),
        *((word, None) for word in ("", "~", "null", "Null", "NULL")),
        ("10:30", "10:30"),
        ("10:30:45", "10:30:45"),
        ("2026-05-02", "2026-05-02"),
        ("2026-05-02T10:00:00Z", "2026-05-02T10:00:00Z"),
        ("010", 10),
        ("001", 1),
        ("0o10", 8),
        ("0o9", "0o9"),
        ("0x1F", 31),
        ("1_000", "1_000"),
        ("0b11", "0b11"),
        ("1e3", 1000),
        (".5", 0.5),
        ("5.", 5),
        ("-1.50", -1.5),
        (".inf", None),
        ("-.INF", None),
        (".nan", None),
        (".Nan", ".Nan"),
        ("+15551234567", 15551234567),
        ("9007199254740991", 9007199254740991),
        ("9007199254740993", 9007199254740992.0),
        ("0xFFFFFFFFFFFFFFFF", 2.0**64),
        ("9" * 5000, None),
        ("=", "="),
        ("{{name}}", {"{ name }": None}),
        ("!env FOO", "FOO"),
        ("!!binary aGk=", {"type": "Buffer", "data": [104, 105]}),
        ("!!binary ''", {"type": "Buffer", "data": []}),
        ("!!binary a", {"type": "Buffer", "data": []}),
        ("!!binary '-_8 =x'", {"type": "Buffer", "data": [251, 255]}),
        ("!!str 12", "12"),
        ('!!int "12"', 12),
        ("! 12", "12"),
        ("! null", "null"),
        ("!!bool x", "x"),
        ('"\\ud83d\\ude00 x"', "😀 x"),
        ("x\u2028y", "x\u2028y"),
        ("'x\u0085y'", "x\u0085y"),
        ("x\x07y", "x\x07y"),
    ],
)
def test_scalars(text: str, expected: object) -> None:
    found = value(text)
    assert (type(found), found) == (type(expected), expected)


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("1: x\ntrue: y\n~: z\n1e3: w", {"1": "x", "true": "y", "": "z", "1000": "w"}),
        ("tools:append: [a]", {"tools:append": ["a"]}),
        ("!!binary aGk= : b", {"aGk=": "b"}),
        ("on: x\noff: y", {"on": "x", "off": "y"}),
        ("a: &k {x: 1}\nb:\n  <<: *k", {"a": {"x": 1}, "b": {"<<": {"x": 1}}}),
        ("a: &k [1]\nb: *k\n*k : c", {"a": [1], "b": [1], "[ 1 ]": "c"}),
        ("? [a, b]\n: c", {"[ a, b ]": "c"}),
        ("a:\t1", {"a": 1}),
        ("", None),
        ("# only a comment\n", None),
        ("- a\n-\n", ["a", None]),
        ("text", "text"),
        ("a: |\n  x", {"a": "x\n"}),
    ],
)
def test_documents(text: str, data: object) -> None:
    reading = read_text("a.yml", text)
    assert [document.data for document in reading.documents] == [data]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 1\na: 2", ["Y002"]),
        ("1: x\n'1': y", ["Y002"]),
        ("<<: {a: 1}", ["Y009"]),
        ("a: &x 1\nb: *x\nc: *x", ["Y009"]),
        ("a: 1\n---\nb: 2", ["Y023"]),
        ("a: 1\n---\n", ["Y023"]),
        ("a: {{name}}", ["Y005"]),
        ("{{name}}: a", ["Y005"]),
        ('a: {{ "now" | date: "%A" }}', ["Y005"]),
        ("a: {% if x %}", ["Y005"]),
        ("a: '{{name}}'\nb: x {{name}}\nc: |\n  {{name}}", []),
        ("a: {b: {c: d}}", []),
        ("a: %A", ["Y001"]),
        ("a: @x", ["Y001"]),
        ("a: !env FOO", ["Y026"]),
        ("a: !!binary aGk=", ["Y026"]),
        ("!!binary aGk= : b", ["Y026"]),
        ("a:\n\t- b", ["Y001"]),
        ("number: +15551234567", ["Y004"]),
        ("a: +15551234567", ["Y004"]),
        ("number: '+15551234567'\ncount: 15551234567\nnumber2: 5", []),
        ("a: 9007199254740993", ["Y017"]),
        ("a: .nan", ["Y017"]),
        ("9007199254740993: a", []),
        ("a: 1\n...\n", []),
        ("a: @x\nb: %y\na: 2", ["Y001", "Y001", "Y002"]),
        ("a: 1\na: 2\nb: 'open", ["Y002", "Y001"]),
    ],
)
def test_findings(text: str, expected: list[str]) -> None:
    assert codes(read_text("a.yml", text)) == expected


def test_many_documents() -> None:
    reading = read_text("a.yml", "a: 1\n---\nb: 2\n---\n", many=True)
    assert [(document.index, document.data) for document in reading.documents] == [
        (0, {"a": 1}),
        (1, {"b": 2}),
        (2, None),
    ]
    assert reading.documents[1].span(("b",)).start == (3, 4)
    assert not reading.diagnostics
    assert read_text("a.yml", "", many=True).documents == ()


def test_documents_before_a_mistake_are_kept_when_there_are_many() -> None:
    reading = read_text("a.yml", "a: 1\n---\nb: 'open\n", many=True)
    assert [document.data for document in reading.documents] == [{"a": 1}]
    assert codes(reading) == ["Y001"]


@pytest.mark.parametrize("row", recorded(), ids=lambda row: repr(row["text"])[:40])
def test_recorded_readings(row: dict[str, object]) -> None:
    reading = read_text("a.yml", str(row["text"]))
    errors = {diagnostic.rule for diagnostic in reading.diagnostics if diagnostic.severity is Severity.ERROR}
    refused = errors - {"Y004", "Y017"}
    if "refused" in row:
        assert refused
    else:
        assert refused <= {"Y005"}  # text that the engine reads as a mapping: right, and still a mistake
        (document,) = reading.documents
        assert json.dumps(document.data) == json.dumps(row["value"])


@pytest.mark.parametrize("text", ["a: &x {b: |\n  c\n}", "a: &x\n  b: |\n    c\n  d: [1, {{e}}]\n  f: *x\n", "a: 'b"])
def test_the_parser_in_python_reads_the_same(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    fast = read_text("a.yml", text)
    spans = [document.span(("a", "d", 1)) for document in fast.documents]
    monkeypatch.setattr("callplan.compiler.sources.yaml_events._parser", PurePythonParser)
    slow = read_text("a.yml", text)
    assert [document.data for document in slow.documents] == [document.data for document in fast.documents]
    assert [document.span(("a", "d", 1)) for document in slow.documents] == spans
    assert [found.span for found in slow.diagnostics] == [found.span for found in fast.diagnostics]


@pytest.mark.parametrize("text", ['a: "\\U99999999"', "%YAML 1." + "9" * 5000 + "\n---\na"])
def test_the_parser_in_python_does_not_fail_in_its_own_way(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("callplan.compiler.sources.yaml_events._parser", PurePythonParser)
    assert codes(read_text("a.yml", text)) == ["Y001"]
    assert read_text("a.yml", 'a: "\\ud83d\\ude00 \\ud83d"').documents[0].data == {"a": "😀 \ufffd"}


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("1.50", "1.5"),
        ("1e-7", "1e-7"),
        ("1e21", "1e+21"),
        (".inf", "Infinity"),
        ("-0", "0"),
        ("123456789e12", "123456789000000000000"),
    ],
)
def test_keys_as_javascript_writes_them(key: str, text: str) -> None:
    assert javascript_text(resolve(key)) == text
