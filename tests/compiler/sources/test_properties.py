"""What holds for every input."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
import yaml
from callplan.compiler.diagnostics import Span
from callplan.compiler.diagnostics.lines import Lines
from callplan.compiler.sources import Document, Path, Reading, read_bytes, read_text
from callplan.compiler.sources.scalars import resolve
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

FILES = ("a.yml", "a.json", "a.md")
QUICK = settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])

PIECES = st.lists(
    st.sampled_from(
        [
            *(
                "---\n",
                "--- ",
                "\n",
                "\r\n",
                "\r",
                "\ufeff",
                "\u2028",
                "\t",
                " ",
                "  ",
                "a",
                "b: ",
                "- ",
                "? ",
                "'",
                '"',
                "\\",
            ),
            *(
                "{{x}}",
                "{{",
                "}}",
                "{",
                "}",
                "[",
                "]",
                ",",
                ": ",
                "#",
                " # c",
                "&a ",
                "*a",
                "!t ",
                "!!int ",
                "|",
                ">",
                "|-\n",
            ),
            *(
                "%",
                "@",
                "`",
                "1",
                "+15551234567",
                "9" * 17,
                ".inf",
                "null",
                "<<: ",
                "\\ud83d",
                "\\ude00",
                "\x07",
                "\0",
                "😀",
            ),
            *(
                "\ud800",
                "// c\n",
                "/*",
                "*/",
                "<<<<<<<",
                "\\u0041",
                "\\q",
                "model:\n",
                "  messages:\n",
                "  - role: system\n",
            ),
        ]
    ),
    max_size=24,
).map("".join)

SCALARS = (
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(st.characters(exclude_categories=["Cs"]))
)
VALUES = st.recursive(
    SCALARS | st.floats(allow_nan=False, allow_infinity=False, width=32),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), inner, max_size=4)
    ),
    max_leaves=12,
)
STRINGS = st.recursive(
    st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text("abc", min_size=1), inner, max_size=4),
    max_leaves=8,
)


def paths(value: object, path: Path = ()) -> Iterator[Path]:
    """Every path in *value*."""
    yield path
    if isinstance(value, dict):
        for key, item in value.items():
            yield from paths(item, (*path, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from paths(item, (*path, index))


def inside(span: Span, lines: Lines) -> bool:
    """Whether *span* names places that exist, in order."""
    ends = (span.start, span.end)
    return span.start <= span.end and all(lines.position(lines.offset(place)) == place for place in ends)


def check(reading: Reading, text: str) -> None:
    """All spans lie in *text*; data are plain values; every path has its places."""
    lines = Lines(text.removeprefix("\ufeff"))
    for found in reading.diagnostics:
        assert inside(found.span, lines), found
        assert all(inside(related.span, lines) for related in found.related)
        for edit in found.fix.edits if found.fix else ():
            assert edit.span.start == (1, 0) or inside(edit.span, lines)
    for document in reading.documents:
        json.dumps(document.data, allow_nan=False)
        json.dumps(document.data, ensure_ascii=False).encode()
        for path in [*paths(document.data), ("nothing", 7, "here")]:
            assert inside(document.span(path), lines) and inside(document.key_span(path), lines)
            value = document.get(path)
            if isinstance(value, str):
                assert inside(document.text_span(path, 0, len(value)), lines)
                assert inside(document.text_span(path, len(value) // 2, len(value) // 2 + 1), lines)


@QUICK
@given(st.binary(max_size=60), st.sampled_from(FILES), st.booleans())
@example(b"", "a.yml", True)
@example(b"a: \x85", "a.yml", False)
def test_no_bytes_raise(data: bytes, file: str, many: bool) -> None:
    reading = read_bytes(file, data, many=many)
    assert reading.documents or reading.diagnostics or many
    check(reading, data.decode("utf-8", "replace"))


@QUICK
@given(PIECES, st.sampled_from(FILES), st.booleans())
def test_no_text_raises(text: str, file: str, many: bool) -> None:
    check(read_text(file, text, many=many), text)


@QUICK
@given(PIECES)
def test_no_front_matter_raises(text: str) -> None:
    text = f"---\n{text}\n---\nbody"
    check(read_text("a.md", text), text)


@QUICK
@given(VALUES, st.booleans(), st.sampled_from([None, 2]))
def test_json_comes_back(value: object, ascii_only: bool, indent: int | None) -> None:
    text = json.dumps(value, ensure_ascii=ascii_only, indent=indent)
    reading = read_text("a.json", text)
    assert [document.data for document in reading.documents] == [value]
    assert not reading.diagnostics
    check(reading, text)
    source = reading.documents[0]
    for path in paths(value):
        assert json.loads(cut(source, source.span(path))) == source.get(path)
        if path and isinstance(path[-1], str):
            assert json.loads(cut(source, source.key_span(path))) == path[-1]


@QUICK
@given(
    STRINGS,
    st.sampled_from([True, False, None]),
    st.sampled_from([None, "'", '"', "|", ">"]),
    st.sampled_from([20, 1000]),
)
def test_yaml_strings_come_back(value: object, flow: bool | None, style: str | None, width: int) -> None:
    text = yaml.safe_dump(value, default_flow_style=flow, default_style=style, allow_unicode=True, width=width)
    assume(not any(mark in text for mark in ("\x85", "\u2028", "\u2029")))  # its writer breaks lines there
    (source,) = read_text("a.yml", text).documents
    for path in paths(value):
        inner = value
        for step in path:
            inner = inner[step]  # type: ignore[index]  # paths() walks what can be walked
        if isinstance(inner, str) and (style or resolve(inner) == inner):
            assert source.get(path) == inner
            assert_runs_hold(source, path, inner)
    check(read_text("a.yml", text), text)


def assert_runs_hold(source: Document, path: Path, value: str) -> None:
    """Every character that YAML writes as itself is found at its place."""
    for index, character in enumerate(value):
        written = cut(source, source.text_span(path, index, index + 1))
        if character.isalnum() and len(written) == 1:
            assert written == character


def cut(source: Document, span: Span) -> str:
    """The text of *span*."""
    lines = Lines(source.text)
    return source.text[lines.offset(span.start) : lines.offset(span.end)]


@QUICK
@given(
    st.lists(st.text(st.sampled_from("ab {}:#'\"\\-é😀\t"), max_size=12), min_size=1, max_size=6),
    st.sampled_from(["|", "|-", "|+", ">", ">-", ">+"]),
    st.integers(1, 4),
    st.sampled_from(["\n", "\r\n"]),
)
def test_every_character_of_a_block_is_found(rows: list[str], style: str, indent: int, line_break: str) -> None:
    body = line_break.join(" " * indent + row.strip() if row.strip() else "" for row in ["x", *rows, "{{y}}"])
    text = f"a: {style}{line_break}{body}{line_break}"
    (source,) = read_text("a.yml", text).documents
    value = source.get(("a",))
    assert isinstance(value, str)
    for index, character in enumerate(value):
        written = cut(source, source.text_span(("a",), index, index + 1))
        assert written == character or (character in " \n" and written in ("\n", "\r\n", "")), (index, value, written)


@pytest.mark.parametrize("file", FILES)
def test_reading_is_linear(file: str) -> None:
    unit = {"a.yml": "- {a: '{{x}}', b: [1, 2]}\n", "a.json": '{"a": [1, 2]},\n', "a.md": "text {{x}}\n"}[file]
    texts = []
    for count in (200, 2000):
        body = unit * count
        texts.append({"a.yml": body, "a.json": f"[{body} 1]", "a.md": f"---\nname: x\n---\n{body}"}[file])
    small, large = (len(read_text(file, text).documents[0].text) for text in texts)
    assert large > 9 * small
