"""Templates as the platform renders them: LiquidJS 10.30.1 on python-liquid, to the byte (liquid.md).

``import callplan.compiler.liquid`` loads no engine: the grammar comes with the first ``parse``, python-liquid with the
first ``render``, so that a check, which renders nothing, stays quick. ``has_template`` tells whether there is anything
to parse.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal

from .error import LiquidError
from .findings import Problem, ProblemKind, Read
from .limits import DEFAULT, Limits
from .outputs import Analysis, analyse_outputs

if TYPE_CHECKING:
    from datetime import datetime

    from .template import Template

__all__ = [
    "DEFAULT",
    "Analysis",
    "Limits",
    "LiquidError",
    "Problem",
    "ProblemKind",
    "Read",
    "Template",
    "analyse",
    "has_template",
    "parse",
    "render",
    "render_condition",
]

Dialect = Literal["liquidjs", "platform"]


def has_template(text: str) -> bool:
    """Whether *text* may hold a template at all."""
    return "{{" in text or "{%" in text


def parse(text: str, dialect: Dialect = "platform") -> Template:
    """Parse *text*; a bounded number of results is kept.

    Raises ``LiquidError`` of kind tokenization, parse or limit with offsets into *text*.
    """
    from .template import parse as parse_template

    return parse_template(text, dialect)


def analyse(text: str) -> Analysis:
    """What *text* reads from outside and what is doubtful in it, as the platform's dialect has it.

    A text without tags is looked at output by output, plain ones without the engine. Raises ``LiquidError`` as
    ``parse`` does.
    """
    found = analyse_outputs(text)
    if found is not None:
        return found
    template = parse(text)
    return Analysis(template.reads, template.problems)


def render(
    text: str,
    variables: Mapping[str, object],
    *,
    now: datetime,
    timezone: str = "UTC",
    dialect: Dialect = "liquidjs",
    limits: Limits = DEFAULT,
    literal: bool = False,
) -> str:
    """Render *text* with *variables* (JSON values) at the aware instant *now*.

    *timezone* is the zone of the process that renders, which ``date`` uses where a template names none. The dialect
    ``platform`` adds what ``platform.DIFFERENCES`` lists. Raises ``LiquidError``: kind tokenization, parse or render
    where LiquidJS throws, limit where a bound of *limits* ends the work; the platform keeps such a text unrendered. An
    output whose variable is undefined prints as it is written where *literal*, else its filters' result.
    """
    from .template import render as render_template

    return render_template(text, variables, now=now, timezone=timezone, dialect=dialect, limits=limits, literal=literal)


def render_condition(text: str, variables: Mapping[str, object], *, now: datetime, timezone: str = "UTC") -> bool:
    """Whether a rejection plan's condition holds (semantics §11.6, C25): its trimmed output is exactly ``true``.

    ``now`` is the number of milliseconds since 1970. What fails to render does not hold; only an exceeded bound raises.
    """
    from .condition import render_condition as holds

    return holds(text, variables, now=now, timezone=timezone)


def __getattr__(name: str) -> object:
    if name == "Template":
        from .template import Template

        return Template
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
