"""What a squad has twice: two ways to one member, and words that were said already (rules §4.10)."""

from __future__ import annotations

from collections.abc import Iterator

from ..diagnostics import Diagnostic
from ..diagnostics.catalog import X019, X026
from ..plan.model import Destination, Member, Tool
from ..sources import pointer
from .check import Check
from .handoffs_parts import is_shorthand_handoff, seated
from .node import fault
from .reading import reading
from .target import Target

_LONG_ENOUGH = 20
"""A shorter text may stand in a prompt by chance."""


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
    for form, member in seated(target):
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
            start = reading(content).position(text)
            if start >= 0:
                place = config.place(("model", "messages", index, "content"))
                yield X026.at(
                    place.text_span(start, start + len(text)),
                    f"{member.name} has said this before the handoff, which this assistant does not see: the model "
                    "says it again. Say that callers were greeted, without the words.",
                    path=pointer(place.path),
                )


CHECKS = (
    Check((X019,), "team", two_ways),
    Check((X026,), "team", quoted_opening),
)
