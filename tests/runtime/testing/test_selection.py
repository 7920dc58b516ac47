"""Selecting transcripts: expressions, tags, targets, and what is no selection."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from callplan.runtime.testing.selection import Expression, Selection, SelectionError
from hypothesis import given
from hypothesis import strategies as st

HOLDS = [
    ("a", "a", True),
    ("a", "b", False),
    ("a b", "ab", True),
    ("a b", "a", False),
    ("a or b", "b", True),
    ("a or b and c", "a", True),
    ("(a or b) and c", "a", False),
    ("not a", "b", True),
    ("not a or b", "ab", True),
    ("not (a or b)", "c", True),
    ("not not a", "a", True),
    ("a not b", "a", True),
]


@pytest.mark.parametrize(("text", "letters", "holds"), HOLDS)
def test_expressions(text: str, letters: str, holds: bool) -> None:
    assert Expression(text, adjacent=True).holds(lambda word: word in letters) is holds


@pytest.mark.parametrize(
    "text", ["", "and", "a and", "(a", "a)", "not", "a or or b", "()", "(" * 300 + "a" + ")" * 300]
)
def test_what_is_no_expression(text: str) -> None:
    with pytest.raises(SelectionError):
        Expression(text, adjacent=True)


def test_side_by_side_means_nothing_to_tags() -> None:
    with pytest.raises(SelectionError, match="see 'slow'"):
        Expression("smoke slow", adjacent=False)


TREES = st.recursive(
    st.sampled_from("abc"),
    lambda inner: st.one_of(
        inner.map(lambda one: f"not ({one})"),
        st.tuples(inner, inner).map(lambda two: f"({two[0]}) and ({two[1]})"),
        st.tuples(inner, inner).map(lambda two: f"({two[0]}) or ({two[1]})"),
    ),
    max_leaves=6,
)


@given(TREES, st.sets(st.sampled_from("abc")))
def test_an_expression_means_what_it_means_in_python(text: str, true: set[str]) -> None:
    names = {letter: letter in true for letter in "abc"}
    assert Expression(text, adjacent=False).holds(true.__contains__) is eval(text, {}, names)


@pytest.fixture
def suite(tmp_path: Path) -> tuple[Path, ...]:
    """Three transcripts, and one that cannot be read."""
    for folder in ("assistants", "squads", "calls"):
        (tmp_path / folder).mkdir()
    (tmp_path / "callplan.yaml").write_text("callplan: 1\n")
    (tmp_path / "assistants" / "robin.yml").write_text("name: Robin\n")
    texts = {
        "Booking": "transcript: 1\ntarget: squads/s\ntags: [smoke]\n",
        "billing": "transcript: 1\ntarget: ../assistants/robin.yml\ntags: [smoke, slow]\n",
        "night": "transcript: 1\ntarget: assistants/robin\n",
        "broken": "transcript: [\n",
    }
    for name, text in texts.items():
        (tmp_path / "calls" / f"{name}.transcript.yaml").write_text(text)
    return tuple(sorted((tmp_path / "calls").iterdir()))


@pytest.mark.parametrize(
    ("selection", "names"),
    [
        (Selection(), "Booking billing broken night"),
        (Selection("transcript not broken"), "Booking billing night"),
        (Selection("BOOK or night"), "Booking night"),
        (Selection(tags="smoke"), "Booking billing broken"),
        (Selection(tags="smoke and not slow"), "Booking broken"),
        (Selection(tags="not smoke"), "broken night"),
        (Selection(targets=("squads/s",)), "Booking broken"),
        (Selection(targets=("assistants/robin",)), "billing broken night"),
        (Selection("ing.", "smoke", ("assistants/robin", "squads/s")), "Booking billing"),
        (Selection(only=lambda paths: paths[:1]), "Booking"),
    ],
    ids=str,
)
def test_selected(suite: tuple[Path, ...], selection: Selection, names: str) -> None:
    selection = replace(selection, root=suite[0].parent)
    assert " ".join(path.name.split(".")[0] for path in selection.of(suite)) == names


@pytest.mark.parametrize(
    ("selection", "told"),
    [
        (Selection(tags="not slwo"), "no transcript has the tag 'slwo'; did you mean 'slow'?"),
        (Selection(tags="x"), "no transcript has the tag 'x'; there are slow, smoke"),
        (Selection(targets=("squads/t",)), "no transcript has the target 'squads/t'; did you mean 'squads/s'?"),
    ],
)
def test_a_name_that_nothing_has(suite: tuple[Path, ...], selection: Selection, told: str) -> None:
    with pytest.raises(SelectionError) as raised:
        selection.of(suite)
    assert str(raised.value) == told
