"""A case: a template, the variables it sees, and the clock; and what an engine made of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, NamedTuple

from callplan.compiler import liquid
from callplan.compiler.liquid.limits import DEFAULT
from callplan.compiler.liquid.mustache import render_mustache

FIXTURES = Path(__file__).parents[3] / "fixtures" / "liquid"

#: The clock of the founding documents' examples (semantics §3.7).
NOW_MS = 1_704_152_706_789
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

Engine = Literal["liquidjs", "mustache"]


class Case(NamedTuple):
    """``context`` names a set of variables in ``fixtures/liquid/variables.json``."""

    group: str
    template: str
    context: str = "base"
    now_ms: int = NOW_MS
    timezone: str = "UTC"
    engine: Engine = "liquidjs"


class Answer(NamedTuple):
    """The text, or the kind of the error: tokenization, parse, render (for mustache always ``error``)."""

    text: str | None
    error: str = ""


@lru_cache(maxsize=1)
def contexts() -> dict[str, str]:
    """Name to the variables as JSON text."""
    sets = json.loads((FIXTURES / "variables.json").read_text(encoding="utf-8"))
    return {name: json.dumps(variables) for name, variables in sets.items()}


def variables(name: str) -> dict[str, Any]:
    """A fresh copy of a set of variables."""
    loaded: dict[str, Any] = json.loads(contexts()[name])
    return loaded


def ours(case: Case, values: Mapping[str, Any] | None = None) -> Answer:
    """What callplan makes of *case*, with *values* instead of its named variables if given."""
    values = variables(case.context) if values is None else values
    if case.engine == "mustache":
        try:
            return Answer(render_mustache(case.template, values, DEFAULT))
        except liquid.LiquidError:
            return Answer(None, "error")
    now = _EPOCH + timedelta(milliseconds=case.now_ms)
    try:
        return Answer(liquid.render(case.template, values, now=now, timezone=case.timezone))
    except liquid.LiquidError as error:
        return Answer(None, error.kind)
