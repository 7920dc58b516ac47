"""JSON values that cannot change: what a plan holds of free-form configuration."""

from __future__ import annotations

from collections.abc import ItemsView, Iterator, KeysView, Mapping, ValuesView
from types import MappingProxyType
from typing import Any, TypeAlias

Scalar: TypeAlias = str | int | float | bool | None
Json: TypeAlias = "Scalar | tuple[Json, ...] | FrozenDict"
"""A frozen JSON value: scalars, tuples for arrays, :class:`FrozenDict` for objects."""


class FrozenDict(Mapping[str, Json]):
    """An immutable, hashable mapping; equal to another with the same items, whatever their order.

    What ``Mapping`` would derive from single look-ups is asked of the dict itself: plans are read all the time.
    """

    __slots__ = ("_hash", "_items")

    def __init__(self, items: Mapping[str, Json] = MappingProxyType({})) -> None:
        self._items = dict(items)
        self._hash: int | None = None

    def __getitem__(self, key: str) -> Json:
        return self._items[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)

    def __contains__(self, key: object) -> bool:
        return key in self._items

    def get(self, key: str, default: Any = None) -> Any:
        return self._items.get(key, default)

    def keys(self) -> KeysView[str]:
        return self._items.keys()

    def values(self) -> ValuesView[Json]:
        return self._items.values()

    def items(self) -> ItemsView[str, Json]:
        return self._items.items()

    def __hash__(self) -> int:
        if self._hash is None:
            self._hash = hash(frozenset(self._items.items()))
        return self._hash

    def __eq__(self, other: object) -> bool:
        if isinstance(other, FrozenDict):
            return self._items == other._items and all(
                _alike(item, other._items[key]) for key, item in self._items.items()
            )
        return NotImplemented

    def __reduce__(self) -> tuple[type[FrozenDict], tuple[dict[str, Json]]]:
        # Hashes of texts differ from process to process: a copy elsewhere must make its own.
        return FrozenDict, (self._items,)

    def __repr__(self) -> str:
        return f"FrozenDict({self._items!r})"


def _alike(one: Json, other: Json) -> bool:
    """Whether two values that Python takes for equal are the same JSON: ``true`` is not 1."""
    if isinstance(one, tuple) and isinstance(other, tuple):
        return all(map(_alike, one, other))
    return isinstance(one, bool) is isinstance(other, bool)


EMPTY = FrozenDict()
_SCALARS = frozenset({str, int, float, bool, type(None)})
"""Most values are one of these, and are asked first: the test for a mapping is twenty times as dear."""


def freeze(value: Any) -> Json:
    """The frozen form of a plain JSON value (dict, list, scalars); frozen values pass through."""
    if type(value) in _SCALARS:
        return value  # type: ignore[no-any-return]  # one of Json's scalars
    if isinstance(value, Mapping):
        return FrozenDict({str(key): freeze(item) for key, item in value.items()})
    if isinstance(value, (list, tuple)):
        return tuple(freeze(item) for item in value)
    if isinstance(value, (str, int, float, bool)) or value is None:
        return value
    raise TypeError(f"not a JSON value: {type(value).__name__}")


def thaw(value: Any) -> Any:
    """The plain form (dict, list, scalars) of a frozen value."""
    kind = type(value)
    if kind in _SCALARS:
        return value
    if kind is FrozenDict or isinstance(value, Mapping):
        return {key: thaw(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [thaw(item) for item in value]
    return value
