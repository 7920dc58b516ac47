"""The way back from values to the text."""

from __future__ import annotations

import pytest
from callplan.compiler.diagnostics import Span
from callplan.compiler.diagnostics.lines import Lines
from callplan.compiler.sources import Document, Path, read_text

YAML = """\
name: Clinic
voice: &v   # the voice
  provider: 11labs
  stability: 0.50
other: *v
items:
  - a
  - !!str 12
  - {x: 1, "y z": [1, two]}
  - *v
prompt: |
  Hello {{name}},
    it is {{ day }}.

folded: >-
  one
  two {{a}}

    three {{b}}
quoted: "é\\u0041 \\"{{c}}\\" \\
  and {{d}}
  on"
single: 'it''s {{e}}

  {{f}}'
plain: some {{g}}
  more {{h}}
empty:
last: |+
  x

"""


def document(text: str = YAML, file: str = "a.yml") -> Document:
    """The only document of *text*."""
    (only,) = read_text(file, text).documents
    return only


def cut(source: Document, span: Span) -> str:
    """The text of *span*."""
    lines = Lines(source.text)
    return source.text[lines.offset(span.start) : lines.offset(span.end)]


@pytest.mark.parametrize(
    ("path", "value", "key"),
    [
        (("name",), "Clinic", "name"),
        (("voice",), "provider: 11labs\n  stability: 0.50", "voice"),
        (("voice", "stability"), "0.50", "stability"),
        (("other",), "other", "other"),
        (("other", "provider"), "11labs", "provider"),
        (("items",), YAML[YAML.index("- a") : YAML.index("\nprompt")], "items"),
        (("items", 1), "12", "12"),
        (("items", 2), '{x: 1, "y z": [1, two]}', '{x: 1, "y z": [1, two]}'),
        (("items", 2, "y z"), "[1, two]", '"y z"'),
        (("items", 2, "y z", 1), "two", "two"),
        (("items", "2", "y z", "1"), "two", "two"),
        (("items", 3), "*v", "*v"),
        (("items", 3, "stability"), "0.50", "stability"),
        (("empty",), "", "empty"),
        (("prompt",), "|\n  Hello {{name}},\n    it is {{ day }}.", "prompt"),
        (("last",), "|+\n  x", "last"),
        (("voice", "missing"), "provider: 11labs\n  stability: 0.50", "voice"),
        (("name", "deeper", 3), "Clinic", "name"),
        (("items", 9), YAML[YAML.index("- a") : YAML.index("\nprompt")], "items"),
    ],
)
def test_values_and_keys(path: Path, value: str, key: str) -> None:
    source = document()
    span, key_span = source.span(path), source.key_span(path)
    assert cut(source, span) == value
    assert cut(source, key_span) == key
    assert span.file == "a.yml"


def test_the_whole_document() -> None:
    source = document("# first\na: 1\nb: [2]  # last\n")
    assert cut(source, source.span(())) == "a: 1\nb: [2]"


def test_anchors() -> None:
    source = document()
    span = source.anchor_span(("other", "stability"))
    assert span is not None and cut(source, span) == "0.50"
    whole = source.anchor_span(("other",))
    assert whole is not None and whole.start == source.span(("voice",)).start
    assert source.anchor_span(("voice", "stability")) is None
    used = source.alias_span(("items", 3, "stability"))
    assert used is not None and cut(source, used) == "*v"
    assert source.alias_span(("items", 3)) is None
    assert source.alias_span(("voice", "stability")) is None


def test_text_inside_an_anchored_value_is_exact() -> None:
    source = document("a: &x {prompt: 'say {{y}}'}\nb: *x\n")
    assert source.text_span(("b", "prompt"), 4, 9) == source.text_span(("a", "prompt"), 4, 9)
    assert source.text_span(("b", "prompt"), 4, 9).start == (1, 21)


def test_an_alias_inside_an_anchored_value() -> None:
    source = document("a: &x {k: 1}\nb: &y {inner: *x}\nc: *y\n")
    assert source.span(("c", "inner", "k")).start == (1, 11)
    used = source.alias_span(("c", "inner", "k"))
    assert used is not None and used.start == (3, 1)
    assert source.key_span(("c", "inner")).start == (2, 8)


@pytest.mark.parametrize(
    ("path", "needle", "written"),
    [
        (("prompt",), "{{name}}", "{{name}}"),
        (("prompt",), "  it is {{ day }}.\n", "  it is {{ day }}.\n"),
        (("folded",), "{{a}}", "{{a}}"),
        (("folded",), "{{b}}", "{{b}}"),
        (("folded",), "one two", "one\n  two"),
        (("quoted",), "{{c}}", "{{c}}"),
        (("quoted",), "A", "\\u0041"),
        (("quoted",), '"{{', '\\"{{'),
        (("quoted",), "{{d}}", "{{d}}"),
        (("quoted",), "{{d}} on", "{{d}}\n  on"),
        (("single",), "'s {{e}}", "''s {{e}}"),
        (("single",), "{{f}}", "{{f}}"),
        (("plain",), "{{h}}", "{{h}}"),
        (("plain",), "{{g}} more", "{{g}}\n  more"),
        (("last",), "x\n\n", "x\n\n"),
        (("name",), "in", "in"),
    ],
)
def test_text_inside_yaml_strings(path: Path, needle: str, written: str) -> None:
    source = document()
    value = source.get(path)
    assert isinstance(value, str)
    span = source.text_span(path, value.index(needle), value.index(needle) + len(needle))
    assert cut(source, span) == written


def test_text_with_windows_line_breaks() -> None:
    source = document('a: |\r\n  x\r\n  {{y}}\r\nb: "{{z}}\r\n  w"\r\n')
    assert source.get(("a",)) == "x\n{{y}}\n"
    assert source.text_span(("a",), 2, 7).start == (3, 3)
    assert source.text_span(("b",), 0, 5).end == (4, 10)
    assert source.text_span(("b",), 6, 7).start == (5, 3)


@pytest.mark.parametrize(
    ("start", "end", "begin", "stop"),
    [(0, 0, (1, 4), (1, 4)), (3, 3, (1, 7), (1, 7)), (2, 99, (1, 6), (1, 7)), (-5, 1, (1, 4), (1, 5))],
)
def test_offsets_at_and_beyond_the_ends(start: int, end: int, begin: tuple[int, int], stop: tuple[int, int]) -> None:
    span = document("a: xyz").text_span(("a",), start, end)
    assert (span.start, span.end) == (begin, stop)


def test_text_of_what_is_no_string_or_came_through_an_alias() -> None:
    source = document("a: &x text\nb: *x\nc: 12\n")
    assert source.text_span(("c",), 0, 1) == source.span(("c",))
    assert source.text_span(("b",), 1, 2) == source.key_span(("b",))


def test_astral_characters_count_once() -> None:
    source = document("a: 😀 {{x}}\n😀: y")
    assert source.text_span(("a",), 2, 7).start == (1, 6)
    assert source.key_span(("😀",)).end == (2, 2)


def test_a_repeated_key_leads_to_its_last_value() -> None:
    source = document("a: 1\na: 2\n")
    assert (source.get(("a",)), source.span(("a",)).start) == (2, (2, 4))


def test_places_after_text_that_was_read_past() -> None:
    source = document('a: {{ "x" | y: "z" }} t\nb\u2028: c\x07 d\ne: [f]\n')
    assert source.data == {"a": '{{ "x" | y: "z" }} t', "b\u2028": "c\x07 d", "e": ["f"]}
    assert source.text_span(("a",), 3, 6).start == (1, 7)
    assert source.text_span(("b\u2028",), 3, 4).start == (2, 8)
    assert source.span(("e", 0)).start == (3, 5)


JSON = '{"a": {"b\\n": [1, "x\\n\\u0041\\ud83d\\ude00 {{y}}"]},\n "c": "é\u2028{{z}}", "a": {}}'


@pytest.mark.parametrize(
    ("path", "value", "key"),
    [
        (("c",), '"é\u2028{{z}}"', '"c"'),
        (("a",), "{}", '"a"'),
        ((), JSON, JSON),
    ],
)
def test_json_values_and_keys(path: Path, value: str, key: str) -> None:
    source = document(JSON, "a.json")
    assert cut(source, source.span(path)) == value
    assert cut(source, source.key_span(path)) == key


def test_text_inside_json_strings() -> None:
    source = document('{"a": [1, "x\\n\\u0041\\ud83d\\ude00 {{y}}"], // note\n "b": "é{{z}}"}', "a.json")
    value = source.get(("a", 1))
    assert value == "x\nA😀 {{y}}"
    assert source.text_span(("a", 1), 5, 10)[1:] == ((1, 34), (1, 39))
    assert source.text_span(("a", 1), 2, 4)[1:] == ((1, 15), (1, 33))
    assert source.text_span(("b",), 1, 6).start == (2, 9)
