"""Plain templates are read as the engine reads them."""

from __future__ import annotations

import pytest
from callplan.compiler.liquid import parse
from callplan.compiler.liquid.plain import plain_reads
from hypothesis import given
from hypothesis import strategies as st

NAMES = st.from_regex(r"[A-Za-z_][A-Za-z0-9_]{0,8}(\.[A-Za-z_][A-Za-z0-9_]{0,5}){0,3}", fullmatch=True)
PIECES = st.one_of(
    st.text(alphabet="ab {}|%é😀\n-", max_size=8),
    st.builds(lambda name, pad: "{{" + pad + name + pad + "}}", NAMES, st.sampled_from(["", " ", "\t"])),
)


@given(st.lists(PIECES, max_size=8).map("".join))
def test_reads_are_those_of_the_engine(text: str) -> None:
    reads = plain_reads(text)
    if reads is not None:
        assert reads == parse(text).reads
        assert [problem for problem in parse(text).problems if problem.kind != "now-variable-date"] == []


@pytest.mark.parametrize(
    "text",
    [
        "{% if a %}{% endif %}",
        "{{ a | upcase }}",
        '{{ "now" }}',
        "{{- a }}",
        "{{ true }}",
        "{{ a",
        "{{ a b }}",
        "{{}}",
        "{{ a[0] }}",
    ],
)
def test_anything_else_is_left_to_the_engine(text: str) -> None:
    assert plain_reads(text) is None


def test_a_text_without_outputs_reads_nothing() -> None:
    assert plain_reads("plain } text }} with % signs") == ()
