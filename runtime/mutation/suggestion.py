"""A transcript that would notice a mutant: a skeleton for people to fill in, that can be played as it stands.

It leads to the member by the shortest way, makes the mutated part act, and says what to expect of it. What the call
asks for on the way is answered (``following``). "…" is what only people know.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from ...compiler.plan.model import CallTool, Hook, Member, Plan, Tool, Transition
from .arguments import ANY as _ANY
from .arguments import arguments
from .following import Steps, followed
from .mutant import Mutant

_SLACK_MS = 2000
_LONG_MS = 5000
"""A server's time in which the message that a tool starts with has been spoken."""
_SENTENCE = " ".join(_ANY * 8)
"""Speech of more than two seconds: there is time to interrupt it."""


def suggestion(plan: Plan, mutant: Mutant) -> str:
    """The transcript as YAML, line feed at the end."""
    head = ["transcript: 1", f"target: {_flow(plan.target)}"]
    if plan.environment is not None:
        head.append(f"env: {_flow(plan.environment)}")
    head.append("script:")
    member = plan.members[mutant.members[0]] if mutant.members else plan.member(plan.entry)
    script, expect = _body(mutant, member)

    def write(steps: Steps) -> tuple[str, int]:
        return "".join(f"{line}\n" for line in (*head, *(f"  - {_flow(step)}" for step in steps))), len(head) + 1

    text, _ = write(followed(plan, [*_way(plan, member.key), *script] or [{"silence": "1s"}], write))
    ends = [f"expect:  # {mutant.what}: what must hold instead", *(f"  - {_flow(entry)}" for entry in expect)]
    return text + "".join(f"{line}\n" for line in ends)


def _way(plan: Plan, key: str) -> Iterator[dict[str, Any]]:
    """The caller's turns that bring the call from the entry to member *key*."""
    ways: dict[str, tuple[dict[str, Any], ...]] = {plan.entry: ()}
    waiting = [plan.entry]
    while waiting and key not in ways:
        here = waiting.pop(0)
        for edge in plan.transitions:
            if edge.source == here and edge.target not in ways:
                ways[edge.target] = (*ways[here], _call(plan.member(here), edge))
                waiting.append(edge.target)
    for call in ways.get(key, ()):
        yield {"user": _ANY}
        yield {"model": {"tools": [call]}}
        yield {"model": _ANY}


def _call(member: Member, edge: Transition) -> dict[str, Any]:
    """The tool call that takes the *edge* out of *member*."""
    found = next(
        (tool for tool in member.tools if tool.name == edge.tool and edge.index < len(tool.destinations)), None
    )
    if found is None:
        return {"name": edge.tool, "arguments": {"destination": edge.target}}
    return {"name": edge.tool, "arguments": {**arguments(found), "destination": found.destinations[edge.index].label}}


def _body(mutant: Mutant, member: Member) -> tuple[Steps, Steps]:
    """What makes the mutated part act, and what it shows."""
    node = mutant.node
    if "hooks" in node:
        return _hook(member.hooks[int(node[node.index("hooks") + 1])], mutant)
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
        return [{"user": _ANY}, {"model": _SENTENCE}, {"interrupt": _SENTENCE, "at": "500ms"}], [
            {"says": _ANY, "at": "1s"}
        ]
    return [{"user": _ANY}, {"model": _ANY}], [{"says": _ANY}]


def _tool_of(member: Member, node: tuple[str | int, ...]) -> Tool:
    value: Any = member
    for part in node[2:]:
        value = value[part] if isinstance(part, int) else getattr(value, part)
    assert isinstance(value, Tool)
    return value


def _hook(hook: Hook, mutant: Mutant) -> tuple[Steps, Steps]:
    shows: dict[str, Any] = {"hook": hook.label}
    delay = hook.delay_ms or 7500
    if hook.on == "customer.speech.timeout":
        steps: Steps = [_pause(delay * hook.max_count)]
        if mutant.pointer.endswith("/reset_on_user_speech"):
            silence = _pause(delay)
            steps = [*[silence, {"user": _ANY}, {"model": _ANY}] * hook.max_count, silence]
        return steps, [{**shows, "silence": f"{delay}ms"}]
    if hook.on == "call.timeElapsed":
        return [_pause(delay)], [{**shows, "at": f"{delay}ms"}]
    if hook.on == "call.ending":
        reasons = [value for one in hook.filters for value in one.values]
        dropped = next((reason for reason in reasons if mutant.what.startswith(f"{reason} of the filter")), None)
        ends: Steps = [{"fault": dropped or (reasons[0] if reasons else "pipeline-error")}]
        if mutant.operator == "time":
            ends += [{"tool": one.tool.name, "timesOut": True} for one in hook.actions if isinstance(one, CallTool)]
        return ends, [shows]
    return [{"user": _ANY}, {"model": _SENTENCE}, {"interrupt": _SENTENCE, "at": "1s"}], [shows]


def _tool(tool: Tool, mutant: Mutant) -> tuple[Steps, Steps]:
    given = arguments(tool)
    call: dict[str, Any] = {"name": tool.name, **({"arguments": given} if given else {})}
    steps: Steps = [{"user": _ANY}, {"model": {"tools": [call]}}]
    if tool.type in ("function", "apiRequest") and not tool.is_async:
        answer: dict[str, Any] = {"tool": tool.name, "result": {}}
        if "request-failed" in mutant.what:
            answer = {"tool": tool.name, "fails": _ANY}
        elif "/messages/" in mutant.pointer:
            answer["takes"] = f"{max((one.timing_ms for one in tool.messages or ()), default=0) + _LONG_MS}ms"
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
