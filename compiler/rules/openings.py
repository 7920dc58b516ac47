"""First messages: whether they are spoken, and whether anything is (rules §4.7, semantics §5.4)."""

from __future__ import annotations

from collections.abc import Iterator

from ..diagnostics import Diagnostic
from ..diagnostics.catalog import D001, D002, D005
from .check import Check
from .node import Node

SPEAKS, WAITS = "assistant-speaks-first", "assistant-waits-for-user"
GENERATED = "assistant-speaks-first-with-model-generated-message"


def never_said(node: Node) -> Iterator[Diagnostic]:
    """A first message that the mode beside it leaves unsaid.

    With assistant-speaks-first-with-model-generated-message the model makes up how a call begins. What is written under
    firstMessage is not spoken, and whoever edits it changes nothing.

    Bad:
        name: Front
        firstMessage: Hello, this is the clinic.
        firstMessageMode: assistant-speaks-first-with-model-generated-message
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers.}]}
    Good:
        name: Front
        firstMessage: Hello, this is the clinic.
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers.}]}
    Source: rules D001, semantics §5.4
    """
    if node.get("firstMessageMode") == GENERATED and _written_together(node):
        yield node.fault(
            D001,
            ("firstMessage",),
            "this is never spoken: firstMessageMode lets the model begin. Take one of the two out.",
            key=True,
            related=(node.related(("firstMessageMode",), "the model begins"),),
        )


def not_said_yet(node: Node) -> Iterator[Diagnostic]:
    """A first message of somebody who waits for the caller to speak.

    It is made ready and not spoken.

    Bad:
        name: Front
        firstMessage: Hello, this is the clinic.
        firstMessageMode: assistant-waits-for-user
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers.}]}
    Good:
        name: Front
        firstMessageMode: assistant-waits-for-user
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers.}]}
    Source: rules D002, semantics §5.4
    """
    if node.get("firstMessageMode") == WAITS and _written_together(node):
        yield node.fault(
            D002,
            ("firstMessage",),
            "this is never spoken: firstMessageMode lets the caller begin.",
            key=True,
            related=(node.related(("firstMessageMode",), "the caller begins"),),
        )


def _written_together(node: Node) -> bool:
    """Whether there is a first message, written where the mode is: an override's mode may be right for a squad, and the
    message for the calls that the assistant takes alone.
    """
    if not node.text("firstMessage").strip():
        return False
    message, mode = (node.source.place((*node.path, key)) for key in ("firstMessage", "firstMessageMode"))
    return message.document is mode.document and message.layer == mode.layer


def dead_air(node: Node) -> Iterator[Diagnostic]:
    """Whoever calls hears nothing.

    The assistant is to speak first and has nothing to say: without firstMessage it waits for the caller. Callers of a
    number expect to be greeted, say "hello?" and hang up.

    Bad:
        # file: phoneNumbers/line.yml
        provider: vapi
        assistantId: front
        # file: assistants/front.yml
        name: Front
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers.}]}
    Good:
        # file: phoneNumbers/line.yml
        provider: vapi
        assistantId: front
        # file: assistants/front.yml
        name: Front
        firstMessage: Hello, this is the clinic.
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers.}]}
    Source: rules D005, semantics §5.4
    """
    opening = node.member.opening
    said = opening.message is not None and bool(opening.message.text.strip())
    if said or opening.mode != SPEAKS or node.member.key != node.plan.entry or node.plan.kind == "call":
        return
    explicit = node.get("firstMessageMode") == SPEAKS and "firstMessage" not in node.value
    if explicit or _has_a_number(node):
        yield node.fault(
            D005,
            ("firstMessage",),
            f"{node.member.name} is to speak first and has no firstMessage: callers hear nothing until they speak. "
            "Write one, or let the model begin (firstMessageMode).",
            key=True,
        )


def _has_a_number(node: Node) -> bool:
    """Whether some phone number leads to the target."""
    resource, scope = node.resource, node.scope
    if resource is None or scope is None:
        return False
    for one in scope.resources.values():
        leads = one.source.get((f"{resource.kind}Id",)) if one.kind == "phone-number" else None
        if isinstance(leads, str) and scope.find(resource.kind, leads) is resource:
            return True
    return False


CHECKS = (
    Check((D001,), "assistant", never_said, frozenset({"firstMessageMode"})),
    Check((D002,), "assistant", not_said_yet, frozenset({"firstMessageMode"})),
    Check((D005,), "form", dead_air),
)
