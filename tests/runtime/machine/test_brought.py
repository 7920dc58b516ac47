"""Tools that an MCP server brings (semantics §11.1)."""

from __future__ import annotations

from typing import Any

import pytest
from callplan.compiler.plan.frozen import freeze
from callplan.runtime.errors import ScriptError
from callplan.runtime.support import unsupported

NAMED = {"toolMessages": [{"name": "quiet", "messages": []}]}


def mcp(kit: Any, **fields: Any) -> Any:
    return kit.tool("mcp", type="mcp", **fields)


@pytest.mark.parametrize(("name", "said"), [("find", ["Searching."]), ("quiet", [])])
def test_the_model_calls_what_the_server_has(kit: Any, name: str, said: list[str]) -> None:
    """Under its own name, as a call to the server, with the messages of the mcp tool unless it has its own."""
    start = kit.message("request-start", "Searching.")
    plan = kit.plan(kit.member(first=None, tools=(kit.tool("look"), mcp(kit, messages=(start,), config=freeze(NAMED)))))
    call = {"model": None, "calls": [(name, {"q": "fees"})]}
    trace = kit.play(plan, kit.user, call, {"tool": name, "result": {"n": 1}}, {"model": "One."})
    (began,) = (event.data for event in trace.events if event.type == "tool.started")
    assert (began["name"], began["type"], began["arguments"]) == (name, "mcp", {"q": "fees"})
    assert began["server"] == {"url": "https://x.example/hook"}
    (over,) = (event.data for event in trace.events if event.type == "tool.ended")
    assert (over["name"], over["result"]) == (name, {"n": 1})
    told = [event.data for event in trace.events if event.type == "speech.started"]
    assert [one["text"] for one in told if one.get("source") == "tool-message"] == said


def test_a_tool_of_the_plan_is_that_tool(kit: Any) -> None:
    plan = kit.plan(kit.member(first=None, tools=(mcp(kit), kit.tool("look"))))
    call = {"model": None, "calls": [("look", {})]}
    trace = kit.play(plan, kit.user, call, {"tool": "look", "result": "x"}, {"model": "Done."})
    assert [event.data["type"] for event in trace.events if event.type == "tool.started"] == ["function"]


def test_without_a_server_there_is_none(kit: Any) -> None:
    plan = kit.plan(kit.member(first=None, tools=(kit.tool("look"),)))
    with pytest.raises(ScriptError, match="the model calls 'find'"):
        kit.play(plan, kit.user, {"model": None, "calls": [("find", {})]})


def test_it_is_told_beforehand(kit: Any) -> None:
    words = {"toolMessages": [{"name": "loud", "messages": [{"type": "request-start", "content": "Wait."}]}]}
    tools = (mcp(kit, config=freeze(words)), mcp(kit, config=freeze(NAMED)))
    found = unsupported(kit.plan(kit.member(tools=tools)))
    assert [path.removeprefix("/members/0/tools/") for path, _ in found] == [
        "0/type",
        "0/config/toolMessages",
        "1/type",
    ]
    assert "any name" in found[0][1]
