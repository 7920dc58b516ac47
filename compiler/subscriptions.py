"""Which messages a server gets where ``serverMessages`` is left out (semantics §1.1): leaving it out is not none."""

from __future__ import annotations

from typing import Final

SERVER: Final = (
    "conversation-update",
    "end-of-call-report",
    "function-call",
    "hang",
    "speech-update",
    "status-update",
    "tool-calls",
    "transfer-destination-request",
    "handoff-destination-request",
    "user-interrupted",
    "assistant.started",
)
