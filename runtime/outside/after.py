"""What follows a call: the plans that ask a model about it, and what the platform keeps (semantics §13.5)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from ...compiler.plan.frozen import thaw
from ...compiler.plan.model import Member
from ..trace.model import Event
from .record import Json, Record

TIMEOUT_S = 5
RUBRIC = "PassFail"
_PLANS = {
    "summaryPlan": (True, "summaryPrompt"),
    "successEvaluationPlan": (True, "successEvaluationPrompt"),
    "structuredDataPlan": (False, "structuredDataPrompt"),
}
"""Whether each plan runs where nothing is written, and the older key of its prompt."""
RECORDING = "wav;l16"
PHONE = frozenset({"inboundPhoneCall", "outboundPhoneCall"})


def plans(member: Member, record: Record) -> list[str]:
    """The plans of ``analysisPlan`` that would run: summary and success by default, data only when switched on, none
    below ``minMessagesThreshold`` (2).
    """
    plan = mapping(member.settings.get("analysisPlan"))
    least = plan.get("minMessagesThreshold")
    least = least if isinstance(least, int) and not isinstance(least, bool) else 2
    if sum(entry["role"] in ("bot", "user") for entry in record.entries) < least:
        return []
    return [name for name, (default, _) in _PLANS.items() if _on(mapping(plan.get(name)), "enabled", default)]


def requests(member: Member, record: Record, event: Event) -> list[Json]:
    """What each of the plans would ask: its time, its rubric or schema, and its messages where they are written; where
    none are, the words are the platform's own.
    """
    return [_request(name, member, record, event) for name in plans(member, record)]


def kept(member: Member, record: Record) -> Json:
    """What the platform would keep of the call beside the report."""
    plan = mapping(member.settings.get("artifactPlan"))
    value: Json = {}
    if _on(plan, "recordingEnabled", True):
        value["recording"] = str(plan.get("recordingFormat") or RECORDING)
    if record.call_type == "webCall" and _on(plan, "videoRecordingEnabled", False):
        value["videoRecording"] = True
    if _on(plan, "loggingEnabled", True):
        value["log"] = True
    if record.call_type in PHONE and _on(plan, "pcapEnabled", True):
        value["pcap"] = True
    return value


def _request(name: str, member: Member, record: Record, event: Event) -> Json:
    analysis = mapping(member.settings.get("analysisPlan"))
    plan = mapping(analysis.get(name))
    request: Json = {"plan": name, "timeoutSeconds": plan.get("timeoutSeconds", TIMEOUT_S)}
    if name == "successEvaluationPlan":
        request["rubric"] = plan.get("rubric", analysis.get("successEvaluationRubric", RUBRIC))
    schema = thaw(plan.get("schema", analysis.get("structuredDataSchema")))
    if schema is not None and name == "structuredDataPlan":
        request["schema"] = schema
    older = analysis.get(_PLANS[name][1])
    written = plan.get("messages") or ([{"role": "system", "content": older}] if isinstance(older, str) else ())
    values = _values(member, record, event) | {"schema": _text(schema), "rubric": request.get("rubric", "")}
    messages = list(_rendered(written, values, record, event))
    return {**request, **({"messages": messages} if messages else {})}


def _rendered(written: Any, values: Json, record: Record, event: Event) -> Iterator[Json]:
    """The messages with the call's variables in them; a text that is no template stays as it is written."""
    from ...compiler import liquid

    now = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=record.time(event.t_ms))
    for message in written if isinstance(written, list | tuple) else ():
        content = mapping(message).get("content")
        if not isinstance(content, str):
            continue
        try:
            text = liquid.render(content, values, now=now, dialect="platform")
        except liquid.LiquidError:
            text = content
        yield {"role": str(message.get("role") or "system"), "content": text}


def _values(member: Member, record: Record, event: Event) -> Json:
    """The variables of these prompts alone, over those of the call."""
    prompt = [{"role": one.role, "content": one.content.text} for one in member.prompt]
    return {
        **record.variables,
        "transcript": record.transcript(names(member)),
        "systemPrompt": record.system["message"] if record.system else "",
        "messages": _text(prompt),
        "endedReason": event.data["reason"],
    }


def names(member: Member) -> tuple[str, str]:
    """What the transcript calls the assistant and the caller."""
    plan = mapping(mapping(member.settings.get("artifactPlan")).get("transcriptPlan"))
    return str(plan.get("assistantName") or "AI"), str(plan.get("userName") or "User")


def mapping(value: Any) -> Mapping[str, Any]:
    """The value, or nothing where it is no object."""
    return value if isinstance(value, Mapping) else {}


def _text(value: Any) -> str:
    return "" if value is None else json.dumps(value, ensure_ascii=False)


def _on(plan: Mapping[str, Any], key: str, default: bool) -> bool:
    enabled = plan.get(key)
    return enabled if isinstance(enabled, bool) else default
