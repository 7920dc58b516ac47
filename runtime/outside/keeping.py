"""What artifact plans keep of a call: recording, log and transcript, paused and resumed with the setting of the active
assistant (semantics §6.8, §13.5).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from ...compiler.plan.model import Member

RECORDING = "wav;l16"
PHONE = frozenset({"inboundPhoneCall", "outboundPhoneCall"})


class Part(NamedTuple):
    """From when to when *member* has had the call."""

    since_ms: int
    end_ms: int
    member: Member


def parts(held: Sequence[tuple[int, Member]], end_ms: int) -> list[Part]:
    """Who has had a call that is over at *end_ms*, of who took it when."""
    ends = [*(since for since, _ in held[1:]), end_ms]
    return [Part(since, end, member) for (since, member), end in zip(held, ends, strict=False)]


def records(member: Member) -> bool:
    """Whether the call is recorded while *member* has it."""
    return _on(_plan(member), "recordingEnabled", True)


def logs(member: Member) -> bool:
    """Whether the call is logged while *member* has it."""
    return _on(_plan(member), "loggingEnabled", True)


def writes(member: Member) -> bool:
    """Whether the transcript stores what is said while *member* has the call."""
    plan = _plan(member).get("transcriptPlan")
    return not isinstance(plan, Mapping) or _on(plan, "enabled", True)


def kept(held: Sequence[Part], call_type: str) -> dict[str, Any]:
    """What the platform would keep beside the report of a call of *held* parts: recording (the format that was asked
    for last) and log where a part has them, the rest as the last one's plan wants it. ``pauses``, in seconds from the
    start, are the parts that recording and log leave out.
    """
    plan = _plan(held[-1].member) if held else {}
    recorded = [part for part in held if records(part.member)]
    value: dict[str, Any] = {}
    if recorded:
        value["recording"] = str(_plan(recorded[-1].member).get("recordingFormat") or RECORDING)
    if call_type == "webCall" and _on(plan, "videoRecordingEnabled", False):
        value["videoRecording"] = True
    if any(logs(part.member) for part in held):
        value["log"] = True
    if call_type in PHONE and _on(plan, "pcapEnabled", True):
        value["pcap"] = True
    wanted = (("recording", records), ("log", logs))
    pauses = {name: found for name, keeps in wanted if name in value and (found := _pauses(held, keeps))}
    return {**value, "pauses": pauses} if pauses else value


def _pauses(held: Sequence[Part], keeps: Callable[[Member], bool]) -> list[dict[str, float]]:
    """``{from, to}`` of what is not kept; parts that adjoin are one."""
    spans: list[dict[str, float]] = []
    for since_ms, end_ms, member in held:
        since, end = since_ms / 1000, end_ms / 1000
        if keeps(member) or since == end:
            continue
        if spans and spans[-1]["to"] == since:
            spans[-1]["to"] = end
        else:
            spans.append({"from": since, "to": end})
    return spans


def _plan(member: Member) -> Mapping[str, Any]:
    plan = member.settings.get("artifactPlan")
    return plan if isinstance(plan, Mapping) else {}


def _on(plan: Mapping[str, Any], key: str, default: bool) -> bool:
    enabled = plan.get(key)
    return enabled if isinstance(enabled, bool) else default
