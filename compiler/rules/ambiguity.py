"""A value given inline and by id at one place: which of the two counts is nowhere documented (semantics §1.7, Q1)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..diagnostics import Diagnostic, Related
from ..diagnostics.catalog import R029
from ..nodes import walk
from ..sources import Path, pointer
from ..traced import Traced
from .check import Check
from .node import Node

Pair = tuple[str, str, str]

_REQUEST: tuple[Pair, ...] = (
    ("assistant", "assistantId", "which of the two speaks"),
    ("squad", "squadId", "which of the two is called"),
    ("workflow", "workflowId", "which of the two is called"),
)
_TESTED: tuple[Pair, ...] = _REQUEST[:2]

PAIRS: dict[str, tuple[Pair, ...]] = {
    "call": (
        *_REQUEST,
        ("phoneNumber", "phoneNumberId", "which of the two calls"),
        ("customer", "customerId", "who is called"),
    ),
    "answer": _REQUEST,
    "campaign": _REQUEST,
    "chat": _TESTED,
    "session": (*_TESTED, ("customer", "customerId", "who the customer is")),
    "member": _TESTED[:1],
    "destination": (
        *_TESTED,
        ("assistant", "assistantName", "where the call goes"),
    ),
    "action": (("tool", "toolId", "which of the two is called"),),
    "test-plan": _TESTED,
    "personality": _TESTED[:1],
    "run-target": _TESTED,
    "eval-run": (("eval", "evalId", "which of the two is run"),),
    "run-entry": (
        ("scenario", "scenarioId", "which of the two is played"),
        ("personality", "personalityId", "which of the two calls"),
    ),
}
"""By node kind: the inline key, the key of an id, what stays open. ``tools`` and ``toolIds``, ``credentials`` and
``credentialIds``, ``structuredOutputs`` and ``structuredOutputIds`` count both, and are no pairs.
"""

RIVALS: dict[str, tuple[Pair, ...]] = {
    "call": (("customers", "customer", "a batch of customers and a single one: who is called"),),
    "campaign": (("phoneNumberId", "dialPlan", "a number and a dial plan with others: which of them calls"),),
    "phone-number": (("assistantId", "squadId", "an assistant and a squad: which of the two answers"),),
}
"""By node kind: two keys that name what there can be one of, and what stays open."""

_LISTED: dict[str, tuple[str, Pair]] = {
    "scenario": ("evaluations", ("structuredOutput", "structuredOutputId", "which of the two is evaluated")),
}

NOUNS = {
    "assistant": "an inline assistant",
    "eval": "an inline eval",
    "personality": "an inline personality",
    "scenario": "an inline scenario",
    "customer": "a customer written here",
    "phoneNumber": "an inline phone number",
    "squad": "an inline squad",
    "structuredOutput": "an inline structured output",
    "tool": "an inline tool",
    "workflow": "an inline workflow",
}


_TOGETHER = tuple({pair[:2] for pairs in PAIRS.values() for pair in pairs} | {pair[:2] for _, pair in _LISTED.values()})
_TOGETHER += tuple({pair[:2] for pairs in RIVALS.values() for pair in pairs})
_INLINE = frozenset(inline for inline, _ in _TOGETHER)


def one_of_both(node: Node) -> Iterator[Diagnostic]:
    """R029 for each place of a resource that has a value and an id."""
    keys = node.keys
    if VERSION not in keys and (
        keys.isdisjoint(_INLINE) or not any(inline in keys and key in keys for inline, key in _TOGETHER)
    ):
        return  # looking for them is quicker than a walk
    source, resource = node.source, node.resource
    assert resource is not None
    for part in walk(resource.kind, source.value):
        for pair in PAIRS.get(part.kind, ()):
            yield from _both(source, part.path, part.value, pair)
        for one, other, question in RIVALS.get(part.kind, ()):
            if part.value.get(one) and part.value.get(other):
                yield node.fault(
                    R029,
                    (*part.path, other),
                    f"{question} is nowhere documented. Keep one.",
                    key=True,
                    related=(node.related((*part.path, one), "the other one", key=True),),
                )
        if part.kind in _VERSIONED:
            yield from _version_of_none(source, part.path, part.value, _VERSIONED[part.kind])
        if part.kind in _LISTED:
            key, pair = _LISTED[part.kind]
            items = part.value.get(key)
            for index, item in enumerate(items if isinstance(items, list) else ()):
                if isinstance(item, dict):
                    yield from _both(source, (*part.path, key, index), item, pair)


def _both(source: Traced, path: Path, value: dict[str, Any], pair: Pair) -> Iterator[Diagnostic]:
    inline, key, question = pair
    if isinstance(value.get(inline), dict) and isinstance(value.get(key), str):
        place = source.place((*path, key))
        other = "the name of another one" if key.endswith("Name") else "the id of a stored one"
        yield R029.at(
            place.key_span(),
            f"{NOUNS[inline]} and {other}: {question} is nowhere documented. Keep one.",
            path=pointer(place.path),
            related=(Related(source.key_span((*path, inline)), NOUNS[inline]),),
        )


VERSION = "assistantVersion"
_VERSIONED = {
    "member": "The API rejects the squad.",
    "call": "The call ends with call.start.assistant-version-error-validation.",
}
"""Who may pin the version of the assistant that it names by id (semantics §1.3, §1.4), and what happens without one."""


def _version_of_none(source: Traced, path: Path, value: dict[str, Any], consequence: str) -> Iterator[Diagnostic]:
    """R029 for a version of an assistant that has none: one that is written inline, or none at all."""
    other = next((key for key in ("assistant", "squad", "squadId") if value.get(key)), None)
    if isinstance(value.get(VERSION), str) and other is not None and not value.get("assistantId"):
        place = source.place((*path, VERSION))
        yield R029.at(
            place.key_span(),
            f"{VERSION} is that of a stored assistant, and here is none: versions go with assistantId alone. "
            f"{consequence}",
            path=pointer(place.path),
            related=(Related(source.key_span((*path, other)), "has no version"),),
        )


CHECKS = (Check((R029,), "resource", one_of_both),)
