"""Settings of a transcriber that its model does not read, or reads otherwise than they look (rules §4.6)."""

from __future__ import annotations

from collections.abc import Iterator

from ..diagnostics import Diagnostic
from ..diagnostics.catalog import T004, T005, T006, T007, T014, T018
from .check import Check, Option
from .node import Node
from .voices_parts import number, plain

_FLUX = "flux-"
_OF_FLUX = ("eotThreshold", "eotTimeoutMs", "eagerEotThreshold")
_END_OF_TURN = 0.7
"""``eotThreshold`` where it is not set."""

_EAGER = (0.3, 0.9)
_CONFIDENT = frozenset(("deepgram", "assembly-ai", "gladia"))
"""Providers whose ``confidenceThreshold`` is about transcripts; 11labs means the volume of speech by it."""


def eager_above_end(node: Node) -> Iterator[Diagnostic]:
    """Flux is to begin early later than it is to end.

    `eagerEotThreshold` says when a turn is probably over, `eotThreshold` when it is. The platform takes any two
    numbers; Deepgram refuses a connection whose eager one is not the lower, and nobody on the call is heard.

    Bad:
        name: Front desk
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers.}]}
        transcriber: {provider: deepgram, model: flux-general-en, eagerEotThreshold: 0.8, eotThreshold: 0.7}
    Good:
        name: Front desk
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers.}]}
        transcriber: {provider: deepgram, model: flux-general-en, eagerEotThreshold: 0.5, eotThreshold: 0.7}
    Source: rules T004
    """
    eager, end = number(node.get("eagerEotThreshold")), number(node.get("eotThreshold"))
    if eager is None or not _is_flux(node):
        return
    limit = _END_OF_TURN if end is None else end
    if eager >= limit:
        unset = " (the default)" if end is None else ""
        yield node.fault(
            T004,
            ("eagerEotThreshold",),
            f"{eager:g} is not below eotThreshold, {limit:g}{unset}: Deepgram refuses the connection, and callers are "
            "not heard.",
        )


def eager_range(node: Node) -> Iterator[Diagnostic]:
    """The eager threshold of Flux is out of its range.

    The platform passes it on; Deepgram takes 0.3 to 0.9 and refuses the connection otherwise: nobody on the call is
    heard.

    Bad:
        name: Front desk
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers.}]}
        transcriber: {provider: deepgram, model: flux-general-en, eagerEotThreshold: 0.1}
    Good:
        name: Front desk
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers.}]}
        transcriber: {provider: deepgram, model: flux-general-en, eagerEotThreshold: 0.4}
    Source: rules T005
    """
    eager = number(node.get("eagerEotThreshold"))
    low, high = _EAGER
    if eager is not None and 0 <= eager <= 1 and not low <= eager <= high and _is_flux(node):
        yield node.fault(
            T005,
            ("eagerEotThreshold",),
            f"{eager:g} is out of range: Deepgram takes {low:g} to {high:g} and refuses the connection otherwise.",
        )


def flux_settings(node: Node) -> Iterator[Diagnostic]:
    """A setting of Flux stands at a model that is none.

    Only models called `flux-…` find the end of a turn themselves. The others take no notice of the thresholds:
    callers wait as long as before, whatever the numbers say.

    Bad:
        name: Front desk
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers.}]}
        transcriber: {provider: deepgram, model: nova-3, language: en, eotThreshold: 0.8, eotTimeoutMs: 3000}
    Good:
        name: Front desk
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers.}]}
        transcriber: {provider: deepgram, model: flux-general-en, eotThreshold: 0.8, eotTimeoutMs: 3000}
    Source: rules T006, semantics §10.1
    """
    model = plain(node.value.get("model"))
    if not model or model.startswith(_FLUX) or node.value.get("provider") != "deepgram":
        return
    for key in _OF_FLUX:
        if node.value.get(key) is not None:
            yield node.fault(T006, (key,), f"{model} takes no notice of {key}: it is for flux models.", key=True)


def language_hint(node: Node) -> Iterator[Diagnostic]:
    """A hint about the language stands at a model that drops it.

    `languageHint` is for `flux-general-multi`. Any other model drops it without a word: the transcriber goes on in
    its own language, and what callers say in another comes out as words that they never said.

    Bad:
        name: Front desk
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers.}]}
        transcriber: {provider: deepgram, model: flux-general-en, languageHint: es}
    Good:
        name: Front desk
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers in Spanish.}]}
        transcriber: {provider: deepgram, model: flux-general-multi, languageHint: es}
    Source: rules T007
    """
    model = plain(node.value.get("model"))
    if model and model != "flux-general-multi" and node.value.get("languageHint") is not None:
        yield node.fault(
            T007,
            ("languageHint",),
            f"{model} drops languageHint: flux-general-multi alone reads it.",
            key=True,
        )


def confidence_threshold(node: Node) -> Iterator[Diagnostic]:
    """Transcripts need so much confidence that good ones are thrown away.

    Whatever is below `confidenceThreshold` never reaches the model. On a telephone line names, numbers and accents
    often stay below 0.6: the caller has spoken, and the assistant goes on waiting.

    Bad:
        name: Front desk
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers.}]}
        transcriber: {provider: deepgram, model: nova-3, language: en, confidenceThreshold: 0.8}
    Good:
        name: Front desk
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers.}]}
        transcriber: {provider: deepgram, model: nova-3, language: en, confidenceThreshold: 0.4}
    Options:
        limit (0.6): the highest threshold that is not told
    Source: rules T014
    """
    wanted = number(node.get("confidenceThreshold"))
    if wanted is None or wanted > 1 or plain(node.value.get("provider")) not in _CONFIDENT:
        return
    limit = number(node.option("limit"))
    if limit is not None and wanted > limit:
        yield node.fault(
            T014,
            ("confidenceThreshold",),
            f"transcripts below {wanted:g} are thrown away: the caller has spoken and is not heard. The default is "
            "0.4.",
        )


def no_fallback(node: Node) -> Iterator[Diagnostic]:
    """There is one transcriber and none behind it.

    When its provider fails, the call ends with an error. With `fallbackPlan.transcribers` the platform goes on to the
    next.

    Bad:
        # file: callplan.yaml
        callplan: 1
        rules: {preview: true}
        # file: assistants/front.yaml
        name: Front desk
        model: {provider: openai, model: gpt-4o, maxTokens: 300, messages: [{role: system, content: Help callers.}]}
        transcriber: {provider: deepgram, model: nova-3, language: en}
    Good:
        # file: callplan.yaml
        callplan: 1
        rules: {preview: true}
        # file: assistants/front.yaml
        name: Front desk
        model: {provider: openai, model: gpt-4o, maxTokens: 300, messages: [{role: system, content: Help callers.}]}
        transcriber:
          provider: deepgram
          model: nova-3
          language: en
          fallbackPlan: {transcribers: [{provider: assembly-ai, language: en}]}
    Source: rules T018, semantics §10.2
    """
    if node.path != ("transcriber",) or node.value.get("provider") in ("vapi", "custom-transcriber"):
        return
    if not isinstance(node.value.get("fallbackPlan"), dict):
        yield node.fault(
            T018, (), "no transcriber stands behind this one: when its provider fails, the call ends.", key=True
        )


def _is_flux(node: Node) -> bool:
    return node.value.get("provider") == "deepgram" and plain(node.value.get("model")).startswith(_FLUX)


_EAGER_KEY = frozenset({"eagerEotThreshold"})

CHECKS = (
    Check((T004,), "transcriber", eager_above_end, _EAGER_KEY),
    Check((T005,), "transcriber", eager_range, _EAGER_KEY),
    Check((T006,), "transcriber", flux_settings, frozenset(_OF_FLUX)),
    Check((T007,), "transcriber", language_hint, frozenset({"languageHint"})),
    Check(
        (T014,),
        "transcriber",
        confidence_threshold,
        frozenset({"confidenceThreshold"}),
        (Option("limit", 0.6, "the highest threshold that is not told"),),
    ),
    Check((T018,), "transcriber", no_fallback),
)
