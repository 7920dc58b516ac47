"""Names in ``not:`` and ``count: 0`` that no call of the plan can bring: such an entry holds whatever happens."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ...compiler.plan.frozen import thaw
from ...compiler.plan.model import CallTool, Plan
from ..trace import Trace
from ..transcript.model import Expectation
from ..transcript.sheet import nearest

_WHAT = {"hook": "hook", "calls": "tool", "handoff": "member"}


def strangers(expect: Iterable[Expectation], plan: Plan, trace: Trace) -> tuple[str, ...]:
    """A note for each hook, tool or member that must not be met and that the plan does not have, with the line and the
    name that resembles it. None where the call reached a member from outside, whose hooks the plan does not tell.
    """
    if {event.member for event in trace.events if event.member} - {member.key for member in plan.members}:
        return ()
    known = {key: sorted(set(names)) for key, names in _known(plan).items()}
    return tuple(
        f"line {entry.span.start.line} holds of any call: the plan has no {_WHAT[entry.key]} {name!r}"
        f"{nearest(name, known[entry.key]).removesuffix('?')}"
        for entry in expect
        if (entry.negated or entry.count == 0) and entry.key in _WHAT
        for name in _names(entry)
        if name not in known[entry.key]
    )


def _names(entry: Expectation) -> Iterator[str]:
    value = thaw(entry.value)
    if entry.key == "hook":
        yield str(value)
    elif entry.key == "calls":
        yield str(value["name"])
    else:
        yield from (str(name) for name in value.values())


def _known(plan: Plan) -> dict[str, list[str]]:
    """What expectations may call the hooks, tools and members of the plan; idle messages are ``idle``."""
    hooks: list[str] = ["idle"]
    tools: list[str] = []
    members: list[str] = []
    for member in plan.members:
        members += (member.key, member.key.partition("@")[0], member.name)
        tools += (tool.name for tool in member.tools)
        for tool in member.tools:
            members += (place.label for place in tool.destinations)
        for hook in member.hooks:
            hooks += (hook.label, hook.on, f"{hook.on}#{hook.index}")
            tools += (action.tool.name for action in hook.actions if isinstance(action, CallTool))
    return {"hook": hooks, "calls": tools, "handoff": members}
