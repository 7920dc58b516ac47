"""What templates read: the default variables, and who wins (semantics §3.2, §3.5, §3.10)."""

from __future__ import annotations

from typing import Any

import pytest

CALL = {
    "type": "inboundPhoneCall",
    "started_at": "2024-01-01T23:45:06.789Z",
    "id": "c1",
    "customer": {"number": "+1", "name": "Ana", "callToken": "hush"},
    "phone_number": {"number": "+2"},
    "variables": {"plan": "gold"},
}

RENDERED: list[tuple[str, str]] = [
    ("{{ now }}", "Jan 1, 2024 11:45 PM"),
    ("{{ date }}|{{ time }}|{{ month }}|{{ day }}|{{ year }}", "Jan 1, 2024|11:45 PM|January|1|2024"),
    ('{{ "now" | date: "%A, %B %d, %Y, %I:%M %p", "America/Los_Angeles" }}', "Monday, January 01, 2024, 03:45 PM"),
    ("{{ customer.name }} {{ customer.number }} {{ phoneNumber.number }}", "Ana +1 +2"),
    ("{{ customer.callToken }}", "[REDACTED]"),
    (
        "{{ call.id }} {{ call.type }} {{ call.status }} {{ call.startedAt }}",
        "c1 inboundPhoneCall in-progress 2024-01-01T23:45:06.789Z",
    ),
    ("{{ assistant.name }}", "A"),
    ("{{ plan }} {{ member }} {{ both }}", "gold m p"),
    ("[{{ nothing }}{{ nothing.deep }}]", "[]"),
    ("{% if plan == 'gold' %}yes{% else %}no{% endif %}", "yes"),
    ("not {{ liquid", "not {{ liquid"),
]


@pytest.mark.parametrize(("template", "text"), RENDERED)
def test_default_variables(kit: Any, template: str, text: str) -> None:
    member = kit.member(first=template, variables={"member": "m", "both": "m"})
    plan = kit.plan(member, variables={"member": "m", "both": "p", "plan": "silver"})
    assert kit.told(kit.play(plan, call=CALL), "speech.started") == [f"0 A first-message: {text}"]


def test_the_clock_is_the_calls(kit: Any) -> None:
    plan = kit.plan(
        kit.member(
            first=None,
            mode="assistant-waits-for-user",
            prompt="x",
            hooks=(kit.hook("call.timeElapsed", "{{ time }}", delay_ms=55_000),),
        )
    )
    assert kit.told(kit.play(plan, {"silence": 60_000}, call=CALL), "speech.started")[0].endswith("11:46 PM")


@pytest.mark.parametrize(
    ("policies", "template", "text"),
    [
        ({"nowFormat": "utc"}, "{{ now }}", "Jan 1, 2024, 11:45 PM UTC"),
        ({"undefined": "literal"}, "Hi {{ nothing }}", "Hi {{ nothing }}"),
        ({"undefined": "literal"}, "Hi {{a.b.c}} {{ plan.b }}", "Hi {{a.b.c}} {{ plan.b }}"),
        ({"undefined": "literal"}, "Hi {{ a[0] | upcase }}", "Hi {{ a[0] | upcase }}"),
        ({"undefined": "literal"}, "Hi {{ a.b | default: 'you' }}", "Hi you"),
        ({"undefined": "literal"}, "Hi{% if a %} {{ a }}{% else %} all{% endif %}", "Hi all"),
        ({"undefined": "literal"}, "Hi {{#a}}{{/a}}{{ a.b }} {{ plan }}", "Hi {{ a.b }} gold"),
        ({"undefined": "literal"}, "Hi {{ plan }}", "Hi gold"),
    ],
)
def test_policies_of_templates(kit: Any, policies: dict[str, str], template: str, text: str) -> None:
    trace = kit.play(kit.plan(kit.member(first=template)), call=CALL, policies=policies)
    assert kit.told(trace, "speech.started") == [f"0 A first-message: {text}"]


def test_values_present_at_the_start(kit: Any) -> None:
    member = kit.member(variables={"member": "m", "both": "m"})
    plan = kit.plan(member, variables={"member": "m", "both": "p", "extra": 1})
    assert kit.told(kit.play(plan, call={"variables": {"both": "c"}}), "variable.set") == [
        "0 variable.set member m config 1",
        "0 variable.set extra 1 plan 1",
        "0 variable.set both c call 1",
    ]


def test_the_conversation_as_text(kit: Any) -> None:
    hooks = (kit.hook("call.timeElapsed", "{{ transcript }}#{{ messages.size }}#{{ prompt }}", delay_ms=5000),)
    trace = kit.play(kit.plan(kit.member(hooks=hooks)), {"user": "Hi"}, {"model": "Yes"}, {"silence": 9000})
    assert kit.told(trace, "speech.started")[-1] == "5000 A hook: AI: Hello there you\nUser: Hi\nAI: Yes#4#S-A"


def test_templates_in_what_the_model_sees_of_a_tool(kit: Any) -> None:
    from dataclasses import replace

    tool = replace(kit.tool("look"), description="Look for {{ plan }}")
    trace = kit.play(kit.plan(kit.member(tools=(tool,))), {"user": "Hi"}, {"model": "Yes"}, call=CALL)
    request = next(event.data for event in trace.events if event.type == "model.requested")
    assert request["tools"][0]["function"]["description"] == "Look for gold"
