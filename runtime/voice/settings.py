"""What every formatter is told besides the text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from .policies import DEFAULT, VoicePolicies

YEAR: Final = 2025
"""The year that the documents call current; also the schema's default cutoff (semantics §7.2)."""


@dataclass(frozen=True, slots=True)
class Settings:
    """``year`` bounds year-like numbers; a number above ``cutoff`` is read digit by digit."""

    year: int = YEAR
    cutoff: float = YEAR
    policies: VoicePolicies = DEFAULT
