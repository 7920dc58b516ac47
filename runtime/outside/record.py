"""The conversation as the platform's artifact has it, followed event by event (semantics §13.1, §6.8)."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from ...compiler.plan.model import Member, Plan
from ..machine.warm import STATUSES
from ..trace.model import Event
from .keeping import writes
from .latencies import Latencies
from .opening import is_behind, unasked

Json = dict[str, Any]
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
EMPTY: Mapping[int, str | None] = {}
HOOK_CALL = "hook-function-call"
_UNDER_WAY = frozenset({"dialing", "answered", "operator-speaks", "briefing", "assistant", "says"})
"""Stages of a warm transfer after which it goes on."""


class Record:
    """What a call has come to so far.

    ``entries`` are the messages of the active context in the artifact's shape, times in epoch milliseconds: after a
    handoff those that were handed over, or all there ever were where the member keeps the full history. ``tools`` are
    the calls that were started, by id, ``functions`` those that the model knows, by name; ``transfers`` to numbers and
    SIP; ``answers`` counts what the model has returned; ``customer`` and ``number`` are who called whom. ``turn`` is
    the last one's number, ``turns`` has those of each role, ``turn_text`` what the assistant has said in its last one.
    ``heard`` is the utterance that the last end of speech was about, None where nothing of it is kept. ``held`` says
    since when which member has had the call. *asked* are the prompts by activation (:func:`.opening.asked`).
    """

    def __init__(self, plan: Plan, asked: Mapping[int, str | None] = EMPTY) -> None:
        self._members = {member.key: member for member in plan.members}
        self._transitions = plan.transitions
        self._context: list[Json] = []
        self._whole: list[Json] = []
        self._keeps_all = False
        self._behind = False
        self._brought = False
        self._drops_unheard = True
        self._asked = asked
        self._handoffs = 0
        self._unasked: Member | None = None
        self.system: Json | None = None
        self.activations: list[Json] = []
        self.held: list[tuple[int, Member]] = []
        self._unwritten: dict[int, Json] = {}
        self.variables: Json = {}
        self.tools: dict[str, Json] = {}
        self.functions: dict[str, Json] = {}
        self.transfers: list[Json] = []
        self.started_ms = 0
        self.call_type = ""
        self.call_id = ""
        self.customer: Json = {}
        self.number: Json = {}
        self.latencies = Latencies()
        self.turn = -1
        self.turns: dict[str, int] = {}
        self.turn_text = ""
        self.answers = 0
        self.heard: Json | None = None
        self._spoke_ms: int | None = None
        self._role = ""
        self._since: Json = {}
        self._speech: dict[str, Json] = {}

    @property
    def entries(self) -> list[Json]:
        """The messages that the artifact would hold now."""
        return self._whole if self._keeps_all else self._context

    def member(self, event: Event) -> Member:
        """The member of an event."""
        return self._members[event.member or ""]

    def follow(self, event: Event) -> None:
        """Take the next event."""
        self.latencies.follow(event)
        if self._unasked is not None and event.type != "variable.set":
            self._lead(unasked(self._unasked.prompt, self._values, self._instant(event.t_ms)))
        follow = _FOLLOW.get(event.type)
        if follow is not None:
            follow(self, event)

    def rings(self, event: Event) -> None:
        """Take an event before the call has a member."""
        self.number = event.data.get("phoneNumber", self.number)

    def call(self, status: str) -> Json:
        """The call as messages name it: ``{id?, type, status}``."""
        return {**({"id": self.call_id} if self.call_id else {}), "type": self.call_type, "status": status}

    @property
    def version(self) -> Json:
        """``{assistantVersion}`` of a call that one stored assistant takes; of squads the platform tells none."""
        version = self.activations[0].get("assistantVersion") if len(self._members) == 1 else None
        return {"assistantVersion": version} if version is not None else {}

    def messages(self) -> list[Json]:
        """The artifact's messages, the system prompt first."""
        return [*([self.system] if self.system is not None else []), *self.entries]

    def openai(self) -> list[Json]:
        """The same in OpenAI's format."""
        return [openai(entry) for entry in self.messages()]

    def transcript(self, names: tuple[str, str] = ("AI", "User"), *, stored: bool = False) -> str:
        """A line a message: ``AI: …``, ``User: …``; *stored*: of those alone whose member has the transcript on."""
        said = {"bot": names[0], "user": names[1]}
        entries = (entry for entry in self.entries if not (stored and id(entry) in self._unwritten))
        return "".join(f"{said[entry['role']]}: {entry['message']}\n" for entry in entries if entry["role"] in said)

    def time(self, t_ms: int) -> int:
        """Epoch milliseconds."""
        return self.started_ms + t_ms

    def add(self, event: Event, role: str, **fields: Any) -> Json:
        """A message that comes with *event*."""
        entry = {"role": role, **fields, **self._begins(event)}
        self._append(event, entry)
        return entry

    def _append(self, event: Event, entry: Json) -> None:
        if not writes(self.member(event)):
            self._unwritten[id(entry)] = entry
        self._context.append(entry)
        self._whole.append(entry)

    def _started(self, event: Event) -> None:
        self.call_type = event.data.get("type", self.call_type)
        self.call_id = event.data.get("id", self.call_id)
        self.customer = event.data.get("customer", self.customer)
        if self.activations or "startedAt" not in event.data:
            return  # a chat says it with each message
        started = datetime.fromisoformat(event.data["startedAt"])
        self.started_ms = (started.astimezone(UTC) - _EPOCH) // timedelta(milliseconds=1)
        self._activate(event.member or "", event)
        self._open(event.member or "")

    def _open(self, key: str) -> None:
        """The prompt stands from here on: that of the activation's first request, or once all variables are told."""
        if self._handoffs in self._asked:
            self._lead(self._asked[self._handoffs])
        else:
            self._unasked = self._members.get(key)

    def _lead(self, prompt: str | None) -> None:
        self._unasked = None
        if prompt is None:
            return
        entry = {"role": "system", "message": prompt, **self._since}
        if self._behind:
            self._context.append(entry)
            self._whole.append(entry)
        else:
            self.system = entry

    @property
    def _values(self) -> Json:
        return {"customer": self.customer, "phoneNumber": self.number, **self.variables}

    def _instant(self, t_ms: int) -> datetime:
        return _EPOCH + timedelta(milliseconds=self.time(t_ms))

    def _activate(self, key: str, event: Event) -> None:
        self._since = self._begins(event)
        member = self._members[key]
        self.held.append((event.t_ms, member))
        row = {"assistantName": member.name, "assistantId": member.resource, "assistantVersion": member.version}
        self.activations.append({name: value for name, value in row.items() if value is not None})

    def _speech_started(self, event: Event) -> None:
        role = event.data["role"]
        if role != self._role:
            self.turn, self._role, self.turn_text = self.turn + 1, role, ""
        self.turns[role] = self.turn
        if role == "user":
            self._speech["user"] = {"role": "user", "message": event.data.get("text", ""), **self._begins(event)}
            return
        entry = self.add(event, "bot", message=event.data.get("text", ""))
        self.turn_text = f"{self.turn_text} {entry['message']}".strip()
        if event.data.get("source") != "model":
            entry["source"] = "force-say"
        member = self.member(event)
        entry["assistantName"] = member.name
        if member.resource is not None:
            entry["assistantId"] = member.resource
        self._speech["assistant"] = entry

    def _begins(self, event: Event) -> Json:
        return {"time": self.time(event.t_ms), "secondsFromStart": event.t_ms / 1000}

    def _speech_ended(self, event: Event) -> None:
        self.heard = entry = self._speech.pop(event.data["role"], None)
        if entry is None:
            return
        entry["endTime"] = self.time(event.t_ms)
        if event.data["role"] == "user":
            if event.data.get("discarded") or "cut_at_ms" in event.data:
                self.heard = None
            else:
                self._append(event, entry)
                self._spoke_ms = event.t_ms
        elif "heard" in event.data:
            entry["message"] = event.data["heard"]
            if not entry["message"] and self._drops_unheard:
                self._context = [one for one in self._context if one is not entry]
                self._whole = [one for one in self._whole if one is not entry]

    def _policy(self, event: Event) -> None:
        if event.data["name"] == "unheardSpeech":
            self._drops_unheard = event.data["value"] == "dropped"

    def interrupted(self, event: Event) -> bool:
        """Whether the end of speech *event* is the caller's doing, who speaks, or falls silent at that instant: what a
        hang-up, a fault, a voicemail or a limit breaks off nobody has interrupted.
        """
        cut = event.data["role"] == "assistant" and "cut_at_ms" in event.data
        return cut and ("user" in self._speech or self._spoke_ms == event.t_ms)

    def _requested(self, event: Event) -> None:
        if "tools" in event.data:
            self.functions = {one["function"]["name"]: one["function"] for one in event.data["tools"]}
        if "system" in event.data and (self.system is None or self.system["message"] != event.data["system"]):
            self.system = {"role": "system", "message": event.data["system"], **self._since}
        added = event.data.get("added", [])
        if self._brought and not (added and added[0]["role"] == "system"):
            del self._context[0]  # a destination's own prompt, which leads now
        self._brought = False

    @property
    def turn_id(self) -> str:
        """The id of the model's last turn."""
        return f"turn_{self.answers}"

    def _responded(self, event: Event) -> None:
        self.answers += 1
        if event.data.get("tools"):
            calls = [called(call) for call in event.data["tools"]]
            beside = event.data.get("text", "") if event.data.get("suppressed") else ""
            self.add(event, "tool_calls", toolCalls=calls, message=beside)

    def _tool_started(self, event: Event) -> None:
        self.tools[event.data["id"]] = event.data

    def _result(self, event: Event) -> None:
        data = event.data
        if data["id"] == HOOK_CALL:
            return
        value = data.get("result", data.get("error", data.get("reason", "")))
        text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        self.add(event, "tool_call_result", toolCallId=data["id"], name=data["name"], result=text)

    def _added(self, event: Event) -> None:
        role = event.data["role"]
        self.add(event, "bot" if role == "assistant" else role, message=event.data.get("content", ""))

    def _handoff(self, event: Event) -> None:
        key, since = self.target(event), self._begins(event)
        self._handoffs, self._unasked = self._handoffs + 1, None
        if key:
            self._activate(key, event)
        plan = self._members[key].settings.get("artifactPlan") if key else None
        self._keeps_all = isinstance(plan, Mapping) and plan.get("fullMessageHistoryEnabled") is True
        passed = event.data.get("messages")
        if not isinstance(passed, list):
            self.system = None
            return
        self._behind = is_behind(event)
        leads = self._behind and passed[0]["role"] == "system"
        self.system = (self.system or _made(passed[0], since)) if leads else None
        self._context = _kept(self._context, passed[1:] if leads else passed, since)
        self._brought = not self._behind and bool(passed) and passed[0]["role"] == "system"
        if not self._brought:
            self._open(key)

    def target(self, event: Event) -> str:
        """The key of the member that a handoff leads to: by the plan's edges where a tool did it, else by name."""
        to = event.data["to"]
        for edge in self._transitions:
            known = edge.source == event.member and edge.tool == event.data.get("tool")
            if known and self._members[edge.target].name == to:
                return edge.target
        return next((member.key for member in self._members.values() if to in (member.key, member.name)), "")

    def _stage(self, event: Event) -> None:
        data = event.data
        if data["stage"] == "dialing":
            kind, key = ("sip", "sipUri") if data["to"].startswith("sip") else ("number", "number")
            self.transfers.append({"destination": {"type": kind, key: data["to"]}, "mode": data["mode"]})
            return
        transfer = self.transfers[-1]
        if data.get("text") and data["stage"] in ("assistant", "says"):
            role, name = ("user", "User") if data.get("role") == "operator" else ("bot", "AI")
            transfer.setdefault("messages", []).append({"role": role, "message": data["text"], **self._begins(event)})
            transfer["transcript"] = f"{transfer.get('transcript', '')}{name}: {data['text']}\n"
        elif data.get("text"):
            transfer["transcript"] = data["text"]
        if data["stage"] not in _UNDER_WAY:
            transfer["status"] = data["stage"] if data["stage"] in STATUSES else "cancelled"

    @property
    def destination(self) -> Json:
        """Where the last transfer leads: ``{destination}``, or nothing."""
        return {"destination": self.transfers[-1]["destination"]} if self.transfers else {}

    def _variable(self, event: Event) -> None:
        self.variables[event.data["name"]] = event.data["value"]


def called(call: Json) -> Json:
    """A tool call as OpenAI has it: the arguments are JSON in a string."""
    arguments = json.dumps(call["arguments"], ensure_ascii=False)
    return {"id": call["id"], "type": "function", "function": {"name": call["name"], "arguments": arguments}}


def openai(entry: Json) -> Json:
    """A message of the artifact as OpenAI has it."""
    role = entry["role"]
    if role == "tool_calls":
        return {"role": "assistant", "content": entry["message"] or None, "tool_calls": entry["toolCalls"]}
    if role == "tool_call_result":
        return {"role": "tool", "content": entry["result"], "tool_call_id": entry["toolCallId"]}
    return {"role": "assistant" if role == "bot" else role, "content": entry["message"]}


def _kept(entries: list[Json], passed: list[Json], now: Json) -> list[Json]:
    """The messages that were handed over: those of before with their times, in the order of *passed*."""
    kept: list[Json] = []
    at = 0
    for message in passed:
        found = next((place for place in range(at, len(entries)) if _is(entries[place], message)), None)
        kept.append(_made(message, now) if found is None else entries[found])
        at = at if found is None else found + 1
    return kept


def _is(entry: Json, message: Json) -> bool:
    if message.get("tool_calls"):
        ids = [call["id"] for call in message["tool_calls"]]
        return [call["id"] for call in entry.get("toolCalls", ())] == ids
    if "toolCalls" in entry:
        return False
    if message.get("tool_call_id"):
        return bool(entry.get("toolCallId") == message["tool_call_id"])
    own = openai(entry)
    return bool(own["role"] == message["role"] and own["content"] == message["content"])


def _made(message: Json, now: Json) -> Json:
    if message.get("tool_calls"):
        return {
            "role": "tool_calls",
            "toolCalls": [called(call) for call in message["tool_calls"]],
            "message": message["content"] or "",
            **now,
        }
    if message.get("tool_call_id"):
        return {"role": "tool_call_result", "toolCallId": message["tool_call_id"], "result": message["content"], **now}
    return {"role": "bot" if message["role"] == "assistant" else message["role"], "message": message["content"], **now}


_FOLLOW: dict[str, Callable[[Record, Event], None]] = {
    "call.started": Record._started,
    "session.created": Record._started,
    "chat.created": Record._started,
    "speech.started": Record._speech_started,
    "speech.ended": Record._speech_ended,
    "policy": Record._policy,
    "model.requested": Record._requested,
    "model.responded": Record._responded,
    "tool.started": Record._tool_started,
    "tool.ended": Record._result,
    "tool.rejected": Record._result,
    "message.added": Record._added,
    "handoff": Record._handoff,
    "transfer.stage": Record._stage,
    "variable.set": Record._variable,
}
