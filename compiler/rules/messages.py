"""What is said around a tool call (rules §4.9, semantics §11.3)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..diagnostics import Diagnostic
from ..diagnostics.catalog import K013, K021, K024, K025
from .check import Check, Option
from .node import Node
from .tools_parts import messages, spoken

_SKIPPED = ("request-start", "request-response-delayed", "request-failed")
_TYPES = frozenset({*_SKIPPED, "request-complete"})
_ASYNC = frozenset({"function", "code"})
_TEXTS = frozenset({"content", "contents"})
_BUSY = frozenset({"function", "apiRequest", "code", "query"})
_TO_CALLERS = ("i've ", "i have ", "i'm ", "i am ", "we've ", "we have ", "thank you", "thanks", "all set", "your ")
_TO_THE_MODEL = ("the caller", "the user", "the customer", "tell ", "ask ", "say ", "instruct")


def never_spoken(node: Node) -> Iterator[Diagnostic]:
    """An async tool has messages that are skipped.

    The model does not wait for an async tool, so the platform leaves out what would be said while waiting or when the
    tool fails: request-start, request-response-delayed and request-failed. Callers hear nothing.

    Bad:
        name: Front desk
        model:
          provider: openai
          model: gpt-4o
          messages: [{role: system, content: Help callers.}]
          tools:
            - type: function
              async: true
              function: {name: note_down, description: Notes the reason of the call.}
              server: {url: https://api.example.com/note}
              messages: [{type: request-start, content: I am writing that down.}]
    Good:
        name: Front desk
        model:
          provider: openai
          model: gpt-4o
          messages: [{role: system, content: Help callers.}]
          tools:
            - type: function
              async: true
              function: {name: note_down, description: Notes the reason of the call.}
              server: {url: https://api.example.com/note}
    Source: rules K013, semantics §11.3
    """
    if node.get("async") is True and node.text("type") in _ASYNC:
        for kind in _SKIPPED:
            for index, message in messages(node.value, kind):
                if spoken(message):
                    yield node.fault(
                        K013,
                        ("messages", index, "type"),
                        f"{kind} is never spoken for an async tool: callers do not hear this. Let the prompt say it, "
                        "or wait for the tool.",
                        related=(node.related(("async",), "async"),),
                    )


def hint_for_callers(node: Node) -> Iterator[Diagnostic]:
    """A text for callers is given to the model as a hint.

    A request-complete with role system is not spoken: the model reads it and answers in its own words. It cannot end
    the call either.

    Bad:
        name: Front desk
        model:
          provider: openai
          model: gpt-4o
          messages: [{role: system, content: Help callers.}]
          tools:
            - type: function
              function: {name: book, description: Books the visit that the caller has said yes to.}
              server: {url: https://api.example.com/book}
              messages:
                - {type: request-start, content: One moment.}
                - {type: request-complete, role: system, content: Your visit is booked. Goodbye.}
    Good:
        name: Front desk
        model:
          provider: openai
          model: gpt-4o
          messages: [{role: system, content: Help callers.}]
          tools:
            - type: function
              function: {name: book, description: Books the visit that the caller has said yes to.}
              server: {url: https://api.example.com/book}
              messages:
                - {type: request-start, content: One moment.}
                - {type: request-complete, content: Your visit is booked. Goodbye.}
    Source: rules K021, semantics §11.3
    """
    if node.get("role") != "system" or node.get("type") not in ("request-complete", "request-failed"):
        return
    text = node.get("content")
    words = text.lower() if isinstance(text, str) else ""
    if node.get("endCallAfterSpokenEnabled") is True:
        yield node.fault(
            K021,
            ("endCallAfterSpokenEnabled",),
            "a message with role system is never spoken, so the call does not end after it. Leave role out.",
            key=True,
        )
    elif words.startswith(_TO_CALLERS) and not any(word in words for word in _TO_THE_MODEL):
        yield node.fault(
            K021,
            ("role",),
            "this reads as if callers should hear it, but with role system it is a hint for the model, which says "
            "something else. Leave role out.",
            related=(node.related(("content",), "the text"),),
        )


def delayed_in_time(node: Node) -> Iterator[Diagnostic]:
    """A delayed message has no time, or comes too soon after another one.

    Without timingMilliseconds it is spoken at once, as the tool starts. Within 2.5 seconds after one delayed message no
    second one is spoken.

    Bad:
        name: Front desk
        model:
          provider: openai
          model: gpt-4o
          messages: [{role: system, content: Help callers.}]
          tools:
            - type: function
              function: {name: book, description: Books the visit that the caller has said yes to.}
              server: {url: https://api.example.com/book}
              messages:
                - {type: request-start, content: One moment.}
                - {type: request-response-delayed, content: A moment more., timingMilliseconds: 4000}
                - {type: request-response-delayed, content: Nearly there., timingMilliseconds: 5000}
    Good:
        name: Front desk
        model:
          provider: openai
          model: gpt-4o
          messages: [{role: system, content: Help callers.}]
          tools:
            - type: function
              function: {name: book, description: Books the visit that the caller has said yes to.}
              server: {url: https://api.example.com/book}
              messages:
                - {type: request-start, content: One moment.}
                - {type: request-response-delayed, content: A moment more., timingMilliseconds: 4000}
                - {type: request-response-delayed, content: Nearly there., timingMilliseconds: 8000}
    Options:
        cooldown (2500): milliseconds after a delayed message in which no other is spoken
    Source: rules K024, semantics §11.3
    """
    stages: list[tuple[float, int, Any]] = []
    for index, message in messages(node.value, "request-response-delayed"):
        time = message.get("timingMilliseconds")
        if time is None and spoken(message):
            yield node.fault(
                K024,
                ("messages", index, "type"),
                "this delayed message has no timingMilliseconds: it is spoken at once, as the tool starts.",
            )
        elif isinstance(time, int | float):
            stages.append((time, index, message.get("conditions") or None))
    played: dict[str, tuple[float, int]] = {}
    cooldown = node.option("cooldown") if len(stages) > 1 else 0
    for time, index, conditions in sorted(stages, key=lambda stage: stage[:2]):
        before = played.get(repr(conditions))
        if before is not None and before[0] < time < before[0] + cooldown:
            yield node.fault(
                K024,
                ("messages", index, "timingMilliseconds"),
                f"this comes {time - before[0]:g} ms after another delayed message; within {cooldown:g} ms no second "
                "one is spoken, so callers never hear it.",
                related=(node.related(("messages", before[1], "timingMilliseconds"), "the one before"),),
            )
        elif before is None or before[0] != time:
            played[repr(conditions)] = (time, index)


def dead_air(node: Node) -> Iterator[Diagnostic]:
    """Callers hear nothing while a server works.

    The tool has messages, and no text for its start: two to five seconds of silence, in which callers ask whether
    anybody is there. A request-start with the text "" says that the silence is meant.

    Bad:
        name: Front desk
        model:
          provider: openai
          model: gpt-4o
          messages: [{role: system, content: Help callers.}]
          tools:
            - type: function
              function: {name: book, description: Books the visit that the caller has said yes to.}
              server: {url: https://api.example.com/book}
              messages: [{type: request-failed, content: I could not book it.}]
    Good:
        name: Front desk
        model:
          provider: openai
          model: gpt-4o
          messages: [{role: system, content: Help callers.}]
          tools:
            - type: function
              function: {name: book, description: Books the visit that the caller has said yes to.}
              server: {url: https://api.example.com/book}
              messages:
                - {type: request-start, content: I am booking it.}
                - {type: request-failed, content: I could not book it.}
    Source: rules K025, semantics §11.3, C17
    """
    written = node.get("messages")
    if not isinstance(written, list) or not written or node.get("async") is True or "do" in node.path:
        return  # without messages the platform says a filler; a hook's tool interrupts nobody
    kinds = [str(message.get("type")) if isinstance(message, dict) else "" for message in written]
    meant = any(_TEXTS & message.keys() for _, message in messages(node.value, "request-start"))
    if node.text("type") in _BUSY and not meant and _TYPES.issuperset(kinds):  # a misspelt type is L004
        yield node.fault(
            K025,
            ("messages",),
            "nothing is said when this tool starts: callers hear silence until the server has answered. Add a "
            'request-start with a text; the text "" says that the silence is meant.',
            key=True,
        )


CHECKS = (
    Check((K013,), "tool", never_spoken, frozenset({"async"})),
    Check((K021,), "message", hint_for_callers, frozenset({"role"})),
    Check(
        (K024,),
        "tool",
        delayed_in_time,
        frozenset({"messages"}),
        (Option("cooldown", 2500, "milliseconds after a delayed message in which no other is spoken"),),
    ),
    Check((K025,), "tool", dead_air, frozenset({"messages"})),
)
