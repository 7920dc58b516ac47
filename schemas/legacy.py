"""What the platform accepts beyond the published document: keys, branches and values of the tier ``legacy``.

They are correct configuration in the field (semantics §1.1's second table, rules.md §6.1), so a validator speaks of
them as information with the new place, never as an error. In the documents the tier is the keyword ``x-legacy``:

``instead``  where the meaning lives today, as a path or a sentence; absent where nothing took its place
``note``     what to know about it
``rule``     the rule that the finding belongs to, when it is not L027
``doubt``    sources do not agree on whether the platform accepts it: what they say
``retired``  the platform has switched it off
``stored``   the platform writes it into what it exports and rejects a request that sends it: deployers leave it out
"""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]

TEXT: Json = {"type": "string"}
FLAG: Json = {"type": "boolean"}
NUMBER: Json = {"type": "number", "minimum": 0}
TEXTS: Json = {"type": "array", "items": TEXT}
FREE: Json = {"type": "object"}


def _moved(schema: Json, instead: str | None = None, **more: Any) -> Json:
    return {**schema, "x-legacy": {**({"instead": instead} if instead else {}), **more}}


MESSAGE_PLAN: Json = {
    "type": "object",
    "properties": {
        "idleMessages": {"type": "array", "items": {"type": "string", "maxLength": 1000}},
        "idleTimeoutSeconds": {"type": "number", "minimum": 5, "maximum": 60},
        "idleMessageMaxSpokenCount": {"type": "number", "minimum": 1, "maximum": 10},
        "idleMessageResetCountOnUserSpeechEnabled": FLAG,
        "silenceTimeoutMessage": {"type": "string", "maxLength": 1000},
    },
    "additionalProperties": False,
}
"""The first generation of idle messages (semantics §5.1); ranges as of the last schema that listed them."""

_ASSISTANT: Json = {
    "messagePlan": _moved({"$ref": "MessagePlan"}, "hooks with on: customer.speech.timeout"),
    "silenceTimeoutSeconds": _moved(
        {
            "type": "number",
            "minimum": 5,
            "maximum": 3600,
            "x-doubt": {"minimum": 10, "rule": "L009", "note": "most documents say that the API rejects less than 10"},
        },
        note="no key took its place",
    ),
    "backgroundDenoisingEnabled": _moved(FLAG, "backgroundSpeechDenoisingPlan.smartDenoisingPlan.enabled"),
    "endCallFunctionEnabled": _moved(FLAG, "a tool of type endCall in model.tools"),
    "dialKeypadFunctionEnabled": _moved(FLAG, "a tool of type dtmf in model.tools"),
    "customerJoinTimeoutSeconds": _moved(
        {"type": "number", "minimum": 1, "maximum": 60}, note="it counts on web calls only"
    ),
    "forwardingPhoneNumber": _moved(TEXT, "destinations of a transferCall tool"),
    "forwardingPhoneNumbers": _moved(TEXTS, "destinations of a transferCall tool"),
    "serverUrl": _moved(TEXT, "server.url"),
    "serverUrlSecret": _moved(TEXT, "server.credentialId"),
    "backchannelingEnabled": _moved(FLAG, note="it has no effect any more"),
    "recordingEnabled": _moved(FLAG, "artifactPlan.recordingEnabled"),
    "videoRecordingEnabled": _moved(FLAG, "artifactPlan.videoRecordingEnabled"),
    "hipaaEnabled": _moved(FLAG, "compliancePlan.hipaaEnabled"),
    "numWordsToInterruptAssistant": _moved(NUMBER, "stopSpeakingPlan.numWords"),
    "responseDelaySeconds": _moved(NUMBER, "startSpeakingPlan.waitSeconds"),
    "llmRequestDelaySeconds": _moved(NUMBER, "startSpeakingPlan.transcriptionEndpointingPlan.onPunctuationSeconds"),
    "llmRequestNonPunctuatedDelaySeconds": _moved(
        NUMBER, "startSpeakingPlan.transcriptionEndpointingPlan.onNoPunctuationSeconds"
    ),
}

_MODEL: Json = {
    "systemPrompt": _moved(TEXT, "model.messages, as a message with role: system"),
    "functions": _moved({"type": "array", "items": FREE}, "model.tools, as tools of type function"),
    "knowledgeBaseId": _moved(TEXT, "a tool of type query in model.tools"),
}

_VOICE: Json = {
    "inputPunctuationBoundaries": _moved(TEXTS, "chunkPlan.punctuationBoundaries"),
    "inputMinCharacters": _moved(NUMBER, "chunkPlan.minCharacters"),
    "inputPreprocessingEnabled": _moved(FLAG, "chunkPlan.enabled"),
    "inputReformattingEnabled": _moved(FLAG, "chunkPlan.formatPlan.enabled"),
    "fillerInjectionEnabled": _moved(FLAG, note="it has no effect any more"),
}

_CARTESIA: Json = {
    "stability": _moved(
        NUMBER, rule="V032", doubt="one source says that Cartesia ignores it, others that the API answers 400"
    ),
}

_DEEPGRAM: Json = {
    "eagerEotThreshold": _moved({"type": "number", "minimum": 0, "maximum": 1}, note="it is for Flux models"),
    "languageHint": _moved({"anyOf": [TEXT, TEXTS]}, note="it is for Flux models"),
}

_TOOL: Json = {
    "function": _moved({"$ref": "OpenAIFunction"}),
    "async": _moved(FLAG),
    "server": _moved({"$ref": "Server"}),
    "metadata": _moved(FREE),
}

_ANALYSIS: Json = {
    "summaryPrompt": _moved(TEXT, "summaryPlan.messages"),
    "structuredDataPrompt": _moved(TEXT, "structuredDataPlan.messages"),
    "structuredDataSchema": _moved({"$ref": "JsonSchema"}, "structuredDataPlan.schema"),
    "successEvaluationPrompt": _moved(TEXT, "successEvaluationPlan.messages"),
    "successEvaluationRubric": _moved(TEXT, "successEvaluationPlan.rubric"),
}

_STORED: Json = {
    key: _moved(schema, stored=True)
    for key, schema in {
        "id": TEXT,
        "orgId": {"type": ["string", "null"]},
        "createdAt": TEXT,
        "updatedAt": TEXT,
        "isDeleted": FLAG,
        "isServerUrlSecretSet": FLAG,
        "analyticsMetadata": FREE,
        "latestVersion": {"type": ["string", "number", "null"]},
        "_platformDefault": FLAG,
    }.items()
}

_HANDOFF: Json = {
    "handoffMessages": _moved(
        {"type": "array", "items": {"$ref": "OpenAIMessage"}},
        note="the platform's notes on squads have it: these messages take the place of the whole conversation, and "
        "contextEngineeringPlan counts for nothing",
    ),
}

KEYS: dict[str, Json] = {
    "assistants": _ASSISTANT,
    "models": _MODEL,
    "voices": _VOICE,
    "tools": _TOOL,
    "stored": _STORED,
    "VapiVoice": {
        "fallbackPlan": _moved(
            {"$ref": "FallbackPlan"}, note="the platform's guide has it, the schema of this voice does not"
        )
    },
    "CartesiaVoice": _CARTESIA,
    "FallbackCartesiaVoice": _CARTESIA,
    "DeepgramTranscriber": _DEEPGRAM,
    "FallbackDeepgramTranscriber": _DEEPGRAM,
    "FallbackTranscriberPlan": {
        "autoFallback": _moved(
            {"type": "object", "properties": {"enabled": FLAG}, "additionalProperties": False},
            note="the platform's guide has it, the published schema does not",
        )
    },
    "AnalysisPlan": _ANALYSIS,
    "HandoffDestinationAssistant": _HANDOFF,
    "HandoffDestinationSquad": _HANDOFF,
    "HandoffAnswerNobody": _HANDOFF,
    "SquadMemberDestination": _HANDOFF,
    "TransferPlan": {
        "transferAssistant": _moved({"$ref": "TransferAssistant"}, note="the platform's guide to warm transfers has it")
    },
    "CompliancePlan": {"zdrEnabled": _moved(FLAG, note="exports of the platform hold it")},
    "Server": {"secret": _moved(TEXT, "credentialId", rule="F010")},
    "CreateStructuredOutputDTO": {"target": _moved(TEXT, note="exports of the platform hold it")},
}
"""Group (``layout.groups``) or definition -> the keys that it takes beyond the published ones."""

UNREACHED: tuple[str, ...] = ("TransferAssistant",)
"""Published definitions that only ``KEYS`` leads to."""

BRANCHES: dict[str, Json] = {
    "CallHookTimeElapsed": {"note": "documented, and in no published schema"},
    "CallHookTranscriberEndpointedSpeechLowConfidence": {"note": "documented, and in no published union"},
    "CallHookModelResponseTimeout": {"note": "accepted, and in no published union of an assistant"},
    "KrispSmartEndpointingPlan": {"note": "the documentation's examples have it, the published enum does not"},
    "CreateGhlToolDTO": {"instead": "type: gohighlevel.*"},
    "CreateMakeToolDTO": {"instead": "type: apiRequest"},
    "CreateOutputToolDTO": {"note": "an older document's name"},
}
"""Branches of a union that are legacy as a whole: the finding stands at the value that chose them."""

VALUES: dict[str, dict[str, str | None]] = {
    "TransferPlan.mode": {
        "warm-transfer-with-summary": "warm-transfer-say-summary",
        "warm-transfer-with-message": "warm-transfer-say-message",
        "warm-transfer-with-twiml": "warm-transfer-twiml",
    },
    "FormatPlan.formattersEnabled[]": {"removeAngleBrackets": None},
}
"""Values that an enum took once -> the value of today (semantics §11.5, C15)."""

RETIRED: tuple[str, ...] = ("workflow", "workflowId", "workflowIds", "workflowOverrides")
"""Keys about workflows, which the platform retired on 2026-08-18 (semantics §1.4)."""

_ORDER = "taken by the order of members: the first one starts the call"

_BESIDE = {"handoffMessages": "the destination itself, beside contextEngineeringPlan"}

MISPLACED: dict[str, dict[str, str]] = {
    "assistants": {
        "systemPrompt": "model.messages, as a message with role: system",
        "systemMessage": "model.messages, as a message with role: system",
        "prompt": "model.messages, as a message with role: system",
        "instructions": "model.messages, as a message with role: system",
        "messages": "model.messages",
        "tools": "model.tools",
        "functions": "model.tools",
        "toolIds": "model.toolIds",
        "temperature": "model.temperature",
        "maxTokens": "model.maxTokens",
        "voiceId": "voice.voiceId",
        "language": "transcriber.language",
        "webhookUrl": "server.url",
        "structuredOutputIds": "artifactPlan.structuredOutputIds",
        "knowledgeBase": "model.knowledgeBase",
    },
    "models": {
        "systemMessage": "messages, as a message with role: system",
        "prompt": "messages, as a message with role: system",
        "instructions": "messages, as a message with role: system",
        "messagePlan": "messagePlan beside model",
    },
    "voices": {"settings": "the voice itself, key by key", "id": "voiceId", "name": "voiceId", "voice": "voiceId"},
    "hooks": {"actions": "do", "action": "do", "event": "on", "type": "on", "trigger": "on", "condition": "filters"},
    "SquadMemberDTO": {
        "destinations": "assistantDestinations",
        "handoffDestinations": "assistantDestinations",
        "overrides": "assistantOverrides",
        "isEntry": _ORDER,
        "role": _ORDER,
        "priority": _ORDER,
        "model": "assistant.model, or assistantOverrides.model beside assistantId",
        "voice": "assistant.voice, or assistantOverrides.voice beside assistantId",
        "name": "assistant.name, or assistantOverrides.name beside assistantId",
    },
    "CreateSquadDTO": {
        "hooks": "membersOverrides.hooks",
        "server": "membersOverrides.server",
        "compliancePlan": "membersOverrides.compliancePlan",
    },
    "CreateCallDTO": {
        "metadata": "assistantOverrides.metadata",
        "variableValues": "assistantOverrides.variableValues",
        "members": "squad.members",
    },
    "ContextEngineeringPlanAll": _BESIDE,
    "ContextEngineeringPlanLastNMessages": _BESIDE,
    "ContextEngineeringPlanNone": _BESIDE,
    "ContextEngineeringPlanPreviousAssistantMessages": _BESIDE,
    "ContextEngineeringPlanUserAndAssistantMessages": _BESIDE,
    "CreateFunctionToolDTO": {
        "name": "function.name",
        "description": "function.description",
        "url": "server.url",
    },
}
"""Keys that people write in the wrong object (field-notes 3, 4, 5, 13, 19) -> where they belong; still errors."""
