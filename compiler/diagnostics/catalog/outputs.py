"""Structured outputs, analysis, simulations (rules §4.15)."""

from __future__ import annotations

from ..rule import INFO, E, Rule, W

A016 = Rule("A016", "platform-default", INFO, "what the platform owns is not sent to it")
A001 = Rule("A001", "schema-type-array", E, "a schema names one type", "A", "0.2", "rules A001")
A002 = Rule("A002", "audio-target-without-recording", W, "what reads audio has a recording", "B", "0.2", "rules A002")
A004 = Rule("A004", "schema-type-change", W, "an output has one type in all environments", "B", "0.2", "rules A004")
A005 = Rule(
    "A005", "eval-non-primitive", E, "evaluations compare numbers, texts and truth values", "B", "0.2", "rules A005"
)
A006 = Rule("A006", "eval-comparator-type", E, "only numbers have an order", "B", "0.2", "rules A006")
A007 = Rule("A007", "eval-value-type", W, "an evaluation can come out both ways", "B", "0.2", "rules A007")
A008 = Rule("A008", "eval-xor", E, "every evaluation names what it evaluates", "B", "0.2", "rules A008")
A009 = Rule("A009", "eval-empty", E, "a scenario has evaluations", "B", "0.2", "rules A009")
A010 = Rule(
    "A010", "chat-mode-all-audio", W, "a run in a chat has evaluations that read text", "B", "0.2", "rules A010"
)
A011 = Rule("A011", "none-required", W, "a scenario has an evaluation that is required", "B", "0.2", "rules A011")
A012 = Rule(
    "A012", "scenario-shared", INFO, "the simulations of a suite have scenarios of their own", "B", "0.2", "rules A012"
)
A013 = Rule("A013", "personality-extra-messages", W, "a personality has one system message", "B", "0.2", "rules A013")
A014 = Rule("A014", "toolmock-unknown", W, "mocks are of tools that the target has", "B", "0.2", "rules A014")
A015 = Rule("A015", "hooks-in-chat-sim", INFO, "hooks of a scenario are run with a voice", "B", "0.2", "rules A015")
A018 = Rule(
    "A018", "summary-template-vars", W, "prompts of an analysis hold what is analysed", "B", "0.2", "rules A018"
)
A019 = Rule(
    "A019",
    "analysis-plan-deprecated",
    INFO,
    "analysis is done by structured outputs",
    "B",
    "0.2",
    "rules A019",
    preview=True,
)
A003 = Rule(
    "A003", "so-default-model", INFO, "a structured output names its model", "B", "0.2", "rules A003", preview=True
)
