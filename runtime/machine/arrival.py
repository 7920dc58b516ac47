"""Before an inbound call has an assistant: ringing, the request for one, and what becomes of it (semantics §9).

The transcript's ``assistantRequest:`` is the server's reply, with ``takes``, ``fails`` or ``timesOut`` beside it; its
target is what the reply names. Hooks and ``fallbackDestination`` of the number stand in ``call.phoneNumber``. The
machine comes in only when the call has somebody to speak; all that is before has negative times.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ...compiler.plan.frozen import thaw
from ...compiler.plan.model import Plan
from ..trace.model import Event
from ..transcript.durations import parse
from ..transcript.model import Transcript
from .hooks import missed
from .info import OUTBOUND, server_url
from .plans import milliseconds
from .records import Json
from .words import lasts_ms

NOT_JOINED = "call.in-progress.error-assistant-did-not-receive-customer-audio"
MISSED = {"never": "customer-did-not-answer", "busy": "customer-busy"}
"""What an outbound call ends for that nobody takes."""
JOIN_MS = 15_000
"""How long the caller of a web call may take to join (semantics §5.2)."""

DEADLINE_MS = 7500
"""For the whole request, fixed by the platform; the server's own timeout does not apply."""

FAILED = "assistant-request-failed"
ANNOUNCEMENT = "Transferring the call now"
_NAMES = ("assistantId", "assistant", "squadId", "squad")
_OUTCOME = ("takes", "fails", "timesOut", "found", "valid", "server")
_Chosen = tuple[int, dict[str, Json]] | None
NOBODY_TO_ASK = "call-start-error-neither-assistant-nor-server-set"


@dataclass(slots=True)
class Arrival:
    """How a call comes in. ``reason`` "": it goes on with the plan's entry and *variables* over the request's own.
    ``fault`` says why the plan cannot be what the reply names.
    """

    events: list[Event] = field(default_factory=list)
    variables: dict[str, Json] = field(default_factory=dict)
    reason: str = ""
    ended_ms: int = 0
    fault: str = ""

    def told(self, full: bool) -> list[Event]:
        """The events, without what is said unless *full*."""
        if full:
            return self.events
        return [
            event._replace(data={key: value for key, value in event.data.items() if key != "text"})
            for event in self.events
        ]


def arrive(
    plan: Plan, reply: Mapping[str, Any] | None, info: Mapping[str, Json], policies: Mapping[str, str]
) -> Arrival:
    """What happens before *plan* takes the call. *reply* None: the number has its assistant, and nobody is asked."""
    arrival = Arrival()
    number = info.get("phoneNumber") or {}
    caller = str((info.get("customer") or {}).get("number", ""))
    hook, passed = _hook(number, "call.ringing", "number", caller)
    if hook is None and reply is None:
        _pass_over(arrival, 0, passed)
        return arrival
    answer = thaw(reply) if reply is not None else {}
    takes = parse(str(answer.get("takes", "0ms"))) or 0
    late = takes > DEADLINE_MS or answer.get("timesOut") is True
    takes = DEADLINE_MS if late else takes
    ringing = {"from": info["customer"]} if info.get("customer") else {}
    asked: dict[str, Json] = {}
    if reply is not None and hook is None:
        url = server_url(number)  # else the organisation's, which no file knows
        called = {key: number[key] for key in ("id", "name", "number") if number.get(key)}
        asked = {"request": "assistant-request", **({"phoneNumber": called} if called else {})}
        asked |= {"server": {"url": url}, "takes_ms": takes} if url else {"takes_ms": takes}
    arrival.events.append(Event(-takes if hook is None else 0, None, "call.ringing", {**ringing, **asked}))
    _pass_over(arrival, arrival.events[-1].t_ms, passed)
    if hook is not None:
        _act(arrival, *hook, "call.ringing")
        return arrival
    if answer.get("server") is False:
        arrival.events[:] = [Event(0, None, "call.ringing", ringing)]
        _pass_over(arrival, 0, passed)
        _end(arrival, number, policies, NOBODY_TO_ASK, "", None)
        return arrival
    reason, said, forwards = (FAILED, "", None) if late or answer.get("fails") else _outcome(plan, answer, arrival)
    if reason and not arrival.fault:
        _end(arrival, number, policies, reason, said, forwards)
    return arrival


def join(plan: Plan, transcript: Transcript, info: Mapping[str, Json]) -> Arrival:
    """The caller of a web call joins, or does not in the time that the entry's configuration leaves (semantics §5.2);
    who is called picks up, or does not (§14). The pipeline starts when they have joined: all of it is before t = 0.
    """
    if info["type"] == OUTBOUND:
        return _dial(transcript, info)
    limit = milliseconds(plan.member(plan.entry).settings.get("customerJoinTimeoutSeconds"), JOIN_MS)
    takes = transcript.joins_ms
    late = takes is None or takes > limit
    waited = limit if takes is None or late else takes
    arrival = Arrival()
    arrival.events.append(Event(-waited, None, "call.ringing", {"request": "customer-join", "takes_ms": waited}))
    if late:
        arrival.reason = NOT_JOINED
        _over(arrival)
    return arrival


def _dial(transcript: Transcript, info: Mapping[str, Json]) -> Arrival:
    """How long it rings is the script's; of a call that nobody takes no document says it."""
    rings, arrival = transcript.joins_ms, Arrival()
    data = {"to": info["customer"]} if info.get("customer") else {}
    data |= {"takes_ms": rings} if rings is not None else {}
    arrival.events.append(Event(-(rings or 0), None, "call.ringing", data))
    if transcript.misses:
        arrival.reason = MISSED[transcript.misses]
        _over(arrival)
    return arrival


def _outcome(plan: Plan, answer: dict[str, Json], arrival: Arrival) -> tuple[str, str, Json]:
    """The reason that a reply ends the call for, what is said, where it goes; no reason: the call goes on."""
    error = answer.get("error")
    if error is not None:
        if isinstance(error, str) and error.strip():
            return "assistant-request-returned-error", error, None
        return "assistant-request-returned-unspeakable-error", "", None
    destination = answer.get("destination")
    if destination:
        kind = destination.get("type") if isinstance(destination, Mapping) else None
        if kind not in ("number", "sip"):
            arrival.fault = f"a reply's destination is of type number or sip, not {kind!r}"
        return "assistant-request-returned-forwarding-phone-number", "", destination
    named = [name for name in _NAMES if answer.get(name)]
    if not named and not {*answer} - {*_OUTCOME} and plan.kind == "call":
        return "", "", None  # the target is the reply itself
    if not named:
        return "assistant-request-returned-no-assistant", "", None
    stored = named[0].endswith("Id")
    if stored and answer.get("found") is False:
        return "assistant-not-found", "", None
    if answer.get("valid") is False:
        return "assistant-not-valid" if stored else "assistant-request-returned-invalid-assistant", "", None
    if any(not isinstance(answer[name], str if name.endswith("Id") else dict) for name in named):
        return "assistant-request-returned-invalid-assistant", "", None
    arrival.fault = _mismatch(plan, answer, named[0])
    for key in ("assistantOverrides", "squadOverrides"):
        overrides = answer.get(key) or {}
        others = sorted({*overrides} - {"variableValues"}) if isinstance(overrides, dict) else [key]
        if others:
            arrival.fault = (
                f"the reply's {key} hold more than variableValues ({', '.join(others)}): write the reply as a file and "
                "make it the target"
            )
        elif isinstance(overrides.get("variableValues"), dict):
            arrival.variables |= overrides["variableValues"]
    return "", "", None


def _mismatch(plan: Plan, answer: dict[str, Json], key: str) -> str:
    """Why *plan* is not what the reply names."""
    value = answer[key]
    entry = plan.member(plan.entry)
    kind = "squad" if key.startswith("squad") else "assistant"
    if plan.kind not in ("call", kind):
        return f"the reply names {key}, but the target is of kind {plan.kind}"
    if key == "assistantId" and value not in (entry.resource, entry.name, plan.target.rpartition("/")[2]):
        return f"the reply names the assistant {value!r}, but the target is {entry.name} ({plan.target})"
    if key == "squadId" and plan.kind == "squad" and value not in (plan.name, plan.target.rpartition("/")[2]):
        return f"the reply names the squad {value!r}, but the target is {plan.name} ({plan.target})"
    if key == "assistant" and value.get("name") not in (None, entry.name):
        return f"the reply brings the assistant {value.get('name')!r}, but the target is {entry.name}"
    return ""


def _end(
    arrival: Arrival, number: Mapping[str, Any], policies: Mapping[str, str], reason: str, said: str, forwards: Json
) -> None:
    """Say the error, or send the call on; else the number's hook on the ending acts, or its fallback (Q29)."""
    arrival.reason = reason
    _say(arrival, said, "control")
    if isinstance(forwards, Mapping):
        _leave(arrival, forwards)
    hook, passed = _hook(number, "call.ending", "call.endedReason", reason)
    _pass_over(arrival, arrival.ended_ms, passed)
    fallback = number.get("fallbackDestination") if reason == FAILED else None
    first = "hook"
    if hook is not None and isinstance(fallback, Mapping):
        first = policies["endingOfNumber"]
        told = {"name": "endingOfNumber", "value": first, "why": "the number has a hook and a fallbackDestination"}
        arrival.events.append(Event(arrival.ended_ms, None, "policy", told))
    if hook is not None and first == "hook":
        _act(arrival, *hook, "call.ending")
        return
    if isinstance(fallback, Mapping):
        _leave(arrival, fallback)
    _over(arrival)


def _hook(number: Mapping[str, Any], on: str, key: str, value: str) -> tuple[_Chosen, list[dict[str, Json]]]:
    """The first hook of the number on an event whose filters all match, and its index; and what the trace says of those
    before it, whose filters do not.
    """
    passed: list[dict[str, Json]] = []
    for index, hook in enumerate(number.get("hooks") or ()):
        if not isinstance(hook, dict) or hook.get("on") != on:
            continue
        miss = next((item for item in _list(hook.get("filters")) if not _fits(item, value)), None)
        if miss is None:
            return (index, hook), passed
        kind = miss.get("type") if isinstance(miss, dict) else None
        why = missed(key, str(kind or "oneOf"), value or None)
        passed.append({"hook": str(hook.get("name") or on), "on": on, "index": index, "why": why})
    return None, passed


def _pass_over(arrival: Arrival, t_ms: int, passed: list[dict[str, Json]]) -> None:
    arrival.events += [Event(t_ms, None, "hook.suppressed", data) for data in passed]


def _fits(item: Json, value: str) -> bool:
    """``startsWith`` looks at a number without its plus, ``oneOf`` at a whole reason (semantics §4.3)."""
    if not isinstance(item, dict):
        return False
    if item.get("type") == "startsWith":
        return any(value.lstrip("+").startswith(str(prefix).lstrip("+")) for prefix in _list(item.get("startsWith")))
    return value in _list(item.get("oneOf"))


def _act(arrival: Arrival, index: int, hook: dict[str, Json], on: str) -> None:
    """Only the first action runs: what is said, or where the call goes."""
    fired = {"hook": str(hook.get("name") or on), "on": on, "index": index}
    arrival.events.append(Event(arrival.ended_ms, None, "hook.fired", fired))
    action = next((item for item in _list(hook.get("do")) if isinstance(item, dict)), {})
    if action.get("type") == "transfer":
        _leave(arrival, action.get("destination") or {})
        arrival.reason = f"{on}.hook-executed-transfer"
    else:
        _say(arrival, str(action.get("exact") or ""), "hook")
        arrival.reason = f"{on}.hook-executed-say"
    _over(arrival)


def _leave(arrival: Arrival, destination: Mapping[str, Any]) -> None:
    """Announce where the call goes, and send it there."""
    _say(arrival, _message(destination), "transfer")
    to = destination.get("number") or destination.get("sipUri")
    if to:
        plan = destination.get("transferPlan")
        mode = (plan.get("mode") if isinstance(plan, Mapping) else None) or "blind-transfer"
        data = {"stage": "dialing", "to": str(to), "mode": str(mode)}
        arrival.events.append(Event(arrival.ended_ms, None, "transfer.stage", data))


def _say(arrival: Arrival, text: str, source: str) -> None:
    """Speak *text*, if it says anything; the call has nobody's voice yet, so nothing is formatted."""
    if not text.strip():
        return
    lasts = lasts_ms(len(text.split()))
    data = {"role": "assistant", "source": source, "text": text, "lasts_ms": lasts}
    arrival.events.append(Event(arrival.ended_ms, None, "speech.started", data))
    arrival.ended_ms += lasts
    arrival.events.append(Event(arrival.ended_ms, None, "speech.ended", {"role": "assistant"}))


def _message(destination: Mapping[str, Any]) -> str:
    message = destination.get("message", ANNOUNCEMENT)
    return message if isinstance(message, str) else str((message or {}).get("content", ""))


def _over(arrival: Arrival) -> None:
    arrival.events.append(Event(arrival.ended_ms, None, "call.ended", {"reason": arrival.reason}))


def _list(value: Any) -> list[Any]:
    """A list as it is; a single object is one entry (the number's ``call.ending`` hook has no list)."""
    return list(value) if isinstance(value, list | tuple) else [] if value is None else [value]
