"""Which definitions are read, who belongs to which group, and in which file each definition ends up."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from typing import Any

from .published import Conversion, Unrefreshable, parts, walk

Json = dict[str, Any]

KINDS: dict[str, str] = {
    "assistant": "CreateAssistantDTO",
    "assistant-overrides": "AssistantOverrides",
    "squad": "CreateSquadDTO",
    "call": "CreateCallDTO",
    "chat": "CreateChatDTO",
    "session": "CreateSessionDTO",
    "structured-output": "CreateStructuredOutputDTO",
    "eval": "CreateEvalDTO",
    "scenario": "CreateScenarioDTO",
    "personality": "CreatePersonalityDTO",
    "simulation": "CreateSimulationDTO",
    "suite": "CreateSimulationSuiteDTO",
    "test-suite": "CreateTestSuiteDto",
    "eval-run": "CreateEvalRunDTO",
    "simulation-run": "CreateSimulationRunDTO",
    "campaign": "CreateCampaignDTO",
    "assistant-request": "ServerMessageResponseAssistantRequest",
    "handoff-destination": "ServerMessageResponseHandoffDestinationRequest",
    "transfer-destination": "ServerMessageResponseTransferDestinationRequest",
    "tool-calls": "ServerMessageResponseToolCalls",
}
"""Document -> the component that it describes. The last four are a server's answers during a call."""

COMPOSED: dict[str, str] = {"hooks": "Hooks", "tools": "Tools"}
"""Documents for files that hold several: no component of the published document describes them."""

PHONE_NUMBERS = (
    "CreateByoPhoneNumberDTO",
    "CreateTelnyxPhoneNumberDTO",
    "CreateTwilioPhoneNumberDTO",
    "CreateVapiPhoneNumberDTO",
    "CreateVonagePhoneNumberDTO",
)

UNIONS: dict[str, str] = {
    "Credential": "CreateAssistantDTO.credentials[]",
    "Voice": "CreateAssistantDTO.voice",
    "Transcriber": "CreateAssistantDTO.transcriber",
    "Model": "CreateAssistantDTO.model",
    "Tool": "OpenAIModel.tools[]",
    "AnyToolMessage": "CreateEndCallToolDTO.messages[]",
    "Hook": "CreateAssistantDTO.hooks[]",
    "HookAction": "CallHookCustomerSpeechTimeout.do[]",
    "PhoneNumberHook": "CreateVapiPhoneNumberDTO.hooks[]",
    "ChatMessage": "CreateSessionDTO.messages[]",
    "CallEnd": "CreateVapiPhoneNumberDTO.fallbackDestination",
}
"""Names for the unions that stand in many places, with the first of them."""

FAMILIES: dict[str, str] = {
    "voice": "Voice",
    "transcriber": "Transcriber",
    "model": "Model",
    "tool": "Tool",
    "hook": "Hook",
    "credential": "Credential",
    "phone-number": "PhoneNumber",
}
"""Documents whose root is a union; they also hold what only this union uses."""

SHARED = "common"
WORTH_SHARING = 150
"""A schema of at least this many characters that stands in two places becomes a definition."""


def roots() -> tuple[str, ...]:
    """The components that everything is reached from."""
    return (*KINDS.values(), *PHONE_NUMBERS)


def reachable(conversion: Conversion, extra: Iterable[str] = ()) -> Json:
    """Every definition that the roots lead to, converted, in the order of discovery."""
    found: Json = {}
    waiting = [*roots(), *extra]
    while waiting:
        name = waiting.pop(0)
        if name in found:
            continue
        found[name] = conversion.definition(name)
        waiting.extend(references(found[name]))
    return found


def compose(definitions: Json) -> None:
    """Add the definitions of ``COMPOSED``: a list of hooks, ``{hooks: […]}`` or one hook, those of a phone number that
    rings too; ``{tools: […]}``.
    """

    def some(key: str) -> Json:
        items = {"type": "array", "items": hook if key == "Hook" else at(definitions, UNIONS[key])}
        name = f"{key.lower()}s"
        return {"type": "object", "properties": {name: items}, "required": [name], "additionalProperties": False}

    hook = at(definitions, UNIONS["Hook"])
    ringing = {"type": "object", "properties": {"on": {"enum": ["call.ringing"]}}, "required": ["on"]}
    hook = {"if": ringing, "then": {"$ref": "PhoneNumberHookCallRinging"}, "else": hook}
    either = {"if": {"required": ["hooks"]}, "then": some("Hook"), "else": hook}
    definitions["Hooks"] = {"anyOf": [{"type": "array", "items": hook}, either]}
    definitions["Tools"] = some("Tool")


def references(schema: Json) -> list[str]:
    """The definitions that *schema* names, in order."""
    return [inner["$ref"] for _, inner in walk(schema) if "$ref" in inner]


def groups(definitions: Json) -> dict[str, tuple[str, ...]]:
    """The groups of ``legacy``: name -> definitions, taken from the unions that define them."""

    def members(place: str) -> tuple[str, ...]:
        told = at(definitions, place)["discriminator"]
        return tuple(
            dict.fromkeys(value["$ref"] for value in (*told["mapping"].values(), *told.get("patterns", {}).values()))
        )

    voices = members("CreateAssistantDTO.voice")
    tools = members("OpenAIModel.tools[]")
    return {
        "assistants": ("CreateAssistantDTO", "AssistantOverrides"),
        "models": members("CreateAssistantDTO.model"),
        "voices": (*voices, *members("FallbackPlan.voices[]")),
        "transcribers": members("CreateAssistantDTO.transcriber"),
        "tools": tools,
        "hooks": members("CreateAssistantDTO.hooks[]"),
        "stored": (
            *(KINDS[kind] for kind in list(KINDS)[:16] if kind != "assistant-overrides"),
            *PHONE_NUMBERS,
            *tools,
        ),
    }


def at(definitions: Json, place: str) -> Json:
    """The schema at a place such as ``OpenAIModel.tools[]``."""
    for name in definitions:
        if place == name or place.startswith(f"{name}."):
            for found, schema in walk(definitions[name], name):
                if found == place and not ("anyOf" in schema and len(schema) == 1):
                    return schema
    raise KeyError(place)


def share(definitions: Json) -> Json:
    """*definitions* with every large repeated schema made a definition of its own."""
    names = {json.dumps(at(definitions, place)): name for name, place in UNIONS.items()}
    if clash := set(names.values()) & set(definitions):
        raise Unrefreshable(f"names of unions that are names of components: {', '.join(sorted(clash))}")
    counts: Counter[str] = Counter()
    first: dict[str, str] = {}
    for name, schema in definitions.items():
        for place, inner in walk(schema, name):
            if place != name and "$ref" not in inner and "x-legacy" not in inner:
                body = json.dumps(inner)
                if len(body) >= WORTH_SHARING:
                    counts[body] += 1
                    first.setdefault(body, place)
    for body, count in counts.items():
        if count > 1 and body not in names:
            name = first[body].replace("[]", ".item").replace(".*", ".value")
            taken = [other for other in names.values() if other.split("~")[0] == name]
            names[body] = f"{name}~{len(taken) + 1}" if taken else name  # a union and its objects have one place
    shared = {name: _pointed(json.loads(body), names, inside=True) for body, name in names.items()}
    outer = {name: _pointed(schema, names, inside=True) for name, schema in definitions.items()}
    used = {ref for schema in (*outer.values(), *shared.values()) for ref in references(schema)}
    return {**outer, **{name: schema for name, schema in shared.items() if name in used or name in UNIONS}}


def _pointed(schema: Json, names: dict[str, str], inside: bool = False) -> Json:
    if not inside and "$ref" not in schema and (name := names.get(json.dumps(schema))):
        return {"$ref": name}
    out = dict(schema)
    if "properties" in schema:
        out["properties"] = {key: _pointed(value, names) for key, value in schema["properties"].items()}
    for keyword in ("items", "additionalProperties", "then", "else"):
        if isinstance(schema.get(keyword), dict):
            out[keyword] = _pointed(schema[keyword], names)
    if "anyOf" in schema:
        out["anyOf"] = [_pointed(value, names) for value in schema["anyOf"]]
    return out


def files(definitions: Json) -> dict[str, str]:
    """Definition -> the document that holds it: the one whose root alone leads to it, else the shared one."""
    heads = {
        **{component: kind for kind, component in (KINDS | COMPOSED).items()},
        **{union: kind for kind, union in FAMILIES.items()},
    }
    homes: dict[str, set[str]] = {name: set() for name in definitions}
    for head, kind in heads.items():
        waiting, seen = references(definitions[head]), set()
        while waiting:
            name = waiting.pop()
            if name not in seen and name not in heads:
                seen.add(name)
                homes[name].add(kind)
                waiting.extend(references(definitions[name]))
    placed = {name: (next(iter(kinds)) if len(kinds) == 1 else SHARED) for name, kinds in homes.items()}
    return {**placed, **heads}


def documents(definitions: Json) -> dict[str, Json]:
    """The documents as they are written: name -> JSON Schema, references made relative to the document."""
    placed = files(definitions)
    described = KINDS | COMPOSED
    kinds = {component: kind for kind, component in described.items()}

    def address(name: str, here: str) -> str:
        file = placed[name]
        fragment = "" if name in kinds else f"#/$defs/{name}"
        return fragment or "#" if file == here else f"{file}.json{fragment}"

    def resolved(schema: Json, here: str) -> Json:
        out = json.loads(json.dumps(schema))
        for _, inner in walk(out):
            if "$ref" in inner:
                inner["$ref"] = address(inner["$ref"], here)
        return dict(out)

    written: dict[str, Json] = {}
    for kind in (*described, *FAMILIES, SHARED):
        head = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
        inner = {
            name: resolved(schema, kind)
            for name, schema in sorted(definitions.items())
            if placed[name] == kind and name not in kinds
        }
        if kind in described:
            head |= resolved(definitions[described[kind]], kind)
        elif kind in FAMILIES:
            head["$ref"] = f"#/$defs/{FAMILIES[kind]}"
        written[kind] = {**head, "$defs": inner} if inner else head
    return written


__all__ = ["FAMILIES", "KINDS", "PHONE_NUMBERS", "at", "documents", "groups", "parts", "reachable", "share", "walk"]
