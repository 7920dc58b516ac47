"""Rules about what is in force, at their bounds, and at the place that a person must change (semantics §4.5, §5)."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from callplan import compiler

Found = Callable[..., list[tuple[str, str, str]]]
OF_MEMBERS = {"D006", "D008", "D010", "D011", "D014", "H007"}


@pytest.fixture
def found(tree: Callable[[dict[str, str]], Path]) -> Found:
    """Rule, file and pointer of the findings of these rules in a workspace of JSON files."""

    def check(files: dict[str, Any]) -> list[tuple[str, str, str]]:
        root = tree({name: json.dumps(value) for name, value in files.items()})
        report = compiler.check(compiler.load(root))
        return [(item.rule, item.span.file, item.path) for item in report.diagnostics if item.rule in OF_MEMBERS]

    return check


def silence(seconds: float) -> dict[str, Any]:
    return {
        "on": "customer.speech.timeout",
        "options": {"timeoutSeconds": seconds},
        "do": [{"type": "say", "exact": "Hello?"}],
    }


def elapsed(seconds: int) -> dict[str, Any]:
    return {"on": "call.timeElapsed", "options": {"seconds": seconds}, "do": [{"type": "say", "exact": "Time is up."}]}


def ending(*values: str, key: str = "call.endedReason") -> dict[str, Any]:
    return {"on": "call.ending", "filters": [{"type": "oneOf", "key": key, "oneOf": list(values)}], "do": []}


ALONE: dict[str, tuple[dict[str, Any], list[tuple[str, str]]]] = {
    "hook just in time": ({"silenceTimeoutSeconds": 30, "hooks": [silence(29.9)]}, []),
    "hook at the very end": ({"silenceTimeoutSeconds": 30, "hooks": [silence(30)]}, [("D010", "/hooks/0")]),
    "the second hook too late": (
        {"silenceTimeoutSeconds": 30, "hooks": [silence(10), silence(31)]},
        [("D010", "/hooks/1")],
    ),
    "no timeout, so no end": ({"hooks": [silence(300)]}, []),
    "a shorthand too late": (
        {"silenceTimeoutSeconds": 10, "hooks": [{"on": "customer.speech.timeout[timeoutSeconds=12]", "do": []}]},
        [("D010", "/hooks/0")],
    ),
    "the default of 7.5 s in time": (
        {"silenceTimeoutSeconds": 10, "hooks": [{"on": "customer.speech.timeout", "do": []}]},
        [],
    ),
    "idle in time": ({"silenceTimeoutSeconds": 11, "messagePlan": {"idleMessages": ["Hm?"]}}, []),
    "idle at the default of 10 s": (
        {"silenceTimeoutSeconds": 10, "messagePlan": {"idleMessages": ["Hm?"]}},
        [("D008", "/messagePlan/idleMessages")],
    ),
    "no idle messages": (
        {"silenceTimeoutSeconds": 10, "messagePlan": {"idleMessages": [], "idleTimeoutSeconds": 60}},
        [],
    ),
    "two handlers": (
        {"messagePlan": {"idleMessages": ["Hm?"]}, "hooks": [elapsed(5), silence(20)]},
        [("D006", "/messagePlan/idleMessages")],
    ),
    "one handler": ({"messagePlan": {"idleMessages": ["Hm?"]}, "hooks": [elapsed(5)]}, []),
    "time hook in time": ({"maxDurationSeconds": 60, "hooks": [elapsed(59)]}, []),
    "time hook at the very end": ({"maxDurationSeconds": 60, "hooks": [elapsed(60)]}, [("D011", "/hooks/0")]),
    "the default of 600 s": ({"hooks": [elapsed(599), elapsed(600)]}, [("D011", "/hooks/1")]),
    "a part of a reason": ({"hooks": [ending("pipeline-error", "call.start", "silence")]}, []),
    "no part of any reason": (
        {"hooks": [ending("pipeline-error", "hung-up")]},
        [("H007", "/hooks/0/filters/0/oneOf/1")],
    ),
    "another key is not judged": ({"hooks": [ending("hung-up", key="assistant.name")]}, []),
}


@pytest.mark.parametrize("name", ALONE)
def test_alone(name: str, found: Found) -> None:
    assistant, expected = ALONE[name]
    assert found({"assistants/a.json": {"name": "A", **assistant}}) == [
        (rule, "assistants/a.json", path) for rule, path in expected
    ]


def two(front: dict[str, Any], back: dict[str, Any], **squad: Any) -> dict[str, Any]:
    return {
        "assistants/front.json": {"name": "Front", **front},
        "assistants/back.json": {"name": "Back", **back},
        "squads/desk.json": {"members": [{"assistantId": "front"}, {"assistantId": "back"}], **squad},
    }


def test_a_time_hook_behind_a_handoff(found: Found) -> None:
    late = [("D014", "assistants/back.json", "/hooks/0")]
    assert found(two({}, {"hooks": [elapsed(60)]})) == late
    assert found(two({"hooks": [elapsed(60)]}, {"hooks": [elapsed(60)]})) == [], "the first member has it too"
    assert found(two({"hooks": [elapsed(60)]}, {})) == []
    assert (
        found(
            {
                **two({}, {"hooks": [elapsed(60)]}),
                "callplan.yaml": {"callplan": 1, "policies": {"rearmTimeElapsed": "on"}},
            }
        )
        == []
    )


def test_the_limit_is_that_of_the_longest_member(found: Found) -> None:
    assert found(two({"hooks": [elapsed(100)], "maxDurationSeconds": 60}, {"maxDurationSeconds": 120})) == []
    assert found(two({"hooks": [elapsed(120)], "maxDurationSeconds": 60}, {"maxDurationSeconds": 120})) == [
        ("D011", "assistants/front.json", "/hooks/0")
    ]


def test_what_an_override_brings_is_found_in_the_override(found: Found) -> None:
    squad = two({"silenceTimeoutSeconds": 20}, {"silenceTimeoutSeconds": 60}, membersOverrides={"hooks": [silence(30)]})
    assert found(squad) == [("D010", "squads/desk.json", "/membersOverrides/hooks/0")]
    request = {"squadId": "desk", "squadOverrides": {"maxDurationSeconds": 60}}
    files = {**two({"hooks": [elapsed(90)]}, {}), "calls/now.json": request}
    assert found(files) == [("D011", "assistants/front.json", "/hooks/0")]


def test_what_an_overlay_brings_is_found_in_the_project_file(found: Found) -> None:
    overlay = {
        "callplan": 1,
        "environments": {"dev": {"overlay": {"assistants/a": {"hooks": [silence(40)]}}}, "prod": {}},
    }
    files = {"assistants/a.json": {"name": "A", "silenceTimeoutSeconds": 30}, "callplan.yaml": overlay}
    assert found(files) == [("D010", "callplan.yaml", "/environments/dev/overlay/assistants~1a/hooks/0")]
