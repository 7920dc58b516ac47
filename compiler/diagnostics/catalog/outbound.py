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
