"""Voicemail and outbound (rules §4.14)."""

from __future__ import annotations

from ..rule import INFO, E, Rule, W

O020 = Rule(
    "O020", "campaign-header", E, "a table of customers has a column number, and its columns make variables", fix="safe"
)
O021 = Rule("O021", "campaign-number", E, "every customer of a table has one E.164 number", fix="safe")
O022 = Rule("O022", "campaign-cell", W, "every row of a table has a value in every column")
O023 = Rule("O023", "customer-lacks-variable", W, "every customer's call has a value for what its templates read")
O024 = Rule("O024", "column-unread", INFO, "every column of a table of customers is read by some template")
O001 = Rule(
    "O001", "vmd-on-gatekeeper", W, "one of two looks for voicemail: the platform or a member", "B", "0.2", "rules O001"
)
O002 = Rule("O002", "vmd-without-message", W, "who promises a message leaves one", "B", "0.2", "rules O002")
O003 = Rule(
    "O003",
    "vm-agent-settings",
    INFO,
    "who detects voicemail is quick, silent and certain",
    "B",
    "0.2",
    "rules O003",
    preview=True,
)
O004 = Rule(
    "O004",
    "outbound-required-tools",
    INFO,
    "who calls somebody can leave a message, press keys and hang up",
    "B",
    "0.2",
    "rules O004",
    preview=True,
)
O005 = Rule(
    "O005",
    "voicemail-fallback",
    INFO,
    "who calls somebody has a message for a machine",
    "B",
    "0.2",
    "rules O005",
    preview=True,
)
O006 = Rule("O006", "ivr-no-exit", W, "who presses keys in menus gives up some time", "B", "0.2", "rules O006")
O007 = Rule(
    "O007",
    "detection-analysis-waste",
    INFO,
    "nothing is read out of calls that only a machine took",
    "B",
    "0.2",
    "rules O007",
)
O008 = Rule(
    "O008", "twilio-vmd-timeout", W, "voicemail is detected before silence ends the call", "B", "0.2", "rules O008"
)
