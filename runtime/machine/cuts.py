"""The assistant's speech breaks off (semantics §5.8, design §3.7)."""

from __future__ import annotations

from . import agenda
from .moment import Moment
from .records import Json
from .words import heard

REMINDERS = frozenset({"hook", "idle"})
"""Sources of speech that restart the silence period under the policy ``silenceClock: restart`` alone."""


def cut(m: Moment, *, keeps: bool = False) -> None:
    """The utterance in progress breaks off now; the history has what was heard of it, if anything, or *keeps*
    all of it.
    """
    s = m.s
    utterance = s.speaking
    if utterance is None:
        return
    s.speaking = None
    agenda.drop(m, "spoken", "cut")
    spent = m.t - utterance.started_ms
    text = heard(utterance.text, spent, utterance.lasts_ms)
    if not keeps and utterance.activation == s.activation and 0 <= utterance.place < len(s.history):
        if text or m.policy("unheardSpeech", "speech breaks off before its first word") == "empty":
            message = s.history[utterance.place]
            s.history = s.history.replaced(utterance.place, message._replace(content=text))
        else:
            s.history = s.history.without(utterance.place)
        s.seen = min(s.seen, utterance.place)
    data: dict[str, Json] = {"role": "assistant", "cut_at_ms": spent}
    if m.p.full:
        data["heard"] = text
    m.emit("speech.ended", data, utterance.member)
