"""From an utterance to what the caller hears, and how long that takes (semantics §7, design §3.7)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Final

from .chunks import Chunk, chunk
from .formatting import REMEMBERED, format_chunk
from .markup import break_ms, strip_tags
from .plan import ChunkPlan
from .policies import DEFAULT, VoicePolicies
from .replacements import ReplacementFault
from .settings import YEAR

_AUDIO: Final = re.compile(
    r"\s*https?://[^\s<>\"]+\.(?:mp3|wav|ogg|oga|opus|m4a|aac|flac|webm)(?:\?[^\s<>\"]*)?\s*", re.I
)


@dataclass(frozen=True, slots=True)
class Spoken:
    """One utterance as the voice provider gets it; a chunk's ``start`` and ``end`` point into the raw text.

    ``faults`` are the replacements that were left out, each once.
    """

    text: str
    chunks: tuple[Chunk, ...]
    faults: tuple[ReplacementFault, ...] = ()


def is_audio(text: str) -> bool:
    """Whether *text* is the URL of a recording, which is played and not formatted (semantics §7.8)."""
    return _AUDIO.fullmatch(text) is not None


def read_plan(voice: Mapping[str, Any] | None, policies: VoicePolicies = DEFAULT) -> ChunkPlan:
    """The plan in a voice's JSON; read it once where many utterances are spoken."""
    if not isinstance(voice, Mapping):
        return ChunkPlan.read(None, None, policies)
    return ChunkPlan.read(voice.get("chunkPlan"), voice.get("inputPunctuationBoundaries"), policies)


def speak(
    text: str,
    voice: Mapping[str, Any] | ChunkPlan | None = None,
    year: int = YEAR,
    policies: VoicePolicies = DEFAULT,
) -> Spoken:
    """Cut *text* as ``voice.chunkPlan`` says, then format each chunk; replacements see one chunk at a time.

    *voice* is the JSON object, or what :func:`read_plan` made of it.
    """
    plan = voice if isinstance(voice, ChunkPlan) else read_plan(voice, policies)
    return _known(text, plan, year, policies) if len(text) <= REMEMBERED else _spoken(text, plan, year, policies)


@lru_cache(maxsize=4096)
def _known(text: str, plan: ChunkPlan, year: int, policies: VoicePolicies) -> Spoken:
    return _spoken(text, plan, year, policies)


def _spoken(text: str, plan: ChunkPlan, year: int, policies: VoicePolicies) -> Spoken:
    if is_audio(text):
        return Spoken(text, (Chunk(text, False, 0, len(text)),))
    chunks = chunk(text, plan)
    if not plan.enabled:
        return Spoken(text, chunks)
    formatted = [format_chunk(one.text, plan.format, year, policies) for one in chunks]
    chunks = tuple(replace(one, text=done.text) for one, done in zip(chunks, formatted, strict=True))
    faults = dict.fromkeys(fault for done in formatted for fault in done.faults)
    return Spoken("".join(one.text for one in chunks), chunks, tuple(faults))


def word_count(text: str) -> int:
    """Pieces between white space, tags removed first (design §3.7)."""
    return len(strip_tags(text).split())


def duration_ms(text: str) -> int:
    """How long *text* takes: ceil(words × 2000 / 7) ms, which is 3.5 words a second, and the time of its breaks."""
    return -(-word_count(text) * 2000 // 7) + break_ms(text)
