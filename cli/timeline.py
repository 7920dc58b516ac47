"""``callplan timeline``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from .exits import CLEAN, Refused, near
from .options import Env, Var, Vars
from .terminal import data, out

if TYPE_CHECKING:
    from ..compiler.plan.model import Member, Plan
    from ..runtime.timeline import Fate, Life


def timeline(
    target: Annotated[str, typer.Argument(metavar="TARGET", help="A file, or KIND/NAME.")],
    *,
    member: Annotated[
        str | None, typer.Option("--member", metavar="NAME", help="As if the call began with this member.")
    ] = None,
    env: Env = None,
    var: Var = None,
    vars: Vars = None,
    format: Annotated[Literal["text", "json"], typer.Option("--format", "-f", help="A page, or JSON.")] = "text",
) -> int:
    """Show what a silent caller lives through, and one who never stops.

    What is said when, which hooks fire, when the call ends and why. A hook that no call can let fire is marked with
    what ends the call before it. The model answers a placeholder, and tools succeed. Where reminders wait for
    the first words and nobody opens the call, a third caller says hello, and then nothing.

    \b
    Examples:
      callplan timeline squads/clinic --env uat
      callplan timeline assistants/billing --format json
    """
    from ..runtime.timeline import fates, lives
    from .plans import plan_of
    from .values import variables

    values = variables(var, vars)
    plan = plan_of(target, env, values)
    chosen = _member(plan, member)
    calls = lives(plan, chosen.key, values)
    found = fates(chosen, calls, handed=_handed(plan, chosen))
    if format == "json":
        import json

        data(json.dumps(_json(plan, chosen, calls, found), ensure_ascii=False, indent=2) + "\n")
        return CLEAN
    from ..compiler.diagnostics.reporters.safe import one_line
    from ..runtime.timeline.text import lines

    for line in lines(plan, chosen.name, calls, found):
        out(one_line(line))
    return CLEAN


def _member(plan: Plan, name: str | None) -> Member:
    if name is None:
        return plan.member(plan.entry)
    found = next((member for member in plan.members if name in (member.key, member.name)), None)
    if found is None:
        names = [member.name for member in plan.members]
        raise Refused(f"--member: {plan.target} has no member {name!r}{near(name, names)}")
    return found


def _handed(plan: Plan, member: Member) -> bool:
    """Whether a call reaches *member* only by a handoff that arms no time hooks."""
    from ..compiler.policies import BY_NAME

    policy = BY_NAME["rearmTimeElapsed"]
    return member.key != plan.entry and plan.policies.get(policy.name, policy.default) == "off"


def _json(plan: Plan, member: Member, calls: tuple[Life, ...], found: tuple[Fate, ...]) -> dict[str, Any]:
    from ..runtime.timeline.fates import ending
    from ..runtime.trace.lines import flat

    runs = [
        {
            "caller": life.caller,
            "events": [flat(event) for event in life.events],
            "ended_ms": life.ended_ms,
            "ended_reason": life.reason,
            "ended_by": ending(life),
        }
        for life in calls
    ]
    hooks = [
        {
            "hook": fate.label,
            "on": fate.on,
            "index": fate.index,
            "delay_ms": fate.delay_ms,
            "fires": {caller: list(times) for caller, times in fate.fires},
            "never": fate.never or None,
        }
        for fate in found
    ]
    return {
        "version": 1,
        "target": plan.target,
        "digest": plan.digest,
        "member": member.key,
        "calls": runs,
        "hooks": hooks,
    }
