"""What can happen to a call from outside: the events that :func:`step` takes. ``t_ms`` counts from t = 0."""

from __future__ import annotations

from typing import NamedTuple

from .records import Json


class Start(NamedTuple):
    """The pipeline starts; always the first event."""

    t_ms: int = 0


class Tick(NamedTuple):
    """The time of the agenda's first entry has come."""

    t_ms: int


class UserSpeaks(NamedTuple):
    """The caller begins to speak ``text`` for ``lasts_ms``; ``confidence`` and ``language`` are the transcriber's,
    ``still_speaking`` and ``endpoint_ms`` what smart endpointing makes of its end. In a chat the text is written, with
    ``values`` of variables beside it.
    """

    t_ms: int
    text: str
    lasts_ms: int
    confidence: float | None = None
    language: str | None = None
    still_speaking: float | None = None
    endpoint_ms: int | None = None
    values: Json = None
    partials: tuple[tuple[int, str], ...] = ()


class ModelAnswers(NamedTuple):
    """The model's answer to the first open question: text, tool calls (``{"name", "arguments"}``), or both.
    ``times_out``: there is none, and after ``takes_ms`` nobody waits any more.
    """

    t_ms: int
    text: str | None = None
    calls: tuple[dict[str, Json], ...] = ()
    takes_ms: int | None = None
    lasts_ms: int | None = None
    times_out: bool = False


class ToolAnswers(NamedTuple):
    """A server's answer to the first open question. ``times_out``: there is none, ever. ``message`` is what it wants
    said. ``statuses`` are HTTP's, attempt by attempt, the last one for all that follow; ``headers`` are the response's.
    """

    t_ms: int
    result: Json = None
    error: str | None = None
    times_out: bool = False
    takes_ms: int | None = None
    message: Json = None
    statuses: tuple[int, ...] = ()
    headers: Json = None


class OtherAnswer(NamedTuple):
    """The answer to an extract, transfer or server question."""

    t_ms: int
    value: Json = None
    takes_ms: int | None = None


class KeysPressed(NamedTuple):
    """The caller presses keys."""

    t_ms: int
    digits: str


class ControlSent(NamedTuple):
    """A message to the call's control URL, or from the client (semantics §8.1)."""

    t_ms: int
    message: dict[str, Json]


class Ends(NamedTuple):
    """The call ends from outside for this reason: a hang-up or a fault."""

    t_ms: int
    reason: str


Happening = Start | Tick | UserSpeaks | ModelAnswers | ToolAnswers | OtherAnswer | KeysPressed | ControlSent | Ends
