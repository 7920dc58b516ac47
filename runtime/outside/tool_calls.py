"""Which tool calls a server, or a client, is told of together, and in what words (semantics §11.4, §13.3)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..trace.model import Event
from .record import HOOK_CALL, Json, Record, called


def together(events: Iterable[Event]) -> dict[int, list[Event]]:
    """The functions that one request carries, by the place of the first of them in the trace: those that one answer of
    the model calls, that start at one instant, and that go to one server.
    """
    groups: dict[int, list[Event]] = {}
    first: dict[tuple[int, str], int] = {}
    for index, event in enumerate(events):
        if event.type == "model.responded":
            first.clear()
        elif event.type == "tool.started" and event.data["type"] == "function":
            key = (event.t_ms, event.data.get("server", {}).get("url", ""))
            if event.data["id"] == HOOK_CALL:
                groups[index] = [event]
            else:
                groups.setdefault(first.setdefault(key, index), []).append(event)
    return groups


def messages(record: Record, group: list[Event]) -> Iterator[Json]:
    """The message about all calls of *group*, and the older one about each."""
    tools = [_tool(record, event) for event in group]
    yield {"type": "tool-calls", "toolCallList": [tool["toolCall"] for tool in tools], "toolWithToolCallList": tools}
    for event in group:
        data = event.data
        if data["id"] != HOOK_CALL:
            yield {"type": "function-call", "functionCall": {"name": data["name"], "parameters": data["arguments"]}}


def _tool(record: Record, event: Event) -> Json:
    """A call with the tool as the model knows it, and where it goes."""
    data = event.data
    tool: Json = {"type": "function", "function": record.functions.get(data["name"], {"name": data["name"]})}
    if data.get("async"):
        tool["async"] = True
    if "server" in data:
        tool["server"] = {"url": data["server"]["url"]}
    return {**tool, "toolCall": called(data)}
