"""What must not be kept (rules §4.16)."""

from __future__ import annotations

from collections.abc import Iterator

from ..diagnostics import Diagnostic
from ..diagnostics.catalog import C011
from ..sources import Path
from .check import Check
from .node import Node

_KEPT: tuple[tuple[Path, str], ...] = (
    (("artifactPlan", "recordingEnabled"), "records the call"),
    (("artifactPlan", "videoRecordingEnabled"), "records the video"),
    (("artifactPlan", "loggingEnabled"), "logs the call"),
    (("artifactPlan", "pcapEnabled"), "keeps the call's packets"),
)


def keeps_nothing(node: Node) -> Iterator[Diagnostic]:
    """An assistant under HIPAA or PCI records what it must not keep.

    The platform refuses the pair, or keeps what the law forbids: card numbers, what patients say.

    Bad:
        name: Front
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers.}]}
        compliancePlan: {pciEnabled: true}
        artifactPlan: {recordingEnabled: true}
    Good:
        name: Front
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers.}]}
        compliancePlan: {pciEnabled: true}
        artifactPlan: {recordingEnabled: false}
    Source: rules C011
    """
    plan = next((key for key in ("hipaaEnabled", "pciEnabled") if node.get("compliancePlan", key) is True), None)
    if plan is None:
        return
    kept: list[tuple[Path, str]] = [(path, what) for path, what in _KEPT if node.get(*path) is True]
    if isinstance(node.get("observabilityPlan"), dict):
        kept.append((("observabilityPlan",), "sends every prompt and answer to another service"))
    for path, what in kept:
        yield node.fault(
            C011,
            path,
            f"{plan} is on, and this {what}: the platform refuses the pair, or keeps what must not be kept.",
            key=True,
            related=(node.related(("compliancePlan", plan), "asks for it"),),
        )


CHECKS = (Check((C011,), "assistant", keeps_nothing, frozenset({"compliancePlan"})),)
