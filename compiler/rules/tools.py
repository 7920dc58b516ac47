"""What the model is told of a tool, and settings that its type has no use for (rules §4.9)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..diagnostics import Diagnostic, Severity
from ..diagnostics.catalog import K002, K003, K004, K005, K006, K016
from ..expression import Expression
from ..sources import Path
from .check import Check, Option
from .node import Node
from .tools_parts import described, destinations, switched

_TEMPLATE = Expression(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
_ASKED = ("function", "code", "apiRequest")
_UNSTRICT = frozenset({"code", "transferCall", "endCall", "handoff"})


def long_description(node: Node) -> Iterator[Diagnostic]:
    """A tool's description is longer than models follow.

    From about 1,000 characters on the model stops calling the tool or calls a wrong one, and nothing says so. Rules of
    the conversation belong into the prompt, the meaning of an argument into that argument's description.

    Bad:
        name: Front desk
        model:
          provider: openai
          model: gpt-4o
          messages: [{role: system, content: Help callers.}]
          tools:
            - type: function
              server: {url: https://api.example.com/book}
              function:
                name: book
                description: >-
                  Books a visit. Call it when the caller has said which day suits, and whether it should be the morning
                  or the afternoon. Before that, ask for the day, then for the part of the day, then for the name, and
                  repeat each of them. If the caller names a weekday, work out the date: the week begins on Monday, and
                  next Friday is the Friday of the week after this one. If the caller hesitates, offer the first two
                  free times. Children come with an adult, and new patients come ten minutes earlier and bring a card.
                  A check-up takes thirty minutes, a follow-up fifteen and a vaccination ten, and two of them can be
                  booked one after the other. Never book on a Sunday or on a holiday, and never at night, and never
                  book two visits for one caller on one day unless the second is a vaccination. When the visit is
                  booked, say the day, the time and the name again, and say that moving it costs nothing until the day
                  before. When it cannot be booked, say that you are sorry and offer another day.
    Good:
        name: Front desk
        model:
          provider: openai
          model: gpt-4o
          messages: [{role: system, content: Help callers.}]
          tools:
            - type: function
              server: {url: https://api.example.com/book}
              function:
                name: book
                description: Books a visit. Call it when the caller has said yes to a day and a time.
    Options:
        limit (1000): so many characters are too many
        advice (800): above so many, an info
    Source: rules K002
    """
    for path in (("function", "description"), ("description",)):
        text = node.get(*path)
        if not isinstance(text, str):
            continue
        limit, advice = node.option("limit"), node.option("advice")
        if len(text) <= min(limit - 1, advice):
            continue
        length = len(_TEMPLATE.sub("", text))
        if length >= limit:
            yield node.fault(
                K002,
                path,
                f"this description has {length:,} characters; from {limit:,} on the model stops calling the tool, or "
                "calls a wrong one. Move rules into the prompt and meanings into the arguments.",
            )
        elif length > advice:
            yield node.fault(
                K002,
                path,
                f"this description has {length:,} characters; at {limit:,} the model stops calling the tool.",
                severity=Severity.INFO,
            )


def no_description(node: Node) -> Iterator[Diagnostic]:
    """The model is not told what a tool is for.

    Without a description the model guesses from the name when to call the tool, and does it too rarely or at the wrong
    time. For a handoff or a transfer the platform writes one that says not to call it unless told to.

    Bad:
        name: Front desk
        model:
          provider: openai
          model: gpt-4o
          messages: [{role: system, content: Help callers.}]
          tools:
            - {type: function, function: {name: book}, server: {url: https://api.example.com/book}}
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
    Source: rules K003
    """
    tool, kind = node.value, node.get("type")
    if "do" in node.path or described(node.get("function", "description")) or described(tool.get("description")):
        return  # no model sees the tool of a hook
    if kind in _ASKED and (kind == "apiRequest" or isinstance(tool.get("function"), dict)):
        at: Path = ("function", "name") if kind != "apiRequest" else ("name",)
        yield node.fault(
            K003,
            at,
            "this tool has no description: the model guesses from its name when to call it, and calls it too rarely or "
            "at the wrong time.",
        )
    elif kind in ("handoff", "transferCall"):
        ways = [one for _, one in destinations(tool)]
        if len(ways) == 1 and not described(ways[0].get("description")):
            yield node.fault(
                K003,
                ("destinations", 0),
                f"neither this {kind} nor its destination has a description: the platform writes one that tells the "
                "model not to call it unless instructed to, and callers are told of a transfer that does not happen. "
                "Say when it is meant.",
            )


def ignored_parameters(node: Node) -> Iterator[Diagnostic]:
    """An apiRequest describes its arguments where nobody reads them.

    The platform takes the body of the request as the schema that the model sees, and writes it over
    function.parameters. Arguments that stand only there are never asked for and never sent.

    Bad:
        name: Front desk
        model:
          provider: openai
          model: gpt-4o
          messages: [{role: system, content: Help callers.}]
          tools:
            - type: apiRequest
              name: book
              description: Books the visit that the caller has said yes to.
              method: POST
              url: https://api.example.com/book
              function: {name: book, parameters: {type: object, properties: {day: {type: string}}}}
    Good:
        name: Front desk
        model:
          provider: openai
          model: gpt-4o
          messages: [{role: system, content: Help callers.}]
          tools:
            - type: apiRequest
              name: book
              description: Books the visit that the caller has said yes to.
              method: POST
              url: https://api.example.com/book
              body: {type: object, properties: {day: {type: string}}}
              function: {name: book}
    Source: rules K004, semantics C29
    """
    written = node.get("function", "parameters")
    if node.get("type") != "apiRequest" or not isinstance(written, dict) or not written.get("properties"):
        return
    body = node.get("body")
    if written != body:  # the platform's own exports have a copy of the body there
        instead = "its body counts" if isinstance(body, dict) else "it has no body, so the model is asked for nothing"
        yield node.fault(
            K004,
            ("function", "parameters"),
            f"the platform overwrites the function.parameters of an apiRequest: {instead}. Describe the arguments in "
            "body.",
            key=True,
        )


def ignored_settings(node: Node) -> Iterator[Diagnostic]:
    """An apiRequest has strict or async, which the platform clears.

    The request is always waited for, and the model is never held to the schema. Who counts on either should make the
    tool a function with a server.

    Bad:
        name: Front desk
        model:
          provider: openai
          model: gpt-4o
          messages: [{role: system, content: Help callers.}]
          tools:
            - type: apiRequest
              name: book
              description: Books the visit that the caller has said yes to.
              method: POST
              url: https://api.example.com/book
              body: {type: object, properties: {day: {type: string}}}
              function: {name: book, strict: true}
    Good:
        name: Front desk
        model:
          provider: openai
          model: gpt-4o
          messages: [{role: system, content: Help callers.}]
          tools:
            - type: apiRequest
              name: book
              description: Books the visit that the caller has said yes to.
              method: POST
              url: https://api.example.com/book
              body: {type: object, properties: {day: {type: string}}}
              function: {name: book}
    Source: rules K005
    """
    if node.get("type") != "apiRequest":
        return
    if node.get("async") is True:
        yield node.fault(
            K005,
            ("async",),
            "an apiRequest is always waited for: async is ignored.",
            key=True,
            fix=switched(node, ("async",), "false", safe=True),
        )
    if node.get("function", "strict") is True:
        yield node.fault(
            K005,
            ("function", "strict"),
            "the platform takes strict out of an apiRequest: nothing is enforced.",
            key=True,
            fix=switched(node, ("function", "strict"), "false", safe=True),
        )


def misplaced_timeout(node: Node) -> Iterator[Diagnostic]:
    """The timeout of an apiRequest stands where it does not count.

    An apiRequest has its timeoutSeconds beside url. Under server nobody reads it, and the request is given up after the
    default of 20 seconds. A function tool is the other way round: L001 tells of a timeout outside its server.

    Bad:
        name: Front desk
        model:
          provider: openai
          model: gpt-4o
          messages: [{role: system, content: Help callers.}]
          tools:
            - type: apiRequest
              name: book
              description: Books the visit that the caller has said yes to.
              method: POST
              url: https://api.example.com/book
              function: {name: book}
              server: {timeoutSeconds: 45}
    Good:
        name: Front desk
        model:
          provider: openai
          model: gpt-4o
          messages: [{role: system, content: Help callers.}]
          tools:
            - type: apiRequest
              name: book
              description: Books the visit that the caller has said yes to.
              method: POST
              url: https://api.example.com/book
              function: {name: book}
              timeoutSeconds: 45
    Source: rules K006
    """
    written = node.get("server", "timeoutSeconds")
    if node.get("type") != "apiRequest" or written is None:
        return
    own = node.get("timeoutSeconds")
    if written != own:
        instead = "its own timeoutSeconds counts" if own is not None else "it is given up after 20 s"
        yield node.fault(
            K006,
            ("server", "timeoutSeconds"),
            f"an apiRequest does not read its server's timeoutSeconds: {instead}. Write it beside url.",
            key=True,
        )


def ignored_strict(node: Node) -> Iterator[Diagnostic]:
    """A tool is strict that the platform never sends as strict.

    Only function tools keep strict; it is taken out of code, transferCall, endCall and handoff. The model may leave out
    arguments that the schema requires.

    Bad:
        name: Front desk
        model:
          provider: openai
          model: gpt-4o
          messages: [{role: system, content: Help callers.}]
          tools:
            - type: code
              code: "return {day: args.day};"
              function:
                name: day
                description: Says which day it is.
                strict: true
                parameters: {type: object, properties: {day: {type: string}}}
    Good:
        name: Front desk
        model:
          provider: openai
          model: gpt-4o
          messages: [{role: system, content: Help callers.}]
          tools:
            - type: code
              code: "return {day: args.day};"
              function:
                name: day
                description: Says which day it is.
                parameters: {type: object, properties: {day: {type: string}}}
    Source: rules K016
    """
    kind = node.get("type")
    if isinstance(kind, str) and kind in _UNSTRICT and node.get("function", "strict") is True:
        yield node.fault(
            K016,
            ("function", "strict"),
            f"the platform takes strict out of tools of type {kind}: the model is not held to the schema. Only "
            "function tools are strict.",
            key=True,
            fix=switched(node, ("function", "strict"), "false", safe=True),
        )


_DESCRIBED = frozenset({"function", "description"})

CHECKS = (
    Check(
        (K002,),
        "tool",
        long_description,
        _DESCRIBED,
        (
            Option("limit", 1000, "so many characters are too many"),
            Option("advice", 800, "above so many, an info"),
        ),
    ),
    Check((K003,), "tool", no_description, frozenset({"type"})),
    Check((K004,), "tool", ignored_parameters, frozenset({"function"})),
    Check((K005,), "tool", ignored_settings, frozenset({"async", "function"})),
    Check((K006,), "tool", misplaced_timeout, frozenset({"server"})),
    Check((K016,), "tool", ignored_strict, frozenset({"function"})),
)
