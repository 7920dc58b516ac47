"""Filters on arrays as wholes: order, ends, parts."""

from __future__ import annotations

from collections.abc import Callable
from functools import cmp_to_key
from typing import TYPE_CHECKING

from ..javascript import strings
from ..javascript.comparison import compare_for_sort, map_key, strict_equal
from ..javascript.convert import join as join_array
from ..javascript.convert import stringify, to_string
from ..javascript.numbers import number_to_string
from ..javascript.objects import read_property, slice_array, to_array
from ..javascript.values import UNDEFINED, JSValue, Number, is_js_truthy, is_nil, is_number, to_value
from .numbers import sum_operands

if TYPE_CHECKING:
    from ..context import Context


def join(context: Context, value: JSValue, separator: JSValue = UNDEFINED, *_: JSValue) -> str:
    """Elements with *separator* (a space) between."""
    items, separator = to_array(value), to_value(separator)
    between = " " if is_nil(separator) else stringify(separator)
    context.meter.text(len(items) * len(between))
    return join_array(items, between)


def first(context: Context, value: JSValue, *_: JSValue) -> JSValue:
    """The first element or code unit."""
    return _end(value, at_last=False)


def last(context: Context, value: JSValue, *_: JSValue) -> JSValue:
    """The last element or code unit; LiquidJS ignores a count (C24)."""
    return _end(value, at_last=True)


def last_counted(context: Context, value: JSValue, count: JSValue = UNDEFINED, *_: JSValue) -> JSValue:
    """The platform's ``messages | last: 5``: the last *count* elements; without a count the last one (C24)."""
    if not is_number(count):
        return last(context, value)
    items = to_array(value)
    return items[max(len(items) - int(count), 0) :] if count >= 1 else []


def _end(value: JSValue, *, at_last: bool) -> JSValue:
    value = to_value(value)
    if isinstance(value, list):
        return (value[-1] if at_last else value[0]) if value else UNDEFINED
    if isinstance(value, str):
        units = strings.to_units(value)
        return (units[-1] if at_last else units[0]) if units else ""
    count: JSValue = value.get("length") if isinstance(value, dict) else None
    if is_number(count):
        return value.get(number_to_string(count - 1) if at_last else "0", UNDEFINED)
    return ""


def reverse(context: Context, value: JSValue, *_: JSValue) -> list[JSValue]:
    """Elements in reverse order."""
    return to_array(value)[::-1]


def walk(value: JSValue, path: list[str]) -> JSValue:
    """The property at ``a.b.c`` of *value*."""
    for name in path:
        value = read_property(value, name)
        if is_nil(value):
            return value
    return value


def _sorted(value: JSValue, path: JSValue, compare: Callable[[JSValue, JSValue], int]) -> list[JSValue]:
    items = to_array(value)
    names = stringify(path).split(".") if is_js_truthy(path) else []
    by_comparing = cmp_to_key(compare)
    return sorted(items, key=lambda item: by_comparing(walk(item, names)))


def sort(context: Context, value: JSValue, path: JSValue = UNDEFINED, *_: JSValue) -> list[JSValue]:
    """Sorted by themselves or by a property, nil last."""
    return _sorted(value, path, compare_for_sort)


def sort_natural(context: Context, value: JSValue, path: JSValue = UNDEFINED, *_: JSValue) -> list[JSValue]:
    """Sorted as text without regard to case, nil last."""
    return _sorted(value, path, _compare_caseless)


def _compare_caseless(a: JSValue, b: JSValue) -> int:
    if is_nil(a) or is_nil(b):
        return is_nil(a) - is_nil(b)
    one, other = to_string(a).lower(), to_string(b).lower()
    return -1 if strings.less(one, other) else 1 if strings.less(other, one) else 0


def size(context: Context, value: JSValue, *_: JSValue) -> JSValue:
    """Length of a text (code units) or an array; an object's own ``length``; else 0."""
    if isinstance(value, str):
        return strings.length(value)
    if isinstance(value, list):
        return len(value)
    count = read_property(value, "length")
    return count if is_js_truthy(count) else 0


def map_(context: Context, value: JSValue, path: JSValue = UNDEFINED, *_: JSValue) -> list[JSValue]:
    """The property at *path* of each element."""
    names = stringify(path).split(".")
    return [walk(item, names) for item in to_array(value)]


def sum_(context: Context, value: JSValue, path: JSValue = UNDEFINED, *_: JSValue) -> Number:
    """The sum of the elements, or of a property of theirs."""
    items = to_array(value)
    return sum_operands(map_(context, items, path) if is_js_truthy(path) else items)


def compact(context: Context, value: JSValue, *_: JSValue) -> list[JSValue]:
    """Without nil."""
    return [item for item in to_array(value) if not is_nil(to_value(item))]


def concat(context: Context, value: JSValue, other: JSValue = UNDEFINED, *_: JSValue) -> list[JSValue]:
    """Both arrays, one after the other."""
    return to_array(value) + to_array([] if other is UNDEFINED else other)


def push(context: Context, value: JSValue, item: JSValue = UNDEFINED, *_: JSValue) -> list[JSValue]:
    """With *item* at the end."""
    return [*to_array(value), item]


def unshift(context: Context, value: JSValue, item: JSValue = UNDEFINED, *_: JSValue) -> list[JSValue]:
    """With *item* at the start."""
    return [item, *to_array(value)]


def pop(context: Context, value: JSValue, *_: JSValue) -> list[JSValue]:
    """Without the last element."""
    return to_array(value)[:-1]


def shift(context: Context, value: JSValue, *_: JSValue) -> list[JSValue]:
    """Without the first element."""
    return to_array(value)[1:]


def uniq(context: Context, value: JSValue, *_: JSValue) -> list[JSValue]:
    """Each element once."""
    seen: dict[object, JSValue] = {}
    for item in to_array(value):
        seen.setdefault(map_key(item), item)
    return list(seen.values())


def sample(context: Context, value: JSValue, count: JSValue = UNDEFINED, *_: JSValue) -> JSValue:
    """Elements by chance. LiquidJS draws anew each time; here the instant of the render decides: runs repeat."""
    value = to_value(value)
    if is_nil(value):
        return []
    items = list(value) if isinstance(value, list) else list(stringify(value))
    from random import Random

    Random(context.clock.now_ms).shuffle(items)
    if count is UNDEFINED or strict_equal(count, 1):
        return items[0] if items else UNDEFINED
    return slice_array(items, 0, count)
