"""The resources that one environment sees, and the way from a reference to its resource."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from ..diagnostics import Span
from ..sources import Document
from ..traced import Traced
from ..values import dataclass, field
from .customers import Table
from .ids import UUID
from .kinds import BY_NAME
from .state import EMPTY, State


@dataclass(frozen=True, slots=True)
class Resource:
    """One resource of a workspace. ``source`` is its normal form, under the environment's overlay if there is one."""

    kind: str
    name: str
    document: Document
    source: Traced

    @property
    def target(self) -> str:
        """How the command line names it: ``squads/clinic``."""
        return f"{BY_NAME[self.kind].folders[0]}/{self.name}"


class Ignored(NamedTuple):
    """Why a resource is left out: the pattern of an ignore file, and where it stands; the resource's own file."""

    pattern: str
    span: Span
    file: str


class Foreign(NamedTuple):
    """Whose an id is: the environment, the section of its state file, the name there."""

    environment: str
    section: str
    name: str


@dataclass(frozen=True, slots=True)
class Scope:
    """An environment's view: resources by kind and name, the state's ids, and which ids belong to other
    environments. ``broken`` are the files of resources that could not be read, ``ignored`` those that an ignore file
    leaves out, by kind and name. ``gitops``: VapiAI/gitops deploys it. ``tables`` are the customers of campaigns.
    ``exported`` are resources that exist elsewhere, as the API lists them, by kind and id: they are only read.
    ``attached`` are the names of hook documents that are part of other resources. ``elsewhere`` says which environments
    have a resource of their own, by kind and name.
    """

    environment: str | None
    resources: Mapping[tuple[str, str], Resource]
    state: State = EMPTY
    foreign: Mapping[str, Foreign] = field(default_factory=dict)
    external: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    broken: Mapping[tuple[str, str], str] = field(default_factory=dict)
    ignored: Mapping[tuple[str, str], Ignored] = field(default_factory=dict)
    gitops: bool = False
    tables: Mapping[str, Table] = field(default_factory=dict)
    exported: Mapping[tuple[str, str], Resource] = field(default_factory=dict)
    attached: frozenset[str] = frozenset()
    elsewhere: Mapping[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)

    def find(self, kind: str, reference: str) -> Resource | None:
        """The resource that *reference* means: a file name (``name ## comment`` allowed) or an id (gitops-layout
        §2.6). None where no file can be what is meant.
        """
        text = reference_text(reference)
        found = self.resources.get((kind, text))
        if found is not None or kind not in BY_NAME:
            return found
        section, name = self.known(reference) or (None, "")
        found = self.resources.get((kind, name)) if section == BY_NAME[kind].state else None
        return found or self.exported.get((kind, text.lower()))

    def known(self, reference: str) -> tuple[str, str] | None:
        """The section and name that the environment's state has for the id *reference*, or None."""
        return self.state.names.get(reference_text(reference).lower())

    def external_name(self, kind: str, reference: str) -> str | None:
        """The name of a resource that the project file declares to exist elsewhere, or None."""
        declared = self.external.get(BY_NAME[kind].folders[0], {})
        text = reference_text(reference)
        return declared.get(text) or (declared.get(text.lower()) if is_id(text) else None)

    def near(self, kind: str, reference: str) -> list[str]:
        """The names most like *reference*: first those that differ by case, extension or separator alone."""
        return self.near_names(reference, (name for its_kind, name in self.resources if its_kind == kind))

    def near_names(self, reference: str, known: Iterable[str]) -> list[str]:
        """The same among the names *known*."""
        names, text = sorted(known), reference_text(reference)
        same = [name for name in names if squash(name) == squash(text)]
        if same:
            return same
        from difflib import get_close_matches

        return get_close_matches(text, names, n=3, cutoff=0.6)


def reference_text(reference: str) -> str:
    """A reference without its comment: ``booking ## the new one`` means ``booking``."""
    return reference.split("##")[0].strip()


def is_id(reference: str) -> bool:
    """Whether a reference has the form of a platform id."""
    return UUID.fullmatch(reference_text(reference)) is not None


def squash(name: str) -> str:
    """A name without what people confuse: case, separators, a file extension."""
    stem = re.sub(r"\.(ya?ml|json|md|ts)$", "", name, flags=re.IGNORECASE)
    return re.sub(r"[\s_-]+", "-", stem).lower()
