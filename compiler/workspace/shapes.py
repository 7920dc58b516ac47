"""What a document's shape says about its kind (semantics §1), for files whose folder says nothing."""

from __future__ import annotations

from typing import Any

TOOL_TYPES = frozenset(
    {
        "apiRequest",
        "bash",
        "code",
        "computer",
        "dtmf",
        "endCall",
        "function",
        "ghl",
        "gohighlevel.calendar.availability.check",
        "gohighlevel.calendar.event.create",
        "gohighlevel.contact.create",
        "gohighlevel.contact.get",
        "google.calendar.availability.check",
        "google.calendar.event.create",
        "google.sheets.row.append",
        "handoff",
        "make",
        "makeTool",
        "mcp",
        "output",
        "query",
        "sipRequest",
        "slack.message.send",
        "sms",
        "textEditor",
        "transferCall",
        "voicemail",
    }
)
CONTROLS = frozenset(
    {"add-message", "control", "end-call", "hangup", "handoff", "say", "send-transport-message", "transfer"}
)
"""Types of control messages (semantics §8.1)."""

_CALL_KEYS = frozenset(
    {
        "assistant",
        "assistantId",
        "assistantOverride",
        "assistantOverrides",
        "customer",
        "customerId",
        "customers",
        "phoneNumberId",
        "squad",
        "squadId",
        "squadOverrides",
        "workflow",
        "workflowId",
        "workflowOverrides",
    }
)
_ASSISTANT_KEYS = frozenset(
    {
        "analysisPlan",
        "artifactPlan",
        "backgroundSound",
        "clientMessages",
        "endCallMessage",
        "endCallPhrases",
        "firstMessage",
        "firstMessageMode",
        "first_message",
        "hooks",
        "keypadInputPlan",
        "maxDurationSeconds",
        "messagePlan",
        "message_plan",
        "model",
        "serverMessages",
        "startSpeakingPlan",
        "stopSpeakingPlan",
        "transcriber",
        "voice",
        "voicemailDetection",
        "voicemailMessage",
    }
)
_PHONE_PROVIDERS = frozenset({"byo-phone-number", "telnyx", "twilio", "vapi", "vonage"})
_PHONE_KEYS = frozenset(
    {
        "assistantId",
        "fallbackDestination",
        "hooks",
        "number",
        "numberDesiredAreaCode",
        "numberE164CheckEnabled",
        "server",
        "sipUri",
        "smsEnabled",
        "squadId",
        "twilioAccountSid",
        "workflowId",
    }
)
"""What a number of one of these providers has. No call request and no assistant has a ``provider``."""
_CAMPAIGN_KEYS = frozenset({"dialPlan", "duplicateFromCampaignId", "maxConcurrency", "predialPlan"})
_SECRETS = frozenset({"apiKey", "authToken", "authenticationPlan", "accessKeyId", "secretKey", "gatewayIp", "gateways"})
_RECORD_KEYS = frozenset(
    {"artifact", "costBreakdown", "costs", "endedAt", "endedReason", "recordingUrl", "startedAt", "transcript"}
)
_STATUSES = frozenset({"ended", "forwarding", "in-progress", "queued", "ringing", "scheduled"})
_EVENTS = frozenset(
    {
        "assistant-request",
        "conversation-update",
        "end-of-call-report",
        "function-call",
        "hang",
        "handoff-destination-request",
        "model-output",
        "speech-update",
        "status-update",
        "tool-calls",
        "transcript",
        "transfer-destination-request",
        "user-interrupted",
        "voice-input",
    }
)
"""What the platform posts to a server (semantics §13.2)."""


_WRITTEN = (
    {"version", "findings"},
    {"version", "diagnostics", "summary"},
    {"description", "check_name", "fingerprint", "severity", "location"},
)
"""The keys of a baseline, of a report in JSON, and of an entry of GitLab's report."""


def is_written_by_us(data: Any) -> bool:
    """Whether *data* is a plan, a trace, a baseline or a report that callplan wrote beside what it had read."""
    one = data[0] if isinstance(data, list) and data else data
    return isinstance(one, dict) and ("format_version" in one or one.keys() in _WRITTEN)


WRAPPER = "messageResponse"
"""The key that a server's answer may have around it (semantics §9, ServerMessageResponse)."""
_ANSWERS = frozenset({"answer", "handoff-answer", "transfer-answer", "tool-results"})


def wrapping(data: Any, kind: str | None = None) -> tuple[str, ...]:
    """Where in a document its resource stands: inside of ``messageResponse`` for an answer of a server that has it, at
    the root for all else. *kind* is what its folder says.
    """
    inner = data.get(WRAPPER) if isinstance(data, dict) and len(data) == 1 else None
    if not isinstance(inner, dict):
        return ()
    return (WRAPPER,) if kind in _ANSWERS or (kind is None and recognise(data) is not None) else ()


def recognise(data: Any) -> str | None:
    """The kind that a document's shape speaks of, or None."""
    if isinstance(data, dict) and data.keys() == {WRAPPER}:
        return _wrapped(data[WRAPPER])
    if isinstance(data, list):
        return "hooks" if data and all(map(_is_hook, data)) else None
    if not isinstance(data, dict) or "format_version" in data:  # a plan or a trace that callplan wrote
        return None
    return _recorded(data) or _typed(data) or _request(data) or _plain(data)


def _wrapped(data: Any) -> str | None:
    """The kind of a server's answer: who names an assistant there answers an assistant-request."""
    kind = _request(data) if isinstance(data, dict) else None
    kind = "answer" if kind == "call" else kind
    return kind if kind in _ANSWERS else None


def _is_hook(item: Any) -> bool:
    return isinstance(item, dict) and "on" in item and "do" in item


def _recorded(data: dict[str, Any]) -> str | None:
    """A call's record as the API gives it, or a message that the platform posted during the call."""
    message = data.get("message")
    if isinstance(message, dict) and isinstance(message.get("type"), str) and message["type"] in _EVENTS:
        return "record"
    if "id" in data and len(data.keys() & _RECORD_KEYS) > 1:
        return "record"
    status = data.get("status")  # of a call that goes on, or whose artifact was left out
    if "id" in data and "messages" in data and isinstance(status, str) and status in _STATUSES:
        return "record"
    return None


def _typed(data: dict[str, Any]) -> str | None:
    """Kinds that a key of their own, or the value of ``type`` or ``provider``, gives away."""
    keys, kind = data.keys(), data.get("type")
    if "on" in keys and ("do" in keys or "options" in keys):
        return "hooks"
    if "members" in keys:
        return "squad"
    if "nodes" in keys and "edges" in keys:
        return "workflow"
    if kind == "chat.mockConversation":
        return "eval"
    if isinstance(kind, str) and (kind in TOOL_TYPES or "function" in keys) and not keys & _ASSISTANT_KEYS:
        return "message" if kind == "handoff" and "destination" in keys else "tool"
    if isinstance(kind, str) and kind in CONTROLS:
        return "message"
    provider = data.get("provider")
    if not isinstance(provider, str):
        return None
    if provider in _PHONE_PROVIDERS and keys & _PHONE_KEYS and not keys & (_ASSISTANT_KEYS - {"hooks"}):
        return "phone-number"
    return "credential" if keys & _SECRETS and not keys & _ASSISTANT_KEYS else None


def _request(data: dict[str, Any]) -> str | None:
    """Requests and answers: they name an assistant or a squad, or say why there is none."""
    keys = data.keys()
    if "simulationIds" in keys:
        return "suite"
    if "target" in keys and keys & {"eval", "evalId"}:
        return "eval-run"
    if "target" in keys and "simulations" in keys:
        return "simulation-run"
    if "personalityId" in keys or "scenarioId" in keys:
        return "simulation"
    if "evaluations" in keys or "toolMocks" in keys:
        return "scenario"
    if "targetPlan" in keys or "testerPlan" in keys:
        return "test-suite"
    if keys & _CAMPAIGN_KEYS:
        return "campaign"
    if "input" in keys and not keys & _ASSISTANT_KEYS:
        return "chat"
    if "expirationSeconds" in keys:
        return "session"
    if "assistant" in keys and "path" in keys:
        return "personality"
    if "results" in keys and len(keys) == 1:
        return "tool-results"
    if keys & _CALL_KEYS:
        return "call"
    if keys <= {"destination", "error", "message", "result"} and keys & {"destination", "error"}:
        return _answer(data)
    return None


def _answer(data: dict[str, Any]) -> str:
    """A server's answer about where the call goes: to an assistant-request, a handoff or a transfer."""
    destination = data.get("destination")
    if "result" in data or (isinstance(destination, dict) and destination.get("type") in ("assistant", "squad")):
        return "handoff-answer"
    return "transfer-answer" if "message" in data else "answer"


def _plain(data: dict[str, Any]) -> str | None:
    keys = data.keys()
    if keys & _ASSISTANT_KEYS:
        return "assistant"
    if "schema" in keys and "name" in keys:
        return "structured-output"
    if keys == {"tools"}:
        return "tools"
    if keys and keys <= {"variableValues", "tools:append"}:
        return "overrides"
    return _misspelt(data.get("type"))


def _misspelt(kind: Any) -> str | None:
    """The kind of a document whose ``type`` is nearly one: to say what is wrong with it, not that nobody knows it."""
    if not isinstance(kind, str) or not kind or len(kind) > 60:
        return None
    from difflib import get_close_matches

    known = {**dict.fromkeys(CONTROLS, "message"), **dict.fromkeys(TOOL_TYPES, "tool")}
    near = get_close_matches(kind, known, n=1, cutoff=0.8)
    return known[near[0]] if near else None
