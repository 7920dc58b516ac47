"""Which messages a member's server and client get (semantics §1.1)."""

from __future__ import annotations

from typing import Final

from ...compiler.plan.model import Member
from ...compiler.subscriptions import SERVER

CLIENT: Final = (
    "conversation-update",
    "function-call",
    "hang",
    "model-output",
    "speech-update",
    "status-update",
    "transfer-update",
    "transcript",
    "tool-calls",
    "user-interrupted",
    "voice-input",
    "workflow.node.started",
    "assistant.started",
)
WEB: Final = frozenset({"webCall", "vapi.websocketCall"})
"""Types of calls that have a client."""

FINAL: Final = 'transcript[transcriptType="final"]'
"""The narrower name of ``transcript``: final ones alone."""


def of_server(member: Member) -> frozenset[str]:
    """The types that go to the server; an empty list means none, an absent one the default."""
    return _named(member, "serverMessages", SERVER)


def of_client(member: Member, call_type: str) -> frozenset[str]:
    """The types that go to the client of a web call; a phone call has no client."""
    return _named(member, "clientMessages", CLIENT) if call_type in WEB else frozenset()


def _named(member: Member, key: str, default: tuple[str, ...]) -> frozenset[str]:
    written = member.settings.get(key)
    return frozenset(item for item in (written if isinstance(written, tuple) else default) if isinstance(item, str))
