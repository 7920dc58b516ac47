"""The kinds of resources: what they are called, which folders hold them, and how a document's shape tells them
apart.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of resource.

    ``folders`` are the folder names that hold it, the first being how targets name it (``squads/clinic``);
    ``state`` is its section in a gitops state file; ``schema`` its structure document, None where callplan
    knows the kind but not its shape.
    """

    name: str
    folders: tuple[str, ...]
    state: str | None = None
    schema: str | None = None


KINDS: tuple[Kind, ...] = (
    Kind("assistant", ("assistants",), "assistants", "assistant"),
    Kind("squad", ("squads",), "squads", "squad"),
    Kind("tool", ("tools",), "tools", "tool"),
    Kind("hooks", ("hooks",), None, "hooks"),
    Kind("call", ("calls", "requests"), None, "call"),
    Kind("answer", ("answers",), None, "assistant-request"),
    Kind("structured-output", ("structuredOutputs", "structured-outputs"), "structuredOutputs", "structured-output"),
    Kind("phone-number", ("phoneNumbers", "phone-numbers"), None, "phone-number"),
    Kind("eval", ("evals",), "evals", "eval"),
    Kind("personality", ("simulations/personalities", "personalities"), "personalities", "personality"),
    Kind("scenario", ("simulations/scenarios", "scenarios"), "scenarios", "scenario"),
    Kind("simulation", ("simulations/tests",), "simulations", "simulation"),
    Kind("suite", ("simulations/suites",), "simulationSuites", "suite"),
    Kind("tools", ("tool-lists",), None, "tools"),
    Kind("overrides", ("overrides",), None, "assistant-overrides"),
    Kind("message", ("messages",), None, None),
)

BY_NAME: dict[str, Kind] = {kind.name: kind for kind in KINDS}
BY_FOLDER: dict[str, Kind] = {folder: kind for kind in KINDS for folder in kind.folders}

TOOL_TYPES = frozenset(
    {
        "apiRequest",
        "bash",
        "code",
        "computer",
        "dtmf",
        "endCall",
        "function",
        "gohighlevel.calendar.availability.check",
        "gohighlevel.calendar.event.create",
        "gohighlevel.contact.create",
        "gohighlevel.contact.get",
        "google.calendar.availability.check",
        "google.calendar.event.create",
        "google.sheets.row.append",
        "handoff",
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
_CONTROLS = frozenset(
    {"add-message", "control", "end-call", "hangup", "handoff", "say", "send-transport-message", "transfer"}
)


def recognise(data: Any) -> str | None:
    """The kind that a document's shape speaks of, or None (semantics §1)."""
    if isinstance(data, list):
        return (
            "hooks" if data and all(isinstance(item, dict) and "on" in item and "do" in item for item in data) else None
        )
    if not isinstance(data, dict):
        return None
    keys = data.keys()
    if "format_version" in keys:  # a plan or a trace that callplan wrote
        return None
    kind = data.get("type")
    if "on" in keys and ("do" in keys or "options" in keys):
        return "hooks"
    if "members" in keys:
        return "squad"
    if kind == "chat.mockConversation":
        return "eval"
    if isinstance(kind, str) and (kind in TOOL_TYPES or "function" in keys) and not keys & _ASSISTANT_KEYS:
        return "tool"
    if isinstance(kind, str) and kind in _CONTROLS:
        return "message"
    if data.get("provider") in _PHONE_PROVIDERS and keys & {
        "number",
        "fallbackDestination",
        "numberDesiredAreaCode",
        "sipUri",
    }:
        return "phone-number"
    if keys & _CALL_KEYS:
        return "call"
    if len(keys) == 1 and keys & {"error", "destination"}:
        return "answer"
    if keys & _ASSISTANT_KEYS:
        return "assistant"
    if "schema" in keys and "name" in keys:
        return "structured-output"
    if keys == {"tools"}:
        return "tools"
    if keys and keys <= {"variableValues", "tools:append"}:
        return "overrides"
    return None
