"""Structure: limits, types, unknown keys (rules §4.2)."""

from __future__ import annotations

from ..rule import INFO, E, Rule, W

L001 = Rule("L001", "unknown-key", E, "every key belongs to the variant that it stands in", fix="safe")
L002 = Rule("L002", "wrong-value", E, "types, enums, lengths, ranges and patterns hold", fix="safe")
L003 = Rule("L003", "missing-required", E, "required keys are present")
L004 = Rule("L004", "unknown-variant", E, "a provider, type or event is one that the platform knows", fix="safe")
L027 = Rule(
    "L027",
    "legacy-accepted",
    INFO,
    "a key that the published schema no longer lists but the platform accepts",
    fix="safe",
)
L028 = Rule("L028", "unrecognised-document", W, "a document's kind can be told from its place or its shape")
L029 = Rule("L029", "retired-kind", W, "workflows were retired by the platform on 2026-08-18")
L030 = Rule(
    "L030", "schema-keyword-misspelt", W, "keywords of a JSON Schema are ones that somebody reads", fix="unsafe"
)
L031 = Rule("L031", "name-for-id", W, "an id of the platform stands where no file can")
L032 = Rule(
    "L032",
    "schema-contradicts",
    W,
    "a JSON Schema describes what it requires, and allows something",
    "B",
    "0.2",
    "semantics §11",
)
L009 = Rule("L009", "silence-timeout-min", W, "silenceTimeoutSeconds is at least 10", confidence="C")
