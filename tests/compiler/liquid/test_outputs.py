"""Outputs looked at alone are read, and doubted, as the engine reads and doubts the whole text."""

from __future__ import annotations

import pytest
from callplan.compiler.liquid import LiquidError, analyse, parse
from callplan.compiler.liquid.outputs import analyse_outputs
from hypothesis import given
from hypothesis import strategies as st

NAMES = st.from_regex(r"[A-Za-z_][A-Za-z0-9_]{0,8}(\.[A-Za-z_][A-Za-z0-9_]{0,5}){0,3}", fullmatch=True)
FILTERED = st.sampled_from(
    [
        "{{ a | upcase }}",
        '{{"now" | date: "%H:%M", "Europe/London"}}',
        '{{ now | date: "%F" }}',
        "{{ a | default: 'x' }}",
        "{{- b.c -}}",
        "{{ items[0].x }}",
        "{{ a | nonsense }}",
        "{{ '}' }}",
        '{{ "it\'s" }}',
        "{{ a b }}",
        "{{}}",
        "{{ a | }}",
    ]
)
PIECES = st.one_of(
    st.text(alphabet="ab {}|\"'%é😀\n-", max_size=8),
    st.builds(lambda name, pad: "{{" + pad + name + pad + "}}", NAMES, st.sampled_from(["", " ", "\t"])),
    FILTERED,
)


@given(st.lists(PIECES, max_size=8).map("".join))
def test_outputs_alone_are_what_the_engine_says(text: str) -> None:
    found = analyse_outputs(text)
    if found is not None:
        template = parse(text)
        assert found.reads == template.reads
        assert found.problems == template.problems


@pytest.mark.parametrize("text", ["{% if a %}{% endif %}", "{{ a", "{{}}", "{{ '}' }}", "{{ a | f 'x' }}"])
def test_anything_else_is_left_to_the_engine(text: str) -> None:
    assert analyse_outputs(text) is None


def test_an_error_is_the_engine_s_own() -> None:
    with pytest.raises(LiquidError) as raised:
        analyse("Hello {{ name }}, {{ }}")
    assert raised.value.start >= 18
