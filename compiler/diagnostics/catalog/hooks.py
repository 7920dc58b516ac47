"""Hooks (rules §4.8)."""

from __future__ import annotations

from ..rule import E, Rule, W

H004 = Rule("H004", "say-in-call-ending", W, "say in call.ending has an example and no schema (C10)")
H005 = Rule("H005", "say-empty-or-both", E, "say has exactly one of exact and prompt (Q15)")
H006 = Rule("H006", "tool-action-empty", E, "a tool action has tool or toolId")
H007 = Rule("H007", "filter-value-matches-nothing", W, "a filter value occurs in some endedReason")
H012 = Rule("H012", "members-overrides-hooks-replace", W, "hooks of membersOverrides take no member's own hooks away")
H019 = Rule("H019", "shorthand-and-options", E, "a hook has its options in one place (Q16)")
H020 = Rule("H020", "timeout-below-two", W, "timeoutSeconds below 2 is doubted by the schema's own text (C2)")
H021 = Rule("H021", "timeout-missing", W, "options without timeoutSeconds mean 7.5 s (C60)")
