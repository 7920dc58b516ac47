"""Entries of a mapping in any order, in any style and with comments anywhere: a fix never changes what a text means,
nor loses a comment.
"""

from __future__ import annotations

import json
import re
from typing import Any

import yaml
from callplan.compiler.diagnostics.fixes import apply
from callplan.compiler.normalise import normalise
from callplan.compiler.sources import read_text
from callplan.compiler.traced import Traced
from hypothesis import given
from hypothesis import strategies as st

TOOL = {
    "type": "function",
    "name": "look_up",
    "description": "Looks an order up.\n\nAsk first.\n",
    "parameters": {"type": "object", "properties": {"order": {"type": "string"}}},
    "strict": True,
    "server": {"url": "https://hooks.example.com"},
    "async": False,
}
OVERRIDES = {"toolIds": ["lookup", "refund"], "model": {"provider": "openai", "model": "gpt-4o"}, "name": "Front"}


@st.composite
def texts(draw: st.DrawFn) -> tuple[str, str]:
    """A file's name and text: a tool or a squad whose entries stand in a drawn order, with comments between lines."""
    kind = draw(st.sampled_from(["tool", "squad"]))
    flat = TOOL if kind == "tool" else OVERRIDES
    keys = draw(st.permutations(list(flat)))
    dropped = draw(st.sets(st.sampled_from(["strict", "async", "server", "parameters"])))
    value: Any = {key: flat[key] for key in keys if key not in dropped}
    if kind == "squad":
        value = {"members": [{"assistantId": "front"}], "membersOverrides": value}
    folder = "tools" if kind == "tool" else "squads"
    if draw(st.booleans()):
        return f"{folder}/x.json", json.dumps(value, indent=draw(st.sampled_from([None, 1, 2, 4])))
    style = draw(st.sampled_from([None, False, True]))
    text = yaml.safe_dump(value, sort_keys=False, default_flow_style=style, width=draw(st.sampled_from([20, 80])))
    if style is False:
        lines = text.splitlines()
        for number in sorted(draw(st.sets(st.integers(0, len(lines)), max_size=4)), reverse=True):
            line = lines[number] if number < len(lines) else ""
            indent = line[: len(line) - len(line.lstrip(" "))]
            lines.insert(number, f"{indent}# comment {number}")
        text = "\n".join(lines) + draw(st.sampled_from(["", "\n"]))
    if draw(st.booleans()):
        text = text.replace("\n", "\r\n")
    return f"{folder}/x.yml", text


def normal(file: str, text: str) -> tuple[object, list[Any]]:
    (document,) = read_text(file, text).documents
    source, found = normalise(Traced.of(document), "tool" if file.startswith("tools") else "squad")
    return source.value, found


@given(texts())
def test_a_moved_entry_means_the_same(drawn: tuple[str, str]) -> None:
    file, text = drawn
    value, found = normal(file, text)
    assert [one.rule for one in found] == ["F003" if file.startswith("tools") else "F002"]
    changed, _ = apply(found, lambda _: text)
    if not changed:
        assert found[0].fix is None
        return
    after, left = normal(file, changed[file])
    assert (after, left) == (value, [])
    assert sorted(re.findall("# comment .*", changed[file])) == sorted(re.findall("# comment .*", text))
    assert ("\r\n" in text) == ("\r\n" in changed[file])
