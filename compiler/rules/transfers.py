"""Transfers to telephones, and where else transferCall is used (rules §4.10)."""

from __future__ import annotations

from collections.abc import Iterator

from ..diagnostics import Diagnostic
from ..diagnostics.catalog import X002, X004, X007, X009
from .check import Check
from .node import Node
from .tools_parts import described, destinations, listed


def transfer_to_assistant(node: Node) -> Iterator[Diagnostic]:
    """A transferCall leads to an assistant.

    transferCall forwards to telephones. Led to an assistant, the model takes the name for a number, makes up a
    destination, or the first assistant goes on with an error. Inside a squad handoff leads on.

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
                  - type: transferCall
                    destinations: [{type: assistant, assistantName: Billing, description: A question about money}]
          - assistant:
              name: Billing
              model:
                provider: openai
                model: gpt-4o
                messages: [{role: system, content: Explain invoices.}]
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
                    destinations: [{type: assistant, assistantName: Billing, description: A question about money}]
          - assistant:
              name: Billing
              model:
                provider: openai
                model: gpt-4o
                messages: [{role: system, content: Explain invoices.}]
                tools: [{type: endCall}]
    Source: rules X002, semantics §6.6
    """
    if node.get("type") == "transferCall":
        for index, destination in destinations(node.value):
            if destination.get("type") == "assistant":
                yield node.fault(
                    X002,
                    ("destinations", index, "type"),
                    "transferCall forwards to telephones: led to an assistant it stalls, or goes to a number that the "
                    "model makes up. Use a tool of type handoff.",
                )


def undescribed_destination(node: Node) -> Iterator[Diagnostic]:
    """One of several destinations does not say when it is meant, or says the same as another.

    The model chooses by these descriptions. Without one it goes by the name or the number alone and sends callers to
    the wrong place.

    Bad:
        name: Front desk
        model:
          provider: openai
          model: gpt-4o
          messages: [{role: system, content: Help callers.}]
          tools:
            - type: transferCall
              destinations:
                - {type: number, number: "+15550100001", description: A question about money}
                - {type: number, number: "+15550100002"}
    Good:
        name: Front desk
        model:
          provider: openai
          model: gpt-4o
          messages: [{role: system, content: Help callers.}]
          tools:
            - type: transferCall
              destinations:
                - {type: number, number: "+15550100001", description: A question about money}
                - {type: number, number: "+15550100002", description: A medical question}
    Source: rules X004
    """
    ways = list(destinations(node.value))
    if len(ways) < 2 or node.get("type") not in ("transferCall", "handoff"):
        return
    known: dict[str, int] = {}
    for index, destination in ways:
        text = described(destination.get("description"))
        if not text:
            yield node.fault(
                X004,
                ("destinations", index),
                "this destination has no description: the model chooses between several by their descriptions, and "
                "sends callers to the wrong one.",
            )
        elif text in known:
            yield node.fault(
                X004,
                ("destinations", index, "description"),
                "two destinations are described alike: the model cannot tell them apart.",
                related=(node.related(("destinations", known[text], "description"), "the other one"),),
            )
        known.setdefault(text, index)


def refer(node: Node) -> Iterator[Diagnostic]:
    """A transfer is to be made with SIP REFER, which many trunks do not take.

    The call ends as assistant-forwarded-call, and nothing ever rings. Without sipVerb the platform chooses a way that
    the line supports.

    Bad:
        name: Front desk
        model:
          provider: openai
          model: gpt-4o
          messages: [{role: system, content: Help callers.}]
          tools:
            - type: transferCall
              destinations:
                - type: number
                  number: "+15550100001"
                  description: A medical question
                  transferPlan: {mode: blind-transfer, sipVerb: refer}
    Good:
        name: Front desk
        model:
          provider: openai
          model: gpt-4o
          messages: [{role: system, content: Help callers.}]
          tools:
            - type: transferCall
              destinations:
                - type: number
                  number: "+15550100001"
                  description: A medical question
                  transferPlan: {mode: blind-transfer}
    Source: rules X007
    """
    if node.get("transferPlan", "sipVerb") == "refer":
        yield node.fault(
            X007,
            ("transferPlan", "sipVerb"),
            "many trunks do not take SIP REFER: the call counts as forwarded and nothing rings. Leave sipVerb out, and "
            "the platform chooses.",
            key=True,
        )


def added_number(node: Node) -> Iterator[Diagnostic]:
    """A transfer tool has a destination that is not written in it.

    The platform adds an assistant's forwarding number to the destinations of its transferCall tool. The model may
    choose it, without a description that says when.

    Bad:
        name: Front desk
        forwardingPhoneNumber: "+15550100009"
        model:
          provider: openai
          model: gpt-4o
          messages: [{role: system, content: Help callers.}]
          tools:
            - type: transferCall
              destinations: [{type: number, number: "+15550100001", description: A medical question}]
    Good:
        name: Front desk
        forwardingPhoneNumber: "+15550100009"
        model:
          provider: openai
          model: gpt-4o
          messages: [{role: system, content: Help callers.}]
          tools:
            - type: transferCall
              destinations:
                - {type: number, number: "+15550100001", description: A medical question}
                - {type: number, number: "+15550100009", description: Anything else}
    Source: rules X009
    """
    for key in ("forwardingPhoneNumber", "forwardingPhoneNumbers"):
        value = node.get(key)
        numbers = [one for one in (listed(value) or [value]) if isinstance(one, str) and one]
        member = node.subject.member if numbers else None
        if member is None:
            continue
        tools = [tool for tool in member.tools if tool.type == "transferCall"]
        written = {destination.label for tool in tools for destination in tool.destinations}
        if tools and not written.issuperset(numbers):
            yield node.fault(
                X009,
                (key,),
                "the platform adds this number to the destinations of the transferCall tool, where the model may "
                "choose it without knowing when. Write it as a destination with a description.",
                key=True,
            )


CHECKS = (
    Check((X002,), "tool", transfer_to_assistant, frozenset({"destinations"})),
    Check((X004,), "tool", undescribed_destination, frozenset({"destinations"})),
    Check((X007,), "destination", refer, frozenset({"transferPlan"})),
    Check((X009,), "assistant", added_number, frozenset({"forwardingPhoneNumber", "forwardingPhoneNumbers"})),
)
