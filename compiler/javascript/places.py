"""Where a configuration holds JavaScript patterns, and what is to be said about each.

The keys are the schema's: ``regex`` (replacements, rejection conditions, endpointing rules, structured outputs and
security filters), ``assistantRegex`` and ``customerRegex``; and what an eval's ``judgePlan`` of type regex looks for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from ..values import dataclass, replace
from .errors import PatternError
from .options import translate_with_options
from .pattern import Translation
from .translate import translate

_OPTIONS: Final = {
    "regex": ("regexOptions", "options"),
    "assistantRegex": ("assistantRegexOptions",),
    "customerRegex": ("customerRegexOptions",),
}
_FREE: Final = frozenset({"metadata", "parameters", "variableValues", "schema", "body", "arguments"})
"""Values under these keys are the user's own JSON: a ``regex`` in them is no pattern of the platform's."""
_SLASHED: Final = re.compile(r"/(.+)/([A-Za-z]*)", re.DOTALL)
_FUNCTION: Final = re.compile(r"\s*(?:\(?[\w$, ]*\)?\s*=>|function\b)")
_LITERAL: Final = re.compile(r"/[^/]+/[dgimsuvy]*")
_POSIX: Final = re.compile(r"\[[^\]]*(\[:[a-z]+:\])")
_REFERENCE: Final = re.compile(r"\$(?:\$|([1-9][0-9]?)|<([^>]*)>)")

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A pattern at *path* of a configuration, and remarks: sentences about a usable pattern or its replacement."""

    path: Path
    source: str
    pattern: Translation | PatternError
    remarks: tuple[str, ...] = ()


def patterns_in(config: object, path: Path = ()) -> Iterator[Place]:
    """Every pattern of the plain JSON *config*, in the order of its keys; free-form values are passed over."""
    if isinstance(config, Mapping):
        for key, value in config.items():
            if key in _OPTIONS and isinstance(value, str):
                yield _place(config, key, value, (*path, key))
            elif key == "judgePlan" and isinstance(value, Mapping) and value.get("type") == "regex":
                yield from _judged(value, (*path, key))
            elif key not in _FREE and isinstance(value, Mapping | list | tuple):
                yield from patterns_in(value, (*path, str(key)))
    elif isinstance(config, list | tuple):
        for index, item in enumerate(config):
            if isinstance(item, Mapping | list | tuple):
                yield from patterns_in(item, (*path, index))


def _judged(plan: Mapping[str, Any], path: Path) -> Iterator[Place]:
    """The patterns of an eval's judge: for the words, and for each argument of a tool call (semantics §12.1)."""
    if isinstance(content := plan.get("content"), str):
        yield Place((*path, "content"), content, _perhaps_slashed(content))
    calls = plan.get("toolCalls")
    for index, call in enumerate(calls if isinstance(calls, list | tuple) else ()):
        arguments = call.get("arguments") if isinstance(call, Mapping) else None
        for name, value in arguments.items() if isinstance(arguments, Mapping) else ():
            if isinstance(value, str):
                yield Place((*path, "toolCalls", index, "arguments", str(name)), value, _perhaps_slashed(value))


def _perhaps_slashed(text: str) -> Translation | PatternError:
    """A judge takes ``/sunny/i`` and a bare pattern alike."""
    slashed = _SLASHED.fullmatch(text)
    if slashed is None:
        return translate(text)
    found = translate(slashed[1], slashed[2])
    return replace(found, offset=found.offset + 1) if isinstance(found, PatternError) else found


def _place(owner: Mapping[str, Any], key: str, source: str, path: Path) -> Place:
    options = next((owner[name] for name in _OPTIONS[key] if name in owner), None)
    pattern = translate_with_options(source, options)
    remarks: list[str] = []
    if isinstance(pattern, Translation):
        remarks.extend(dict.fromkeys(note.message for note in pattern.notes))
        if _LITERAL.fullmatch(source):
            remarks.append("the slashes are part of the pattern: a match must have them, and flags go into the options")
        if posix := _POSIX.search(source):
            remarks.append(f"{posix[1]} names no characters in JavaScript: its letters and colons are matched")
        value = owner.get("value")
        if key == "regex" and owner.get("type") == "regex" and isinstance(value, str):
            remarks.extend(_about_value(value, pattern))
    return Place(path, source, pattern, tuple(remarks))


def _about_value(value: str, pattern: Translation) -> Iterator[str]:
    if _FUNCTION.match(value):
        yield "the value is written as a function: JSON carries its text, and the caller hears that text"
        return
    for match in _REFERENCE.finditer(value):
        number, name = match.groups()
        if number is not None and int(number) > pattern.groups and int(number[0]) > pattern.groups:
            yield f"the value refers to ${number}, but the pattern has {pattern.groups} groups: it is said as it is"
        if name is not None and name not in pattern.names:
            said = "nothing is put in its place" if pattern.names else "it is said as it is"
            yield f"the value refers to $<{name}>, but no group has that name: {said}"
