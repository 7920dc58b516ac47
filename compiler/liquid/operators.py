"""The operators of LiquidJS expressions (liquid.md §5)."""

from __future__ import annotations

from collections.abc import Callable

from .javascript import comparison, strings
from .javascript.convert import to_string
from .javascript.values import EmptyDrop, JSValue, NilDrop, is_truthy, to_value

#: A higher number binds tighter; ``and`` and ``or`` are equal and associate to the right.
PRECEDENCE = {
    "==": 2, "!=": 2, ">": 2, "<": 2, ">=": 2, "<=": 2, "contains": 2, "not": 1, "and": 0, "or": 0,
}  # fmt: skip


def _contains(a: JSValue, b: JSValue) -> bool:
    a = to_value(a)
    if isinstance(a, list):
        return any(comparison.equals(item, b) for item in a)
    if not isinstance(a, str):
        return False
    part = to_string(to_value(b))
    return strings.to_units(part) in strings.to_units(a) if strings.has_surrogate(part) else part in a


def _ordered(compare: Callable[[JSValue, JSValue], bool], a: JSValue, b: JSValue) -> bool:
    """Nothing is less or more than ``nil``, ``empty`` and ``blank``."""
    if isinstance(a, NilDrop | EmptyDrop) or isinstance(b, NilDrop | EmptyDrop):
        return False
    return compare(to_value(a), to_value(b))


BINARY: dict[str, Callable[[JSValue, JSValue], bool]] = {
    "==": comparison.equals,
    "!=": lambda a, b: not comparison.equals(a, b),
    "<": lambda a, b: _ordered(comparison.less, a, b),
    ">": lambda a, b: _ordered(comparison.less, b, a),
    "<=": lambda a, b: _ordered(comparison.less_equal, a, b),
    ">=": lambda a, b: _ordered(comparison.less_equal, b, a),
    "contains": _contains,
    "and": lambda a, b: is_truthy(a) and is_truthy(b),
    "or": lambda a, b: is_truthy(a) or is_truthy(b),
}
