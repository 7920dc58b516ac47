"""Tools against the call that they are used on: who waits, who speaks, who hangs up (rules §4.9)."""

from __future__ import annotations

from collections.abc import Iterator

from ..diagnostics import Diagnostic
from ..diagnostics.catalog import K014, K026, K027, K028, K033
from ..overrides import Effective
from ..plan.model import Member
from ..traced import Traced
from .check import Check
from .node import Node, fault
from .target import Target
from .tools_parts import messages, spoken

_QUESTIONS = frozenset(
    ("get", "check", "lookup", "look", "find", "fetch", "search", "list", "query", "read", "verify", "validate", "is")
)
_ANSWERED = frozenset({"function", "code"})
_MACHINES = ("voicemail", "voice mail", "answering machine")


def result_needed(node: Node) -> Iterator[Diagnostic]:
    """Nobody waits for an answer that the conversation needs.

    The model goes on without the result of an async tool: it answers before it knows, and variables taken out of the
    result are empty for as long as the server works.

    Bad:
        name: Front desk
        model:
          provider: openai
          model: gpt-4o
          messages: [{role: system, content: Help callers.}]
          tools:
            - type: function
              async: true
              function: {name: check_availability, description: Finds the free times of a day.}
              server: {url: https://api.example.com/times}
    Good:
        name: Front desk
        model:
          provider: openai
          model: gpt-4o
          messages: [{role: system, content: Help callers.}]
          tools:
            - type: function
              function: {name: check_availability, description: Finds the free times of a day.}
              server: {url: https://api.example.com/times}
    Source: rules K014
    """
    if node.get("async") is not True or node.text("type") not in _ANSWERED:
        return
    name = node.get("function", "name")
    if node.get("variableExtractionPlan"):
        why = "it takes variables out of the result"
    elif isinstance(name, str) and name.replace("-", "_").lower().split("_")[0] in _QUESTIONS:
        why = f"{name!r} asks something"
    else:
        return
    yield node.fault(
        K014, ("async",), f"{why}, and nobody waits for an async tool: the model goes on before the answer.", key=True
    )


def speaking_classifier(target: Target) -> Iterator[Diagnostic]:
    """An assistant that listens for voicemail says something.

    It waits for whoever answers, tells a person from a machine, and hands over or hangs up. A text before one of its
    tools is spoken onto the recording, or into a person's first words. Only the handoff may speak: with the opening.

    Bad:
        name: Listener
        firstMessageMode: assistant-waits-for-user
        model:
          provider: openai
          model: gpt-4o
          messages: [{role: system, content: Tell a person from a machine.}]
          tools:
            - {type: voicemail, messages: [{type: request-start, content: ""}]}
            - type: handoff
              function: {name: to_agent, description: A person has answered.}
              destinations: [{type: dynamic, server: {url: https://api.example.com/agent}}]
            - type: function
              function: {name: note_down, description: Notes what was heard.}
              server: {url: https://api.example.com/note}
              messages: [{type: request-start, content: One moment.}]
    Good:
        name: Listener
        firstMessageMode: assistant-waits-for-user
        model:
          provider: openai
          model: gpt-4o
          messages: [{role: system, content: Tell a person from a machine.}]
          tools:
            - {type: voicemail, messages: [{type: request-start, content: ""}]}
            - type: handoff
              function: {name: to_agent, description: A person has answered.}
              destinations: [{type: dynamic, server: {url: https://api.example.com/agent}}]
            - type: function
              function: {name: note_down, description: Notes what was heard.}
              server: {url: https://api.example.com/note}
              messages: [{type: request-start, content: ""}]
    Source: rules K026
    """
    for form, member in zip(target.compiled.forms, target.plan.members, strict=True):
        if form.effective is None or not _is_classifier(form.effective.config, member):
            continue
        for tool in _tools(target, form.effective):
            value = tool.value if isinstance(tool.value, dict) else {}
            if value.get("type") in ("voicemail", "handoff", "transferCall"):
                continue
            for index, message in messages(value, "request-start"):
                if spoken(message):
                    yield fault(
                        K026,
                        tool,
                        ("messages", index),
                        "this assistant waits to tell a person from a machine: what it says here is recorded by the "
                        'machine, or cuts into the person\'s first words. Let the text be "".',
                    )


def _is_classifier(config: Traced, member: Member) -> bool:
    """Whether the member waits, says nothing first, and knows both ways on."""
    if config.get(("firstMessageMode",)) != "assistant-waits-for-user" or config.get(("firstMessage",)):
        return False
    return {"voicemail", "handoff"} <= {tool.type for tool in member.tools}


def _tools(target: Target, effective: Effective) -> Iterator[Traced]:
    """The member's tools as they are written: inline, stored and appended."""
    config = effective.config
    yield from (part for _, part in config.parts(("model", "tools")))
    for _, reference in config.parts(("model", "toolIds")):
        stored = target.build.scope.find("tool", reference.value) if isinstance(reference.value, str) else None
        if stored is not None:
            yield stored.source
    yield from effective.appended


def two_ways_to_end(node: Node) -> Iterator[Diagnostic]:
    """A call can end in two ways, and one of the two texts is never heard.

    endCallFunctionEnabled makes a tool that says endCallMessage, unless there is an endCall tool already: then that
    tool's text is spoken and the other is not.

    Bad:
        name: Front desk
        endCallFunctionEnabled: true
        endCallMessage: Goodbye.
        model:
          provider: openai
          model: gpt-4o
          messages: [{role: system, content: Help callers.}]
          tools: [{type: endCall, messages: [{type: request-start, content: Thank you for calling.}]}]
    Good:
        name: Front desk
        endCallFunctionEnabled: true
        endCallMessage: Goodbye.
        model:
          provider: openai
          model: gpt-4o
          messages: [{role: system, content: Help callers.}]
    Source: rules K027, semantics §5.5
    """
    said = node.get("endCallMessage")
    member = node.subject.member if node.get("endCallFunctionEnabled") is True and isinstance(said, str) else None
    for tool in member.tools if member is not None else ():
        texts = [one.content.text for one in tool.messages or () if one.type == "request-start"]
        if tool.type == "endCall" and any(texts) and said not in texts:
            yield node.fault(
                K027,
                ("endCallFunctionEnabled",),
                "this assistant has an endCall tool with a text of its own: no second tool is made, and the "
                "endCallMessage is not what callers hear. Keep one of the two.",
                key=True,
                related=(node.related(("endCallMessage",), "not spoken when the model ends the call", key=True),),
            )


def hangs_up_on_machines(node: Node) -> Iterator[Diagnostic]:
    """Calls at a voicemail are ended by endCall.

    They end as assistant-ended-call then, like a call that was had: retries leave them out and figures count them as
    conversations. The voicemail tool ends them as voicemail.

    Bad:
        name: Reminder
        firstMessage: Hello, this is the clinic.
        model:
          provider: openai
          model: gpt-4o
          messages: [{role: system, content: Remind people of their visits.}]
          tools:
            - type: endCall
              function: {name: hang_up, description: Call it when you hear a voicemail greeting.}
    Good:
        name: Reminder
        firstMessage: Hello, this is the clinic.
        model:
          provider: openai
          model: gpt-4o
          messages: [{role: system, content: Remind people of their visits.}]
          tools:
            - type: voicemail
              function: {name: hang_up, description: Call it when you hear a voicemail greeting.}
    Source: rules K028
    """
    if node.get("type") != "endCall":
        return
    for path in (("function", "description"), ("description",), ("function", "name")):
        text = node.get(*path)
        if isinstance(text, str) and any(word in text.lower().replace("_", " ") for word in _MACHINES):
            member = node.subject.member
            if member is None or not any(tool.type == "voicemail" for tool in member.tools):
                yield node.fault(
                    K028,
                    path,
                    "a call that endCall ends at a voicemail counts as a conversation: retries leave it out. Let a "
                    "tool of type voicemail end it.",
                )
            return


def spread_knowledge(target: Target) -> Iterator[Diagnostic]:
    """Several members have a knowledge base each.

    A caller's question has to be sent to the one member that has the answer; sent elsewhere, it is answered with "I
    don't have that information". One member with all knowledge bases answers all of them.

    Bad:
        name: Clinic
        members:
          - assistant:
              name: Visits
              model:
                provider: openai
                model: gpt-4o
                messages: [{role: system, content: Answer questions.}]
                tools: [{type: query, knowledgeBases: [{provider: google, name: visits, description: X, fileIds: [a]}]}]
          - assistant:
              name: Money
              model:
                provider: openai
                model: gpt-4o
                messages: [{role: system, content: Answer questions.}]
                tools: [{type: query, knowledgeBases: [{provider: google, name: money, description: X, fileIds: [b]}]}]
          - assistant:
              name: Travel
              model:
                provider: openai
                model: gpt-4o
                messages: [{role: system, content: Answer questions.}]
                tools: [{type: query, knowledgeBases: [{provider: google, name: travel, description: X, fileIds: [c]}]}]
    Good:
        name: Clinic
        members:
          - assistant:
              name: Visits
              model:
                provider: openai
                model: gpt-4o
                messages: [{role: system, content: Answer questions.}]
                tools: [{type: query, knowledgeBases: [{provider: google, name: all, description: X, fileIds: [a]}]}]
          - assistant:
              name: Money
              model:
                provider: openai
                model: gpt-4o
                messages: [{role: system, content: Answer questions.}]
          - assistant:
              name: Travel
              model:
                provider: openai
                model: gpt-4o
                messages: [{role: system, content: Answer questions.}]
    Source: rules K033
    """
    having = [
        (member, tools[0])
        for member in target.plan.members
        if len(tools := [tool for tool in member.tools if tool.type == "query"]) == 1 and "@" not in member.key
    ]
    if len({repr(tool.config) for _, tool in having}) < 3:
        return
    for member, _ in having[1:]:
        yield target.fault(
            K033,
            member.key,
            ("model",),
            f"{len(having)} members have a knowledge base each: a question that reaches the wrong one is not answered. "
            "Let one member have all of them.",
            at_key=True,
        )
        return


CHECKS = (
    Check((K014,), "tool", result_needed, frozenset({"async"})),
    Check((K026,), "target", speaking_classifier),
    Check((K027,), "assistant", two_ways_to_end, frozenset({"endCallFunctionEnabled"})),
    Check((K028,), "tool", hangs_up_on_machines, frozenset({"function", "description"})),
    Check((K033,), "team", spread_knowledge),
)
