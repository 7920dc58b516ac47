"""The registry of operators: what is changed in each part of a plan.

Only what the configuration says is changed: a value at its default is no line that somebody could edit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ...compiler.plan.model import Plan
from . import conditions, hooks, members, settings, tools
from .mutant import Change

Operators = Callable[[Plan], Iterator[Change]]

OPERATORS: tuple[Operators, ...] = (
    members.changes,
    settings.changes,
    hooks.changes,
    tools.changes,
    conditions.changes,
)


def changes(plan: Plan) -> Iterator[Change]:
    """Every change that an operator proposes, in the order of the registry and the plan."""
    for operators in OPERATORS:
        yield from operators(plan)
