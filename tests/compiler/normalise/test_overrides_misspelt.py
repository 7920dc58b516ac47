"""F008 (C7): overrides under a key that the schema does not have are read, told and renamed wherever they can stand."""

from __future__ import annotations

import json

import pytest
from callplan.compiler.normalise import normalise
from callplan.compiler.sources import read_bytes
from callplan.compiler.traced import Traced

OVER = {"firstMessage": "Hello."}
ONE = {"assistantOverride": "assistantOverrides", "assistantsOverrides": "assistantOverrides"}
ALL = dict.fromkeys(
    ("squadOverride", "squadsOverrides", "memberOverrides", "memberOverride", "membersOverrides", "membersOverride"),
    "squadOverrides",
)
EVERYONE = dict.fromkeys(
    ("memberOverrides", "memberOverride", "membersOverride", "assistantsOverrides", "assistantOverride"),
    "membersOverrides",
)
PLACES: list[tuple[str, str, dict[str, str]]] = [
    ("call", "", {**ONE, **ALL}),
    ("call", "/customer", {**ONE, **ALL}),
    ("call", "/customers/0", {**ONE, **ALL}),
    ("call", "/squad", EVERYONE),
    ("call", "/squad/members/0", {**ONE, **dict.fromkeys(("memberOverrides", "memberOverride"), "assistantOverrides")}),
    ("answer", "", {**ONE, **ALL}),
    ("campaign", "", {**ONE, **ALL}),
    ("campaign", "/dialPlan/0/customers/0", {**ONE, **ALL}),
    ("squad", "", {**EVERYONE, "assistantOverrides": "membersOverrides"}),
    ("squad", "/members/0", ONE),
    ("tool", "/destinations/0", {**ONE, **ALL}),
    ("handoff-answer", "/destination", {**ONE, **ALL}),
    ("chat", "", ONE),
    ("session", "", ONE),
    ("eval-run", "/target", ONE),
    ("test-suite", "/targetPlan", ONE),
    ("scenario", "", {"targetOverride": "targetOverrides", "assistantOverrides": "targetOverrides"}),
]
CASES = [(kind, at, wrong, right) for kind, at, names in PLACES for wrong, right in names.items()]


@pytest.mark.parametrize(("kind", "at", "wrong", "right"), CASES)
def test_it_is_read_as_it_is_meant(kind: str, at: str, wrong: str, right: str) -> None:
    steps = [int(step) if step.isdigit() else step for step in at.split("/")[1:]]
    value: object = {wrong: OVER}
    for step in reversed(steps):
        value = [value] if isinstance(step, int) else {step: value}
    text = json.dumps(value)
    document = read_bytes("a.json", text.encode()).documents[0]
    traced, found = normalise(Traced.of(document), kind)
    assert traced.get((*steps, right)) == OVER
    assert traced.get((*steps, wrong)) is None
    (told,) = found
    assert (told.rule, told.path) == ("F008", f"{at}/{wrong}")
    assert told.fix is not None and told.fix.safe
    (edit,) = told.fix.edits
    start, end = edit.span.start.column - 1, edit.span.end.column - 1
    assert json.loads(text[:start] + edit.text + text[end:]) == json.loads(text.replace(wrong, right))
