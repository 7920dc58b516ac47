"""Tools (rules §4.9)."""

from __future__ import annotations

from ..rule import INFO, Rule, W

K002 = Rule(
    "K002", "description-1000", W, "a tool's description stays below 1,000 characters", "B", "0.2", "rules K002"
)
K003 = Rule("K003", "description-missing", W, "the model is told what a tool is for", "B", "0.2", "rules K003")
K004 = Rule(
    "K004", "apirequest-function-parameters", W, "an apiRequest's arguments stand in its body", "C", "0.2", "rules K004"
)
K005 = Rule(
    "K005", "apirequest-strict-async", INFO, "strict and async stand where they count", "B", "0.2", "rules K005"
)
K006 = Rule(
    "K006", "apirequest-timeout-location", W, "an apiRequest's timeout is a key of the tool", "B", "0.2", "rules K006"
)
K010 = Rule("K010", "untrusted-security-value", W, "who the caller is comes from the call, never from the model")
K011 = Rule("K011", "untrusted-liquid-in-static", W, "static parameters hold what servers and configuration say")
K012 = Rule("K012", "function-no-server", W, "a function tool has a server somewhere")
K016 = Rule("K016", "strict-wrong-type", INFO, "strict stands on function tools alone", "B", "0.2", "rules K016")
