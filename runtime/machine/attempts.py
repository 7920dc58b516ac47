"""A request to a server, attempt by attempt: what fails is tried again as the server's backoff plan says (semantics
§11.4).
"""

from __future__ import annotations

import json
from typing import NamedTuple

from ...compiler.plan.model import Retry
from .records import Json

NO_ANSWER = 0
"""Stands for a status where none comes within the time of one attempt."""
OK = 200


class Outcome(NamedTuple):
    """How a request ends: ``status`` is the last attempt's, ``takes_ms`` the time of all with the waits between."""

    status: int
    takes_ms: int
    attempts: int


def outcome(statuses: tuple[int, ...], takes_ms: int, limit_ms: int, retry: Retry | None) -> Outcome:
    """*statuses* are those of the attempts in order, the last one for all that follow; each comes after *takes_ms*, or
    counts as no answer after *limit_ms*.
    """
    late = takes_ms > limit_ms
    spent = attempt = 0
    while True:
        status = NO_ANSWER if late else statuses[min(attempt, len(statuses) - 1)]
        spent += limit_ms if status == NO_ANSWER else takes_ms
        attempt += 1
        if retry is None or attempt > retry.max_retries or succeeds(status) or status in retry.excluded_status_codes:
            return Outcome(status, spent, attempt)
        spent += retry.base_delay_ms * (2 ** (attempt - 1) if retry.kind == "exponential" else 1)


def succeeds(status: int) -> bool:
    """Whether a request with this status is not tried again."""
    return 200 <= status < 300


class Verdict(NamedTuple):
    """What an answer counts for: success, failed or timeout, and the result or the error. ``ignored`` says why the
    platform does not take what the server sent.
    """

    outcome: str
    value: Json
    ignored: str = ""


NO_RESULT = "ok, no result returned"
"""What the model sees of a call that nobody answers: the platform's own words (semantics §11.4)."""


def verdict(type: str, status: int, limit_ms: int, result: Json, error: str | None) -> Verdict:
    """How the platform takes an answer with this *status* to a tool of this *type* (semantics §11.1, §11.4)."""
    if status == NO_ANSWER:
        return Verdict("timeout", f"no answer within {limit_ms} ms")
    if not succeeds(status):
        return Verdict("failed", error if error is not None else f"the server answered {status}")
    if type == "function":
        text = error if error is not None else result
        if status != OK:
            return Verdict("success", NO_RESULT, f"its status is {status}, not {OK}")
        if isinstance(text, str) and "\n" in text.strip():
            return Verdict("success", NO_RESULT, "it has more than one line")
    if error is not None:
        return Verdict("failed", error)
    if type == "apiRequest" and isinstance(result, str) and not _is_json(result):
        return Verdict("failed", "the response is not JSON")
    return Verdict("success", result)


def _is_json(text: str) -> bool:
    """Whether *text* is JSON; no text at all is no response that could be wrong."""
    if not text.strip():
        return True
    try:
        parsed(text)
    except ValueError:
        return False
    return True


def parsed(text: str) -> Json:
    """What the JSON *text* is. ValueError for any other text, as for ``NaN`` and ``Infinity``, which JSON has not."""

    def refuse(name: str) -> Json:
        raise ValueError(name)

    try:
        value: Json = json.loads(text, parse_constant=refuse)
    except RecursionError as error:
        raise ValueError("too deep") from error
    return value
