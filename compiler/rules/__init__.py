"""Rules about what is in force: run on every effective form of an assistant, reported at the place to change."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from ..analysis import check_variables
from ..build import Build, Compiled
from ..diagnostics import Diagnostic
from ..traced import Traced
from .duration import before_the_cut, not_armed_again
from .flush import flush_is_heard, flush_with_care
from .hooks import filters_match
from .patterns import usable_patterns
from .secrets import no_literal_secret, no_secret_in_text
from .silence import hook_in_time, idle_in_time, one_handler
from .subject import Check, Subject
from .unrendered import unrendered
from .values import values_fit

__all__ = ["ON_MEMBERS", "ON_RESOURCES", "check_forms"]

ON_MEMBERS: tuple[Check, ...] = (
    one_handler,
    idle_in_time,
    hook_in_time,
    before_the_cut,
    not_armed_again,
    filters_match,
    flush_is_heard,
)
"""The rules about members, in the order in which they run."""

ON_RESOURCES: tuple[Callable[[Traced], Iterator[Diagnostic]], ...] = (
    no_literal_secret,
    no_secret_in_text,
    unrendered,
    usable_patterns,
    flush_with_care,
)
"""The rules about a resource as it is written."""


def check_forms(build: Build, compiled: Compiled, given: Mapping[str, Any] | None = None) -> None:
    """Run the rules on a compiled target and on every form in it; findings go to *build*. *given* are variables that it
    is compiled with.
    """
    check_variables(build, compiled)
    build.report(values_fit(build, compiled, given or {}))
    for form, member in zip(compiled.forms, compiled.plan.members, strict=True):
        if form.effective is not None:
            subject = Subject(build, compiled.plan, member, form.effective.config)
            for rule in ON_MEMBERS:
                build.report(rule(subject))
