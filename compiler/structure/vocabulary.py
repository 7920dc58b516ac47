"""The names that the documents use."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from ... import schemas


@cache
def property_names() -> frozenset[str]:
    """Every property name of every document of the platform's. Reads all of them: for those who hold an odd name."""
    return frozenset(name for kind in schemas.published_names() for name in _properties(schemas.load(kind)))


def _properties(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            if key == "properties" and isinstance(inner, dict):
                yield from inner
            yield from _properties(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _properties(inner)
