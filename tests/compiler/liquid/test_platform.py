"""The dialect ``platform``: one test for each row of ``DIFFERENCES``."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime

import pytest
from callplan.compiler import liquid
from callplan.compiler.liquid.platform import DIFFERENCES

NOW = datetime(2024, 1, 1, 23, 45, 6, 789_000, tzinfo=UTC)
NOW_MS = 1_704_152_706_789
BODY = {"$": {"data": {"id": 7, "email": "A@X.EXAMPLE"}, "list": [{"name": "Ana"}]}, "price": 3}
MESSAGES = {"messages": [{"role": "user", "content": str(index)} for index in range(8)]}


def stock(text: str, variables: dict[str, object]) -> str:
    return liquid.render(text, variables, now=NOW)


def platform(text: str, variables: dict[str, object]) -> str:
    return liquid.render(text, variables, now=NOW, dialect="platform")


def body_variable() -> None:
    assert platform("{{ $.data.id }} {{$.list[0].name}} {{ $['data'].email | downcase }}", BODY) == "7 Ana a@x.example"
    assert platform("{{ $ | json }}", {"$": [1]}) == "[1]"
    assert (
        platform("{% if $.data.id == 7 %}{{ '$' }}{% endif %}{% for x in $.list %}{{ x.name }}{% endfor %}", BODY)
        == "$Ana"
    )
    assert platform('{{ $.list | where: "name", $.list[0].name | size }}', BODY) == "1"
    assert platform("{{ $[0].name }}", {"$": [{"name": "Bo"}]}) == "Bo"
    with pytest.raises(liquid.LiquidError):
        stock("{{ $.data.id }}", BODY)
    # only alone: within a word the sign stays what it is for LiquidJS, and Mustache takes over
    assert platform("{{ $price }}|{{ price }}", {**BODY, "$price": 4}) == "4|3"
    assert [read.path for read in liquid.parse("{{ $.data.id }}").reads] == ["$.data.id"]


def counted_last() -> None:
    assert platform("{% assign m = messages | last: 5 %}{{ m | size }} {{ m[0].content }}", MESSAGES) == "5 3"
    assert platform("{{ messages | last: 99 | size }} {{ messages | last: 0 | size }}", MESSAGES) == "8 0"
    assert platform("{{ messages | last | json }}", MESSAGES) == '{"role":"user","content":"7"}'
    assert stock("{{ messages | last: 5 | json }}", MESSAGES) == '{"role":"user","content":"7"}'
    recent = '{% assign recent = messages | last: 5 | where: "role", "user" %}'
    assert platform(recent + "{% for m in recent %}{{ m.content }}{% endfor %}", MESSAGES) == "34567"


def trimmed_condition() -> None:
    holds = {
        "true": True,
        "\n  true \n": True,
        "false": False,
        "True": False,
        "yes": False,
        "": False,
        "truetrue": False,
        "{% if messages.size > 3 %}\n true\n{% else %} false {% endif %}\n": True,
        "{% if %}": False,
        "{{ true": False,
    }
    assert {text: liquid.render_condition(text, MESSAGES, now=NOW) for text in holds} == holds


def now_in_milliseconds() -> None:
    text = "{% if now == %d %}true{% endif %}".replace("%d", str(NOW_MS))
    assert liquid.render_condition(text, {"now": "Jan 1, 2024 11:45 PM"}, now=NOW)
    assert not liquid.render_condition(text, {}, now=datetime(2024, 1, 1, tzinfo=UTC))


def mustache_fallback() -> None:
    assert platform("{% if %}{{ price }}", BODY) == "{% if %}3"
    assert platform('{{ "now" | date: "%H", "EDT" }}{{ price }}', BODY) == "3", "also where Liquid fails to render"
    with pytest.raises(liquid.LiquidError):
        stock("{% if %}{{ price }}", BODY)
    with pytest.raises(liquid.LiquidError) as caught:
        platform("{% for x in (1..99999999) %}{% endfor %}", BODY)
    assert caught.value.kind == "limit", "a bound of ours is no error of Liquid's"


TESTS: dict[str, Callable[[], None]] = {
    "body-variable": body_variable,
    "counted-last": counted_last,
    "trimmed-condition": trimmed_condition,
    "now-in-milliseconds": now_in_milliseconds,
    "mustache-fallback": mustache_fallback,
}


@pytest.mark.parametrize("name", [difference.name for difference in DIFFERENCES])
def test_difference(name: str) -> None:
    TESTS[name]()


def test_every_difference_names_its_source() -> None:
    assert {difference.name for difference in DIFFERENCES} == set(TESTS)
    assert all(difference.stock and difference.platform and difference.source for difference in DIFFERENCES)


class Lazy(Mapping[str, object]):
    """Variables that count how often they are read."""

    def __init__(self) -> None:
        self.reads: list[str] = []

    def __getitem__(self, name: str) -> object:
        self.reads.append(name)
        return name

    def __contains__(self, name: object) -> bool:
        return name in ("a", "b", "now")

    def __iter__(self) -> Iterator[str]:
        return iter(("a", "b", "now"))

    def __len__(self) -> int:
        return 3


def test_variables_are_read_on_demand_and_once() -> None:
    lazy = Lazy()
    assert liquid.parse("{{ a }}{{ a }}{{ missing }}").render(lazy, now=NOW) == "aa"
    assert lazy.reads == ["a"]
    assert liquid.render_condition("{% if a == 'a' and now > 0 %}true{% endif %}", lazy, now=NOW)
    assert lazy.reads == ["a", "a"]
    assert liquid.render_condition("{% if %}{{ now }}", lazy, now=NOW) is False
