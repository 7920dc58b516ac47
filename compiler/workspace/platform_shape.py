"""What the enterprise guide's documents become: values under construction, each part with its place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..diagnostics import Diagnostic, Rule
from ..diagnostics.catalog import B001
from ..sources import Document, Path, pointer
from ..traced import Place, Traced
from ..values import dataclass, field
from .environments_file import Settings
from .materials import Materials


@dataclass(slots=True)
class Context:
    """What the documents of one tree share: what they refer to, each tool's resources by the tool's name (``jira`` may
    be several), and the environment.
    """

    materials: Materials
    tools: Mapping[str, tuple[str, ...]]
    settings: Settings | None = None
    found: list[Diagnostic] = field(default_factory=list)

    def fault(self, rule: Rule, document: Document, path: Path, message: str, *, key: bool = False) -> None:
        """A finding about the value at *path*, or about its key."""
        span = document.key_span(path) if key else document.span(path)
        self.found.append(rule.at(span, message, path=pointer(path)))


class Shape:
    """A value under construction with the places of its parts; it begins as the spec."""

    def __init__(self, document: Document) -> None:
        self.document = document
        spec = document.get(("spec",))
        self.value: dict[str, Any] = dict(spec) if isinstance(spec, dict) else {}
        self.origins: dict[Path, Place] = {(): Place(document, ("spec",))}

    def put(self, path: Path, value: Any, origin: Path | Place) -> None:
        """Set *path*, whose containers are made, to *value*, written at *origin*."""
        place = origin if isinstance(origin, Place) else Place(self.document, origin)
        inner = self.value
        for depth, step in enumerate(path[:-1], 1):
            below = inner.get(str(step))
            inner[str(step)] = dict(below) if isinstance(below, dict) else {}
            inner = inner[str(step)]
            if not isinstance(below, dict):
                self.origins[path[:depth]] = place
        inner[str(path[-1])] = value
        self.origins[path] = place

    def take(self, key: str) -> Any:
        """Remove and return a key of the spec."""
        return self.value.pop(key, None)

    def traced(self) -> Traced:
        """The finished value."""
        return Traced(self.value, self.origins)


def keep_metadata(context: Context, document: Document, shape: Shape, kind: str) -> None:
    """An assistant keeps what the head says in its free ``metadata``; other kinds have no place for it."""
    head = document.get(("metadata",))
    for key, value in head.items() if isinstance(head, dict) else ():
        if key == "name":
            continue
        if kind == "assistant":
            shape.put(("metadata", key), value, ("metadata", key))
        elif not (kind == "tool" and key == "description"):
            context.fault(
                B001,
                document,
                ("metadata", key),
                f"metadata.{key} has no counterpart on a {kind} of the API: it is for people, and is not sent.",
                key=True,
            )
