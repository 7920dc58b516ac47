"""Hooks on what is said, and when (rules §4.8)."""

from __future__ import annotations

from collections.abc import Iterator

from ..diagnostics import Diagnostic
from ..diagnostics.catalog import H013, H014, H015
from ..plan.model import AddMessage, CallTool, Hook, Say
from .check import Check
from .node import Node
from .tools_parts import listed

_LOW_CONFIDENCE = "assistant.transcriber.endpointedSpeechLowConfidence"
_TELL = frozenset({"deepgram", "gladia", "assembly-ai"})
"""The transcribers that say how sure they are (semantics §4.2)."""
_TIMERS = frozenset({"customer.speech.timeout", "call.timeElapsed"})


def never_so_sure(node: Node) -> Iterator[Diagnostic]:
    """No transcript falls between the bounds of a low-confidence hook.

    It fires for what was understood badly: from confidenceMin up to, and without, confidenceMax. Above the
    transcriber's confidenceThreshold a transcript counts as understood, and only Deepgram, Gladia and AssemblyAI say
    how sure they are.

    Bad:
        name: Front
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers.}]}
        hooks:
          - on: assistant.transcriber.endpointedSpeechLowConfidence
            options: {confidenceMin: 0.4, confidenceMax: 0.2}
            do: [{type: say, exact: Could you repeat that?}]
    Good:
        name: Front
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers.}]}
        hooks:
          - on: assistant.transcriber.endpointedSpeechLowConfidence
            options: {confidenceMin: 0.2, confidenceMax: 0.4}
            do: [{type: say, exact: Could you repeat that?}]
    Source: rules H013, semantics §4.2
    """
    for hook in node.member.hooks:
        if hook.on != _LOW_CONFIDENCE or hook.confidence is None:
            continue
        low, high = hook.confidence
        provider = node.get("transcriber", "provider")
        threshold = node.get("transcriber", "confidenceThreshold")
        if low >= high:
            why = f"no confidence is from {low:g} and below {high:g}"
        elif isinstance(provider, str) and provider and "{{" not in provider and provider not in _TELL:
            why = f"{provider} does not say how sure it is"
        elif isinstance(threshold, (int, float)) and low >= threshold:
            why = f"from {threshold:g} (confidenceThreshold) a transcript counts as understood, and this begins there"
        else:
            continue
        yield node.fault(H013, ("hooks", hook.index), f"{why}: this hook never fires.")


def no_goodbye(node: Node) -> Iterator[Diagnostic]:
    """A hook hangs up without a word.

    Callers who were only silent for a while, or talked for long, hear the line go dead and call again.

    Bad:
        name: Front
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers.}]}
        hooks:
          - on: customer.speech.timeout
            options: {timeoutSeconds: 20}
            do: [{type: tool, tool: {type: endCall}}]
    Good:
        name: Front
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers.}]}
        hooks:
          - on: customer.speech.timeout
            options: {timeoutSeconds: 20}
            do:
              - {type: say, exact: I hear nothing any more. Please call again. Goodbye.}
              - {type: tool, tool: {type: endCall}}
    Source: rules H014
    """
    if node.member.ending.message is not None:
        return
    for hook in node.member.hooks:
        number = _hangs_up(hook) if hook.on in _TIMERS else None
        if number is not None:
            yield node.fault(
                H014, ("hooks", hook.index), f"{node.member.name} hangs up here without a goodbye: say one before."
            )


def _hangs_up(hook: Hook) -> int | None:
    """The number of the action that ends the call before anything is said; None where there is none."""
    for number, action in enumerate(hook.actions):
        if isinstance(action, (Say, AddMessage)):
            return None
        if isinstance(action, CallTool) and action.tool.type == "endCall":
            said = any(message.content.text.strip() or message.contents for message in action.tool.messages or ())
            return None if said else number
    return None


def talks_on(node: Node) -> Iterator[Diagnostic]:
    """Who is interrupted says something at once.

    The caller has just begun to speak. A fixed sentence is spoken over it, is interrupted in its turn, and the hook
    fires again.

    Bad:
        name: Front
        firstMessage: Hello, this is the clinic.
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers.}]}
        hooks: [{on: assistant.speech.interrupted, do: [{type: say, exact: "Sorry, go on."}]}]
    Good:
        name: Front
        firstMessage: Hello, this is the clinic.
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers.}]}
        hooks:
          - on: assistant.speech.interrupted
            do:
              - type: message.add
                message: {role: system, content: They interrupted you. Answer what they say.}
                triggerResponseEnabled: false
    Source: rules H015
    """
    if node.get("on") == "assistant.speech.interrupted":
        for index in range(len(listed(node.get("do")))):
            if node.get("do", index, "type") == "say":
                yield node.fault(
                    H015,
                    ("do", index),
                    "the caller has just begun to speak, and this is said over it; interrupted again, it repeats. "
                    "Let the model answer what callers say.",
                )


CHECKS = (
    Check((H013,), "form", never_so_sure, frozenset({"hooks"})),
    Check((H014,), "form", no_goodbye, frozenset({"hooks"})),
    Check((H015,), "hook", talks_on, frozenset({"on"})),
)
