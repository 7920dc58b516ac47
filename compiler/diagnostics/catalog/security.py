"""Server, security, compliance (rules §4.16)."""

from __future__ import annotations

from ..rule import E, Rule

C001 = Rule("C001", "inline-secret", E, "secrets are references, never values")
