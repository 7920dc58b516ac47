"""Numbers as JavaScript reads and prints them (Number::toString, StringNumericLiteral)."""

from __future__ import annotations

import math
import re

from .strings import JS_SPACE
from .values import MAX_SAFE, Number, normal

_DECIMAL = re.compile(r"[+-]?(?:Infinity|(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)")
_RADIX = re.compile(r"0(?:[xX]([0-9a-fA-F]+)|[oO]([0-7]+)|[bB]([01]+))")


def number_to_string(number: Number) -> str:
    """``String(number)``: ``1`` for 1.0, ``1e+21``, ``1e-7``, ``NaN``, ``Infinity``, ``0`` for -0."""
    if type(number) is int and -MAX_SAFE <= number <= MAX_SAFE:
        return str(number)
    value = float(number)
    if value != value:
        return "NaN"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    if value.is_integer() and abs(value) < MAX_SAFE:
        return str(int(value))
    sign = "-" if value < 0 else ""
    mantissa, _, exponent = repr(abs(value)).partition("e")
    whole, _, fraction = mantissa.partition(".")
    digits = (whole + fraction).lstrip("0")
    point = len(whole) + int(exponent or 0)  # how many digits stand before the decimal point
    if whole == "0":
        point = int(exponent or 0) - (len(fraction) - len(fraction.lstrip("0")))
    return sign + _lay_out(digits.rstrip("0"), point)


def _lay_out(digits: str, point: int) -> str:
    """The layout rules of Number::toString for 0.DIGITS times ten to the power *point*."""
    count = len(digits)
    if count <= point <= 21:
        return digits + "0" * (point - count)
    if 0 < point <= 21:
        return f"{digits[:point]}.{digits[point:]}"
    if -6 < point <= 0:
        return "0." + "0" * -point + digits
    exponent = point - 1
    fraction = "." + digits[1:] if count > 1 else ""
    return f"{digits[0]}{fraction}e{'+' if exponent >= 0 else '-'}{abs(exponent)}"


def string_to_number(text: str) -> Number:
    """``Number(text)``: blanks around are ignored, "" is 0, ``0x1F`` is read, anything else is NaN."""
    text = text.strip(JS_SPACE)
    if not text:
        return 0
    if _DECIMAL.fullmatch(text):
        return normal(float(text))
    match = _RADIX.fullmatch(text)
    if match is None:
        return math.nan
    base = 16 if match[1] else 8 if match[2] else 2
    return integer(int(match[1] or match[2] or match[3], base))


def integer(value: int) -> Number:
    """A Python integer as a double holds it: beyond 2^53 it is rounded, beyond 1.8e308 infinite."""
    if -MAX_SAFE <= value <= MAX_SAFE:
        return value
    try:
        return float(value)
    except OverflowError:
        return math.inf if value > 0 else -math.inf


def divide(a: float, b: float) -> float:
    """``a / b``: infinite or NaN where Python raises."""
    if b != 0:
        return a / b
    if a != a or a == 0:
        return math.nan
    return math.copysign(math.inf, a) * math.copysign(1.0, b)
