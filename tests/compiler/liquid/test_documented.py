"""What the founding documents say of templates: every row of semantics §3.6 and §3.7, at 2024-01-01T23:45:06.789Z."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from callplan.compiler import liquid

NOW = datetime(2024, 1, 1, 23, 45, 6, 789_000, tzinfo=UTC)

# -- §3.6: LiquidJS ----------------------------------------------------------------------------------------------------

RENDERED: list[tuple[str, dict[str, Any], str]] = [
    ('{{ missing | default: "d" }}', {}, "d"),
    ('{{ x | default: "d" }}', {"x": ""}, "d"),
    ('{{ x | default: "d" }}', {"x": False}, "d"),
    ('{{ x | default: "d" }}', {"x": 0}, "0"),
    ('{{ x | default: "d", allow_false: true }}', {"x": False}, "false"),
    ("{{ x }}", {"x": [1, "a", [2]]}, "1a2"),
    ("{{ x }}", {"x": {"a": 1}}, "[object Object]"),
    ("{{ x | json }}", {"x": {"a": [1, None]}}, '{"a":[1,null]}'),
    ("{{ x[-1] }} {{ x.first }} {{ x.last }} {{ x.size }}", {"x": [1, 2, 3]}, "3 1 3 3"),
    ("{% if x %}T{% else %}F{% endif %}", {"x": None}, "F"),
    ("{% if x %}T{% else %}F{% endif %}", {"x": False}, "F"),
    ("{% if x %}T{% else %}F{% endif %}", {"x": ""}, "T"),
    ("{% if x %}T{% else %}F{% endif %}", {"x": 0}, "T"),
    ("{{ x | nope: 1 }}", {"x": "v"}, "v"),
    ("{{ a b }}", {}, ""),
    ("{{ x.customer-name }} {{ 1st }}", {"x": {"customer-name": "Ana"}, "1st": "one"}, "Ana one"),
    ("{% if true or false and false %}T{% endif %}", {}, "T"),
    ('{{ name == "John" }}', {"name": "John"}, "true"),
    ('{{ "2" | plus: "3" }} {{ 10 | divided_by: 100 }}', {}, "5 0.1"),
    ("{{ messages | last: 5 }}", {"messages": ["a", "b"]}, "b"),
    ('{{ messages | last: 5 | where: "role", "user" | size }}', {"messages": [{"role": "a"}, {"role": "user"}]}, "1"),
    ("{{ a.b.c }}", {}, ""),
]


@pytest.mark.parametrize(("text", "variables", "expected"), RENDERED)
def test_rendered(text: str, variables: dict[str, Any], expected: str) -> None:
    assert liquid.render(text, variables, now=NOW) == expected


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("{% nope %}", "parse"),
        ("{{ name", "tokenization"),
        ("{{ name }", "tokenization"),
        ("{{{ x }}}", "tokenization"),
        ("{{}}", "tokenization"),
        ('{% render "x" %}', "render"),
        ('{% include "x" %}', "render"),
        ('{{ "now" | date: "%H", "Mars/Base" }}', "render"),
    ],
)
def test_thrown(text: str, kind: str) -> None:
    with pytest.raises(liquid.LiquidError) as caught:
        liquid.render(text, {}, now=NOW)
    assert caught.value.kind == kind
    assert 0 <= caught.value.start < caught.value.end <= len(text)


# -- §3.6: the Mustache fallback ---------------------------------------------------------------------------------------

#: Liquid cannot read this, so what follows is Mustache's.
BROKEN = "{% if %}"


@pytest.mark.parametrize(
    ("text", "variables", "expected"),
    [
        ("{{ $.data.id }}", {"$": {"data": {"id": "d-1"}}}, "d-1"),
        ("{{ $.email | downcase }}", {"$": {"email": "A@X"}}, ""),
        ("{{ name }}", {"name": "A & B"}, "A &amp; B"),
        ("{{{ name }}}", {"name": "A & B"}, "A & B"),
        ("{{ missing }}", {}, ""),
        ("{{ x }}", {"x": [1, 2]}, "1,2"),
        ("{% if x %}y{% endif %}", {"x": 1}, "{% if x %}y{% endif %}"),
    ],
)
def test_mustache_fallback(text: str, variables: dict[str, Any], expected: str) -> None:
    assert liquid.render(BROKEN + text, variables, now=NOW, dialect="platform") == BROKEN + expected


def test_when_both_engines_fail_the_error_is_liquids() -> None:
    with pytest.raises(liquid.LiquidError) as caught:
        liquid.render("{{ name", {"name": "Ana"}, now=NOW, dialect="platform")
    assert (caught.value.kind, caught.value.start) == ("tokenization", 0)


# -- §3.7: dates -------------------------------------------------------------------------------------------------------

DATES: list[tuple[str, str]] = [
    ('"now" | date: "%A, %B %d, %Y, %I:%M %p", "America/Los_Angeles"', "Monday, January 01, 2024, 03:45 PM"),
    ('"now" | date: "%b %d, %Y, %I:%M %p", "America/New_York"', "Jan 01, 2024, 06:45 PM"),
    ('"now" | date: "%H:%M", "Europe/London"', "23:45"),
    ('"today" | date: "%H:%M", "Europe/London"', "23:45"),
    ('"now" | date: "%Y-%m-%d", "America/Los_Angeles"', "2024-01-01"),
    ('"now" | date: "%I:%M %p", "America/Los_Angeles"', "03:45 PM"),
    ('"now" | date: "%H:%M", "America/Los_Angeles"', "15:45"),
    ('"now" | date: "%A", "America/Los_Angeles"', "Monday"),
    ('"now" | date: "%b %d, %Y", "America/Los_Angeles"', "Jan 01, 2024"),
    ('"now" | date', "Monday, January 1, 2024 at 11:45 pm +0000"),
    ('"now" | date: "%H:%M", 360', "17:45"),
    ('"now" | date: "%H:%M %z", -330', "05:15 +0530"),
    ('"no date" | date: "%Y"', "no date"),
    ('nil | date: "%Y"', ""),
    ('"2024-03-05T06:07:08+02:00" | date: "%Y-%m-%d %H:%M"', "2024-03-05 04:07"),
    ('"2024-03-05" | date: "%Y-%m-%d %H:%M", "America/New_York"', "2024-03-04 19:00"),
    ('1704152706 | date: "%Y-%m-%d"', "2024-01-01"),
    ('"1704152706" | date: "%Y-%m-%d"', "2024-01-01"),
    ('1704152706789 | date: "%Y"', "55972"),
    ('now | date: "%I:%M %p", "America/Los_Angeles"', "04:00 AM"),
    ('"now" | date: "%a %A %b %B %c"', "Mon Monday Jan January 1/1/2024, 11:45:06 PM"),
    ('"now" | date: "%C %d %e %h %H %I %j %k %l"', "20 01  1 Jan 23 11 001 23 11"),
    ('"now" | date: "%L %m %M %N %p %P %q"', "789 01 45 789000000 PM pm st"),
    ('"now" | date: "%s %S %u %U %w %W"', "1704152706 06 1 00 1 01"),
    ('"now" | date: "%x %X %y %Y %z %:z %%"', "1/1/2024 11:45:06 PM 24 2024 +0000 +00:00 %"),
    ('"now" | date: "%t|%n|"', "\t|\n|"),
    ('"now" | date: "%-d %_d %05d %^a %#B %3N"', "1  1 00001 MON JANUARY 789"),
    ('"now" | date: "%D %E %F %Q %r %R %T %v"', "%D %E %F %Q %r %R %T %v"),
    ('"now" | date: "%Z", "America/New_York"', "America/New_York"),
    ('"now" | date: "%Z"', "UTC"),
]


@pytest.mark.parametrize(("expression", "expected"), DATES)
def test_dates(expression: str, expected: str) -> None:
    variables = {"now": "Jan 1, 2024 12:00 PM"}
    assert liquid.render("{{ " + expression + " }}", variables, now=NOW) == expected
