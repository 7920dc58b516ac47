"""What renders but hardly as meant."""

from __future__ import annotations

import time

import pytest
from callplan.compiler import liquid

#: Template, then for each problem its kind and the text that it stands at.
CASES: list[tuple[str, list[tuple[str, str]]]] = [
    ("{{ a | upcase }}", []),
    ("{{ a | titleize }}", [("unknown-filter", "titleize")]),
    ("{% if a | nope %}{{ b | append: c | nope }}{% endif %}", [("unknown-filter", "nope")] * 2),
    (
        "{% assign x = a | money %}{% for i in b %}{% echo i | t %}{% endfor %}",
        [("unknown-filter", "money"), ("unknown-filter", "t")],
    ),
    ('{{ a | date: "%F %T", "UTC" }}', [("unknown-conversion", "%F"), ("unknown-conversion", "%T")]),
    ('{{ a | date: "%-5G", "UTC" }}', [("unknown-conversion", "%-5G")]),
    ('{{ a | date: "\\t%D", "UTC" }}', [("unknown-conversion", '"\\t%D"')]),
    ('{{ a | date: "%A %B %e 100%", "UTC" }}', []),
    ("{{ a | date: layout, zone }}", []),
    ('{{ "now" | date: "%H:%M", "EDT" }}', [("unknown-timezone", '"EDT"')]),
    ('{{ a | date: "%H", "america/new_york" }}', []),
    ('{{ a | date: "%H", "America/New_Yrok" }}', [("unknown-timezone", '"America/New_Yrok"')]),
    ('{{ a | date: "%H", "+05:30" }}', [("unknown-timezone", '"+05:30"')]),
    ('{{ now | date: "%H:%M", "UTC" }}', [("now-variable", "now")]),
    ('{% assign now = "now" %}{{ now | date: "%H", "UTC" }}', []),
    ('{{ now.x | date: "%H", "UTC" }}{{ now | upcase | date: "%H", "UTC" }}', []),
    ('{{ "now" | date: "%H:%M" }}', [("date-without-timezone", '"now" | date: "%H:%M"')]),
    ("{{ 'today' | date }}", [("date-without-timezone", "'today' | date")]),
    ('{{ "now" | date: "%Y" }}{{ "now" | date: "%s" }}{{ day | date: "%H" }}{{ "now" | date: layout }}', []),
    ('{{ "now" | date: "%A", zone }}{{ "now" | date: "%d", 360 }}', []),
    (
        '{% render "x" %}{% include "y" %}{% layout "z" %}{% layout none %}',
        [("partial", "render"), ("partial", "include"), ("partial", "layout")],
    ),
    ("{% comment %}{{ a | nope }}{% endcomment %}{% raw %}{{ a | nope }}{% endraw %}", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[text for text, _ in CASES])
def test_problems(text: str, expected: list[tuple[str, str]]) -> None:
    problems = liquid.parse(text).problems
    assert [(problem.kind, text[problem.start : problem.end]) for problem in problems] == expected


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("{{ a | upcas }}", 'Did you mean "upcase"?'),
        ('{{ a | date: "%F", "UTC" }}', "Write %Y-%m-%d"),
        ('{{ a | date: "%H", "EDT" }}', 'Did you mean "America/New_York"?'),
        ('{{ a | date: "%H", "New York" }}', 'Did you mean "America/New_York"?'),
        ('{{ a | date: "%H", "Europe/Londn" }}', 'Did you mean "Europe/London"?'),
        ('{{ now | date: "%H", "UTC" }}', '"now"'),
        ('{{ "now" | date }}', '"America/New_York"'),
    ],
)
def test_problems_say_what_to_write(text: str, advice: str) -> None:
    (problem,) = liquid.parse(text).problems
    assert advice in problem.message


def test_advice_is_bounded() -> None:
    text = "".join(f'{{{{ a | upcas{index} }}}}{{{{ a | date: "%H", "Europe/Londn{index}" }}}}' for index in range(400))
    started = time.process_time()
    problems = liquid.parse(text).problems
    assert len(problems) == 800
    assert "Did you mean" in problems[0].message
    assert liquid.analyse(text).problems == problems
    assert time.process_time() - started < 2
