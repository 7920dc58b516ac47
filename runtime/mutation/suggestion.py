"""A transcript that would notice a mutant: a skeleton for people to fill in, readable as it stands.

It leads to the member by the shortest way, makes the mutated part act, and says what to expect of it. "…" is what only
people know.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from ...compiler.plan.model import Hook, Member, Plan, Tool
from .mutant import Mutant

_SLACK_MS = 2000
_ANY = "…"


def suggestion(plan: Plan, mutant: Mutant) -> str:
    """The transcript as YAML, line feed at the end."""
    lines = ["transcript: 1", f"target: {_flow(plan.target)}"]
    if plan.environment is not None:
        lines.append(f"env: {_flow(plan.environment)}")
    member = plan.members[mutant.members[0]] if mutant.members else plan.member(plan.entry)
    script, expect = _body(mutant, member)
    steps = [*_way(plan, member.key), *script] or [{"silence": "1s"}]
    lines += ["script:", *(f"  - {_flow(step)}" for step in steps)]
    lines += [f"expect:  # {mutant.what}: what must hold instead", *(f"  - {_flow(entry)}" for entry in expect)]
    return "".join(f"{line}\n" for line in lines)


Steps = list[dict[str, Any]]


def _way(plan: Plan, key: str) -> Iterator[dict[str, Any]]:
    """The caller's turns that bring the call from the entry to member *key*."""
    ways: dict[str, tuple[tuple[str, str], ...]] = {plan.entry: ()}
    waiting = [plan.entry]
    while waiting and key not in ways:
        here = waiting.pop(0)
        for edge in plan.transitions:
            if edge.source == here and edge.target not in ways:
                label = next(
                    (
                        tool.destinations[edge.index].label
                        for tool in plan.member(here).tools
                        if tool.name == edge.tool and edge.index < len(tool.destinations)
                    ),
                    edge.target,
                )
                ways[edge.target] = (*ways[here], (edge.tool, label))
                waiting.append(edge.target)
    for name, label in ways.get(key, ()):
        yield {"user": _ANY}
        yield {"model": {"tools": [{"name": name, "arguments": {"destination": label}}]}}
        yield {"model": _ANY}


def _body(mutant: Mutant, member: Member) -> tuple[Steps, Steps]:
    """What makes the mutated part act, and what it shows."""
    node = mutant.node
    if node[-2:-1] == ("hooks",):
        return _hook(member.hooks[int(node[-1])])
    if "tools" in node or node[-1] == "tool":
        return _tool(_tool_of(member, node), mutant)
    if node[-1] == "idle" and member.silence.idle is not None:
        timeout = member.silence.idle.timeout_ms
        return [_pause(timeout * member.silence.idle.max_count)], [{"hook": "idle", "silence": f"{timeout}ms"}]
    if "/silence/" in mutant.pointer:
        return [_pause(member.silence.timeout_ms or 30_000)], [{"endedReason": "silence-timed-out"}]
    if "/ending/" in mutant.pointer:
        return [{"user": _ANY}, {"model": {"tools": [{"name": "endCall"}]}}], [{"says": _ANY}]
    if "/prompt/" in mutant.pointer:
        return [{"user": _ANY}, {"model": _ANY}], [{"prompt": _ANY}]
    if "/settings/" in mutant.pointer:
        return [{"user": _ANY}, {"model": _ANY}, {"interrupt": _ANY, "at": "500ms"}], [{"says": _ANY, "at": "1s"}]
    return [{"user": _ANY}, {"model": _ANY}], [{"says": _ANY}]


def _tool_of(member: Member, node: tuple[str | int, ...]) -> Tool:
    value: Any = member
    for part in node[2:]:
        value = value[part] if isinstance(part, int) else getattr(value, part)
    assert isinstance(value, Tool)
    return value


def _hook(hook: Hook) -> tuple[Steps, Steps]:
    shows: dict[str, Any] = {"hook": hook.label}
    delay = hook.delay_ms or 7500
    if hook.on == "customer.speech.timeout":
        return [_pause(delay * hook.max_count)], [{**shows, "silence": f"{delay}ms"}]
    if hook.on == "call.timeElapsed":
        return [_pause(delay)], [{**shows, "at": f"{delay}ms"}]
    if hook.on == "call.ending":
        reasons = [value for one in hook.filters for value in one.values]
        return [{"fault": reasons[0] if reasons else "pipeline-error"}], [shows]
    return [{"user": _ANY}, {"model": f"{_ANY} {_ANY} {_ANY} {_ANY} {_ANY}"}, {"interrupt": _ANY, "at": "1s"}], [shows]


def _tool(tool: Tool, mutant: Mutant) -> tuple[Steps, Steps]:
    required = tool.parameters.get("required") if isinstance(tool.parameters, Mapping) else None
    arguments = {str(name): _ANY for name in required} if isinstance(required, tuple) else {}
    if tool.destinations:
        arguments["destination"] = tool.destinations[0].label
    call: dict[str, Any] = {"name": tool.name, **({"arguments": arguments} if arguments else {})}
    steps: Steps = [{"user": _ANY}, {"model": {"tools": [call]}}]
    if tool.type in ("function", "apiRequest") and not tool.is_async:
        answer: dict[str, Any] = {"tool": tool.name, "result": {}}
        if "request-failed" in mutant.what:
            answer = {"tool": tool.name, "fails": _ANY}
        elif mutant.operator in ("time", "count"):
            answer = {"tool": tool.name, "timesOut": True}
        steps += [answer, {"model": _ANY}]
    shows: dict[str, Any] = {"calls": {"name": tool.name}}
    if "static parameter" in mutant.what:
        shows = {"calls": {"name": tool.name, "arguments": {tool.static[0].key: _ANY}}}
    elif "rejection" in mutant.what:
        shows = {"not": shows}
    elif "/messages/" in mutant.pointer:
        shows = {"says": _ANY}
    return steps, [shows]


def _pause(ms: int) -> dict[str, Any]:
    return {"silence": f"{ms + _SLACK_MS}ms"}


def _flow(value: Any) -> str:
    """*value* on one line of YAML: JSON is YAML."""
    return json.dumps(value, ensure_ascii=False)
