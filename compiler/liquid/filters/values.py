"""Filters on values of any kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..error import render_error
from ..javascript import json_text
from ..javascript.convert import to_string
from ..javascript.values import UNDEFINED, Drop, JSValue, is_js_truthy, is_truthy, to_value

if TYPE_CHECKING:
    from ..context import Context


def default(context: Context, value: JSValue, fallback: JSValue = UNDEFINED, *options: JSValue) -> JSValue:
    """*fallback* for nil, false, "" and []; ``allow_false: true`` keeps false (semantics §3.6)."""
    value = to_value(value)
    if isinstance(value, str | list):
        return value or fallback
    if value is False and _allows_false(options):
        return False
    return value if is_truthy(value) else fallback


def _allows_false(options: tuple[JSValue, ...]) -> bool:
    """``new Map(options).get("allow_false")``: each option must be an entry, which keyword arguments are."""
    allowed: JSValue = UNDEFINED
    for option in options:
        if not isinstance(option, list | dict | Drop):
            raise render_error(f"Iterator value {to_string(option)} is not an entry object")
        if isinstance(option, list) and option[:1] == ["allow_false"]:
            allowed = option[1] if len(option) > 1 else UNDEFINED
    return is_js_truthy(allowed)


def json(context: Context, value: JSValue, space: JSValue = 0, *_: JSValue) -> JSValue:
    """``JSON.stringify(value, null, space)``."""
    return json_text.stringify(value, space)


def raw(context: Context, value: JSValue, *_: JSValue) -> JSValue:
    """The value: LiquidJS escapes no output by default."""
    return value
