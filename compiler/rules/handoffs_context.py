"""What handoffs take along: the conversation, and what is read out of it (rules §4.10, semantics §6.5)."""

from __future__ import annotations

from collections.abc import Iterator

from ..build.context import Write
from ..build.spoofing import names_somebody
from ..diagnostics import Diagnostic, Related
from ..diagnostics.catalog import X022, X024, X029, X030
from ..plan.model import Destination, Plan, Tool
from ..sources import Path
from .check import Check
from .handoffs_parts import is_handoff, reached, secrets_asked
from .node import Node, fault
from .target import Target
from .tools_parts import schemas

_ALL_THERE_IS = (None, "all", "lastNMessages")
_PLAN: Path = ("destinations", 0, "contextEngineeringPlan")
_WITHOUT_TOOLS = ("userAndAssistantMessages", "previousAssistantMessages", "none", "handoffMessages")


def secrets_taken_along(node: Node) -> Iterator[Diagnostic]:
    """The next assistant gets to read secrets that this one's tools were given.

    A tool call stands in the conversation with its arguments and its result. With all of it, or its last messages, card
    numbers and passwords go to an assistant that has no use for them, and into its logs and transcripts.

    What is secret is told by the names of arguments (card_number, cvv, ssn, pin, password, account_number, iban and the
    like, in any spelling), and of a member under compliancePlan.pciEnabled all of its tools with a server count.
    Neither hipaaEnabled nor a recording that is off marks a member here: no document says that its tools' answers must
    not be handed on. Nothing is told where the next assistant asks for such data itself.

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
    kind = node.get("contextEngineeringPlan", "type") if not node.value.get("handoffMessages") else "none"
    if node.get("type") not in ("assistant", "squad") or kind not in _ALL_THERE_IS or not is_handoff(node):
        return
    member = node.subject.member
    asked = secrets_asked(member) if member is not None else []
    to = reached(node, node.value)
    if asked and not (to and all(secrets_asked(one) for one in to)):
        yield node.fault(
            X022,
            ("contextEngineeringPlan",),
            "this hands on the calls of tools with their arguments and results, "
            f"{', '.join(asked[:3])} among them: the next assistant, its logs and its transcript have them too. Use "
            "previousAssistantMessages.",
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


def lost_arguments(target: Target) -> Iterator[Diagnostic]:
    """What the model passes on with a handoff gets nowhere.

    The arguments of a handoff become variables, and stand in the conversation as part of the tool call. Where no
    template reads the variable and the next assistant gets the conversation without tool calls, nobody learns what the
    caller was asked for, and the caller is asked again.

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
                    function:
                      name: to_visits
                      description: Brings the caller to the calendar.
                      parameters: {type: object, properties: {reason: {type: string}}, required: [reason]}
                    destinations:
                      - type: assistant
                        assistantName: Visits
                        description: A visit
                        contextEngineeringPlan: {type: userAndAssistantMessages}
          - assistant:
              name: Visits
              model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Book visits.}]}
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
                    function:
                      name: to_visits
                      description: Brings the caller to the calendar.
                      parameters: {type: object, properties: {reason: {type: string}}, required: [reason]}
                    destinations:
                      - type: assistant
                        assistantName: Visits
                        description: A visit
                        contextEngineeringPlan: {type: all}
          - assistant:
              name: Visits
              model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Book visits.}]}
    Source: semantics §3.9, §6.5
    """
    for write, ways in _unread(target):
        if all(way.context.kind in _WITHOUT_TOOLS for way in ways):
            yield fault(
                X029,
                write.source,
                write.at,
                f"no template reads {write.name!r}, and the next assistant gets the conversation without tool calls: "
                "what the caller has said here is lost. Read it in a prompt, or hand on the whole conversation.",
                key=True,
                related=(Related(write.source.place(_PLAN).span(), "hands on no tool calls"),),
            )


def unread_arguments(target: Target) -> Iterator[Diagnostic]:
    """A handoff asks the model for a value that no template reads.

    The argument costs the model words and the caller a moment before every handoff. The assistant behind it is not told
    the value: it has the conversation, and has to find there what was said.

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
                    function:
                      name: to_visits
                      description: Brings the caller to the calendar.
                      parameters: {type: object, properties: {reason: {type: string}}, required: [reason]}
                    destinations: [{type: assistant, assistantName: Visits, description: A visit}]
          - assistant:
              name: Visits
              model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Book visits.}]}
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
                    function:
                      name: to_visits
                      description: Brings the caller to the calendar.
                      parameters: {type: object, properties: {reason: {type: string}}, required: [reason]}
                    destinations: [{type: assistant, assistantName: Visits, description: A visit}]
          - assistant:
              name: Visits
              model:
                provider: openai
                model: gpt-4o
                messages: [{role: system, content: "Book visits. The caller comes for {{ reason }}."}]
    Source: semantics §3.9, §6.5
    """
    for write, ways in _unread(target):
        if not all(way.context.kind in _WITHOUT_TOOLS for way in ways):
            yield fault(
                X030,
                write.source,
                write.at,
                f"no template reads {write.name!r}: whoever gets the call is not told it. Read it in the next "
                "assistant's prompt, or do not ask the model for it.",
                key=True,
            )


def _unread(target: Target) -> Iterator[tuple[Write, tuple[Destination, ...]]]:
    """The arguments of handoffs to known places that no template reads, each with those places."""
    passed = [write for write in target.build.writes if write.how == "argument"]
    read = {use.root for use in target.build.uses} if passed else set()
    for write in passed:
        tool = _tool_at(target.plan, write.where)
        ways = tool.destinations if tool is not None and write.name not in read else ()
        if tool is not None and tool.server is not None:
            continue  # who is asked where the call goes, reads them
        if ways and all(way.kind in ("assistant", "squad") for way in ways):
            yield write, ways


def _tool_at(plan: Plan, where: Path) -> Tool | None:
    match where:
        case ("members", int(member), "tools", int(tool)):
            return plan.members[member].tools[tool]
    return None


CHECKS = (
    Check((X022,), "destination", secrets_taken_along, frozenset({"type"})),
    Check((X024,), "destination", identity_from_talk, frozenset({"variableExtractionPlan"})),
    Check((X029,), "target", lost_arguments),
    Check((X030,), "target", unread_arguments),
)
