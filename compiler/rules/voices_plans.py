"""How texts are cut and rewritten for the voice, and what a new voice takes along (rules §4.5)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..diagnostics import Diagnostic, Related
from ..diagnostics.catalog import V014, V016, V018, V021
from ..expression import Expression
from ..workspace import Resource
from .check import Check
from .node import Node, Promotion, fault
from .voices_parts import part, plain, texts

_DICTIONARIES = ("pronunciationDictionaryLocators", "pronunciationDictionary")
_SPELT = Expression(r"(?:^|\s)\w\.\s+\w\.")
_MARKS = ("**", "```", "\n# ", "\n## ", "\n- ", "](")
"""What Markdown looks like."""


def lost_pronunciations(promotion: Promotion) -> Iterator[Diagnostic]:
    """A voice was changed, and its pronunciations stayed behind.

    The same assistant has another voice in the next environment, and the dictionaries that the one has are missing in
    the other: names and brands that were said right are said wrong again. The dashboard drops them when a voice is
    picked.

    Bad:
        # file: callplan.yaml
        callplan: 1
        environments: {dev: {}, prod: {}}
        # file: resources/dev/assistants/front.yml
        name: Front desk
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers.}]}
        voice: {provider: 11labs, voiceId: matilda}
        # file: resources/prod/assistants/front.yml
        name: Front desk
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers.}]}
        voice:
          provider: 11labs
          voiceId: sarah
          pronunciationDictionaryLocators: [{pronunciationDictionaryId: dict_1}]
    Good:
        # file: callplan.yaml
        callplan: 1
        environments: {dev: {}, prod: {}}
        # file: resources/dev/assistants/front.yml
        name: Front desk
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers.}]}
        voice:
          provider: 11labs
          voiceId: matilda
          pronunciationDictionaryLocators: [{pronunciationDictionaryId: dict_1}]
        # file: resources/prod/assistants/front.yml
        name: Front desk
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers.}]}
        voice:
          provider: 11labs
          voiceId: sarah
          pronunciationDictionaryLocators: [{pronunciationDictionaryId: dict_1}]
    Source: rules V014
    """
    for (kind, name), earlier in promotion.earlier.resources.items():
        later = promotion.later.resources.get((kind, name)) if kind == "assistant" else None
        if later is None:
            continue
        before, after = part(earlier.source.value, "voice"), part(later.source.value, "voice")
        one, other = plain(before.get("voiceId")), plain(after.get("voiceId"))
        if not one or not other or one == other:
            continue
        has, keeps = _dictionaries(before), _dictionaries(after)
        if has < keeps:
            yield _lost(earlier, one, has, later, keeps)
        elif keeps < has:
            yield _lost(later, other, keeps, earlier, has)


def _dictionaries(voice: dict[str, Any]) -> int:
    """How many pronunciation dictionaries a voice has."""
    lists = (voice.get(key) for key in _DICTIONARIES)
    return bool(voice.get("pronunciationDictId")) + sum(len(one) for one in lists if isinstance(one, list))


def _lost(resource: Resource, voice: str, has: int, other: Resource, keeps: int) -> Diagnostic:
    left = f"{has} of {keeps}" if has else "none of the"
    return fault(
        V014,
        resource.source,
        ("voice", "voiceId"),
        f"with the voice {voice} the assistant has {left} pronunciation dictionaries that it has in the other "
        "environment: names are said wrong again.",
        related=(Related(other.source.key_span(("voice",)), "the voice that has them"),),
    )


def joined_boundaries(node: Node) -> Iterator[Diagnostic]:
    """An override of punctuation boundaries only ever adds.

    The platform joins `inputPunctuationBoundaries` of all layers: a shorter list in an override takes none of the
    assistant's boundaries away, and sentences are cut where they were before.

    Bad:
        name: Desk
        members:
          - assistant:
              name: Front
              model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers.}]}
              voice: {provider: 11labs, voiceId: sarah, inputPunctuationBoundaries: [., ',']}
            assistantOverrides:
              voice: {provider: 11labs, voiceId: sarah, inputPunctuationBoundaries: [.]}
    Good:
        name: Desk
        members:
          - assistant:
              name: Front
              model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers.}]}
              voice: {provider: 11labs, voiceId: sarah, inputPunctuationBoundaries: [.]}
    Source: rules V016, semantics §2.3
    """
    if texts(part(node.value, "voice").get("inputPunctuationBoundaries")):
        yield node.fault(
            V016,
            ("voice", "inputPunctuationBoundaries"),
            "these are added to the assistant's boundaries and take none of them away: change the list at the "
            "assistant.",
            key=True,
        )


def chunks_off(node: Node) -> Iterator[Diagnostic]:
    """Texts go to the voice as the model writes them.

    With `chunkPlan.enabled: false` nothing is formatted: numbers, dates and Markdown reach the voice as they are, and
    callers hear "asterisk asterisk" or a telephone number as one large figure.

    Bad:
        name: Front desk
        firstMessage: Call us back at 555-0199 before 17:30.
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers.}]}
        voice: {provider: 11labs, voiceId: sarah, chunkPlan: {enabled: false}}
    Good:
        name: Front desk
        firstMessage: Call us back at 555-0199 before 17:30.
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers.}]}
        voice: {provider: 11labs, voiceId: sarah, chunkPlan: {enabled: true}}
    Source: rules V018, semantics §7.1
    """
    if part(node.value, "voice", "chunkPlan").get("enabled") is not False:
        return
    messages = part(node.value, "model").get("messages")
    said: list[tuple[tuple[str | int, ...], Any]] = [(("firstMessage",), node.value.get("firstMessage"))]
    for index, message in enumerate(messages if isinstance(messages, list) else ()):
        if isinstance(message, dict) and message.get("role") == "system":
            said.append((("model", "messages", index, "content"), message.get("content")))
    for path, text in said:
        if isinstance(text, str) and (any(map(str.isdigit, text)) or any(mark in f"\n{text}" for mark in _MARKS)):
            yield node.fault(
                V018,
                ("voice", "chunkPlan", "enabled"),
                "without chunks nothing is formatted: numbers and Markdown reach the voice as they are written.",
                related=(node.related(path, "such a text"),),
            )
            return


def alias_periods(node: Node) -> Iterator[Diagnostic]:
    """A pronunciation is spelt with periods.

    Each full stop is a pause: `B. 2. B.` comes out in pieces. Letters with spaces between them, or the words that they
    sound like, are said in one go.

    Bad:
        name: Front desk
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers.}]}
        voice:
          provider: vapi
          voiceId: Elliot
          chunkPlan: {formatPlan: {replacements: [{type: exact, key: B2B, value: B. 2. B.}]}}
    Good:
        name: Front desk
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers.}]}
        voice:
          provider: vapi
          voiceId: Elliot
          chunkPlan: {formatPlan: {replacements: [{type: exact, key: B2B, value: bee to bee}]}}
    Source: rules V021
    """
    replacements = part(node.value, "chunkPlan", "formatPlan").get("replacements")
    for index, entry in enumerate(replacements if isinstance(replacements, list) else ()):
        value = plain(entry.get("value")) if isinstance(entry, dict) else ""
        if "." in value and _SPELT.search(value):
            yield node.fault(
                V021,
                ("chunkPlan", "formatPlan", "replacements", index, "value"),
                f"{value!r} is said with a pause at each full stop: write the letters without them, or how they sound.",
            )


CHECKS = (
    Check((V014,), "promotion", lost_pronunciations),
    Check((V016,), "overrides", joined_boundaries, frozenset({"voice"})),
    Check((V018,), "assistant", chunks_off, frozenset({"voice"})),
    Check((V021,), "voice", alias_periods, frozenset({"chunkPlan"})),
)
