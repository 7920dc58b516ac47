"""One chunk's way through the formatters to the text that the voice provider gets."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from . import holds
from .emails import ADDRESS
from .formatters import FORMATTERS, Formatter
from .markup import KEPT, remove_angle_brackets
from .plan import FormatPlan
from .policies import DEFAULT, VoicePolicies
from .replacements import ReplacementFault
from .settings import YEAR, Settings

_MARKUP: Final = re.compile(
    rf"(?i:<spell>[^<>]*</spell>|{KEPT})|\b(?:https?|wss?|sips?|mailto|tel):[^\s<>\"]*[^\s<>\".,;:!?)\]'*]"
)
_FOREIGN: Final = re.compile(
    "[\u0370-\u1dff\u2c00-\u2dff\u2e80-\u2fff\u3040-\ud7ff\uf900-\ufaff\ufb1d-\ufdff\ufe70-\ufeff]"
)

REMEMBERED: Final = 2_000
"""Longer chunks are formatted anew each time, so that the memory of formatted ones stays small."""


@dataclass(frozen=True, slots=True)
class Pass:
    """What one formatter did: its name in the founding table and its key in ``formattersEnabled`` ("" for none).

    ``fault`` says why a replacement was left out.
    """

    name: str
    key: str
    before: str
    after: str
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Formatted:
    """A chunk as the voice provider gets it, and the replacements that were left out."""

    text: str
    faults: tuple[ReplacementFault, ...] = ()


def format_text(
    text: str,
    format_plan: Mapping[str, Any] | FormatPlan | None = None,
    year: int = YEAR,
    policies: VoicePolicies = DEFAULT,
) -> str:
    """What the voice provider gets for the chunk *text*.

    *format_plan* is the JSON object of ``voice.chunkPlan.formatPlan``, or what :meth:`FormatPlan.read` made of it.
    *year* is the current year: the default cutoff, and the end of year-like numbers (semantics §7.5).
    """
    plan = format_plan if isinstance(format_plan, FormatPlan) else FormatPlan.read(format_plan)
    return format_chunk(text, plan, year, policies).text


def format_chunk(text: str, plan: FormatPlan, year: int = YEAR, policies: VoicePolicies = DEFAULT) -> Formatted:
    """:func:`format_text` with the faults of the replacements."""
    if len(text) > REMEMBERED:
        return _run(text, plan, _settings(plan, year, policies), None)
    return _known(text, plan, year, policies)


@lru_cache(maxsize=4096)
def _known(text: str, plan: FormatPlan, year: int, policies: VoicePolicies) -> Formatted:
    return _run(text, plan, _settings(plan, year, policies), None)


def _settings(plan: FormatPlan, year: int, policies: VoicePolicies) -> Settings:
    return Settings(year, year if plan.cutoff is None else plan.cutoff, policies)


def explain(
    text: str,
    format_plan: Mapping[str, Any] | FormatPlan | None = None,
    year: int = YEAR,
    policies: VoicePolicies = DEFAULT,
) -> tuple[Pass, ...]:
    """Every formatter that the plan runs, in order, with the text before and after it; none if formatting is off."""
    plan = format_plan if isinstance(format_plan, FormatPlan) else FormatPlan.read(format_plan)
    passes: list[Pass] = []
    _run(text, plan, _settings(plan, year, policies), passes)
    return tuple(passes)


def _run(text: str, plan: FormatPlan, settings: Settings, passes: list[Pass] | None) -> Formatted:
    text = holds.clean(text)
    if not plan.enabled:
        return Formatted(text)
    stripped = remove_angle_brackets(text)
    if passes is not None:
        passes.append(Pass("removeAngleBracketContent", "", text, stripped))
    text = _formatters(stripped, plan, settings, passes)
    faults: list[ReplacementFault] = []
    for replacement in plan.replacements:
        result = replacement.apply(text)
        replaced, fault = (text, result.message) if isinstance(result, ReplacementFault) else (result, "")
        if isinstance(result, ReplacementFault):
            faults.append(result)
        if passes is not None:
            passes.append(Pass("replacements", "", text, replaced, fault))
        text = replaced
    return Formatted(text, tuple(faults))


def _formatters(text: str, plan: FormatPlan, settings: Settings, passes: list[Pass] | None) -> str:
    foreign = not text.isascii() and _FOREIGN.search(text) is not None
    pieces: list[str] = []
    if "<" in text or ":" in text:
        text = _MARKUP.sub(lambda match: _hold(match[0], pieces, holds.hold), text)
    emails_wait = "@" in text
    for formatter in FORMATTERS:
        if emails_wait and (formatter.step > 2 or settings.policies.email_underscore == "keep"):
            text, emails_wait = ADDRESS.sub(lambda match: _hold(match[0], pieces, holds.hold_email), text), False
        if not _chosen(formatter, plan, settings):
            continue
        after = text
        if not (formatter.english and foreign):
            if formatter.key == "email" and pieces:
                after = holds.release_emails(text, pieces)
            if formatter.needs.search(after):
                after = formatter.apply(after, settings)
        if passes is not None:
            passes.append(
                Pass(formatter.name, formatter.key, holds.release(text, pieces), holds.release(after, pieces))
            )
        text = after
    return holds.release(text, pieces)


def _chosen(formatter: Formatter, plan: FormatPlan, settings: Settings) -> bool:
    if plan.formatters is None or settings.policies.formatter_choice == "ignored":
        return formatter.default
    return formatter.key in plan.formatters


def _hold(piece: str, pieces: list[str], token: Callable[[int], str]) -> str:
    pieces.append(piece)
    return token(len(pieces) - 1)
