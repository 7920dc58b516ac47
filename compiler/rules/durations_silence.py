"""Idle messages, and settings that nobody wrote (rules §4.7, semantics §5.1)."""

from __future__ import annotations

from collections.abc import Iterator

from ..diagnostics import Diagnostic
from ..diagnostics.catalog import D007, D009, D018
from .check import Check
from .node import Node
from .openings import WAITS
from .tools_parts import listed

_IDLE_S = 10
"""idleTimeoutSeconds where nothing is written (semantics §5.1)."""

_UNSAID = (
    (("backgroundSound",), "callers on the telephone hear the noise of an office (backgroundSound)"),
    (("artifactPlan", "recordingEnabled"), "the call is recorded (artifactPlan.recordingEnabled)"),
)


def talks_to_a_machine(node: Node) -> Iterator[Diagnostic]:
    """Idle messages of somebody who stays silent until a person speaks.

    While the platform listens for a machine, silence goes on: "are you still there?" is spoken onto the voicemail.

    Bad:
        name: Reminder
        firstMessageMode: assistant-waits-for-user
        voicemailDetection: {provider: google}
        messagePlan: {idleMessages: [Are you still there?], idleTimeoutSeconds: 8}
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Remind people of visits.}]}
    Good:
        name: Reminder
        firstMessageMode: assistant-waits-for-user
        voicemailDetection: {provider: google}
        messagePlan: {silenceTimeoutMessage: Goodbye.}
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Remind people of visits.}]}
    Source: rules D007, semantics §5.9
    """
    silent = node.get("firstMessageMode") == WAITS and isinstance(node.get("voicemailDetection"), dict)
    if not silent or not listed(node.get("messagePlan", "idleMessages")):
        return
    idle = node.get("messagePlan", "idleTimeoutSeconds")
    ends = node.get("silenceTimeoutSeconds")
    after = idle if isinstance(idle, (int, float)) else _IDLE_S
    if not isinstance(ends, (int, float)) or after < ends:
        yield node.fault(
            D007,
            ("messagePlan", "idleMessages"),
            f"after {after:g} s of silence these are spoken, onto a voicemail too: this assistant waits for a person "
            "and shall stay silent for a machine.",
            key=True,
        )


def counted_once(node: Node) -> Iterator[Diagnostic]:
    """Idle messages are counted over the whole call.

    After three of them there are no more, however long the conversation goes on, unless
    idleMessageResetCountOnUserSpeechEnabled begins the count anew when the caller speaks.

    Bad:
        name: Front
        messagePlan: {idleMessages: [Are you still there?]}
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers.}]}
    Good:
        name: Front
        messagePlan: {idleMessages: [Are you still there?], idleMessageResetCountOnUserSpeechEnabled: true}
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers.}]}
    Source: rules D009, semantics §5.1
    """
    plan = node.get("messagePlan")
    if not isinstance(plan, dict) or not listed(plan.get("idleMessages")):
        return
    if "idleMessageResetCountOnUserSpeechEnabled" not in plan:
        yield node.fault(
            D009,
            ("messagePlan", "idleMessages"),
            "these are counted over the whole call: after idleMessageMaxSpokenCount (3) there are no more. Set "
            "idleMessageResetCountOnUserSpeechEnabled, to either value.",
            key=True,
        )


def by_default(node: Node) -> Iterator[Diagnostic]:
    """What surprises on a call, because nobody wrote it.

    Calls are recorded and telephone calls have an office behind them unless an assistant says otherwise.

    Bad:
        name: Front
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers.}]}
    Good:
        name: Front
        backgroundSound: "off"
        artifactPlan: {recordingEnabled: false}
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers.}]}
    Source: rules D018
    """
    unsaid = [(path, what) for path, what in _UNSAID if node.get(*path) is None]
    if unsaid:
        what = " and ".join(what for _, what in unsaid)
        yield node.fault(D018, unsaid[0][0], f"by default {what}. Write what is meant.")


CHECKS = (
    Check((D007,), "assistant", talks_to_a_machine, frozenset({"messagePlan"})),
    Check((D009,), "assistant", counted_once, frozenset({"messagePlan"})),
    Check((D018,), "assistant", by_default),
)
