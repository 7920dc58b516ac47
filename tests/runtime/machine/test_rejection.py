"""Rejection plans: which calls are not carried out (semantics §11.6)."""

from __future__ import annotations

from typing import Any

import pytest

BYE = {"type": "regex", "regex": "(?i)\\b(bye|goodbye)\\b", "target": {"position": -1, "role": "user"}, "negate": True}
NOBODY = {"type": "group", "operator": "OR", "conditions": []}
ALL = {"type": "group", "operator": "AND", "conditions": [BYE, {"type": "group", "operator": "AND", "conditions": []}]}
NOW = "{% assign passed = now | minus: 1735732800000 %}{% if passed >= 0 and passed < 60000 %}true{% endif %}"

REJECTIONS: list[tuple[str, list[Any], str, bool]] = [
    ("unless the caller says goodbye", [BYE], "go on", True),
    ("the caller says goodbye", [BYE], "Goodbye now", False),
    ("no conditions", [], "go on", False),
    ("all conditions must hold", [BYE, {"type": "regex", "regex": "x"}], "go on", False),
    (
        "any of a group",
        [{"type": "group", "operator": "OR", "conditions": [BYE, {"type": "regex", "regex": "x"}]}],
        "go",
        True,
    ),
    ("an empty group of all", [{"type": "group", "operator": "AND", "conditions": []}], "go", True),
    ("an empty group of any", [{"type": "group", "operator": "OR", "conditions": []}], "go", False),
    (
        "all of a group",
        [{"type": "group", "operator": "AND", "conditions": [BYE, {"type": "regex", "regex": "x"}]}],
        "go",
        False,
    ),
    ("a group in a group", [{"type": "group", "operator": "OR", "conditions": [NOBODY, ALL]}], "go", True),
    ("the last message, where no target is written", [{"type": "regex", "regex": "^go$"}], "go", True),
    ("a part of the message", [{"type": "regex", "regex": "all"}], "I shall go", True),
    ("lines, by a flag", [{"type": "regex", "regex": "(?m)^go$"}], "Well\ngo", True),
    ("lines, without the flag", [{"type": "regex", "regex": "^go$"}], "Well\ngo", False),
    (
        "a position from the front",
        [{"type": "regex", "regex": "^Hello", "target": {"position": 0, "role": "assistant"}}],
        "go",
        True,
    ),
    ("no such message", [{"type": "regex", "regex": ".", "target": {"position": 7}}], "go", False),
    (
        "a template",
        [{"type": "liquid", "liquid": "\n{% assign m = messages | last: 1 %}{{ m[0].content == 'go' }} \n"}],
        "go",
        True,
    ),
    ("a template that says no", [{"type": "liquid", "liquid": "{{ messages.size > 9 }}"}], "go", False),
    ("the time of a template is in milliseconds", [{"type": "liquid", "liquid": NOW}], "go", True),
    ("a template that says something else", [{"type": "liquid", "liquid": "yes"}], "go", False),
]


@pytest.mark.parametrize(
    ("conditions", "said", "rejected"), [one[1:] for one in REJECTIONS], ids=[one[0] for one in REJECTIONS]
)
def test_rejection_plans(kit: Any, conditions: list[Any], said: str, rejected: bool) -> None:
    tool = kit.end_call(rejection={"conditions": conditions})
    plan = kit.plan(kit.member(tools=(tool,)))
    answers = [{"model": "Not yet"}] if rejected else []
    trace = kit.play(plan, {"user": said}, kit.calls("endCall"), *answers)
    assert bool(kit.told(trace, "tool.rejected")) is rejected
    assert (trace.ended_reason == "assistant-ended-call") is not rejected
    if rejected:
        assert kit.requests(trace)[1][-1].startswith("tool: ")


@pytest.mark.parametrize(
    ("read", "rejected"),
    [
        ("function.name == 'look'", True),
        ('function.arguments == \'{"day": "monday"}\'', True),
        ("type == 'function'", True),
        ("id == 'call_1'", True),
        ("name == 'look'", False),
    ],
)
def test_templates_read_calls_as_openai_has_them(kit: Any, read: str, rejected: bool) -> None:
    """The messages of a plan's template, and the variable of the same name, have calls as the provider gets them."""
    source = f"{{% for m in messages %}}{{% if m.tool_calls[0].{read} %}}true{{% endif %}}{{% endfor %}}"
    end = kit.end_call(rejection={"conditions": [{"type": "liquid", "liquid": source}]})
    plan = kit.plan(kit.member(tools=(kit.tool("look"), end)))
    script = [kit.user, kit.calls("look", day="monday"), {"tool": "look", "result": "x"}, kit.calls("endCall")]
    trace = kit.play(plan, *script, *([{"model": "Not yet"}] if rejected else []))
    assert bool(kit.told(trace, "tool.rejected")) is rejected


def test_words_beside_a_rejected_call_are_not_said(kit: Any) -> None:
    """The plan is asked first (semantics §11.2)."""
    end = kit.end_call(rejection={"conditions": [BYE]})
    plan = kit.plan(kit.member(tools=(end, kit.tool("look"))))
    calls = [("endCall", {"bot_say": "Goodbye then"}), ("look", {"bot_say": "I look"})]
    trace = kit.play(plan, kit.user, {"model": None, "calls": calls}, {"tool": "look"}, {"model": "Done"})
    assert [line.partition(": ")[2] for line in kit.told(trace, "speech.started")[2:]] == ["I look", "Done"]


def test_the_words_of_a_rejection(kit: Any) -> None:
    """They are callplan's own, and always the same: the platform's are not known (Q24)."""
    tool = kit.end_call(rejection={"conditions": [{"type": "regex", "regex": "."}]})
    trace = kit.play(kit.plan(kit.member(tools=(tool,))), {"user": "go"}, kit.calls("endCall"), {"model": "Not yet"})
    words = "The tool call was rejected by its rejection plan."
    assert [event.data["reason"] for event in trace.events if event.type == "tool.rejected"] == [words]
    assert kit.requests(trace)[1][-1] == f"tool: {words}"


def test_a_hooks_tool_may_be_rejected(kit: Any) -> None:
    tool = kit.end_call(rejection={"conditions": [{"type": "regex", "regex": "Hello"}]})
    plan = kit.plan(kit.member(hooks=(kit.timeout(2, kit.call(tool)),)))
    trace = kit.play(plan, {"silence": 3000})
    assert kit.told(trace, "hook.fired", "tool.rejected") == ["2858 hook h2 1", "2858 endCall rejected"]
    assert trace.ended_reason is None
