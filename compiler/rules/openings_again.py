"""Greetings that callers hear twice (rules §4.7, semantics §5.4)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..diagnostics import Diagnostic, Span
from ..diagnostics.catalog import D003, D004
from ..expression import Expression
from ..plan.model import Member
from .check import Check
from .handoffs_parts import edges_of, onward, reached
from .node import Node
from .openings import SPEAKS
from .target import Target
from .tools_parts import destinations, messages, spoken

_GREETS = Expression(
    r"\b(?:hi|hello|hey|good (?:morning|afternoon|evening)|welcome|my name is|this is|you(?:'|’)ve reached"
    r"|hola|bonjour|guten tag|ol[aá]|ciao)\b",
    re.IGNORECASE,
)


def said_again(target: Target) -> Iterator[Diagnostic]:
    """A first message is spoken again whenever the call comes back.

    A member's first message is spoken on every handoff or transfer to it, not only the first. Who comes back from a
    colleague is greeted as if the call had just begun.

    Bad:
        name: Clinic
        members:
          - assistant:
              name: Desk
              firstMessage: Hello, this is the clinic.
              model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers.}]}
            assistantDestinations:
              - {type: assistant, assistantName: Visits, description: A visit, contextEngineeringPlan: {type: all}}
          - assistant:
              name: Visits
              firstMessageMode: assistant-speaks-first-with-model-generated-message
              model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Book visits.}]}
            assistantDestinations:
              - {type: assistant, assistantName: Desk, description: The rest, contextEngineeringPlan: {type: all}}
    Good:
        name: Clinic
        members:
          - assistant:
              name: Desk
              firstMessageMode: assistant-speaks-first-with-model-generated-message
              model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers.}]}
            assistantDestinations:
              - {type: assistant, assistantName: Visits, description: A visit, contextEngineeringPlan: {type: all}}
          - assistant:
              name: Visits
              firstMessageMode: assistant-speaks-first-with-model-generated-message
              model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Book visits.}]}
            assistantDestinations:
              - {type: assistant, assistantName: Desk, description: The rest, contextEngineeringPlan: {type: all}}
    Source: rules D003, semantics §5.4
    """
    plan = target.plan
    if not plan.transitions:
        return
    chairs = {form.key: form.chair for form in target.compiled.forms}
    edges = edges_of(plan)
    after = {key: onward(edges, key) for key in chairs}
    told: set[Span] = set()
    for way in plan.transitions:
        member, chair = plan.member(way.target), chairs[way.target]
        if chairs[way.source] is chair or not _says(member):
            continue
        first = chair.seat.key  # as the squad has it, without what single handoffs change
        again = first in after[plan.entry] and way.source in after[first]
        if not again or _says(plan.member(first)) != _says(member):
            continue
        config = target.config(way.target)
        if config is None or config.key_span(("firstMessage",)) in told:
            continue
        told.add(config.key_span(("firstMessage",)))
        # only a handoff's destination takes overrides (semantics §6.3)
        own = (
            "Give the handoff a firstMessage of its own (assistantOverrides), or let"
            if way.kind == "handoff"
            else "Let"
        )
        yield target.fault(
            D003,
            way.target,
            ("firstMessage",),
            f"{plan.member(way.source).name} hands the call back to {member.name}, who says this again each time: it "
            f"sounds as if the call began anew. {own} the model begin.",
            at_key=True,
        )


def _says(member: Member) -> str:
    """What the member says whenever it gets the call; "" where that is nothing, or depends on variables."""
    message = member.opening.message
    if member.opening.mode != SPEAKS or message is None or "{%" in message.text:
        return ""
    return message.text.strip()


def greeted_twice(node: Node) -> Iterator[Diagnostic]:
    """A handoff greets the caller, and whom it leads to greets as well.

    What the handoff says is spoken first, and the first message of the destination after it.

    Bad:
        name: Clinic
        members:
          - assistant:
              name: Desk
              model:
                provider: openai
                model: gpt-4o
                messages: [{role: system, content: Wait for a person.}]
                tools:
                  - type: handoff
                    destinations: [{type: assistant, assistantName: Visits, description: A person answers}]
                    messages: [{type: request-start, blocking: true, content: "Hi, this is Robin from the clinic."}]
          - assistant:
              name: Visits
              firstMessage: Hello, this is Robin. I am calling about your visit.
              model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Book visits.}]}
    Good:
        name: Clinic
        members:
          - assistant:
              name: Desk
              model:
                provider: openai
                model: gpt-4o
                messages: [{role: system, content: Wait for a person.}]
                tools:
                  - type: handoff
                    destinations: [{type: assistant, assistantName: Visits, description: A person answers}]
                    messages: [{type: request-start, content: ""}]
          - assistant:
              name: Visits
              firstMessage: Hello, this is Robin. I am calling about your visit.
              model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Book visits.}]}
    Source: rules D004, semantics §5.4
    """
    if node.get("type") != "handoff":
        return
    greeting = [
        index
        for index, message in messages(node.value, "request-start")
        if spoken(message)
        and message.get("blocking") is True  # one that does not block is talked over (X020)
        and isinstance(message.get("content"), str)
        and _GREETS.search(message["content"])
    ]
    ways = [way for _, way in destinations(node.value)] if greeting else []
    other = next(
        (member for way in ways for member in reached(node, way) if _GREETS.search(_says(member))),
        None,
    )
    for index in greeting if other is not None else ():
        assert other is not None
        yield node.fault(
            D004,
            ("messages", index, "content"),
            f"this greets the caller, and {other.name} greets again with its firstMessage: one of them is enough.",
        )


CHECKS = (
    Check((D003,), "team", said_again),
    Check((D004,), "tool", greeted_twice, frozenset({"messages"})),
)
