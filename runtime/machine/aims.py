"""The utterances that an input can aim at: an interruption, or anything else that comes ``at`` a time into one."""

from __future__ import annotations

from .records import Utterance


class Aims:
    """What the assistant has begun to say since the previous input, and what was being said when that input began: an
    acknowledgement, a false start or a control message may have left it going.
    """

    __slots__ = ("_begun", "_going")

    def __init__(self) -> None:
        self._begun: list[Utterance] = []
        self._going: Utterance | None = None

    def input_begins(self, speaking: Utterance | None) -> None:
        """An input is played while *speaking* is being said."""
        self._begun, self._going = [], speaking

    def speech_begins(self, utterance: Utterance) -> None:
        """The assistant begins to speak."""
        self._begun.append(utterance)

    def first(self, of: str | None, earliest_ms: int) -> Utterance | None:
        """The first utterance since the previous input that has the text *of* in it and is not over by *earliest_ms*
        (0: it may be).
        """
        return next(
            (
                spoken
                for spoken in self._begun
                if _has(spoken, of) and (not earliest_ms or spoken.started_ms + spoken.lasts_ms > earliest_ms)
            ),
            None,
        )

    def going(self, of: str | None) -> Utterance | None:
        """What was being said when the previous input began, if it has the text *of* in it; it may be over by now."""
        return self._going if self._going is not None and _has(self._going, of) else None


def _has(utterance: Utterance, of: str | None) -> bool:
    return of is None or of in utterance.text
