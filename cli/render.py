"""``callplan render``."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from .exits import CLEAN, FINDINGS, Refused
from .options import Env, Now, Var, Vars
from .terminal import err, out

if TYPE_CHECKING:
    from ..compiler.plan.model import Plan

SHOWN = ("prompt", "opening")
"""Texts that are shown even where they hold no variable; others only then."""


def render(
    target: Annotated[
        str | None, typer.Argument(metavar="[TARGET]", help="A file, or KIND/NAME: all of its templates.")
    ] = None,
    *,
    template: Annotated[str | None, typer.Option("--template", metavar="TEXT", help="This text instead.")] = None,
    env: Env = None,
    var: Var = None,
    vars: Vars = None,
    now: Now = None,
) -> int:
    """Render templates as the model or the caller gets them.

    Variables that a target carries itself are known; --var and --vars win over them. Without --now it is this instant.

    \b
    Examples:
      callplan render assistants/billing.md --var plan=gold
      callplan render --template 'Today is {{ "now" | date: "%A" }}.' --now 2026-01-05T15:00:00Z
    """
    from .values import instant, variables

    if (target is None) == (template is None):
        raise Refused("render takes a TARGET or --template TEXT, one of the two")
    values = variables(var, vars)
    when = instant(now) or datetime.now(UTC)
    if template is not None:
        text, fault = _rendered(template, values, when)
        if fault is not None:
            err(f"callplan: {fault}")
            return FINDINGS
        out(text)
        return CLEAN
    from .plans import plan_of

    return _render_plan(plan_of(str(target), env, values), values, when)


def _render_plan(plan: Plan, values: dict[str, Any], when: datetime) -> int:
    from ..compiler.diagnostics.reporters.safe import block, one_line
    from ..compiler.plan.frozen import thaw
    from .templates import places

    texts = [
        place for place in places(plan) if place.text is not None and (place.reads or place.where.startswith(SHOWN))
    ]
    own = {member.key: {**thaw(member.variables), **values} for member in plan.members}
    code = CLEAN
    for place in texts:
        text, fault = _rendered(place.text or "", own[place.member], when)
        out(one_line(f"== {place.member} {place.where}"))
        if fault is not None:
            err(f"callplan: {place.member} {place.where}: {fault}")
            code = FINDINGS
        out(block(text) + "\n")
    return code


def _rendered(text: str, values: dict[str, Any], when: datetime) -> tuple[str, str | None]:
    """The text as rendered, and what is wrong with it; a faulty template stays as it is written."""
    from ..compiler import liquid

    try:
        return liquid.render(text, {"now": when.isoformat(), **values}, now=when, dialect="platform"), None
    except liquid.LiquidError as error:
        return text, str(error)
