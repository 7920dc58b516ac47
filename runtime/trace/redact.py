"""Secrets in a trace are masked when it is written: what leaves the process must not unlock anything (design §5)."""

from __future__ import annotations

import re
from typing import Any

from ...compiler.secrets import MASK, is_reference, is_secret_key

# Headers that authenticate without saying so.
_HEADER = re.compile(r"(?:set-)?cookie|x-.*(?:key|token|signature)", re.IGNORECASE)

# Values that are secrets by what they look like, whatever they stand under.
_VALUE = re.compile(
    r"(?P<scheme>\b(?:Bearer|Basic)\s+)[A-Za-z0-9._~+/=-]{8,}"
    r"|\b(?:sk|pk|rk)[-_][A-Za-z0-9_-]{16,}"
    r"|\bwhsec_[A-Za-z0-9+/=]{16,}"
    r"|\bgh[opsur]_[A-Za-z0-9]{20,}|\bgithub_pat_[A-Za-z0-9_]{20,}"
    r"|\bxox[abeprs]-[A-Za-z0-9-]{10,}"
    r"|\bAKIA[0-9A-Z]{16}\b|\bAIza[A-Za-z0-9_-]{30,}"
    r"|\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}"
    r"|-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----[^-]{0,10000}(?:-----END [A-Z ]{0,30}PRIVATE KEY-----)?",
)


def _masked(match: re.Match[str]) -> str:
    return (match["scheme"] or "") + MASK


def redact(value: Any) -> Any:
    """*value* (plain JSON) with every secret replaced by three stars; the value itself where there is none."""
    if isinstance(value, str):
        return _VALUE.sub(_masked, value) if len(value) >= 12 else value
    if isinstance(value, dict):
        return {
            key: MASK if isinstance(item, str) and item and _is_secret(key, item) else redact(item)
            for key, item in value.items()
        }
    if isinstance(value, (list, tuple)):
        return [redact(item) for item in value]
    return value


def _is_secret(key: str, value: str) -> bool:
    return (is_secret_key(key) or _HEADER.fullmatch(key) is not None) and not is_reference(value)
