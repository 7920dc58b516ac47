"""Flush tags in texts that are spoken as they are written: where they do nothing, and where they do harm (semantics
§7.7; the founding page advises against several in a response, in mid-sentence, in short responses, and in every one).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ..diagnostics import Diagnostic
from ..diagnostics.catalog import V026, V027
from ..expression import Expression
from ..nodes import FREE_FORM
from ..plan.model import Member, Say, Template
from ..sources import Path, pointer
from ..traced import Traced
from .check import Check
from .node import Node
from .reading import Reading, reading
from .reading_patterns import PATTERNS

_TAG, FLUSH = PATTERNS["any-flush"].expression, PATTERNS["flush"].expression
"""The documented pattern; the runtime's own is the same."""

_SHORT = 30
"""``minCharacters``: a text that is shorter goes out as one chunk in any case."""

_NONE = "no flush tag: one has no attributes, so it goes like any other tag and nothing is sent early. Write <flush />."

_ENDS = ".!?…:;。！？।॥۔؟"
_CLOSERS = "\"')]}»”’"
_SPOKEN = frozenset(
    {"firstMessage", "endCallMessage", "voicemailMessage", "silenceTimeoutMessage", "exact", "idleMessages"}
)
_TOOL_MESSAGES = frozenset({"request-start", "request-response-delayed", "request-complete", "request-failed"})
_DESTINATIONS = frozenset({"assistant", "number", "sip"})
_EVERY = Expression(
    r"\b(?:every|each|all|any|always)\b[^.!?\n]{0,80}\b(?:response|repl(?:y|ies)|message|answer|sentence|turn)s?\b",
    re.I,
)
_FORBIDS = Expression(r"\b(?:never|not|avoid|without|only|unless)\b|n[’']t\b", re.I)


def flush_with_care(node: Node) -> Iterator[Diagnostic]:
    """V026 and V027 about each text of a resource that is spoken as it stands."""
    if not node.may_hold("<"):
        return
    source = node.source
    for path, text in _texts(source.value, ()):
        if "flush" in text.lower():
            yield from _about(source, path, text)
    for path, text in _prompts(source.value):
        yield from _asked_for(source, path, reading(text))


def flush_is_heard(node: Node) -> Iterator[Diagnostic]:
    """V027: without chunks no flush tag is acted upon, and the voice provider gets it as text."""
    path: Path = ("voice", "chunkPlan", "enabled")
    if node.config.get(path) is not False:
        return
    where = next((where for where, text in _of_member(node.member) if reading(text.text).find("flush")), None)
    if where is not None:
        yield node.fault(
            V027,
            path,
            f"chunkPlan is off, but {where} of {node.member.name} has a flush tag: the caller hears the tag. "
            "Switch chunkPlan on, or take the tag out.",
        )


def _about(source: Traced, path: Path, text: str) -> Iterator[Diagnostic]:
    tags = []
    for tag in _TAG.finditer(text):
        if FLUSH.fullmatch(tag[0]):
            tags.append(tag)
        else:
            yield _at(
                source,
                V027,
                path,
                tag,
                f"{tag[0]!r} is {_NONE}",
            )
    if not tags:
        return
    uses = [tag for index, tag in enumerate(tags) if not (tag[1] and index and not tags[index - 1][1])]
    before = text[: tags[0].start()].rstrip().rstrip(_CLOSERS)
    if len(uses) > 1:
        said = (
            f"{len(uses)} flushes in one response: more than one can make the audio choppy, and each costs a request. "
            "Keep one."
        )
        yield _at(source, V026, path, uses[1], said)
    elif len(FLUSH.sub("", text).strip()) < _SHORT and "{{" not in text and "{%" not in text:
        said = f"a flush in a response of less than {_SHORT} characters: it is sent in one piece anyway. Leave it out."
        yield _at(source, V026, path, tags[0], said)
    elif before and before[-1] not in _ENDS and not text[: tags[0].start()].rstrip().endswith(("}}", "%}")):
        said = "a flush in the middle of a sentence breaks the flow of speech: put it between sentences."
        yield _at(source, V026, path, tags[0], said)


def _asked_for(source: Traced, path: Path, text: Reading) -> Iterator[Diagnostic]:
    """What a prompt tells the model to do: a flush in every response, or one with attributes."""
    for tag in text.find("any-flush"):
        if not FLUSH.fullmatch(tag[0]):
            said = f"{tag[0]!r} is {_NONE}"
            yield _at(source, V027, path, tag, said)
            continue
        sentence = text.sentence(tag.start(), tag.end()).text
        if _EVERY.search(sentence) and not _FORBIDS.search(sentence):
            said = "a flush in every response breaks the audio into fragments: ask for it before long ones alone."
            yield _at(source, V026, path, tag, said)


def _prompts(value: Any) -> Iterator[tuple[Path, str]]:
    """The messages that a resource's model begins with."""
    model = value.get("model") if isinstance(value, dict) else None
    messages = model.get("messages") if isinstance(model, dict) else None
    for index, message in enumerate(messages if isinstance(messages, list) else ()):
        if isinstance(message, dict) and isinstance(message.get("content"), str):
            yield ("model", "messages", index, "content"), message["content"]


def _at(source: Traced, rule: Any, path: Path, tag: re.Match[str], message: str) -> Diagnostic:
    found: Diagnostic = rule.at(
        source.text_span(path, tag.start(), tag.end()), message, path=pointer(source.place(path).path)
    )
    return found


def _texts(value: Any, path: Path) -> Iterator[tuple[Path, str]]:
    """The texts of a resource that are spoken as they are written."""
    if isinstance(value, list):
        for index, item in enumerate(value):
            if isinstance(item, (dict, list)):
                yield from _texts(item, (*path, index))
    elif isinstance(value, dict):
        kind = value.get("type")
        spoken = isinstance(kind, str) and kind in _TOOL_MESSAGES
        for key, item in value.items():
            here = (*path, key)
            if key in _SPOKEN or (spoken and key == "content"):
                yield from _strings(item, here)
            elif spoken and key == "contents" and isinstance(item, list):
                for index, entry in enumerate(item):
                    if isinstance(entry, dict):
                        yield from _strings(entry.get("text"), (*here, index, "text"))
            elif key == "message" and isinstance(kind, str) and kind in _DESTINATIONS:
                yield from _strings(item, here)
                yield from _texts({**item, "type": "request-start"} if isinstance(item, dict) else None, here)
            elif isinstance(item, (dict, list)) and key not in FREE_FORM:
                yield from _texts(item, here)


def _strings(value: Any, path: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, list):
        yield from (((*path, index), item) for index, item in enumerate(value) if isinstance(item, str))


def _of_member(member: Member) -> Iterator[tuple[str, Template]]:
    """Every text that the member speaks or that tells its model how to, with its name."""
    if member.opening.message is not None:
        yield "firstMessage", member.opening.message
    yield from (("the prompt", message.content) for message in member.prompt)
    for hook in member.hooks:
        for action in hook.actions:
            if isinstance(action, Say):
                yield from ((f"the hook {hook.label}", text) for text in action.exact)
    for tool in member.tools:
        for message in tool.messages or ():
            yield f"a message of the tool {tool.name}", message.content
    yield from (("an idle message", text) for text in (member.silence.idle.messages if member.silence.idle else ()))
    if member.ending.message is not None:
        yield "endCallMessage", member.ending.message


CHECKS = (
    Check((V027,), "form", flush_is_heard, frozenset({"voice"})),
    Check((V026, V027), "resource", flush_with_care),
)
