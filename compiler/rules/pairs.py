"""Settings that are written twice: in the place that they had once, and in today's (semantics §1.1)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from ..diagnostics import Diagnostic
from ..diagnostics.catalog import Y008
from ..sources import Path
from .check import Check
from .node import Node

_MISSING = object()


class Pair(NamedTuple):
    """An old place and today's, and whether two values mean the same."""

    old: Path
    new: Path
    agree: Callable[[Any, Any], bool] = lambda old, new: bool(old == new)


def _same_endpointing(old: Any, new: Any) -> bool:
    """``smartEndpointingEnabled`` is a flag or LiveKit's name, the plan an object with a provider or nothing."""
    provider = new.get("provider") if isinstance(new, dict) else None
    return provider == "livekit" if old == "livekit" else bool(old) == (provider is not None)


_SERVER = (Pair(("serverUrl",), ("server", "url")), Pair(("serverUrlSecret",), ("server", "secret")))
_DENOISING = ("backgroundSpeechDenoisingPlan", "smartDenoisingPlan", "enabled")

PAIRS: dict[str, tuple[Pair, ...]] = {
    "assistant": (
        *_SERVER,
        Pair(("backgroundDenoisingEnabled",), _DENOISING),
        Pair(("recordingEnabled",), ("artifactPlan", "recordingEnabled")),
        Pair(("videoRecordingEnabled",), ("artifactPlan", "videoRecordingEnabled")),
        Pair(("hipaaEnabled",), ("compliancePlan", "hipaaEnabled")),
        Pair(("responseDelaySeconds",), ("startSpeakingPlan", "waitSeconds")),
        Pair(("numWordsToInterruptAssistant",), ("stopSpeakingPlan", "numWords")),
        Pair(
            ("startSpeakingPlan", "smartEndpointingEnabled"),
            ("startSpeakingPlan", "smartEndpointingPlan"),
            _same_endpointing,
        ),
        Pair(("voice", "inputPunctuationBoundaries"), ("voice", "chunkPlan", "punctuationBoundaries")),
        Pair(("analysisPlan", "structuredDataSchema"), ("analysisPlan", "structuredDataPlan", "schema")),
        Pair(("analysisPlan", "successEvaluationRubric"), ("analysisPlan", "successEvaluationPlan", "rubric")),
    ),
    "phone-number": _SERVER,
}
"""The pairs of each node kind."""


def deprecated_pairs(node: Node) -> Iterator[Diagnostic]:
    """A setting stands in its old place and in its new one, and the two disagree.

    One of them is in force, as a rule the new one, and nobody who reads the other sees it. The platform's dashboard
    may show the dead one: what somebody switches there changes nothing on a call.

    Bad:
        name: Front desk
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers.}]}
        recordingEnabled: true
        artifactPlan: {recordingEnabled: false}
    Good:
        name: Front desk
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers.}]}
        recordingEnabled: false
        artifactPlan: {recordingEnabled: false}
    Source: rules Y008, semantics §1.1
    """
    yield from _disagreeing(node)


def pairs_of_a_number(node: Node) -> Iterator[Diagnostic]:
    """The same of a phone number."""
    yield from _disagreeing(node)


def _disagreeing(node: Node) -> Iterator[Diagnostic]:
    for pair in PAIRS[node.kind]:
        if pair.old[0] not in node.value:
            continue
        old, new = _at(node, pair.old), _at(node, pair.new)
        if old is None or old is _MISSING or new is _MISSING or pair.agree(old, new):
            continue
        today, once = ".".join(map(str, pair.new)), ".".join(map(str, pair.old))
        yield node.fault(
            Y008,
            pair.old,
            f"{once} says something else than {today}, which took its place: one of the two is not in force on a call. "
            f"Keep {today} alone.",
            key=True,
            related=(node.related(pair.new, "today's place", key=True),),
        )


def _at(node: Node, path: Path) -> Any:
    value = node.value
    for step in path:
        if not isinstance(value, dict) or step not in value:
            return _MISSING
        value = value[step]
    return value


def _keys(kind: str) -> frozenset[str]:
    return frozenset(str(pair.old[0]) for pair in PAIRS[kind])


CHECKS = (
    Check((Y008,), "assistant", deprecated_pairs, _keys("assistant")),
    Check((Y008,), "phone-number", pairs_of_a_number, _keys("phone-number")),
)
