"""One chunk's way through the formatters to the text that the voice provider gets."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, NamedTuple

from . import holds
from .acronyms import format_acronyms
from .emails import ADDRESS, spoken_address
from .formatters import FORMATTERS, KEYS, MARKED, MARKS, SIGNS, TOUCHED, Formatter
from .language import in_others
from .markup import KEPT, remove_angle_brackets
from .plan import FormatPlan
from .policies import DEFAULT, VoicePolicies
from .replacements import MAX_STEPS, Broken, ReplacementError, ReplacementFault, Told
from .settings import YEAR, Settings

_MARKUP: Final = re.compile(
    rf"(?i:(?P<tag><spell>[^<>]*</spell>|{KEPT}))"
    r"|(?<![^\s(\[{\"'“‘«<>,;=—|-])(?P<marks>[_`~*]*)(?P<url>"
    r"(?:(?i:https?|ftps?|wss?|sips?|mailto|tel|sms):|(?i:www)\."
    r"|(?:[0-9-]{0,20}[A-Za-z][A-Za-z0-9-]{0,62}\.){1,5}[A-Za-z]{2,24}(?=/|:[0-9]{2,5}(?![0-9:])))"
    r"[^\s<>\"]*[^\s<>\".,;:!?)\]'*])"
)
"""What no step may touch: tags that survive, and addresses of the web."""
_HOLDING: Final = re.compile("[<:/]|www")
_Search = Callable[[str], re.Match[str] | None]
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


class Formatted(NamedTuple):
    """A chunk as the voice provider gets it, the replacements that were left out, and the steps that all took.

    ``exhausted``: one of them was left out for what it would cost, and with it all behind it.
    """

    text: str
    faults: tuple[ReplacementFault, ...] = ()
    steps: int = 0
    exhausted: bool = False


def format_text(
    text: str,
    format_plan: Mapping[str, Any] | FormatPlan | None = None,
    year: int = YEAR,
    policies: VoicePolicies = DEFAULT,
) -> str:
    """What the voice provider gets for the chunk *text*.

    *format_plan* is the JSON object of ``voice.chunkPlan.formatPlan``, or what :meth:`FormatPlan.read` made of it.
    *year* is the current year: the default cutoff, and the end of year-like numbers (semantics §7.5).
    Raises :class:`ReplacementError` where a replacement cannot be made: what the provider gets is then unknown.
    """
    plan = format_plan if isinstance(format_plan, FormatPlan) else FormatPlan.read(format_plan)
    formatted = format_chunk(text, plan, year, policies)
    if formatted.faults:
        raise ReplacementError(formatted.faults)
    return formatted.text


def format_chunk(
    text: str,
    plan: FormatPlan,
    year: int = YEAR,
    policies: VoicePolicies = DEFAULT,
    other: bool | None = None,
    steps: int = MAX_STEPS,
) -> Formatted:
    """:func:`format_text` with faults as values. *other*: the text is known to be in another language than English,
    or in English; None judges by its own words. *steps*: what the replacements may take.
    """
    if not plan.replacements and not TOUCHED.search(text):
        return Formatted(text)
    if len(text) > REMEMBERED:
        return format_anew(text, plan, settings_of(plan, year, policies), other, steps)
    return _known(text, plan, year, policies, other, steps)


def format_anew(text: str, plan: FormatPlan, settings: Settings, other: bool | None, steps: int) -> Formatted:
    """:func:`format_chunk` without its memory of what it has formatted before."""
    if not plan.replacements and not TOUCHED.search(text):
        return Formatted(text)
    return _run(text, plan, settings, other, None, steps)


@lru_cache(maxsize=4096)
def _known(
    text: str, plan: FormatPlan, year: int, policies: VoicePolicies, other: bool | None, steps: int
) -> Formatted:
    return format_anew(text, plan, settings_of(plan, year, policies), other, steps)


@lru_cache(maxsize=64)
def settings_of(plan: FormatPlan, year: int, policies: VoicePolicies) -> Settings:
    """What the formatters of *plan* are told."""
    return Settings(year, year if plan.cutoff is None else plan.cutoff, policies)


def explain(
    text: str,
    format_plan: Mapping[str, Any] | FormatPlan | None = None,
    year: int = YEAR,
    policies: VoicePolicies = DEFAULT,
    other: bool | None = None,
) -> tuple[Pass, ...]:
    """Every formatter that the plan runs, in order, with the text before and after it; none if formatting is off."""
    plan = format_plan if isinstance(format_plan, FormatPlan) else FormatPlan.read(format_plan)
    passes: list[Pass] = []
    _run(text, plan, settings_of(plan, year, policies), other, passes, MAX_STEPS)
    return tuple(passes)


def _run(
    text: str, plan: FormatPlan, settings: Settings, other: bool | None, passes: list[Pass] | None, steps: int
) -> Formatted:
    text = holds.clean(text)
    if not plan.enabled:
        return Formatted(text)
    stripped = remove_angle_brackets(text)
    if passes is not None:
        passes.append(Pass("removeAngleBracketContent", "", text, stripped))
    text = _formatters(stripped, plan, settings, other, passes)
    faults: list[ReplacementFault] = []
    left, exhausted = steps, False
    for one in plan.made if passes is None else plan.steps:
        if exhausted and not isinstance(one, Broken):
            if passes is not None:
                passes += [Pass("replacements", "", text, text) for _ in range(len(one))]
            continue
        told: Told | None = None if passes is None else []
        text, left, fault = one.apply(text, left, told)
        exhausted = exhausted or (fault is not None and not isinstance(one, Broken))
        if fault is not None and not isinstance(one, Broken):
            faults.append(fault)
        if passes is not None and told is not None:
            passes += _replacing(passes[-1].after, told, fault)
    broken = plan.broken  # known before any text: as they are, they cost nothing in each of many chunks
    all_faults = tuple(sorted((*broken, *faults), key=lambda fault: fault.index)) if faults else broken
    return Formatted(text, all_faults, steps - left, exhausted)


def _replacing(text: str, told: Told, fault: ReplacementFault | None) -> Iterator[Pass]:
    """What each replacement made of *text*."""
    for index, after in told:
        blamed = fault is not None and fault.index == index
        yield Pass("replacements", "", text, after, fault.message if fault is not None and blamed else "")
        text = after


def _formatters(text: str, plan: FormatPlan, settings: Settings, other: bool | None, passes: list[Pass] | None) -> str:
    marks = passes is not None or MARKS.search(text) is not None
    signs = marks or SIGNS.search(text) is not None
    chosen = _chosen(plan.formatters, settings.policies.formatter_choice, signs, marks)
    if not chosen:
        return text
    if settings.policies.other_languages == "english":
        other = False
    elif other is None:
        other = next(in_others([text]))
    pieces: list[str] = []
    if _HOLDING.search(text):
        text = _MARKUP.sub(lambda match: _hold_markup(match, pieces), text)
    emails_wait, spells = "@" in text, False
    for formatter, wording, needs in chosen:
        if emails_wait and (formatter.step > 2 or settings.policies.email_underscore == "keep"):
            text = ADDRESS.sub(lambda match: _hold(match[0], pieces, holds.hold_email), text)
            emails_wait = formatter.step == 2  # Markdown out of the way, there may be more
        after = text
        if not (wording and other):
            spells = spells or formatter.key == "acronym"
            if formatter.key == "email":
                after = holds.reword_emails(text, pieces, _spelled if spells else spoken_address)
            elif needs(after):
                after = formatter.apply(after, settings)
        if passes is not None:
            passes.append(
                Pass(formatter.name, formatter.key, holds.release(text, pieces), holds.release(after, pieces))
            )
        text = after
    return holds.release(text, pieces)


@lru_cache(maxsize=256)
def _chosen(
    keys: frozenset[str] | None, choice: str, signs: bool, marks: bool
) -> tuple[tuple[Formatter, bool, _Search], ...]:
    """The formatters that run, whether each words the text, and what finds its work; without those that have none in a
    text without *signs* or *marks*.
    """
    free = keys is None or choice == "ignored"
    ran = [one for one in FORMATTERS if (one.default if free else one.key in (keys or ()))]
    idle = frozenset[str]() if marks else MARKED if signs else KEYS - {"number"}
    return tuple((one, one.wording, one.needs.search) for one in ran if one.key not in idle)


def _spelled(address: str) -> str:
    """An e-mail as it is said where acronyms are: the acronym formatter has not seen it."""
    return format_acronyms(spoken_address(address), Settings())


def _hold_markup(match: re.Match[str], pieces: list[str]) -> str:
    """The tag or the address; the marks of Markdown before an address are not part of it."""
    return (match["marks"] or "") + _hold(match["tag"] or match["url"], pieces, holds.hold)


def _hold(piece: str, pieces: list[str], token: Callable[[int], str]) -> str:
    pieces.append(piece)
    return token(len(pieces) - 1)
