"""Who finds the end of a turn, and who may break into one: endpointing, interruption, noise (rules §4.6)."""

from __future__ import annotations

from collections.abc import Iterator

from ..diagnostics import Diagnostic
from ..diagnostics.catalog import T001, T013, T016, T017
from ..sources import Path
from .check import Check, Option
from .node import Node
from .voices_parts import number, part, plain

_PLAN: Path = ("startSpeakingPlan", "smartEndpointingPlan")
_FLAG: Path = ("startSpeakingPlan", "smartEndpointingEnabled")


def smart_endpointing(node: Node) -> Path | None:
    """Where an assistant chooses smart endpointing; None where it does not."""
    plan = part(node.value, *map(str, _PLAN))
    if plain(plan.get("provider")):
        return _PLAN
    return _FLAG if part(node.value, "startSpeakingPlan").get("smartEndpointingEnabled") in (True, "livekit") else None


def flux_with_smart_endpointing(node: Node) -> Iterator[Diagnostic]:
    """Smart endpointing takes the end of turns away from Flux.

    Flux hears by itself when a caller has finished. With a `smartEndpointingPlan` the platform asks somebody else, and
    what Flux is paid for is not used: turns end later, and its thresholds have no effect.

    Bad:
        name: Front desk
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers.}]}
        transcriber: {provider: deepgram, model: flux-general-en}
        startSpeakingPlan: {smartEndpointingPlan: {provider: vapi}}
    Good:
        name: Front desk
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers.}]}
        transcriber: {provider: deepgram, model: flux-general-en}
        startSpeakingPlan: {waitSeconds: 0.2}
    Source: rules T001, semantics §5.8
    """
    transcriber = part(node.value, "transcriber")
    model = plain(transcriber.get("model"))
    where = smart_endpointing(node)
    if where is not None and transcriber.get("provider") == "deepgram" and model.startswith("flux-"):
        yield node.fault(
            T001,
            where,
            f"smart endpointing switches off the end of turns that {model} hears itself: turns end later. Leave it "
            "out, or write null where an override takes it away.",
            key=True,
            related=(node.related(("transcriber", "model"), "the transcriber's model"),),
        )


def unused_endpointing(node: Node) -> Iterator[Diagnostic]:
    """Endpointing is tuned that smart endpointing replaces.

    A `smartEndpointingPlan` owns the end of turns: `transcriptionEndpointingPlan` and the transcriber's `endpointing`
    are not asked. Whoever changes their numbers changes nothing on a call. `customEndpointingRules` that match go
    before both.

    Bad:
        name: Front desk
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers.}]}
        transcriber: {provider: deepgram, model: nova-3, language: en, endpointing: 300}
        startSpeakingPlan:
          smartEndpointingPlan: {provider: vapi}
          transcriptionEndpointingPlan: {onPunctuationSeconds: 0.4}
    Good:
        name: Front desk
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers.}]}
        transcriber: {provider: deepgram, model: nova-3, language: en}
        startSpeakingPlan:
          smartEndpointingPlan: {provider: vapi}
    Source: rules T013, semantics §5.8
    """
    if smart_endpointing(node) is None:
        return
    provider = plain(part(node.value, *map(str, _PLAN)).get("provider")) or "the platform"
    places: tuple[Path, ...] = (("startSpeakingPlan", "transcriptionEndpointingPlan"), ("transcriber", "endpointing"))
    for path in places:
        if node.get(*path) is not None:
            yield node.fault(
                T013,
                path,
                f"{path[-1]} is not asked: smart endpointing ({provider}) finds the end of turns.",
                key=True,
            )


def barge_in_overlap(node: Node) -> Iterator[Diagnostic]:
    """Callers must say several words before the assistant stops.

    Until the last of them is transcribed both speak at once, for half a second and more, and the first words of the
    caller are garbled. With `numWords: 0` the voice alone is enough.

    Bad:
        # file: callplan.yaml
        callplan: 1
        rules: {preview: true}
        # file: assistants/front.yaml
        name: Front desk
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers.}]}
        stopSpeakingPlan: {numWords: 3}
    Good:
        # file: callplan.yaml
        callplan: 1
        rules: {preview: true}
        # file: assistants/front.yaml
        name: Front desk
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers.}]}
        stopSpeakingPlan: {numWords: 0, voiceSeconds: 0.3}
    Options:
        words (2): so many words are told
    Source: rules T016, semantics §5.8
    """
    words, limit = number(node.get("stopSpeakingPlan", "numWords")), number(node.option("words"))
    if words is not None and limit is not None and words >= limit:
        yield node.fault(
            T016,
            ("stopSpeakingPlan", "numWords"),
            f"the assistant speaks on until {words:g} words are transcribed, and they are garbled.",
        )


def fourier_denoising(node: Node) -> Iterator[Diagnostic]:
    """Noise is taken away by the experimental filter.

    Fourier denoising is experimental and can eat quiet speech. Smart denoising is the one that the platform advises.

    Bad:
        name: Front desk
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers.}]}
        backgroundSpeechDenoisingPlan: {fourierDenoisingPlan: {enabled: true}}
    Good:
        name: Front desk
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers.}]}
        backgroundSpeechDenoisingPlan: {smartDenoisingPlan: {enabled: true}}
    Source: rules T017
    """
    path = ("backgroundSpeechDenoisingPlan", "fourierDenoisingPlan", "enabled")
    if node.get(*path) is True:
        yield node.fault(
            T017, path, "Fourier denoising is experimental and can eat quiet speech: prefer smartDenoisingPlan."
        )


_START = frozenset({"startSpeakingPlan"})

CHECKS = (
    Check((T001,), "assistant", flux_with_smart_endpointing, _START),
    Check((T013,), "assistant", unused_endpointing, _START),
    Check(
        (T016,),
        "assistant",
        barge_in_overlap,
        frozenset({"stopSpeakingPlan"}),
        (Option("words", 2, "so many words are told"),),
    ),
    Check((T017,), "assistant", fourier_denoising, frozenset({"backgroundSpeechDenoisingPlan"})),
)
