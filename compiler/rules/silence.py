"""Silence: one handler for one silence, and none that comes too late (semantics §5.1 to §5.3)."""

from __future__ import annotations

from collections.abc import Iterator

from ..diagnostics import Diagnostic, Related
from ..diagnostics.catalog import D006, D008, D010
from .check import Check
from .node import Node

SPEECH_TIMEOUT = "customer.speech.timeout"


def one_handler(node: Node) -> Iterator[Diagnostic]:
    """D006: idle messages and a silence hook fire independently of each other, so callers hear both."""
    hook = next((hook for hook in node.member.hooks if hook.on == SPEECH_TIMEOUT), None)
    if hook is not None and node.member.silence.idle is not None:
        other = node.config.span(("hooks", hook.index))
        yield node.fault(
            D006,
            ("messagePlan", "idleMessages"),
            f"{node.member.name} has idle messages and a {SPEECH_TIMEOUT} hook: on one silence both speak, "
            "back to back. "
            "Keep one generation.",
            key=True,
            related=(Related(other, "the hook"),),
        )


def idle_in_time(node: Node) -> Iterator[Diagnostic]:
    """D008: idle messages that begin when the call has already ended are never heard."""
    silence = node.member.silence
    if silence.idle and silence.timeout_ms is not None and silence.idle.timeout_ms >= silence.timeout_ms:
        yield node.fault(
            D008,
            ("messagePlan", "idleMessages"),
            f"idle messages wait {silence.idle.timeout_ms / 1000:g} s, but silence ends the call after "
            f"{silence.timeout_ms / 1000:g} s: they are never spoken.",
            key=True,
        )


def hook_in_time(node: Node) -> Iterator[Diagnostic]:
    """D010: a silence hook that waits longer than the silence timeout never fires."""
    timeout = node.member.silence.timeout_ms
    for hook in node.member.hooks:
        if hook.on == SPEECH_TIMEOUT and timeout is not None and (hook.delay_ms or 0) >= timeout:
            yield node.fault(
                D010,
                ("hooks", hook.index),
                f"this hook waits for {(hook.delay_ms or 0) / 1000:g} s of silence, but silenceTimeoutSeconds "
                "ends the call "
                f"after {timeout / 1000:g} s: it never fires.",
                related=(Related(node.config.span(("silenceTimeoutSeconds",)), "ends the call"),),
            )


CHECKS = (
    Check((D006,), "form", one_handler, frozenset({"messagePlan"})),
    Check((D008,), "form", idle_in_time, frozenset({"messagePlan"})),
    Check((D010,), "form", hook_in_time, frozenset({"hooks"})),
)
