"""The ways between a squad's members: who is never reached, and who cannot leave (rules §4.10)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..diagnostics import Diagnostic
from ..diagnostics.catalog import X015, X016
from ..nodes import walk
from ..plan.model import Member
from .check import Check
from .handoffs_parts import all_tools, edges_of, in_reach, is_free, leads_anywhere, onward, seated, told_of
from .target import Target

if TYPE_CHECKING:
    from .handoffs_parts import Seated

_WAYS = frozenset({"handoff", "transferCall", "endCall", "voicemail"})


def never_reached(target: Target) -> Iterator[Diagnostic]:
    """A member of a squad can never get the call.

    No handoff or transfer leads to it from the first member, over whatever others. Callers who need it are kept by
    somebody else.

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
          - assistant:
              name: Billing
              model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Explain invoices.}]}
            assistantDestinations:
              - {type: assistant, assistantName: Desk, description: The rest, contextEngineeringPlan: {type: all}}
    Good:
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
    Source: rules X015
    """
    own = seated(target)
    plan = target.plan
    if not plan.transitions or leads_anywhere(target):
        return
    edges = edges_of(plan)
    reached = onward(edges, plan.entry)
    if any(plan.member(key).source == "external" for key in reached):
        return  # what it does is not known
    left = _outside(target, own, reached)
    if left:
        entered = _entered(target)
        reached = reached.union(*(onward(edges, member.key) for _, member in own if member.name in entered))
        left = _outside(target, own, reached)
    ways = {key: onward(edges, key) for key in left}
    roots = [key for key in left if not any(key in ways[other] for other in left if other != key)]
    for key in (*roots, *left):  # who can be reached from another that cannot is no mistake of its own
        if key in left:
            form, member = left[key]
            message = f"nothing leads to {member.name} from the first member: callers never get there."
            yield told_of(form, X015, message)
            for other in ways[key]:
                left.pop(other, None)


def _entered(target: Target) -> set[str]:
    """The members at which other squads of the environment enter."""
    return {
        node.value["entryAssistantName"]
        for resource in target.build.scope.resources.values()
        for node in walk(resource.kind, resource.source.value)
        if node.kind == "destination" and isinstance(node.value.get("entryAssistantName"), str)
    }


def _outside(target: Target, own: list[Seated], reached: set[str]) -> dict[str, Seated]:
    """The members of which no form is among *reached*, by their key."""
    chairs = {id(form.chair) for form in target.compiled.forms if form.key in reached}
    return {member.key: (form, member) for form, member in own if id(form.chair) not in chairs}


def no_way_on(target: Target) -> Iterator[Diagnostic]:
    """A member of a squad gets the call and can neither hand it over nor end it.

    When it has done its part, the model has no tool for what comes next. The caller has to hang up, or stays with
    somebody who cannot help. Who ends the call by a phrase, a hook, or a limit of its own for silence or duration, is
    no dead end.

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
    Good:
        name: Clinic
        members:
          - assistant:
              name: Desk
              model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers.}]}
            assistantDestinations:
              - {type: assistant, assistantName: Visits, description: A visit, contextEngineeringPlan: {type: all}}
          - assistant:
              name: Visits
              model:
                provider: openai
                model: gpt-4o
                messages: [{role: system, content: Book visits.}]
                tools: [{type: endCall}]
    Source: rules X016
    """
    own = seated(target)
    if len(own) < 2 or not target.plan.transitions or leads_anywhere(target):
        return
    reached = in_reach(target)
    for form, member in own:
        if member.key in reached and not _goes_on(member) and not is_free(target, member):
            yield told_of(
                form,
                X016,
                f"{member.name} can neither hand the call over nor end it: when it is done, callers are stuck. Give it "
                "a handoff, a transfer or an endCall tool.",
            )


def _goes_on(member: Member) -> bool:
    """Whether the call can leave the member, or end with it before the platform ends every call."""
    limited = member.silence.timeout_ms is not None or member.max_duration_ms is not None
    return limited or bool(member.ending.phrases) or any(tool.type in _WAYS for tool in all_tools(member))


CHECKS = (
    Check((X015,), "team", never_reached),
    Check((X016,), "team", no_way_on),
)
