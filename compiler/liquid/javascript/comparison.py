"""Equality and order of values (liquid.md §5): LiquidJS's ``==``, JavaScript's ``<``, and what Map keys are equal."""

from __future__ import annotations

from collections.abc import Hashable

from . import strings
from .convert import to_number, to_primitive
from .values import EmptyDrop, JSValue, NilDrop, is_nil, is_number, to_value


def strict_equal(a: JSValue, b: JSValue) -> bool:
    """``a === b``: no coercion, arrays and objects by identity."""
    if is_number(a) and is_number(b):
        return float(a) == float(b)
    if a is b:
        return True
    return type(a) is str and type(b) is str and a == b


def equals(a: JSValue, b: JSValue) -> bool:
    """Liquid's ``==``: ``nil``, ``empty`` and ``blank`` compare their own way, arrays element by element."""
    if isinstance(a, NilDrop | EmptyDrop):
        return a.equals(b)
    if isinstance(b, NilDrop | EmptyDrop):
        return b.equals(a)
    a, b = to_value(a), to_value(b)
    if isinstance(a, list):
        return isinstance(b, list) and len(a) == len(b) and all(equals(x, y) for x, y in zip(a, b, strict=True))
    return strict_equal(a, b)


def less(a: JSValue, b: JSValue) -> bool:
    """``a < b``: two texts by code units, anything else as numbers (false with NaN)."""
    a, b = to_primitive(a), to_primitive(b)
    if isinstance(a, str) and isinstance(b, str):
        return strings.less(a, b)
    return to_number(a) < to_number(b)


def less_equal(a: JSValue, b: JSValue) -> bool:
    """``a <= b``."""
    a, b = to_primitive(a), to_primitive(b)
    if isinstance(a, str) and isinstance(b, str):
        return not strings.less(b, a)
    return to_number(a) <= to_number(b)


def compare_for_sort(a: JSValue, b: JSValue) -> int:
    """The comparator of the ``sort`` filter: nil last, mixed kinds never raise."""
    if is_nil(a) or is_nil(b):
        return is_nil(a) - is_nil(b)
    if less(a, b):
        return -1
    return 1 if less(b, a) else 0


def map_key(value: JSValue) -> Hashable:
    """A key that two values share exactly if a JavaScript Map would treat them as one key (SameValueZero)."""
    if is_number(value):
        return ("number", "NaN" if value != value else float(value))
    if type(value) is str:
        return value
    return ("object", id(value))
