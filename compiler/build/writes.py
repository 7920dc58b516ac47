"""What writes variables during a call: extraction, handoff arguments, values of destinations (semantics §3.9)."""

from __future__ import annotations

from ..diagnostics.catalog import X021
from ..sources import Path
from ..traced import Traced
from ..variables import property_types
from .context import Build, Write
from .read import listing, mapping, text

ANSWERLESS = frozenset({"handoff", "transferCall", "endCall", "voicemail", "dtmf"})
"""Tools without an answer to extract from. A handoff extracts on its destination."""

NO_VARIABLES = frozenset({"destination", "bot_say"})
"""Arguments that say where a handoff leads and what the model says with it (semantics §6.4, §11.2)."""


def arguments(build: Build, source: Traced, at: Path) -> None:
    """Every argument of a handoff but ``destination`` becomes a variable. One that the schema requires is there on
    every handoff by the model; a hook passes constants, and nobody holds them against the schema.
    """
    path: Path = ("function", "parameters")
    schema = mapping(source, *path)
    static = {text(source, "parameters", index, "key") for index in range(len(listing(source, "parameters")))}
    required = set() if "hooks" in at else {name for name in schema.get("required") or () if isinstance(name, str)}
    for name, kind in property_types(schema):
        if name not in NO_VARIABLES:
            certain = name in required and name not in static
            build.writes.append(Write(name, "argument", at, certain, kind, source, (*path, "properties", name)))


def extracted(build: Build, source: Traced, at: Path, *, on_the_way: bool) -> None:
    """The writes of ``variableExtractionPlan``. A schema yields what the model finds, so nothing of it is certain; the
    aliases of a destination are evaluated on every handoff, those of a tool only when it has answered with JSON.
    """
    path: Path = ("variableExtractionPlan", "schema")
    schema = mapping(source, *path)
    if schema.get("type") == "array":
        name = schema.get("title") or schema.get("name")  # C32
        if isinstance(name, str) and name:
            build.writes.append(Write(name, "schema", at, False, "array", source, path))
    else:
        for name, kind in property_types(schema):
            build.writes.append(Write(name, "schema", at, False, kind, source, (*path, "properties", name)))
    for index in range(len(listing(source, "variableExtractionPlan", "aliases"))):
        here: Path = ("variableExtractionPlan", "aliases", index)
        key = text(source, *here, "key")
        if key and text(source, *here, "value") is not None:
            build.writes.append(Write(key, "alias", at, on_the_way, "string", source, (*here, "key")))


def given(build: Build, source: Traced, path: Path, at: Path) -> None:
    """``variableValues`` of a destination's overrides are written last, on every handoff (semantics §3.10)."""
    for name, value in mapping(source, *path).items():
        build.writes.append(Write(name, "destination", at, True, json_type(value), source, (*path, name)))


def literal(build: Build, source: Traced, path: Path) -> None:
    """X021 for each text of the destination's ``variableValues`` at *path* that holds a template: nobody renders it."""
    from ..liquid import has_template

    def visit(here: Path, value: object) -> None:
        if isinstance(value, str):
            if has_template(value):
                build.fault(
                    X021,
                    source,
                    here,
                    f"variableValues of a destination are not rendered: {str(here[len(path)])!r} will hold the braces "
                    "themselves. Use a handoff argument or a variableExtractionPlan instead.",
                )
        elif isinstance(value, dict):
            for key, item in value.items():
                visit((*here, key), item)
        elif isinstance(value, list):
            for index, item in enumerate(value):
                visit((*here, index), item)

    visit(path, mapping(source, *path))


def json_type(value: object) -> str | None:
    """The JSON type of a plain or frozen value; None for null, which says nothing."""
    from collections.abc import Mapping

    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, str):
        return "string"
    if isinstance(value, int | float):
        return "number"
    if isinstance(value, Mapping):
        return "object"
    return "array" if isinstance(value, list | tuple) else None
