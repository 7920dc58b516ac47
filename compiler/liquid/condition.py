"""Conditions of rejection plans: templates that must print ``true`` or ``false`` (semantics §11.6, C25)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from .dates.clock import Clock
from .error import LiquidError
from .javascript.strings import JS_SPACE
from .limits import DEFAULT
from .template import render


def render_condition(text: str, variables: Mapping[str, object], *, now: datetime, timezone: str) -> bool:
    """Whether the condition holds; see the package's ``render_condition``."""
    variables = {**variables, "now": Clock.at(now).now_ms}
    try:
        output = render(text, variables, now=now, timezone=timezone, dialect="platform", limits=DEFAULT)
    except LiquidError as error:
        if error.kind == "limit":
            raise
        return False
    return output.strip(JS_SPACE) == "true"
