"""Promotion between environments (rules §4.17)."""

from __future__ import annotations

from ..rule import INFO, Rule, W

N001 = Rule("N001", "missing-in-env", W, "what is in one environment is in the next", "B", "0.2", "rules N001")
N006 = Rule("N006", "null-vs-absent", W, "null and nothing are the same in all environments", "B", "0.2", "rules N006")
N008 = Rule(
    "N008",
    "model-version-skew",
    W,
    "environments have one model, voice and transcriber",
    "B",
    "0.2",
    "rules N008",
    preview=True,
)
N010 = Rule(
    "N010", "stale-uuid-suffix-names", INFO, "a resource has one name in all environments", "B", "0.2", "rules N010"
)
N009 = Rule("N009", "state-legacy", W, "state files have the form of today", "C", "0.2", "rules N009", preview=True)
