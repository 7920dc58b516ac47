"""The checks that need a run, written out by hand: of the same type as the compiler's, dispatched by its engine."""

from __future__ import annotations

from ...compiler.rules import Check
from .timers import CHECKS as TIMERS
from .waits import CHECKS as WAITS

CHECKS: tuple[Check, ...] = (*TIMERS, *WAITS)
