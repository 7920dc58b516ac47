"""Text that the platform renders: parsed once, its variables noted, its mistakes reported inside the text."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from ..diagnostics import Rule
from ..diagnostics.catalog import Q001, Q004, Q005, Q006, Q007, Q017
from ..liquid import LiquidError, ProblemKind, analyse, has_template
from ..plan.frozen import Json, freeze
from ..plan.model import Template
from ..sources import Path, pointer
from ..traced import Traced
from .context import Build, Moment, Use

_PROBLEMS: dict[ProblemKind, Rule] = {
    "unknown-filter": Q007,
    "unknown-conversion": Q017,
    "unknown-timezone": Q006,
    "now-variable": Q004,
    "date-without-timezone": Q005,
    "partial": Q001,
}


_AT_ACTIVATION = (("prompt",), ("opening",))
"""The parts of a member that are rendered as it takes over; all others are when they are needed."""


def template(build: Build, source: Traced, path: Path, at: Path, *, moment: Moment | None = None) -> Template | None:
    """The template at *path* of *source*, which becomes the plan's value *at*; None where there is no string.

    *moment* is when it is rendered, unless its place in the plan says so.
    """
    value = source.get(path)
    if not isinstance(value, str):
        return None
    build.origin(at, source.place(path))
    return Template(value, reads(build, source, path, value, at, moment=moment))


def reads(
    build: Build,
    source: Traced,
    path: Path,
    value: str,
    at: Path,
    *,
    moment: Moment | None = None,
    own: Collection[str] = (),
) -> tuple[str, ...]:
    """The variables that the text *value* at *path* reads; its mistakes go to the findings.

    *at* is the place in the plan of what the text belongs to; *own* are variables that this text alone has.
    """
    if not has_template(value):
        return ()
    try:
        names, problems = analyse(value)
    except LiquidError as error:
        message = (
            f"this is not Liquid: {error.message}. On a call the whole text falls back to plain placeholders, and "
            "every tag in it is spoken or sent as it stands."
        )
        _fault(build, Q001, source, path, error.start, error.end, message)
        return ()
    for problem in problems:
        said = problem.message if problem.message.endswith("?") else f"{problem.message}."
        _fault(build, _PROBLEMS[problem.kind], source, path, problem.start, problem.end, said)
    moment = moment or ("activation" if at[2:3] in _AT_ACTIVATION else "during")
    build.uses += [
        Use(read.root, read.path, read.guarded, source, path, read.start, read.end, at, moment, read.implied)
        for read in names
        if read.root not in own
    ]
    return tuple(sorted({read.path for read in names}))


def _fault(build: Build, rule: Rule, source: Traced, path: Path, start: int, end: int, message: str) -> None:
    """A finding inside the text at *path*."""
    span = source.text_span(path, start, end)
    build.report([rule.at(span, message, path=pointer(source.place(path).path))])


def json_reads(build: Build, source: Traced, path: Path, at: Path) -> tuple[Json, tuple[str, ...]]:
    """The frozen value at *path* whose strings are templates, with all variables that they read; *at* is its place in
    the plan.
    """
    found: set[str] = set()

    def visit(here: Path, value: Any) -> None:
        if isinstance(value, str):
            found.update(reads(build, source, here, value, at))
        elif isinstance(value, dict):
            for key, item in value.items():
                visit((*here, key), item)
        elif isinstance(value, list):
            for index, item in enumerate(value):
                visit((*here, index), item)

    value = source.get(path)
    visit(path, value)
    return freeze(value), tuple(sorted(found))
