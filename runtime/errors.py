"""What a run can fail with."""

from __future__ import annotations

from ..compiler.diagnostics import Diagnostic
from .machine.records import Ask
from .trace.model import Trace


class ScriptError(Exception):
    """A transcript that the plan cannot follow. ``diagnostic`` stands at the transcript's entry; ``trace`` is the call
    up to there. ``asked`` is the question that the script has no answer to, where that is the fault.
    """

    def __init__(self, diagnostic: Diagnostic, trace: Trace, asked: Ask | None = None) -> None:
        super().__init__(diagnostic.message)
        self.diagnostic = diagnostic
        self.trace = trace
        self.asked = asked
