"""What somebody probably meant."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

SYNONYMS: dict[str, str] = {
    "elevenlabs": "11labs",
    "eleven": "11labs",
    "11lab": "11labs",
    "assembly": "assembly-ai",
    "rime": "rime-ai",
    "smallest": "smallest-ai",
    "azureopenai": "openai",
    "gpt": "openai",
    "claude": "anthropic",
    "gemini": "google",
    "bedrock": "anthropic-bedrock",
    "custom": "custom-llm",
    "together": "together-ai",
    "perplexity": "perplexity-ai",
    "grok": "xai",
    "user": "customer",
    "http": "apiRequest",
    "api": "apiRequest",
    "webhook": "function",
    "hangup": "endCall",
    "transfer": "transferCall",
    "waitforuser": "assistant-waits-for-user",
    "userspeaksfirst": "assistant-waits-for-user",
    "message": "say",
    "speak": "say",
    "openai": "openai",
}
"""What people write, in lower case without separators -> what the platform calls it (field-notes 5, 13, 14, C45)."""

CLOSE = 0.72
"""How alike two names must be for a suggestion (difflib's ratio)."""


class Suggestion(NamedTuple):
    """A name that was probably meant; ``certain`` when only the spelling differs or the platform's own docs err so."""

    text: str
    certain: bool


def nearest(name: str, candidates: Iterable[str]) -> Suggestion | None:
    """The candidate that *name* stands for, or None when none is near."""
    known = list(candidates)
    bare = _bare(name)
    for candidate in known:
        if bare and _bare(candidate) == bare:
            return Suggestion(candidate, True)
    synonym = SYNONYMS.get(bare) or SYNONYMS.get(bare.removesuffix("ai"))
    if synonym in known:
        return Suggestion(synonym, synonym in _SURE)
    longer = [candidate for candidate in known if len(name) > 4 and candidate.startswith(f"{name}-")]
    return Suggestion(longer[-1], False) if longer else _alike(name, known)  # an undated model id: its latest date


_SURE = frozenset({"11labs", "assembly-ai", "rime-ai", "smallest-ai", "customer", "assistant-waits-for-user"})
"""Synonyms that leave no doubt: the same thing under its other name."""


def _bare(name: str) -> str:
    return "".join(character for character in name.casefold() if character.isalnum())


def _alike(name: str, candidates: list[str]) -> Suggestion | None:
    if not 1 < len(name) <= 64:
        return None
    from difflib import get_close_matches

    lowered = {candidate.casefold(): candidate for candidate in candidates}
    close = get_close_matches(name.casefold(), lowered, n=1, cutoff=CLOSE)
    return Suggestion(lowered[close[0]], False) if close else None
