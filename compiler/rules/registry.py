"""All checks, by the modules that hold them: one is imported when a node is met that its checks look at."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .check import Check, Kind
    from .settings import Settings

MODULES: dict[str, tuple[Kind, ...]] = {
    "silence": ("form",),
    "duration": ("form",),
    "openings": ("assistant", "form"),
    "openings_again": ("team", "tool"),
    "durations": ("form", "assistant", "team", "prompt"),
    "durations_silence": ("assistant",),
    "outbound": ("form", "assistant"),
    "outbound_calls": ("form",),
    "squads_data": ("team",),
    "squads_members": ("member", "team"),
    "variables_sessions": ("resource",),
    "prompts": ("prompt", "spoken", "form"),
    "prompts_tools": ("prompt",),
    "prompts_words": ("promotion", "prompt", "team"),
    "hooks": ("form",),
    "hooks_reasons": ("hook", "form"),
    "hooks_speech": ("form", "hook"),
    "languages": ("transcriber",),
    "languages_calls": ("assistant", "transcriber"),
    "languages_fallbacks": ("voice", "transcriber"),
    "languages_messages": ("message",),
    "models": ("model", "assistant", "overrides"),
    "models_budget": ("tool", "form"),
    "models_regions": ("assistant",),
    "voices": ("voice",),
    "voices_markup": ("spoken", "prompt", "voice"),
    "voices_plans": ("promotion", "overrides", "assistant", "voice"),
    "transcribers": ("transcriber",),
    "transcribers_words": ("transcriber",),
    "transcribers_turns": ("assistant",),
    "pairs": ("assistant", "phone-number"),
    "schema_sense": ("tool", "structured-output", "assistant"),
    "flush": ("form", "resource"),
    "ambiguity": ("resource",),
    "secrets": ("resource", "workspace"),
    "unrendered": ("resource",),
    "patterns": ("resource",),
    "wholes": ("environment",),
    "texts": ("model", "resource", "spoken", "prompt", "file"),
    "references": ("environment", "model"),
    "states": ("environment",),
    "security": ("server",),
    "servers": ("server", "tool", "form", "assistant"),
    "choices": ("workspace",),
    "compliance": ("assistant",),
    "promotion": ("promotion",),
    "tools": ("tool",),
    "tools_schema": ("tool",),
    "tools_code": ("tool",),
    "tools_calls": ("tool", "target", "assistant", "team"),
    "tools_lines": ("tool",),
    "messages": ("tool", "message"),
    "messages_conditions": ("message", "tool"),
    "transfers": ("tool", "destination", "assistant"),
    "transfers_prompt": ("tool", "form"),
    "handoffs": ("destination", "tool"),
    "handoffs_context": ("destination", "target"),
    "handoffs_graph": ("team",),
    "handoffs_loops": ("team",),
    "handoffs_doubles": ("team",),
    "outputs": ("structured-output", "assistant", "promotion"),
    "evaluations": ("scenario",),
    "simulations": ("suite", "personality", "simulation-run", "scenario"),
}
"""The registry, in the order in which checks run: each module has ``CHECKS`` of the kinds that stand here. A rule's own
findings come from one of them, or from the compiler's stages (:mod:`.pages`).
"""


def all_checks() -> tuple[Check, ...]:
    """The checks of every module."""
    return tuple(check for module in MODULES for check in _checks(module))


def wanted(settings: Settings, more: Iterable[Check] = ()) -> Callable[[str], tuple[Check, ...]]:
    """A function that gives the checks of a kind that may show under *settings*, *more* behind callplan's own."""

    @cache
    def of_kind(kind: str) -> tuple[Check, ...]:
        own = (check for module, kinds in MODULES.items() if kind in kinds for check in _checks(module))
        return tuple(check for check in (*own, *more) if check.on == kind and settings.wants(check))

    return of_kind


def _checks(module: str) -> tuple[Check, ...]:
    checks: tuple[Check, ...] = import_module(f".{module}", __package__).CHECKS
    return checks
