"""The branches of templates, and the marks in them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from callplan.compiler import liquid
from callplan.runtime.coverage.branches import branches, marked
from hypothesis import given
from hypothesis import strategies as st

CASES = [
    ("plain {{a}}", []),
    ("{% if a %}x{% endif %}", ["{% if a %}", "past {% if a %}"]),
    ("{% if a %}x{% else %}y{% endif %}", ["{% if a %}", "{% else %}"]),
    ("{%- unless a -%}x{%- endunless -%}", ["{%- unless a -%}", "past {%- unless a -%}"]),
    ("{% case a %}{% when 1 %}x{% endcase %}", ["{% when 1 %}", "past {% case a %}"]),
    ("{% for x in a %}y{% endfor %}", ["{% for x in a %}"]),
    ("{% for x in a %}y{% else %}none{% endfor %}", ["{% for x in a %}", "{% else %}"]),
    ("{% if a %}{% if b %}x{% endif %}{% endif %}", ["{% if a %}", "{% if b %}", "past {% if b %}", "past {% if a %}"]),
    ("{% raw %}{% if a %}{% endraw %}", []),
    ("{% comment %}{% if a %}{% endcomment %}", []),
    ("{% if a %}x", []),
    ("x{% else %}y", []),
    ("{% if a %}{% endfor %}", []),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_branches_of_a_template(text: str, expected: list[str]) -> None:
    assert [f"past {one.tag}" if one.implied else one.tag for one in branches(text)] == expected


@given(st.dictionaries(st.sampled_from("ab"), st.booleans()), st.sampled_from([text for text, _ in CASES[1:6]]))
def test_marks_tell_the_way_and_change_nothing_else(values: dict[str, bool], text: str) -> None:
    def render(source: str) -> str:
        return liquid.render(source, values, now=datetime(2026, 1, 5, tzinfo=UTC))

    out = render(marked(text, lambda number: chr(0xF0000 + number)))
    marks = [char for char in out if ord(char) >= 0xF0000]
    assert "".join(char for char in out if char not in marks) == render(text)
    assert len(marks) == (0 if "for" in text else 1)


@given(st.text(alphabet="{%}- ifelsnd", max_size=40))
def test_any_text_has_branches_in_order(text: str) -> None:
    found = branches(text)
    assert [one.at for one in found] == sorted(one.at for one in found)
    assert marked(text, lambda _: "") == text or any(one.implied for one in found)
