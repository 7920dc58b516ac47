"""Which part of the pipeline an endedReason blames, and whose (semantics §14, appendix A)."""

from __future__ import annotations

from typing import Literal, NamedTuple

Part = Literal["voice", "transcriber"]


class Blame(NamedTuple):
    """The part that failed and its provider, as a configuration names it."""

    part: Part
    provider: str


_FAMILIES = ("pipeline-error-", "call.in-progress.error-vapifault-", "call.in-progress.error-providerfault-")

_TRANSCRIBERS = {
    "assembly-ai": "assembly-ai",
    "azure-speech": "azure",
    "custom-transcriber": "custom-transcriber",
    "deepgram-returning": "deepgram",
}
"""Reasons that begin so blame a transcriber, whatever they go on with."""

_VOICES = {
    "cartesia": "cartesia",
    "custom-voice": "custom-voice",
    "eleven-labs": "11labs",
    "microsoft": "microsoft",
    "playht": "playht",
    "tavus": "tavus",
}
"""Reasons that begin so blame a voice, unless they name the transcriber."""


def blame(reason: str) -> Blame | None:
    """What *reason* blames; None where it is neither a voice nor a transcriber."""
    for family in _FAMILIES:
        if reason.startswith(family):
            return _blame(reason.removeprefix(family))
    return None


def _blame(fault: str) -> Blame | None:
    for name, provider in _TRANSCRIBERS.items():
        if fault.startswith(f"{name}-"):
            return Blame("transcriber", provider)
    for name, provider in _VOICES.items():
        if fault.startswith(f"{name}-"):
            return Blame("transcriber" if "-transcriber-" in fault else "voice", provider)
    provider, mark, _ = fault.partition("-transcriber-")
    if mark:
        return Blame("transcriber", provider)
    provider, mark, _ = fault.partition("-voice-")
    return Blame("voice", provider) if mark else None
