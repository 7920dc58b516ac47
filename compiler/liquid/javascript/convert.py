"""Conversions between kinds: ToNumber, ToString, ToPrimitive, and LiquidJS's own ``stringify``."""

from __future__ import annotations

import math

from ..error import render_error
from .numbers import number_to_string, string_to_number
from .strings import from_units
from .values import UNDEFINED, Drop, JSValue, Number, is_nil, to_value


def to_number(value: JSValue) -> Number:
    """``Number(value)``; NaN where JavaScript says so."""
    kind = type(value)
    if kind is int or kind is float:
        number: Number = value
        return number
    if kind is bool:
        return 1 if value else 0
    if value is None:
        return 0
    if value is UNDEFINED:
        return math.nan
    if isinstance(value, str):
        return string_to_number(value)
    if isinstance(value, Drop):
        return to_number(value.value_of())
    return string_to_number(to_string(value))


def to_operand(value: JSValue) -> Number:
    """LiquidJS ``toNumber``, which the math filters use: ``+value || 0``, so NaN and -0 count as 0."""
    number = to_number(to_value(value))
    return number if number == number and number != 0 else 0


def to_integer(value: JSValue) -> Number:
    """ToIntegerOrInfinity: truncated, NaN as 0."""
    number = to_number(value)
    if number != number:
        return 0
    return number if math.isinf(number) else int(number)


def to_string(value: JSValue) -> str:
    """``String(value)``. An object with a property ``toString`` of its own cannot be printed: LiquidJS fails."""
    if isinstance(value, str):
        return value
    if value is True:
        return "true"
    if value is False:
        return "false"
    if value is None:
        return "null"
    if value is UNDEFINED:
        return "undefined"
    if isinstance(value, int | float):
        return number_to_string(value)
    if isinstance(value, list):
        return join(value, ",")
    if isinstance(value, dict) and "toString" in value:
        raise render_error("Cannot convert object to primitive value")
    return "[object Object]"


def stringify(value: JSValue) -> str:
    """What ``{{ value }}`` prints (liquid.md §5): nothing for nil, the elements of arrays one after another."""
    if type(value) is str:
        return value
    value = to_value(value)
    if is_nil(value):
        return ""
    if isinstance(value, list):
        return from_units("".join([stringify(item) for item in value]))
    return to_string(value)


def to_primitive(value: JSValue) -> JSValue:
    """What the ``+`` operator and comparisons see of an object."""
    if isinstance(value, Drop):
        return value.value_of()
    return to_string(value) if isinstance(value, list | dict) else value


def add(a: JSValue, b: JSValue) -> JSValue:
    """``a + b``: texts are joined, everything else is added."""
    a, b = to_primitive(a), to_primitive(b)
    if isinstance(a, str) or isinstance(b, str):
        return to_string(a) + to_string(b)
    return to_number(a) + to_number(b)


def join(items: list[JSValue], separator: str) -> str:
    """``Array.prototype.join``: nil prints nothing, everything else as ToString says."""
    return from_units(separator.join(["" if is_nil(item) else to_string(item) for item in items]))
