"""Transcriber, endpointing, interruption (rules §4.6)."""

from __future__ import annotations

from ..rule import INFO, E, Rule, W

T001 = Rule(
    "T001", "flux-smart-endpointing", W, "flux finds the end of turns, where it listens", "A", "0.2", "rules T001"
)
T004 = Rule("T004", "eager-above-eot", E, "eagerEotThreshold is below eotThreshold", "B", "0.2", "rules T004")
T005 = Rule("T005", "eager-range", E, "eagerEotThreshold is 0.3 to 0.9", "B", "0.2", "rules T005")
T006 = Rule("T006", "flux-field-on-other-model", W, "settings of flux stand at flux", "A", "0.2", "rules T006")
T007 = Rule("T007", "language-hint-model", W, "languageHint is for flux-general-multi", "B", "0.2", "rules T007")
T008 = Rule("T008", "nova3-keywords", W, "nova-3 and flux have keyterms", "B", "0.2", "rules T008", fix="unsafe")
T009 = Rule("T009", "keyterm-on-nova2", W, "models before nova-3 have keywords", "B", "0.2", "rules T009", fix="unsafe")
T010 = Rule("T010", "keyterm-limits", W, "keyterms are few and without weights", "B", "0.2", "rules T010")
T011 = Rule("T011", "keyterm-bias-multi", W, "keyterms pull towards no language", "B", "0.2", "rules T011")
T013 = Rule(
    "T013",
    "smart-vs-transcriber-endpointing",
    INFO,
    "one setting finds the end of turns",
    "B",
    "0.2",
    "rules T013, semantics §5.8",
)
T014 = Rule("T014", "confidence-threshold-high", INFO, "good transcripts are kept", "B", "0.2", "rules T014")
T015 = Rule(
    "T015",
    "contents-language-multi",
    W,
    "texts by language have a language to go by",
    "B",
    "0.2",
    "rules T015, semantics §10.3",
)
T016 = Rule("T016", "barge-in-overlap", INFO, "callers break in at once", "B", "0.2", "rules T016", preview=True)
T017 = Rule("T017", "denoising-mode", INFO, "noise is taken away by smart denoising", "B", "0.2", "rules T017")
T018 = Rule(
    "T018", "no-transcriber-fallback", INFO, "a transcriber has another behind it", "B", "0.2", "rules T018", True
)
T020 = Rule("T020", "language-model-combination", W, "a transcriber's model has the language", "B", "0.2", "rules T020")
T021 = Rule(
    "T021",
    "livekit-not-english",
    W,
    "LiveKit's endpointing is for calls in English",
    "A",
    "0.2",
    "semantics §10, OpenAPI",
)
T022 = Rule(
    "T022",
    "languages-unnamed",
    W,
    "a prompt names the languages that its transcriber hears",
    "B",
    "0.2",
    "semantics §10.3",
)
T023 = Rule(
    "T023",
    "script-not-heard",
    W,
    "callers are heard in the language that they are spoken to",
    "B",
    "0.2",
    "semantics §10",
)
T024 = Rule(
    "T024",
    "contents-language-unheard",
    INFO,
    "texts by language hold the call's language",
    "B",
    "0.2",
    "semantics §10.3",
)
T025 = Rule("T025", "fallback-language-heard", W, "all transcribers hear one language", "B", "0.2", "semantics §10.2")
T026 = Rule("T026", "wait-function-broken", W, "a waitFunction gives a time to wait", "B", "0.2", "semantics §5.8")
