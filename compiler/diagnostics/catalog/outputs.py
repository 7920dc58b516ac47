"""Structured outputs, analysis, simulations (rules §4.15)."""

from __future__ import annotations

from ..rule import INFO, Rule

A016 = Rule("A016", "platform-default", INFO, "what the platform owns is not sent to it")
