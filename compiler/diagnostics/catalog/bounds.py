"""Bounds and internals: what callplan itself can not read or do."""

from __future__ import annotations

from ..rule import INFO, E, Rule

B001 = Rule(
    "B001", "not-supported-yet", INFO, "a documented key or value that this version reads but does not act upon"
)
B002 = Rule("B002", "file-too-large", E, "a file is larger than callplan reads")
B003 = Rule("B003", "unreadable-file", E, "a file cannot be opened, or is not text")
B004 = Rule("B004", "nesting-too-deep", E, "a document is nested deeper than callplan follows")
B005 = Rule("B005", "alias-expansion", E, "YAML aliases expand to more than callplan follows")
B006 = Rule("B006", "unknown-target", E, "a target, a path or an environment that does not exist")
B007 = Rule("B007", "reference-outside-root", E, "a reference or link leads outside the workspace root")
