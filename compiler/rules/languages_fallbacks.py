"""Voices and transcribers that stand behind others, and their languages (semantics §10.2)."""

from __future__ import annotations

from collections.abc import Iterator

from ..diagnostics import Diagnostic
from ..diagnostics.catalog import T025, V031
from .check import Check
from .languages_heard import heard, names, spoken
from .node import Node
from .voices_parts import part


def fallback_voices(node: Node) -> Iterator[Diagnostic]:
    """A voice for failures speaks another language.

    The platform goes on to the next voice when the one before fails, never because a caller speaks another language:
    in the middle of a call the assistant reads its language by the rules of a foreign one. For several languages take
    a voice that has them.

    Bad:
        name: Front desk
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers.}]}
        voice:
          provider: azure
          voiceId: en-US-AriaNeural
          fallbackPlan: {voices: [{provider: azure, voiceId: es-ES-ElviraNeural}]}
    Good:
        name: Front desk
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers.}]}
        voice:
          provider: azure
          voiceId: en-US-AriaNeural
          fallbackPlan: {voices: [{provider: azure, voiceId: en-GB-SoniaNeural}]}
    Source: semantics §10.2, C23
    """
    first = spoken(node.value)
    voices = part(node.value, "fallbackPlan").get("voices")
    for index, voice in enumerate(voices if isinstance(voices, list) and first else ()):
        other = spoken(voice) if isinstance(voice, dict) else None
        if other and first and other.isdisjoint(first):
            yield node.fault(
                V031,
                ("fallbackPlan", "voices", index),
                f"this voice speaks {names(other)}, the first one {names(first)}: it is for failures, not for "
                "callers of another language.",
            )


def fallback_transcribers(node: Node) -> Iterator[Diagnostic]:
    """A transcriber for failures hears another language.

    It takes over when the one before fails, in the middle of a call: from then on what the caller says comes out as
    words of another language.

    Bad:
        name: Front desk
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers in German.}]}
        transcriber:
          provider: deepgram
          model: nova-3
          language: de
          fallbackPlan: {transcribers: [{provider: azure, language: en-US}]}
    Good:
        name: Front desk
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers in German.}]}
        transcriber:
          provider: deepgram
          model: nova-3
          language: de
          fallbackPlan: {transcribers: [{provider: azure, language: de-DE}]}
    Source: semantics §10.2
    """
    first = heard(node.value)
    transcribers = part(node.value, "fallbackPlan").get("transcribers")
    for index, transcriber in enumerate(transcribers if isinstance(transcribers, list) and first else ()):
        other = heard(transcriber) if isinstance(transcriber, dict) else None
        if other and first and other.isdisjoint(first):
            yield node.fault(
                T025,
                ("fallbackPlan", "transcribers", index),
                f"this transcriber hears {names(other)}, the first one {names(first)}: when it takes over, callers are "
                "not understood.",
            )


_PLAN = frozenset({"fallbackPlan"})

CHECKS = (
    Check((V031,), "voice", fallback_voices, _PLAN),
    Check((T025,), "transcriber", fallback_transcribers, _PLAN),
)
