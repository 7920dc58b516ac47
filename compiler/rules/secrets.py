"""Literal secrets in files that people share (design §5, semantics §15.1)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from ..diagnostics import Diagnostic, Related
from ..diagnostics.catalog import C001, L028
from ..secrets import HOLDERS, find, holders, is_reference, names_secret
from ..sources import Path, pointer
from ..traced import Place, Traced
from ..workspace import Workspace
from ..workspace.layouts import ENVIRONMENT_FILES
from .check import Check
from .node import Node

_names_secret = lru_cache(maxsize=4096)(names_secret)

_TYPES = frozenset({"array", "boolean", "integer", "null", "number", "object", "string"})
"""What a schema that is written in short says of a field: ``password: string``."""
_GIVEN = ("environments", "parameters", "variables")
"""Parts of a project file that hold values; the keys of the others are names of resources, policies and rules."""


def no_literal_secret(node: Node) -> Iterator[Diagnostic]:
    """C001: whoever reads the repository, a plan or a log has the secret."""
    if any(map(_names_secret, node.keys)):
        yield from _keys(node.source, node.source.value, ())
    if not node.keys.isdisjoint(HOLDERS):
        yield from _held(node.source, node.source.value, ())


def no_secret_in_text(node: Node) -> Iterator[Diagnostic]:
    """C001 for each part of a text that has the form of a secret, wherever the text stands."""
    if any(next(find(document.text), None) for document in node.documents):
        yield from _texts(node.source, node.source.value, ())


def no_secret_in_settings(workspace: Workspace) -> Iterator[Diagnostic]:
    """C001 in files that are no resource: the project file, ``environments.yaml``, documents of no known kind."""
    unknown = {item.span.file for item in workspace.diagnostics if item.rule == L028.code}
    for document in workspace.documents:
        if document is workspace.project.document:
            yield from (found for part in _GIVEN for found in literals(Traced.of(document, (part,))))
        elif document.file in unknown or document.file.rpartition("/")[2] in ENVIRONMENT_FILES:
            yield from literals(Traced.of(document))


def literals(source: Traced) -> Iterator[Diagnostic]:
    """C001 for each literal secret in *source*: by the key that it stands at, or by its form."""
    yield from _keys(source, source.value, ())
    yield from _held(source, source.value, ())
    yield from _texts(source, source.value, ())


def _keys(source: Traced, value: Any, path: Path) -> Iterator[Diagnostic]:
    if isinstance(value, list):
        for index, item in enumerate(value):
            if isinstance(item, (dict, list)):
                yield from _keys(source, item, (*path, index))
    elif isinstance(value, dict):
        for key, item in value.items():
            if not isinstance(item, (dict, list)):
                if _is_literal(key, item):
                    yield from _fault(source, (*path, key), repr(key), "Keep it in a credential and name that")
                continue
            if isinstance(item, list) and any(_is_literal(key, one) for one in item):
                yield from _fault(source, (*path, key), repr(key), "Keep them in credentials and name those")
            yield from _keys(source, item, (*path, key))


def _held(source: Traced, value: Any, path: Path) -> Iterator[Diagnostic]:
    """C001 for each value that a header's schema or a static parameter has, by the name it is sent under."""
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield from _held(source, item, (*path, index))
    elif isinstance(value, dict):
        at = str(path[-1]) if path else str(source.place().path[-1]) if source.place().path else ""
        for name in holders(at, value, names_secret):
            text = value[name]
            if _is_literal(at if names_secret(at) else "secret", text) and next(find(str(text)), None) is None:
                remedy = "Let the server authenticate by a credential"
                yield from _fault(source, (*path, name), repr(name), remedy)
        for key, item in value.items():
            yield from _held(source, item, (*path, key))


def _fault(source: Traced, path: Path, what: str, remedy: str) -> Iterator[Diagnostic]:
    """The finding about the literal at *path*; where parameters bring it, about their values."""
    place = source.place(path)
    if place.filled:
        for one in place.filled:
            if one.value not in ("", None):
                yield _of_parameter(place, one.declared, one.name, what)
        return
    yield C001.at(
        place.key_span(),
        f"{what} holds a secret in plain text: everyone who can read this file can use it. {remedy} (credentialId), or "
        "write a reference such as ${env:NAME}.",
        path=pointer(place.path),
    )


def _of_parameter(text: Place, value: Place, name: str, what: str) -> Diagnostic:
    return C001.at(
        value.span(),
        f"this value of the parameter {name!r} stands at {what}, so that it is a secret in plain text: everyone who "
        "can read this file can use it. Write a reference such as ${env:NAME}.",
        path=pointer(value.path),
        related=(Related(text.span(), "where the parameter is named"),),
    )


def _texts(source: Traced, value: Any, path: Path) -> Iterator[Diagnostic]:
    if isinstance(value, dict):
        for key, item in value.items():
            if not (isinstance(item, str) and _is_literal(key, item)):
                yield from _texts(source, item, (*path, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _texts(source, item, (*path, index))
    elif isinstance(value, str):
        for start, end in find(value):
            yield C001.at(
                source.text_span(path, start, end),
                "this has the form of a secret: everyone who can read this file can use it. Keep it in a credential, "
                "or write a reference such as ${env:NAME}.",
                path=pointer(source.place(path).path),
            )


def _is_literal(key: str, value: Any) -> bool:
    """Whether *value* at *key* is a secret itself: a text that refers to none, or a number."""
    if not _names_secret(key) or isinstance(value, bool):
        return False
    if isinstance(value, str):
        return value.strip() != "" and value not in _TYPES and not is_reference(value)
    return isinstance(value, int | float)


CHECKS = (
    Check((C001,), "resource", no_literal_secret),
    Check((C001,), "resource", no_secret_in_text),
    Check((C001,), "workspace", no_secret_in_settings),
)
