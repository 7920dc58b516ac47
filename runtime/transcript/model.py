"""A scripted conversation as values (design §3.7). All durations are whole milliseconds.

Inputs happen in order; each carries the answers written below it, which the runtime takes when it asks for one of
their sort. ``span`` is the entry's place in its file: where a failure is reported.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from ...compiler.diagnostics import Span
from ...compiler.plan.frozen import EMPTY, FrozenDict, Json


@dataclass(frozen=True, slots=True)
class ToolCall:
    """A tool call that the model returns."""

    name: str
    arguments: FrozenDict = EMPTY


@dataclass(frozen=True, slots=True)
class ModelAnswer:
    """``model:``: what the model returns. ``text`` None: nothing but tool calls. ``times_out``: it returns nothing, and
    the platform has given up when ``takes_ms`` are over.
    """

    span: Span
    text: str | None = None
    tools: tuple[ToolCall, ...] = ()
    takes_ms: int | None = None
    lasts_ms: int | None = None
    times_out: bool = False


@dataclass(frozen=True, slots=True)
class ToolAnswer:
    """``tool: NAME``: what the server answers. ``arguments`` None matches any call of that name; ``message`` is what
    the server wants said in place of the tool's own messages: a text, or an object with one. ``statuses`` are HTTP's,
    attempt by attempt (0: no answer), the last one for all that follow. ``headers`` are the response's, by their names
    in small letters.
    """

    span: Span
    name: str
    result: Json = None
    error: str | None = None
    times_out: bool = False
    takes_ms: int | None = None
    message: Json = None
    arguments: FrozenDict | None = None
    statuses: tuple[int, ...] = ()
    headers: FrozenDict = EMPTY


@dataclass(frozen=True, slots=True)
class OtherAnswer:
    """``server:``, ``extract:`` or ``transfer:``: the answer to a request of that sort."""

    span: Span
    kind: Literal["server", "extract", "transfer"]
    value: Json = None
    takes_ms: int | None = None


Answer = ModelAnswer | ToolAnswer | OtherAnswer


@dataclass(frozen=True, slots=True)
class UserTurn:
    """``user:``: the caller speaks ``text``. Of ``transcript:`` are the transcriber's ``confidence``, the ``language``
    it detects, and what smart endpointing makes of the end: ``still_speaking``, a probability, or ``endpoint_ms``.
    ``partials`` are what it has understood so long after the start of the speech.
    With ``continues_ms`` the caller goes on so long after the last word of the turn above, whether that turn counts as
    ended by then or not. In a chat ``values`` are the ``variableValues`` beside the text.
    """

    span: Span
    text: str
    after_ms: int = 0
    lasts_ms: int | None = None
    confidence: float | None = None
    language: str | None = None
    still_speaking: float | None = None
    endpoint_ms: int | None = None
    partials: tuple[tuple[int, str], ...] = ()
    continues_ms: int | None = None
    values: FrozenDict = EMPTY
    answers: tuple[Answer, ...] = ()


@dataclass(frozen=True, slots=True)
class Interrupt:
    """``interrupt:``: the caller speaks ``at_ms`` after the start of an assistant utterance; ``of`` picks it by
    its text. With ``after_ms`` not before so long after settling: it is then an utterance that is not over by then.
    """

    span: Span
    text: str
    at_ms: int = 0
    of: str | None = None
    after_ms: int | None = None
    lasts_ms: int | None = None
    confidence: float | None = None
    language: str | None = None
    still_speaking: float | None = None
    endpoint_ms: int | None = None
    partials: tuple[tuple[int, str], ...] = ()
    answers: tuple[Answer, ...] = ()


@dataclass(frozen=True, slots=True)
class Pause:
    """``silence:``: nobody acts for ``lasts_ms`` from settling; timers run."""

    span: Span
    lasts_ms: int
    after_ms: int = 0
    answers: tuple[Answer, ...] = ()


@dataclass(frozen=True, slots=True)
class Keypad:
    """``keypad:``: digits, perhaps with a delimiter."""

    span: Span
    digits: str
    after_ms: int = 0
    answers: tuple[Answer, ...] = ()
    at_ms: int | None = None
    of: str | None = None


@dataclass(frozen=True, slots=True)
class Control:
    """``control:``: a message to the call's control URL or from the client (semantics §8.1)."""

    span: Span
    message: FrozenDict
    after_ms: int = 0
    answers: tuple[Answer, ...] = ()
    at_ms: int | None = None
    of: str | None = None


@dataclass(frozen=True, slots=True)
class Fault:
    """``fault:``: the call ends for this reason."""

    span: Span
    reason: str
    after_ms: int = 0
    answers: tuple[Answer, ...] = ()
    at_ms: int | None = None
    of: str | None = None


@dataclass(frozen=True, slots=True)
class Hangup:
    """``hangup: true``: the caller hangs up."""

    span: Span
    after_ms: int = 0
    answers: tuple[Answer, ...] = ()
    at_ms: int | None = None
    of: str | None = None


Amid = Keypad | Control | Fault | Hangup
"""Inputs that need not wait for the call to settle: with ``at_ms`` they happen so long after the start of an assistant
utterance, the first since the previous input or the one with the text ``of``.
"""

Input = UserTurn | Interrupt | Pause | Amid


@dataclass(frozen=True, slots=True)
class Expectation:
    """One entry of ``expect``. ``key`` is says, hook, calls, handoff, variable, prompt, message, sent or endedReason.

    ``value`` is as written. ``at_ms`` counts from t = 0, ``silence_ms`` from the start of the silence period;
    ``within_ms`` widens either. ``negated`` is ``not:``; ``group`` holds the entries of ``unordered:`` (``key``
    is then "unordered").
    """

    span: Span
    key: str
    value: Json = None
    at_ms: int | None = None
    silence_ms: int | None = None
    within_ms: int = 0
    count: int | None = None
    negated: bool = False
    group: tuple[Expectation, ...] = ()


@dataclass(frozen=True, slots=True)
class CallFields:
    """``call:``: the fields of a call request. ``started_at`` is the virtual clock's zero, ISO 8601 with a zone."""

    type: str | None = None
    started_at: str = "2025-01-01T12:00:00Z"
    id: str | None = None
    customer: FrozenDict = EMPTY
    phone_number: FrozenDict = EMPTY
    transport: FrozenDict = EMPTY
    metadata: FrozenDict = EMPTY
    variables: FrozenDict = EMPTY
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Transcript:
    """One conversation. ``opening`` are the answers above the first input; ``target`` is as written in the file.
    ``joins_ms`` is how long the customer of a web or outbound call takes to join, if that is said; they may miss it
    (``misses``: nobody comes, or the line is busy);
    ``recordings`` are lengths in milliseconds by address. ``tags`` are what it can be selected by; ``skip`` is why it
    is not run, None where it is.
    """

    file: str
    target: str
    env: str | None = None
    call: CallFields = CallFields()
    policies: FrozenDict = EMPTY
    opening: tuple[Answer, ...] = ()
    inputs: tuple[Input, ...] = ()
    expect: tuple[Expectation, ...] = ()
    random: int | None = None
    assistant_request: Any = field(default=None)
    target_span: Span | None = None
    env_span: Span | None = None
    tags: tuple[str, ...] = ()
    skip: str | None = None
    joins_ms: int | None = None
    misses: Literal["", "never", "busy"] = ""
    recordings: FrozenDict = EMPTY
