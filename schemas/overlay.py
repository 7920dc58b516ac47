"""Repairs of single places in the published document, before it is converted, each with its reason.

A repair works on raw components and answers whether there was something to repair: when a newer document needs one no
longer, ``refresh`` says so instead of carrying it on.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

Json = dict[str, Any]


class Repair(NamedTuple):
    """One repair: its name, why it is one, and the change, which answers whether it was needed."""

    name: str
    reason: str
    apply: Callable[[Json], bool]


def amend(components: Json) -> dict[str, bool]:
    """Apply every repair to *components* in place; which of them found something to do."""
    return {repair.name: repair.apply(components) for repair in REPAIRS}


def _endpointing_providers(components: Json) -> bool:
    needed = False
    for name, provider in {
        "VapiSmartEndpointingPlan": "vapi",
        "LivekitSmartEndpointingPlan": "livekit",
        "CustomEndpointingModelSmartEndpointingPlan": "custom-endpointing-model",
    }.items():
        tag = components[name]["properties"]["provider"]
        needed |= len(tag["enum"]) > 1
        tag["enum"] = [provider]
    return needed


def _krisp(components: Json) -> bool:
    union = components["StartSpeakingPlan"]["properties"]["smartEndpointingPlan"]["oneOf"]
    components["KrispSmartEndpointingPlan"] = {
        "type": "object",
        "properties": {"provider": {"type": "string", "enum": ["krisp"]}, "threshold": {"type": "number"}},
        "required": ["provider"],
    }
    needed = "krisp" not in str(components["VapiSmartEndpointingPlan"]).lower() and len(union) == 3
    union.append({"$ref": "#/KrispSmartEndpointingPlan"})
    return needed


def _speech_timeout_event(components: Json) -> bool:
    return _event(
        components["CallHookCustomerSpeechTimeout"],
        "customer.speech.timeout",
        r"\[(timeoutSeconds|triggerMaxCount|triggerResetMode)=[^\[\]=]+\]",
    )


def _low_confidence_event(components: Json) -> bool:
    return _event(
        components["CallHookTranscriberEndpointedSpeechLowConfidence"],
        "assistant.transcriber.endpointedSpeechLowConfidence",
        r"\[confidence=(0|1|0?\.\d+|1\.0)?:(0|1|0?\.\d+|1\.0)?\]",
    )


def _event(hook: Json, event: str, shorthand: str) -> bool:
    tag = hook["properties"]["on"]
    needed = "enum" not in tag
    tag |= {"enum": [event], "x-shorthand": shorthand}
    return needed


def _letters(components: Json) -> bool:
    needed = False
    for name in ("DeepgramTranscriber", "FallbackDeepgramTranscriber"):
        items = components[name]["properties"]["keywords"]["items"]
        needed |= "\\p{L}" in items["pattern"]
        items["pattern"] = r"^[^\W\d_][^\W_]*(?::[+-]?\d+)?$"
    return needed


def _sound_address(components: Json) -> bool:
    needed = False
    for name in ("CreateAssistantDTO", "AssistantOverrides", "TransferAssistant"):
        address = components[name]["properties"]["backgroundSound"]["oneOf"][1]
        needed |= "pattern" not in address
        address["pattern"] = r"^https?://"
    return needed


def _instants(components: Json) -> bool:
    needed = False
    for tag in components["SchedulePlan"]["properties"].values():
        needed |= "pattern" not in tag
        tag["pattern"] = r"^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$"
    return needed


def _spoken_messages(components: Json) -> bool:
    needed = False
    for name, role in (("SystemMessage", "system"), ("UserMessage", "user")):
        needed |= "secondsFromStart" in components[name]["required"]
        text = {"type": "string", "maxLength": 10000}
        components[name] = {
            "type": "object",
            "properties": {
                "role": {"type": "string", "enum": [role]},
                "content": text,
                "name": {"type": "string", "maxLength": 40},
                "metadata": {"type": "object"},
            },
            "required": ["role", "content"],
        }
    return needed


def _eval_turns(components: Json) -> bool:
    union = components["CreateEvalDTO"]["properties"]["messages"]["items"]
    names = [branch["$ref"].rsplit("/", 1)[1] for branch in union["oneOf"]]
    pairs = {
        "ChatEvalAssistantMessage": ("ChatEvalAssistantMessageEvaluation", "ChatEvalAssistantMessageMock"),
        "ChatEvalToolResponseMessage": ("ChatEvalToolResponseMessageEvaluation", "ChatEvalToolResponseMessageMock"),
    }
    for joint, (evaluation, mock) in pairs.items():
        components[joint] = {"x-choice": {"if": {"required": ["judgePlan"]}, "then": evaluation, "else": mock}}
    taken = {name for pair in pairs.values() for name in pair}
    union["oneOf"] = [{"$ref": f"#/{name}"} for name in (*pairs, *(name for name in names if name not in taken))]
    return taken <= set(names)


def _scorecard_conditions(components: Json) -> bool:
    union = components["ScorecardMetric"]["properties"]["conditions"]["items"]
    needed = len(union.get("oneOf", ())) > 1
    components["ScorecardMetricCondition"] = {
        "x-choice": {
            "if": {"properties": {"value": {"type": "boolean"}}},
            "then": "BooleanComparatorScorecardMetricCondition",
            "else": "NumberComparatorScorecardMetricCondition",
        }
    }
    components["ScorecardMetric"]["properties"]["conditions"]["items"] = {"$ref": "#/ScorecardMetricCondition"}
    return needed


def _member_destinations(components: Json) -> bool:
    owner = components["SquadMemberDTO"]["properties"]["assistantDestinations"]
    transfer, handoff = components["TransferDestinationAssistant"], components["HandoffDestinationAssistant"]
    needed = len(owner["items"].get("oneOf", ())) > 1
    components["SquadMemberDestination"] = {
        "type": "object",
        "properties": {**transfer["properties"], **handoff["properties"]},
        "required": ["type"],
    }
    owner["items"] = {"$ref": "#/SquadMemberDestination"}
    return needed


def _answered_destination(components: Json) -> bool:
    answer = components["ServerMessageResponseHandoffDestinationRequest"]["properties"]
    needed = not {"$ref", "oneOf", "properties"} & answer["destination"].keys()
    branches = ("HandoffDestinationAssistant", "HandoffDestinationSquad")
    properties = {key: value for name in branches for key, value in components[name]["properties"].items()}
    components["HandoffAnswerSomebody"] = {"oneOf": [{"$ref": f"#/{name}"} for name in branches]}
    components["HandoffAnswerNobody"] = {"type": "object", "properties": {**properties, "type": {"type": "string"}}}
    names = ("type", "assistant", "assistantId", "assistantName", "squad", "squadId")
    components["HandoffAnswerDestination"] = {
        "x-choice": {
            "if": {"anyOf": [{"required": [name]} for name in names]},
            "then": "HandoffAnswerSomebody",
            "else": "HandoffAnswerNobody",
        }
    }
    answer["destination"] = {"$ref": "#/HandoffAnswerDestination"}
    return needed


def _unlisted_hooks(components: Json) -> bool:
    needed = False
    components["CallHookTimeElapsed"] = {
        "type": "object",
        "properties": {
            "on": {"type": "string", "enum": ["call.timeElapsed"]},
            "do": components["CallHookCustomerSpeechTimeout"]["properties"]["do"],
            "options": {
                "type": "object",
                "properties": {"seconds": {"type": "number", "minimum": 1, "maximum": 3600}},
                "required": ["seconds"],
            },
            "name": {"type": "string", "maxLength": 1000},
        },
        "required": ["on", "do", "options"],
    }
    extra = (
        "CallHookTimeElapsed",
        "CallHookTranscriberEndpointedSpeechLowConfidence",
        "CallHookModelResponseTimeout",
    )
    for name in ("CreateAssistantDTO", "AssistantOverrides"):
        union = components[name]["properties"]["hooks"]["items"]["oneOf"]
        known = {branch["$ref"].rsplit("/", 1)[1] for branch in union}
        needed |= not set(extra) <= known
        union.extend({"$ref": f"#/{name}"} for name in extra if name not in known)
    return needed


def _older_tools(components: Json) -> bool:
    needed = False
    extra = ("CreateGhlToolDTO", "CreateMakeToolDTO", "CreateOutputToolDTO")
    for name, schema in components.items():
        if "tools" in schema.get("properties", {}) or name in ("AssistantOverrides", "ToolCallHookAction"):
            for key in ("tools", "tools:append", "tool"):
                union = schema["properties"].get(key, {})
                union = union.get("items", union)
                if {"$ref": "#/components/schemas/CreateEndCallToolDTO"} in _bare(union.get("oneOf", ())):
                    needed = True
                    union["oneOf"] = [*union["oneOf"], *({"$ref": f"#/{tool}"} for tool in extra)]
    return needed


def _bare(branches: Any) -> list[Json]:
    return [{"$ref": branch["$ref"]} for branch in branches if "$ref" in branch]


def _say_in_call_ending(components: Json) -> bool:
    union = components["CallHookCallEnding"]["properties"]["do"]["items"]
    needed = "SayHookAction" not in str(union)
    union["oneOf"] = [{"$ref": "#/SayHookAction"}, *union["oneOf"]]
    return needed


REPAIRS: tuple[Repair, ...] = (
    Repair("endpointing-provider", "three smart endpointing plans share one enum of providers", _endpointing_providers),
    Repair("krisp-endpointing", "the documentation's examples endpoint with krisp, no schema does (C27)", _krisp),
    Repair(
        "speech-timeout-event", "customer.speech.timeout has no enum and takes [property=value]", _speech_timeout_event
    ),
    Repair(
        "low-confidence-event",
        "the low-confidence event has no enum and takes [confidence=min:max]",
        _low_confidence_event,
    ),
    Repair("unicode-letters", "\\p{L} is no Python expression: any letter, then letters and digits", _letters),
    Repair(
        "background-sound-address", "format is an annotation: without a pattern any string is a sound", _sound_address
    ),
    Repair("instants", "format is an annotation: without a pattern any string is an instant", _instants),
    Repair(
        "spoken-messages",
        "prompts and chats take {role, content}; the published name stands for the messages of a call's record",
        _spoken_messages,
    ),
    Repair("eval-turns", "a mock and an evaluation share their role; judgePlan tells them apart", _eval_turns),
    Repair("scorecard-conditions", "two conditions share their type; the value's type decides", _scorecard_conditions),
    Repair(
        "member-destinations",
        "transfer and handoff destinations of a member share their type; which keys make which tool is semantics §6.2",
        _member_destinations,
    ),
    Repair(
        "answered-destination",
        "a server's answer names an assistant or a squad as handoff tools do, or nobody (semantics §6.4)",
        _answered_destination,
    ),
    Repair(
        "unlisted-hooks", "three documented events are in no union of an assistant (semantics §4.1)", _unlisted_hooks
    ),
    Repair("older-tools", "ghl, make and output tools have schemas and are in no union", _older_tools),
    Repair("say-in-call-ending", "the documentation's own call.ending example speaks (C10)", _say_in_call_ending),
)
"""Every repair, in the order of application."""
