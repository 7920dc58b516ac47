"""What a run cannot do is said beforehand; what it derives from settings is read from them (semantics §5.7, §5.8)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from callplan.compiler.plan.frozen import freeze
from callplan.compiler.plan.model import Destination
from callplan.runtime import unsupported
from callplan.runtime.machine import words

CASES: list[tuple[str, dict[str, Any], list[str]]] = [
    ("an ordinary member", {}, []),
    (
        "voicemail detection",
        {"settings": {"voicemailDetection": {"provider": "vapi"}}},
        ["settings/voicemailDetection"],
    ),
    ("no voicemail detection", {"settings": {"voicemailDetection": "off"}}, []),
    (
        "smart endpointing, which a script times",
        {"settings": {"startSpeakingPlan": {"smartEndpointingPlan": {"provider": "vapi"}}}},
        [],
    ),
    ("a recording", {"first": "https://x.example/a.mp3"}, ["opening/message"]),
]


@pytest.mark.parametrize(("fields", "places"), [one[1:] for one in CASES], ids=[one[0] for one in CASES])
def test_what_members_hold(kit: Any, fields: dict[str, Any], places: list[str]) -> None:
    found = unsupported(kit.plan(kit.member("A"), kit.member("B", **fields)))
    assert [path for path, _ in found] == [f"/members/1/{place}" for place in places]
    assert all(words for _, words in found)


def test_what_tools_and_hooks_hold(kit: Any) -> None:
    tools = (
        kit.tool("shell", type="bash"),
        kit.transfer(),
        kit.transfer(Destination("squad", "s"), Destination("dynamic", "d"), Destination("number", "+1")),
    )
    hooks = (kit.hook("session.created"), kit.hook("call.ending", kit.call(kit.tool("m", type="mcp")), index=1))
    found = unsupported(kit.plan(kit.member(tools=tools, hooks=hooks)))
    assert [path.removeprefix("/members/0/") for path, _ in found] == [
        "tools/0/type",
        "tools/2/destinations/0",
        "hooks/1/actions/0/tool/type",
    ]


@pytest.mark.parametrize(
    ("mode", "told"), [("warm-transfer-experimental", False), ("warm-transfer-say-message", True), (None, True)]
)
def test_a_fallback_plan_is_for_one_mode(kit: Any, mode: str | None, told: bool) -> None:
    plan = {"fallbackPlan": {"message": "Nobody"}, **({"mode": mode} if mode else {})}
    place = Destination("number", "+1", config=freeze({"transferPlan": plan}))
    found = [path for path, _ in unsupported(kit.plan(kit.member(tools=(kit.transfer(place),))))]
    assert found == ["/members/0/tools/0/destinations/0/config/transferPlan/fallbackPlan"] * told


def test_a_member_that_exists_elsewhere(kit: Any) -> None:
    outside = replace(kit.member("B"), source="external")
    assert [path for path, _ in unsupported(kit.plan(kit.member("A"), outside))] == ["/members/1"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("I don't know", ("i", "dont", "know")),
        ("Uh-huh!", ("uh-huh",)),
        ("it’s 12:30 — OK?", ("its", "12", "30", "ok")),
        ("", ()),
        ("Grüß dich", ("grüß", "dich")),
    ],
)
def test_words_that_phrases_are_compared_by(text: str, found: tuple[str, ...]) -> None:
    assert words.tokens(text) == found


@pytest.mark.parametrize(
    ("spent", "found"),
    [
        (0, ""),
        (285, ""),
        (286, "one"),
        (1142, "one two three"),
        (1143, "one two three four"),
        (9999, "one two three four"),
    ],
)
def test_what_was_heard_of_four_words(spent: int, found: str) -> None:
    assert words.heard("one two three four", spent, words.lasts_ms(4)) == found
