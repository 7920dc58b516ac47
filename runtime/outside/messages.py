"""The messages that a call sends to its server and its client, put behind the events that bring them about.

A conversation-update holds what is new and how many messages there are, as a model request does: the platform sends the
whole list each time, which makes a trace grow with the square of the call. ``whole`` asks for that: the history after
each event, in the artifact's shape and in OpenAI's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from ...compiler.plan.model import Plan
from ..machine.info import OUTBOUND
from ..machine.transfers import FORWARDED
from ..trace.model import Event, Trace
from .after import names
from .hang import Hanging
from .opening import asked
from .record import HOOK_CALL, Json, Record, called, openai
from .report import end_of_call
from .stamps import stamped, zero
from .subscriptions import FINAL, of_client, of_server
from .tool_calls import messages as of_calls
from .tool_calls import together

ENDPOINTING = "call.endpointing.request"
VOICE = "voice-request"
SAMPLE_RATE = 24000
"""What the platform's example of a voice-request asks for; a run makes no sound."""
LANGUAGE, LANGUAGE_BEFORE = "language-change-detected", "language-changed"
"""A message's type, and the name under which clients subscribe to it (servers: both)."""
HANGS_UP = ("assistant-", "silence-timed-out", "exceeded-max-duration", "voicemail")
"""Reasons that begin so: the platform hangs up. Otherwise the caller has, or a fault has ended the call."""
CONTROL = "phone-call-control"


def told(plan: Plan, trace: Trace, *, whole: bool = False, started_at: str | None = None) -> Trace:
    """*trace* with ``server.message`` and ``client.message`` events. *started_at*: t = 0 of a call that never starts,
    which its trace does not say. Raises ValueError for a trace without the texts (detail ``events``).
    """
    if trace.header.detail != "full":
        raise ValueError("messages need a trace with full detail")
    events = stamped(_events(plan, trace, whole), zero(trace.events, started_at))
    return Trace(trace.header, tuple(events), trace.ended_reason)


def _events(plan: Plan, trace: Trace, whole: bool) -> Iterator[Event]:
    record, updates, hanging = Record(plan, asked(trace.events)), _Updates(whole), Hanging()
    call_type = ""
    partials: list[Event] = []
    groups = together(trace.events)
    dialled = _dialled(plan, trace)
    for index, event in enumerate(trace.events):
        if event.member is not None:
            while partials and partials[0].t_ms <= event.t_ms:
                heard = partials.pop(0)
                yield from _sent(record, heard, [{"type": "transcript", "role": "user", **heard.data}], call_type)
            hangs = hanging.before(event)
            if hangs is not None:
                yield from _sent(record, event._replace(t_ms=hangs), [{"type": "hang"}], call_type)
            hanging.follow(event)
        yield event
        if index == 0:
            yield from dialled
        if event.member is None:
            record.rings(event)
            yield from _arriving(event)
            continue
        if event.type == "call.started":
            call_type = event.data["type"]
        record.follow(event)
        partials = [*partials, *_partials(event)] if event.type == "speech.started" else partials
        found = list(_MESSAGES[event.type](record, event)) if event.type in _MESSAGES else []
        calls = list(of_calls(record, groups[index])) if index in groups else []
        if "server" in event.data:
            found += calls
        if event.type in _UPDATES:
            found += updates.after(record, event)
        yield from _dedicated(record, event)
        yield from _for_server(record, event)
        yield from _sent(record, event, found, call_type)
        if calls and "server" not in event.data:  # the client's to carry out: no server is told (semantics §11.1)
            yield from _sent(record, event, calls, call_type, of_client_alone=True)


def _partials(event: Event) -> Iterator[Event]:
    """What the caller is understood to say while they say it."""
    for one in event.data.get("partials", ()):
        data = {"transcriptType": "partial", "transcript": one["text"]}
        yield event._replace(t_ms=event.t_ms + one["at_ms"], data=data)


def _sent(
    record: Record, event: Event, found: list[Json], call_type: str, *, of_client_alone: bool = False
) -> Iterator[Event]:
    """The messages *found* at *event*, to whom they have subscribed."""
    member = record.member(event)
    server, client = of_server(member), of_client(member, call_type)
    for message in found:
        for kind, wanted in (("server.message", server), ("client.message", client))[of_client_alone:]:
            name = _wanted(message, wanted)
            if name:
                yield Event(event.t_ms, event.member, kind, {**message, "type": name})


def _arriving(event: Event) -> Iterator[Event]:
    """The request for an assistant, and the end of a call that gets none: sent whatever is subscribed to, as nobody
    has subscribed yet (semantics §9).
    """
    if event.type == "call.ringing" and event.data.get("request") == "assistant-request":
        customer = event.data.get("from", {})
        call: Json = {"type": "inboundPhoneCall", "status": "ringing", "customer": customer}
        if "number" in customer:  # where the founding documents look for the caller (C18)
            call["from"] = {"phoneNumber": customer["number"]}
        message: Json = {"type": "assistant-request", "call": call}
        if "phoneNumber" in event.data:
            message["phoneNumber"] = event.data["phoneNumber"]
        message["customer"] = customer
        yield Event(event.t_ms, None, "server.message", message)
    elif event.type == "call.ended":
        ended: Json = {"type": "status-update", "status": "ended", "endedReason": event.data["reason"]}
        ended["call"] = {"status": "ended"}
        yield Event(event.t_ms, None, "server.message", ended)


def _dialled(plan: Plan, trace: Trace) -> list[Event]:
    """A call to somebody waits its turn, then rings: its assistant is known, whose server is told if it wants to be. A
    caller's own ringing is told to nobody: their call has no assistant yet (semantics §13.3).
    """
    if not any(_dials(event) for event in trace.events) or "status-update" not in of_server(plan.member(plan.entry)):
        return []
    told: list[Json] = [
        {"type": "status-update", "status": status, "call": {"type": OUTBOUND, "status": status}}
        for status in ("queued", "ringing")
    ]
    return [Event(trace.events[0].t_ms, None, "server.message", message) for message in told]


def _dials(event: Event) -> bool:
    """Whether only calls to somebody have this event: who is rung, or how long, and nobody has asked for anything."""
    if event.type == "call.started":
        return bool(event.data["type"] == OUTBOUND)
    return event.type == "call.ringing" and ("to" in event.data or event.data.keys() == {"takes_ms"})


class _Updates:
    """What of the conversation has been sent; after a handoff the new context is sent as a whole."""

    def __init__(self, whole: bool) -> None:
        self._whole = whole
        self._sent = 0
        self._system: Json | None = None

    def after(self, record: Record, event: Event) -> list[Json]:
        """The update that *event* brings about, if it changed anything."""
        if event.type == "handoff":
            self._sent, self._system = 0, None
        added = record.entries[self._sent :]
        if record.system is not None and record.system is not self._system:
            added = [record.system, *added]
        self._sent, self._system = len(record.entries), record.system
        if not added and event.type != "handoff":
            return []
        if self._whole:
            messages = [dict(entry) for entry in record.messages()]
            return [
                {"type": "conversation-update", "messages": messages, "messagesOpenAIFormatted": record.openai()},
            ]
        count = self._sent + (record.system is not None)
        return [{"type": "conversation-update", "count": count, "added": [openai(entry) for entry in added]}]


def _wanted(message: Json, wanted: frozenset[str]) -> str:
    name = str(message["type"])
    if name == LANGUAGE and LANGUAGE_BEFORE in wanted:
        return name
    if name == "transcript" and name not in wanted and FINAL in wanted and message["transcriptType"] == "final":
        return FINAL
    return name if name in wanted else ""


def _started(record: Record, event: Event) -> Iterator[Json]:
    yield {"type": "status-update", "status": "in-progress", "call": record.call("in-progress")}
    yield {"type": "assistant.started", "newAssistant": {"name": record.member(event).name}}


def _ended(record: Record, event: Event) -> Iterator[Json]:
    if event.data["reason"] == FORWARDED:
        yield {
            "type": "status-update",
            "status": "forwarding",
            "messages": record.messages(),
            "messagesOpenAIFormatted": record.openai(),
            **record.destination,
            "transcript": record.transcript(names(record.member(event))),
            "call": record.call("forwarding"),
        }
    reason = event.data["reason"]
    yield {"type": "status-update", "status": "ended", "endedReason": reason, "call": record.call("ended")}
    yield end_of_call(record, event)


def _speech_started(record: Record, event: Event) -> Iterator[Json]:
    data = event.data
    yield {"type": "speech-update", "status": "started", "role": data["role"], "turn": record.turn}
    if data["role"] == "assistant":
        yield {"type": "voice-input", "input": data.get("spoken", data.get("text", ""))}
        source = "model" if data.get("source") == "model" else "force-say"
        if source == "model" and record.member(event).voice.provider == "custom-voice":
            source = "custom-voice"
        yield {"type": "assistant.speechStarted", "text": record.turn_text, "turn": record.turn, "source": source}


def _dedicated(record: Record, event: Event) -> Iterator[Event]:
    """Requests to servers of one purpose: they are sent whoever subscribes to what (semantics §5.8, §13.3)."""
    member, data = record.member(event), event.data
    if event.type == "speech.ended" and data["role"] == "user" and not data.get("discarded"):
        plan = member.settings.get("startSpeakingPlan")
        smart = plan.get("smartEndpointingPlan") if isinstance(plan, Mapping) else None
        if isinstance(smart, Mapping) and smart.get("provider") == "custom-endpointing-model":
            messages = [dict(entry) for entry in record.entries]
            formatted = [openai(entry) for entry in messages]
            request: Json = {"type": ENDPOINTING, "messages": messages, "messagesOpenAIFormatted": formatted}
            yield Event(event.t_ms, event.member, "server.message", request)
    elif event.type == "speech.started" and data["role"] == "assistant" and member.voice.provider == "custom-voice":
        request = {"type": VOICE, "text": data.get("spoken", data.get("text", "")), "sampleRate": SAMPLE_RATE}
        yield Event(event.t_ms, event.member, "server.message", request)


def _speech_ended(record: Record, event: Event) -> Iterator[Json]:
    data, said = event.data, record.heard
    if record.interrupted(event):
        by_model = said is not None and "source" not in said and record.answers > 0
        yield {"type": "user-interrupted", **({"turnId": record.turn_id} if by_model else {})}
    yield {"type": "speech-update", "status": "stopped", "role": data["role"], "turn": record.turns[data["role"]]}
    if said is not None and said["message"]:
        message = {"type": "transcript", "role": data["role"], "transcriptType": "final", "transcript": said["message"]}
        yield message | {key: said[key] for key in ("assistantName", "assistantId") if key in said}


def _for_server(record: Record, event: Event) -> Iterator[Event]:
    """Who has asked for it hangs up and forwards in the platform's place (semantics §1.1)."""
    if event.type != "call.ended" or CONTROL not in of_server(record.member(event)):
        return
    reason = event.data["reason"]
    if reason == FORWARDED:
        order = {"request": "forward", **record.destination}
    elif reason.startswith(HANGS_UP):
        order = {"request": "hang-up"}
    else:
        return
    yield Event(event.t_ms, event.member, "server.message", {"type": CONTROL, **order})


def _responded(record: Record, event: Event) -> Iterator[Json]:
    data = event.data
    if "text" in data:
        yield {"type": "model-output", "turnId": record.turn_id, "output": data["text"]}
    for call in data.get("tools", ()):
        yield {"type": "model-output", "turnId": record.turn_id, "output": called(call)}


def _tool_started(record: Record, event: Event) -> Iterator[Json]:
    data = event.data
    if "server" not in data:
        return
    if data["type"] in ("handoff", "transferCall"):
        kind = "handoff" if data["type"] == "handoff" else "transfer"
        message: Json = {"type": f"{kind}-destination-request"}
        yield {**message, "parameters": data["arguments"]} if kind == "handoff" else message


def _tool_ended(record: Record, event: Event) -> Iterator[Json]:
    data = event.data
    value: Any = data.get("result", data.get("error"))
    result = {"toolCallId": data["id"], "name": data["name"], "result": value}
    yield {"type": "tool-calls-result", "toolCallResult": result}
    yield {"type": "tool.completed", **result}
    started = record.tools.get(data["id"], {})
    if started.get("type") == "function" and data["id"] != HOOK_CALL:  # as function-call is told of these alone
        yield {"type": "function-call-result", "functionCallResult": {"name": data["name"], "result": value}}
    if started.get("type") == "transferCall" and value == FORWARDED:
        yield {"type": "transfer-update", **record.destination}


def _stage(record: Record, event: Event) -> Iterator[Json]:
    if event.data.get("source") == "control":  # no tool's end tells of it
        yield {"type": "transfer-update", **record.destination}


def _handoff(record: Record, event: Event) -> Iterator[Json]:
    data = event.data
    destination = {"type": "assistant", "assistantName": data["to"]}
    assistants = {"toAssistant": {"name": data["to"]}, "fromAssistant": {"name": data["from"]}}
    yield {"type": "transfer-update", "destination": destination, **assistants}
    yield {"type": "assistant.started", "newAssistant": {"name": data["to"]}}


def _language(record: Record, event: Event) -> Iterator[Json]:
    yield {"type": LANGUAGE, "language": event.data["to"]}


def _session(record: Record, event: Event) -> Iterator[Json]:
    made = {"createdAt": event.data["startedAt"], "metadata": {"variableValues": dict(record.variables)}}
    who = {"customer": event.data["customer"]} if "customer" in event.data else {}
    yield {"type": "session.created", "session": {"status": "active", **made, **who}}


def _written(record: Record, event: Event) -> Iterator[Json]:
    """Each message of a caller who writes is a chat, with what was said before as its context (semantics §3.8)."""
    if event.data.get("source") == "chat":
        yield {
            "type": "chat.created",
            "chat": {"input": event.data.get("content", ""), "messages": record.openai()[:-1]},
        }


_MESSAGES: dict[str, Callable[[Record, Event], Iterator[Json]]] = {
    "call.started": _started,
    "call.ended": _ended,
    "session.created": _session,
    "message.added": _written,
    "speech.started": _speech_started,
    "speech.ended": _speech_ended,
    "model.responded": _responded,
    "tool.started": _tool_started,
    "tool.ended": _tool_ended,
    "handoff": _handoff,
    "transfer.stage": _stage,
    "language.changed": _language,
}
_UPDATES = frozenset({"speech.ended", "model.responded", "tool.ended", "tool.rejected", "message.added", "handoff"})
"""What changes the conversation for good."""
