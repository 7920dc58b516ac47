"""Texts in several languages, and the language that the call is in (semantics §10.3)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..diagnostics import Diagnostic, Related
from ..diagnostics.catalog import T015, T024
from .check import Check
from .languages_heard import base, heard, names
from .node import Node
from .voices_parts import part, plain


def contents_and_multi(node: Node) -> Iterator[Diagnostic]:
    """Texts in several languages where the call's language is always English.

    Which of `contents` is spoken goes by the language that the call began with. With Deepgram's `multi` that is
    English, whatever callers speak: they hear the English text until a handoff sets another language.

    Bad:
        name: Front desk
        model:
          provider: openai
          model: gpt-4o
          messages: [{role: system, content: Speak English or Spanish.}]
          tools:
            - type: endCall
              messages:
                - type: request-start
                  contents:
                    - {type: text, language: en, text: Goodbye!}
                    - {type: text, language: es, text: ¡Adiós!}
        transcriber: {provider: deepgram, model: nova-3, language: multi}
    Good:
        name: Front desk
        model:
          provider: openai
          model: gpt-4o
          messages: [{role: system, content: Habla español.}]
          tools:
            - type: endCall
              messages:
                - type: request-start
                  contents:
                    - {type: text, language: en, text: Goodbye!}
                    - {type: text, language: es, text: ¡Adiós!}
        transcriber: {provider: deepgram, model: nova-3, language: es}
    Source: rules T015, semantics §10.3
    """
    languages = _contents(node.value)
    if len(languages) < 2:
        return
    transcriber = part(node.root, "transcriber")
    if transcriber.get("provider") == "deepgram" and transcriber.get("language") == "multi":
        yield node.fault(
            T015,
            ("contents",),
            "callers hear the English text, whatever they speak: with Deepgram's multi the call's language is English "
            "until a handoff sets another.",
            key=True,
            related=(Related(node.config.key_span(("transcriber",)), "the transcriber"),),
        )


def contents_unheard(node: Node) -> Iterator[Diagnostic]:
    """Texts by language lack the call's own.

    No entry of `contents` is for the language that the transcriber hears, so the platform translates the first one by
    itself: callers hear a sentence that nobody has written.

    Bad:
        name: Accueil
        model:
          provider: openai
          model: gpt-4o
          messages: [{role: system, content: Parle français.}]
          tools:
            - type: endCall
              messages: [{type: request-start, contents: [{type: text, language: en, text: Goodbye!}]}]
        transcriber: {provider: deepgram, model: nova-3, language: fr}
    Good:
        name: Accueil
        model:
          provider: openai
          model: gpt-4o
          messages: [{role: system, content: Parle français.}]
          tools:
            - type: endCall
              messages: [{type: request-start, contents: [{type: text, language: fr, text: Au revoir !}]}]
        transcriber: {provider: deepgram, model: nova-3, language: fr}
    Source: semantics §10.3
    """
    languages = _contents(node.value)
    if not languages:
        return
    hears = heard(part(node.root, "transcriber"))
    if hears and hears.isdisjoint(languages):
        yield node.fault(
            T024,
            ("contents",),
            f"no text is in {names(hears)}, which the transcriber hears: the first one is translated by the platform, "
            "and callers hear what nobody has written.",
            key=True,
            related=(Related(node.config.key_span(("transcriber",)), "the transcriber"),),
        )


def _contents(message: dict[str, Any]) -> frozenset[str]:
    """The languages that a message has texts in."""
    entries = message.get("contents")
    codes = (
        [plain(one.get("language")) for one in entries if isinstance(one, dict)] if isinstance(entries, list) else []
    )
    return frozenset(base(code) for code in codes if code)


_CONTENTS = frozenset({"contents"})

CHECKS = (
    Check((T015,), "message", contents_and_multi, _CONTENTS),
    Check((T024,), "message", contents_unheard, _CONTENTS),
)
