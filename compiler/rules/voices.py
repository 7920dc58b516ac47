"""What a voice is called, and which of its settings its model reads (rules §4.5)."""

from __future__ import annotations

from collections.abc import Iterator

from ...schemas.tables.voices import (
    AS_OF,
    CARTESIA_RETIRED,
    CARTESIA_RETIRED_ON,
    NO_LANGUAGE,
    VAPI,
    VAPI_RETIRED,
    VAPI_RETIRED_ON,
)
from ..diagnostics import Diagnostic, Fix
from ..diagnostics.catalog import V004, V005, V011, V020, V028, V029, V030
from ..expression import Expression
from ..normalise.edits import add_key, replace_value
from .check import Check
from .node import Node
from .voices_parts import plain

_VERSION = Expression(r"\sV(\d+)\b")
_NAMES = {name.lower(): name for name in VAPI | VAPI_RETIRED}


def voice_name_case(node: Node) -> Iterator[Diagnostic]:
    """A voice of the platform is written in other letters than it is called.

    Names of voices are told apart by case: `elliot` is not `Elliot`. The API refuses the assistant, and nothing after
    it in the same deployment is sent.

    Bad:
        name: Front desk
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers.}]}
        voice: {provider: vapi, voiceId: elliot}
    Good:
        name: Front desk
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers.}]}
        voice: {provider: vapi, voiceId: Elliot}
    Source: rules V004
    """
    name = plain(node.value.get("voiceId"))
    known = _NAMES.get(name.lower())
    if node.value.get("provider") != "vapi" or known is None or known == name:
        return
    place = node.source.place((*node.path, "voiceId"))
    yield node.fault(
        V004,
        ("voiceId",),
        f"the platform has no voice {name!r}; it has {known!r}. Names are told apart by case: the API "
        f"answers 400. (Voices as of {AS_OF}.)",
        fix=replace_value(place.document, place.path, f'"{known}"', known),
    )


def version_in_name(node: Node) -> Iterator[Diagnostic]:
    """The version of a voice stands in its name.

    The dashboard shows `Clara V2`; the API knows `Clara` with `version: 2` and refuses the name that is shown.

    Bad:
        name: Front desk
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers.}]}
        voice: {provider: vapi, voiceId: Clara V2}
    Good:
        name: Front desk
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers.}]}
        voice: {provider: vapi, voiceId: Clara, version: 2}
    Source: rules V005
    """
    name = plain(node.value.get("voiceId"))
    match = _VERSION.search(name) if node.value.get("provider") == "vapi" else None
    if match:
        yield node.fault(
            V005,
            ("voiceId",),
            f"the platform has no voice {name!r}: write voiceId: {name[: match.start()]} and version: {match[1]}. "
            "The API answers 400.",
            fix=_split(node, name[: match.start()], match[1]),
        )


def _split(node: Node, name: str, version: str) -> Fix | None:
    """Name and version in their own keys: unsafe, for the voice that is meant may be another."""
    place = node.source.place((*node.path, "voiceId"))
    if "version" in node.value or version not in ("1", "2"):
        return None
    named = replace_value(place.document, place.path, f'"{name}"', name)
    added = add_key(place.document, place.path, "version", version)
    if named is None or added is None:
        return None
    return Fix(f"write {name} with version: {version}", (*named.edits, *added.edits), safe=False)


def retired_voice(node: Node) -> Iterator[Diagnostic]:
    """A voice or its model is no longer there.

    Its provider has switched it off on an announced day. Callers hear another voice than the one that was chosen, a
    fallback, or none.

    Bad:
        name: Front desk
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers.}]}
        voice: {provider: cartesia, voiceId: 694f9389-aac1-45b6-b726-9d9369183238, model: sonic-english}
    Good:
        name: Front desk
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers.}]}
        voice: {provider: cartesia, voiceId: 694f9389-aac1-45b6-b726-9d9369183238, model: sonic-3}
    Source: the announcements of Vapi (voices, 2026-03-01) and Cartesia (models, 2026-06-01)
    """
    name, model = plain(node.value.get("voiceId")), plain(node.value.get("model"))
    if node.value.get("provider") == "vapi" and name in VAPI_RETIRED:
        yield node.fault(
            V028,
            ("voiceId",),
            f"the voice {name} was retired on {VAPI_RETIRED_ON}: callers hear another one, or none. (Voices as of "
            f"{AS_OF}.)",
        )
    elif node.value.get("provider") == "cartesia" and model in CARTESIA_RETIRED:
        yield node.fault(
            V028,
            ("model",),
            f"Cartesia answers no request for {model} since {CARTESIA_RETIRED_ON}: callers hear a fallback, or "
            f"nothing. (Models as of {AS_OF}.)",
        )


def pronunciation_model(node: Node) -> Iterator[Diagnostic]:
    """A pronunciation dictionary stands at a model that does not read it.

    Cartesia's dictionaries are for sonic-3 and later. An older model passes over them without a word: names and
    brands are said as they are spelt.

    Bad:
        name: Front desk
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers.}]}
        voice:
          provider: cartesia
          voiceId: 694f9389-aac1-45b6-b726-9d9369183238
          model: sonic-2
          pronunciationDictId: pdict_1
    Good:
        name: Front desk
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers.}]}
        voice:
          provider: cartesia
          voiceId: 694f9389-aac1-45b6-b726-9d9369183238
          model: sonic-3
          pronunciationDictId: pdict_1
    Source: rules V011, OpenAPI CartesiaVoice
    """
    if _is_old_sonic(node):
        said = f"{node.value['model']} passes over pronunciationDictId: sonic-3 and later read it."
        yield node.fault(V011, ("pronunciationDictId",), said, key=True)


def generation_model(node: Node) -> Iterator[Diagnostic]:
    """Speed and volume stand at a model that does not read them.

    Cartesia's `generationConfig` is for sonic-3 and later. With an older model the voice is as fast and as loud as
    ever, whatever the numbers say.

    Bad:
        name: Front desk
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers.}]}
        voice:
          provider: cartesia
          voiceId: 694f9389-aac1-45b6-b726-9d9369183238
          model: sonic-2
          generationConfig: {speed: 1.2}
    Good:
        name: Front desk
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers.}]}
        voice:
          provider: cartesia
          voiceId: 694f9389-aac1-45b6-b726-9d9369183238
          model: sonic-3
          generationConfig: {speed: 1.2}
    Source: OpenAPI CartesiaVoice
    """
    if node.value.get("generationConfig") and _is_old_sonic(node):
        said = f"{node.value['model']} passes over generationConfig: sonic-3 and later read it."
        yield node.fault(V029, ("generationConfig",), said, key=True)


def _is_old_sonic(node: Node) -> bool:
    model = plain(node.value.get("model"))
    return bool(model) and node.value.get("provider") == "cartesia" and not model.startswith("sonic-3")


def language_of_model(node: Node) -> Iterator[Diagnostic]:
    """A language is enforced at a model that takes none.

    ElevenLabs answers with an error where a model that finds the language by itself, or has only one, is told which
    to speak: callers hear the fallback voice, or the call ends.

    Bad:
        name: Recepción
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Habla español.}]}
        voice: {provider: 11labs, voiceId: sarah, model: eleven_multilingual_v2, language: es}
    Good:
        name: Recepción
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Habla español.}]}
        voice: {provider: 11labs, voiceId: sarah, model: eleven_turbo_v2_5, language: es}
    Source: OpenAPI ElevenLabsVoice, semantics §10.2
    """
    model = plain(node.value.get("model"))
    if node.value.get("provider") == "11labs" and model in NO_LANGUAGE and plain(node.value.get("language")):
        yield node.fault(
            V030,
            ("language",),
            f"{model} takes no language: ElevenLabs answers with an error. Leave it out, or take eleven_turbo_v2_5. "
            f"(Models as of {AS_OF}.)",
            key=True,
        )


def no_fallback(node: Node) -> Iterator[Diagnostic]:
    """There is one voice and none behind it.

    When its provider fails, the assistant falls silent and the call ends with an error. With `fallbackPlan.voices` the
    platform goes on to the next.

    Bad:
        # file: callplan.yaml
        callplan: 1
        rules: {preview: true}
        # file: assistants/front.yaml
        name: Front desk
        model: {provider: openai, model: gpt-4o, maxTokens: 300, messages: [{role: system, content: Help callers.}]}
        voice: {provider: 11labs, voiceId: sarah}
    Good:
        # file: callplan.yaml
        callplan: 1
        rules: {preview: true}
        # file: assistants/front.yaml
        name: Front desk
        model: {provider: openai, model: gpt-4o, maxTokens: 300, messages: [{role: system, content: Help callers.}]}
        voice:
          provider: 11labs
          voiceId: sarah
          fallbackPlan: {voices: [{provider: cartesia, voiceId: 694f9389-aac1-45b6-b726-9d9369183238}]}
    Source: rules V020, semantics §10.2
    """
    if node.path != ("voice",) or node.value.get("provider") in ("vapi", "custom-voice"):
        return
    if not isinstance(node.value.get("fallbackPlan"), dict):
        yield node.fault(V020, (), "no voice stands behind this one: when its provider fails, the call ends.", key=True)


_NAME = frozenset({"voiceId"})

CHECKS = (
    Check((V004,), "voice", voice_name_case, _NAME),
    Check((V005,), "voice", version_in_name, _NAME),
    Check((V028,), "voice", retired_voice, frozenset({"voiceId", "model"})),
    Check((V011,), "voice", pronunciation_model, frozenset({"pronunciationDictId"})),
    Check((V029,), "voice", generation_model, frozenset({"generationConfig"})),
    Check((V030,), "voice", language_of_model, frozenset({"language"})),
    Check((V020,), "voice", no_fallback),
)
