"""Prompts (rules §4.13)."""

from __future__ import annotations

from ..rule import INFO, Rule

P013 = Rule("P013", "sales-opener", INFO, "a call begins with few words", "B", "0.2", "rules P013", preview=True)
P014 = Rule(
    "P014",
    "number-format",
    INFO,
    "numbers and amounts are written as they are said",
    "B",
    "0.2",
    "rules P014",
    preview=True,
)
