"""JSON, and what people make of it."""

from __future__ import annotations

import pytest
from callplan.compiler.diagnostics import Diagnostic
from callplan.compiler.diagnostics.fixes import apply
from callplan.compiler.sources import Reading, read_text


def read(text: str) -> Reading:
    """*text* as a JSON file."""
    return read_text("a.json", text)


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ('{"a": [1, -2.5, 1e3, 900.0, true, null, "x"]}', {"a": [1, -2.5, 1000, 900, True, None, "x"]}),
        ("[]", []),
        ('"x"', "x"),
        (' \n{"a": {}}\n\n', {"a": {}}),
        ('{"\\ud83d\\ude00": "\\u0000"}', {"😀": "\0"}),
    ],
)
def test_data(text: str, data: object) -> None:
    reading = read(text)
    assert [document.data for document in reading.documents] == [data]
    assert repr(reading.documents[0].data) == repr(data)
    assert not reading.diagnostics


@pytest.mark.parametrize(
    ("text", "data", "codes", "repaired"),
    [
        ("\ufeff{}", {}, ["Y024"], "{}"),
        ("> x\n> y\n{\n}", {}, ["Y024"], "{\n}"),
        ("done [ok]\r\n[1]", [1], ["Y024"], "[1]"),
        ('log {x}\n{"a": 1}', {"a": 1}, ["Y024"], '{"a": 1}'),
        ("[1, 2,]", [1, 2], ["Y024"], "[1, 2]"),
        ('{"a": 1 , // c\n}', {"a": 1}, ["Y024", "Y024"], '{"a": 1  \n}'),
        ("/* c */ [1]", [1], ["Y024"], " [1]"),
        (
            '["// no", "/* no */", ",]", "\\",]",]',
            ["// no", "/* no */", ",]", '",]'],
            ["Y024"],
            '["// no", "/* no */", ",]", "\\",]"]',
        ),
        ("\ufeffbanner\n{}", {}, ["Y024", "Y024"], "{}"),
    ],
)
def test_what_is_read_past(text: str, data: object, codes: list[str], repaired: str) -> None:
    reading = read(text)
    assert [document.data for document in reading.documents] == [data]
    assert [found.rule for found in reading.diagnostics] == codes
    texts, count = apply(reading.diagnostics, {"a.json": text}.get)
    assert (texts, count) == ({"a.json": repaired}, len(codes))
    assert not read(repaired).diagnostics


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("", (1, 1), "empty"),
        ("{'a': 1}", (1, 2), "double quotes"),
        ("{a: 1}", (1, 2), "double quotes"),
        ('{"a": b}', (1, 7), "double quotes"),
        ('{"a": NaN}', (1, 7), "NaN"),
        ('["NaN", -Infinity]', (1, 9), "-Infinity"),
        ('{"a": 1 "b": 2}', (1, 9), "comma"),
        ('{"a": 1}}', (1, 9), "bracket"),
        ('{"a": "x\n"}', (1, 9), "control character"),
        ('{"a": "x}', (1, 7), "not closed"),
        ('{"a": "\\q"}', (1, 8), "escape"),
        ('{"a": ', (1, 6), "ends before"),
        ("{,}", (1, 2), "no JSON value"),
        ("# x", (1, 1), "comments"),
        ("{} {}", (1, 4), "nothing behind it"),
    ],
)
def test_what_is_not_read(text: str, place: tuple[int, int], words: str) -> None:
    reading = read(text)
    assert reading.documents == ()
    (found,) = reading.diagnostics
    assert (found.rule, found.span.start) == ("Y001", place)
    assert words in found.message


def described(found: Diagnostic) -> tuple[str, str, tuple[int, int]]:
    """What identifies a finding."""
    return found.rule, found.path, found.span.start


def test_repeated_keys_and_numbers() -> None:
    reading = read('{"a": [{"b": 1, "b": 2}, 9007199254740993, 1e999],\n "c": 9007199254740991, "a": 3}')
    assert [described(found) for found in reading.diagnostics] == [
        ("Y002", "/a/0/b", (1, 17)),
        ("Y002", "/a", (2, 25)),
        ("Y017", "/a/1", (1, 26)),
        ("Y017", "/a/2", (1, 44)),
    ]
    assert reading.diagnostics[1].related[0].span.start == (1, 2)
    assert reading.documents[0].data == {"a": 3, "c": 9007199254740991}


@pytest.mark.parametrize(
    ("text", "data", "places"),
    [
        ('["\\ud83d x"]', ["\ufffd x"], [(1, 3)]),
        ('["\\ude00\\ud83d"]', ["\ufffd\ufffd"], [(1, 3), (1, 9)]),
        ('{"\\ud83d": 1}', {"\ufffd": 1}, [(1, 3)]),
        ('["\\\\ud83d", "\\ud83d\\ude00"]', ["\\ud83d", "😀"], []),
        ('["\ud800é"]', ["\ufffdé"], [(1, 3)]),
    ],
)
def test_half_characters(text: str, data: object, places: list[tuple[int, int]]) -> None:
    reading = read(text)
    assert [document.data for document in reading.documents] == [data]
    assert [found.span.start for found in reading.diagnostics] == places


def test_digits_beyond_any_number() -> None:
    reading = read('{"a": ' + "9" * 5000 + "}")
    assert reading.documents[0].data == {"a": None}
    assert [found.rule for found in reading.diagnostics] == ["Y017"]
