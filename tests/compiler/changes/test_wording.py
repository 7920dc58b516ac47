"""Texts word by word, and lines that have moved."""

from __future__ import annotations

import pytest
from callplan.compiler.changes.lines import hunks
from callplan.compiler.changes.wording import pieces, quotes
from hypothesis import given
from hypothesis import strategies as st

WORDS = {
    "a word": ("until 24 hours before", "until 48 hours before", "=until |-24|+48|= hours before"),
    "a word more": ("be brief", "be very brief", "=be |+very |=brief"),
    "a word less": ("be very brief", "be brief", "=be |-very |=brief"),
    "two words in a row": ("a red car", "a blue bus", "=a |-red car|+blue bus"),
    "all": ("one", "two", "-one|+two"),
    "nothing": ("one", "one", "=one"),
    "punctuation": ("Well.", "Well!", "=Well|-.|+!"),
    "a template": ("Hi {{ name }}.", "Hi {{ first }}.", "=Hi {{ |-name|+first|= }}."),
}


@pytest.mark.parametrize("name", WORDS)
def test_words(name: str) -> None:
    before, after, expected = WORDS[name]
    assert "|".join(f"{piece.op}{piece.text}" for piece in pieces(before, after)) == expected


TEXTS = st.text(st.sampled_from("ab .,\n\t’-"), max_size=30)


@given(TEXTS, TEXTS)
def test_both_texts_are_in_the_pieces(before: str, after: str) -> None:
    found = pieces(before, after)
    assert "".join(piece.text for piece in found if piece.op != "+") == before
    assert "".join(piece.text for piece in found if piece.op != "-") == after
    assert all(piece.text for piece in found)


@given(st.text(max_size=400), st.text(max_size=400))
def test_quotes_are_short_and_tell_the_two_apart(before: str, after: str) -> None:
    one, other = quotes(before, after)
    assert max(len(one), len(other)) <= 92
    if before.split() != after.split() and len(before) + len(after) < 90:
        assert one != other


def test_a_quote_of_a_long_line_is_about_what_differs() -> None:
    line = "word " * 60
    one, other = quotes(f"{line}yes {line}", f"{line}no {line}")
    assert "yes" in one and "no" in other and one.startswith("“…") and one.endswith("…”")


def test_a_line_that_moves_is_one_stretch() -> None:
    (hunk,) = hunks("a\nb\nc\nd", "b\nc\nd\na")
    assert (hunk.moved, hunk.before, hunk.after, hunk.before_line, hunk.after_line) == (True, "a", "a", 1, 4)


def test_a_line_that_goes_and_another_that_comes_are_two() -> None:
    found = hunks("a\nb\nc\nd", "b\nc\nd\nx")
    assert [(hunk.moved, hunk.before, hunk.after) for hunk in found] == [(False, "a", ""), (False, "", "x")]


@given(st.lists(st.sampled_from(["a", "b", "c", ""]), max_size=8), st.lists(st.sampled_from("abc"), max_size=8))
def test_no_line_is_lost(before: list[str], after: list[str]) -> None:
    found = hunks("\n".join(before), "\n".join(after))
    assert bool(found) is (("\n".join(before)) != "\n".join(after))
