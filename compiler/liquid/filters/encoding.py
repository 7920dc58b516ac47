"""Filters that encode: URLs, slugs, base64, digests.

The modules behind rare filters load with their first use: a check of prompts needs none of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from ..error import render_error
from ..javascript.convert import stringify, to_string
from ..javascript.strings import SPACE_CLASS
from ..javascript.values import UNDEFINED, Drop, JSValue, is_js_truthy

if TYPE_CHECKING:
    from ..context import Context

_UNRESERVED = "!'()*-._~"
_ESCAPED_BYTES = re.compile("(?:%[0-9a-fA-F]{2})+")
_BASE64_BLANKS = re.compile("[\t\n\f\r ]")
_BASE64 = re.compile("[A-Za-z0-9+/]*")


def _percent(value: JSValue, safe: str) -> str:
    from urllib.parse import quote

    try:
        return quote(stringify(value).encode(), safe=safe)
    except UnicodeEncodeError:
        raise render_error("URI malformed") from None


def _utf8_lossy(value: JSValue) -> bytes:
    """UTF-8 with a replacement character for each unpaired surrogate, as Node's buffers write it."""
    text = stringify(value)
    try:
        return text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").encode()


def url_encode(context: Context, value: JSValue, *_: JSValue) -> str:
    """``encodeURIComponent`` with ``+`` for spaces."""
    return _percent(value, _UNRESERVED).replace("%20", "+")


def cgi_escape(context: Context, value: JSValue, *_: JSValue) -> str:
    """As ``url_encode``, with ``!'()*`` escaped too."""
    return re.sub("[!'()*]", lambda match: f"%{ord(match[0]):X}", url_encode(context, value))


def uri_escape(context: Context, value: JSValue, *_: JSValue) -> str:
    """``encodeURI``, with square brackets kept."""
    return _percent(value, _UNRESERVED + ";/?:@&=+$,#").replace("%5B", "[").replace("%5D", "]")


def url_decode(context: Context, value: JSValue, *_: JSValue) -> str:
    """``decodeURIComponent`` with spaces for ``+``; a bad escape fails the render."""
    text = stringify(value).replace("+", " ")
    decoded: list[str] = []
    position = 0
    while True:
        start = text.find("%", position)
        if start < 0:
            decoded.append(text[position:])
            return "".join(decoded)
        decoded.append(text[position:start])
        match = _ESCAPED_BYTES.match(text, start)
        if match is None:
            raise render_error("URI malformed")
        try:
            decoded.append(bytes.fromhex(match[0].replace("%", "")).decode())
        except UnicodeDecodeError:
            raise render_error("URI malformed") from None
        position = match.end()


def _hyphenated(keep: Callable[[str], bool]) -> Callable[[str], str]:
    """Replaces each run of characters that *keep* refuses by a hyphen."""

    def run(text: str) -> str:
        written: list[str] = []
        for character in text:
            if keep(character):
                written.append(character)
            elif not written or written[-1] != "":
                written += ("-", "")
        return "".join(written)

    return run


def _is_letter_or_digit(character: str) -> bool:
    from unicodedata import category as category_of

    category = category_of(character)
    return category[0] in "ML" or category == "Nd"


def _is_pretty(character: str) -> bool:
    return character in "._~!$&'()+,;=@" or _is_letter_or_digit(character)


_ACCENTS = str.maketrans(
    {
        **dict.fromkeys("àáâãäå", "a"), **dict.fromkeys("èéêë", "e"), **dict.fromkeys("ìíîï", "i"),
        **dict.fromkeys("òóôõöø", "o"), **dict.fromkeys("ùúûü", "u"), **dict.fromkeys("ýÿ", "y"),
        "æ": "ae", "ç": "c", "ð": "d", "ñ": "n", "ß": "ss", "œ": "oe", "þ": "th", "ẞ": "SS", "Œ": "OE", "Þ": "TH",
    }
)  # fmt: skip
_letters_and_digits = _hyphenated(_is_letter_or_digit)
_SLUGS: dict[str, Callable[[str], str]] = {
    "raw": lambda text: re.sub(f"[{SPACE_CLASS}]+", "-", text),
    "default": _letters_and_digits,
    "pretty": _hyphenated(_is_pretty),
    "ascii": lambda text: re.sub("[^A-Za-z0-9]+", "-", text),
    "latin": lambda text: _letters_and_digits(text.translate(_ACCENTS)),
}


def slugify(context: Context, value: JSValue, mode: JSValue = UNDEFINED, cased: JSValue = False, *_: JSValue) -> str:
    """Words joined by hyphens in the manner of *mode*; an unknown mode changes nothing but the case."""
    text = stringify(value)
    name = "default" if mode is UNDEFINED else "[object Object]" if isinstance(mode, Drop) else to_string(mode)
    if name in _SLUGS:
        text = _SLUGS[name](text).removeprefix("-").removesuffix("-")
    return text if is_js_truthy(cased) else text.lower()


def base64_encode(context: Context, value: JSValue, *_: JSValue) -> str:
    """Base64 of the UTF-8 bytes."""
    from base64 import b64encode

    return b64encode(_utf8_lossy(value)).decode()


def base64_decode(context: Context, value: JSValue, *_: JSValue) -> str:
    """The text that base64 means; what is not base64 fails the render, what is not UTF-8 is replaced."""
    text = _BASE64_BLANKS.sub("", stringify(value))
    if len(text) % 4 == 0:
        text = text[:-2] if text.endswith("==") else text.removesuffix("=")
    if len(text) % 4 == 1 or not _BASE64.fullmatch(text):
        raise render_error("invalid base64 provided to base64_decode")
    from base64 import b64decode

    return b64decode(text + "=" * (-len(text) % 4)).decode("utf-8", "replace")


def sha256(context: Context, value: JSValue, *_: JSValue) -> str:
    """SHA-256 in hexadecimal."""
    import hashlib

    return hashlib.sha256(_utf8_lossy(value)).hexdigest()


def hmac_sha256(context: Context, value: JSValue, key: JSValue = UNDEFINED, *_: JSValue) -> str:
    """HMAC with SHA-256 in hexadecimal."""
    import hmac

    return hmac.digest(_utf8_lossy(key), _utf8_lossy(value), "sha256").hex()
