"""Text that the platform renders: parsed once, its variables noted, its mistakes reported inside the text."""

from __future__ import annotations

from typing import Any

from ..diagnostics import Rule
from ..diagnostics.catalog import Q001, Q004, Q005, Q006, Q007, Q017
from ..liquid import LiquidError, ProblemKind, analyse, has_template
from ..plan.frozen import Json, freeze
from ..plan.model import Template
from ..sources import Path, pointer
from ..traced import Traced
from .context import Build, Use

_PROBLEMS: dict[ProblemKind, Rule] = {
    "unknown-filter": Q007,
    "unknown-conversion": Q017,
    "unknown-timezone": Q006,
    "now-variable": Q004,
    "date-without-timezone": Q005,
    "partial": Q001,
}


def template(build: Build, source: Traced, path: Path, at: Path, *, bound: bool = False) -> Template | None:
    """The template at *path* of *source*, which becomes the plan's value *at*; None where there is no string.

    *bound*: what it reads may come from the result that it is about (aliases), so nobody else has to write it.
    """
    value = source.get(path)
    if not isinstance(value, str):
        return None
    build.origin(at, source.place(path))
    return Template(value, reads(build, source, path, value, bound=bound))


def reads(build: Build, source: Traced, path: Path, value: str, *, bound: bool = False) -> tuple[str, ...]:
    """The variables that the text *value* at *path* reads; its mistakes go to the findings."""
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
    build.uses += [
        Use(read.root, read.path, bound or read.guarded, source, path, read.start, read.end) for read in names
    ]
    return tuple(sorted({read.path for read in names}))


def _fault(build: Build, rule: Rule, source: Traced, path: Path, start: int, end: int, message: str) -> None:
    """A finding inside the text at *path*."""
    span = source.text_span(path, start, end)
    build.report([rule.at(span, message, path=pointer(source.place(path).path))])


def json_reads(build: Build, source: Traced, path: Path) -> tuple[Json, tuple[str, ...]]:
    """The frozen value at *path* whose strings are templates, with all variables that they read."""
    found: set[str] = set()

    def visit(here: Path, value: Any) -> None:
        if isinstance(value, str):
            found.update(reads(build, source, here, value))
        elif isinstance(value, dict):
            for key, item in value.items():
                visit((*here, key), item)
        elif isinstance(value, list):
            for index, item in enumerate(value):
                visit((*here, index), item)

    value = source.get(path)
    visit(path, value)
    return freeze(value), tuple(sorted(found))
