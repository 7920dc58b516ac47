"""First message, idle, silence, duration (rules §4.7)."""

from __future__ import annotations

from ..rule import INFO, Rule, W

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
D001 = Rule("D001", "first-message-ignored", W, "a first message stands where it is spoken", "B", "0.2", "rules D001")
D002 = Rule(
    "D002", "first-message-waits", INFO, "who waits for the caller has no first message", "B", "0.2", "rules D002"
)
D003 = Rule("D003", "first-message-replay", W, "callers are greeted once", "B", "0.2", "rules D003")
D004 = Rule("D004", "greeting-twice", W, "a handoff greets callers once", "B", "0.2", "rules D004")
D005 = Rule("D005", "no-first-message", W, "who answers a number speaks first", "B", "0.2", "rules D005")
D007 = Rule(
    "D007", "idle-on-voicemail", W, "who stays silent for a machine has no idle messages", "B", "0.2", "rules D007"
)
D009 = Rule(
    "D009",
    "idle-reset-default",
    INFO,
    "idle messages are counted anew when the caller has spoken",
    "B",
    "0.2",
    "rules D009",
    preview=True,
)
D012 = Rule("D012", "time-hook-races-max", W, "a goodbye has time before the call is cut", "B", "0.2", "rules D012")
D013 = Rule(
    "D013", "no-graceful-close", INFO, "a call that is cut is closed before", "B", "0.2", "rules D013", preview=True
)
D015 = Rule(
    "D015", "long-call-refused", W, "calls are short enough for every worker", "B", "0.2", "rules D015", preview=True
)
D016 = Rule(
    "D016",
    "squad-max-duration",
    INFO,
    "the members of a squad agree on how long a call may take",
    "B",
    "0.2",
    "rules D016",
)
D017 = Rule(
    "D017", "time-limit-in-prompt", INFO, "hooks look at the clock, for models cannot", "B", "0.2", "rules D017"
)
D018 = Rule(
    "D018",
    "defaults-that-surprise",
    INFO,
    "what surprises by its default is written down",
    "B",
    "0.2",
    "rules D018",
    preview=True,
)
