"""Conditions of rejection plans: templates that must print ``true`` or ``false`` (semantics §11.6, C25)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from .dates.clock import Clock
from .error import LiquidError
from .javascript.strings import JS_SPACE
from .limits import DEFAULT
from .template import render


class _Scope(Mapping[str, object]):
    """The caller's variables with ``now`` in milliseconds before them; they are read on demand."""

    def __init__(self, variables: Mapping[str, object], now_ms: int) -> None:
        self._variables = variables
        self._now_ms = now_ms

    def __getitem__(self, name: str) -> object:
        return self._now_ms if name == "now" else self._variables[name]

    def __contains__(self, name: object) -> bool:
        return name == "now" or name in self._variables

    def __iter__(self) -> Iterator[str]:
        return iter({**dict.fromkeys(self._variables), "now": None})

    def __len__(self) -> int:
        return sum(1 for _ in self)


def render_condition(text: str, variables: Mapping[str, object], *, now: datetime, timezone: str) -> bool:
    """Whether the condition holds; see the package's ``render_condition``."""
    try:
        output = render(
            text,
            _Scope(variables, Clock.at(now).now_ms),
            now=now,
            timezone=timezone,
            dialect="platform",
            limits=DEFAULT,
        )
    except LiquidError as error:
        if error.kind == "limit":
            raise
        return False
    return output.strip(JS_SPACE) == "true"
