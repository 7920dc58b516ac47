"""The normal form beside the text: every part of it says where it was written."""

from __future__ import annotations

import json
from typing import Any

from callplan.compiler.normalise import normalise
from callplan.compiler.normalise.snake import camel
from callplan.compiler.sources import Path, read_bytes
from callplan.compiler.traced import Traced
from hypothesis import given
from hypothesis import strategies as st


def source(text: str, file: str = "a.yml") -> Traced:
    return Traced.of(read_bytes(file, text.encode()).documents[0])


def written(traced: Traced, path: Path) -> str:
    """The text at the place of a value."""
    place = traced.place(path)
    span = place.span()
    lines = place.document.text.split("\n")
    assert span.start.line == span.end.line
    return lines[span.start.line - 1][span.start.column - 1 : span.end.column - 1]


def test_what_moved_stands_where_it_was_written() -> None:
    text = "squad:\n  - assistantId: front\nmetadata: {campaign: spring}\n"
    traced, _ = normalise(source(text), "call")
    assert traced.value == {
        "squad": {"members": [{"assistantId": "front"}]},
        "assistantOverrides": {"metadata": {"campaign": "spring"}},
    }
    assert written(traced, ("squad", "members", 0, "assistantId")) == "front"
    assert written(traced, ("assistantOverrides", "metadata", "campaign")) == "spring"


def test_a_flat_tool_of_a_member_override_of_an_array_squad() -> None:
    text = (
        "squad:\n  - assistantOverride:\n      toolIds: [x]\n      tools:append:\n        - {type: function, name: f}\n"
    )
    traced, found = normalise(source(text), "call")
    assert [item.rule for item in found] == ["F001", "F008", "F002", "F003"]
    overrides: Path = ("squad", "members", 0, "assistantOverrides")
    assert written(traced, (*overrides, "model", "toolIds", 0)) == "x"
    assert written(traced, (*overrides, "tools:append", 0, "function", "name")) == "f"


def test_legacy_actions_keep_their_places() -> None:
    text = (
        "hooks:\n  - on: call.ending\n    do:\n"
        "      - {type: transfer, destination: {type: number, number: '+1555'}}\n"
        "      - {type: function, function: {name: f}}\n"
    )
    traced, found = normalise(source(text), "assistant")
    assert [item.rule for item in found] == ["F013", "F013"]
    actions: Path = ("hooks", 0, "do")
    assert written(traced, (*actions, 0, "tool", "destinations", 0, "number")) == "'+1555'"
    assert written(traced, (*actions, 1, "tool", "function", "name")) == "f"


def test_snake_case_under_the_users_own_keys_stays() -> None:
    value = {"metadata": {"voice_id": 1}, "model": {"tools": [{"function": {"parameters": {"voice_id": {}}}}]}}
    traced, found = normalise(source(json.dumps(value), "a.json"), "assistant")
    assert traced.value == value and found == []


def test_a_camel_case_twin_keeps_both_for_the_structure_check() -> None:
    traced, found = normalise(source("firstMessage: a\nfirst_message: b\n"), "assistant")
    assert traced.value == {"firstMessage": "a", "first_message": "b"} and found == []


@given(st.text(max_size=12))
def test_camel_is_done_in_one_step(key: str) -> None:
    once = camel(key)
    assert camel(once) == once
    assert "_" not in once or once == key


KEYS = (
    "squad",
    "members",
    "assistant",
    "assistantId",
    "assistantOverride",
    "assistantOverrides",
    "metadata",
    "toolIds",
    "model",
    "tools",
    "type",
    "name",
    "parameters",
    "function",
    "destinations",
    "contextEngineeringPlan",
    "hooks",
    "do",
    "destination",
    "transcriber",
    "provider",
    "first_message",
    "voice_id",
    "memberOverrides",
    "squadId",
    "method",
)

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.sampled_from(["function", "transfer", "google", "latest", "x"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(KEYS),
            inner,
            max_size=5,
        )
    ),
    max_leaves=20,
)


@given(VALUES, st.sampled_from(["call", "squad", "assistant", "tool", "hooks", "overrides", "phone-number"]))
def test_nothing_raises_and_every_leaf_was_written(value: Any, kind: str) -> None:
    document = read_bytes("a.json", json.dumps(value).encode()).documents[0]
    before = json.dumps(document.data)
    traced, found = normalise(Traced.of(document), kind)
    assert json.dumps(document.data) == before
    again, more = normalise(Traced.of(read_bytes("a.json", json.dumps(traced.value).encode()).documents[0]), kind)
    assert again.value == traced.value, "a normal form is its own normal form"
    assert [item.rule for item in more] == []
    for item in found:
        assert item.span.file == "a.json"
    for path, leaf in leaves(traced.value):
        place = traced.place(path)
        if leaf not in ("POST", "tool", "transferCall", "function", "gemini-2.0-flash", "Multilingual"):
            assert place.document.get(place.path) == leaf


def leaves(value: Any, path: Path = ()) -> list[tuple[Path, Any]]:
    if isinstance(value, dict) and value:
        return [found for key, item in value.items() for found in leaves(item, (*path, key))]
    if isinstance(value, list) and value:
        return [found for index, item in enumerate(value) for found in leaves(item, (*path, index))]
    return [] if isinstance(value, (dict, list)) else [(path, value)]


def test_a_phone_number_transfers_without_a_tool() -> None:
    written_as = source(
        "provider: vapi\nhooks:\n  - on: call.ringing\n    do: [{type: transfer, destination: {type: sip}}]\n"
    )
    normal, found = normalise(written_as, "phone-number")
    assert (normal.value, found) == (written_as.value, [])
