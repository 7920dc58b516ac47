"""Explicit YAML tags, as npm yaml resolves them in the core schema."""

from __future__ import annotations

import re
from binascii import a2b_base64

from yaml.events import ScalarEvent

from .scalars import CONSTANTS, NUMERIC, javascript_number, javascript_text, resolve

PREFIX = "tag:yaml.org,2002:"
BINARY = PREFIX + "binary"

_NO_BASE64 = re.compile(r"[^A-Za-z0-9+/]+")


def buffer(text: str) -> dict[str, object]:
    """The bytes of ``!!binary`` as the engine's request has them: a Buffer in JSON (gitops-layout §2.3).

    Node.js reads base64 up to the first ``=``, in either alphabet, and passes over what belongs to none.
    """
    digits = _NO_BASE64.sub("", text.partition("=")[0].replace("-", "+").replace("_", "/"))
    digits = digits[: len(digits) - (len(digits) % 4 == 1)]
    return {"type": "Buffer", "data": list(a2b_base64(digits + "=" * (-len(digits) % 4)))}


def convert(tag: str, text: str) -> tuple[object, bool]:
    """The value of the scalar *text* under *tag*, and whether the tag is one that the core schema knows.

    A text that does not read as the type its tag names stays text: ``!!int x`` is "x".
    """
    name = tag.removeprefix(PREFIX)
    if tag == "!" or (name == "str" and tag != name):
        return text, True
    if tag == BINARY:
        return buffer(text), False
    if tag == name or name not in ("int", "float", "bool", "null"):
        return text, False
    value = resolve(text)
    matches = {
        "int": isinstance(value, int) and not isinstance(value, bool),
        "float": isinstance(value, float),
        "bool": isinstance(value, bool),
        "null": value is None,
    }
    if not matches[name]:
        return text, True
    if isinstance(value, int | float) and not isinstance(value, bool):
        return javascript_number(value), True
    return value, True


def scalar_text(event: ScalarEvent) -> str:
    """The text of a scalar in a key's place."""
    if event.tag is None and event.value not in CONSTANTS and event.value[0] not in NUMERIC:
        return event.value
    if event.tag not in (None, "!", BINARY):
        return javascript_text(convert(event.tag, event.value)[0])
    plain = event.implicit[0] and event.tag is None
    return javascript_text(resolve(event.value) if plain else event.value)
