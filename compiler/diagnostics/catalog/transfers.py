"""Transfers and handoffs (rules §4.10)."""

from __future__ import annotations

from ..rule import E, Rule, W

X001 = Rule("X001", "transfer-number-e164", E, "numbers to dial are in E.164")
X008 = Rule("X008", "liquid-in-summaryplan", W, "a transfer's summaryPlan reads its own variables alone")
X010 = Rule("X010", "handoff-name-mismatch", E, "a destination names a member of the squad, letter by letter")
X012 = Rule("X012", "handoff-outside-squad", W, "destinations to assistants work only inside a squad")
X021 = Rule("X021", "destination-variablevalues-liquid", W, "variableValues of a destination are taken literally")
