"""An utterance on its way to the voice provider, step by step: what ``callplan speak`` prints."""

from __future__ import annotations

from dataclasses import dataclass

from .chunks import Chunk, chunk
from .formatting import Pass, explain, format_chunk
from .plan import ChunkPlan
from .policies import DEFAULT, VoicePolicies
from .settings import YEAR
from .speech import is_audio


@dataclass(frozen=True, slots=True)
class Leg:
    """A chunk before it is formatted, what sent it (``flush``, ``end`` or the boundary's mark), what each formatter did
    to it, and what the provider gets.
    """

    chunk: Chunk
    sent_by: str
    passes: tuple[Pass, ...]
    spoken: str


def walk(text: str, plan: ChunkPlan, year: int = YEAR, policies: VoicePolicies = DEFAULT) -> tuple[Leg, ...]:
    """Every chunk of *text*; what is spoken is the same as :func:`~.speech.speak` says. A recording has no passes."""
    if is_audio(text):
        return (Leg(Chunk(text, False, 0, len(text)), "end", (), text),)
    chunks = chunk(text, plan)
    if not plan.enabled:
        return tuple(Leg(one, "end", (), one.text) for one in chunks)
    return tuple(
        Leg(
            one,
            _sent_by(one, plan, last=index == len(chunks)),
            explain(one.text, plan.format, year, policies),
            format_chunk(one.text, plan.format, year, policies).text,
        )
        for index, one in enumerate(chunks, 1)
    )


def _sent_by(one: Chunk, plan: ChunkPlan, *, last: bool) -> str:
    if one.flushed:
        return "flush"
    return "end" if last else next((mark for mark in plan.boundaries if one.text.endswith(mark)), "end")
