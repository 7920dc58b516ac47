"""Structural paths: what an item of a list is called, and that its number does not matter."""

from __future__ import annotations

from typing import Any

import pytest
from callplan.compiler.landmarks import Landmarks
from callplan.compiler.sources import pointer
from hypothesis import given
from hypothesis import strategies as st

DATA: dict[str, Any] = {
    "name": "Ana",
    "hooks": [
        {"on": "call.ending", "do": [{"type": "say"}, {"type": "say"}, {"type": "tool"}]},
        {"on": "customer.speech.timeout", "name": "nudge", "do": []},
    ],
    "model": {
        "toolIds": ["book", "book", "x" * 81],
        "tools": [{"type": "function", "function": {"name": "book_visit"}}, {"type": "endCall"}],
        "messages": [{"role": "system", "content": "Hi"}],
    },
    "members": [{"assistantId": "billing"}, {"assistant": {"name": "Ana"}}, {"assistant": {}}, 7, "text"],
    "destinations": [{"type": "assistant", "assistantName": "a/b~c"}, {"type": ""}, {"name": 3, "type": "number"}],
    "exact": ["Hello", "Hi"],
    "grid": [[{"name": "a"}], [{"name": "b"}]],
}


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("", ""),
        ("/name", "/name"),
        ("/hooks/0/do/0", "/hooks/[call.ending]/do/[say]"),
        ("/hooks/0/do/1/exact", "/hooks/[call.ending]/do/[say]#2/exact"),
        ("/hooks/0/do/2", "/hooks/[call.ending]/do/[tool]"),
        ("/hooks/1", "/hooks/[nudge]"),
        ("/hooks/2/do", "/hooks/2/do"),
        ("/model/toolIds/1", "/model/toolIds/[book]#2"),
        ("/model/toolIds/2", "/model/toolIds/2"),
        ("/model/tools/0/function", "/model/tools/[book_visit]/function"),
        ("/model/tools/1", "/model/tools/[endCall]"),
        ("/model/messages/0/content", "/model/messages/[system]/content"),
        ("/members/0", "/members/[billing]"),
        ("/members/1", "/members/[Ana]"),
        ("/members/2", "/members/2"),
        ("/members/3", "/members/3"),
        ("/members/4", "/members/4"),
        ("/destinations/0/type", "/destinations/[a~1b~0c]/type"),
        ("/destinations/1", "/destinations/1"),
        ("/destinations/2", "/destinations/[number]"),
        ("/exact/0", "/exact/0"),
        ("/grid/1/0", "/grid/1/[b]"),
        ("/nowhere/0/~1", "/nowhere/0/~1"),
    ],
)
def test_path(path: str, expected: str) -> None:
    assert Landmarks(DATA).of(path) == expected


@pytest.mark.parametrize("data", [None, "text", [], {}])
def test_without_the_data_a_pointer_stays(data: object) -> None:
    assert Landmarks(data).of("/hooks/0/do/01/~0~1") == "/hooks/0/do/01/~0~1"


JSON = st.recursive(
    st.none() | st.integers() | st.text(max_size=4),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["name", "type", "on", "a/b", "0", "xIds"]), inner, max_size=3)
    ),
    max_leaves=12,
)


def paths(value: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """The path of every value."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(inner for key, item in items for inner in paths(item, (*path, key)))]


@given(JSON)
def test_different_values_have_different_paths(data: Any) -> None:
    marks = Landmarks(data)
    found = [marks.of(pointer(path)) for path in paths(data)]
    assert len(set(found)) == len(found)


@given(
    st.lists(st.fixed_dictionaries({"name": st.sampled_from("abcd")}), unique_by=lambda item: item["name"]), st.data()
)
def test_named_items_keep_their_path_wherever_they_move(items: list[dict[str, str]], data: st.DataObject) -> None:
    moved = data.draw(st.permutations([*items, {"name": "new"}]))
    before, after = Landmarks(items), Landmarks(moved)
    for index, item in enumerate(items):
        assert before.of(f"/{index}") == after.of(f"/{moved.index(item)}")
