"""The assistant's speech: how an utterance begins and ends (semantics §5.6, §5.8, design §3.7)."""

from __future__ import annotations

from . import agenda, chat, hooks, queue, quiet
from .cuts import REMINDERS
from .moment import Moment
from .records import Item, Json, Message, Utterance

CONVERSATIONAL = frozenset({"first-message", "model", "tool-message"})
"""Sources of speech that restart the silence period."""


def begin(m: Moment, item: Item) -> None:
    """Start to speak *item*."""
    s = m.s
    if m.chat:
        if item.text.strip():
            chat.answer(m, item, item.text.strip())
        return
    member = m.p.members[item.member] if item.member else m.member
    form = member.voices[s.voice if member is m.member else 0].spoken(item.text)
    if not form.text.strip():
        return
    place = -1
    if not form.audio and item.activation == s.activation:
        place = len(s.history)
        s.history = s.history.plus(Message("assistant", form.text.strip(), tag=item.tag))
    first, s.met = not s.met, True
    if s.mute_assistant:
        return
    lasts = form.lasts_ms if item.lasts_ms is None else item.lasts_ms
    if form.audio:
        lasts = s.info.get("recordings", {}).get(form.text.strip(), lasts)
    s.speaking = Utterance(
        item.source, form.text.strip(), m.t, lasts, member.key, item.interruptible, s.activation, place
    )
    data: dict[str, Json] = {"role": "assistant", "source": item.source}
    if m.p.full:
        data["text"] = s.speaking.text
        if form.raw != form.text:
            data["raw"] = form.raw.strip()
        if form.sent.strip() != s.speaking.text and form.sent:
            data["spoken"] = form.sent
        if len(form.chunks) > 1:
            data["chunks"] = list(form.chunks)
    data["lasts_ms"] = lasts
    m.emit("speech.started", data, member.key)
    agenda.add(m, m.t + lasts, "spoken")
    restarts = item.source in REMINDERS and m.p.policies["silenceClock"] == "restart"
    if restarts and quiet.awaits(m):
        m.policy("silenceClock", "a reminder is spoken")
    if item.source in CONVERSATIONAL or restarts or (first and _ends_the_first_silence(m, item.source)):
        quiet.stop(m, "assistant speech")
    if s.hearing and not s.hearing.ignored:
        hooks.fire_all(m, "customer.speech.interrupted")


def end(m: Moment) -> None:
    """The utterance in progress has been spoken to its end."""
    s = m.s
    utterance = s.speaking
    if utterance is None:
        return
    s.speaking = None
    m.emit("speech.ended", {"role": "assistant"}, utterance.member)
    if _restarts(m, utterance.source):
        quiet.start(m)
    if s.phase == "live" and _ends_call(m, utterance):
        s.queue = (Item("end", "assistant-said-end-call-phrase", keep=True),)


def _ends_the_first_silence(m: Moment, source: str) -> bool:
    """The silence until somebody speaks is the call's own (rule 8), unless reminders count in it as in any other."""
    return source not in REMINDERS or m.p.policies["remindersAtStart"] == "wait"


def _restarts(m: Moment, source: str) -> bool:
    """Whether the silence period starts anew behind speech of this source (semantics §5.3 rule 3)."""
    if source not in REMINDERS:
        return source in CONVERSATIONAL
    if m.p.policies["silenceClock"] == "restart":
        return True
    if quiet.awaits(m) and not m.s.queue:  # what else is to be said or done ends the period, or tells it itself
        m.policy("silenceClock", "a reminder has been spoken")
    return False


def _ends_call(m: Moment, utterance: Utterance) -> bool:
    """Whether a phrase in *utterance* ends the call: by default not one that ends for another reason already. Words
    count, not what stands between them (a line break, the place of a flush tag); a phrase without words is none.
    """
    phrases = m.p.members[utterance.member].phrases
    text = _words(utterance.text) if phrases else ""
    if not any(phrase in text for phrase in (_words(phrase.render(m)) for phrase in phrases) if phrase):
        return False
    own = utterance.source == "model"
    if queue.ends(m):
        if not own and m.p.policies["endPhrases"] == "model":
            if m.p.policies["phraseInGoodbye"] == "goodbye":
                return False  # by either policy
        elif m.policy("phraseInGoodbye", "the call ends behind words that hold one") == "goodbye":
            return False
    return own or m.policy("endPhrases", "words that are not the model's hold one") == "all"


def _words(text: str) -> str:
    return " ".join(text.lower().split())
