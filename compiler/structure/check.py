"""Faults with places: what ``validate`` says about a document, as diagnostics with spans and fixes."""

from __future__ import annotations

import json

from ..diagnostics import Diagnostic, Edit, Fix, Related, Severity
from ..diagnostics.catalog import BY_CODE
from ..sources import Document, Path, pointer
from ..traced import Place, Traced
from .compile import validate
from .fault import Fault, Repair
from .message import message
from .migration import idle_hook


def check(source: Document | Traced, schema: str, at: Path = ()) -> list[Diagnostic]:
    """What is wrong with the value at *at* as a document of kind *schema* (``schemas.names``).

    A normalised value (``Traced``) is judged as it became; spans and paths are of the text that it came from.
    KeyError names a schema that does not exist.
    """
    traced = source if isinstance(source, Traced) else Traced.of(source)
    return [_diagnostic(traced, fault, schema, at) for fault in validate(traced.get(at), schema)]


def _diagnostic(traced: Traced, fault: Fault, schema: str, at: Path) -> Diagnostic:
    place = traced.place((*at, *fault.path))
    if fault.rule == "L027" and fault.path[-1:] == ("messagePlan",):
        fault = fault._replace(advice=idle_hook(traced.get((*at, *fault.path))))
    idle = fault.rule == "L027" and fault.path[-2:-1] == ("formattersEnabled",)  # one document's word alone (C15)
    span = place.key_span() if fault.at_key and place.path else place.span()
    used = place.document.alias_span(place.path)
    return BY_CODE[fault.rule].at(
        span,
        message(fault, schema),
        path=pointer(place.path),
        related=(Related(used, "comes in here, through an alias"),) if used else (),
        fix=_fix(place, fault) if fault.repair else None,
        severity=Severity.WARNING if idle else None,
    )


def _fix(place: Place, fault: Fault) -> Fix | None:
    """The edit that *fault* proposes; None where the text at hand is not what was judged, or is on several lines."""
    repair = fault.repair
    if repair is None or not place.path:
        return None
    if repair.action == "rename":
        parent = place.document.get(place.path[:-1])
        if not isinstance(parent, dict) or place.path[-1] not in parent or repair.text in parent:
            return None
        span = place.key_span()
    else:
        if fault.value is not None and place.document.get(place.path) != fault.value:
            return None
        span = place.span()
    if span.start.line != span.end.line:
        return None
    line = place.document.text.split("\n")[span.start.line - 1]
    written = line[span.start.column - 1 : span.end.column - 1]
    title = f"rename to {repair.text}" if repair.action == "rename" else f"write {repair.text}"
    return Fix(title, (Edit(span, _text(repair, written, place.document.format)),), safe=repair.certain)


def _text(repair: Repair, written: str, format: str) -> str:
    """The new text, in quotation marks where the old one had them or the format asks for them."""
    if not repair.quoted:
        return repair.text
    if format == "json" or written[:1] == '"':
        return json.dumps(repair.text, ensure_ascii=False)
    if written[:1] == "'" or (repair.action == "replace" and not _plain(repair.text)):
        return "'" + repair.text.replace("'", "''") + "'"
    return repair.text


def _plain(text: str) -> bool:
    """Whether YAML of either version reads *text*, unquoted, as this text."""
    words = {"on", "off", "yes", "no", "y", "n", "true", "false", "null", "~"}
    safe = all(character.isalnum() or character in "-_./" for character in text)
    return bool(text) and safe and text[0].isalpha() and text.casefold() not in words
