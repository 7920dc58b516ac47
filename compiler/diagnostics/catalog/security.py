"""Server, security, compliance (rules §4.16)."""

from __future__ import annotations

from ..rule import INFO, E, Rule, W

C001 = Rule("C001", "inline-secret", E, "secrets are references, never values")
C009 = Rule("C009", "http-url", W, "servers are called with https", "B", "0.2", "rules C009")
C002 = Rule(
    "C002", "server-messages-lack-tool-calls", W, "a server gets the messages that it answers", "B", "0.2", "rules C002"
)
C003 = Rule("C003", "no-backoff-plan", INFO, "a server's requests are repeated", "B", "0.2", "rules C003", preview=True)
C004 = Rule("C004", "backoff-4xx", INFO, "what is refused is not asked again", "B", "0.2", "rules C004", preview=True)
C008 = Rule("C008", "nonprod-url-in-prod", E, "production calls production's servers", "B", "0.2", "rules C008")
C011 = Rule("C011", "compliance-vs-recording", W, "who must keep nothing records nothing", "B", "0.2", "rules C011")
C012 = Rule(
    "C012",
    "server-timeout-high",
    INFO,
    "a server answers while the caller waits",
    "B",
    "0.2",
    "rules C012",
    preview=True,
)
C013 = Rule("C013", "observability-tags-alike", INFO, "traces tell their environment", "B", "0.2", "rules C013")
C014 = Rule(
    "C014",
    "server-messages-default",
    INFO,
    "a server says which messages it wants",
    "B",
    "0.2",
    "rules C001",
    preview=True,
)
