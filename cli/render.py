"""``callplan render``."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from .exits import CLEAN, FINDINGS, Refused
from .options import Env, Now, Var, Vars
from .terminal import err, out

if TYPE_CHECKING:
    from ..compiler.plan.model import Member, Plan

SHOWN = ("prompt", "opening")
"""Texts that are shown even where they hold no variable; others only then."""


class Text(NamedTuple):
    """A text of a member, what it is called, and what is known about a variable without a value in it."""

    member: Member
    where: str
    text: str
    remarks: Mapping[str, str]


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

    Variables that a target carries itself are known; --var and --vars win over them. What reads a variable without a
    value is marked: [plan], or [plan: never bound] where no call can have one. Without --now it is this instant.

    \b
    Examples:
      callplan render assistants/billing.md --var plan=gold
      callplan render --template 'Today is {{ "now" | date: "%A" }}.' --now 2026-01-05T15:00:00Z
    """
    from ..compiler import clock
    from ..compiler.policies import BY_NAME
    from .values import instant, variables

    if (target is None) == (template is None):
        raise Refused("render takes a TARGET or --template TEXT, one of the two")
    values = variables(var, vars)
    when = instant(now) or datetime.now(UTC)
    if template is not None:
        text, fault = _rendered(template, {**clock.variables(when, BY_NAME["nowFormat"].default), **values}, when)
        if fault is not None:
            err(f"callplan: {fault}")
            return FINDINGS
        out(text)
        return CLEAN
    plan, texts = _texts(str(target), env, values)
    return _show(plan, texts, values, when)


def _texts(target: str, env: str | None, values: dict[str, Any]) -> tuple[Plan, list[Text]]:
    """The plan of *target* and its texts; those of a plan file without remarks, since a plan knows no sources."""
    from ..compiler.analysis.places import label, templates
    from ..compiler.analysis.survey import VERDICTS
    from .plans import located_plan, surveyed, workspace_of

    if Path(target).suffix == ".json" and Path(target).is_file():
        plan, workspace = located_plan(target, env, values)
        if workspace is None:
            found = ((where, template.text) for where, template in templates(plan))
            return plan, [Text(plan.members[int(where[1])], label(plan, where), text, {}) for where, text in found]
    plan, survey = surveyed(workspace_of(target, env), target, values)
    texts = []
    for item in survey.texts:
        remarks = {
            verdict.use.root: VERDICTS[verdict.standing]
            for verdict in item.reads
            if verdict.standing in ("never", "some", "perhaps")
        }
        texts.append(Text(plan.members[item.member], item.where, item.text, remarks))
    return plan, texts


def _show(plan: Plan, texts: list[Text], given: dict[str, Any], when: datetime) -> int:
    from ..compiler.diagnostics.reporters.safe import block, one_line

    known = {member.key: {**_supplied(plan, member, when), **given} for member in plan.members}
    code = CLEAN
    for item in texts:
        values = known[item.member.key]
        text, notes, fault = _marked(item, values, when)
        if not text.strip() or not (_has_variables(item.text) or item.where.startswith(SHOWN)):
            continue
        out(one_line(f"== {item.member.key} {item.where}"))
        if fault is not None:
            err(one_line(f"callplan: {item.member.key} {item.where}: {fault}"))
            code = FINDINGS
        for line in (block(text), *map(one_line, notes)):
            out(line)
        out("")
    return code


def _marked(item: Text, values: dict[str, Any], when: datetime) -> tuple[str, list[str], str | None]:
    """The text as rendered, a line for each variable that its tags lack, and what is wrong with it."""
    from ..compiler import liquid
    from .marks import mark, marked

    def why(name: str) -> str:
        return item.remarks.get(name, "")

    try:
        text, in_tags = marked(item.text, values, why)
    except liquid.LiquidError as error:
        return item.text, [], str(error)
    shown, fault = _rendered(text, values, when)
    return shown, [f"a tag reads {mark(path, why)}" for path in in_tags], fault


def _has_variables(text: str) -> bool:
    from ..compiler import liquid

    return liquid.has_template(text)


def _supplied(plan: Plan, member: Member, when: datetime) -> dict[str, Any]:
    """What the platform and the plan supply to *member* at the instant *when* (semantics §3.2)."""
    from ..compiler import clock
    from ..compiler.plan.frozen import thaw
    from ..compiler.variables import mask_redacted

    call = {"customer": thaw(plan.call.customer), "phoneNumber": thaw(plan.call.phone_number)}
    return {
        **clock.variables(when, str(plan.policies.get("nowFormat"))),
        "assistant": {"id": member.resource, "name": member.name},
        **{name: mask_redacted(value) for name, value in call.items() if value},
        **thaw(member.variables),
    }


def _rendered(text: str, values: dict[str, Any], when: datetime) -> tuple[str, str | None]:
    """The text as rendered, and what is wrong with it; a faulty template stays as it is written."""
    from ..compiler import liquid

    try:
        return liquid.render(text, values, now=when, dialect="platform"), None
    except liquid.LiquidError as error:
        return text, str(error)
