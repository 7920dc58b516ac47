"""Numbers that do not arrive as they were written."""

from __future__ import annotations

import re

from ..diagnostics.catalog import Y004, Y017
from ..secrets import MASK, is_secret_key
from .findings import Findings
from .path import Path
from .scalars import javascript_text

_KEYS = frozenset({"number", "callerId", "forwardingPhoneNumber", "forwardingPhoneNumbers", "extension"})
_INTERNATIONAL = re.compile(r"\+[0-9]{7,}")
_DIGITS = re.compile(r"\+?[0-9]+")


def is_phone(text: str, key: str) -> bool:
    """Whether the YAML number *text* under *key* is meant as something to dial (rules Y004).

    A plus with seven digits is a phone number anywhere; at the keys that hold one, so are bare digits.
    """
    if key in _KEYS:
        return _DIGITS.fullmatch(text) is not None and (key == "extension" or len(text) >= 7)
    return text[0] == "+" and _INTERNATIONAL.fullmatch(text) is not None


def report_phone(findings: Findings, text: str, start: int, end: int, path: Path) -> None:
    """Y004 for the number *text*, which should be a text."""
    left = text.lstrip("+").lstrip("0") or "0"
    message = (
        f"{_shown(text, path)} is not quoted: YAML reads the number {_shown(left, path)}, and the platform rejects "
        "the transfer or call. Put it in quotes"
    )
    findings.add(Y004, start, end, message, path=path, fix=findings.quote(start, end))


def report_number(findings: Findings, text: str, left: int | float | None, start: int, end: int, path: Path) -> None:
    """Y017 for the number *text*, of which *left* reaches the platform."""
    shown = _shown(text, path)
    if left is None:
        message = f"{shown} is no number that JSON has: the platform receives null. Write a finite one, or a text"
    else:
        message = (
            f"{shown} has more digits than a JSON number holds: the platform receives "
            f"{_shown(javascript_text(left), path)}. Quote it if its digits matter"
        )
    findings.add(Y017, start, end, message, path=path, fix=findings.quote(start, end, safe=False))


def _shown(text: str, path: Path) -> str:
    """*text* for a message: not too long, and not if it is a secret."""
    if path and is_secret_key(str(path[-1])):
        return MASK
    return text if len(text) <= 60 else text[:59] + "…"
