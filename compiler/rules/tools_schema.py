"""The arguments that the model fills in: their schema, and what takes their place (rules §4.9)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..diagnostics import Diagnostic
from ..diagnostics.catalog import K008, K015, K032, K034
from ..plan.strict import loose
from ..sources import Path
from .check import Check
from .node import Node
from .tools_parts import Property, arguments, at, listed, schema_path, schemas

_UNTYPED = frozenset({"anyOf", "oneOf", "allOf", "$ref", "enum", "const", "not"})
"""Keywords that say what a value is without its type."""

_OPEN = _UNTYPED | {"properties", "additionalProperties", "description"}
"""Keywords that say what is in an object, be it in words."""

_SECRETS = frozenset(
    (
        "ssn",
        "socialsecurity",
        "socialsecuritynumber",
        "cardnumber",
        "creditcard",
        "creditcardnumber",
        "debitcard",
        "debitcardnumber",
        "cvv",
        "cvv2",
        "cvc",
        "cardcvv",
        "cardcvc",
        "securitycode",
        "pin",
        "pincode",
        "password",
        "passcode",
        "accountnumber",
        "bankaccount",
        "bankaccountnumber",
        "routingnumber",
        "iban",
        "taxid",
        "passportnumber",
    )
)
"""Names of what nobody else may read, in lower case without separators."""


def names_secret(name: object) -> bool:
    """Whether a variable or an argument of that name holds what nobody else may read."""
    return isinstance(name, str) and "".join(filter(str.isalnum, name.lower())) in _SECRETS


def static_collision(node: Node) -> Iterator[Diagnostic]:
    """The model is asked for an argument that a static parameter overwrites.

    Static parameters are laid over what the model passes, so its value is thrown away: the caller is asked for
    something that never gets to the server.

    Bad:
        name: Front desk
        model:
          provider: openai
          model: gpt-4o
          messages: [{role: system, content: Help callers.}]
          tools:
            - type: function
              server: {url: https://api.example.com/book}
              parameters: [{key: site, value: north}]
              function:
                name: book
                description: Books the visit that the caller has said yes to.
                parameters: {type: object, properties: {site: {type: string}, day: {type: string}}}
    Good:
        name: Front desk
        model:
          provider: openai
          model: gpt-4o
          messages: [{role: system, content: Help callers.}]
          tools:
            - type: function
              server: {url: https://api.example.com/book}
              parameters: [{key: site, value: north}]
              function:
                name: book
                description: Books the visit that the caller has said yes to.
                parameters: {type: object, properties: {day: {type: string}}}
    Source: rules K008, semantics §3.9
    """
    asked = arguments(node.value) if node.text("type") in ("function", "apiRequest") else {}
    for index, parameter in enumerate(listed(node.get("parameters"))):
        key = parameter.get("key") if isinstance(parameter, dict) else None
        if isinstance(key, str) and key in asked:
            yield node.fault(
                K008,
                ("parameters", index, "key"),
                f"the model is asked for {key!r} too, and its value is thrown away: static parameters win. Take the "
                "argument out of the schema, or the static parameter away.",
                related=(node.related((*schema_path(node.value), "properties", key), "what the model fills in"),),
            )


def strict_shape(node: Node) -> Iterator[Diagnostic]:
    """A strict function has a schema that strict mode does not take.

    Strict asks of every object that it forbids other properties and requires all of its own. Where one does not, the
    platform drops strict without a word, and the model may leave out or invent arguments again; `run` does the same.

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
                description: Books the visit that the caller has said yes to.
                strict: true
                parameters: {type: object, properties: {day: {type: string}}, required: [day]}
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
                description: Books the visit that the caller has said yes to.
                strict: true
                parameters:
                  type: object
                  properties: {day: {type: string}}
                  required: [day]
                  additionalProperties: false
    Source: rules K015
    """
    if node.get("type") != "function" or node.get("function", "strict") is not True:
        return
    for path, is_open, optional in loose(node.get("function", "parameters")):
        missing = ["additionalProperties: false"] if is_open else []
        missing += [f"{', '.join(optional)} under required"] if optional else []
        yield node.fault(
            K015,
            ("function", "parameters", *path),
            f"strict is dropped without a word: this object lacks {' and '.join(missing)}. The model may then "
            "leave out arguments, or invent them.",
            key=True,
        )


def argument_types(node: Node) -> Iterator[Diagnostic]:
    """An argument has no type, several types, or a type without what belongs to it.

    The platform's schema knows one type for each argument; providers refuse a function with a list without items, and
    the dashboard fails on a list of types. A model that is not told the type passes what it likes.

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
                description: Books the visit that the caller has said yes to.
                parameters: {type: object, properties: {days: {type: array}}}
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
                description: Books the visit that the caller has said yes to.
                parameters: {type: object, properties: {days: {type: array, items: {type: string}}}}
    Source: rules K034
    """
    where = schema_path(node.value)
    for part in schemas(at(node.value, where)):
        if part.path or where == ("body",):
            wrong = _wrong(part)
            if wrong:
                yield node.fault(K034, (*where, *part.path), wrong, key=True)


def _wrong(part: Property) -> str | None:
    kind = part.schema.get("type")
    if isinstance(kind, list):
        return (
            f"one type is expected, found {len(kind)}: the platform takes the first and its dashboard fails on the "
            "list. What is left out of required may be missing."
        )
    if kind is None and not _UNTYPED & part.schema.keys() and part.path:
        return "this argument has no type: some providers refuse the function, others let the model pass anything."
    if kind == "array" and "items" not in part.schema:
        return "an array says what its items are: without that the provider refuses the function, and the turn fails."
    if kind == "object" and part.path and not _OPEN & part.schema.keys():
        return "an object says what its properties are: without them the model passes an empty one, or anything."
    return None


def hidden_in_a_result(node: Node) -> Iterator[Diagnostic]:
    """A secret is taken out of a result, which the model sees all the same.

    A tool's whole answer stands in the conversation, and a variable taken out of it hides nothing: the model can say
    it, the next member reads it, and the transcript keeps it. Only the server can leave it out.

    Bad:
        name: Front desk
        model:
          provider: openai
          model: gpt-4o
          messages: [{role: system, content: Help callers.}]
          tools:
            - type: function
              function: {name: find_account, description: Finds the caller's account.}
              server: {url: https://api.example.com/account}
              variableExtractionPlan: {aliases: [{key: card_number, value: "{{ $.card.number }}"}]}
    Good:
        name: Front desk
        model:
          provider: openai
          model: gpt-4o
          messages: [{role: system, content: Help callers.}]
          tools:
            - type: function
              function: {name: find_account, description: Finds the caller's account.}
              server: {url: https://api.example.com/account}
              variableExtractionPlan: {aliases: [{key: card_token, value: "{{ $.card.token }}"}]}
    Source: rules K032, semantics §3.9
    """
    places: list[tuple[Path, Any]] = []
    for index, alias in enumerate(listed(node.get("variableExtractionPlan", "aliases"))):
        if isinstance(alias, dict):
            places.append((("aliases", index, "key"), alias.get("key")))
    for path, _ in schemas(node.get("variableExtractionPlan", "schema")):
        if len(path) > 1 and path[-2] == "properties":
            places.append((("schema", *path), path[-1]))
    for path, name in places:
        if names_secret(name):
            yield node.fault(
                K032,
                ("variableExtractionPlan", *path),
                f"{name!r} is hidden from nobody by this: the whole answer of the tool stands in the conversation. Let "
                "the server leave it out, or answer with a token.",
                key=path[0] == "schema",
            )


CHECKS = (
    Check((K008,), "tool", static_collision, frozenset({"parameters"})),
    Check((K015,), "tool", strict_shape, frozenset({"function"})),
    Check((K032,), "tool", hidden_in_a_result, frozenset({"variableExtractionPlan"})),
    Check((K034,), "tool", argument_types, frozenset({"function", "body"})),
)
