"""Where the platform goes beyond stock LiquidJS: all that dialect ``platform`` changes stands in ``DIFFERENCES``."""

from __future__ import annotations

from typing import NamedTuple

from .filters import arrays
from .filters.registry import Filter


class Difference(NamedTuple):
    """One difference: its name, what stock LiquidJS does, what the platform does, and the source."""

    name: str
    stock: str
    platform: str
    source: str


DIFFERENCES: tuple[Difference, ...] = (
    Difference(
        "body-variable",
        "{{ $.data.id }} is an error",
        "$ is a variable: the parsed body of a response, filters included",
        "semantics §3.6, C61",
    ),
    Difference(
        "counted-last",
        "messages | last: 5 is the last element, the count is ignored",
        "messages | last: 5 is the array of the last five elements",
        "semantics §11.6, C24",
    ),
    Difference(
        "trimmed-condition",
        "a template has no notion of a condition",
        "the output of a condition is trimmed; exactly true and false count, anything else is false",
        "semantics §11.6, C25",
    ),
    Difference(
        "now-in-milliseconds",
        "now is whatever variable the caller gives",
        "inside a condition now is the number of milliseconds since 1970",
        "semantics §3.2, C5",
    ),
    Difference(
        "mustache-fallback",
        "an error ends the render",
        "a template that Liquid cannot render is rendered by Mustache; if that fails too, Liquid's error counts",
        "semantics §3.1, §3.6",
    ),
)

PLATFORM_FILTERS: dict[str, Filter] = {"last": arrays.last_counted}
"""Filters that replace those of the same name."""
