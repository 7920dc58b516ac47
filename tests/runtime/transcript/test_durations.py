"""Lengths of time as a transcript writes them."""

import re

import pytest
from callplan.runtime.transcript.durations import PATTERN, parse
from hypothesis import given
from hypothesis import strategies as st


@pytest.mark.parametrize(
    ("text", "length_ms"),
    [
        ("0s", 0),
        ("800ms", 800),
        ("1.2s", 1200),
        ("1.234s", 1234),
        ("2m", 120_000),
        ("0.001m", 60),
        ("1.5ms", 2),
        ("1.499ms", 1),
        ("0.5ms", 1),
        ("01.50s", 1500),
    ],
)
def test_parse(text: str, length_ms: int) -> None:
    assert parse(text) == length_ms


@pytest.mark.parametrize(
    "text", ["", "1", "s", "1.s", ".5s", "1.2345s", "1 s", "-1s", "1h", "1e3s", "１s", "1s\n", "9" * 20 + "s"]
)
def test_no_duration(text: str) -> None:
    assert parse(text) is None


@given(st.from_regex(PATTERN, fullmatch=True))
def test_reads_what_the_schema_allows(text: str) -> None:
    if text.isascii() and len(re.split(r"\D", text)[0]) <= 15 and not text.endswith("\n"):
        assert parse(text) is not None
