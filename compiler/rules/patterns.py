"""Regular expressions of replacements, rejection plans, endpointing rules and outputs (semantics §5.8, §7.6, §11.6)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..diagnostics import Diagnostic
from ..diagnostics.catalog import V023, V024, V025
from ..nodes import FREE_FORM
from ..sources import Path, pointer
from ..traced import Traced
from .check import Check
from .node import Node

_KEYS = frozenset({"regex", "assistantRegex", "customerRegex", "judgePlan", "replacements"})
_EFFECTS = {
    "syntax": (
        V023,
        "the platform cannot compile it, so whatever depends on it is refused or never happens. Write it as Node.js "
        "reads it: a sign that means itself has a \\ before it.",
    ),
    "exponential": (
        V024,
        "on an unlucky text the call hears nothing until it has ended. Repeat once what is repeated twice, as [\\w ]+ "
        "for (\\w+ ?)+, and let no two branches begin alike.",
    ),
}
"""Of the sorts of :class:`~..javascript.Fault`: the rule, what becomes of the call, and the remedy."""
_UNKNOWN = "callplan cannot tell what it matches, so a run that comes to it ends there (G008). Use a simpler pattern."


def usable_patterns(node: Node) -> Iterator[Diagnostic]:
    """V023, V024 and V025: what is wrong with a pattern, at the character where it goes wrong.

    The engine for JavaScript's patterns is loaded only for a resource that has one.
    """
    source = node.source
    if _KEYS.isdisjoint(node.keys):
        return
    from ..javascript import PatternError, patterns_in

    yield from _empty_keys(source, source.value, ())
    for place in patterns_in(source.value):
        pattern = place.pattern
        if isinstance(pattern, PatternError):
            rule, effect = _EFFECTS.get(pattern.fault, (V023, _UNKNOWN))
            yield rule.at(
                _span(source, place.path, pattern.offset), f"{pattern.message}: {effect}", path=_at(source, place.path)
            )
        for remark in place.remarks:
            where = source.place(place.path)
            yield V025.at(where.span(), f"{remark}.", path=pointer(where.path))


def _span(source: Traced, path: Path, offset: int) -> Any:
    text = source.get(path)
    if not isinstance(text, str) or offset >= len(text):
        return source.span(path)
    return source.text_span(path, offset, offset + 1)


def _at(source: Traced, path: Path) -> str:
    return pointer(source.place(path).path)


def _empty_keys(source: Traced, value: Any, path: Path) -> Iterator[Diagnostic]:
    """An exact replacement of nothing is found between all characters, or nowhere: no document says which."""
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield from _empty_keys(source, item, (*path, index))
    elif isinstance(value, dict):
        for key, item in value.items():
            if key == "replacements" and isinstance(item, list):
                for index, entry in enumerate(item):
                    if isinstance(entry, dict) and entry.get("type") == "exact" and entry.get("key") == "":
                        place = source.place((*path, key, index, "key"))
                        yield V023.at(
                            place.span(),
                            "an exact replacement of empty text: what the caller hears is nowhere documented. Say in "
                            "`key` what is replaced, or remove the entry.",
                            path=pointer(place.path),
                        )
            elif key not in FREE_FORM:
                yield from _empty_keys(source, item, (*path, key))


CHECKS = (Check((V023, V024, V025), "resource", usable_patterns),)
