"""The model (rules §4.4)."""

from __future__ import annotations

from ..rule import INFO, Rule, W

M001 = Rule("M001", "max-tokens-unset", INFO, "maxTokens is set", "A", "0.2", "rules M001", preview=True)
M002 = Rule("M002", "max-tokens-tool-floor", W, "the longest tool call fits into an answer", "B", "0.2", "rules M002")
M003 = Rule("M003", "gpt5-reasoning-budget", W, "a reasoning model has tokens left to answer", "B", "0.2", "rules M003")
M004 = Rule("M004", "gpt5-on-classifier", W, "callers are handed on without thinking", "B", "0.2", "rules M004")
M005 = Rule("M005", "num-fast-turns", W, "one model answers all turns", "A", "0.2", "rules M005")
M006 = Rule("M006", "emotion-recognition-noop", INFO, "settings have an effect", "C", "0.2", "rules M006")
M007 = Rule("M007", "unpinned-model", INFO, "production's model has a date", "B", "0.2", "rules M007", preview=True)
M008 = Rule("M008", "temperature-high", INFO, "temperatures are low", "B", "0.2", "rules M008", preview=True)
M011 = Rule("M011", "azure-single-region", INFO, "another region stands behind the first", "B", "0.2", "rules M011")
M012 = Rule("M012", "azure-models-mismatch", W, "regions have the same models", "B", "0.2", "rules M012")
M013 = Rule(
    "M013",
    "realtime-model-generated-first-message",
    W,
    "realtime models write no first message",
    "B",
    "0.2",
    "rules M013",
)
M014 = Rule("M014", "override-model-incomplete", W, "overrides name the model", "C", "0.2", "rules M014", preview=True)
