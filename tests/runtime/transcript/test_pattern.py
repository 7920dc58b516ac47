"""Patterns agree with ``re`` where both have an answer, and end soon where ``re`` does not."""

import re
import time

import pytest
from callplan.runtime.transcript.pattern import PatternError, compile_pattern
from hypothesis import given, settings
from hypothesis import strategies as st

PIECES = st.recursive(
    st.sampled_from(["a", "b", ".", "[ab]", "[^a]", r"\d", r"\w", r"\b", "^", "$", r"\.", "é", r"\s", "-", "[]a]"]),
    lambda inner: st.one_of(
        st.tuples(inner, inner).map("".join),
        st.tuples(inner, inner).map("(?:{0[0]}|{0[1]})".format),
        st.tuples(inner, st.sampled_from(["*", "+", "?", "{2}", "{1,3}", "{0,}", "*?"])).map("({0[0]}){0[1]}".format),
    ),
    max_leaves=6,
)


@settings(max_examples=200, deadline=None)
@given(PIECES, st.text("ab1. \né-]", max_size=8), st.booleans())
def test_agrees_with_re(pattern: str, text: str, fold: bool) -> None:
    pattern = "(?i)" + pattern if fold else pattern
    expected = re.search(pattern.replace("$", r"\Z"), text, re.DOTALL) is not None
    assert compile_pattern(pattern).search(text) == expected


@pytest.mark.parametrize("pattern", ["(a+)+$", "(a|a)*b", "a*a*a*a*a*a*b", "(a|aa)+c", "(?:(?:a*)*)*b"])
def test_ends_soon(pattern: str) -> None:
    began = time.process_time()
    assert not compile_pattern(pattern).search("a" * 2000 + "!")
    assert time.process_time() - began < 2


def test_ignores_case_only_when_told() -> None:
    assert compile_pattern("(?i)[a-c]É").search("Bé")
    assert not compile_pattern("[a-c]É").search("Bé")


@pytest.mark.parametrize(
    ("pattern", "why"),
    [
        ("(", "open bracket"),
        ("a)", "closing bracket too many at character 2"),
        ("[a", "'[' at character 1"),
        ("*a", "'*' at character 1"),
        (r"(a)\1", r"'\\1' at character 4"),
        ("(?=a)", "looks around"),
        ("(?P<x>a)", "names a group"),
        ("a{3,1}", "at least 3 and at most 1"),
        ("a**", "repeats a repeat"),
        ("[z-a]", "which is wrong"),
        ("a{1000}b{1000}c{1000}", "grows too large"),
        ("(" * 60 + ")" * 60, "nested too deep"),
        ("a" * 501, "longer than 500"),
        ("\\", r"'\\' at character 1"),
    ],
)
def test_refused(pattern: str, why: str) -> None:
    with pytest.raises(PatternError) as caught:
        compile_pattern(pattern)
    assert why in str(caught.value)
