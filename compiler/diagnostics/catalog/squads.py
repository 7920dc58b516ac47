"""Squads (rules §4.11)."""

from __future__ import annotations

from ..rule import INFO, E, Rule, W

S001 = Rule("S001", "duplicate-member-name", E, "members of a squad have different names")
S002 = Rule("S002", "override-shadows-prompt", W, "a squad speaks with the prompts that its assistants' files have")
S003 = Rule(
    "S003", "override-tools-replace", W, "an override appends tools; a list takes the place of all", confidence="C"
)
S004 = Rule("S004", "override-null-dropped", W, "null in an override of an object is dropped by the platform")
S005 = Rule("S005", "members-override-beats-member", W, "membersOverrides wins over a member's own override")
S012 = Rule("S012", "empty-squad", E, "a squad has members")
S017 = Rule("S017", "provider-change-drops", W, "an override with another provider replaces the whole object (C42)")
S018 = Rule(
    "S018", "assistant-overrides-on-squad-call", W, "on a squad call assistantOverrides are read as squadOverrides (Q3)"
)
S019 = Rule(
    "S019", "override-drops-roles", W, "an override of model.messages replaces the messages of every role (C41)"
)
S020 = Rule("S020", "override-without-effect", W, "an override says something else than what it is put over")
S022 = Rule("S022", "chat-overrides-dropped", W, "the overrides of a chat are values of variables (C19)", "C")
S021 = Rule("S021", "layer-never-wins", W, "every layer of overrides is in force somewhere")
S007 = Rule(
    "S007", "pci-partial", W, "every member of a squad keeps what one of them must keep", "B", "0.2", "rules S007"
)
S008 = Rule(
    "S008", "structured-data-partial", W, "data is read out of every call, whoever ends it", "B", "0.2", "rules S008"
)
S009 = Rule(
    "S009",
    "missing-full-history",
    W,
    "what is read out of a squad's call comes from the whole of it",
    "B",
    "0.2",
    "rules S009",
)
S010 = Rule("S010", "structured-data-duplicate", W, "a squad has one plan for its data", "B", "0.2", "rules S010")
S011 = Rule(
    "S011", "inline-member", INFO, "members of a squad have files of their own", "B", "0.2", "rules S011", preview=True
)
S013 = Rule(
    "S013",
    "entry-member",
    INFO,
    "the first member of a squad is the one that answers",
    "B",
    "0.2",
    "rules S013",
    preview=True,
)
S014 = Rule(
    "S014",
    "deprecated-member",
    INFO,
    "nobody whose name says that it is not in use answers calls",
    "B",
    "0.2",
    "rules S014",
)
