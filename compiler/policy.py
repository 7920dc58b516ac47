"""What a policy is (:mod:`.policies` has them all)."""

from __future__ import annotations

from .values import dataclass


@dataclass(frozen=True, slots=True)
class Policy:
    """A named choice: its values (strings), the default, where the question comes from, and what it decides."""

    name: str
    values: tuple[str, ...]
    default: str
    source: str
    summary: str
