"""Hostile templates end at a bound that they name, quickly."""

from __future__ import annotations

import inspect
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from callplan.compiler import liquid
from callplan.compiler.liquid import Limits

NOW = datetime(2024, 1, 1, tzinfo=UTC)
DOUBLING = "{% assign s = 'xxxxxxxx' %}{% for i in (1..60) %}{% assign s = s | append: s %}{% endfor %}{{ s }}"
NESTING = "{% assign a = '' | split: '' %}{% for i in (1..60) %}{% assign a = a | push: a | push: a %}{% endfor %}"
LOOP_ARGUMENTS = " ".join(f"a{index}: 1" for index in range(500))

HOSTILE: list[tuple[str, str]] = [
    ("{% for a in (1..999) %}{% for b in (1..999) %}x{% endfor %}{% endfor %}", "steps"),
    ("{% for a in (1..9999) %}{{ s | upcase | downcase | upcase | size }}{% endfor %}", "steps"),
    ("{% tablerow a in (1..9999) %}{% for b in (1..99) %}{% endfor %}{% endtablerow %}", "steps"),
    (DOUBLING, "output_chars"),
    ("{% for i in (1..40) %}{% capture s %}{{ s }}{{ s }}xx{% endcapture %}{% endfor %}", "output_chars"),
    ("{% for a in (1..9999) %}{{ s }}{% endfor %}", "output_chars"),
    ("{{ s | replace: '', s }}", "output_chars"),
    ("{{ s | split: '' | join: s }}", "output_chars"),
    ("{{ 'now' | date: '%999999999d' }}", "output_chars"),
    ("{{ 'now' | date: '%99999999999999999999d' }}", "output_chars"),
    (NESTING + "{{ a }}", "value_items"),
    (NESTING + "{{ a | json }}", "value_items"),
    ("{% assign a = (1..9) %}{% for i in (1..60) %}{% assign a = a | concat: a %}{% endfor %}", "value_items"),
    ("{% assign a = (1..9) %}{% for i in (1..9999) %}{% assign a = a | push: s %}{% endfor %}{{ a | join }}", "steps"),
    ("{{ (1..1000000000) }}", "range_items"),
    ("{% for i in (1..1000000000) %}{% endfor %}", "range_items"),
    ("{{ (0..x) | size }}", "range_items"),
    ("{% if true %}" * 200 + "{% endif %}" * 200, "nesting"),
    ("{% liquid\n" + "if true\n" * 200 + "endif\n" * 200 + "%}", "nesting"),
    ("{{ " + "a[" * 200 + "]" * 200 + " }}", "nesting"),
    ("{{ " + "(" * 5000 + " }}", "nesting"),
    ("{% for i in (1..9999) %}{% assign a = '' | split: '' | push: a %}{% endfor %}{{ a }}", "nesting"),
    ("{% assign p = people | where_exp: 'p', 'p.x == 1 or p.x == 2' %}" * 4000, "steps"),
    ("{% for i in (1..9999) %}{{ a" + " | upcase" * 500 + " }}{% endfor %}", "steps"),
    ("{% for i in (1..9999) %}{{ a | upcase: " + "b," * 500 + " b }}{% endfor %}", "steps"),
    ("{% for i in (1..9999) %}{{ a" + ".b" * 500 + " }}{% endfor %}", "steps"),
    ("{% for i in (1..9999) %}{% if a %}" + "{% elsif a %}" * 500 + "{% endif %}{% endfor %}", "steps"),
    ("{% for i in (1..9999) %}{% case a %}" + "{% when 1 %}" * 500 + "{% endcase %}{% endfor %}", "steps"),
    ("{% for i in (1..9999) %}{% for j in s " + LOOP_ARGUMENTS + "%}{% endfor %}{% endfor %}", "steps"),
    ("{% for i in (1..9999) %}{{ list | where: 'x' | size }}{% endfor %}", "steps"),
    ("{% for i in (1..9999) %}{% if list contains i %}{% endif %}{% endfor %}", "steps"),
    ("{% for i in (1..9999) %}{{ people | where: path | size }}{% endfor %}", "steps"),
    ("{{#list}}{{" + "a." * 50_000 + "a}}{{/list}}", "steps"),
    ("{{ deep }}", "nesting"),
    ("{{#s}}" * 200 + "{{/s}}" * 200, "nesting"),
]  # fmt: skip


def deep() -> object:
    value: object = 1
    for _ in range(2_000):
        value = [value]
    return value


@pytest.mark.parametrize(
    ("text", "bound"), HOSTILE, ids=[f"{index}-{bound}" for index, (_, bound) in enumerate(HOSTILE)]
)
def test_hostile_templates_end_at_a_bound(text: str, bound: str) -> None:
    variables = {"s": "some text " * 500, "x": 1e308, "people": [{"x": 1}] * 200, "deep": deep()}
    variables |= {"list": list(range(9_000)), "path": "x." * 5_000 + "x"}
    started = time.process_time()
    with pytest.raises(liquid.LiquidError) as caught:
        liquid.render("{% if %}" * text.startswith("{{#") + text, variables, now=NOW, dialect="platform")
    assert (caught.value.kind, caught.value.bound) == ("limit", bound)
    assert bound in caught.value.message
    assert time.process_time() - started < 4


SLOW = "b" * 300_000
LINEAR: list[str] = [
    "{{ s | strip: t | size }}",
    "{{ s | replace_last: u, 'x' | size }}",
    "{{ s | split: u | size }}",
    "{{ s | strip_html | size }}",
    "{{ s | url_decode | size }}",
    "{{ people | map: t | size }}",
    "{{ s | date: '%Y' | size }}",
    "{{ s | plus: 1 }}",
    "{{ s | squish | size }}",
    "{{ '" + "<" * 100_000 + "' | strip_html | size }}",
    "{% raw %}" + "{% endraw " * 20_000 + "%}",
    "{{ 'now' | date: '" + "%" * 20_000 + "' | size }}",
    "{% case 1 %}{% when " + "1 o " * 20_000 + "%}a{% endcase %}",
    "{% #" + "\n  " * 100_000 + " %}",
    "{{ a" + " and a" * 20_000 + " }}",
    "{{ a" + "[0]" * 20_000 + " }}",
    "{{ a" + " | f" * 20_000 + " }}",
    "{%- # -%} " * 10_000,
]


@pytest.mark.parametrize("text", LINEAR, ids=[text[:30] for text in LINEAR])
def test_large_texts_take_linear_time(text: str) -> None:
    variables = {"s": SLOW, "t": "a" * 200_000 + "b", "u": "a" + "b" * 150_000, "people": [{"a": 1}] * 1_000}
    started = time.process_time()
    liquid.render(text, variables, now=NOW)
    assert time.process_time() - started < 2


def test_a_caller_deep_in_the_stack_gets_an_error_too() -> None:
    text = "{% if true %}" * 90 + "x" + "{% endif %}" * 90
    template = liquid.parse(text)

    def at_depth(depth: int, work: Callable[[], object]) -> object:
        return at_depth(depth - 1, work) if depth else work()

    free = sys.getrecursionlimit() - len(inspect.stack())
    for work in (lambda: template.render({}, now=NOW), lambda: liquid.parse(text + " ")):
        with pytest.raises(liquid.LiquidError) as caught:
            at_depth(free - 150, work)
        assert caught.value.bound == "nesting"
    assert template.render({}, now=NOW) == "x"


def test_limits_are_the_callers() -> None:
    text = "{% for i in (1..50) %}{{ i }}{% endfor %}"
    assert len(liquid.render(text, {}, now=NOW)) == 91
    for limits in (Limits(steps=50), Limits(output_chars=50), Limits(range_items=49)):
        with pytest.raises(liquid.LiquidError, match="limit"):
            liquid.render(text, {}, now=NOW, limits=limits)
    with pytest.raises(liquid.LiquidError, match="nesting"):
        liquid.render("{% if 1 %}{% if 1 %}{% endif %}{% endif %}", {}, now=NOW, limits=Limits(nesting=1))
