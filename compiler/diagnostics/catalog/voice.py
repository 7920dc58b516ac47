"""The voice (rules §4.5)."""

from __future__ import annotations

from ..rule import INFO, E, Rule, W

V004 = Rule(
    "V004",
    "vapi-voice-name-case",
    E,
    "the platform's voices are written as they are called",
    "B",
    "0.2",
    "rules V004",
    fix="safe",
)
V005 = Rule("V005", "vapi-v2-suffix", E, "a voice's version stands in version", "B", "0.2", "rules V005", fix="unsafe")
V007 = Rule("V007", "ssml-without-flag", W, "tags are for voices that read them", "B", "0.2", "rules V007")
V008 = Rule("V008", "ssml-on-vapi-voice", W, "the platform's voices get no tags", "B", "0.2", "rules V008")
V009 = Rule(
    "V009", "ssml-or-emdash-on-sonic3", W, "sonic-3 gets neither breaks nor em dashes", "C", "0.2", "rules V009"
)
V011 = Rule("V011", "pronunciation-model", W, "pronunciations are for models that read them", "A", "0.2", "rules V011")
V012 = Rule("V012", "phoneme-model", W, "phonemes are for models that read them", "B", "0.2", "rules V012")
V013 = Rule("V013", "phoneme-non-english", W, "phonemes are for English", "B", "0.2", "rules V013")
V014 = Rule(
    "V014", "pronunciation-lost-on-voice-change", W, "a new voice keeps the pronunciations", "B", "0.2", "rules V014"
)
V016 = Rule(
    "V016", "squad-punctuation-union", INFO, "overrides add boundaries and take none away", "B", "0.2", "rules V016"
)
V018 = Rule("V018", "chunkplan-disabled", INFO, "numbers and Markdown are made speakable", "B", "0.2", "rules V018")
V019 = Rule(
    "V019",
    "voice-language-mismatch",
    W,
    "the voice speaks the language of the call",
    "B",
    "0.2",
    "rules V019, semantics §10.2",
)
V020 = Rule("V020", "no-voice-fallback", INFO, "a voice has another behind it", "B", "0.2", "rules V020", preview=True)
V021 = Rule(
    "V021", "pronunciation-alias-periods", INFO, "aliases are written without periods", "B", "0.2", "rules V021"
)
V022 = Rule("V022", "liquid-in-nontemplated-field", E, "voice, transcriber and model settings hold no templates")
V023 = Rule("V023", "pattern-invalid", E, "regular expressions are ones that Node.js reads")
V024 = Rule("V024", "pattern-exponential", E, "no regular expression can take exponential time")
V025 = Rule("V025", "pattern-remark", INFO, "a regular expression and its replacement do what they look like")
V026 = Rule("V026", "flush-overused", W, "a response has one flush at most, between sentences")
V027 = Rule("V027", "flush-without-effect", W, "flush tags are tags, and chunks are on")
V028 = Rule("V028", "voice-retired", W, "voices and their models are still there", "B", "0.2", "provider announcements")
V029 = Rule(
    "V029",
    "generation-config-model",
    W,
    "speed and volume are for models that read them",
    "A",
    "0.2",
    "OpenAPI CartesiaVoice",
)
V030 = Rule(
    "V030",
    "language-of-voice-model",
    W,
    "a language is for models that take one",
    "B",
    "0.2",
    "OpenAPI ElevenLabsVoice",
)
V031 = Rule("V031", "fallback-language-spoken", W, "all voices speak one language", "B", "0.2", "semantics §10.2, C23")
V032 = Rule("V032", "cartesia-stability", W, "Cartesia's voices have no stability", "C", "0.2", "rules V001, §6.5")
