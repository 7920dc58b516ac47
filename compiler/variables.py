"""What the platform itself puts into the variables, and what it hides (semantics §3.2)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

TRUSTED, CONVERSATION, MODEL = 1, 2, 3
"""Trust tiers: set by servers and configuration; made of what was said; made by the model (semantics §3.2)."""


class Default(NamedTuple):
    """A variable that every call has: its type, its trust tier, and a value as the sources show it."""

    type: str
    tier: int = TRUSTED
    example: str | None = None


DEFAULTS: dict[str, Default] = {
    "assistant": Default("object"),
    "call": Default("object"),
    "currentDateTime": Default("string", example="Jan 1, 2024 12:00 PM"),
    "customer": Default("object"),
    "date": Default("string", example="Jan 1, 2024"),
    "day": Default("string", example="1"),
    "messages": Default("array", CONVERSATION),
    "month": Default("string", example="January"),
    "now": Default("string", example="Jan 1, 2024 12:00 PM"),
    "phoneNumber": Default("object"),
    "prompt": Default("string", CONVERSATION),
    "time": Default("string", example="12:00 PM"),
    "transcript": Default("string", CONVERSATION),
    "transport": Default("object"),
    "year": Default("string", example="2024"),
}
"""The variables that the platform supplies to every template."""

PARTS: dict[str, frozenset[str]] = {
    "assistant": frozenset({"id", "name"}),
    "call": frozenset(
        {
            "assistantId",
            "campaignId",
            "createdAt",
            "customer",
            "endedAt",
            "endedReason",
            "id",
            "name",
            "orgId",
            "phoneNumber",
            "phoneNumberId",
            "squadId",
            "startedAt",
            "status",
            "transport",
            "type",
            "updatedAt",
        }
    ),
    "customer": frozenset(
        {"email", "extension", "externalId", "id", "name", "number", "numberE164CheckEnabled", "sipUri"}
    ),
    "phoneNumber": frozenset({"id", "name", "number", "provider", "sipUri", "status"}),
    "transport": frozenset({"callSid", "conversationType", "provider"}),
}
"""Parts of the platform's variables that are documented (semantics §3.2, §1.4, §1.5); there may be more."""

CLOSED = frozenset({"customer"})
"""Those of them that have no others: the API rejects a customer with any other key."""

RESPONSE = frozenset({"$", "tool"})
"""What stands for a tool's response: known only while the aliases of that tool are evaluated."""

SUMMARY = frozenset({"endedReason", "systemPrompt"})
STRUCTURED_DATA = SUMMARY | {"schema"}
EVALUATION = SUMMARY | {"rubric"}
STRUCTURED_OUTPUT = frozenset({"callEndedReason", "structuredOutput"})
"""What prompts that run after the call have beside the defaults, each plan its own."""

AFTER_THE_CALL = STRUCTURED_DATA | EVALUATION | STRUCTURED_OUTPUT

REDACTED = frozenset(
    {"twilioAuthToken", "twilioApiSecret", "serverUrlSecret", "accountSid", "callToken", "credentialId"}
)
"""Keys whose value the platform replaces by ``MASK`` before a template sees it."""

MASK = "[REDACTED]"


def redacted(path: str) -> str | None:
    """The key in the variable's *path* (``phoneNumber.credentialId``) whose value nobody gets to see, or None."""
    root, *keys = path.replace("[", ".").replace("]", "").replace('"', "").split(".")
    return next((key for key in keys if key in REDACTED), None) if root in DEFAULTS else None


def mask_redacted(value: Any) -> Any:
    """The JSON *value* of a default variable as templates see it."""
    if isinstance(value, Mapping):
        return {key: MASK if key in REDACTED else mask_redacted(item) for key, item in value.items()}
    return [mask_redacted(item) for item in value] if isinstance(value, list) else value


def root_of(path: str) -> str:
    """The variable's own name: ``customer`` of ``customer.name``, ``items`` of ``items[0].x``."""
    return path.split(".", 1)[0].split("[", 1)[0]


def property_types(schema: object) -> Iterable[tuple[str, str | None]]:
    """The properties of an object schema with their JSON types, as far as they are written."""
    properties = schema.get("properties") if isinstance(schema, Mapping) else None
    for name, part in properties.items() if isinstance(properties, Mapping) else ():
        kind = part.get("type") if isinstance(part, Mapping) else None
        yield str(name), kind if isinstance(kind, str) else None
