"""Rules about what is in force: run on every effective form of an assistant, reported at the place to change."""

from __future__ import annotations

from ..build import Build, Compiled
from .duration import before_the_cut, not_armed_again
from .hooks import filters_match
from .silence import hook_in_time, idle_in_time, one_handler
from .subject import Check, Subject

__all__ = ["ON_MEMBERS", "check_forms"]

ON_MEMBERS: tuple[Check, ...] = (
    one_handler,
    idle_in_time,
    hook_in_time,
    before_the_cut,
    not_armed_again,
    filters_match,
)
"""The rules about members, in the order in which they run."""


def check_forms(build: Build, compiled: Compiled) -> None:
    """Run the rules on every form of a compiled target; findings go to *build*."""
    for form, member in zip(compiled.forms, compiled.plan.members, strict=True):
        if form.effective is not None:
            subject = Subject(build, compiled.plan, member, form.effective.config)
            for rule in ON_MEMBERS:
                build.report(rule(subject))
