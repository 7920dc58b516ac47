"""YAML 1.2 core scalars, as the gitops engine reads them (gitops-layout §2.3), and numbers as JavaScript holds them."""

from __future__ import annotations

import math
import re

SAFE_INTEGER = 2**53 - 1

NUMERIC = frozenset("+-.0123456789")
"""First characters of every plain scalar that may be a number."""

CONSTANTS: dict[str, bool | None] = {
    "": None,
    **dict.fromkeys(("~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
"""Every plain scalar that is null or a truth value."""

_NUMBER = re.compile(
    r"([-+]?[0-9]+)"
    r"|0o([0-7]+)"
    r"|0x([0-9a-fA-F]+)"
    r"|([-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?)"
    r"|([-+]?)\.(?:inf|Inf|INF)"
    r"|\.(?:nan|NaN|NAN)"
)


def resolve(text: str) -> str | int | float | bool | None:
    """The value of the plain scalar *text*: None, a truth value, an int, a float (may be infinite or NaN) or a str."""
    if text in CONSTANTS:
        return CONSTANTS[text]
    match = _NUMBER.fullmatch(text)
    if match is None:
        return text
    decimal, octal, hexadecimal, real, _ = match.groups()
    if decimal is not None:
        return integer(decimal)
    if octal is not None:
        return integer(octal, 8)
    if hexadecimal is not None:
        return integer(hexadecimal, 16)
    if real is not None:
        return float(real)
    if match[5] is None:
        return math.nan
    return -math.inf if match[5] == "-" else math.inf


def integer(digits: str, base: int = 10) -> int | float:
    """The exact integer; beyond 300 digits infinity, as no double holds it (and Python refuses to convert it)."""
    if len(digits) > 300:
        return -math.inf if digits.startswith("-") else math.inf
    return int(digits, base)


def javascript_number(value: int | float) -> int | float | None:
    """What is left of *value* once JavaScript has held it and written it as JSON.

    Integers beyond 2^53 are rounded, 900.0 is 900, infinity and NaN become null.
    """
    if isinstance(value, int):
        if -SAFE_INTEGER <= value <= SAFE_INTEGER:
            return value
        try:
            value = float(value)
        except OverflowError:
            return None
    if not math.isfinite(value):
        return None
    return _shortest_integer(value) if value.is_integer() and abs(value) < 1e21 else value


def _shortest_integer(value: float) -> int:
    """The integer with the fewest digits that *value* stands for, as JavaScript prints it."""
    mantissa, _, exponent = repr(value).partition("e")
    if not exponent:
        return int(value)
    digits, _, decimals = mantissa.partition(".")
    whole: int = int(digits + decimals) * 10 ** (int(exponent) - len(decimals))
    return whole


def javascript_text(value: object) -> str:
    """A mapping key as JavaScript writes it: ``1``, ``true``, and the empty text for null."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return _number_text(value)
    if isinstance(value, list):
        return f"[ {', '.join(map(_inner_text, value))} ]" if value else "[]"
    if isinstance(value, dict):
        pairs = (name if item is None else f"{name}: {_inner_text(item)}" for name, item in value.items())
        return f"{{ {', '.join(pairs)} }}" if value else "{}"
    return str(value)


def _inner_text(value: object) -> str:
    return "null" if value is None else javascript_text(value)


def _number_text(value: int | float) -> str:
    if isinstance(value, float):
        if math.isnan(value):
            return "NaN"
        if math.isinf(value):
            return "-Infinity" if value < 0 else "Infinity"
    number = javascript_number(value)
    if isinstance(number, int):
        return str(number)
    text = repr(number)
    return re.sub(r"e([-+])0*", r"e\1", text)
