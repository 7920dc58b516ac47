"""Names behind a dot: parts of variables whose shape is known, and that have no such part (semantics §3.2, §3.3)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ..build import Build, Compiled
from ..build.context import Use
from ..diagnostics import Diagnostic, Related, Span
from ..diagnostics.catalog import Q023
from ..expression import Expression
from ..plan.frozen import thaw
from ..variables import CLOSED, DEFAULTS, PARTS, redacted

_FIRST = Expression(r"^[^.\[]+\.([A-Za-z_][\w-]*)")
_LIQUID = frozenset({"first", "last", "size"})
"""What Liquid itself answers for texts, lists and objects."""

_MOST_RELATED = 4


def nested(build: Build, compiled: Compiled) -> Iterator[Diagnostic]:
    """Q023 for each read of a part that a variable cannot have: the platform's variables by the names that are
    documented, others where everything that writes them is known.
    """
    shapes: dict[str, tuple[frozenset[str], tuple[Span, ...]] | None] = {}
    for use in build.uses:
        match = _FIRST.match(use.path) if "." in use.path else None
        if match is None or match[1] in _LIQUID:
            continue
        if use.root in DEFAULTS:
            yield from _of_the_platform(use, match[1])
            continue
        if use.root not in shapes:
            shapes[use.root] = _shape(build, compiled, use.root)
        shape = shapes[use.root]
        if shape is not None and match[1] not in shape[0]:
            yield _unknown(use, match[1], shape[0], f"{use.root!r} has", shape[1])


def _of_the_platform(use: Use, part: str) -> Iterator[Diagnostic]:
    known = PARTS.get(use.root, frozenset())
    if part in known or redacted(use.path) is not None:
        return
    if use.root in CLOSED or _near(part, known):
        yield _unknown(use, part, known, f"the platform's {use.root!r} has", ())


def _unknown(use: Use, part: str, known: frozenset[str], has: str, spans: tuple[Span, ...]) -> Diagnostic:
    near = _near(part, known)
    hint = f"did you mean {near!r}?" if near else f"{has} {', '.join(sorted(known)) or 'no parts'}."
    message = f"{use.root!r} has no part {part!r}: on a call this reads as nothing; {hint}"
    related = tuple(Related(span, "its value") for span in spans[:_MOST_RELATED])
    return Q023.at(use.span(), message, path=use.pointer(), related=related)


def _near(part: str, known: frozenset[str]) -> str | None:
    from difflib import get_close_matches

    lower = {name.lower(): name for name in sorted(known)}
    found = get_close_matches(part.lower(), lower, n=1, cutoff=0.7)
    return lower[found[0]] if found else None


def _shape(build: Build, compiled: Compiled, name: str) -> tuple[frozenset[str], tuple[Span, ...]] | None:
    """The parts of all values that the variable can have, and where those are written; None where a writer's value is
    not known, and where nobody writes it.
    """
    parts: set[str] = set()
    spans: list[Span] = []
    values: list[Any] = []
    declared = build.project.variables.get(name)
    if declared is not None:
        values.append(declared.example if declared.type == "object" else None)
    if name in compiled.plan.variables:
        values.append(thaw(compiled.plan.variables[name]))
    for form in compiled.forms:
        variables = form.effective.variables if form.effective else None
        if variables is not None and name in variables.value:
            values.append(variables.value[name])
            spans.append(variables.key_span((name,)))
    for write in build.writes:
        if write.name == name:
            written = write.source.get(write.at)
            values.append(_properties(written) if write.how in ("schema", "argument") else written)
            spans.append(write.span())
    for value in values:
        if not isinstance(value, dict) or not value:
            return None
        parts |= value.keys()
    return (frozenset(parts), tuple(dict.fromkeys(spans))) if values else None


def _properties(schema: Any) -> Mapping[str, Any] | None:
    """The properties of an object's schema that names all of them."""
    if not isinstance(schema, Mapping) or schema.get("additionalProperties"):
        return None
    properties = schema.get("properties")
    return dict(properties) if isinstance(properties, Mapping) else None
