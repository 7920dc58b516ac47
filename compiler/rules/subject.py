"""What a rule about a member looks at."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ..build.context import Build
from ..diagnostics import Diagnostic, Related, Rule
from ..plan.model import Member, Plan
from ..sources import Path, pointer
from ..traced import Traced


@dataclass(frozen=True, slots=True)
class Subject:
    """One effective form: the configuration with its places, the member that it became, the plan around it."""

    build: Build
    plan: Plan
    member: Member
    config: Traced

    def fault(
        self, rule: Rule, path: Path, message: str, *, key: bool = False, related: tuple[Related, ...] = ()
    ) -> Diagnostic:
        """A finding about the configuration's value at *path*, or about its key."""
        place = self.config.place(path)
        span = place.key_span() if key else place.span()
        return rule.at(span, message, path=pointer(place.path), related=related)


Check = Callable[[Subject], Iterator[Diagnostic]]
"""A rule about members: findings for one subject."""
