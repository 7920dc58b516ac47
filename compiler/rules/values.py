"""Values of variables against what the project file declares, and against names that the platform has (semantics §3.2,
§3.10).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from ..build import Build, Compiled
from ..build.writes import json_type
from ..diagnostics import Diagnostic, Related, Severity, Span
from ..diagnostics.catalog import J008, Q020, Q021, Q024
from ..liquid import has_template
from ..sources import pointer
from ..traced import Place
from ..variables import DEFAULTS
from ..workspace.project import Project, Variable


def values_fit(build: Build, compiled: Compiled, given: Mapping[str, Any]) -> Iterator[Diagnostic]:
    """Q020 for each value of another type than its variable is declared with, with the places that read it; Q021 for
    each that hides one of the platform's. *given* are the values of a command line: there a number or a boolean may
    stand for its text, and what does not fit is an error.
    """
    declared = build.project.variables
    for name, value in given.items():
        span = _declaration(build.project, name)
        as_text = name in declared and declared[name].type == "string" and isinstance(value, int | float)
        if name in declared and span is not None and not as_text and not fits(declared[name], value):
            message = (
                f"{name!r} is declared as {declared[name].type}, and the value that was given is {_kind(value)}: what "
                "reads it behaves otherwise than on calls that supply it as declared. Give one of that type, or "
                "declare the other."
            )
            at, related = pointer(("variables", name)), _readers(build, name)
            yield Q020.at(span, message, path=at, related=related, severity=Severity.ERROR)
        yield from _given(build, compiled, name)
    for form in compiled.forms:
        if form.effective is None:
            continue
        values = form.effective.variables
        for name, value in values.value.items():
            place = values.place((name,))
            yield from mistyped(build, name, value, place)
            if name in DEFAULTS:
                message = (
                    f"the platform has a variable {name!r} on every call, and this value hides it: templates that mean "
                    "the platform's read this one. Choose another name."
                )
                yield Q021.at(place.key_span(), message, path=pointer(place.path), related=_readers(build, name))


GIVEN = "--var"
"""The file name of findings about values of a command line."""


def _given(build: Build, compiled: Compiled, name: str) -> Iterator[Diagnostic]:
    """Q024 for a value of a command line that no template reads, and Q021 for one that hides the platform's."""
    reads = {use.root for use in build.uses}
    if name in DEFAULTS:
        message = f"the platform has a variable {name!r} on every call, and the value that was given hides it."
        yield Q021.at(Span.at(GIVEN), message, related=_readers(build, name))
    elif name not in reads and all(form.effective is not None for form in compiled.forms):
        from difflib import get_close_matches

        near = get_close_matches(name, sorted(reads - DEFAULTS.keys()), n=1, cutoff=0.7)
        hint = f" Did you mean {near[0]!r}?" if near else ""
        message = f"no template reads {name!r}: the value that was given changes nothing.{hint or ' Leave it out.'}"
        yield Q024.at(Span.at(GIVEN), message)


def mistyped(build: Build, name: str, value: Any, place: Place) -> Iterator[Diagnostic]:
    """Q020 if *value*, which is written at *place*, is of another type than its variable is declared with."""
    variable = build.project.variables.get(name)
    if variable is not None and not fits(variable, value):
        said = _declaration(build.project, name)
        related = ((Related(said, "declared here"),) if said else ()) + _readers(build, name)
        message = (
            f"{name!r} is declared as {variable.type}, found {_kind(value)}: what reads it behaves otherwise than on "
            "calls that supply it as declared. Write one of that type, or declare the other."
        )
        yield Q020.at(place.span(), message, path=pointer(place.path), related=related)


def examples_fit(project: Project) -> Iterator[Diagnostic]:
    """Q020 for each declared variable whose own example is of another type; Q021 for each that the platform has."""
    for name, variable in project.variables.items():
        if project.document is None:
            continue
        path = ("variables", name)
        if variable.example is not None and not fits(variable, variable.example):
            message = (
                f"{name!r} is declared as {variable.type}, and its example is {_kind(variable.example)}: who supplies "
                "the variable by its example gives calls a value that templates were not written for. Write an example "
                "of that type, or declare the other."
            )
            yield Q020.at(project.document.span((*path, "example")), message, path=pointer((*path, "example")))
        if name in DEFAULTS:
            message = f"the platform supplies {name!r} itself on every call: nobody else has to."
            yield Q021.at(project.document.key_span(path), message, path=pointer(path))


def all_read(project: Project, read: Collection[str]) -> Iterator[Diagnostic]:
    """J008 for each declared variable that is not among those *read* anywhere."""
    for name in project.variables:
        if name not in read and project.document is not None:
            path = ("variables", name)
            message = (
                f"no template reads {name!r}: whoever supplies it does so for nothing. Read it where calls need it, or "
                "take it away."
            )
            yield J008.at(project.document.key_span(path), message, path=pointer(path))


def fits(variable: Variable, value: Any) -> bool:
    """Whether *value* is of the declared type. Null is no value, and a template's type is known on the call alone."""
    if value is None or (isinstance(value, str) and has_template(value)):
        return True
    kind = json_type(value)
    if variable.type == "integer":
        return kind == "number" and float(value).is_integer()
    return kind == variable.type


def _kind(value: Any) -> str:
    kind = json_type(value) or "null"
    return f"{'an' if kind[0] in 'ao' else 'a'} {kind}"


def _declaration(project: Project, name: str) -> Span | None:
    if project.document is None or name not in project.variables:
        return None
    return project.document.key_span(("variables", name))


def _readers(build: Build, name: str) -> tuple[Related, ...]:
    spans: Iterable[Span] = dict.fromkeys(use.span() for use in build.uses if use.root == name)
    return tuple(Related(span, "reads it") for span in spans)
