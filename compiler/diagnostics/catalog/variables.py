"""Liquid and variables (rules §4.12)."""

from __future__ import annotations

from ..rule import INFO, E, Rule, W

Q001 = Rule("Q001", "liquid-syntax", E, "every templated text parses as LiquidJS")
Q002 = Rule("Q002", "undefined-variable", W, "every variable that a template reads is written somewhere")
Q003 = Rule("Q003", "variable-typo", W, "a variable that nobody writes resembles one that somebody does")
Q004 = Rule("Q004", "now-variable-date", W, 'date filters start from the literal "now"')
Q005 = Rule("Q005", "date-without-timezone", W, "dates name a zone where the day or the hour matters")
Q006 = Rule("Q006", "invalid-timezone", E, "time zones exist")
Q007 = Rule("Q007", "unknown-filter", W, "filters exist in LiquidJS")
Q012 = Rule("Q012", "redacted-variable", INFO, "templates read what the platform shows them")
Q013 = Rule("Q013", "sensitive-tier", W, "servers, headers, numbers and rejections depend on trusted values alone")
Q011 = Rule("Q011", "array-variable", W, "what a customer of a batch brings is no list: lists are dropped")
Q014 = Rule("Q014", "campaign-overrides-replace", W, "a customer's overrides repeat what shall stay of the request's")
Q017 = Rule("Q017", "unknown-conversion", W, "date conversions exist in LiquidJS")
Q018 = Rule("Q018", "variable-missing-on-a-way", W, "a variable is written on every way to the template that reads it")
Q019 = Rule("Q019", "variable-perhaps-missing", INFO, "what may stay unwritten is read with a default")
Q020 = Rule("Q020", "variable-mistyped", W, "a variable's values have the type that it is declared with")
Q022 = Rule("Q022", "value-unread", INFO, "every entry of variableValues is read by some template")
Q024 = Rule("Q024", "given-value-unread", W, "every value of a command line is read by some template")
Q023 = Rule("Q023", "unknown-part", W, "a template reads parts of a variable that it can have")
Q021 = Rule("Q021", "variable-shadows-default", W, "no value hides a variable that the platform has")
Q025 = Rule("Q025", "input-not-supplied", W, "a request supplies the inputs that are declared to come from it")
Q015 = Rule(
    "Q015",
    "session-baked-variables",
    INFO,
    "values of variables are given when a session is made",
    "B",
    "0.2",
    "rules Q015",
)
