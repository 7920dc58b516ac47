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


def is_lossy(value: int | float) -> bool:
    """Whether JSON cannot be trusted with *value*: an integer beyond 2^53 - 1, infinity or NaN (rules Y017)."""
    return abs(value) > SAFE_INTEGER if isinstance(value, int) else not math.isfinite(value)


def javascript_number(value: int | float) -> int | float | None:
    """What is left of *value* once JavaScript has held it and written it as JSON.

    An integer as long as every one around it has its own double; beyond 2^53 a float; null for infinity and NaN. So
    900.0 is 900, and canonical JSON writes all of them as JavaScript does.
    """
    try:
        value = float(value) if abs(value) > SAFE_INTEGER else value
    except OverflowError:
        return None
    if isinstance(value, int):
        return value
    if not math.isfinite(value):
        return None
    return int(value) if value.is_integer() and abs(value) <= SAFE_INTEGER else value


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
    number = javascript_number(value)
    if number is None:
        return "NaN" if value != value else "-Infinity" if value < 0 else "Infinity"
    if isinstance(number, int):
        return str(number)
    mantissa, _, exponent = repr(number).partition("e")
    if not exponent:
        return mantissa.removesuffix(".0")
    if 0 < int(exponent) < 21:
        digits, _, decimals = mantissa.partition(".")
        return digits + decimals.ljust(int(exponent), "0")
    return f"{mantissa.removesuffix('.0')}e{exponent[0]}{exponent[1:].lstrip('0')}"
