"""An assistant's effective configuration: its base under the layers of overrides (semantics §2.2)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ..diagnostics import Diagnostic, Related
from ..diagnostics.catalog import S005
from ..sources import Path, pointer
from ..traced import Place, Traced
from .merge import merge

MEMBER = "assistantOverrides"
SQUAD = "membersOverrides"


@dataclass(frozen=True, slots=True)
class Layer:
    """One layer: a name that people know it by, and the overrides as written."""

    name: str
    overrides: Traced


@dataclass(frozen=True, slots=True)
class Effective:
    """What is in force. ``variables`` and ``appended`` tools travel beside ``config``, as on the platform."""

    config: Traced
    variables: Traced
    appended: tuple[Traced, ...]
    layers: tuple[str, ...]


def apply(base: Traced, layers: Iterable[Layer], policies: Mapping[str, str]) -> tuple[Effective, list[Diagnostic]]:
    """Merge *layers*, lowest first, over *base*; later layers win."""
    config, diagnostics = base, []
    variables = Traced({}, {(): base.place()})
    appended: list[Traced] = []
    names: list[str] = []
    written: dict[Path, Place] = {}
    for layer in layers:
        if not isinstance(layer.overrides.value, dict) or not layer.overrides.value:
            continue
        names.append(layer.name)
        config, found = merge(config, layer.overrides, layer.name, policies)
        diagnostics += found
        if layer.name == SQUAD:
            diagnostics += _beaten(written, layer)
        elif layer.name == MEMBER:
            written = {path: layer.overrides.place(path) for path in leaves(layer.overrides.value)}
        variables = _variables(variables, layer, policies)
        if isinstance(layer.overrides.get(("tools:append",)), list):
            appended += [tool for _, tool in layer.overrides.parts(("tools:append",))]
    return Effective(config, variables, tuple(appended), tuple(names)), diagnostics


def leaves(value: Any, path: Path = ()) -> Iterable[Path]:
    """The paths of all values in *value* that are not objects (an array is one value: layers replace it whole)."""
    if isinstance(value, dict) and value:
        for key, item in value.items():
            if path or key not in ("variableValues", "tools:append"):
                yield from leaves(item, (*path, key))
    else:
        yield path


def _beaten(written: Mapping[Path, Place], squad: Layer) -> Iterable[Diagnostic]:
    for path, place in written.items():
        if path and squad.overrides.get(path, _ABSENT) is not _ABSENT:
            yield S005.at(
                place.key_span(),
                f"the member sets {pointer(path)}, but membersOverrides sets it too and wins for every member: "
                "this value is "
                "never in force. Remove one of the two.",
                path=pointer(place.path),
                related=(Related(squad.overrides.key_span(path), "wins"),),
            )


_ABSENT = object()


def _variables(below: Traced, layer: Layer, policies: Mapping[str, str]) -> Traced:
    """variableValues are merged by key over all layers; ``deep`` merges objects inside a key too (Q5)."""
    if not isinstance(layer.overrides.get(("variableValues",)), dict):
        return below
    over = layer.overrides.at(("variableValues",))
    if policies.get("variableValuesMerge") == "deep":
        merged, _ = merge(below, over, layer.name, policies)
        return merged
    origins = {path: place for path, place in below.origins.items() if not path or path[0] not in over.value}
    replaced = dict(below.replaced)
    for key, item in over.parts():
        if key in below.value:
            replaced[(key,)] = (*replaced.get((key,), ()), below.place((key,)))
        for path, place in item.origins.items():
            origins[(key, *path)] = Place(place.document, place.path, layer.name)
    return Traced({**below.value, **over.value}, origins, replaced)
