"""When the assistant may speak, when it must stop, and what keys do: the turn-taking plans as numbers (semantics §5.7,
§5.8).

A plan that the configuration leaves out adds no time under the policy ``latency: none``; under ``docs`` the documented
defaults hold. Values that are written always count.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

from .formula import FormulaError, wait_ms
from .patterns import Pattern, pattern
from .records import Hearing, Json
from .undecided import Undecided
from .words import tokens

DOCS_ENDPOINTING_MS = 600
DOCS_MODEL_MS = 800
DOCS_VOICE_MS = 500
"""The latency profile of the voice pipeline's reference timeline (semantics §5.8)."""

ACKNOWLEDGEMENTS = (
    *("i understand", "i see", "i got it", "i hear you", "im listening", "im with you", "right", "okay", "ok", "sure"),
    *("alright", "got it", "understood", "yeah", "yes", "uh-huh", "mm-hmm", "gotcha", "mhmm", "ah", "yeah okay"),
    "yeah sure",
)
INTERRUPTIONS = (
    *("stop", "shut", "up", "enough", "quiet", "silence", "but", "dont", "not", "no", "hold", "wait", "cut", "pause"),
    *("nope", "nah", "nevermind", "never", "bad", "actually"),
)

_CONFIDENCE = {"deepgram": 0.4, "gladia": 0.4, "assembly-ai": 0.4}
"""Transcribers whose transcripts are discarded below a confidence, with the default (design §3.7)."""


class Rule(NamedTuple):
    """A custom endpointing rule: ``assistant`` and ``customer`` must match the last message of each, if given."""

    assistant: Pattern | None
    customer: Pattern | None
    timeout_ms: int


LIVEKIT = "livekit"
WAIT = "20 + 500 * sqrt(x) + 2500 * x^3"
"""``waitFunction`` where none is written."""


PUNCTUATION = (
    ".!?,;:\u2026\"'"
    "\u2019\u201d\u00bb\u3002\uff0e\uff01\uff1f\uff0c\u3001\uff1b\uff1a\u300d\u300f"
    "\u0964\u0965\u061f\u060c\u061b\u06d4\u1362\u1363\u104b\u17d4"
)
"""What ends a sentence or a part of one, in the scripts that transcribers write; quotes may stand behind it."""


TRANSCRIBER = "transcriber"


class Smart(NamedTuple):
    """Who judges that a turn has ended: the provider of a smart endpointing plan, or the :data:`TRANSCRIBER` itself;
    and for livekit how long each judgement waits ("": the default).
    """

    provider: str
    wait: str

    def wait_ms(self, hearing: Hearing) -> int | None:
        """The wait behind the caller's last word: what the script says the judge found; None: it says nothing, and no
        formula is written. Raises :class:`Undecided` for a formula that gives no time.
        """
        if hearing.endpoint_ms is not None:
            return hearing.endpoint_ms
        if self.provider != LIVEKIT or (hearing.still_speaking is None and not self.wait):
            return None
        try:
            return wait_ms(self.wait or WAIT, hearing.still_speaking or 0.0)
        except FormulaError as error:
            raise Undecided(f"the waitFunction {self.wait!r} cannot be evaluated: {error}") from error


class StartPlan(NamedTuple):
    """``wait_ms`` after the endpoint before the first sound; ``additive``: on top of latency, else including it (C26).
    The endpoint is ``number_ms``, ``punctuation_ms`` or ``other_ms`` after the caller's last word, unless a rule or
    the ``smart`` plan says otherwise.
    """

    wait_ms: int
    additive: bool
    number_ms: int
    punctuation_ms: int
    other_ms: int
    rules: tuple[Rule, ...]
    smart: Smart | None = None

    def endpoint_ms(self, hearing: Hearing, assistant: str) -> int:
        """How long after the caller's last word the turn counts as ended."""
        said = hearing.text
        for rule in self.rules:
            if (rule.assistant is None or rule.assistant(assistant)) and (rule.customer is None or rule.customer(said)):
                return rule.timeout_ms
        judged = self.smart.wait_ms(hearing) if self.smart is not None else None
        if judged is not None:
            return judged
        tail = said.rstrip()
        bare = tail.rstrip(PUNCTUATION)
        if bare and bare[-1].isdigit():
            return self.number_ms
        return self.punctuation_ms if tail != bare else self.other_ms


Match = Literal["", "part", "whole"]
"""Whether an utterance is a phrase, holds one, or neither."""


class StopPlan(NamedTuple):
    """What the caller must say, and for how long, to stop the assistant."""

    words: int
    voice_ms: int
    backoff_ms: int
    acknowledgements: frozenset[str]
    interruptions: tuple[tuple[str, ...], ...]

    def acknowledges(self, said: tuple[str, ...]) -> Match:
        """How far the words *said* are an acknowledgement phrase: it never stops the assistant."""
        if " ".join(said) in self.acknowledgements:
            return "whole"
        return "part" if any(_within(tuple(one.split()), said) for one in self.acknowledgements) else ""

    def interrupts(self, said: tuple[str, ...]) -> Match:
        """How far the words *said* are an interruption phrase: it stops the assistant at once."""
        if said in self.interruptions:
            return "whole" if said else ""
        return "part" if any(_within(phrase, said) for phrase in self.interruptions) else ""

    def delay_ms(self, words: int, lasts_ms: int) -> int | None:
        """How long after its start a speech of so many words stops the assistant; None: it does not."""
        if self.words:
            return -(-lasts_ms * self.words // words) if words >= self.words else None
        return self.voice_ms if lasts_ms >= self.voice_ms else None


class KeypadPlan(NamedTuple):
    """``timeout_ms`` 0: only a delimiter ends the input."""

    enabled: bool
    timeout_ms: int
    delimiters: frozenset[str]


def start_plan(settings: Mapping[str, Json], docs: bool) -> StartPlan:
    """``startSpeakingPlan`` of a member's settings."""
    plan = _mapping(settings.get("startSpeakingPlan"))
    endpointing = plan.get("transcriptionEndpointingPlan")
    number = punctuation = other = DOCS_ENDPOINTING_MS if docs else 0
    smart = _smart(plan) or _own_end(settings.get("transcriber"))
    if isinstance(endpointing, Mapping) and smart is None:  # who judges takes its place
        number = milliseconds(endpointing.get("onNumberSeconds"), 500)
        punctuation = milliseconds(endpointing.get("onPunctuationSeconds"), 100)
        other = milliseconds(endpointing.get("onNoPunctuationSeconds"), 1500)
    written = plan.get("customEndpointingRules")
    rules = tuple(_rule(_mapping(rule)) for rule in written) if isinstance(written, tuple) else ()
    wait = milliseconds(plan.get("waitSeconds"), 400 if docs else 0)
    return StartPlan(wait, docs, number, punctuation, other, rules, smart)


def _smart(plan: Mapping[str, Json]) -> Smart | None:
    """``smartEndpointingPlan``, or what its deprecated switch stands for."""
    written = _mapping(plan.get("smartEndpointingPlan"))
    if written:
        wait = written.get("waitFunction")
        return Smart(str(written.get("provider", "")), wait if isinstance(wait, str) else "")
    switch = plan.get("smartEndpointingEnabled")
    return Smart(LIVEKIT if switch == LIVEKIT else "vapi", "") if switch else None


def _own_end(transcriber: Json) -> Smart | None:
    """A transcriber that finds the end of a turn in the audio: Deepgram's Flux, and AssemblyAI (semantics §5.8)."""
    written = _mapping(transcriber)
    provider, model = written.get("provider"), written.get("model")
    finds = provider == "assembly-ai" or (
        provider == "deepgram" and isinstance(model, str) and model.startswith("flux-")
    )
    return Smart(TRANSCRIBER, "") if finds else None


def stop_plan(settings: Mapping[str, Json], docs: bool) -> StopPlan:
    """``stopSpeakingPlan`` of a member's settings."""
    plan = _mapping(settings.get("stopSpeakingPlan"))
    words = plan.get("numWords")
    return StopPlan(
        words if isinstance(words, int) else 0,
        milliseconds(plan.get("voiceSeconds"), 200 if docs else 0),
        milliseconds(plan.get("backoffSeconds"), 1000 if docs else 0),
        frozenset(" ".join(tokens(phrase)) for phrase in _phrases(plan, "acknowledgementPhrases", ACKNOWLEDGEMENTS)),
        tuple(tokens(phrase) for phrase in _phrases(plan, "interruptionPhrases", INTERRUPTIONS)),
    )


def keypad_plan(settings: Mapping[str, Json]) -> KeypadPlan:
    """``keypadInputPlan`` of a member's settings."""
    plan = _mapping(settings.get("keypadInputPlan"))
    delimiters = plan.get("delimiters")
    marks = delimiters if isinstance(delimiters, tuple) else (delimiters,)
    return KeypadPlan(
        plan.get("enabled") is True,
        milliseconds(plan.get("timeoutSeconds"), 2000),
        frozenset(mark for mark in marks if isinstance(mark, str) and mark),
    )


def confidence_threshold(transcriber: Mapping[str, Json]) -> float | None:
    """Below it a transcript of *transcriber* is discarded; None: never."""
    written = transcriber.get("confidenceThreshold")
    if isinstance(written, int | float) and not isinstance(written, bool):
        return float(written)
    return _CONFIDENCE.get(str(transcriber.get("provider")))


def milliseconds(seconds: Json, default: int) -> int:
    """Seconds as written, in whole milliseconds, half up; *default* if there are none."""
    if isinstance(seconds, bool) or not isinstance(seconds, int | float):
        return default
    return int(seconds * 1000 + 0.5)


def _rule(rule: Mapping[str, Json]) -> Rule:
    kind = rule.get("type")
    assistant, customer = ("assistantRegex", "customerRegex") if kind == "both" else ("regex", "regex")
    return Rule(
        _pattern(rule, assistant) if kind in ("assistant", "both") else None,
        _pattern(rule, customer) if kind in ("customer", "user", "both") else None,
        milliseconds(rule.get("timeoutSeconds"), 0),
    )


def _pattern(rule: Mapping[str, Json], key: str) -> Pattern | None:
    source, options = rule.get(key), rule.get(f"{key}Options")
    return pattern(source, options if isinstance(options, tuple) else None) if isinstance(source, str) else None


def _phrases(plan: Mapping[str, Json], key: str, default: tuple[str, ...]) -> list[str]:
    written = plan.get(key)
    return [phrase for phrase in written if isinstance(phrase, str)] if isinstance(written, tuple) else list(default)


def _within(phrase: tuple[str, ...], said: tuple[str, ...]) -> bool:
    size = len(phrase)
    return size > 0 and any(said[at : at + size] == phrase for at in range(len(said) - size + 1))


def _mapping(value: Json) -> Mapping[str, Json]:
    return value if isinstance(value, Mapping) else {}
