"""The voice pipeline as the machine uses it: what the caller hears of a text, and for how long (semantics §7)."""

from __future__ import annotations

from typing import NamedTuple

from ..voice import ChunkPlan, VoicePolicies, duration_ms, is_audio, speak, strip_flush
from .undecided import Undecided
from .words import lasts_ms


def spoken_ms(text: str) -> int:
    """How long somebody else speaks *text*."""
    return lasts_ms(len(text.split()))


class Spoken(NamedTuple):
    """``text`` is ``raw`` without flush tags, ``sent`` as the voice provider gets it, in ``chunks``."""

    raw: str
    text: str
    sent: str
    chunks: tuple[str, ...]
    lasts_ms: int
    audio: bool


class VoiceProgram:
    """A voice of the member *name*. Texts recur from call to call, so the last ones are remembered."""

    REMEMBERED = 2048

    def __init__(self, name: str, plan: ChunkPlan, year: int, policies: VoicePolicies) -> None:
        self._plan = plan
        self._policies = policies
        self._name = name
        self._year = year
        self._known: dict[str, Spoken] = {}

    def spoken(self, text: str) -> Spoken:
        """What becomes of *text*. A recording's length is unknown: it counts no words.

        Raises :class:`Undecided` where a replacement cannot be made: what the caller hears is then unknown.
        """
        known = self._known.get(text)
        if known is None:
            if len(self._known) >= self.REMEMBERED:
                self._known.clear()
            known = self._known[text] = self._spoken(text)
        return known

    def _spoken(self, text: str) -> Spoken:
        if is_audio(text):
            return Spoken(text, text, text, (), 0, True)
        speech = speak(text, self._plan, self._year, self._policies)
        for fault in speech.faults:
            raise Undecided(f"replacement {fault.index + 1} of {self._name}'s voice cannot be made: {fault.message}")
        said = strip_flush(text) if self._plan.enabled else text
        chunks = tuple(chunk.text for chunk in speech.chunks)
        return Spoken(text, said, speech.text, chunks, duration_ms(speech.text), False)
