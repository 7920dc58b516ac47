"""Baselines as values: reading, accepting, shrinking."""

from __future__ import annotations

import json
from collections import Counter

import pytest
from callplan.compiler import baseline
from callplan.compiler.diagnostics.identity import Identity
from callplan.compiler.sources import pointer, read_text
from hypothesis import given
from hypothesis import strategies as st

A, B, C = Identity("a.yml", "L001", "/x"), Identity("a.yml", "L002", "/x"), Identity("b.yml", "L001", "/[y]")


def parsed(text: str) -> Counter[Identity]:
    reading = read_text("baseline.json", text, format="json")
    assert reading.diagnostics == ()
    return baseline.parse(reading.documents[0])


def test_text() -> None:
    assert baseline.dump({C: 1, A: 2}) == (
        "{\n"
        '  "version": 1,\n'
        '  "findings": [\n'
        '    {"file": "a.yml", "rule": "L001", "path": "/x", "count": 2},\n'
        '    {"file": "b.yml", "rule": "L001", "path": "/[y]"}\n'
        "  ]\n"
        "}\n"
    )
    assert baseline.dump({}) == '{\n  "version": 1,\n  "findings": []\n}\n'


NAMES = st.text(max_size=6)
COUNTS = st.dictionaries(st.builds(Identity, NAMES, NAMES, NAMES), st.integers(1, 9), max_size=4)


@given(COUNTS)
def test_what_is_written_is_read(counts: dict[Identity, int]) -> None:
    text = baseline.dump(counts)
    assert json.loads(text)["version"] == 1
    assert parsed(text) == counts


ENTRY = {"file": "a.yml", "rule": "L001", "path": "/x"}


@pytest.mark.parametrize(
    ("data", "path", "said"),
    [
        ([], "", "the keys version and findings"),
        ({"version": 1}, "", "the keys version and findings"),
        ({"version": 1, "findings": [], "more": 1}, "", "and no other"),
        ({"version": 2, "findings": []}, "/version", "version 1"),
        ({"version": True, "findings": []}, "/version", "version 1"),
        ({"version": 1, "findings": {}}, "/findings", "is a list"),
        ({"version": 1, "findings": [ENTRY, "x"]}, "/findings/1", "file, rule, path"),
        ({"version": 1, "findings": [{"file": "a", "rule": "b"}]}, "/findings/0", "file, rule, path"),
        ({"version": 1, "findings": [{**ENTRY, "line": 3}]}, "/findings/0", "file, rule, path"),
        ({"version": 1, "findings": [{**ENTRY, "rule": 3}]}, "/findings/0", "are text"),
        ({"version": 1, "findings": [{**ENTRY, "count": 0}]}, "/findings/0/count", "whole number from 1"),
        ({"version": 1, "findings": [{**ENTRY, "count": True}]}, "/findings/0/count", "whole number from 1"),
        ({"version": 1, "findings": [{**ENTRY, "count": 1.5}]}, "/findings/0/count", "whole number from 1"),
        ({"version": 1, "findings": [ENTRY, ENTRY]}, "/findings/1", "listed twice"),
    ],
)
def test_what_is_no_baseline(data: object, path: str, said: str) -> None:
    with pytest.raises(baseline.FormatError, match=said) as raised:
        parsed(json.dumps(data))
    assert pointer(raised.value.path) == path


def test_as_many_as_are_counted_are_accepted() -> None:
    assert baseline.accepts({A: 2, B: 1}, [A, C, A, B, A, B]) == [True, False, True, True, False, False]
    assert baseline.accepts({}, [A]) == [False]


@pytest.mark.parametrize(
    ("found", "looked", "left"),
    [
        ([A, A, B, C], "a.yml b.yml", {A: 2, B: 1, C: 1}),
        ([A, C], "a.yml b.yml", {A: 1, C: 1}),
        ([], "a.yml", {C: 1}),
        ([], "", {A: 2, B: 1, C: 1}),
        ([A, A, A, B, B, C, Identity("c.yml", "L001", "")], "a.yml b.yml c.yml", {A: 2, B: 1, C: 1}),
    ],
)
def test_it_shrinks_and_never_grows(found: list[Identity], looked: str, left: dict[Identity, int]) -> None:
    assert baseline.shrunk({A: 2, B: 1, C: 1}, found, looked.split().__contains__) == left
