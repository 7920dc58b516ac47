"""A plan on one screen: members, tools, hooks, transitions, variables, policies, digest."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from ..compiler.diagnostics.reporters.safe import one_line
from ..compiler.policies import BY_NAME

if TYPE_CHECKING:
    from ..compiler.plan.model import Action, Hook, Member, Plan, Tool

_SAID = 60
"""Characters of a text that are quoted."""


def summary(plan: Plan) -> str:
    """What a reviewer wants to know of *plan*; without a line break at the end."""
    environment = f", environment {plan.environment}" if plan.environment else ""
    lines = [f"{plan.kind} {one_line(plan.name)} ({plan.target}){environment}", f"digest {plan.digest}", ""]
    for member in plan.members:
        lines += _member(member, entry=member.key == plan.entry)
    lines += _section(
        "transitions",
        (f"{edge.source} -> {edge.target}  {edge.kind} by {edge.tool}" for edge in plan.transitions),
    )
    lines += _section("variables that the call must supply", (plan.needs and [", ".join(plan.needs)]) or ())
    lines += _section(
        "secrets that the environment must have", [", ".join(secrets)] if (secrets := _secrets(plan)) else ()
    )
    if plan.target.startswith("answers/"):
        from ..compiler.build.answers import ENDINGS

        lines += _section(
            "other answers, and what the call ends with", (f"{answer}: {reason}" for answer, reason in ENDINGS)
        )
    changed = [
        f"{name}: {value}  (default {BY_NAME[name].default})"
        for name, value in sorted(plan.policies.items())
        if name in BY_NAME and value != BY_NAME[name].default
    ]
    lines += _section("policies", changed or [f"all {len(plan.policies)} at their defaults"])
    return "\n".join(map(one_line, lines)).rstrip()


def _secrets(plan: Plan) -> list[str]:
    """The names of all secrets that the plan refers to; their values are read by nobody here."""
    from ..compiler.plan import dump
    from ..compiler.secrets import required

    return sorted(set(required(dump(plan).decode())))


def _section(title: str, lines: Iterable[str]) -> list[str]:
    body = [f"  {line}" for line in lines]
    return [title, *body, ""] if body else []


def _member(member: Member, *, entry: bool) -> list[str]:
    resource = f"  {member.resource}" if member.resource else "  inline"
    lines = [f"  opens: {_opening(member)}"]
    if len(member.layers) > 1:
        lines.append(f"  made of: {', '.join(member.layers)}")
    lines += [f"  tool {_tool(tool)}" for tool in member.tools]
    lines += [f"  hook {_hook(hook)}" for hook in member.hooks]
    if member.silence.idle is not None:
        idle = member.silence.idle
        lines.append(f"  idle messages: after {_time(idle.timeout_ms)}, at most {idle.max_count}")
    if member.silence.timeout_ms is not None:
        lines.append(f"  silence ends the call after {_time(member.silence.timeout_ms)}")
    return [f"member {member.key}{resource}{'  (entry)' if entry else ''}", *lines, ""]


def _opening(member: Member) -> str:
    opening = member.opening
    if opening.mode == "assistant-waits-for-user":
        return "waits for the caller"
    if opening.message is None or opening.mode.endswith("model-generated-message"):
        return "says what the model makes of the prompt"
    return f'"{_short(opening.message.text)}"'


def _tool(tool: Tool) -> str:
    kind = "" if tool.name == tool.type else f" ({tool.type})"
    server = f"  {tool.server.url.text}" if tool.server and not tool.destinations and tool.type != "endCall" else ""
    targets = [destination.label for destination in tool.destinations]
    return f"{tool.name}{kind}{server}{'  to ' + ', '.join(targets) if targets else ''}"


def _hook(hook: Hook) -> str:
    label = "" if hook.label == hook.on else f"{hook.label}: "
    after = f" after {_time(hook.delay_ms)}" if hook.delay_ms is not None else ""
    return f"{label}{hook.on}{after} -> {', '.join(map(_action, hook.actions))}"


def _action(action: Action) -> str:
    if action.type == "tool":
        return f"tool {action.tool.name}"
    if action.type == "say":
        return f'say "{_short(action.exact[0].text)}"' if action.exact else "say what the model makes of a prompt"
    return f"add a {action.message.role} message"


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _SAID else text[: _SAID - 3] + "..."


def _time(milliseconds: int) -> str:
    return f"{milliseconds / 1000:g} s"
