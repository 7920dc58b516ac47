"""Where errors stand, and what never happens: another exception, a render without a clock."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from callplan.compiler import liquid
from hypothesis import given, settings
from hypothesis import strategies as st

NOW = datetime(2024, 1, 1, tzinfo=UTC)

#: Template, kind, and the text that the error stands at.
PLACES: list[tuple[str, str, str]] = [
    ("a {{ name", "tokenization", "{{"),
    ("a {% if x", "tokenization", "{%"),
    ("a {% raw %} b", "tokenization", "{%"),
    ("a {{ }} b", "tokenization", "}"),
    ("a {{ x || y }}", "tokenization", "|"),
    ("a {{ x | f 'y' }}", "tokenization", "'"),
    ("a {% nope %} b", "parse", "nope"),
    ("a {% if x %} b", "parse", "if"),
    ("{% if x %}{% else y %}{% endif %}", "parse", "y"),
    ("{% if x %}{% else %}{% else %}{% endif %}", "parse", "else"),
    ("{% for x of y %}{% endfor %}", "parse", "for"),
    ("{% assign x 1 %}", "tokenization", "1"),
    ("a {{ x | append }} b", "render", "append"),
    ('a {{ "now" | date: "%H", "Mars" }}', "render", "date"),
    ("{% if true %}{{ 'x' | base64_decode | upcase }}{% endif %}", "render", "base64_decode"),
    ("{% if true %}{% include 'x' %}{% endif %}", "render", "include"),
    ("a {{ (1..99999999) }} b", "limit", "{{ (1..99999999) }}"),
    ("{{ a | where_exp: 'x', '|' }}", "tokenization", "where_exp"),
]


@pytest.mark.parametrize(("text", "kind", "place"), PLACES)
def test_an_error_has_a_place(text: str, kind: str, place: str) -> None:
    with pytest.raises(liquid.LiquidError) as caught:
        liquid.render(text, {"a": [1]}, now=NOW)
    error = caught.value
    assert (error.kind, text[error.start : error.end]) == (kind, place)
    assert str(error) == error.message


PIECES = st.sampled_from(
    [
        *"{}%|:,.'\"-[]()<>= \n\\a0é",
        "{{",
        "}}",
        "{%",
        "%}",
        " if ",
        "endif",
        " for x in ",
        "endfor",
        "date: ",
        "x",
        "now",
        "raw",
    ]
)


@settings(max_examples=400, deadline=None)
@given(st.lists(PIECES, max_size=14).map("".join))
def test_any_text_renders_or_fails_with_a_place(text: str) -> None:
    try:
        template = liquid.parse(text, "liquidjs")
        for place in (*template.reads, *template.problems):
            assert 0 <= place.start < place.end <= len(text)
        template.render({"x": [1, {"a": None}], "now": "Jan 1"}, now=NOW)
    except liquid.LiquidError as error:
        assert error.kind == "limit" or 0 <= error.start <= error.end <= len(text)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=200, deadline=None)
@given(JSON)
def test_any_json_renders(value: object) -> None:
    text = (
        "{{ v }}{{ v | json }}{{ v | size }}{% for i in v %}{{ i }}{% endfor %}{{ v | sort | join }}"
        "{{ v | date }}{{ v.a }}{{ v | plus: v }}"
    )
    try:
        liquid.render(text, {"v": value}, now=NOW)
    except liquid.LiquidError as error:
        assert "primitive" in error.message  # an object with a property toString


def test_variables_may_be_frozen() -> None:
    from types import MappingProxyType

    variables = MappingProxyType({"a": (1, (2, 3)), "m": MappingProxyType({"k": 10**400, 3: "three"})})
    assert liquid.render("{{ a | json }} {{ m.k }} {{ m['3'] }}", variables, now=NOW) == "[1,[2,3]] Infinity three"


def test_variables_are_not_changed() -> None:
    variables = {"a": [3, 1], "n": 1}
    liquid.render("{% increment n %}{% assign a = a | sort %}{{ a | push: 1 }}", variables, now=NOW)
    assert variables == {"a": [3, 1], "n": 1}


def test_misuse_is_told() -> None:
    with pytest.raises(ValueError, match="aware"):
        liquid.render("{{ 'now' | date }}", {}, now=datetime(2024, 1, 1))
    with pytest.raises(TypeError, match="JSON"):
        liquid.render("{{ x }}", {"x": object()}, now=NOW)
    with pytest.raises(liquid.LiquidError, match="time zone"):
        liquid.render("", {}, now=NOW, timezone="nowhere")
