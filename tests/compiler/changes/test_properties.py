"""Whatever differs between two plans is told, and nothing else; the other way round it is the same the other way."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from callplan import compiler
from callplan.compiler.changes import Diff
from callplan.compiler.plan import Plan, PlanFormatError, canonical, dump, load
from deepdiff import DeepDiff
from hypothesis import given, settings
from hypothesis import strategies as st

from .plans import compiled, original
from .test_kinds import CASES
from .test_several import SEVERAL

FIXTURES = Path(__file__).parents[3] / "fixtures"
DERIVED = frozenset(
    {
        "reads",
        "transitions",
        "index",
        "label",
        "key",
        "entry",
        "member",
        "format_version",
        "layers",
        "needs",
        "environment",
    }
)
"""Keys of a plan that follow from others, or that ``Side`` holds: nothing is said where they alone differ."""


@cache
def everything() -> Plan:
    return compiler.compile(compiler.load(FIXTURES / "compiler" / "everything", "dev"), "calls/now")


def content(plan: Plan) -> Any:
    data = json.loads(dump(plan))
    return {key: item for key, item in data.items() if key not in ("digest", "origins")}


def swapped(found: Diff) -> Counter[tuple[str, str]]:
    other = {"added": "removed", "removed": "added", "changed": "changed"}
    return Counter((other[change.what], change.category) for change in found.changes)


def told(found: Diff) -> Counter[tuple[str, str]]:
    return Counter((change.what, change.category) for change in found.changes)


PAIRS = {**CASES, **SEVERAL}


@pytest.mark.parametrize("name", PAIRS)
def test_the_other_way_round(name: str) -> None:
    before, after = original(), compiled(PAIRS[name][0])
    there, back = compiler.diff(before, after), compiler.diff(after, before)
    assert there.before == back.after and there.after == back.before
    assert told(there) == swapped(back)
    assert there.unchanged == back.unchanged


@pytest.mark.parametrize("name", PAIRS)
def test_deepdiff_says_the_same(name: str) -> None:
    before, after = original(), compiled(PAIRS[name][0])
    assert bool(compiler.diff(before, after)) is bool(
        DeepDiff(content(before), content(after), ignore_private_variables=False)
    )


@pytest.mark.parametrize("plan", [original, everything], ids=["small", "everything"])
def test_a_plan_does_not_differ_from_itself(plan: Any) -> None:
    one = plan()
    for other in (one, load(dump(one)), replace(one, origins=(), digest="")):
        found = compiler.diff(one, other)
        assert not found and found.changes == ()
        assert found.unchanged == sum(1 + len(member.tools) + len(member.hooks) for member in one.members)


def paths(value: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    below = [found for key, item in items if key not in DERIVED for found in paths(item, (*path, key))]
    return below if path in ((), ("members",)) else [path, *below]


def changed(value: Any) -> list[Any]:
    """Other values that might stand there: one letter more, one more, the other truth, without an item, in reverse."""
    if isinstance(value, bool):
        return [not value]
    if isinstance(value, (int, float)):
        return [value + 1]
    if isinstance(value, str):
        return [f"{value}x", f"{value}\n"]
    if isinstance(value, list):
        return [value[1:], value[:-1], value[::-1]] if value else []
    if isinstance(value, dict):
        return [{key: item for key, item in value.items() if key != gone} for gone in value if gone not in DERIVED]
    return []


PLACES = st.deferred(lambda: st.sampled_from(paths(content(everything()))))


@settings(deadline=None, max_examples=100)
@given(PLACES, st.integers(0, 5))
def test_a_change_anywhere_is_told(path: tuple[str | int, ...], choice: int) -> None:
    data = content(everything())
    holder = data
    for step in path[:-1]:
        holder = holder[step]
    others = [other for other in changed(holder[path[-1]]) if other != holder[path[-1]]]
    if not others:
        return
    holder[path[-1]] = others[choice % len(others)]
    try:
        after = load(json.dumps({**data, "digest": "sha256:" + sha256(canonical(data)).hexdigest()}))
    except PlanFormatError:
        return
    there, back = compiler.diff(everything(), after), compiler.diff(after, everything())
    if after == replace(everything(), format_version=after.format_version):
        assert not there and not back, "written another way, it means the same"
        return
    assert there and back
    assert sum(told(there).values()) == sum(told(back).values())


def test_every_change_stands_in_a_plan() -> None:
    for edit, _ in PAIRS.values():
        after = compiled(edit)
        plans = [json.loads(dump(plan)) for plan in (original(), after)]
        for change in compiler.diff(original(), after).changes:
            assert change.sentence.endswith(".") and not change.sentence.endswith("..")
            assert change.path.startswith("/")
            top = change.path.split("/")[1]
            assert any(top in plan for plan in plans) or top in ("name", "environment", "call"), change


def test_a_hundred_members_with_one_tool_tell_its_change_once() -> None:
    def squad(url: str) -> Plan:
        def edit(files: dict[str, Any]) -> None:
            files["tools/lookup.json"]["server"]["url"] = url
            files["squads/desk.json"]["members"] = [
                {
                    "assistant": {
                        "name": f"Member {number}",
                        "model": {"provider": "openai", "model": "gpt-4o", "toolIds": ["lookup"]},
                    }
                }
                for number in range(100)
            ]

        return compiled(edit)

    found = compiler.diff(squad("https://one.example.com"), squad("https://two.example.com"))
    assert [change.field for change in found.changes] == ["server.url"]
