"""Where Python values enter a template: JSON values become the kinds of ``values``."""

from __future__ import annotations

from collections.abc import Mapping

from ..error import limit_error
from .convert import to_string
from .numbers import integer
from .values import MAX_SAFE, JSValue


def admit(value: object, depth: int) -> JSValue:
    """*value* as a template sees it: the same object where nothing needs converting.

    Mappings and tuples are taken as objects and arrays, integers beyond 2^53 become doubles, keys become texts. At most
    *depth* levels are followed. Raises ``LiquidError`` (limit ``nesting``) beyond, ``TypeError`` for what JSON lacks.
    """
    kind = type(value)
    if kind is str or kind is float or kind is bool or value is None:
        return value
    if isinstance(value, int):
        return value if kind is int and -MAX_SAFE <= value <= MAX_SAFE else integer(int(value))
    if depth <= 0:
        raise limit_error("nesting", "a variable's value is nested too deeply")
    if isinstance(value, list | tuple):
        items = [admit(item, depth - 1) for item in value]
        unchanged = kind is list and all(a is b for a, b in zip(items, value, strict=True))
        return value if unchanged else items
    if isinstance(value, Mapping):
        fields = {to_string(key): admit(item, depth - 1) for key, item in value.items()}
        unchanged = kind is dict and all(
            key is old and fields[key] is value[old] for key, old in zip(fields, value, strict=False)
        )
        return value if unchanged and len(fields) == len(value) else fields
    if isinstance(value, str):
        return str(value)
    if isinstance(value, float):
        return float(value)
    raise TypeError(f"a template variable holds JSON values, not {kind.__name__}")
