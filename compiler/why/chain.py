"""The chain of layers behind each value of one effective configuration (semantics §2.2, §2.3)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from ..diagnostics import Span
from ..overrides import Effective, Layer
from ..overrides.layers import leaves
from ..overrides.merge import PERHAPS_UNIONS, SEPARATE, UNIONS
from ..plan.frozen import Json, freeze
from ..secrets import HOLDERS, is_secret_key, mask
from ..sources import Path, pointer
from ..traced import BASE, Place, Traced
from ..values import dataclass, replace
from .defaults import DEFAULTS, Default, default_at, defaults_below

DEFAULT = "default"

ONLY = "the only layer that sets it"
LAST = "the last layer that sets it wins (semantics §2.2)"
OVERLAY = "the environment's overlay changes what the file says"
BY_KEY = "variableValues are merged by key, the last layer that sets one wins (semantics §2.3)"
JOINED = "the lists of all layers are joined (semantics §2.3)"
APPENDED = "appended behind the tools of the assistant, layer by layer (semantics §2.3)"
MAXIMUM = "the greatest of all members' values counts for the whole call (semantics §2.3)"
UNSET = "null unsets it (semantics §2.3)"
DROPPED = "null over an object is dropped by the platform (semantics §2.3)"
WITHOUT = "replaces everything around it, and has nothing here (arrays and changed providers, semantics §2.3)"
REPLACED = "replaced"
AROUND = "replaced with everything around it (arrays and changed providers, semantics §2.3)"


class Given(NamedTuple):
    """A parameter in a value: its name, and where its value is given."""

    name: str
    span: Span


@dataclass(frozen=True, slots=True)
class Step:
    """One layer's say: its name, where it says so (None: a documented default), the value, whether it won, and by which
    rule; the parameters that the value names.
    """

    layer: str
    span: Span | None
    value: Json
    wins: bool
    rule: str
    parameters: tuple[Given, ...] = ()


class Limit(NamedTuple):
    """What one member says of a limit that all members share, and where (None: the documented default); ``wins`` for
    the one that counts on the call.
    """

    member: str
    value: Json
    span: Span | None
    wins: bool


@dataclass(frozen=True, slots=True)
class Explanation:
    """One effective value and its steps, lowest layer first. ``present`` is false where nothing is in force. ``shared``
    are all members' values where it is not the member's own that counts on a call, but the greatest.
    """

    path: str
    value: Json
    present: bool
    steps: tuple[Step, ...]
    shared: tuple[Limit, ...] = ()


def explanations(
    effective: Effective,
    prefix: Path,
    path: Path,
    environment: str | None,
    defaults: tuple[Default, ...] = DEFAULTS,
) -> Iterator[Explanation]:
    """The explanations of every leaf at or below *path* of *effective*: of what is in force, of what layers set and
    lost, of what nobody sets and the *defaults* have. *prefix* stands before each path.
    """
    others = tuple(layer.name for layer in effective.outdone if layer.name not in effective.layers)
    order = (BASE, f"environment {environment}", *effective.layers, *dict.fromkeys(others))
    values = _Chains(effective.variables, (*prefix, "variableValues"), order, _outdone(effective, ("variableValues",)))
    if path[:1] == ("variableValues",):
        yield from values.at(path[1:], BY_KEY)
        return
    if path[:1] == ("tools:append",):
        yield from _appended(effective, prefix, path[1:], order)
        return
    yield from _Chains(effective.config, prefix, order, _outdone(effective, ())).at(path, LAST, defaults)
    if not path:
        if effective.variables.value or values.outdone:
            yield from values.at((), BY_KEY)
        yield from _appended(effective, prefix, (), order)


def written(source: Traced, path: Path, environment: str | None) -> Iterator[Explanation]:
    """The same of a resource as it is written, under the environment's overlay."""
    return _Chains(source, (), (BASE, f"environment {environment}")).at(path, LAST)


def _outdone(effective: Effective, at: Path) -> tuple[Layer, ...]:
    """What the layers say that are not in force at all: of the configuration, or *at* the key beside it."""
    found = []
    for layer in effective.outdone:
        said = layer.overrides.at(at).on(layer.name) if at else layer.overrides.on(layer.name)
        if isinstance(said.value, dict):
            keys = said.value if at else {key: item for key, item in said.value.items() if key not in SEPARATE}
            found.append(replace(layer, overrides=replace(said, value=keys)))
    return tuple(layer for layer in found if layer.overrides.value)


def _appended(effective: Effective, prefix: Path, path: Path, order: Sequence[str]) -> Iterator[Explanation]:
    """The tools that the layers append, and those of layers that are not in force, each at its number."""
    outdone = [
        (layer, layer.overrides.at(_APPEND).on(layer.name))
        for layer in effective.outdone
        if isinstance(layer.overrides.get(_APPEND), list)
    ]
    for index in range(max((len(effective.appended), *(len(tools.value) for _, tools in outdone)))):
        if not path or path[0] == index:
            tool = effective.appended[index] if index < len(effective.appended) else Traced(None, {})
            lost = tuple(
                replace(layer, overrides=tools.at((index,))) for layer, tools in outdone if index < len(tools.value)
            )
            yield from _Chains(tool, (*prefix, *_APPEND, index), order, lost).at(path[1:], APPENDED)


_APPEND: Path = ("tools:append",)


class _Loser(NamedTuple):
    place: Place
    rule: str


class _Chains:
    """The chains of one traced value."""

    def __init__(self, traced: Traced, head: Path, order: Sequence[str], outdone: tuple[Layer, ...] = ()) -> None:
        self.traced, self.head, self.outdone = traced, head, outdone
        self.rank = {layer: index for index, layer in enumerate(order)}

    def at(self, path: Path, rule: str, defaults: tuple[Default, ...] = ()) -> Iterator[Explanation]:
        missing = object()
        value = self.traced.get(path, missing)
        found: set[Path] = set()
        if value is not missing and self.traced.origins:
            for leaf in leaves(value, path):
                found.add(leaf)
                yield self.present(leaf, rule)
        for lost in sorted(self.gone(path), key=lambda steps: tuple(map(str, steps))):
            if lost not in found and self.traced.get(lost, missing) is missing:
                found.add(lost)
                yield self.absent(lost, default_at(lost, defaults, self.traced.value))
        for here, default in defaults_below(path, self.traced.value, defaults):
            if here not in found:
                yield self.absent(here, default)

    def present(self, path: Path, rule: str) -> Explanation:
        place = self.traced.place(path)
        losers = list(self.losers(path))
        value = _hidden(path, self.traced.get(path))
        if self.joined(path):
            rule = JOINED
            losers += self.contributors(path, place)
        elif not losers and rule == LAST:
            rule = ONLY
        elif place.layer.startswith("environment ") and rule == LAST:
            rule = OVERLAY
        inner = [part for at, part in self.traced.origins.items() if len(at) > len(path) and at[: len(path)] == path]
        winner = Step(place.layer, place.span(), value, True, rule, _given(place, *inner))
        return Explanation(pointer((*self.head, *path)), value, True, self.ordered(path, losers, winner))

    def joined(self, path: Path) -> bool:
        """Whether the value at *path* is part of a list that several layers have items in."""
        for length, step in enumerate(path):
            if isinstance(step, int) and path[length - 1] in (*UNIONS, *PERHAPS_UNIONS, "messages"):
                items = self.traced.get(path[:length], ())
                return any((*path[:length], index) in self.traced.origins for index in range(len(items)))
        return any(step in UNIONS for step in path)

    def contributors(self, path: Path, last: Place) -> Iterator[_Loser]:
        """The lists of the layers below the *last* that have items in the joined list at *path*."""
        items = self.traced.get(path)
        told = {(id(last.document), last.path, last.layer)}
        for index in range(len(items) if isinstance(items, list) else 0):
            item = self.traced.place((*path, index))
            whole = Place(item.document, item.path[:-1], item.layer)
            key = (id(whole.document), whole.path, whole.layer)
            if key not in told:
                told.add(key)
                yield _Loser(whole, JOINED)

    def absent(self, path: Path, default: Default | None) -> Explanation:
        """A value that is not in force: the layers that set it and lost, who took it away, the default if any."""
        steps = list(self.ordered(path, list(self.losers(path)), None))
        taker = self.taker(path)
        if taker is not None and (steps or taker.value is None):
            rule = UNSET if taker.value is None else WITHOUT
            steps.append(Step(taker.layer, taker.span(), None, default is None, rule))
        if default is not None:
            steps.append(Step(DEFAULT, None, default.value, True, default.source))
        value = default.value if default else None
        return Explanation(pointer((*self.head, *path)), value, default is not None, tuple(steps))

    def taker(self, path: Path) -> Place | None:
        """Who took away what stood at *path*: the layer whose null, or whose value around it, is in force there."""
        for length in range(len(path), -1, -1):
            place = self.traced.origins.get(path[:length])
            if place is not None:
                lost = self.traced.replaced.get(path[:length], ())
                return place if lost or place.value is None else None
        return None

    def ordered(self, path: Path, losers: Sequence[_Loser], winner: Step | None) -> tuple[Step, ...]:
        steps = []
        for place, rule in losers:
            inner = self.inner(place)
            value = place.value
            for part in inner:
                value = _with(value, part.path[len(place.path) :], part.value)
            said = _hidden(path, value)
            steps.append(Step(place.layer, place.span(), said, False, rule, _given(place, *inner)))
        everyone = [*steps, winner] if winner else steps
        return tuple(sorted(everyone, key=lambda step: self.rank.get(step.layer, 0)))

    def inner(self, place: Place) -> list[Place]:
        """The texts with parameters inside of a value that lost at *place* as a whole."""
        if not isinstance(place.value, (dict, list)):
            return []
        around = place.path
        own = (self.traced.origins, *(one.overrides.origins for one in self.outdone))
        lost = (*self.traced.replaced.values(), *(origins.values() for origins in own))
        return [
            part
            for parts in lost
            for part in parts
            if part.filled
            and part.document is place.document
            and len(part.path) > len(around)
            and part.path[: len(around)] == around
        ]

    def losers(self, path: Path) -> Iterator[_Loser]:
        """The values that lost at *path*, alone or together with something around it; nulls that were dropped."""
        told: set[tuple[int, Path, str]] = set()
        for length in range(len(path), -1, -1):
            whole = length < len(path)
            for place in self.traced.replaced.get(path[:length], ()):
                inner = _inside(place, path[length:])
                key = (id(inner.document), inner.path, inner.layer) if inner else None
                if inner is not None and key is not None and key not in told:
                    told.add(key)
                    yield _Loser(inner, AROUND if whole else REPLACED)
            for place in self.traced.dropped.get(path[:length], ()):
                yield _Loser(place, DROPPED)
        missing = object()
        for layer in self.outdone:
            if layer.overrides.get(path, missing) is not missing:
                yield _Loser(layer.overrides.place(path), layer.outdone)

    def gone(self, path: Path) -> Iterator[Path]:
        """The leaves at and below *path* that some layer set and that lost there."""
        for layer in self.outdone:
            yield from (leaf for leaf in leaves(layer.overrides.value) if leaf[: len(path)] == path)
        for where, places in self.traced.replaced.items():
            if where[: len(path)] == path or path[: len(where)] == where:
                for place in places:
                    if not (place.filled and self.told_around(where, place)):
                        yield from (leaf for leaf in leaves(place.value, where) if leaf[: len(path)] == path)

    def told_around(self, where: Path, text: Place) -> bool:
        """Whether a *text* with parameters is part of a list that lost, which says it."""
        for length in range(len(where)):
            for place in self.traced.replaced.get(where[:length], ()):
                around = place.path
                if place.document is text.document and text.path[: len(around)] == around:
                    return any(isinstance(step, int) for step in text.path[len(around) :])
        return False


def _inside(place: Place, path: Path) -> Place | None:
    """The place of what stands at *path* inside, or of a value of another sort where there would be the way to it."""
    for length in range(len(path), -1, -1):
        inner = place.inside(path[:length])
        if inner.document.has(inner.path):
            lacks = length < len(path) and isinstance(inner.value, list if isinstance(path[length], int) else dict)
            return None if lacks else inner
    return None


def _given(*places: Place) -> tuple[Given, ...]:
    return tuple(dict.fromkeys(Given(one.name, one.declared.span()) for place in places for one in place.filled))


def _with(value: Any, path: Path, new: Any) -> Any:
    """*value* with *new* at *path*."""
    if not path:
        return new
    if isinstance(value, list):
        return [_with(item, path[1:], new) if index == path[0] else item for index, item in enumerate(value)]
    return {**value, path[0]: _with(value.get(path[0]), path[1:], new)}


def _hidden(path: Path, value: Any) -> Json:
    key, around = (str(path[index]) if len(path) >= -index else "" for index in (-1, -2))
    return freeze(mask(value, around if key in HOLDERS and is_secret_key(around) else key))
