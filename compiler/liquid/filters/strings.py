"""Filters on text. Blanks are ECMAScript's, ``slice`` and ``truncate`` count code points (liquid.md §5, §7)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..error import render_error
from ..javascript import strings
from ..javascript.convert import add, join, stringify, to_number, to_string
from ..javascript.objects import slice_array, to_array
from ..javascript.strings import JS_SPACE, SPACE_CLASS, from_units
from ..javascript.values import UNDEFINED, JSValue, is_js_truthy, is_nil, to_value

if TYPE_CHECKING:
    from ..context import Context

_SPACES = re.compile(f"[{SPACE_CLASS}]+")
_NEWLINE = re.compile("\r?\n")
_CJK = "\u4e00-\u9fff\uf900-\ufaff\u3400-\u4dbf\u3040-\u309f\u30a0-\u30ff\uac00-\ud7af"
# not compiled here: the classes are large and the filter is rare
_CJK_CHARACTER = f"[{_CJK}]"
_OTHER_WORD = f"[^{_CJK}{SPACE_CLASS}]+"
_LONG_NEEDLE = 32


def append(context: Context, value: JSValue, *arguments: JSValue) -> str:
    """``'a' | append: 'b'``; anything but one argument fails the render."""
    if len(arguments) != 1:
        raise render_error("append expect 2 arguments")
    return from_units(stringify(value) + stringify(arguments[0]))


def prepend(context: Context, value: JSValue, *arguments: JSValue) -> str:
    """``'b' | prepend: 'a'``; anything but one argument fails the render."""
    if len(arguments) != 1:
        raise render_error("prepend expect 2 arguments")
    return from_units(stringify(arguments[0]) + stringify(value))


def _stripped(characters: JSValue) -> str:
    # each character once: Python's strip looks through the whole argument for every character of the text
    return "".join(set(stringify(characters))) if is_js_truthy(characters) else JS_SPACE


def lstrip(context: Context, value: JSValue, characters: JSValue = UNDEFINED, *_: JSValue) -> str:
    """Without leading blanks, or without leading *characters*."""
    return stringify(value).lstrip(_stripped(characters))


def rstrip(context: Context, value: JSValue, characters: JSValue = UNDEFINED, *_: JSValue) -> str:
    """Without trailing blanks, or without trailing *characters*."""
    return stringify(value).rstrip(_stripped(characters))


def strip(context: Context, value: JSValue, characters: JSValue = UNDEFINED, *_: JSValue) -> str:
    """Without blanks, or without *characters*, at both ends."""
    return stringify(value).strip(_stripped(characters))


def downcase(context: Context, value: JSValue, *_: JSValue) -> str:
    """Lower case."""
    return stringify(value).lower()


def upcase(context: Context, value: JSValue, *_: JSValue) -> str:
    """Upper case."""
    return stringify(value).upper()


def capitalize(context: Context, value: JSValue, *_: JSValue) -> str:
    """The first code unit in upper case, the rest in lower case (so letters beyond U+FFFF stay)."""
    text = stringify(value)
    head = text[:1]
    return (head if head > "\uffff" else head.upper()) + text[1:].lower()


def split(context: Context, value: JSValue, separator: JSValue = UNDEFINED, *_: JSValue) -> list[JSValue]:
    """Parts between *separator*, without empty ones at the end."""
    parts = strings.split(stringify(value), stringify(separator))
    while parts and parts[-1] == "":
        parts.pop()
    return list(parts)


def remove(context: Context, value: JSValue, pattern: JSValue = UNDEFINED, *_: JSValue) -> str:
    """Without *pattern*."""
    return from_units("".join(strings.split(stringify(value), stringify(pattern))))


def remove_first(context: Context, value: JSValue, pattern: JSValue = UNDEFINED, *_: JSValue) -> str:
    """Without the first *pattern*."""
    return replace_first(context, value, pattern, "")


def remove_last(context: Context, value: JSValue, pattern: JSValue = UNDEFINED, *_: JSValue) -> str:
    """Without the last *pattern*."""
    return replace_last(context, value, pattern, "")


def replace(
    context: Context, value: JSValue, pattern: JSValue = UNDEFINED, replacement: JSValue = UNDEFINED, *_: JSValue
) -> str:
    """Every *pattern* replaced; the empty pattern stands between code units, not around them."""
    text, new = stringify(value), stringify(replacement)
    parts = strings.split(text, stringify(pattern))
    context.meter.text(len(text) + len(parts) * len(new))
    return from_units(new.join(parts))


def _as_units(text: str, pattern: str) -> tuple[str, str]:
    """Both as code units when *pattern* could match half a character."""
    if strings.has_surrogate(pattern):
        return strings.to_units(text), strings.to_units(pattern)
    return text, pattern


def replace_first(
    context: Context, value: JSValue, pattern: JSValue = UNDEFINED, replacement: JSValue = UNDEFINED, *_: JSValue
) -> str:
    """The first *pattern* replaced."""
    text, old = _as_units(stringify(value), stringify(pattern))
    return from_units(text.replace(old, stringify(replacement), 1))


def replace_last(
    context: Context, value: JSValue, pattern: JSValue = UNDEFINED, replacement: JSValue = UNDEFINED, *_: JSValue
) -> str:
    """The last *pattern* replaced."""
    text, old = _as_units(stringify(value), stringify(pattern))
    start = _find_last(text, old)
    return from_units(text if start < 0 else text[:start] + stringify(replacement) + text[start + len(old) :])


def _find_last(text: str, pattern: str) -> int:
    """``text.rfind(pattern)``, in linear time also for long patterns: only ``find`` has a fast path in CPython."""
    if len(pattern) <= _LONG_NEEDLE:
        return text.rfind(pattern)
    start = text[::-1].find(pattern[::-1])
    return -1 if start < 0 else len(text) - start - len(pattern)


def strip_newlines(context: Context, value: JSValue, *_: JSValue) -> str:
    """Without line breaks."""
    return _NEWLINE.sub("", stringify(value))


def squish(context: Context, value: JSValue, *_: JSValue) -> str:
    """Blanks collapsed to one space, none at the ends."""
    return _SPACES.sub(" ", stringify(value)).strip(JS_SPACE)


def normalize_whitespace(context: Context, value: JSValue, *_: JSValue) -> str:
    """Blanks collapsed to one space."""
    return _SPACES.sub(" ", stringify(value))


def truncate(
    context: Context, value: JSValue, length: JSValue = UNDEFINED, ellipsis: JSValue = UNDEFINED, *_: JSValue
) -> JSValue:
    """At most *length* (50) code points, *ellipsis* included; a shorter value passes unchanged, whatever its kind."""
    text = stringify(value)
    tail = "..." if ellipsis is UNDEFINED else stringify(ellipsis)
    limit = 50 if length is UNDEFINED else to_number(to_value(length))
    if strings.length(text) <= limit or strings.advance(text, 0, limit) >= len(text):
        return value
    return text[: strings.advance(text, 0, max(limit - len(tail), 0))] + tail if limit == limit else tail


def truncatewords(
    context: Context, value: JSValue, count: JSValue = UNDEFINED, ellipsis: JSValue = UNDEFINED, *_: JSValue
) -> str:
    """At most *count* (15) words, then *ellipsis*."""
    count = 15 if count is UNDEFINED else count
    words = _SPACES.split(stringify(value).lstrip(JS_SPACE))
    if to_number(to_value(count)) <= 0:
        count = 1
    text = " ".join(slice_array(list(words), 0, count))
    return (
        text + ("..." if ellipsis is UNDEFINED else stringify(ellipsis))
        if len(words) >= to_number(to_value(count))
        else text
    )


def number_of_words(context: Context, value: JSValue, mode: JSValue = UNDEFINED, *_: JSValue) -> int:
    """Words between blanks; mode ``cjk`` counts each CJK character, ``auto`` does if there are any."""
    text = stringify(value).strip(JS_SPACE)
    if not text:
        return 0
    if mode == "cjk" or (mode == "auto" and re.search(_CJK_CHARACTER, text)):
        return len(re.findall(_CJK_CHARACTER, text)) + len(re.findall(_OTHER_WORD, text))
    return len(_SPACES.split(text))


def array_to_sentence_string(context: Context, value: JSValue, connector: JSValue = UNDEFINED, *_: JSValue) -> JSValue:
    """``a, b, and c``."""
    items = to_array(value)
    word = "and" if connector is UNDEFINED else stringify(connector)
    if len(items) < 2:
        return items[0] if items else ""
    if len(items) == 2:
        return f"{to_string(items[0])} {word} {to_string(items[1])}"
    return f"{join(items[:-1], ', ')}, {word} {to_string(items[-1])}"


def slice_(
    context: Context, value: JSValue, begin: JSValue = UNDEFINED, length: JSValue = UNDEFINED, *_: JSValue
) -> JSValue:
    """*length* (1) elements or code points from *begin*, which counts from the end when negative."""
    value = to_value(value)
    if is_nil(value):
        return []
    length = 1 if length is UNDEFINED else length
    if not isinstance(value, list):
        value = stringify(value)
    if to_number(to_value(begin)) < 0:
        begin = str(len(value)) + begin if isinstance(begin, str) else add(len(value), begin)
    out_of_range = to_number(to_value(begin)) < 0 or to_number(to_value(length)) < 0
    if isinstance(value, list):
        return [] if out_of_range else slice_array(value, begin, add(begin, length))
    if out_of_range:
        return ""
    start = strings.advance(value, 0, to_number(to_value(begin)))
    return value[start : strings.advance(value, start, to_number(to_value(length)))]
