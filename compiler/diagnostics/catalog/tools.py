"""Tools (rules §4.9)."""

from __future__ import annotations

from ..rule import Rule, W

K010 = Rule("K010", "untrusted-security-value", W, "who the caller is comes from the call, never from the model")
K011 = Rule("K011", "untrusted-liquid-in-static", W, "static parameters hold what servers and configuration say")
K012 = Rule("K012", "function-no-server", W, "a function tool has a server somewhere")
