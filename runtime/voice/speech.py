"""From an utterance to what the caller hears, and how long that takes (semantics §7, design §3.7)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Final, NamedTuple

from ...compiler.plan.frozen import thaw
from ...compiler.plan.model import Member
from .chunks import Chunk, chunk
from .formatting import REMEMBERED, Formatted, format_anew, format_chunk, settings_of
from .language import configured_other, in_others
from .markup import break_ms, strip_tags
from .plan import ChunkPlan, FormatPlan
from .policies import DEFAULT, VoicePolicies
from .replacements import MAX_STEPS, TOO_MUCH, Broken, Regex, ReplacementFault
from .settings import YEAR

_AUDIO: Final = re.compile(
    r"\s*https?://[^\s<>\"]+\.(?:mp3|wav|ogg|oga|opus|m4a|aac|flac|webm)(?:\?[^\s<>\"]*)?\s*", re.I
)
_MANY: Final = 200
"""The chunks of a longer utterance are hardly said again: they are not remembered."""
_UNHEEDED: Final = 25_000
"""So many steps of an utterance leave the budget of its next chunk as it was."""


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


def read_plan(
    voice: Mapping[str, Any] | None, policies: VoicePolicies = DEFAULT, transcriber: object = None
) -> ChunkPlan:
    """The plan in a voice's JSON; read it once where many utterances are spoken. The voice, else the *transcriber*, may
    say which language is spoken.
    """
    if not isinstance(voice, Mapping):
        voice = {}
    return ChunkPlan.read(
        voice.get("chunkPlan"),
        voice.get("inputPunctuationBoundaries"),
        policies,
        other_language=configured_other(voice, transcriber),
    )


def member_plan(member: Member, policies: VoicePolicies = DEFAULT) -> ChunkPlan:
    """The plan of a member of a compiled plan."""
    voice = member.settings.get("voice")
    rest = voice if isinstance(voice, Mapping) else {}
    return read_plan({**rest, "chunkPlan": thaw(member.voice.chunk_plan)}, policies, member.settings.get("transcriber"))


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
    spoken: list[Chunk] = []
    faults: dict[ReplacementFault, None] = {}
    told: tuple[ReplacementFault, ...] = ()
    for piece in pieces(chunks, plan, year, policies):
        one, said = piece.chunk, piece.formatted.text
        spoken.append(one if said == one.text else Chunk(said, one.flushed, one.start, one.end))
        if piece.formatted.faults is not told:  # those of a chunk that recurs are known
            told = piece.formatted.faults
            faults.update(dict.fromkeys(told))
    return Spoken("".join(one.text for one in spoken), tuple(spoken), tuple(faults))


class Piece(NamedTuple):
    """A chunk, what made ``formatted`` of it, and whether it is in another language than English."""

    chunk: Chunk
    plan: FormatPlan
    other: bool
    formatted: Formatted


def pieces(chunks: tuple[Chunk, ...], plan: ChunkPlan, year: int, policies: VoicePolicies) -> Iterator[Piece]:
    """Each chunk formatted. Once the replacements have taken the steps of an utterance, they are left out."""
    format_plan, left = plan.format, MAX_STEPS
    others = (True for _ in chunks) if plan.other_language else in_others([one.text for one in chunks])
    known: dict[tuple[str, bool], Formatted] = {}
    settings = settings_of(plan.format, year, policies) if len(chunks) > _MANY else None
    for one, other in zip(chunks, others, strict=True):
        if (formatted := known.get((one.text, other))) is not None and formatted.steps <= left:
            left -= formatted.steps
            yield Piece(one, format_plan, other, formatted)
            continue
        used = format_plan
        # The first steps count for all chunks together afterwards: what was formatted before is known by its budget.
        budget = MAX_STEPS if left > MAX_STEPS - _UNHEEDED else left
        if settings is None:
            formatted = format_chunk(one.text, used, year, policies, other, budget)
        else:
            formatted = format_anew(one.text, used, settings, other, budget)
        left -= formatted.steps
        if left < 0 or formatted.exhausted:
            if not formatted.exhausted:  # by itself it was not too much
                working = [entry for entry in used.replacements if not isinstance(entry, Broken)]
                blamed = max(working, key=lambda entry: isinstance(entry, Regex))
                formatted = formatted._replace(faults=(*formatted.faults, ReplacementFault(blamed.index, TOO_MUCH)))
            # Nothing is owed: the chunks behind, which have no replacement left to blame, are only formatted.
            format_plan, left = replace(used, replacements=()), 0
            known.clear()
        else:
            known[one.text, other] = formatted
        yield Piece(one, used, other, formatted)


def word_count(text: str) -> int:
    """Pieces between white space, tags removed first (design §3.7)."""
    return len(strip_tags(text).split())


def duration_ms(text: str) -> int:
    """How long *text* takes: ceil(words × 2000 / 7) ms, which is 3.5 words a second, and the time of its breaks."""
    return -(-word_count(text) * 2000 // 7) + break_ms(text)
