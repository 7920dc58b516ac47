"""Lengths of time as a transcript writes them: ``800ms``, ``1.2s``, ``2m`` (design §3.7)."""

from __future__ import annotations

import re

PATTERN = r"^\d+(\.\d{1,3})?(ms|s|m)$"
"""The form of a duration, as the schema gives it."""

BAD_DURATION = "a duration such as 1.2s, 800ms or 2m"

LONGEST_MS = 24 * 60 * 60 * 1000
"""No call lasts longer than 43,200 s (semantics §5.2); twice that bounds a run."""

_FORM = re.compile(r"([0-9]{1,15})(?:\.([0-9]{1,3}))?(ms|s|m)")
_UNIT_MS = {"ms": 1, "s": 1000, "m": 60_000}


def parse(text: str) -> int | None:
    """Whole milliseconds, a half rounded up; None for anything else than a duration."""
    match = _FORM.fullmatch(text)
    if match is None:
        return None
    whole, fraction, unit = match[1], match[2] or "", match[3]
    scale: int = 10 ** len(fraction)
    return (2 * int(whole + fraction) * _UNIT_MS[unit] + scale) // (2 * scale)
