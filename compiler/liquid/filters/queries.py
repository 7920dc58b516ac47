"""Filters that choose among elements, by a property (``where``) or by an expression (``where_exp``)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from ..javascript.comparison import equals, map_key
from ..javascript.convert import stringify, to_string
from ..javascript.objects import to_array, to_enumerable
from ..javascript.values import UNDEFINED, JSValue, is_js_truthy, is_truthy

if TYPE_CHECKING:
    from ..context import Context

Reader = Callable[[JSValue], JSValue]


def _property(context: Context, path: JSValue) -> Reader:
    """Reads the property *path* of an element; the path is an expression of its own, such as ``a[0].b``."""
    return context.property_reader(stringify(path))


def _expression(context: Context, name: JSValue, text: JSValue) -> Reader:
    """Evaluates the expression *text* with an element bound to *name*."""
    return context.expression_reader(to_string(name), stringify(text))


def _matches(found: JSValue, expected: JSValue) -> bool:
    return is_truthy(found) if expected is UNDEFINED else equals(found, expected)


def where(
    context: Context, value: JSValue, path: JSValue = UNDEFINED, expected: JSValue = UNDEFINED, *_: JSValue
) -> list[JSValue]:
    """Elements whose property equals *expected*, or is true."""
    read = _property(context, path)
    return [item for item in to_array(value) if _matches(read(item), expected)]


def reject(
    context: Context, value: JSValue, path: JSValue = UNDEFINED, expected: JSValue = UNDEFINED, *_: JSValue
) -> list[JSValue]:
    """Elements that ``where`` leaves out."""
    read = _property(context, path)
    return [item for item in to_array(value) if not _matches(read(item), expected)]


def where_exp(
    context: Context, value: JSValue, name: JSValue = UNDEFINED, text: JSValue = UNDEFINED, *_: JSValue
) -> list[JSValue]:
    """Elements for which the expression is exactly true."""
    read = _expression(context, name, text)
    return [item for item in to_array(value) if read(item) is True]


def reject_exp(
    context: Context, value: JSValue, name: JSValue = UNDEFINED, text: JSValue = UNDEFINED, *_: JSValue
) -> list[JSValue]:
    """Elements for which the expression is exactly false."""
    read = _expression(context, name, text)
    return [item for item in to_array(value) if read(item) is False]


def _group(items: Iterable[JSValue], read: Reader) -> list[JSValue]:
    groups: dict[object, dict[str, JSValue]] = {}
    for item in items:
        key = read(item)
        groups.setdefault(map_key(key), {"name": key, "items": []})["items"].append(item)
    return list(groups.values())


def group_by(context: Context, value: JSValue, path: JSValue = UNDEFINED, *_: JSValue) -> list[JSValue]:
    """``{name, items}`` for each value of the property."""
    return _group(to_enumerable(value), _property(context, path))


def group_by_exp(
    context: Context, value: JSValue, name: JSValue = UNDEFINED, text: JSValue = UNDEFINED, *_: JSValue
) -> list[JSValue]:
    """``{name, items}`` for each value of the expression."""
    return _group(to_enumerable(value), _expression(context, name, text))


def _position(context: Context, value: JSValue, path: JSValue, expected: JSValue) -> tuple[int, JSValue] | None:
    read = _property(context, path)
    return next(((at, item) for at, item in enumerate(to_array(value)) if _matches(read(item), expected)), None)


def _position_exp(context: Context, value: JSValue, name: JSValue, text: JSValue) -> tuple[int, JSValue] | None:
    read = _expression(context, name, text)
    return next(((at, item) for at, item in enumerate(to_array(value)) if is_js_truthy(read(item))), None)


def has(
    context: Context, value: JSValue, path: JSValue = UNDEFINED, expected: JSValue = UNDEFINED, *_: JSValue
) -> bool:
    """Whether an element's property equals *expected*, or is true."""
    return _position(context, value, path, expected) is not None


def has_exp(
    context: Context, value: JSValue, name: JSValue = UNDEFINED, text: JSValue = UNDEFINED, *_: JSValue
) -> bool:
    """Whether the expression is true for an element."""
    return _position_exp(context, value, name, text) is not None


def find(
    context: Context, value: JSValue, path: JSValue = UNDEFINED, expected: JSValue = UNDEFINED, *_: JSValue
) -> JSValue:
    """The first element that ``where`` keeps."""
    found = _position(context, value, path, expected)
    return UNDEFINED if found is None else found[1]


def find_exp(
    context: Context, value: JSValue, name: JSValue = UNDEFINED, text: JSValue = UNDEFINED, *_: JSValue
) -> JSValue:
    """The first element for which the expression is true."""
    found = _position_exp(context, value, name, text)
    return UNDEFINED if found is None else found[1]


def find_index(
    context: Context, value: JSValue, path: JSValue = UNDEFINED, expected: JSValue = UNDEFINED, *_: JSValue
) -> JSValue:
    """The index of ``find``'s element."""
    found = _position(context, value, path, expected)
    return UNDEFINED if found is None else found[0]


def find_index_exp(
    context: Context, value: JSValue, name: JSValue = UNDEFINED, text: JSValue = UNDEFINED, *_: JSValue
) -> JSValue:
    """The index of ``find_exp``'s element."""
    found = _position_exp(context, value, name, text)
    return UNDEFINED if found is None else found[0]
