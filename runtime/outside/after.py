"""What follows a call: the plans that ask a model about it (semantics §13.5)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from ...compiler.plan.frozen import thaw
from ...compiler.plan.model import Member
from ..trace.model import Event
from .prompts import DEFAULTS
from .record import Json, Record

TIMEOUT_S = 5
RUBRIC = "PassFail"
_PLANS = {
    "summaryPlan": (True, "summaryPrompt"),
    "successEvaluationPlan": (True, "successEvaluationPrompt"),
    "structuredDataPlan": (False, "structuredDataPrompt"),
}
"""Whether each plan runs where nothing is written, and the older key of its system prompt."""
_MULTI = "structuredDataMultiPlan"


def plans(member: Member, record: Record) -> list[str]:
    """The plans of ``analysisPlan`` that would run: summary and success by default, data only when switched on (each
    entry of ``structuredDataMultiPlan`` by its key), none below ``minMessagesThreshold`` (2).
    """
    return [f"{name}.{key}" if name == _MULTI else name for name, key, _ in _asked(member, record)]


def requests(member: Member, record: Record, event: Event) -> list[Json]:
    """What each of the plans would ask: its time, its rubric or schema, and its messages, the documented ones where
    none are written.
    """
    return [_request(name, key, plan, member, record, event) for name, key, plan in _asked(member, record)]


def _asked(member: Member, record: Record) -> list[tuple[str, str, Mapping[str, Any]]]:
    """Name, key (of one among several) and settings of each plan that would run."""
    analysis = mapping(member.settings.get("analysisPlan"))
    least = analysis.get("minMessagesThreshold")
    least = least if isinstance(least, int) and not isinstance(least, bool) else 2
    if sum(entry["role"] in ("bot", "user") for entry in record.entries) < least:
        return []
    found = [(name, "", mapping(analysis.get(name)), default) for name, (default, _) in _PLANS.items()]
    several = analysis.get(_MULTI)
    entries = map(mapping, several if isinstance(several, tuple) else ())
    found += [(_MULTI, str(entry.get("key", "")), mapping(entry.get("plan")), False) for entry in entries]
    return [(name, key, plan) for name, key, plan, default in found if _on(plan, "enabled", default)]


def _request(name: str, key: str, plan: Mapping[str, Any], member: Member, record: Record, event: Event) -> Json:
    analysis = mapping(member.settings.get("analysisPlan"))
    request: Json = {"plan": name, **({"key": key} if name == _MULTI else {})}
    request["timeoutSeconds"] = plan.get("timeoutSeconds", TIMEOUT_S)
    if name == "successEvaluationPlan":
        request["rubric"] = plan.get("rubric", analysis.get("successEvaluationRubric", RUBRIC))
    schema = plan.get("schema")
    if schema is None and name == "structuredDataPlan":
        schema = analysis.get("structuredDataSchema")
    schema = thaw(schema)
    if schema is not None and name in ("structuredDataPlan", _MULTI):
        request["schema"] = schema
    own = {"schema": text(schema), "rubric": request.get("rubric", "")}
    known = values(member, record, event) | own
    request["messages"] = list(rendered(_messages(name, plan, analysis), known, record, event))
    return request


def _messages(name: str, plan: Mapping[str, Any], analysis: Mapping[str, Any]) -> Any:
    """What is written, else the documented messages; the older key is the system prompt among them."""
    if plan.get("messages"):
        return plan["messages"]
    older = analysis.get(_PLANS[name][1]) if name in _PLANS else None
    known = [{"role": role, "content": content} for role, content in DEFAULTS[name]]
    return [{**known[0], "content": older}, *known[1:]] if isinstance(older, str) else known


def rendered(written: Any, known: Json, record: Record, event: Event) -> Iterator[Json]:
    """The messages with the call's variables in them; a text that is no template stays as it is written."""
    from ...compiler import liquid

    now = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=record.time(event.t_ms))
    for message in written if isinstance(written, list | tuple) else ():
        content = mapping(message).get("content")
        if not isinstance(content, str):
            continue
        try:
            said = liquid.render(content, known, now=now, dialect="platform")
        except liquid.LiquidError:
            said = content
        yield {"role": str(message.get("role") or "system"), "content": said}


def values(member: Member, record: Record, event: Event) -> Json:
    """The variables of these prompts alone, over those of the call."""
    prompt = [{"role": one.role, "content": one.content.text} for one in member.prompt]
    system = next((one["content"] for one in prompt if one["role"] == "system"), "")
    return {
        "customer": record.customer,
        **record.variables,
        "transcript": record.transcript(names(member)),
        "systemPrompt": record.system["message"] if record.system else system,
        "messages": text(prompt),
        "endedReason": event.data["reason"],
    }


def names(member: Member) -> tuple[str, str]:
    """What the transcript calls the assistant and the caller."""
    plan = mapping(mapping(member.settings.get("artifactPlan")).get("transcriptPlan"))
    return str(plan.get("assistantName") or "AI"), str(plan.get("userName") or "User")


def mapping(value: Any) -> Mapping[str, Any]:
    """The value, or nothing where it is no object."""
    return value if isinstance(value, Mapping) else {}


def text(value: Any) -> str:
    """A value as JSON; nothing where there is none."""
    return "" if value is None else json.dumps(value, ensure_ascii=False)


def _on(plan: Mapping[str, Any], key: str, default: bool) -> bool:
    enabled = plan.get(key)
    return enabled if isinstance(enabled, bool) else default
