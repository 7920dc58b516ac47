"""Hooks (rules §4.8)."""

from __future__ import annotations

from ..rule import INFO, E, Rule, W

H004 = Rule("H004", "say-in-call-ending", W, "say in call.ending has an example and no schema (C10)", confidence="C")
H005 = Rule("H005", "say-empty-or-both", E, "say has exactly one of exact and prompt (Q15)")
H006 = Rule("H006", "tool-action-empty", E, "a tool action has tool or toolId")
H007 = Rule("H007", "filter-value-matches-nothing", W, "a filter value occurs in some endedReason")
H012 = Rule("H012", "members-overrides-hooks-replace", W, "hooks of membersOverrides take no member's own hooks away")
H019 = Rule("H019", "shorthand-and-options", E, "a hook has its options in one place (Q16)")
H020 = Rule("H020", "timeout-below-two", W, "timeoutSeconds below 2 is doubted by the schema's own text (C2)")
H021 = Rule("H021", "timeout-missing", W, "options without timeoutSeconds mean 7.5 s (C60)")
H008 = Rule("H008", "filter-key", W, "filters of call.ending look at call.endedReason", "C", "0.2", "rules H008")
H013 = Rule(
    "H013",
    "low-confidence-range",
    W,
    "a low-confidence hook has an interval that transcripts can fall into",
    "B",
    "0.2",
    "rules H013",
)
H014 = Rule(
    "H014", "end-call-without-say", INFO, "a hook that ends the call says goodbye first", "B", "0.2", "rules H014"
)
H015 = Rule(
    "H015",
    "interrupted-say-loop",
    INFO,
    "who is interrupted lets the caller speak",
    "B",
    "0.2",
    "rules H015",
    preview=True,
)
H016 = Rule(
    "H016", "pair-call-start-filters", INFO, "filters on starting calls know both spellings", "B", "0.2", "rules H016"
)
H017 = Rule(
    "H017", "no-error-hook", INFO, "calls that end with an error are told of", "B", "0.2", "rules H017", preview=True
)
H018 = Rule("H018", "end-call-in-call-ending", W, "a call that ends is not ended again", "B", "0.2", "rules H018")
