"""The voice (rules §4.5)."""

from __future__ import annotations

from ..rule import INFO, E, Rule, W

V019 = Rule(
    "V019",
    "voice-language-mismatch",
    W,
    "the voice speaks the language of the call",
    "B",
    "0.2",
    "rules V019, semantics §10.2",
)
V022 = Rule("V022", "liquid-in-nontemplated-field", E, "voice, transcriber and model settings hold no templates")
V023 = Rule("V023", "pattern-invalid", E, "regular expressions are ones that Node.js reads")
V024 = Rule("V024", "pattern-exponential", E, "no regular expression can take exponential time")
V025 = Rule("V025", "pattern-remark", INFO, "a regular expression and its replacement do what they look like")
V026 = Rule("V026", "flush-overused", W, "a response has one flush at most, between sentences")
V027 = Rule("V027", "flush-without-effect", W, "flush tags are tags, and chunks are on")
