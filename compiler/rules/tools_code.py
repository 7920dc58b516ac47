"""Code tools: what their programs read, and whether they can be read (rules §4.9)."""

from __future__ import annotations

from collections.abc import Iterator

from ..diagnostics import Diagnostic
from ..diagnostics.catalog import K018, K019
from ..expression import Expression
from .check import Check
from .node import Node
from .tools_parts import arguments, at, listed
from .tools_script import read

_READS = Expression(r"(?<![\w$.])(args|env)\s*\??\.\s*([A-Za-z_$][\w$]*)")
_OWN = Expression(
    r"\b(?:const|let|var|function|class)\s+(?:args|env)\b"
    r"|\b(?:args|env)\s*=>"
    r"|\([^()]*\b(?:args|env)\b[^()]*\)\s*(?::[^={}]*)?=>"
    r"|\bfunction\b[^()]*\([^()]*\b(?:args|env)\b"
)
_EVERY_OBJECT = frozenset(
    ("constructor", "hasOwnProperty", "isPrototypeOf", "propertyIsEnumerable", "toLocaleString", "toString", "valueOf")
)


def unknown_reads(node: Node) -> Iterator[Diagnostic]:
    """The code of a tool reads an argument or a setting that the tool does not have.

    The platform looks for every args.x in function.parameters and for every env.X in environmentVariables when it saves
    the tool, and refuses it where one is missing.

    Bad:
        name: Front desk
        model:
          provider: openai
          model: gpt-4o
          messages: [{role: system, content: Help callers.}]
          tools:
            - type: code
              code: "return {total: args.price * args.count};"
              function:
                name: total
                description: Says what it costs.
                parameters: {type: object, properties: {price: {type: number}}}
    Good:
        name: Front desk
        model:
          provider: openai
          model: gpt-4o
          messages: [{role: system, content: Help callers.}]
          tools:
            - type: code
              code: "return {total: args.price * args.count};"
              function:
                name: total
                description: Says what it costs.
                parameters: {type: object, properties: {price: {type: number}, count: {type: number}}}
    Source: rules K018
    """
    code = node.get("code")
    if node.get("type") != "code" or not isinstance(code, str) or "{{" in code or not _READS.search(code):
        return
    program = read(code).code
    if _OWN.search(program):  # a name of its own may hide the platform's
        return
    known = {
        "args": {*arguments(node.value)},
        "env": {str(at(one, ("name",))) for one in listed(node.get("environmentVariables"))},
    }
    told: set[tuple[str, str]] = set()
    for match in _READS.finditer(program):
        root, name = match.groups()
        if name in known[root] or name in _EVERY_OBJECT or (root, name) in told:
            continue
        told.add((root, name))
        where = "function.parameters" if root == "args" else "environmentVariables"
        yield node.fault_in_text(
            K018,
            ("code",),
            match.start(),
            match.end(),
            f"{root}.{name} is read here, and {where} has no {name!r}: the platform refuses to save the tool.",
        )


def unclosed(node: Node) -> Iterator[Diagnostic]:
    """The code of a tool cannot be parsed.

    A bracket, a text or a comment is not closed, or one is closed that was never opened. The platform parses the code
    when it saves the tool, and refuses it. Other mistakes in code are not looked for.

    Bad:
        name: Front desk
        model:
          provider: openai
          model: gpt-4o
          messages: [{role: system, content: Help callers.}]
          tools:
            - type: code
              code: "return {open: new Date().getHours() > 8;"
              function: {name: is_open, description: Says whether the clinic is open.}
    Good:
        name: Front desk
        model:
          provider: openai
          model: gpt-4o
          messages: [{role: system, content: Help callers.}]
          tools:
            - type: code
              code: "return {open: new Date().getHours() > 8};"
              function: {name: is_open, description: Says whether the clinic is open.}
    Source: rules K019
    """
    code = node.get("code")
    if node.get("type") != "code" or not isinstance(code, str) or "{{" in code or "{%" in code:
        return
    fault = read(code).fault
    if fault is not None:
        start, what = fault
        message = f"{what}: the code cannot be parsed, and the platform refuses to save the tool."
        yield node.fault_in_text(K019, ("code",), start, start + 1, message)


CHECKS = (
    Check((K018,), "tool", unknown_reads, frozenset({"code"})),
    Check((K019,), "tool", unclosed, frozenset({"code"})),
)
