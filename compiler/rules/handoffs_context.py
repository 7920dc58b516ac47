"""What handoffs take along: the conversation, and what is read out of it (rules §4.10, semantics §6.5)."""

from __future__ import annotations

from collections.abc import Iterator

from ..build.spoofing import names_somebody
from ..diagnostics import Diagnostic
from ..diagnostics.catalog import X022, X024
from .check import Check
from .handoffs_parts import is_handoff, reached, secrets_asked
from .node import Node
from .tools_parts import schemas

_ALL_THERE_IS = (None, "all", "lastNMessages")


def secrets_taken_along(node: Node) -> Iterator[Diagnostic]:
    """The next assistant gets to read secrets that this one's tools were given.

    A tool call stands in the conversation with its arguments and its result. With all of it, or its last messages, card
    numbers and passwords go to an assistant that has no use for them, and into its logs and transcripts.

    Bad:
        name: Bank
        members:
          - assistant:
              name: Card desk
              model:
                provider: openai
                model: gpt-4o
                messages: [{role: system, content: Take payments.}]
                tools:
                  - type: function
                    server: {url: https://api.example.com/pay}
                    function:
                      name: pay
                      description: Pays the bill with the card.
                      parameters: {type: object, properties: {card_number: {type: string}}}
                  - type: handoff
                    destinations: [{type: assistant, assistantName: Desk, description: The bill is paid}]
          - assistant:
              name: Desk
              model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers.}]}
    Good:
        name: Bank
        members:
          - assistant:
              name: Card desk
              model:
                provider: openai
                model: gpt-4o
                messages: [{role: system, content: Take payments.}]
                tools:
                  - type: function
                    server: {url: https://api.example.com/pay}
                    function:
                      name: pay
                      description: Pays the bill with the card.
                      parameters: {type: object, properties: {card_number: {type: string}}}
                  - type: handoff
                    destinations:
                      - type: assistant
                        assistantName: Desk
                        description: The bill is paid
                        contextEngineeringPlan: {type: previousAssistantMessages}
          - assistant:
              name: Desk
              model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers.}]}
    Source: rules X022, semantics §6.5
    """
    kind = node.get("contextEngineeringPlan", "type")
    if node.get("type") not in ("assistant", "squad") or kind not in _ALL_THERE_IS or not is_handoff(node):
        return
    member = node.subject.member
    asked = secrets_asked(member) if member is not None else []
    to = reached(node, node.value)
    if asked and not (to and all(secrets_asked(one) for one in to)):
        yield node.fault(
            X022,
            ("contextEngineeringPlan",),
            f"this hands on the calls of tools with their arguments, {', '.join(asked[:3])} among them: the next "
            "assistant, its logs and its transcript have them too. Use previousAssistantMessages.",
        )


def identity_from_talk(node: Node) -> Iterator[Diagnostic]:
    """Who the caller is, is read out of the conversation.

    The model extracts what was said: whoever says another name or number is somebody else from then on. What decides
    about access comes from the call, such as customer.number, or from a server.

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
                    destinations:
                      - type: assistant
                        assistantName: Billing
                        description: A question about money
                        variableExtractionPlan: {schema: {type: object, properties: {account_id: {type: string}}}}
          - assistant:
              name: Billing
              model: {provider: openai, model: gpt-4o, messages: [{role: system, content: "About {{account_id}}."}]}
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
                        assistantName: Billing
                        description: A question about money
                        variableExtractionPlan: {schema: {type: object, properties: {reason: {type: string}}}}
          - assistant:
              name: Billing
              model: {provider: openai, model: gpt-4o, messages: [{role: system, content: "About {{reason}}."}]}
    Source: rules X024, semantics §3.2
    """
    for path, _ in schemas(node.get("variableExtractionPlan", "schema")):
        if len(path) > 1 and path[-2] == "properties" and names_somebody(str(path[-1])):
            yield node.fault(
                X024,
                ("variableExtractionPlan", "schema", *path),
                f"{path[-1]!r} is what the caller has said, as the model understood it: whoever says another is "
                "somebody else. Take it from the call, such as customer.number, or from a server.",
                key=True,
            )


CHECKS = (
    Check((X022,), "destination", secrets_taken_along, frozenset({"type"})),
    Check((X024,), "destination", identity_from_talk, frozenset({"variableExtractionPlan"})),
)
