"""Languages that a transcriber's model does not have (semantics §10.1)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ...schemas.tables.languages import AS_OF, FLUX
from ..diagnostics import Diagnostic
from ..diagnostics.catalog import T020
from ..sources import Path
from .check import Check
from .languages_heard import base
from .node import Node
from .voices_parts import plain

_MULTI = ("nova-2", "nova-3", "flux-general-multi")
"""How the names of Deepgram's models begin that hear several languages in one call."""


def language_combination(node: Node) -> Iterator[Diagnostic]:
    """The transcriber's model does not have the language that it is told.

    The provider refuses the connection, and nobody is heard; or it goes on in another language, and what callers say
    reaches the model as words that they never said.

    Bad:
        name: Front desk
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers.}]}
        transcriber: {provider: deepgram, model: flux-general-en, language: multi}
    Good:
        name: Front desk
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers.}]}
        transcriber: {provider: deepgram, model: nova-3, language: multi}
    Source: rules T020, semantics §10.1
    """
    judge = _BY_PROVIDER.get(str(node.value.get("provider")))
    for path, message in judge(node.value) if judge else ():
        yield node.fault(T020, path, message)


def _deepgram(value: dict[str, Any]) -> Iterator[tuple[Path, str]]:
    model, language = value.get("model"), value.get("language")
    if not isinstance(model, str) or "{{" in model:
        return
    if language == "multi" and not model.startswith(_MULTI):
        yield ("language",), f"{model} hears one language: multi is for nova-2, nova-3 and flux-general-multi."
    elif model == "flux-general-en" and isinstance(language, str) and not language.startswith("en"):
        yield ("language",), f"flux-general-en hears English alone, not {language!r}: flux-general-multi has others."
    if value.get("languages") and model != "flux-general-multi":
        yield ("languages",), f"languages are read by flux-general-multi alone: {model} takes no notice of them."
    elif model == "flux-general-multi":
        hints = value.get("languages")
        for index, hint in enumerate(hints if isinstance(hints, list) else ()):
            if plain(hint) and base(hint) not in FLUX:
                known = ", ".join(sorted(FLUX))
                yield ("languages", index), f"{model} does not hear {hint!r}: it hears {known} (as of {AS_OF})."


def _assembly(value: dict[str, Any]) -> Iterator[tuple[Path, str]]:
    if value.get("speechModel") == "universal-streaming-english" and (
        value.get("language") == "multi" or value.get("languageCodes")
    ):
        key = "language" if value.get("language") == "multi" else "languageCodes"
        yield (key,), "universal-streaming-english hears English alone: universal-streaming-multilingual has others."


def _gladia(value: dict[str, Any]) -> Iterator[tuple[Path, str]]:
    behaviour = value.get("languageBehaviour")
    if behaviour == "manual" and not (value.get("language") or value.get("languages")):
        yield ("languageBehaviour",), "manual wants the language named: without one Gladia has none to listen for."


_BY_PROVIDER = {"deepgram": _deepgram, "assembly-ai": _assembly, "gladia": _gladia}

CHECKS = (
    Check(
        (T020,),
        "transcriber",
        language_combination,
        frozenset({"language", "languages", "languageCodes", "languageBehaviour"}),
    ),
)
