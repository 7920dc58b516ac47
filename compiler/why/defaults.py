"""What is in force where nobody set anything, with the source of each default (semantics §1 to §11)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from ..plan.frozen import Json
from ..sources import Path


class Default(NamedTuple):
    """A documented default: a pattern over dotted paths, the value, where it is documented, and the items of lists that
    have it: those with this text at this key (an event's shorthand in brackets aside).
    """

    pattern: str
    value: Json
    source: str
    where: tuple[str, str] | None = None


_TIMEOUT = ("on", "customer.speech.timeout")
_ADD = ("type", "message.add")

DEFAULTS: tuple[Default, ...] = (
    Default("firstMessageMode", "assistant-speaks-first", "semantics §1.1"),
    Default("firstMessageInterruptionsEnabled", False, "semantics §1.1"),
    Default("voicemailDetection", "off", "semantics §1.1"),
    Default("maxDurationSeconds", 600, "semantics §5.2"),
    Default("backgroundSound", "office", "semantics §1.1 (phone calls; off on web calls)"),
    Default("modelOutputInMessagesEnabled", False, "semantics §1.1"),
    Default("model.maxTokens", 250, "semantics §1.2"),
    Default("model.numFastTurns", 0, "semantics §1.2"),
    Default("model.emotionRecognitionEnabled", False, "semantics §1.2"),
    Default("messagePlan.idleTimeoutSeconds", 10, "semantics §5.1, C59"),
    Default("messagePlan.idleMessageMaxSpokenCount", 3, "semantics §5.1"),
    Default("messagePlan.idleMessageResetCountOnUserSpeechEnabled", False, "semantics §5.1"),
    Default("hooks.N.options.timeoutSeconds", 7.5, "semantics §4.2, C60", _TIMEOUT),
    Default("hooks.N.options.triggerMaxCount", 3, "semantics §4.2", _TIMEOUT),
    Default("hooks.N.options.triggerResetMode", "never", "semantics §4.2", _TIMEOUT),
    Default("hooks.N.do.N.triggerResponseEnabled", True, "semantics §4.4, C9", _ADD),
    Default("keypadInputPlan.enabled", False, "semantics §5.7"),
    Default("keypadInputPlan.timeoutSeconds", 2, "semantics §5.7"),
    Default("startSpeakingPlan.waitSeconds", 0.4, "semantics §5.8"),
    Default("startSpeakingPlan.transcriptionEndpointingPlan.onPunctuationSeconds", 0.1, "semantics §5.8"),
    Default("startSpeakingPlan.transcriptionEndpointingPlan.onNoPunctuationSeconds", 1.5, "semantics §5.8"),
    Default("startSpeakingPlan.transcriptionEndpointingPlan.onNumberSeconds", 0.5, "semantics §5.8, C44"),
    Default("stopSpeakingPlan.numWords", 0, "semantics §5.8, C43"),
    Default("stopSpeakingPlan.voiceSeconds", 0.2, "semantics §5.8"),
    Default("stopSpeakingPlan.backoffSeconds", 1, "semantics §5.8"),
    Default("voice.chunkPlan.enabled", True, "semantics §7.1, C12"),
    Default("voice.chunkPlan.minCharacters", 30, "semantics §7.1"),
    Default("voice.chunkPlan.formatPlan.enabled", True, "semantics §7.2"),
    Default("voice.chunkPlan.formatPlan.numberToDigitsCutoff", 2025, "semantics §7.2"),
    Default("server.timeoutSeconds", 20, "semantics §11.4"),
    Default("server.backoffPlan.maxRetries", 0, "semantics §11.4"),
    Default("artifactPlan.recordingEnabled", True, "semantics §13.5"),
    Default("artifactPlan.loggingEnabled", True, "semantics §13.5"),
    Default("artifactPlan.pcapEnabled", True, "semantics §13.5"),
    Default("artifactPlan.fullMessageHistoryEnabled", False, "semantics §6.8"),
    Default("artifactPlan.videoRecordingEnabled", False, "semantics §13.5"),
    Default("artifactPlan.recordingFormat", "wav;l16", "semantics §13.5"),
    Default("artifactPlan.transcriptPlan.enabled", True, "semantics §13.5"),
    Default("artifactPlan.transcriptPlan.assistantName", "AI", "semantics §13.5"),
    Default("artifactPlan.transcriptPlan.userName", "User", "semantics §13.5"),
    Default("analysisPlan.minMessagesThreshold", 2, "semantics §13.5"),
    Default("analysisPlan.summaryPlan.enabled", True, "semantics §13.5"),
    Default("analysisPlan.successEvaluationPlan.enabled", True, "semantics §13.5"),
    Default("analysisPlan.structuredDataPlan.enabled", False, "semantics §13.5"),
    Default("monitorPlan.listenEnabled", True, "semantics §13.5"),
    Default("monitorPlan.controlEnabled", True, "semantics §8.1"),
)


def under(policies: Mapping[str, str]) -> tuple[Default, ...]:
    """The defaults where *policies* decide what documents contradict each other about."""
    found = DEFAULTS
    if policies.get("silenceTimeoutDefault") == "30":
        found += (Default("silenceTimeoutSeconds", 30, "policy silenceTimeoutDefault: 30 (C4)"),)
    if policies.get("chunkingUnset") == "off":
        unset = Default("voice.chunkPlan.enabled", False, "policy chunkingUnset: off (C12)")
        found = tuple(unset if default.pattern == unset.pattern else default for default in found)
    return found


def default_at(path: Path, defaults: tuple[Default, ...] = DEFAULTS, config: Any = None) -> Default | None:
    """Which of the *defaults* is that of the value at *path* of *config*, an assistant, or None. What only some of
    a list's items have needs the *config* to tell which they are.
    """
    dotted = ".".join("N" if isinstance(step, int) or re.fullmatch(r"\d+", step) else step for step in path)
    found = next((default for default in defaults if default.pattern == dotted), None)
    if found is None or found.where is None:
        return found
    return found if path in _places(config, (), tuple(dotted.split(".")), found.where) else None


def defaults_below(path: Path, config: Any, defaults: tuple[Default, ...] = DEFAULTS) -> Iterator[tuple[Path, Default]]:
    """Those of the *defaults* at and below *path* that *config*, an assistant, leaves unset; those of an item of a list
    for each item that has it.
    """
    for default in defaults:
        for here in _places(config, (), tuple(default.pattern.split(".")), default.where):
            if here[: len(path)] == path:
                yield here, default


def _places(value: Any, path: Path, rest: tuple[str, ...], where: tuple[str, str] | None = None) -> Iterator[Path]:
    if not rest:
        return
    key, rest = rest[0], rest[1:]
    if key == "N":
        for index, item in enumerate(value if isinstance(value, list) else ()):
            if where is None or "N" in rest or _has(item, where, rest[-1]):
                yield from _places(item, (*path, index), rest, where)
    elif not isinstance(value, dict) and value is not None:
        return
    elif value is None or key not in value:
        if "N" not in rest:
            yield (*path, key, *rest)
    else:
        yield from _places(value[key], (*path, key), rest, where)


def _has(item: Any, where: tuple[str, str], key: str) -> bool:
    """Whether *item* of a list is one *where* says, and does not give *key* in the shorthand of its event."""
    named, text = where
    said = item.get(named) if isinstance(item, dict) else None
    head, _, shorthand = said.partition("[") if isinstance(said, str) else ("", "", "")
    return head == text and not shorthand.startswith(f"{key}=")
