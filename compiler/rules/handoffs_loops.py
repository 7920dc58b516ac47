"""Loops of handoffs that nobody leaves (rules §4.10)."""

from __future__ import annotations

from collections.abc import Iterator

from ..diagnostics import Diagnostic
from ..diagnostics.catalog import X028
from ..plan.model import Member
from .check import Check
from .handoffs_parts import all_tools, edges_of, in_reach, is_free, leads_anywhere, onward, seated, told_of
from .target import Target

_OUT = ("number", "sip")


def no_way_out(target: Target) -> Iterator[Diagnostic]:
    """Members hand the call over to each other, and none of them can end it.

    Whatever the caller wants, there is always one more handoff. Nothing stops the circle before the call's maximum
    duration, unless the caller hangs up.

    Bad:
        name: Clinic
        members:
          - assistant:
              name: Desk
              model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers.}]}
            assistantDestinations:
              - {type: assistant, assistantName: Visits, description: A visit, contextEngineeringPlan: {type: all}}
          - assistant:
              name: Visits
              model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Book visits.}]}
            assistantDestinations:
              - {type: assistant, assistantName: Desk, description: The rest, contextEngineeringPlan: {type: all}}
    Good:
        name: Clinic
        members:
          - assistant:
              name: Desk
              model:
                provider: openai
                model: gpt-4o
                messages: [{role: system, content: Help callers.}]
                tools: [{type: endCall}]
            assistantDestinations:
              - {type: assistant, assistantName: Visits, description: A visit, contextEngineeringPlan: {type: all}}
          - assistant:
              name: Visits
              model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Book visits.}]}
            assistantDestinations:
              - {type: assistant, assistantName: Desk, description: The rest, contextEngineeringPlan: {type: all}}
    Source: semantics §6.1, rules X013
    """
    own, plan = seated(target), target.plan
    if not plan.transitions or leads_anywhere(target):
        return
    edges = edges_of(plan)
    after = {member.key: onward(edges, member.key) for _, member in own}
    ends = {member.key for member in plan.members if _ends(member) or is_free(target, member)}
    reached = in_reach(target)
    told: set[str] = set()
    for form, member in own:
        if member.key not in reached:
            continue  # nobody gets there: that is the mistake (X015)
        ahead = after[member.key]
        loop = [key for key in after if key in ahead and key != member.key and member.key in after[key]]
        if not loop or ahead & ends or ahead & told:
            continue
        told |= ahead
        names = " and ".join(plan.member(key).name for key in loop)
        yield told_of(
            form,
            X028,
            f"{member.name} and {names} hand the call over to each other, and nobody after them can end it: it goes "
            "round until the caller hangs up. Give one of them an endCall tool.",
        )


def _ends(member: Member) -> bool:
    """Whether the call can end with the member, or leave the squad."""
    if member.ending.phrases:
        return True
    return any(
        tool.type in ("endCall", "voicemail") or any(way.kind in _OUT for way in tool.destinations)
        for tool in all_tools(member)
    )


CHECKS = (Check((X028,), "team", no_way_out),)
