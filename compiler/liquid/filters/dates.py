"""``date`` and its short forms (liquid.md §4). A text that is no date passes unchanged; short forms take no zone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..dates.moment import read_moment
from ..dates.strftime import DEFAULT_FORMAT, longest, strftime
from ..javascript.convert import stringify
from ..javascript.values import UNDEFINED, JSValue, is_nil, to_value

if TYPE_CHECKING:
    from ..context import Context


def date(
    context: Context, value: JSValue, layout: JSValue = UNDEFINED, timezone: JSValue = UNDEFINED, *_: JSValue
) -> JSValue:
    """``"now" | date: "%H:%M", "America/New_York"``."""
    moment = read_moment(value, timezone, context.clock)
    if moment is None:
        return value
    layout = to_value(layout)
    text = DEFAULT_FORMAT if is_nil(layout) else stringify(layout)
    context.meter.text(longest(text))
    return strftime(moment, text)


def date_to_xmlschema(context: Context, value: JSValue, *_: JSValue) -> JSValue:
    """``2008-11-07T13:07:54+00:00``."""
    return date(context, value, "%Y-%m-%dT%H:%M:%S%:z")


def date_to_rfc822(context: Context, value: JSValue, *_: JSValue) -> JSValue:
    """``Fri, 07 Nov 2008 13:07:54 +0000``."""
    return date(context, value, "%a, %d %b %Y %H:%M:%S %z")


def date_to_string(
    context: Context, value: JSValue, kind: JSValue = UNDEFINED, style: JSValue = UNDEFINED, *_: JSValue
) -> JSValue:
    """``07 Nov 2008``, ``7th Nov 2008`` or ``Nov 7th, 2008``."""
    return _in_words(context, value, "%b", kind, style)


def date_to_long_string(
    context: Context, value: JSValue, kind: JSValue = UNDEFINED, style: JSValue = UNDEFINED, *_: JSValue
) -> JSValue:
    """The same with the month's full name."""
    return _in_words(context, value, "%B", kind, style)


def _in_words(context: Context, value: JSValue, month: str, kind: JSValue, style: JSValue) -> JSValue:
    if kind != "ordinal":
        return date(context, value, f"%d {month} %Y")
    return date(context, value, f"{month} %-d%q, %Y" if style == "US" else f"%-d%q {month} %Y")
