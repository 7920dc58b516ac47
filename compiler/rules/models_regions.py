"""OpenAI's models in an Azure account of one's own: regions that stand in for each other (rules §4.4)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..diagnostics import Diagnostic
from ..diagnostics.catalog import M011, M012
from .check import Check
from .node import Node
from .voices_parts import part, plain, texts


def one_region(node: Node) -> Iterator[Diagnostic]:
    """There is one region and none to go on to.

    When the only Azure region answers 429 or not at all, the turn is lost: the caller hears nothing. With credentials
    of several regions the platform goes on to the next. Credentials that are stored with the platform are not seen
    here.

    Bad:
        name: Front desk
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers.}]}
        credentials:
          - provider: azure-openai
            region: eastus
            models: [gpt-4o-2024-11-20]
            openAIKey: ${AZURE_EAST}
            openAIEndpoint: https://east.openai.azure.com
    Good:
        name: Front desk
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers.}]}
        credentials:
          - provider: azure-openai
            region: eastus
            models: [gpt-4o-2024-11-20]
            openAIKey: ${AZURE_EAST}
            openAIEndpoint: https://east.openai.azure.com
          - provider: azure-openai
            region: westus
            models: [gpt-4o-2024-11-20]
            openAIKey: ${AZURE_WEST}
            openAIEndpoint: https://west.openai.azure.com
    Source: rules M011
    """
    found = list(_azure(node.value))
    regions = {plain(entry.get("region")) for _, entry in found}
    if len(regions) == 1 and part(node.value, "model").get("provider") == "openai":
        yield node.fault(
            M011,
            ("credentials",),
            f"{regions.pop() or 'this'} is the only region: when it answers 429 or not at all, the turn is lost.",
            key=True,
        )


def different_models(node: Node) -> Iterator[Diagnostic]:
    """Regions that stand in for each other have different models.

    A region is asked only for models that its credential lists. One that lacks the assistant's model drops out of the
    pool: what looks like a second region is none.

    Bad:
        name: Front desk
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers.}]}
        credentials:
          - provider: azure-openai
            region: eastus
            models: [gpt-4o-2024-11-20, gpt-4.1-2025-04-14]
            openAIKey: ${AZURE_EAST}
            openAIEndpoint: https://east.openai.azure.com
          - provider: azure-openai
            region: westus
            models: [gpt-4o-2024-11-20]
            openAIKey: ${AZURE_WEST}
            openAIEndpoint: https://west.openai.azure.com
    Good:
        name: Front desk
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers.}]}
        credentials:
          - provider: azure-openai
            region: eastus
            models: [gpt-4o-2024-11-20, gpt-4.1-2025-04-14]
            openAIKey: ${AZURE_EAST}
            openAIEndpoint: https://east.openai.azure.com
          - provider: azure-openai
            region: westus
            models: [gpt-4o-2024-11-20, gpt-4.1-2025-04-14]
            openAIKey: ${AZURE_WEST}
            openAIEndpoint: https://west.openai.azure.com
    Source: rules M012
    """
    found = [(index, entry, frozenset(texts(entry.get("models")))) for index, entry in _azure(node.value)]
    everything = frozenset[str]().union(*(models for _, _, models in found))
    for index, entry, models in found:
        missing = sorted(everything - models)
        if missing and isinstance(entry.get("models"), list):
            yield node.fault(
                M012,
                ("credentials", index, "models"),
                f"{plain(entry.get('region')) or 'this region'} lacks {', '.join(missing)}, which another region has: "
                "it does not stand in for that one.",
            )


def _azure(assistant: dict[str, Any]) -> Iterator[tuple[int, dict[str, Any]]]:
    """The assistant's own credentials for OpenAI's models at Azure, each with its index."""
    credentials = assistant.get("credentials")
    for index, entry in enumerate(credentials if isinstance(credentials, list) else ()):
        if isinstance(entry, dict) and entry.get("provider") == "azure-openai":
            yield index, entry


_CREDENTIALS = frozenset({"credentials"})

CHECKS = (
    Check((M011,), "assistant", one_region, _CREDENTIALS),
    Check((M012,), "assistant", different_models, _CREDENTIALS),
)
