"""Templates in fields that the platform takes as they are written (semantics §3.4)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..diagnostics import Diagnostic
from ..diagnostics.catalog import V022, X008
from ..liquid import LiquidError, analyse, has_template
from ..nodes import FREE_FORM
from ..sources import Path, pointer
from ..traced import Traced
from ..variables import SUMMARY
from .check import Check
from .node import Node

_KEYS = frozenset({"voice", "transcriber", "model", "transferPlan"})
_RENDERED = frozenset({"messages", "systemPrompt", "tools", "functions"}) | FREE_FORM
"""What of a model is rendered, or the user's own."""
_SILENT = frozenset({"server", "url", "knowledgeBase", "formatPlan"})
"""What stands in such an object and of which no source says whether it is rendered."""

_OWN = SUMMARY | {"messages", "transcript"}
"""What a summaryPlan's prompts may read."""


def unrendered(node: Node) -> Iterator[Diagnostic]:
    """V022 and X008 for each template that a provider or a summary gets with its braces."""
    if node.keys.isdisjoint(_KEYS) or not node.may_hold("{{", "{%"):
        return
    source = node.source
    if not _is_worth_it(source.value):
        return
    for path, value in _found(source.value):
        if path[-1] == "transferPlan":
            yield from _summaries(source, path, value)
        else:
            yield from _settings(source, path, value)


def _settings(source: Traced, path: Path, value: Any) -> Iterator[Diagnostic]:
    """V022: a template in a setting of voice, transcriber or model is part of the value that the provider gets."""
    for here, text in _texts(value, path):
        place = source.place(here)
        yield V022.at(
            place.span(),
            f"{here[len(path) - 1]}.{'.'.join(map(str, here[len(path) :]))} is not rendered: the provider gets the "
            f"braces of {text!r} and refuses the call, or falls back. Write the value, or set it with "
            "assistantOverrides of the call request.",
            path=pointer(place.path),
        )


def _summaries(source: Traced, path: Path, value: Any) -> Iterator[Diagnostic]:
    """X008: the summary of a transfer knows the conversation and how it ended, and none of the call's variables."""
    plan = value.get("summaryPlan")
    messages = plan.get("messages") if isinstance(plan, dict) else None
    for index, message in enumerate(messages if isinstance(messages, list) else ()):
        text = message.get("content") if isinstance(message, dict) else None
        if isinstance(text, str) and has_template(text):
            yield from _summary(source, (*path, "summaryPlan", "messages", index, "content"), text)


def _summary(source: Traced, path: Path, text: str) -> Iterator[Diagnostic]:
    place = source.place(path)
    own = ", ".join(f"{{{{{name}}}}}" for name in sorted(_OWN))
    said = f"a transfer's summaryPlan knows {own} and no other variable: the model that writes the summary gets"
    try:
        reads = analyse(text).reads
    except LiquidError as error:
        span = source.text_span(path, error.start, error.end)
        yield X008.at(span, f"{said} this as it stands.", path=pointer(place.path))
        return
    for read in reads:
        if read.root not in _OWN:
            span = source.text_span(path, read.start, read.end)
            yield X008.at(span, f"{said} the braces of {read.path!r}.", path=pointer(place.path))


def _is_worth_it(value: Any, inside: bool = False) -> bool:
    """Whether there may be anything to find: soon seen without the paths. *inside* of a setting any template is."""
    if isinstance(value, list):
        return any(
            (inside and has_template(item)) if isinstance(item, str) else _is_worth_it(item, inside)
            for item in value
            if isinstance(item, (str, dict, list))
        )
    for key, item in value.items():
        if isinstance(item, str):
            if inside and key not in _RENDERED and key not in _SILENT and has_template(item):
                return True
        elif isinstance(item, (dict, list)) and key not in FREE_FORM:
            setting = (inside and key not in _RENDERED and key not in _SILENT) or key in _KEYS
            if key == "transferPlan" or _is_worth_it(item, setting):
                return True
    return False


def _found(whole: Any) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Every object under one of the keys looked for, outside the user's own values."""
    waiting: list[tuple[Path, Any]] = [((), whole)]
    for path, value in waiting:
        if isinstance(value, dict):
            for key, item in value.items():
                if isinstance(item, dict) and key not in FREE_FORM:
                    here = (*path, key)
                    if key in _KEYS:
                        yield here, item
                    waiting.append((here, item))
                elif isinstance(item, list) and key not in FREE_FORM:
                    waiting.append(((*path, key), item))
        else:
            waiting += [((*path, index), item) for index, item in enumerate(value) if isinstance(item, (dict, list))]


def _texts(setting: dict[str, Any], path: Path) -> Iterator[tuple[Path, str]]:
    """The texts with templates in a setting, without what is rendered or undecided."""
    waiting: list[tuple[Path, Any]] = [(path, setting)]
    for here, value in waiting:
        if isinstance(value, dict):
            for key, item in value.items():
                if isinstance(item, str):
                    if has_template(item) and key not in _RENDERED and key not in _SILENT:
                        yield (*here, key), item
                elif isinstance(item, (dict, list)) and key not in _RENDERED and key not in _SILENT:
                    waiting.append(((*here, key), item))
        else:
            for index, item in enumerate(value):
                if isinstance(item, (dict, list)):
                    waiting.append(((*here, index), item))
                elif isinstance(item, str) and has_template(item):
                    yield (*here, index), item


CHECKS = (Check((V022, X008), "resource", unrendered),)
