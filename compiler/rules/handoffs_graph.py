"""The ways between a squad's members: who is never reached, who cannot leave, where there are two (rules §4.10)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..diagnostics import Diagnostic, Rule
from ..diagnostics.catalog import X015, X016, X019, X026
from ..plan.model import CallTool, Destination, Member, Plan, Tool
from ..sources import Path, pointer
from .check import Check
from .handoffs_parts import is_shorthand_handoff
from .node import fault
from .target import Target

if TYPE_CHECKING:
    from ..build.squads import Form

_WAYS = frozenset({"handoff", "transferCall", "endCall", "voicemail"})
_LONG_ENOUGH = 20
"""A shorter text may stand in a prompt by chance."""


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
              - {type: assistant, assistantName: Billing, description: Money, contextEngineeringPlan: {type: all}}
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
    Source: rules X015
    """
    own = _own(target)
    plan = target.plan
    if not plan.transitions or _open(target):
        return
    reached = _from(plan, plan.entry)
    if any(plan.member(key).source == "external" for key in reached):
        return  # what it does is not known
    left = {member.key: (form, member) for form, member in own if not _of_chair(target, form) & reached}
    ways = {key: _from(plan, key) for key in left}
    roots = [key for key in left if not any(key in ways[other] for other in left if other != key)]
    for key in (*roots, *left):  # who can be reached from another that cannot is no mistake of its own
        if key in left:
            form, member = left[key]
            message = f"nothing leads to {member.name} from the first member: callers never get there."
            yield _told(form, X015, message)
            for other in ways[key]:
                left.pop(other, None)


def _from(plan: Plan, key: str) -> set[str]:
    """The members that can come after the member *key*, and itself."""
    reached, waiting = {key}, [key]
    while waiting:
        source = waiting.pop()
        for transition in plan.transitions:
            if transition.source == source and transition.target not in reached:
                reached.add(transition.target)
                waiting.append(transition.target)
    return reached


def _of_chair(target: Target, form: Form) -> set[str]:
    """All forms of the member that *form* is one of."""
    return {other.key for other in target.compiled.forms if other.chair is form.chair}


def _open(target: Target) -> bool:
    """Whether nobody can say where the target's handoffs lead: a server names the place, or there is none."""
    return any(passage.target is None for passage in target.build.passages) or any(
        way.kind == "assistant" and way.member is None
        for member in target.plan.members
        for tool in _tools(member)
        for way in tool.destinations
    )


def no_way_on(target: Target) -> Iterator[Diagnostic]:
    """A member of a squad can neither hand the call over nor end it.

    When it has done its part, the model has no tool for what comes next. The caller has to hang up, or stays with
    somebody who cannot help.

    Bad:
        # file: callplan.yaml
        callplan: 1
        rules: {preview: true}
        # file: squads/clinic.yml
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
        # file: callplan.yaml
        callplan: 1
        rules: {preview: true}
        # file: squads/clinic.yml
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
    own = _own(target)
    if len(own) < 2 or _open(target):
        return
    for form, member in own:
        if member.source != "external" and not member.ending.phrases and not any(map(_leads_on, _tools(member))):
            yield _told(
                form,
                X016,
                f"{member.name} can neither hand the call over nor end it: when it is done, callers are stuck. Give it "
                "a handoff, a transfer or an endCall tool.",
            )


def _tools(member: Member) -> Iterator[Tool]:
    yield from member.tools
    for hook in member.hooks:
        yield from (action.tool for action in hook.actions if isinstance(action, CallTool))


def _leads_on(tool: Tool) -> bool:
    return tool.type in _WAYS


def two_ways(target: Target) -> Iterator[Diagnostic]:
    """Two tools lead from one member to the same other.

    assistantDestinations are made into tools of their own. Beside a handoff tool for the same assistant the model has
    two ways to one place, with two descriptions, and the messages of one of them are never spoken.

    Bad:
        name: Clinic
        members:
          - assistant:
              name: Desk
              model:
                provider: openai
                model: gpt-4o
                messages: [{role: system, content: Help callers.}]
                tools:
                  - type: handoff
                    function: {name: to_visits, description: Brings the caller to the calendar.}
                    destinations: [{type: assistant, assistantName: Visits, description: A visit}]
            assistantDestinations:
              - {type: assistant, assistantName: Visits, description: A visit, contextEngineeringPlan: {type: all}}
          - assistant:
              name: Visits
              model:
                provider: openai
                model: gpt-4o
                messages: [{role: system, content: Book visits.}]
                tools: [{type: endCall}]
    Good:
        name: Clinic
        members:
          - assistant:
              name: Desk
              model:
                provider: openai
                model: gpt-4o
                messages: [{role: system, content: Help callers.}]
                tools:
                  - type: handoff
                    function: {name: to_visits, description: Brings the caller to the calendar.}
                    destinations: [{type: assistant, assistantName: Visits, description: A visit}]
          - assistant:
              name: Visits
              model:
                provider: openai
                model: gpt-4o
                messages: [{role: system, content: Book visits.}]
                tools: [{type: endCall}]
    Source: rules X019, semantics §6.2
    """
    for form, member in _own(target):
        shorthand = form.chair.seat.destinations
        if shorthand is None or form.effective is None:
            continue
        entries = [(index, part) for index, part in shorthand.parts() if isinstance(part.value, dict)]
        ways = [tool for tool in member.tools if tool.type in ("handoff", "transferCall")]
        transfers = [index for index, part in entries if not is_shorthand_handoff(part.value)]
        made = len(entries) - len(transfers) + bool(transfers)  # all transfers are one tool, the last
        known = {
            _chair(target, way): tool.name
            for tool in ways[: len(ways) - made]
            for way in tool.destinations
            if way.member
        }
        for _, part in entries:
            chair = form.table.chair_of(target.build, part)
            if chair is not None and id(chair) in known:
                yield fault(
                    X019,
                    part,
                    (),
                    f"{known[id(chair)]} leads from {member.name} to {chair.seat.name} already: the model has two "
                    "tools for one way. Keep one of them.",
                )


def _chair(target: Target, way: Destination) -> int:
    """The identity of the place in the squad that the destination leads to."""
    return next(id(form.chair) for form in target.compiled.forms if form.key == way.member)


def quoted_opening(target: Target) -> Iterator[Diagnostic]:
    """A prompt quotes what was said before its assistant had the call.

    The text before a handoff is the first assistant's; the next one does not see that it was spoken. A prompt with
    those very words makes the model say them again.

    Bad:
        name: Clinic
        members:
          - assistant:
              name: Desk
              model:
                provider: openai
                model: gpt-4o
                messages: [{role: system, content: Help callers.}]
                tools:
                  - type: handoff
                    destinations: [{type: assistant, assistantName: Visits, description: A visit}]
                    messages: [{type: request-start, content: I will bring you to the calendar., blocking: true}]
          - assistant:
              name: Visits
              model:
                provider: openai
                model: gpt-4o
                messages: [{role: system, content: 'Callers have heard "I will bring you to the calendar."'}]
                tools: [{type: endCall}]
    Good:
        name: Clinic
        members:
          - assistant:
              name: Desk
              model:
                provider: openai
                model: gpt-4o
                messages: [{role: system, content: Help callers.}]
                tools:
                  - type: handoff
                    destinations: [{type: assistant, assistantName: Visits, description: A visit}]
                    messages: [{type: request-start, content: I will bring you to the calendar., blocking: true}]
          - assistant:
              name: Visits
              model:
                provider: openai
                model: gpt-4o
                messages: [{role: system, content: Callers have been greeted. Ask which day suits.}]
                tools: [{type: endCall}]
    Source: rules X026, semantics §6.4
    """
    for member in target.plan.members:
        for tool in member.tools:
            said = _openings(tool) if tool.type == "handoff" else []
            for way in tool.destinations if said else ():
                if way.member is not None and way.member != member.key:
                    yield from _quotes(target, member, way.member, said)


def _openings(tool: Tool) -> list[str]:
    texts = [one.content.text.strip() for one in tool.messages or () if one.type == "request-start"]
    return [text for text in texts if len(text) >= _LONG_ENOUGH and "{{" not in text]


def _quotes(target: Target, member: Member, key: str, said: list[str]) -> Iterator[Diagnostic]:
    config = target.config(key)
    if config is None:
        return
    messages = config.get(("model", "messages"))
    for index, message in enumerate(messages if isinstance(messages, list) else ()):
        content = message.get("content") if isinstance(message, dict) and message.get("role") == "system" else None
        if not isinstance(content, str):
            continue
        for text in said:
            start = content.find(text)
            if start >= 0:
                place = config.place(("model", "messages", index, "content"))
                yield X026.at(
                    place.text_span(start, start + len(text)),
                    f"{member.name} has said this before the handoff, which this assistant does not see: the model "
                    "says it again. Say that callers were greeted, without the words.",
                    path=pointer(place.path),
                )


def _own(target: Target) -> list[tuple[Form, Member]]:
    """The members of the target's own squad, each once; none where it is no squad."""
    pairs = zip(target.compiled.forms, target.plan.members, strict=True)
    return [
        (form, member)
        for form, member in pairs
        if form.table is target.compiled.forms[0].table and form.table.squad and form.key == form.chair.seat.key
    ]


def _told(form: Form, rule: Rule, message: str) -> Diagnostic:
    """A finding about the member as the squad names it."""
    written = form.chair.written
    path: Path = ("assistantId",) if written.get(("assistantId",)) else ("assistant", "name")
    return fault(rule, written, path, message)


CHECKS = (
    Check((X015,), "target", never_reached),
    Check((X016,), "target", no_way_on),
    Check((X019,), "target", two_ways),
    Check((X026,), "target", quoted_opening),
)
