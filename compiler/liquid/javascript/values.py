"""The kinds of JavaScript values and how Python holds them.

======================= ==================================================================
JavaScript              Python
======================= ==================================================================
undefined               ``UNDEFINED``
null                    ``None``
boolean                 ``bool``
number                  ``int`` within 2^53 where integral (but -0.0 stays a float), else ``float``
string                  ``str``; unpaired surrogates allowed
array, object           ``list``, ``dict`` with ``str`` keys
LiquidJS drop           ``Drop``: the literals ``nil``, ``empty``, ``blank``, and ``forloop``
======================= ==================================================================
"""

from __future__ import annotations

import math
from abc import abstractmethod
from typing import Any, TypeAlias

from .strings import JS_SPACE

JSValue: TypeAlias = Any
"""A value of the table above. Templates are dynamically typed: functions tell what they take."""

Number: TypeAlias = int | float

MAX_SAFE = 2**53


class Undefined:
    """The type of ``UNDEFINED``: false, equal to itself alone."""

    __slots__ = ()

    def __bool__(self) -> bool:
        return False

    def __repr__(self) -> str:
        return "undefined"


UNDEFINED = Undefined()


class Drop:
    """An object that LiquidJS makes itself and that answers property reads with code."""

    __slots__ = ()

    @abstractmethod
    def value_of(self) -> JSValue:
        """What stands for the drop in comparisons and output."""

    def fields(self) -> dict[str, JSValue]:
        """Own enumerable properties, as ``json`` and loops see them."""
        return {}

    def read(self, key: JSValue) -> JSValue:
        """The property *key*."""
        return UNDEFINED


class NilDrop(Drop):
    """The literal ``nil``: equal to null and undefined."""

    __slots__ = ()

    def value_of(self) -> JSValue:
        return None

    def equals(self, other: JSValue) -> bool:
        """``nil == other``."""
        return is_nil(to_value(other))


class EmptyDrop(Drop):
    """The literal ``empty``: equal to "", [] and {}, not to itself."""

    __slots__ = ()

    def value_of(self) -> JSValue:
        return ""

    def equals(self, other: JSValue) -> bool:
        """``empty == other``."""
        if isinstance(other, EmptyDrop):
            return False
        other = to_value(other)
        return isinstance(other, str | list | dict) and not other


class BlankDrop(EmptyDrop):
    """The literal ``blank``: equal to what is empty, to whitespace, false and nil."""

    __slots__ = ()

    def equals(self, other: JSValue) -> bool:
        """``blank == other``."""
        if other is False or is_nil(to_value(other)):
            return True
        if isinstance(other, str):
            return not other.strip(JS_SPACE)
        return super().equals(other)


NIL = NilDrop()
EMPTY = EmptyDrop()
BLANK = BlankDrop()


def is_nil(value: JSValue) -> bool:
    """Whether *value* is null or undefined."""
    return value is None or value is UNDEFINED


def is_number(value: JSValue) -> bool:
    """Whether *value* is a JavaScript number (``bool`` is not)."""
    kind = type(value)
    return kind is int or kind is float


def to_value(value: JSValue) -> JSValue:
    """LiquidJS ``toValue``: a drop answers what stands for it."""
    return value.value_of() if isinstance(value, Drop) else value


def is_truthy(value: JSValue) -> bool:
    """Liquid's truth: only false, null and undefined are false (semantics §3.6)."""
    value = to_value(value)
    return not (value is False or value is None or value is UNDEFINED)


def is_js_truthy(value: JSValue) -> bool:
    """JavaScript's truth, which some filters and loop arguments use: "", 0 and NaN are false too."""
    if value is UNDEFINED or value is None or value is False or value == "":
        return False
    return not (is_number(value) and (value == 0 or value != value))


def normal(value: float) -> Number:
    """An ``int`` for integral doubles that one holds exactly and prints alike (-0.0 stays)."""
    if value.is_integer() and -MAX_SAFE <= value <= MAX_SAFE and (value != 0 or math.copysign(1, value) > 0):
        return int(value)
    return value
