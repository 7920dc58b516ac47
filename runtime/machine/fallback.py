"""When the voice or the transcriber fails: the next one of the member's fallback plan takes over (semantics §10.2).

A plan's entries are tried in order; where none is left, the failure ends the call, as it does without a plan. The
next member that is activated begins with its own first choice.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .moment import Moment
from .providers import Part, blame

AUTOMATIC = "auto"
"""What stands for the platform's own choice behind the transcribers of a plan with ``autoFallback``."""


def choices(settings: Mapping[str, Any], part: Part, first: Mapping[str, Any]) -> tuple[Mapping[str, Any], ...]:
    """A member's voices or transcribers in the order in which they are used: *first*, then those of the plan."""
    plan = _mapping(_mapping(settings.get(part)).get("fallbackPlan"))
    others = plan.get("voices" if part == "voice" else "transcribers")
    listed = tuple(one for one in (others if isinstance(others, tuple) else ()) if isinstance(one, Mapping))
    automatic = part == "transcriber" and _mapping(plan.get("autoFallback")).get("enabled") is True
    return (first, *listed, *([{"provider": AUTOMATIC}] if automatic else []))


def label(choice: Mapping[str, Any]) -> str:
    """What a trace calls a voice or a transcriber: its provider, and which of the provider's it is."""
    which = choice.get("voiceId") or choice.get("model")
    provider = str(choice.get("provider") or "default")
    return f"{provider} {which}" if isinstance(which, str) else provider


def takes_over(m: Moment, reason: str) -> bool:
    """Whether the call goes on after a failure for *reason*, with what stands next in the member's plan.

    A reason that blames a provider which comes later in the plan tells that those before it have failed as well; one
    that is not in it at all blames none of them. A first choice that nobody wrote down may be anybody's.
    """
    blamed = blame(reason)
    if blamed is None:
        return False
    offered = m.member.voice_choices if blamed.part == "voice" else m.member.transcribers
    now = m.s.voice if blamed.part == "voice" else m.s.transcriber
    failed = next(
        (at for at in range(now, len(offered)) if offered[at].get("provider") in (blamed.provider, None)), None
    )
    if failed is None or failed + 1 >= len(offered):
        return False
    if blamed.part == "voice":
        m.s.voice = failed + 1
    else:
        m.s.transcriber = failed + 1
    m.emit(
        f"{blamed.part}.changed",
        {"from": label(offered[now]), "to": label(offered[failed + 1]), "reason": reason},
    )
    return True


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
