"""Squads (rules §4.11)."""

from __future__ import annotations

from ..rule import E, Rule, W

S001 = Rule("S001", "duplicate-member-name", E, "members of a squad have different names")
S002 = Rule("S002", "override-shadows-prompt", W, "a squad speaks with the prompts that its assistants' files have")
S003 = Rule("S003", "override-tools-replace", W, "an override appends tools; a list takes the place of all")
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
