"""An utterance on its way to the voice provider, step by step: what ``callplan speak`` prints."""

from __future__ import annotations

from dataclasses import dataclass

from .chunks import Chunk, chunk
from .formatting import Pass, explain
from .plan import ChunkPlan
from .policies import DEFAULT, VoicePolicies
from .replacements import ReplacementFault
from .settings import YEAR
from .speech import is_audio, pieces


@dataclass(frozen=True, slots=True)
class Leg:
    """A chunk before it is formatted, what sent it (``flush``, ``end`` or the boundary's mark), what each formatter did
    to it, and what the provider gets. ``other``: it is in another language than English, which steps 6 to 12 leave.
    """

    chunk: Chunk
    sent_by: str
    passes: tuple[Pass, ...]
    spoken: str
    other: bool = False
    faults: tuple[ReplacementFault, ...] = ()


def walk(text: str, plan: ChunkPlan, year: int = YEAR, policies: VoicePolicies = DEFAULT) -> tuple[Leg, ...]:
    """Every chunk of *text*; what is spoken is the same as :func:`~.speech.speak` says. A recording has no passes."""
    if is_audio(text):
        return (Leg(Chunk(text, False, 0, len(text)), "end", (), text),)
    chunks = chunk(text, plan)
    if not plan.enabled:
        return tuple(Leg(one, "end", (), one.text) for one in chunks)
    return tuple(
        Leg(
            piece.chunk,
            _sent_by(piece.chunk, plan, last=index == len(chunks)),
            explain(piece.chunk.text, piece.plan, year, policies, piece.other),
            piece.formatted.text,
            piece.other and plan.format.enabled and policies.other_languages == "untouched",
            piece.formatted.faults,
        )
        for index, piece in enumerate(pieces(chunks, plan, year, policies), 1)
    )


def _sent_by(one: Chunk, plan: ChunkPlan, *, last: bool) -> str:
    if one.flushed:
        return "flush"
    return "end" if last else next((mark for mark in plan.boundaries if one.text.endswith(mark)), "end")
