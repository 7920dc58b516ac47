"""An assistant's effective configuration: its base under the layers of overrides (semantics §2.2)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ..diagnostics import Diagnostic, Related
from ..diagnostics.catalog import S005
from ..sources import Path, pointer
from ..traced import Traced
from ..values import dataclass
from .merge import MESSAGES, merge, unions

MEMBER = "assistantOverrides"
SQUAD = "membersOverrides"


@dataclass(frozen=True, slots=True)
class Layer:
    """One layer: a name that people know it by, and the overrides as written. ``outdone`` says by which rule nothing of
    it is in force on this call.
    """

    name: str
    overrides: Traced
    outdone: str = ""


@dataclass(frozen=True, slots=True)
class Effective:
    """What is in force. ``variables`` and ``appended`` tools travel beside ``config``, as on the platform. ``below``
    has each layer with the configuration that it was put over, ``outdone`` the layers that were put over nothing.
    """

    config: Traced
    variables: Traced
    appended: tuple[Traced, ...]
    layers: tuple[str, ...]
    below: tuple[tuple[Layer, Traced], ...] = ()
    outdone: tuple[Layer, ...] = ()


def apply(base: Traced, layers: Iterable[Layer], policies: Mapping[str, str]) -> tuple[Effective, list[Diagnostic]]:
    """Merge *layers*, lowest first, over *base*; later layers win."""
    config, diagnostics = base, []
    variables = Traced({}, {(): base.place()})
    appended: list[Traced] = []
    names: list[str] = []
    below: list[tuple[Layer, Traced]] = []
    outdone: list[Layer] = []
    own: Traced | None = None
    deep = policies.get("variableValuesMerge") == "deep"
    for layer in layers:
        if not isinstance(layer.overrides.value, dict) or not layer.overrides.value:
            continue
        if layer.outdone:
            outdone.append(layer)
            continue
        names.append(layer.name)
        below.append((layer, config))
        config, found = merge(config, layer.overrides, layer.name, policies)
        diagnostics += found
        if layer.name == MEMBER:
            own = layer.overrides
        elif layer.name == SQUAD and own is not None:
            diagnostics += _beaten(own, layer.overrides, policies)
        if isinstance(layer.overrides.get(("variableValues",)), dict):
            variables = _values(variables, layer.overrides.at(("variableValues",)), layer.name, deep=deep)
        if isinstance(layer.overrides.get(("tools:append",)), list):
            appended += [tool.on(layer.name) for _, tool in layer.overrides.parts(("tools:append",))]
    return Effective(config, variables, tuple(appended), tuple(names), tuple(below), tuple(outdone)), diagnostics


def leaves(value: Any, path: Path = (), *, deep: bool = False) -> Iterator[Path]:
    """The paths of all values in *value* that layers replace whole: what is no object, and unless *deep* each of
    ``variableValues``. ``tools:append`` has none: the lists of all layers are joined.
    """
    if path == ("tools:append",):
        return
    if isinstance(value, dict) and value and (deep or path[:-1] != ("variableValues",)):
        for key, item in value.items():
            yield from leaves(item, (*path, key), deep=deep)
    else:
        yield path


def _beaten(member: Traced, squad: Traced, policies: Mapping[str, str]) -> Iterator[Diagnostic]:
    """S005 for each value of the member's layer that is not in force because of the squad's."""
    joined = (*unions(policies), *(MESSAGES[-1:] if policies.get("messagesMerge") == "byRole" else ()))
    for path in leaves(member.value, deep=policies.get("variableValuesMerge") == "deep"):
        winner = _winner(path, member.get(path), squad, joined)
        if winner is not None:
            place = member.place(path)
            yield S005.at(
                place.key_span(),
                f"the member sets {pointer(path)}, but membersOverrides sets it too and wins for every member: "
                "this value is never in force. Remove one of the two.",
                path=pointer(place.path),
                related=(Related(squad.key_span(winner), "wins"),),
            )


def _winner(path: Path, value: Any, over: Traced, joined: tuple[str, ...]) -> Path | None:
    """Where *over* replaces the *value* that a layer below wrote at *path*; None where both are in force, as those of
    arrays whose items are *joined*.
    """
    for length in range(1, len(path) + 1):
        here = path[:length]
        new = over.get(here, _ABSENT)
        if new is _ABSENT or (new is None and length < len(path)):
            return None
        if here[-1] in joined and isinstance(new, list):
            return None
        if not isinstance(new, dict):
            return here
    return None if value == {} else path


_ABSENT = object()


def _values(below: Traced, over: Traced, layer: str, *, deep: bool) -> Traced:
    """The user's own values merged by key; *deep*: objects inside a key too (Q5). Null is a value like any other."""
    value, origins, replaced = dict(below.value), dict(below.origins), dict(below.replaced)
    for key, item in over.parts():
        old = below.get((key,), _ABSENT)
        new = item.value
        places = {path: place.on(layer) for path, place in item.origins.items()}
        if deep and isinstance(new, dict) and isinstance(old, dict):
            inner = _values(below.at((key,)), item, layer, deep=True)
            new, places = inner.value, dict(inner.origins)
            replaced |= {(key, *path): lost for path, lost in inner.replaced.items()}
        elif old is not _ABSENT:
            replaced[(key,)] = (*replaced.get((key,), ()), below.place((key,)))
        value[key] = new
        origins = {path: place for path, place in origins.items() if path[:1] != (key,)}
        origins |= {(key, *path): place for path, place in places.items()}
    return Traced(value, origins, replaced)
