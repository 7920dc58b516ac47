"""Tools (rules §4.9)."""

from __future__ import annotations

from ..rule import INFO, E, Rule, W

K002 = Rule(
    "K002", "description-1000", W, "a tool's description stays below 1,000 characters", "B", "0.2", "rules K002"
)
K003 = Rule("K003", "description-missing", W, "the model is told what a tool is for", "B", "0.2", "rules K003")
K004 = Rule(
    "K004", "apirequest-function-parameters", W, "an apiRequest's arguments stand in its body", "C", "0.2", "rules K004"
)
K005 = Rule(
    "K005",
    "apirequest-strict-async",
    INFO,
    "strict and async stand where they count",
    "B",
    "0.2",
    "rules K005",
    fix="safe",
)
K006 = Rule(
    "K006", "apirequest-timeout-location", W, "an apiRequest's timeout is a key of the tool", "B", "0.2", "rules K006"
)
K008 = Rule(
    "K008", "static-parameter-collision", W, "the model fills in no argument that is static", "A", "0.2", "rules K008"
)
K010 = Rule("K010", "untrusted-security-value", W, "who the caller is comes from the call, never from the model")
K011 = Rule("K011", "untrusted-liquid-in-static", W, "static parameters hold what servers and configuration say")
K012 = Rule("K012", "function-no-server", W, "a function tool has a server somewhere")
K013 = Rule("K013", "async-messages-skipped", W, "async tools have messages that are spoken", "A", "0.2", "rules K013")
K014 = Rule("K014", "async-result-needed", INFO, "nobody waits for an async tool's result", "B", "0.2", "rules K014")
K015 = Rule(
    "K015", "strict-schema-shape", W, "a strict tool's schema is one that strict allows", "B", "0.2", "rules K015"
)
K016 = Rule(
    "K016", "strict-wrong-type", INFO, "strict stands on function tools alone", "B", "0.2", "rules K016", fix="safe"
)
K018 = Rule("K018", "code-args-env", E, "code reads arguments and settings that it has", "B", "0.2", "rules K018")
K019 = Rule("K019", "code-syntax", E, "brackets, texts and comments of code are closed", "B", "0.2", "rules K019")
K021 = Rule(
    "K021", "request-complete-role", INFO, "what callers shall hear is the assistant's", "B", "0.2", "rules K021"
)
K022 = Rule("K022", "conditions-and", W, "a message's conditions can hold together", "A", "0.2", "rules K022")
K023 = Rule(
    "K023", "condition-param-unknown", W, "conditions look at arguments that the tool has", "B", "0.2", "rules K023"
)
K024 = Rule("K024", "delayed-timing", W, "delayed messages have a time, 2.5 s apart", "B", "0.2", "rules K024")
K025 = Rule("K025", "dead-air", INFO, "callers hear something while a server works", "C", "0.2", "rules K025")
K026 = Rule(
    "K026", "silent-classifier-content", W, "an assistant that detects voicemail says nothing", "B", "0.2", "rules K026"
)
K027 = Rule("K027", "endcall-duplicate", W, "a call has one way to end, with one text", "B", "0.2", "rules K027")
K028 = Rule(
    "K028", "voicemail-vs-endcall", INFO, "the voicemail tool ends calls at a voicemail", "B", "0.2", "rules K028"
)
K029 = Rule(
    "K029", "beep-non-twilio", W, "beeps are detected on Twilio's numbers alone", "B", "0.2", "rules K029", fix="safe"
)
K030 = Rule(
    "K030", "dtmf-non-telephony", INFO, "dtmf sends tones on telephone calls, and hears none", "B", "0.2", "rules K030"
)
K032 = Rule(
    "K032",
    "pii-in-tool-result",
    INFO,
    "secrets are kept out of results, not taken out of them",
    "B",
    "0.2",
    "rules K032",
)
K033 = Rule("K033", "query-tool-fanout", INFO, "one member answers from the knowledge bases", "B", "0.2", "rules K033")
K034 = Rule(
    "K034", "schema-type-in-parameters", W, "every argument has one type, and what that needs", "B", "0.2", "rules K034"
)
