"""Texts as they are written: words that older YAML reads otherwise, blanks, marks of a merge (rules §4.1)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..diagnostics import Diagnostic, Edit, Fix
from ..diagnostics.catalog import Y003, Y006, Y010, Y020, Y021, Y022
from ..diagnostics.lines import Lines
from ..expression import Expression
from ..nodes import FREE_FORM
from ..sources import Document, Path, pointer
from .check import Check
from .node import Node
from .prompt import Prompt

_WORDS = frozenset({"off", "on", "yes", "no", "Off", "On", "Yes", "No", "OFF", "ON", "YES", "NO"})
_BARE = Expression(r": (?:off|on|yes|no|Off|On|Yes|No|OFF|ON|YES|NO)(?:[\s,}\]]|$)")
_OTHERWISE = {"off": "false", "no": "false", "on": "true", "yes": "true"}
_MARK = "<<<<<<< "


def quoted_words(node: Node) -> Iterator[Diagnostic]:
    """off, on, yes or no without quotes, where a text is meant.

    callplan, like the gitops engine, reads YAML 1.2: a text. Any tool on the way that reads YAML 1.1 turns it into true
    or false, and the API answers 400 or the feature stays on.

    Bad:
        name: Front
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers.}]}
        backgroundSound: off
    Good:
        name: Front
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers.}]}
        backgroundSound: 'off'
    Source: rules Y003
    """
    if not any(_BARE.search(document.text) for document in node.documents):
        return
    for path in _words(node.value, ()):
        place = node.source.place(path)
        span = place.span()
        lines = Lines(place.document.text)
        written = place.document.text[lines.offset(span.start) : lines.offset(span.end)]
        if place.document.format != "json" and written in _WORDS and place.value == written:
            fix = Fix("put it in quotes", (Edit(span, f'"{written}"'),))
            yield Y003.at(
                span,
                f"{written} without quotes is a text here, and {_OTHERWISE[written.lower()]} for whatever reads YAML "
                "1.1 on the way. Put it in quotes.",
                path=pointer(place.path),
                fix=fix,
            )


def _words(value: Any, path: Path) -> Iterator[Path]:
    if isinstance(value, dict):
        for key, item in value.items():
            if key not in FREE_FORM:
                yield from _words(item, (*path, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _words(item, (*path, index))
    elif isinstance(value, str) and value in _WORDS:
        yield path


def blank(node: Prompt) -> Iterator[Diagnostic]:
    """A message of nothing but blanks.

    It is no missing message: the platform has something to say, and callers hear a pause, or the voicemail records
    one.

    Bad:
        name: Front
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers.}]}
        voicemailMessage: ' '
    Good:
        name: Front
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers.}]}
    Source: rules Y006
    """
    if node.value and not node.value.strip():
        yield node.fault(
            Y006, (), "nothing but blanks: for the platform this is a message, and it says it. Leave the key out."
        )


def ends_with_a_break(node: Prompt) -> Iterator[Diagnostic]:
    """A message that ends with a line break.

    A block scalar (|) brings it. It is sent to the voice, and every tool that trims it shows a difference.

    Bad:
        name: Front
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers.}]}
        firstMessage: |
          Hello.
    Good:
        name: Front
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers.}]}
        firstMessage: |-
          Hello.
    Source: rules Y010
    """
    if node.value.endswith("\n") and node.value.strip():
        yield node.fault(Y010, (), "this message ends with a line break: write |- instead of |.")


def trimmed(node: Prompt) -> Iterator[Diagnostic]:
    """A prompt that begins or ends with blanks, in the gitops layout.

    The platform trims it: a pull always differs from the file, and the engine takes the dashboard for newer.

    Bad:
        # file: resources/dev/assistants/front.yml
        name: Front
        model:
          provider: openai
          model: gpt-4o
          messages:
            - role: system
              content: |
                Help callers.
    Good:
        # file: resources/dev/assistants/front.yml
        name: Front
        model:
          provider: openai
          model: gpt-4o
          messages:
            - role: system
              content: |-
                Help callers.
    Source: rules Y020
    """
    if node.value != node.value.strip() and node.value.strip() and node.scope is not None and node.scope.gitops:
        yield node.fault(
            Y020, (), "the platform trims this prompt: a pull differs from the file for ever, and a push is blocked."
        )


def merged(document: Document) -> Iterator[Diagnostic]:
    """Marks of an unfinished merge.

    Both versions are in the text, and the marks with them: the model obeys neither, or callers hear the marks.

    Bad:
        ---
        name: Front
        model: {provider: openai, model: gpt-4o}
        ---
        <<<<<<< ours
        Help callers.
        =======
        Help patients.
        >>>>>>> theirs
    Good:
        ---
        name: Front
        model: {provider: openai, model: gpt-4o}
        ---
        Help patients.
    Source: rules Y022
    """
    text = document.text
    at = text.find(_MARK)
    lines = Lines(text) if at >= 0 else None
    while lines is not None and at >= 0:
        start = text.rfind("\n", 0, at) + 1
        if not text[start:at].strip() and "\n" in text[at:]:
            rest = text[at:]
            if "\n=======" in rest.replace(" ", "") and "\n>>>>>>>" in rest.replace(" ", ""):
                yield Y022.at(
                    lines.span(document.file, at, at + len(_MARK) - 1),
                    "a merge was not finished here: both versions are in the text, and the marks too. Keep one.",
                )
        at = text.find(_MARK, at + 1)


def several_prompts(node: Node) -> Iterator[Diagnostic]:
    """Y021 for each system message behind the first, in a tree of the gitops engine: a pull keeps the first alone. What
    the reader says of Markdown is the same mistake.
    """
    messages = node.value["messages"]
    system = [
        index
        for index, message in enumerate(messages if isinstance(messages, list) else ())
        if isinstance(message, dict) and message.get("role") == "system"
    ]
    if len(system) < 2 or node.scope is None or not node.scope.gitops:
        return
    if node.resource is None or node.resource.kind != "assistant" or node.path != ("model",):
        return
    for index in system[1:]:
        yield node.fault(
            Y021,
            ("messages", index),
            "a second system message: a pull of the gitops engine keeps the first, and what this one says is gone from "
            "the live assistant with the next push. Write one.",
        )


CHECKS = (
    Check((Y021,), "model", several_prompts, frozenset({"messages"})),
    Check((Y003,), "resource", quoted_words),
    Check((Y006,), "spoken", blank),
    Check((Y010,), "spoken", ends_with_a_break),
    Check((Y020,), "prompt", trimmed),
    Check((Y022,), "file", merged),
)
