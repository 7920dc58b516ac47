"""The operator's side of a warm transfer: ringing, picking up, what they are told, and how it ends (semantics §11.5).

The script's ``transfer:`` answer is a status, or a mapping with one: ``answersAfter`` is how long it rings,
``speaksAfter`` when the operator says something (where the mode waits for that), ``summary`` what the model tells them,
and of a transfer assistant ``talk`` (who says what, line by line), ``lasts``, ``silent`` or ``microphone: false``;
``hangsUpAfter`` is the caller's.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from ...compiler.plan.model import Destination
from ..transcript.durations import parse
from . import agenda, languages, transfer_assistant
from .destinations import place
from .moment import Moment
from .plans import milliseconds
from .records import Json, Running
from .voice import spoken_ms

if TYPE_CHECKING:
    from .state import State

STATUSES = ("connected", "completed", "no-answer", "busy", "voicemail", "failed", "cancelled")
DURATIONS = ("answersAfter", "speaksAfter", "lasts", "silent", "hangsUpAfter")
_KEYS = ("status", "summary", "microphone", "talk", *DURATIONS)
_TALKERS = ("operator", "assistant")
DONE = ("connected", "completed")
EXPERIMENTAL = "warm-transfer-experimental"
_PERSON_MS = 60_000
"""How long an operator may take to pick up (``dialTimeout``), or to speak first (``timeout``)."""

_BEFORE = {
    "warm-transfer-with-message": "say-message",
    "warm-transfer-with-summary": "say-summary",
    "warm-transfer-with-twiml": "twiml",
}

REASONS = {
    "busy": "call.forwarding.operator-busy",
    "no-answer": "call.forwarding.no-answer",
    "cancelled": "call.in-progress.error-warm-transfer-assistant-cancelled",
    "max-duration": "call.in-progress.error-warm-transfer-max-duration",
    "silence-timeout": "call.in-progress.error-warm-transfer-silence-timeout",
    "microphone-timeout": "call.in-progress.error-warm-transfer-microphone-timeout",
    "before-warm-transfer": "customer-ended-call-before-warm-transfer",
    "during-transfer": "customer-ended-call-during-transfer",
}
"""Outcomes that have a reason of their own; any other is a transfer that failed (semantics §14)."""
FAILED = "call.in-progress.error-transfer-failed"
_WORDS = ("text", "twiml", "system", "context", "messages", "tools")
GONE = ("before-warm-transfer", "during-transfer")
"""Outcomes in which the caller is no longer there."""


class Stage(NamedTuple):
    """What happens on the operator's side, ``t_ms`` after the caller has been announced."""

    t_ms: int
    name: str
    data: dict[str, Json]


def is_warm(destination: Destination) -> bool:
    """Whether somebody has to take the transferred call before it leaves (semantics §11.5)."""
    return mode_of(plan_of(destination)).startswith("warm-transfer")


def plan_of(destination: Destination) -> Mapping[str, Json]:
    """The destination's ``transferPlan``."""
    plan = destination.config.get("transferPlan")
    return plan if isinstance(plan, Mapping) else {}


def mode_of(plan: Mapping[str, Json]) -> str:
    """How the transfer is made, blindly where nothing is written; the platform rewrites the names of before (semantics
    §11.5).
    """
    mode = str(plan.get("mode") or "blind-transfer")
    return f"warm-transfer-{_BEFORE[mode]}" if mode in _BEFORE else mode


def fault(value: Json) -> str | None:
    """What is wrong with a ``transfer:`` answer, or None."""
    given = value if isinstance(value, Mapping) else {"status": value}
    for key in given:
        if key not in _KEYS:
            return f"a transfer goes by {', '.join(_KEYS)}; there is no {key!r}"
    if "status" not in given:
        return f"it is not said how the transfer goes: it needs a status, one of {', '.join(STATUSES)}"
    if given["status"] not in STATUSES:
        return f"the status of a transfer is one of {', '.join(STATUSES)}, not {given['status']!r}"
    for key in DURATIONS:
        if key in given and parse(str(given[key])) is None:
            return f"{key} is a duration such as 1.2s, not {given[key]!r}"
    if "talk" in given and _lines(given["talk"]) is None:
        return "talk is a list of lines, each operator: TEXT or assistant: TEXT"
    return None


def _lines(talk: Json) -> list[tuple[str, str]] | None:
    """What is said on the operator's side, and by whom; None for anything else."""
    if not isinstance(talk, list | tuple):
        return None
    lines = [next(iter(line.items())) for line in talk if isinstance(line, Mapping) and len(line) == 1]
    fit = len(lines) == len(talk) and all(who in _TALKERS and isinstance(said, str) for who, said in lines)
    return lines if fit else None


def dialing(m: Moment, destination: Destination) -> dict[str, Json]:
    """Where the call is sent, how, what a header takes along, and what the caller hears meanwhile."""
    plan = plan_of(destination)
    mode = mode_of(plan)
    data: dict[str, Json] = {"stage": "dialing", "to": place(m, destination), "mode": mode}
    if mode == "blind-transfer-add-summary-to-sip-header":
        data["header"] = "X-Transfer-Summary"
    if mode == EXPERIMENTAL:
        data["hold"] = str(plan.get("holdAudioUrl") or "default")
    return data


def begin(m: Moment, running: Running, destination: Destination, value: Json, rings_ms: int) -> tuple[Running, int]:
    """The call with what will happen to it, and when the first of that does."""
    given = dict(value) if isinstance(value, Mapping) else {"status": value}
    given.setdefault("answersAfter", f"{rings_ms}ms")
    stages = _stages(m, running, destination, given)
    m.emit("transfer.stage", dialing(m, destination), running.member)
    return running._replace(answer=[stage._asdict() for stage in stages]), m.t + stages[0].t_ms


def go_on(m: Moment, running: Running) -> tuple[Running, str]:
    """The next stage is due: tell it. A text is how the transfer has ended; "": it goes on, on the agenda."""
    stage, *others = running.answer
    data = stage["data"] if m.p.full else {key: item for key, item in stage["data"].items() if key not in _WORDS}
    m.emit("transfer.stage", {"stage": stage["name"], **data}, running.member)
    if not others:
        return running, str(stage["name"])
    agenda.add(m, m.t + others[0]["t_ms"] - stage["t_ms"], "transfer", running.ref)
    return running._replace(answer=others), ""


def left(state: State) -> str | None:
    """The reason when the caller hangs up while a transfer goes its way on the operator's side; None: none does."""
    dialled = {due.ref for due in state.agenda if due.kind == "transfer"}
    running = next((one for one in state.calls if one.ref in dialled), None)
    if running is None:
        return None
    last = running.answer[-1]
    rings = any(stage["name"] == "answered" for stage in running.answer)
    rings = rings or last["name"] in ("busy", "failed") or (last["name"] == "no-answer" and not last["data"])
    return REASONS["before-warm-transfer" if rings else "during-transfer"]


def _stages(m: Moment, running: Running, destination: Destination, given: Mapping[str, Any]) -> list[Stage]:
    """What happens, in order; the last one is how it ends."""
    plan, status = plan_of(destination), str(given["status"])
    times = {key: parse(str(given[key])) or 0 for key in DURATIONS if key in given}
    stages = list(_course(m, running, plan, status, times, given))
    leaves = times.get("hangsUpAfter")
    if leaves is not None and leaves < stages[-1].t_ms:
        stages = [stage for stage in stages if stage.t_ms <= leaves]
        answered = any(stage.name == "answered" for stage in stages)
        stages.append(Stage(leaves, "during-transfer" if answered else "before-warm-transfer", {}))
    return stages


def _course(
    m: Moment, running: Running, plan: Mapping[str, Any], status: str, times: dict[str, int], given: Mapping[str, Any]
) -> Iterator[Stage]:
    now = times.get("answersAfter", 0)
    patience = milliseconds(plan.get("dialTimeout"), _PERSON_MS)
    if plan.get("sipVerb") == "dial" and now > patience:
        yield Stage(patience, "no-answer", {})
        return
    if status in ("no-answer", "busy", "failed"):
        yield Stage(now, status, {})
        return
    yield Stage(now, "answered", {})
    if status == "voicemail":
        yield Stage(now, status, {})
        return
    mode = mode_of(plan)
    if "wait-for-operator" in mode:
        waits, patience = times.get("speaksAfter", 0), milliseconds(plan.get("timeout"), _PERSON_MS)
        if waits > patience:
            yield Stage(now + patience, "no-answer", {"why": "the operator did not speak"})
            return
        now += waits
        yield Stage(now, "operator-speaks", {})
    assistant = plan.get("transferAssistant")
    if mode == EXPERIMENTAL and isinstance(assistant, Mapping):
        asked = transfer_assistant.request(m, running, plan, assistant)
        yield from _conversation(m, assistant, asked, status, now, times, given)
        return
    said = _briefing(m, plan, mode, given)
    if said:
        yield Stage(now, "briefing", said)
        now += spoken_ms(said.get("text", ""))
    audio = plan.get("transferCompleteAudioUrl")
    plays = said and mode == EXPERIMENTAL and status in DONE and isinstance(audio, str)
    yield Stage(now, status, {"audio": audio} if plays else {})


def _briefing(m: Moment, plan: Mapping[str, Any], mode: str, given: Mapping[str, Any]) -> dict[str, Json]:
    """What the operator is told before the caller is there: a message, a summary, or what TwiML says."""
    if mode.endswith("twiml"):
        return {"twiml": languages.custom(m, plan.get("twiml"))}
    if mode.endswith("say-summary") or (mode == EXPERIMENTAL and _summarised(plan.get("summaryPlan"))):
        return {"kind": "summary", "text": str(given.get("summary") or "")}
    text = languages.custom(m, plan.get("message"))
    return {"kind": "message", "text": text} if text else {}


def _summarised(plan: Any) -> bool:
    """Whether a ``summaryPlan`` takes the message's place: one that is there and not switched off."""
    return isinstance(plan, Mapping) and plan.get("enabled") is not False


def _conversation(
    m: Moment,
    assistant: Mapping[str, Any],
    asked: dict[str, Json],
    status: str,
    now: int,
    times: dict[str, int],
    given: Mapping[str, Any],
) -> Iterator[Stage]:
    """The transfer assistant talks to the operator: its own limits end that (semantics §5.2). *asked* is what its model
    is sent.
    """
    first = transfer_assistant.first_words(m, assistant)
    yield Stage(now, "assistant", {"text": first, **asked} if first else asked)
    said_ms, talk = spoken_ms(first), []
    for who, said in _lines(given.get("talk", ())) or ():
        talk.append(Stage(now + said_ms, "says", {"role": who, "text": said}))
        said_ms += spoken_ms(said)
    longest = milliseconds(assistant.get("maxDurationSeconds"), 120_000)
    silence = milliseconds(assistant.get("silenceTimeoutSeconds"), 30_000)
    lasts = times.get("lasts", said_ms)
    if given.get("microphone") is False:
        end = Stage(now + silence, "microphone-timeout", {})
    elif times.get("silent", 0) >= silence and silence <= longest:
        end = Stage(now + silence, "silence-timeout", {})
    elif lasts > longest:
        end = Stage(now + longest, "max-duration", {})
    else:
        end = Stage(now + lasts, status, {})
    yield from (line for line in talk if line.t_ms < end.t_ms)
    yield end
