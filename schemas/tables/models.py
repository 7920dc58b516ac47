"""Language models: which of them think before they answer, and which names move (the OpenAPI of ``AS_OF``)."""

from __future__ import annotations

AS_OF = "2026-11-20"

REASONING = frozenset(("gpt-5", "gpt-5-mini", "gpt-5-nano", "o1-mini", "o3", "o3-mini", "o4-mini"))
"""OpenAI's models whose thinking counts as part of the answer, with no setting that switches it off."""

PINNED: dict[str, str] = {
    "chatgpt-4o-latest": "gpt-4o-2024-11-20",
    "gpt-3.5-turbo": "gpt-3.5-turbo-0125",
    "gpt-4": "gpt-4-0613",
    "gpt-4-turbo": "gpt-4-turbo-2024-04-09",
    "gpt-4-turbo-preview": "gpt-4-0125-preview",
    "gpt-4.1": "gpt-4.1-2025-04-14",
    "gpt-4.1-mini": "gpt-4.1-mini-2025-04-14",
    "gpt-4.1-nano": "gpt-4.1-nano-2025-04-14",
    "gpt-4o": "gpt-4o-2024-11-20",
    "gpt-4o-mini": "gpt-4o-mini-2024-07-18",
}
"""Names of OpenAI's that mean another model when the provider says so -> the one that they mean, by its date."""

DEFAULT_TOKENS = 250
"""``maxTokens`` where it is not set."""
