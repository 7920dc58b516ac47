"""Golden transcripts."""

from __future__ import annotations

from ..rule import E, Rule, W

G001 = Rule("G001", "transcript-syntax", E, "a transcript has known keys and well-formed durations")
G002 = Rule("G002", "script-cannot-follow", E, "a script asks only for what the plan offers")
G003 = Rule("G003", "answer-missing", E, "the script answers what the runtime asks")
G004 = Rule("G004", "answer-never-asked", E, "the runtime asks for every answer of the script")
G005 = Rule("G005", "expectation-failed", E, "the call goes as expected")
G006 = Rule("G006", "snapshot-differs", E, "the trace is the golden one")
G007 = Rule("G007", "background-message-flag", W, "add-message says whether it wants a response (C8)", fix="safe")
G008 = Rule("G008", "run-bound", E, "a run stays within its bounds")
G009 = Rule("G009", "unknown-ended-reason", W, "faults and expected ends are reasons that the platform has")
