"""``end-of-call-report`` with the artifact, and the plans that would run after the call (semantics §13.2, §13.5)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from ...compiler.plan.frozen import thaw
from ...compiler.plan.model import Member
from ..machine.transfers import FORWARDED
from ..trace.model import Event
from .after import names, plans, requests
from .keeping import kept, parts, writes
from .outputs import asked, questions, unmet
from .record import Json, Record


def end_of_call(record: Record, event: Event) -> Json:
    """The report about a call that *event* ends. ``analysis`` is empty: its prompts ask a model. What follows is told
    beside it: ``plans`` names what would be asked, ``requests`` says how, ``kept`` what is stored.
    """
    member = record.member(event)
    ended = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=record.time(event.t_ms))
    started = ended - timedelta(milliseconds=event.t_ms)
    times = {"startedAt": _iso(started), "endedAt": _iso(ended)}
    who: Json = {"customer": record.customer} if record.customer else {}
    who |= {"phoneNumber": record.number} if record.number else {}
    status = {**record.call("ended"), "endedReason": event.data["reason"]}
    return {
        "type": "end-of-call-report",
        "endedReason": event.data["reason"],
        **times,
        "durationMs": event.t_ms,
        "durationSeconds": event.t_ms / 1000,
        "call": {**status, **times, **who},
        **who,
        **record.version,
        **(record.destination if event.data["reason"] == FORWARDED else {}),
        "analysis": {},
        "plans": [*plans(member, record), *(one.name for one in asked(member, record, event))],
        "requests": [*requests(member, record, event), *questions(member, record, event)],
        "kept": kept(parts(record.held, event.t_ms), record.call_type),
        "artifact": artifact(record, member, event),
    }


def artifact(record: Record, member: Member, event: Event) -> Json:
    """The artifact as the plan of the active member wants it, with what is stored of the transcript."""
    transcript = record.transcript(names(member), stored=True)
    value: Json = {
        "messages": list(record.messages()),
        "messagesOpenAIFormatted": record.openai(),
        "assistantActivations": list(record.activations),
        "variableValues": dict(record.variables),
        "performanceMetrics": record.latencies.value(),
    }
    skipped = {
        one.name: {"name": one.name, "unmetCondition": thaw(condition)}
        for one in member.outputs
        if (condition := unmet(one, record, event))
    }
    if skipped:
        value["skippedStructuredOutputs"] = skipped
    if record.transfers:
        value["transfers"] = [dict(transfer) for transfer in record.transfers]
    if transcript or writes(member):
        value["transcript"] = transcript
    return value


def _iso(when: datetime) -> str:
    return when.isoformat(timespec="milliseconds").replace("+00:00", "Z")
