"""The caller's speech: what it stops, what it resets, when it is the model's turn (semantics §4.6, §5.3, §5.8)."""

from __future__ import annotations

from . import agenda, cuts, hooks, languages, queue, quiet, requests, silence, speech, tools, turns
from .events import UserSpeaks
from .moment import Moment
from .plans import confidence_threshold
from .program import HookProgram
from .records import Due, Hearing, Json, Message
from .words import tokens

LOW_CONFIDENCE = "assistant.transcriber.endpointedSpeechLowConfidence"
THRESHOLD = 0.4
"""The usual threshold of transcribers, where a hook needs one and the configuration has none (semantics §4.2)."""


def begin(m: Moment, event: UserSpeaks) -> None:
    """The caller begins to speak; one who is speaking already does not."""
    s = m.s
    if s.hearing is not None:
        return
    ignored = s.mute_customer or _discarded(m, event.confidence)
    delay, turn = None, not ignored
    if s.speaking is not None and not ignored:
        said = tokens(event.text)
        delay = m.member.stop_plan.delay_ms(len(said), event.lasts_ms)
        stops = _interrupts(m, said, decides=s.speaking.interruptible and delay != 0)
        turn = not _acknowledges(m, said, stops)
        delay = 0 if stops else delay
    heard_as = (len(s.history), event.language, event.still_speaking, event.endpoint_ms)
    s.hearing = Hearing(event.text, m.t, event.lasts_ms, event.confidence, turn, ignored, *heard_as)
    data: dict[str, Json] = {"role": "user"}
    if m.p.full:
        data["text"] = event.text
        if event.partials:
            data["partials"] = [{"at_ms": at_ms, "text": text} for at_ms, text in event.partials]
    data["lasts_ms"] = event.lasts_ms
    if event.confidence is not None:
        data["confidence"] = event.confidence
    if event.language is not None:
        data["language"] = event.language
    m.emit("speech.started", data)
    agenda.add(m, m.t + event.lasts_ms, "heard")
    if ignored:
        return
    silence.user_spoke(m, turn)
    quiet.stop(m, "user speech")
    if s.speaking is None:
        if turn:
            queue.clear(m)
            turns.drop_replies(m)
    elif turn and s.speaking.interruptible:
        if delay == 0 and _may_interrupt(m, s.speaking.source):
            interrupt(m)
        elif delay:
            agenda.add(m, m.t + delay, "cut")


def _interrupts(m: Moment, said: tuple[str, ...], decides: bool) -> bool:
    """Whether the words are an interruption phrase: none within an acknowledgement (semantics §5.8). *decides*: if
    they are none, they do not stop the assistant at once.
    """
    plan = m.member.stop_plan
    found, other = plan.interrupts(said), plan.acknowledges(said)
    if not found or other == "whole":
        return False
    if found == "whole":
        return True
    policies = m.p.policies
    if not decides and not (other and policies["acknowledgementPhrases"] == "contained"):
        return policies["interruptionPhrases"] == "contained"  # either way it is a turn, and stops the same
    return m.policy("interruptionPhrases", "what the caller says holds an interruption phrase") == "contained"


def _acknowledges(m: Moment, said: tuple[str, ...], stops: bool) -> bool:
    """Whether the words are an acknowledgement phrase. One that they merely hold is none beside words that stop."""
    found = m.member.stop_plan.acknowledges(said)
    if found == "whole" or not found or stops:
        return found == "whole"
    why = "what the caller says holds an acknowledgement phrase"
    return m.policy("acknowledgementPhrases", why) == "contained"


def _may_interrupt(m: Moment, source: str) -> bool:
    """Whether speech of this source can be interrupted, where the plan does not say that it cannot (Q12)."""
    reminds = source in cuts.REMINDERS
    return not reminds or m.policy("hookSpeech", "the caller speaks into a hook's words") == "interruptible"


def cut_due(m: Moment, _: Due) -> None:
    """The caller has spoken long enough to stop the assistant, if it still speaks."""
    speaking = m.s.speaking
    if speaking is not None and speaking.interruptible and _may_interrupt(m, speaking.source):
        interrupt(m)


def interrupt(m: Moment) -> None:
    """Barge-in: the assistant stops, what it had still to say is dropped, hooks act."""
    s = m.s
    cuts.cut(m)
    queue.clear(m)
    turns.drop_replies(m)
    s.hold_ms = max(s.hold_ms, m.t + m.member.stop_plan.backoff_ms)
    hooks.fire_all(m, "assistant.speech.interrupted")


def heard(m: Moment, _: Due) -> None:
    """The caller has spoken to the end."""
    s = m.s
    hearing, s.hearing = s.hearing, None
    if hearing is None:
        return
    agenda.drop(m, "cut")
    due = _low_confidence(m, hearing)
    kept = _is_kept(m, due)
    m.emit("speech.ended", {"role": "user", "discarded": True} if hearing.ignored and not kept else {"role": "user"})
    if kept:
        s.history = s.history.plus(Message("user", hearing.text))
    for hook, why in due:
        if why:
            hooks.suppress(m, hook, why)
        else:
            hooks.fire_unless_busy(m, hook)
    if hearing.ignored:
        return
    languages.heard(m, hearing.language)
    asked = _last_said(m, hearing.behind)
    s.history = s.history.plus(Message("user", hearing.text))
    s.met = True
    if s.speaking is None or s.speaking.source not in speech.CONVERSATIONAL:
        quiet.start(m)
    if not hearing.turn:
        return
    tools.user_spoke(m)
    wait = m.member.start_plan.endpoint_ms(hearing, asked)
    if wait:
        agenda.add(m, m.t + wait, "endpoint")
    else:
        endpoint(m)


def _low_confidence(m: Moment, hearing: Hearing) -> list[tuple[HookProgram, str]]:
    """The hooks on what is discarded, each with why its bounds hold it back; "": it fires."""
    if not hearing.ignored or m.s.mute_customer or hearing.confidence is None:
        return []
    due = []
    for hook in m.member.on(LOW_CONFIDENCE):
        least, most = _interval(m, hook)
        fits = least <= hearing.confidence < most
        due.append((hook, "" if fits else f"confidence {hearing.confidence:g} is not from {least:g} to below {most:g}"))
    return due


def _is_kept(m: Moment, due: list[tuple[HookProgram, str]]) -> bool:
    """Whether what would be discarded joins the history, because a hook fires (semantics §4.6)."""
    if m.s.calls or all(why for _, why in due):
        return False
    return m.policy("lowConfidenceText", "a transcript of low confidence fires a hook") == "kept"


def endpoint(m: Moment) -> None:
    """The caller's turn counts as ended: the model is asked, and the assistant may speak after its wait."""
    plan = m.member.start_plan
    if plan.additive:
        m.s.wait_ms = plan.wait_ms
    else:
        m.s.answer_ms = max(m.s.answer_ms, m.t + plan.wait_ms)
    requests.ask_turn(m, "the caller's turn has ended")


def _discarded(m: Moment, confidence: float | None) -> bool:
    if confidence is None:
        return False
    threshold = _threshold(m)
    if threshold is not None and confidence < threshold:
        return True
    return any(confidence < _interval(m, hook)[1] for hook in m.member.on(LOW_CONFIDENCE))


def _interval(m: Moment, hook: HookProgram) -> tuple[float, float]:
    """The confidences at which a hook fires, without the upper end; below that end a transcript is discarded (semantics
    §4.6).
    """
    below, upto = hook.hook.by_threshold
    written = hook.hook.confidence
    if written is not None and not (upto and m.s.transcriber):
        return written
    threshold = _threshold(m)
    most = THRESHOLD if threshold is None else threshold
    current = (max(round(most - 0.2, 6), 0.0) if below or written is None else written[0]), most
    if written is None or written == current:
        return current
    first = m.policy("lowConfidenceBound", "another transcriber listens") == "first"
    return written if first else current


def _threshold(m: Moment) -> float | None:
    return confidence_threshold(m.member.transcribers[m.s.transcriber])


def _last_said(m: Moment, behind: int) -> str:
    """The assistant's last words before the caller began to speak, for endpointing rules that look at them."""
    if not m.member.start_plan.rules:
        return ""
    history = m.s.history
    for place in range(min(behind, len(history)) - 1, -1, -1):
        message = history[place]
        if message.role == "assistant" and message.content:
            return message.content
    return ""
