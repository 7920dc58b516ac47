"""First message, idle, silence, duration (rules §4.7)."""

from __future__ import annotations

from ..rule import Rule, W

D006 = Rule("D006", "idle-vs-hook-double", W, "one silence has one handler")
D008 = Rule("D008", "idle-config-inert", W, "idle messages begin before the silence timeout ends the call")
D010 = Rule("D010", "silence-hook-after-timeout", W, "a silence hook fires before the silence timeout ends the call")
D011 = Rule("D011", "time-hook-after-max", W, "a time hook fires before the maximum duration ends the call")
D014 = Rule("D014", "time-hook-not-rearmed", W, "time hooks stand on the assistant that the call begins with (C22)")
D019 = Rule(
    "D019",
    "timer-never-fires",
    W,
    "every timer fires on some call",
    "B",
    "0.2",
    "semantics §5.3; the silent-call timeline",
)
D020 = Rule(
    "D020", "timers-together", W, "timers speak one at a time", "B", "0.2", "semantics §5.3; the silent-call timeline"
)
