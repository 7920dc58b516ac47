"""Transfers and handoffs (rules §4.10)."""

from __future__ import annotations

from ..rule import INFO, E, Rule, W

X001 = Rule("X001", "transfer-number-e164", E, "numbers to dial are in E.164")
X002 = Rule(
    "X002",
    "transfercall-to-assistant",
    W,
    "handoff leads to assistants, transferCall to phones",
    "C",
    "0.2",
    "rules X002",
)
X004 = Rule(
    "X004",
    "destination-description",
    INFO,
    "each of several destinations says when it is meant",
    "B",
    "0.2",
    "rules X004",
)
X007 = Rule("X007", "sip-refer", W, "the platform chooses how a call is forwarded", "C", "0.2", "rules X007")
X008 = Rule("X008", "liquid-in-summaryplan", W, "a transfer's summaryPlan reads its own variables alone")
X009 = Rule(
    "X009",
    "forwarding-number-injected",
    W,
    "all destinations of a transfer stand in its tool",
    "B",
    "0.2",
    "rules X009",
)
X010 = Rule("X010", "handoff-name-mismatch", E, "a destination names a member of the squad, letter by letter")
X011 = Rule(
    "X011", "handoff-id-name-conflict", W, "a destination's id and name mean one assistant", "B", "0.2", "rules X011"
)
X012 = Rule("X012", "handoff-outside-squad", W, "a destination by name works only inside a squad")
X013 = Rule("X013", "handoff-to-self-loop", W, "an assistant does not hand over to itself", "B", "0.2", "rules X013")
X015 = Rule(
    "X015", "handoff-unreachable-member", INFO, "every member can be reached from the first", "B", "0.2", "rules X015"
)
X016 = Rule("X016", "dead-end-member", INFO, "every member has a way on or out", "B", "0.2", "rules X016")
X017 = Rule(
    "X017", "handoff-no-function-name", INFO, "a tool that the prompt names has a name", "B", "0.2", "rules X017"
)
X019 = Rule(
    "X019", "duplicate-transfer-paths", W, "one tool leads from one member to another", "B", "0.2", "rules X019"
)
X020 = Rule(
    "X020",
    "relay-opener-not-blocking",
    W,
    "what is said before a handoff is said to its end",
    "B",
    "0.2",
    "rules X020",
    fix="unsafe",
)
X021 = Rule("X021", "destination-variablevalues-liquid", W, "variableValues of a destination are taken literally")
X022 = Rule("X022", "context-plan-pci", W, "secrets stay with the member that asked for them", "B", "0.2", "rules X022")
X024 = Rule(
    "X024", "extraction-as-security", INFO, "who the caller is, is not read out of the talk", "B", "0.2", "rules X024"
)
X025 = Rule(
    "X025",
    "transfer-rules-position",
    INFO,
    "the prompt's end says to call the transfer tool",
    "B",
    "0.2",
    "rules X025",
    preview=True,
)
X026 = Rule("X026", "stale-opener-quote", W, "no prompt quotes what was said before it", "B", "0.2", "rules X026")
X027 = Rule("X027", "handoff-async", INFO, "a handoff waits for its result", "B", "0.2", "rules X027", fix="unsafe")
X028 = Rule(
    "X028",
    "handoff-loop-without-exit",
    INFO,
    "a circle of handoffs has a way out",
    "B",
    "0.2",
    "semantics §6.1",
)
X029 = Rule(
    "X029", "handoff-argument-lost", INFO, "what a handoff passes on is read by somebody", "B", "0.2", "semantics §3.9"
)
X030 = Rule(
    "X030",
    "handoff-argument-unread",
    INFO,
    "what a handoff asks the model for is read by whom it leads to",
    "B",
    "0.2",
    "semantics §3.9",
)
