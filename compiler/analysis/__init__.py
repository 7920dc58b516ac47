"""What can be proved about variables before any call: nothing unbound, nothing untrusted (semantics §3)."""

from __future__ import annotations

from collections.abc import Collection

from ..build import Build, Compiled
from ..diagnostics.catalog import Q019
from .assignment import Assignment, Standing, Verdict, assignment
from .findings import findings
from .nested import nested
from .trust import untrusted
from .unread import Given

__all__ = ["Assignment", "Given", "Standing", "Verdict", "assignment", "check_variables"]


def check_variables(build: Build, compiled: Compiled, supplied: Collection[str] = ()) -> None:
    """Findings about the variables of a compiled target go to *build*. Whether those are written that requests have
    *supplied* is left to the findings about each of these.
    """
    if not build.uses:
        return
    build.report(nested(build, compiled))
    found = assignment(build, compiled)
    unsafe = list(untrusted(build, found))
    told = {item.span for item in unsafe}
    build.report(unsafe)
    # what must not be read there needs no default
    build.report(item for item in findings(build, found, supplied) if item.rule != Q019.code or item.span not in told)
