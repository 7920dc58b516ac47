"""Where a value stands inside a document: a tuple of keys and indices, and its JSON pointer."""

from __future__ import annotations

import re

Path = tuple[str | int, ...]

_INDEX = re.compile(r"0|[1-9][0-9]{0,8}")


def pointer(path: Path) -> str:
    """The JSON pointer of *path* (RFC 6901); the empty text for the whole document."""
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in path)


def parse_pointer(text: str) -> Path:
    """The path that *text* names. A step that reads as an array index becomes a number: ``step_into`` takes it as a
    key where it meets a mapping.

    Raises ValueError when *text* is neither empty nor begins with a slash.
    """
    if not text:
        return ()
    if not text.startswith("/"):
        raise ValueError(f"a JSON pointer is empty or begins with a slash: {text!r}")
    steps = (step.replace("~1", "/").replace("~0", "~") for step in text[1:].split("/"))
    return tuple(int(step) if _INDEX.fullmatch(step) else step for step in steps)


def step_into(value: object, step: str | int) -> str | int | None:
    """*step* in the form that *value* (a mapping or a list) holds it, or None when there is no such child."""
    if isinstance(value, dict):
        key = str(step)
        return key if key in value else None
    if isinstance(value, list):
        try:
            index = int(step)
        except ValueError:
            return None
        return index if 0 <= index < len(value) else None
    return None
