"""Findings as text, line by line."""

from __future__ import annotations

import json

import pytest
from callplan.compiler.diagnostics import Diagnostic, Edit, Fix, Position, Related, Report, Severity, Span
from callplan.compiler.diagnostics.reporters import View, write
from callplan.compiler.diagnostics.reporters.safe import block, one_line, without_secrets

SOURCE = "name: Zoë\nhooks:\n  - on: call.endnig\n"


def _at(line: int, column: int, end: int, file: str = "a.yml") -> Span:
    return Span(file, Position(line, column), Position(line, end))


FOUND = Diagnostic(
    "H001",
    "hook-unknown-event",
    Severity.ERROR,
    "no event 'call.endnig'",
    _at(3, 9, 20),
    "/hooks/0/on",
    (Related(_at(1, 1, 5), "the assistant"),),
    Fix("write call.ending", (Edit(_at(3, 9, 20), "call.ending"),)),
)


def _report(*found: Diagnostic) -> Report:
    return Report.of(found, ["a.yml", "b.yml"])


def _view(text: str = SOURCE, *, color: bool = False, unicode: bool = False) -> View:
    return View(source={"a.yml": text}.get, color=color, unicode=unicode)


def _excerpt(text: str, span: Span, rule: str = "H001") -> list[str]:
    found = Diagnostic(rule, "x", Severity.ERROR, "m", span)
    return write("text", _report(found), _view(text)).splitlines()[1:3]


def test_text() -> None:
    assert write("text", _report(FOUND), _view()).splitlines() == [
        "a.yml:3:9: error H001 no event 'call.endnig'",
        "      3 |   - on: call.endnig",
        "        |         ^^^^^^^^^^^",
        "        a.yml:1:1: the assistant",
        "        fix: write call.ending",
        "",
        "1 error in 2 files",
        "Learn more: callplan explain H001",
    ]


def test_text_without_findings() -> None:
    assert write("text", _report(), _view()) == "no findings in 2 files\n"


def test_text_without_the_file() -> None:
    lines = write("text", _report(FOUND), View(name=lambda file: f"x/{file}")).splitlines()
    assert lines[:2] == [
        "x/a.yml:3:9: error H001 no event 'call.endnig'",
        "        x/a.yml:1:1: the assistant",
    ]


def test_colours_and_lines_only_where_they_show() -> None:
    plain = write("text", _report(FOUND), _view())
    rich = write("text", _report(FOUND), _view(color=True, unicode=True))
    assert plain.isascii() and "\x1b" not in plain
    assert "\x1b[1;31merror\x1b[0m" in rich and "│" in rich


def test_concise() -> None:
    other = Diagnostic("B003", "unreadable-file", Severity.WARNING, "two\nlines", Span.at("b.yml"))
    assert write("concise", _report(other, FOUND), _view()) == (
        "a.yml:3:9: error H001 no event 'call.endnig'\nb.yml:1:1: warning B003 two\\nlines\n"
    )
    assert write("concise", _report(), _view()) == ""


def test_json() -> None:
    document = json.loads(write("json", _report(FOUND), _view()))
    assert list(document) == ["version", "diagnostics", "summary"]
    assert document["summary"] == {"errors": 1, "warnings": 0, "infos": 0, "files": 2}
    place = {"file": "a.yml", "start": {"line": 3, "column": 9}, "end": {"line": 3, "column": 20}}
    assert document["diagnostics"] == [
        {
            "rule": "H001",
            "slug": "hook-unknown-event",
            "severity": "error",
            "message": "no event 'call.endnig'",
            **place,
            "path": "/hooks/0/on",
            "related": [
                {
                    "file": "a.yml",
                    "start": {"line": 1, "column": 1},
                    "end": {"line": 1, "column": 5},
                    "label": "the assistant",
                }
            ],
            "fix": {"title": "write call.ending", "safe": True, "edits": [{**place, "text": "call.ending"}]},
        }
    ]


@pytest.mark.parametrize(
    ("text", "span", "expected"),
    [
        ("a: 語 x", _at(1, 6, 7), ["      1 | a: 語 x", "        |       ^"]),
        ("a: x", _at(1, 5, 5), ["      1 | a: x", "        |     ^"]),
        ("a: x", _at(1, 90, 95), ["      1 | a: x", "        |     ^"]),
        ("a:\tx", _at(1, 4, 5), ["      1 | a: x", "        |    ^"]),
        ("a: \x1b[2J", _at(1, 4, 5), ["      1 | a: \\x1b[2J", "        |    ^^^^"]),
        ("a: b\n  c", Span("a.yml", Position(1, 4), Position(2, 3)), ["      1 | a: b", "        |    ^"]),
    ],
)
def test_place_in_an_excerpt(text: str, span: Span, expected: list[str]) -> None:
    assert _excerpt(text, span) == expected


def test_long_lines_are_cut_around_the_place() -> None:
    line, under = _excerpt("x" * 3000 + "HERE" + "y" * 3000, _at(1, 3001, 3005))
    assert line.endswith("...") and len(line) < 140
    column = line.index("HERE")
    assert under[column : column + 4] == "^^^^" and len(under) == column + 4


def test_an_inline_secret_is_hidden_wherever_it_stands() -> None:
    assert _excerpt("- sk-verysecret", _at(1, 3, 16), "C001") == [
        "      1 | - *************",
        "        |   " + "^" * 13,
    ]


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("  secret: abc,def", "  secret: *******"),
        ('{"apiKey":"sk\\"x", "b": 1}', '{"apiKey":"*****", "b": 1}'),
        ("password: 'it''s' # x", "password: '*****' # x"),
        ("secret: {{ vault }}", "secret: {{ vault }}"),
        ("apiKey: ${env:KEY}", "apiKey: ${env:KEY}"),
        ("name: secret", "name: secret"),
        ("{key: api_key, value: abc}", "{key: api_key, value: ***}"),
        ("{key: plan, value: abc}", "{key: plan, value: abc}"),
        ("url: https://x.example.com/?a=1&token=abcdefgh1", "url: https://x.example.com/?a=1&token=*********"),
    ],
)
def test_secrets_become_stars(line: str, shown: str) -> None:
    assert without_secrets(line) == shown


def test_secrets_in_blocks_become_stars() -> None:
    text = "a:\n  - privateKey: |\n      one\n\n      two\n    name: |\n      {{x}}\n"
    assert _excerpt(text, _at(5, 7, 10))[0] == "      5 | *********"
    assert _excerpt(text, _at(7, 7, 12))[0] == "      7 |       {{x}}"


@pytest.mark.parametrize(
    ("text", "line", "shown"),
    [
        ("Authorization:\n  type: string\n  value: abc\n", 3, "  value: ***"),
        ("Accept:\n  type: string\n  value: abc\n", 3, "  value: abc"),
        ("Authorization:\n  type: string\nAccept:\n  value: abc\n", 4, "  value: abc"),
        ("- key: api_key\n  value: abc\n", 2, "  value: ***"),
        ("- value: abc\n  key: api_key\n", 1, "- value: ***"),
        ("- value: abc\n  key: plan\n", 1, "- value: abc"),
        ('{\n "key": "token",\n "value": "abc"\n}\n', 3, ' "value": "***"'),
    ],
)
def test_what_a_key_around_calls_a_secret_becomes_stars(text: str, line: int, shown: str) -> None:
    assert View(source=lambda file: text).line("x.yml", line) == shown


def test_hiding_secrets_is_linear() -> None:
    line = "a-" * 500_000
    assert without_secrets(line) == line


def test_text_that_acts_on_its_reader_is_escaped() -> None:
    assert one_line("a\x1b]0;t\x07\u202eb\nc\u2028") == "a\\x1b]0;t\\x07\\u202eb\\nc\\u2028"
    assert block("a\n\tb\r\x9b") == "a\n\tb\\x0d\\x9b"
