"""What must never be printed: literal secrets (design §5)."""

from __future__ import annotations

import re
from typing import Any

MASK = "***"

_SECRET_KEY = re.compile(
    r"(secret|password|passwd|api[-_]?key|access[-_]?key|private[-_]?key|auth[-_]?token|bearer|authorization|^token$)",
    re.IGNORECASE,
)
_REFERENCE = re.compile(r"\{\{|\$\{|secrets?:/|secrets/")


def is_secret_key(key: str) -> bool:
    """Whether the value at a key of this name is a secret unless it is a reference."""
    return _SECRET_KEY.search(key) is not None


def is_reference(value: str) -> bool:
    """Whether a string stands for a secret kept elsewhere: a template, ``${env:NAME}``, ``secrets://…``."""
    return _REFERENCE.search(value) is not None


def mask(value: Any, key: str = "") -> Any:
    """A plain JSON value with every literal secret in it replaced by ``***``."""
    if isinstance(value, dict):
        return {name: mask(item, name) for name, item in value.items()}
    if isinstance(value, list):
        return [mask(item, key) for item in value]
    if isinstance(value, str) and value and is_secret_key(key) and not is_reference(value):
        return MASK
    return value
