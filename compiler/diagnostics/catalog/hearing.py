"""Transcriber, endpointing, interruption (rules §4.6)."""

from __future__ import annotations

from ..rule import Rule, W

T020 = Rule("T020", "language-model-combination", W, "a transcriber's model has the language", "B", "0.2", "rules T020")
