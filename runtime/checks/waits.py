"""Formulas that say how long a call waits for the caller's next word (semantics §5.8)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ...compiler.diagnostics import Diagnostic
from ...compiler.diagnostics.catalog import T026
from ...compiler.rules import Check, Node

if TYPE_CHECKING:
    from ...compiler.sources import Path

_CHANCES = (0.0, 0.25, 0.5, 0.75, 1.0)
"""What a formula is tried with: the chance that the caller goes on, from 0 to 1."""


def no_wait(node: Node) -> Iterator[Diagnostic]:
    """T026 for a waitFunction that is no expression in x, or gives no time for some chance."""
    path: Path = ("startSpeakingPlan", "smartEndpointingPlan", "waitFunction")
    written = node.get(*path)
    if not isinstance(written, str):
        return
    from ..machine.formula import FormulaError, wait_ms

    try:
        for chance in _CHANCES:
            wait_ms(written, chance)
    except FormulaError as error:
        yield node.fault(
            T026,
            path,
            f"{written!r} gives no time to wait: {error}. LiveKit gets it as it stands; write an expression in x, such "
            "as 200 + 8000 * x.",
        )


CHECKS = (Check((T026,), "assistant", no_wait, frozenset({"startSpeakingPlan"})),)
