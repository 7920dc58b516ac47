"""Math filters: JavaScript doubles, with every operand through ``+value || 0`` (liquid.md §5)."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from ..javascript.convert import to_number, to_operand
from ..javascript.numbers import divide, number_to_string, string_to_number
from ..javascript.values import UNDEFINED, JSValue, Number, normal

if TYPE_CHECKING:
    from ..context import Context

_MAX_SAFE_INTEGER = 2**53 - 1
_LARGEST_BELOW_HALF = 0.49999999999999994  # adding 0.5 to it gives 1


def _second(arguments: tuple[JSValue, ...]) -> float:
    """The second operand: NaN if there is none, but 0 if it is an undefined variable."""
    return float(to_operand(arguments[0])) if arguments else math.nan


def abs_(context: Context, value: JSValue, *_: JSValue) -> Number:
    """The absolute value."""
    return normal(abs(float(to_operand(value))))


def at_least(context: Context, *values: JSValue) -> Number:
    """The largest operand."""
    return normal(max(float(to_operand(value)) for value in values))


def at_most(context: Context, *values: JSValue) -> Number:
    """The smallest operand."""
    return normal(min(float(to_operand(value)) for value in values))


def ceil(context: Context, value: JSValue, *_: JSValue) -> Number:
    """Rounded up."""
    number = float(to_operand(value))
    return normal(math.copysign(float(math.ceil(number)), number) if math.isfinite(number) else number)


def floor(context: Context, value: JSValue, *_: JSValue) -> Number:
    """Rounded down."""
    return normal(_floor(float(to_operand(value))))


def _floor(number: float) -> float:
    return float(math.floor(number)) if math.isfinite(number) else number


def plus(context: Context, value: JSValue, *arguments: JSValue) -> Number:
    """The sum."""
    return normal(float(to_operand(value)) + _second(arguments))


def minus(context: Context, value: JSValue, *arguments: JSValue) -> Number:
    """The difference."""
    return normal(float(to_operand(value)) - _second(arguments))


def times(context: Context, value: JSValue, *arguments: JSValue) -> Number:
    """The product."""
    return normal(float(to_operand(value)) * _second(arguments))


def divided_by(context: Context, value: JSValue, *arguments: JSValue) -> Number:
    """The quotient as a double; rounded down only if the third operand is true."""
    quotient = divide(float(to_operand(value)), _second(arguments))
    return normal(_floor(quotient) if len(arguments) > 1 and to_operand(arguments[1]) else quotient)


def modulo(context: Context, value: JSValue, *arguments: JSValue) -> Number:
    """The remainder with the divisor's sign."""
    b = _second(arguments)
    return normal(_remainder(_remainder(float(to_operand(value)), b) + b, b))


def _remainder(a: float, b: float) -> float:
    if a != a or b != b or math.isinf(a) or b == 0:
        return math.nan
    return math.fmod(a, b)


def round_(context: Context, value: JSValue, digits: JSValue = 0, *_: JSValue) -> Number:
    """Half away from zero, by moving the decimal point of the printed number."""
    number = float(to_operand(value))
    places = to_operand(0 if digits is UNDEFINED else digits)
    scaled = _shift(abs(number), places)
    if not scaled <= _MAX_SAFE_INTEGER:
        return normal(number)
    whole = math.floor(scaled) if scaled % 1 == _LARGEST_BELOW_HALF else math.floor(scaled + 0.5)
    rounded = _shift(whole, -places)
    return normal(-rounded if number < 0 else rounded)


def _shift(number: float, places: Number) -> float:
    mantissa, _, exponent = number_to_string(number).partition("e")
    return float(string_to_number(f"{mantissa}e{number_to_string(to_number(exponent or '0') + places)}"))


def to_integer(context: Context, value: JSValue, *_: JSValue) -> Number:
    """``Number(value)``: despite its name neither rounds nor hides NaN."""
    return to_number(value)


def sum_operands(values: list[JSValue]) -> Number:
    """The sum of what is a number, for the ``sum`` filter."""
    total = 0.0
    for value in values:
        number = to_number(value)
        if number == number:
            total += number
    return normal(total)
