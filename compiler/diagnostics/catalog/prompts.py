"""Prompts (rules §4.13)."""

from __future__ import annotations

from ..rule import INFO, Rule, W

P001 = Rule("P001", "duplicate-heading", W, "a prompt has every chapter once", "B", "0.2", "rules P001")
P002 = Rule("P002", "duplicate-block", W, "a prompt says things once", "B", "0.2", "rules P002")
P003 = Rule("P003", "prompt-size-jump", W, "a prompt is about as long in every environment", "B", "0.2", "rules P003")
P004 = Rule(
    "P004", "tool-resource-id-in-prose", W, "prompts call tools by the names that models know", "B", "0.2", "rules P004"
)
P005 = Rule(
    "P005",
    "tool-arg-word-leak",
    W,
    "no heading of a prompt is an argument's name",
    "B",
    "0.2",
    "rules P005",
    preview=True,
)
P006 = Rule(
    "P006", "unattached-tool-mentioned", W, "a prompt speaks of tools that its model has", "B", "0.2", "rules P006"
)
P007 = Rule("P007", "long-banlist", INFO, "a prompt says what to say", "B", "0.2", "rules P007")
P008 = Rule("P008", "banned-string-reused", W, "what a prompt forbids stands nowhere else", "B", "0.2", "rules P008")
P009 = Rule(
    "P009", "markdown-in-spoken-field", W, "what is spoken has neither links nor marks", "B", "0.2", "rules P009"
)
P010 = Rule("P010", "empty-prompt", W, "a model is told what to do", "B", "0.2", "rules P010")
P011 = Rule(
    "P011",
    "prompt-too-long-for-latency",
    INFO,
    "a prompt is short enough for quick answers",
    "B",
    "0.2",
    "rules P011",
)
P012 = Rule(
    "P012",
    "missing-reentry-protocol",
    INFO,
    "who gets a call back knows what to do then",
    "B",
    "0.2",
    "rules P012",
    preview=True,
)
P013 = Rule("P013", "sales-opener", INFO, "a call begins with few words", "B", "0.2", "rules P013", preview=True)
P014 = Rule(
    "P014",
    "number-format",
    INFO,
    "numbers and amounts are written as they are said",
    "B",
    "0.2",
    "rules P014",
)
