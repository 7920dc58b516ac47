"""The hook that does what ``messagePlan`` did (semantics §5.1, C3)."""

from __future__ import annotations

from json import dumps
from typing import Any

LONGEST = 600
"""A hook of more characters than these is shown without its messages."""


def idle_hook(plan: Any) -> str:
    """A sentence with the hook that says *plan*'s idle messages, as JSON on one line; empty where there are none.

    The timeout is always written out: unset it is 10 s in the plan and 7.5 s in a hook.
    """
    messages = plan.get("idleMessages") if isinstance(plan, dict) else None
    if not isinstance(messages, list) or not any(isinstance(item, str) for item in messages):
        return ""
    exact = [item for item in messages if isinstance(item, str)]
    hook = {
        "on": "customer.speech.timeout",
        "options": {
            "timeoutSeconds": _number(plan, "idleTimeoutSeconds", 10),
            "triggerMaxCount": _number(plan, "idleMessageMaxSpokenCount", 3),
            "triggerResetMode": _RESETS[plan.get("idleMessageResetCountOnUserSpeechEnabled") is True],
        },
        "do": [{"type": "say", "exact": exact}],
    }
    text = dumps(hook, ensure_ascii=False)
    if len(text) > LONGEST:
        text = dumps({**hook, "do": [{"type": "say", "exact": ["…"]}]}, ensure_ascii=False)
    return f"As a hook its idle messages are {text}: keep timeoutSeconds, a hook without it waits for 7.5 s."


_RESETS = {True: "onUserSpeech", False: "never"}


def _number(plan: dict[str, Any], key: str, default: int) -> float | int:
    value = plan.get(key)
    return value if isinstance(value, (int, float)) and not isinstance(value, bool) else default
