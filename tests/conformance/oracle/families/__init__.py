"""The cases, one family a module (the groups of liquid.md §2). The order is the order of the recorded answers."""

from __future__ import annotations

from collections.abc import Iterator

from ..case import Case
from . import (
    chains,
    dates,
    filters,
    instants,
    malformed,
    mustache,
    numbers,
    operators,
    output,
    prompts,
    regressions,
    tags,
    texts,
    unknown,
    whitespace,
)

FAMILIES = (
    dates,
    instants,
    filters,
    unknown,
    texts,
    chains,
    numbers,
    output,
    operators,
    tags,
    whitespace,
    malformed,
    prompts,
    regressions,
    mustache,
)


def all_cases() -> list[Case]:
    """Every case once."""
    return list(dict.fromkeys(_generate()))


def _generate() -> Iterator[Case]:
    for family in FAMILIES:
        yield from family.cases()
