"""What a run can fail with."""

from __future__ import annotations

from ..compiler.diagnostics import Diagnostic
from .trace.model import Trace


class ScriptError(Exception):
    """A transcript that the plan cannot follow. ``diagnostic`` stands at the transcript's entry; ``trace`` is the call
    up to there.
    """

    def __init__(self, diagnostic: Diagnostic, trace: Trace) -> None:
        super().__init__(diagnostic.message)
        self.diagnostic = diagnostic
        self.trace = trace
