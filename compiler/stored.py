"""What the API writes into its answers: keys that nobody sends, and nulls for what is not set.

A file may be such an answer as it came (``GET /assistant/{id}``), an entry of a list call's answer, or a resource that
the gitops engine has pulled, with its own marks.
"""

from __future__ import annotations

from typing import Any

from .nodes import FREE_FORM
from .traced import Traced

SERVER_KEYS = frozenset(
    {
        "_platformDefault",
        "analyticsMetadata",
        "createdAt",
        "id",
        "isDeleted",
        "isServerUrlSecretSet",
        "latestVersion",
        "orgId",
        "updatedAt",
    }
)
"""Keys that the API adds to every kind, and the gitops engine's mark of what the platform owns (gitops-layout §2.8)."""

_OF_AN_ANSWER = ("id", "orgId", "createdAt", "updatedAt")
_RETIRED = frozenset({"workflowId", "workflowIds"})
"""Answers still have them; the gitops engine leaves them out as it does the others."""
_OF_NUMBERS = frozenset({"status"})
_BOUGHT = frozenset({"status", "number"})
"""What answers about phone numbers have beyond what a request may say: of the platform's own one chooses the area."""


def is_answer(value: Any) -> bool:
    """Whether *value* came from the API as it is: with all the keys that it puts on what it keeps."""
    return isinstance(value, dict) and all(isinstance(value.get(key), str) for key in _OF_AN_ANSWER)


def as_sent(source: Traced, kind: str) -> Traced:
    """The resource without what the API has added; of a whole answer also without nulls, by which it says that nothing
    is set, and without what it tells of the kind.
    """
    value = source.value
    if not isinstance(value, dict) or SERVER_KEYS.isdisjoint(value):
        return source
    sent = {key: item for key, item in value.items() if key not in SERVER_KEYS}
    if is_answer(value):
        more = _RETIRED
        if kind == "phone-number":
            more |= _BOUGHT if sent.get("provider") == "vapi" else _OF_NUMBERS
        sent = {key: item for key, item in _set(sent).items() if key not in more}
    return Traced(sent, source.origins, source.replaced, source.dropped)


def _set(value: Any) -> Any:
    """*value* without nulls, outside the user's own values."""
    if isinstance(value, dict):
        return {key: item if key in FREE_FORM else _set(item) for key, item in value.items() if item is not None}
    return [_set(item) for item in value] if isinstance(value, list) else value
