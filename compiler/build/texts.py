"""Texts that the platform renders and that have no field of their own in the plan: parsed for their mistakes and for
what they read (semantics §3.4).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..sources import Path
from ..traced import Traced
from ..variables import EVALUATION, STRUCTURED_DATA, STRUCTURED_OUTPUT, SUMMARY
from .context import Build
from .read import listing, text
from .templates import reads

_ANALYSIS = (
    ("summaryPlan", SUMMARY),
    ("structuredDataPlan", STRUCTURED_DATA),
    ("successEvaluationPlan", EVALUATION),
)
_LEGACY_PROMPTS = (
    ("summaryPrompt", SUMMARY),
    ("structuredDataPrompt", STRUCTURED_DATA),
    ("successEvaluationPrompt", EVALUATION),
)
_DEEPEST = 32


def member_texts(build: Build, config: Traced, at: Path) -> None:
    """The voicemail message, and the prompts of what runs when the call has ended."""
    settings = (*at, "settings")
    _one(build, config, ("voicemailMessage",), (*settings, "voicemailMessage"))
    for key, own in _LEGACY_PROMPTS:
        path: Path = ("analysisPlan", key)
        _after(build, config, path, (*settings, *path), own)
    for key, own in _ANALYSIS:
        for path in _contents(config, ("analysisPlan", key, "messages")):
            _after(build, config, path, (*settings, *path), own)
    for index in range(len(listing(config, "analysisPlan", "structuredDataMultiPlan"))):
        plan: Path = ("analysisPlan", "structuredDataMultiPlan", index, "plan", "messages")
        for path in _contents(config, plan):
            _after(build, config, path, (*settings, *path), STRUCTURED_DATA)
    for _, output in config.parts(("artifactPlan", "structuredOutputs")):
        output_texts(build, output, at)


def output_texts(build: Build, output: Traced, at: Path) -> None:
    """The prompts of a structured output of the member *at*."""
    for path in _contents(output, ("model", "messages")):
        name = text(output, "name") or "unnamed"
        _after(build, output, path, (*at, "settings", "structuredOutputs", name, *path), STRUCTURED_OUTPUT)


def tool_texts(build: Build, source: Traced, at: Path, kind: str) -> None:
    """What the model reads of a tool beside its description, and the conditions under which a call is rejected."""
    _one(build, source, ("function", "name"), at)
    parameters: Path = ("body",) if kind == "apiRequest" else ("function", "parameters")
    for path in _strings(source.get(parameters), parameters):
        _one(build, source, path, (*at, "parameters"))
    for path in _conditions(source, ("rejectionPlan",), 0):
        _one(build, source, path, (*at, "rejection"))


def destination_texts(build: Build, source: Traced, at: Path, *, said: Path) -> None:
    """What is dialled, shown and said on the way to a destination; *said* is the message that the plan already has."""
    config = (*at, "config")
    messages = [*_message(source, ("message",)), *_message(source, ("transferPlan", "message"))]
    fallback = _message(source, ("transferPlan", "fallbackPlan", "message"))
    others: list[Path] = [("callerId",), ("transferPlan", "twiml"), ("transferPlan", "sipVerb")]
    attendant: Path = ("transferPlan", "transferAssistant")
    attends = [(*attendant, "firstMessage"), *_contents(source, (*attendant, "model", "messages"))]
    for path in (*messages, *fallback, *others, *attends):
        if path != said:
            _one(build, source, path, (*config, *path))
    for path in _contents(source, ("transferPlan", "summaryPlan", "messages")):
        content = text(source, *path)
        if content is not None:
            reads(build, source, path, content, (*config, *path), own=SUMMARY)


def _one(build: Build, source: Traced, path: Path, at: Path) -> None:
    content = text(source, *path)
    if content is not None:
        reads(build, source, path, content, at)


def _after(build: Build, source: Traced, path: Path, at: Path, own: frozenset[str]) -> None:
    content = text(source, *path)
    if content is not None:
        reads(build, source, path, content, at, moment="after", own=own)


def _contents(source: Traced, path: Path) -> Iterator[Path]:
    for index in range(len(listing(source, *path))):
        yield (*path, index, "content")


def _message(source: Traced, path: Path) -> list[Path]:
    """Where the texts of a message are: itself, or a custom message's content and one for each language."""
    languages = range(len(listing(source, *path, "contents")))
    return [path, (*path, "content"), *((*path, "contents", index, "text") for index in languages)]


def _conditions(source: Traced, path: Path, depth: int) -> Iterator[Path]:
    """The Liquid conditions of a rejection plan and of the groups in it (semantics §11.6)."""
    if depth > _DEEPEST:
        return
    for index in range(len(listing(source, *path, "conditions"))):
        here = (*path, "conditions", index)
        yield (*here, "liquid")
        yield from _conditions(source, here, depth + 1)


def _strings(value: Any, path: Path) -> Iterator[Path]:
    """The strings of a schema that may hold templates: patterns are expressions, and no text."""
    if isinstance(value, str):
        if "{{" in value or "{%" in value:
            yield path
    elif isinstance(value, dict):
        for key, item in value.items():
            if key != "pattern" or not isinstance(item, str):
                yield from _strings(item, (*path, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _strings(item, (*path, index))
