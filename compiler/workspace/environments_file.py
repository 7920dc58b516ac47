"""``environments.yaml`` of the enterprise guide: organisations, model defaults and endpoints (semantics §15.1)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ..diagnostics import Diagnostic
from ..diagnostics.catalog import B001
from ..sources import Document, Path, pointer
from ..traced import Traced
from ..values import dataclass, field

_KNOWN = frozenset({"orgId", "model", "modelDefaults", "endpoints", "parameters"})
_HEAD = frozenset({"kind", "apiVersion", "metadata"})


@dataclass(frozen=True, slots=True)
class Settings:
    """One environment: its organisation's id, the model that assistants without one get (or the parts that theirs does
    not say), the endpoint of each tool by the tool's name, and the values of parameters.
    """

    name: str
    org: Traced | None = None
    model: Traced | None = None
    endpoints: Mapping[str, Traced] = field(default_factory=dict)
    parameters: Mapping[str, Traced] = field(default_factory=dict)

    def implied(self) -> Iterator[tuple[str, Traced]]:
        """What resources can name as a parameter without more: ``orgId``, ``model``, ``endpoints.TOOL``."""
        if self.org is not None:
            yield "orgId", self.org
        name = self.model if self.model is None or isinstance(self.model.value, str) else self.model.at(("model",))
        if name is not None and isinstance(name.value, str):
            yield "model", name
        yield from ((f"endpoints.{tool}", url) for tool, url in self.endpoints.items())


def read_environments(document: Document) -> tuple[tuple[Settings, ...], list[Diagnostic]]:
    """The environments of *document*, in the order written. Faulty parts are reported and left out."""
    from ..structure import check

    diagnostics = check(document, "environments")
    data = document.data if isinstance(document.data, dict) else {}
    base: Path = ("environments",) if isinstance(data.get("environments"), dict) else ()
    entries = data["environments"] if base else {key: item for key, item in data.items() if key not in _HEAD}
    found = []
    for name, entry in entries.items():
        at = (*base, name)
        if isinstance(entry, str):
            found.append(Settings(name, Traced.of(document, at)))
        elif isinstance(entry, dict):
            diagnostics += (_unused(document, (*at, key)) for key in entry if key not in _KNOWN)
            found.append(_settings(document, at, name, entry))
    return tuple(found), diagnostics


def _settings(document: Document, at: Path, name: str, entry: dict[str, Any]) -> Settings:
    model = next((key for key in ("modelDefaults", "model") if isinstance(entry.get(key), (str, dict))), None)
    endpoints = entry.get("endpoints")
    return Settings(
        name,
        Traced.of(document, (*at, "orgId")) if isinstance(entry.get("orgId"), str) else None,
        Traced.of(document, (*at, model)) if model else None,
        {
            tool: Traced.of(document, (*at, "endpoints", tool))
            for tool, url in (endpoints if isinstance(endpoints, dict) else {}).items()
            if isinstance(url, str)
        },
        {
            parameter: Traced.of(document, (*at, "parameters", parameter))
            for parameter in (entry["parameters"] if isinstance(entry.get("parameters"), dict) else ())
        },
    )


def _unused(document: Document, path: Path) -> Diagnostic:
    return B001.at(
        document.key_span(path),
        f"{path[-1]!r} is read, but nothing comes of it: callplan takes {', '.join(sorted(_KNOWN))} from this file.",
        path=pointer(path),
    )
