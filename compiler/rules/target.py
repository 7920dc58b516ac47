"""What checks of kind ``target`` see: a compiled target with all its forms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..build import Build, Compiled
from ..diagnostics import Diagnostic, Fix, Related, Rule
from ..sources import Path
from ..values import dataclass
from .node import fault

if TYPE_CHECKING:
    from ..plan.model import Plan
    from ..traced import Traced
    from ..workspace import Resource


@dataclass(frozen=True, slots=True)
class Target:
    """A compiled target: the plan, its forms in the order of ``plan.members``, and what compiling has gathered."""

    build: Build
    resource: Resource
    compiled: Compiled

    @property
    def plan(self) -> Plan:
        """The unsealed plan."""
        return self.compiled.plan

    def config(self, key: str) -> Traced | None:
        """The effective configuration of the member of that key; None for one that exists elsewhere."""
        for form in self.compiled.forms:
            if form.key == key:
                return form.effective.config if form.effective else None
        raise KeyError(key)

    def fault(
        self,
        rule: Rule,
        key: str,
        path: Path,
        message: str,
        *,
        at_key: bool = False,
        related: tuple[Related, ...] = (),
        fix: Fix | None = None,
    ) -> Diagnostic:
        """A finding about the value at *path* of the effective configuration of the member *key*."""
        source = self.config(key) or self.resource.source
        return fault(rule, source, path, message, key=at_key, related=related, fix=fix)
