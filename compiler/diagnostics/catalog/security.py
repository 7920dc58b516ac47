"""Server, security, compliance (rules §4.16)."""

from __future__ import annotations

from ..rule import E, Rule, W

C001 = Rule("C001", "inline-secret", E, "secrets are references, never values")
C009 = Rule("C009", "http-url", W, "servers are called with https", "B", "0.2", "rules C009")
