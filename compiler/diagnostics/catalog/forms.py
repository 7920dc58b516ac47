"""Forms that are read in a normalised shape."""

from __future__ import annotations

from ..rule import INFO, E, Rule, W

F001 = Rule("F001", "squad-as-array", W, "a squad is an object with members (C36)", fix="safe")
F002 = Rule("F002", "tool-ids-at-wrong-level", W, "toolIds belongs under model (C38)", fix="safe")
F003 = Rule(
    "F003", "flat-function-tool", W, "a function tool's name and parameters belong under function (C37)", fix="safe"
)
F004 = Rule(
    "F004",
    "google-transcriber-names",
    W,
    "Google transcribes with gemini models and the language Multilingual (C39)",
    fix="safe",
)
F005 = Rule("F005", "id-inside-inline", W, "assistantId belongs beside assistant, not inside it", fix="safe")
F006 = Rule(
    "F006", "snake-case-key", W, "the wire format is camelCase; snake_case belongs to the Python SDK", fix="safe"
)
F007 = Rule("F007", "context-plan-as-text", W, "contextEngineeringPlan is an object with a type (C58)", fix="safe")
F008 = Rule("F008", "overrides-misspelt", E, "override keys are spelled as the schema has them (C7)", fix="safe")
F009 = Rule("F009", "metadata-at-call-level", W, "metadata of a call belongs into assistantOverrides", fix="safe")
F010 = Rule("F010", "server-secret", W, "server.secret is legacy: use server.credentialId")
F011 = Rule("F011", "nested-hooks", E, "hooks is a flat list (C11)")
F012 = Rule("F012", "api-request-method", W, "apiRequest names its method; the platform assumes POST (C57)", fix="safe")
F013 = Rule("F013", "legacy-hook-action", W, "hook actions are say, tool and message.add")
F014 = Rule("F014", "model-as-text", INFO, "a model is an object with provider and model")
