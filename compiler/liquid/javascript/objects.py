"""Arrays and objects: key order, property reads, slices."""

from __future__ import annotations

from . import strings
from .convert import to_integer, to_string
from .values import UNDEFINED, Drop, JSValue, is_number, to_value

_ARRAY_INDEX_END = 2**32 - 1


def is_index(key: str) -> bool:
    """Whether *key* is the canonical text of an array index."""
    return (
        key.isascii()
        and key.isdigit()
        and (key == "0" or key[0] != "0")
        and len(key) < 11
        and int(key) < _ARRAY_INDEX_END
    )


def keys(value: dict[str, JSValue]) -> list[str]:
    """Own keys in JavaScript's order: array indices ascending, then as inserted."""
    names = list(value)
    indices = [name for name in names if name[:1].isdigit() and is_index(name)]
    if not indices:
        return names
    return sorted(indices, key=int) + [name for name in names if not is_index(name)]


def to_array(value: JSValue) -> list[JSValue]:
    """LiquidJS ``toArray``: nil is empty, anything but an array is its only element."""
    value = to_value(value)
    if value is None or value is UNDEFINED:
        return []
    return value if isinstance(value, list) else [value]


def to_enumerable(value: JSValue) -> list[JSValue]:
    """What a loop walks: elements, one non-empty text, or ``[key, value]`` pairs."""
    value = to_value(value)
    if isinstance(value, list):
        return value
    if isinstance(value, str):
        return [value] if value else []
    if isinstance(value, dict):
        return [[key, value[key]] for key in keys(value)]
    if isinstance(value, Drop):
        return [[key, item] for key, item in value.fields().items()]
    return []


def slice_array(items: list[JSValue], start: JSValue, end: JSValue = UNDEFINED) -> list[JSValue]:
    """``items.slice(start, end)``; negative positions count from the end."""
    count = len(items)
    first, last = to_integer(start), count if end is UNDEFINED else to_integer(end)
    first = max(count + first, 0) if first < 0 else min(first, count)
    last = max(count + last, 0) if last < 0 else min(last, count)
    return items[int(first) : int(last)] if first < last else []


def read_property(value: JSValue, key: JSValue) -> JSValue:
    """``value.key`` as LiquidJS reads it: own properties, and ``size``, ``first``, ``last`` and negative indices."""
    kind = type(value)
    if kind is dict:
        name = key if type(key) is str else to_string(key)
        found = value.get(name, UNDEFINED)
        return len(value) if found is UNDEFINED and key == "size" else found
    if value is None or value is UNDEFINED:
        return value
    if kind is list:
        return _read_array(value, key)
    if kind is str:
        return _read_text(value, key if isinstance(key, str) else to_string(key))
    return value.read(key) if isinstance(value, Drop) else UNDEFINED


def _read_array(items: list[JSValue], key: JSValue) -> JSValue:
    if is_number(key):
        index = len(items) + key if key < 0 else key
        return items[int(index)] if 0 <= index < len(items) and index == int(index) else UNDEFINED
    name = key if isinstance(key, str) else to_string(key)
    if name in ("size", "length"):
        return len(items)
    if name in ("first", "last"):
        return (items[0] if name == "first" else items[-1]) if items else UNDEFINED
    return items[int(name)] if is_index(name) and int(name) < len(items) else UNDEFINED


def _read_text(text: str, name: str) -> JSValue:
    if name in ("size", "length"):
        return strings.length(text)
    if not is_index(name):
        return UNDEFINED
    units = strings.to_units(text)
    return units[int(name)] if int(name) < len(units) else UNDEFINED
