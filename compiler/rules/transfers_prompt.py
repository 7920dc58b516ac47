"""What prompts say about transfers and handoffs (rules §4.10)."""

from __future__ import annotations

from collections.abc import Iterator

from ..build.synthesis import handoff_name
from ..diagnostics import Diagnostic
from ..diagnostics.catalog import X017, X025
from .check import Check, Option
from .handoffs_parts import resource_name
from .node import Node
from .reading import reading
from .tools_parts import described, destinations, listed

_RULES = ("transfer", "hand off", "hand over", "hand the call", "handoff", "hand-off", "tool", "function", "invoke")


def named_by_chance(node: Node) -> Iterator[Diagnostic]:
    """The prompt names a handoff tool that has no name.

    The platform makes one from the destination: handoff_to_ and the assistant's name, or a group and a number. When the
    assistant is renamed or a destination is added, the prompt speaks of a tool that is gone.

    Bad:
        name: Clinic
        members:
          - assistant:
              name: Desk
              model:
                provider: openai
                model: gpt-4o
                messages: [{role: system, content: For a visit call handoff_to_Visits.}]
                tools:
                  - type: handoff
                    destinations: [{type: assistant, assistantName: Visits, description: A visit}]
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
                messages: [{role: system, content: For a visit call handoff_to_visits.}]
                tools:
                  - type: handoff
                    function: {name: handoff_to_visits, description: Brings the caller to the calendar.}
                    destinations: [{type: assistant, assistantName: Visits, description: A visit}]
          - assistant:
              name: Visits
              model:
                provider: openai
                model: gpt-4o
                messages: [{role: system, content: Book visits.}]
                tools: [{type: endCall}]
    Source: rules X017, semantics §6.4
    """
    if node.get("type") != "handoff" or described(node.get("function", "name")):
        return
    ways = [one for _, one in destinations(node.value)]
    if not ways:
        return
    label = described(ways[0].get("assistantName")) or resource_name(node, ways[0])
    name = handoff_name([label], 0) if len(ways) == 1 and label else "handoff_to_group_" if len(ways) > 1 else None
    for text in _prompts(node) if name else ():
        start = reading(text).position(name) if name else -1
        if start >= 0:
            found = name if len(ways) == 1 else text[start:].split()[0].strip(".,:;!?)\"'`")
            yield node.fault(
                X017,
                ("type",),
                f"the prompt calls this tool {found!r}, a name that the platform makes from its destinations: it "
                "changes with them. Give it a function.name.",
            )
            return


def _prompts(node: Node) -> list[str]:
    model = node.root.get("model")
    messages = listed(model.get("messages")) if isinstance(model, dict) else []
    texts = [one.get("content") for one in messages if isinstance(one, dict) and one.get("role") == "system"]
    return [text for text in texts if isinstance(text, str)]


def no_rule_at_the_end(node: Node) -> Iterator[Diagnostic]:
    """An assistant that can transfer has no rule about it at the end of its prompt.

    Models say "I'll transfer you now" and do not call the tool; the caller waits. A last paragraph that says to call it
    in the same turn prevents most of these.

    Bad:
        # file: callplan.yaml
        callplan: 1
        rules: {preview: true}
        # file: assistants/desk.yml
        name: Desk
        model:
          provider: openai
          model: gpt-4o
          messages: [{role: system, content: Help callers with everything about the clinic.}]
          tools:
            - type: transferCall
              destinations: [{type: number, number: "+15550100001", description: A medical question}]
    Good:
        # file: callplan.yaml
        callplan: 1
        rules: {preview: true}
        # file: assistants/desk.yml
        name: Desk
        model:
          provider: openai
          model: gpt-4o
          messages: [{role: system, content: Help callers. Whenever you transfer a call use transferCall in that turn.}]
          tools:
            - type: transferCall
              destinations: [{type: number, number: "+15550100001", description: A medical question}]
    Options:
        tail (1500): so many characters are the end of a prompt
    Source: rules X025
    """
    names = [tool.name.lower() for tool in node.member.tools if tool.type in ("transferCall", "handoff")]
    if not names:
        return
    for index, message in reversed(list(enumerate(listed(node.get("model", "messages"))))):
        if isinstance(message, dict) and message.get("role") == "system" and isinstance(message.get("content"), str):
            tail = message["content"][-node.option("tail") :].lower()
            if not any(word in tail for word in (*_RULES, *names)):
                yield node.fault(
                    X025,
                    ("model", "messages", index, "content"),
                    "the end of this prompt does not say to call the tool when a call is transferred: models say that "
                    "they will and do not.",
                )
            return


CHECKS = (
    Check((X017,), "tool", named_by_chance, frozenset({"destinations"})),
    Check(
        (X025,),
        "form",
        no_rule_at_the_end,
        frozenset({"model"}),
        (Option("tail", 1500, "so many characters are the end of a prompt"),),
    ),
)
