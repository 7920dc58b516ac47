"""Handoffs one by one: whom they mean, and what is said on the way (rules §4.10, semantics §6.4)."""

from __future__ import annotations

from collections.abc import Iterator

from ..diagnostics import Diagnostic
from ..diagnostics.catalog import X011, X013, X020, X027
from ..plan.model import Member
from .check import Check
from .handoffs_parts import reached, resource_name
from .node import Node
from .tools_parts import destinations, messages, spoken, switched, switched_on


def two_meanings(node: Node) -> Iterator[Diagnostic]:
    """The id and the name of a destination mean two assistants.

    The platform goes by the id first. The model is told the name: it hands callers to one assistant and gets another.

    Bad:
        # file: assistants/billing.yml
        name: Billing
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Explain invoices.}]}
        # file: assistants/visits.yml
        name: Visits
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Book visits.}]}
        # file: assistants/desk.yml
        name: Desk
        model:
          provider: openai
          model: gpt-4o
          messages: [{role: system, content: Help callers.}]
          tools:
            - type: handoff
              destinations:
                - {type: assistant, assistantId: billing, assistantName: Visits, description: A question about money}
                - {type: assistant, assistantId: visits, description: A visit}
        # file: squads/clinic.yml
        name: Clinic
        members: [{assistantId: desk}, {assistantId: billing}, {assistantId: visits}]
    Good:
        # file: assistants/billing.yml
        name: Billing
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Explain invoices.}]}
        # file: assistants/visits.yml
        name: Visits
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Book visits.}]}
        # file: assistants/desk.yml
        name: Desk
        model:
          provider: openai
          model: gpt-4o
          messages: [{role: system, content: Help callers.}]
          tools:
            - type: handoff
              destinations:
                - {type: assistant, assistantId: billing, assistantName: Billing, description: A question about money}
                - {type: assistant, assistantId: visits, description: A visit}
        # file: squads/clinic.yml
        name: Clinic
        members: [{assistantId: desk}, {assistantId: billing}, {assistantId: visits}]
    Source: rules X011, semantics §6.4
    """
    name = node.get("assistantName")
    if not isinstance(name, str) or not name or "{{" in name or not node.get("assistantId"):
        return
    stored = resource_name(node, node.value)
    if stored is None or node.scope is None:
        return
    names = {member.name for member in reached(node, node.value)}
    if not names:
        found = node.scope.find("assistant", stored)
        own = found.source.get(("name",)) if found is not None else None
        names = {own} if isinstance(own, str) else set()
    if names and name not in names:
        meant = " or ".join(sorted(map(repr, names)))
        yield node.fault(
            X011,
            ("assistantName",),
            f"assistantId means {meant}, and this name another: the platform goes by the id, the model by the name. "
            "Keep one of the two.",
            related=(node.related(("assistantId",), f"means {meant}"),),
        )


def back_to_itself(node: Node) -> Iterator[Diagnostic]:
    """An assistant hands the call over to itself.

    Nothing changes but the first message, which is spoken again, and the model may do it again at once: nothing stops
    such a loop before the call's maximum duration. With overrides that change something it can be meant.

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
                    destinations: [{type: assistant, assistantName: Desk, description: Anything else}]
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
                    destinations:
                      - type: assistant
                        assistantName: Desk
                        description: The caller speaks Spanish
                        assistantOverrides: {transcriber: {provider: deepgram, model: nova-3, language: es}}
    Source: rules X013
    """
    overrides = node.get("assistantOverrides")
    changes = isinstance(overrides, dict) and overrides.keys() - {"variableValues"}
    if node.get("type") != "assistant" or changes or node.get("assistant"):
        return
    member = node.subject.member
    if member is None:
        return
    stored = resource_name(node, node.value)
    same = stored == member.resource if stored is not None else node.get("assistantName") == member.name
    if same:
        yield node.fault(
            X013,
            ("assistantId",) if stored is not None else ("assistantName",),
            f"{member.name} hands the call over to itself: its first message is spoken again, and nothing stops a loop "
            "before the call's maximum duration.",
        )


def cut_off(node: Node) -> Iterator[Diagnostic]:
    """What is said before a handoff is cut off by the next assistant.

    Without blocking the handoff happens while the text is spoken. The next assistant begins with a message of its own
    and talks over it.

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
                    destinations: [{type: assistant, assistantName: Billing, description: A question about money}]
                    messages: [{type: request-start, content: I will bring you to the billing desk.}]
          - assistant:
              name: Billing
              firstMessageMode: assistant-speaks-first-with-model-generated-message
              model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Explain invoices.}]}
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
                    destinations: [{type: assistant, assistantName: Billing, description: A question about money}]
                    messages: [{type: request-start, content: I will bring you to the billing desk., blocking: true}]
          - assistant:
              name: Billing
              firstMessageMode: assistant-speaks-first-with-model-generated-message
              model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Explain invoices.}]}
    Source: rules X020, semantics §6.4
    """
    if node.get("type") != "handoff":
        return
    opening = [
        index
        for index, message in messages(node.value, "request-start")
        if spoken(message) and message.get("blocking") is not True
    ]
    ways = [one for _, one in destinations(node.value)] if opening else []
    speaks = next((member.name for way in ways for member in reached(node, way) if _begins(member)), None)
    for index in opening if speaks is not None else ():
        yield node.fault(
            X020,
            ("messages", index),
            f"the call changes hands while this is spoken, and {speaks} begins to talk over it. Set blocking: true.",
            fix=switched_on(node, ("messages", index), "blocking"),
        )


def _begins(member: Member) -> bool:
    opening = member.opening
    if opening.mode == "assistant-speaks-first":
        return opening.message is not None and bool(opening.message.text.strip())
    return opening.mode != "assistant-waits-for-user"


def hands_over_async(node: Node) -> Iterator[Diagnostic]:
    """A handoff does not wait for its result.

    The model goes on talking while the call changes hands. Handoffs wait by default.

    Bad:
        name: Front desk
        model:
          provider: openai
          model: gpt-4o
          messages: [{role: system, content: Help callers.}]
          tools:
            - type: handoff
              async: true
              function: {name: onward, description: Brings the caller to a colleague.}
              destinations: [{type: dynamic, server: {url: https://api.example.com/agent}}]
    Good:
        name: Front desk
        model:
          provider: openai
          model: gpt-4o
          messages: [{role: system, content: Help callers.}]
          tools:
            - type: handoff
              async: false
              function: {name: onward, description: Brings the caller to a colleague.}
              destinations: [{type: dynamic, server: {url: https://api.example.com/agent}}]
    Source: rules X027
    """
    if node.get("type") == "handoff" and node.get("async") is True:
        yield node.fault(
            X027,
            ("async",),
            "the model goes on talking while the call changes hands. Handoffs wait by default.",
            key=True,
            fix=switched(node, ("async",), "false", safe=False),
        )


CHECKS = (
    Check((X011,), "destination", two_meanings, frozenset({"assistantName"})),
    Check((X013,), "destination", back_to_itself, frozenset({"type"})),
    Check((X020,), "tool", cut_off, frozenset({"messages"})),
    Check((X027,), "tool", hands_over_async, frozenset({"async"})),
)
