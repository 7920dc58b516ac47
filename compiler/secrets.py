"""What must never be printed: literal secrets (design §5)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

MASK = "***"

_SECRET_KEY = re.compile(
    r"(secret|password|passwd|api[-_]?key|access[-_]?key|private[-_]?key|auth[-_]?token|bearer|authorization|^token$)",
    re.IGNORECASE,
)
_REFERENCE = re.compile(r"\{\{|\$\{|secrets?:/|secrets/")
_MARKS = ("sk-", "sk_", "rk_", "gh", "glpat-", "xox", "AKIA", "ASIA", "AIza", "eyJ", "whsec_", "PRIVATE KEY", "@")
"""One of them is in every text that :data:`_FORM` finds something in: looking for them is quicker."""

_FORM = re.compile(
    r"\b(?:sk-[A-Za-z0-9_-]{20,}|[sr]k_(?:live|test)_[A-Za-z0-9]{16,}|whsec_[A-Za-z0-9+/=]{24,})"
    r"|\b(?:gh[opsur]_[A-Za-z0-9]{30,}|github_pat_[A-Za-z0-9_]{22,}|glpat-[A-Za-z0-9_-]{20,})"
    r"|\bxox[abeprs]-[A-Za-z0-9-]{10,}|\bA[KS]IA[0-9A-Z]{16}\b|\bAIza[A-Za-z0-9_-]{35}"
    r"|\beyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}"
    r"|-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----[^-]{0,10000}(?:-----END [A-Z ]{0,30}PRIVATE KEY-----)?"
    r"|(?<=://)[^\s:/@{}$]{1,100}:[^\s:/@{}$]{1,100}(?=@[\w.-])"
)
"""Forms that nothing but a secret has: keys of OpenAI, Anthropic, Stripe, GitHub, GitLab, Slack, AWS and Google, signed
tokens, private keys, a user and a password in an address.
"""

_REQUIRED = re.compile(r"\$\{env:([^}\s]+)\}|\b(secrets?:/{0,2}[\w./-]+|secrets/[\w./-]+)")


def is_secret_key(key: str) -> bool:
    """Whether the value at a key of this name is a secret unless it is a reference."""
    return _SECRET_KEY.search(key) is not None


def is_reference(value: str) -> bool:
    """Whether a string stands for a secret kept elsewhere: a template, ``${env:NAME}``, ``secrets://…``."""
    return _REFERENCE.search(value) is not None


def find(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each part of *text* that has the form of a secret."""
    if any(mark in text for mark in _MARKS):
        yield from (match.span() for match in _FORM.finditer(text))


def stars(text: str) -> str:
    """*text* with every part that has the form of a secret as stars, as many as it has characters."""
    for start, end in find(text):
        text = text[:start] + "*" * (end - start) + text[end:]
    return text


def required(value: Any) -> Iterator[str]:
    """The names of the secrets that a plain JSON value refers to: ``NAME`` of ``${env:NAME}``, ``secrets://…``."""
    if isinstance(value, str):
        if "${env:" in value or "secret" in value:
            yield from (match[1] or match[2] for match in _REQUIRED.finditer(value))
    elif isinstance(value, list | tuple):
        for item in value:
            yield from required(item)
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from required(item)


def mask(value: Any, key: str = "") -> Any:
    """A plain JSON value with every literal secret in it replaced by ``***``."""
    if isinstance(value, dict):
        return {name: mask(item, name) for name, item in value.items()}
    if isinstance(value, list):
        return [mask(item, key) for item in value]
    if not isinstance(value, str) or not value:
        return value
    if is_secret_key(key) and not is_reference(value):
        return MASK
    return _FORM.sub(MASK, value) if any(mark in value for mark in _MARKS) else value
