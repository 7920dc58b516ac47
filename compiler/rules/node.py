"""What a check sees: a node of an effective assistant or of a resource as written, and what is around it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..diagnostics import Diagnostic, Fix, Related, Rule, Severity
from ..sources import Path, pointer
from ..traced import Traced
from ..values import dataclass

if TYPE_CHECKING:
    from ..build import Build
    from ..plan.model import Member, Plan
    from ..sources import Document
    from ..workspace import Resource, Scope, Workspace
    from .check import Check, Options


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose nodes these are. ``config`` is the effective assistant, or the resource as it is written; ``plan``,
    ``member`` and ``build`` are there where the node belongs to a compiled target.
    """

    config: Traced
    scope: Scope | None = None
    resource: Resource | None = None
    build: Build | None = None
    plan: Plan | None = None
    member: Member | None = None


class Node:
    """One node: its ``kind``, its ``value``, and where it is written (``path`` in ``source``).

    A check that asks for anything around the node (``subject``, ``root``, ``member``, ``plan``, ``build``, ``scope``,
    ``resource``) is run for each effective form; one that does not has judged the node for all forms that share it.
    """

    __slots__ = ("_documents", "_keys", "_subject", "check", "kind", "looked", "options", "path", "source", "value")

    def __init__(self, kind: str, value: Any, path: Path, source: Traced, subject: Subject, options: Options) -> None:
        self.kind, self.value, self.path, self.source = kind, value, path, source
        self._subject, self.options = subject, options
        self.looked = False
        self._keys: frozenset[str] | None = None
        self._documents: tuple[Document, ...] | None = None
        self.check: Check | None = None

    @property
    def subject(self) -> Subject:
        """Whose node it is."""
        self.looked = True
        return self._subject

    @property
    def root(self) -> dict[str, Any]:
        """The effective assistant that the node is part of, or the resource as written; {} where it is no mapping."""
        value = self.subject.config.value
        return value if isinstance(value, dict) else {}

    @property
    def config(self) -> Traced:
        """The same with the places of its parts."""
        return self.subject.config

    @property
    def member(self) -> Member:
        """The member of the plan; only nodes of kind ``form`` are sure to have one."""
        member = self.subject.member
        if member is None:
            raise LookupError(f"{self.kind}: no member")
        return member

    @property
    def plan(self) -> Plan:
        """The plan around the node; only nodes of kind ``form`` are sure to have one."""
        plan = self.subject.plan
        if plan is None:
            raise LookupError(f"{self.kind}: no plan")
        return plan

    @property
    def build(self) -> Build:
        """What the compilation has gathered; only nodes of kind ``form`` are sure to have one."""
        build = self.subject.build
        if build is None:
            raise LookupError(f"{self.kind}: no build")
        return build

    @property
    def scope(self) -> Scope | None:
        """The environment that the node is looked at in."""
        return self.subject.scope

    @property
    def resource(self) -> Resource | None:
        """The resource that is walked: the target's own for a form."""
        return self.subject.resource

    def get(self, *path: str | int) -> Any:
        """The value at *path* below the node, None where there is none."""
        value = self.value
        for step in path:
            if isinstance(value, dict):
                value = value.get(step)
            elif isinstance(value, list) and isinstance(step, int) and -len(value) <= step < len(value):
                value = value[step]
            else:
                return None
        return value

    def text(self, *path: str | int) -> str:
        """The text at *path* below the node, "" where there is something else or nothing."""
        value = self.get(*path)
        return value if isinstance(value, str) else ""

    @property
    def keys(self) -> frozenset[str]:
        """The keys of all mappings in the node, at any depth: whether looking for something is worth a walk."""
        if self._keys is None:
            found: set[str] = set()
            waiting = [self.value]
            for value in waiting:
                if isinstance(value, dict):
                    found.update(value)
                    waiting += [item for item in value.values() if isinstance(item, (dict, list))]
                elif isinstance(value, list):
                    waiting += [item for item in value if isinstance(item, (dict, list))]
            self._keys = frozenset(found)
        return self._keys

    @property
    def documents(self) -> tuple[Document, ...]:
        """The files that the parts of the node's source are written in, each once."""
        if self._documents is None:
            places = self.source.origins.values()
            self._documents = tuple({id(place.document): place.document for place in places}.values())
        return self._documents

    def may_hold(self, *marks: str) -> bool:
        """Whether one of *marks* may be in a text of the node: it is in a file, or a file has escaped characters."""
        for document in self.documents:
            text = document.text
            for mark in marks:
                if mark in text:
                    return True
            if "\\" in text and any(escape in text for escape in _ESCAPES):
                return True
        return False

    def option(self, name: str) -> Any:
        """The value of the running check's option *name* for the node's file."""
        assert self.check is not None
        if self.options.plain:
            return self.check.default(name)
        return self.options.value(self.check, name, self.source.place(self.path).document.file)

    def fault(
        self,
        rule: Rule,
        below: Path,
        message: str,
        *,
        key: bool = False,
        related: tuple[Related, ...] = (),
        fix: Fix | None = None,
        severity: Severity | None = None,
    ) -> Diagnostic:
        """A finding about the value at *below* the node, or about its *key*; where nothing is written there, about the
        nearest parent.
        """
        return fault(
            rule, self.source, (*self.path, *below), message, key=key, related=related, fix=fix, severity=severity
        )

    def fault_in_text(
        self,
        rule: Rule,
        below: Path,
        start: int,
        end: int,
        message: str,
        *,
        related: tuple[Related, ...] = (),
        fix: Fix | None = None,
    ) -> Diagnostic:
        """A finding about the characters *start* to *end* of the text at *below* the node."""
        place = self.source.place((*self.path, *below))
        return rule.at(place.text_span(start, end), message, path=pointer(place.path), related=related, fix=fix)

    def related(self, below: Path, label: str, *, key: bool = False) -> Related:
        """A second place, below the node."""
        place = self.source.place((*self.path, *below))
        return Related(place.key_span() if key else place.span(), label)


_ESCAPES = ("\\u", "\\x", "\\U")
"""How JSON and YAML write a character by its number."""


def fault(
    rule: Rule,
    source: Traced,
    path: Path,
    message: str,
    *,
    key: bool = False,
    related: tuple[Related, ...] = (),
    fix: Fix | None = None,
    severity: Severity | None = None,
) -> Diagnostic:
    """A finding about the value at *path* of *source*, or about its *key*; where nothing is written there, about the
    nearest parent.
    """
    while path and source.get(path, ...) is ...:
        path, key = path[:-1], True
    place = source.place(path)
    span = place.key_span() if key and place.path else place.span()
    return rule.at(span, message, path=pointer(place.path), related=related, fix=fix, severity=severity)


@dataclass(frozen=True, slots=True)
class Environment:
    """What checks of kind ``environment`` see: one environment's resources together."""

    workspace: Workspace
    scope: Scope


@dataclass(frozen=True, slots=True)
class Promotion:
    """What checks of kind ``promotion`` see: two environments side by side, in the order of the project file."""

    workspace: Workspace
    earlier: Scope
    later: Scope
