"""Literal secrets in files that people share (design §5, semantics §15.1)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from ..diagnostics import Diagnostic
from ..diagnostics.catalog import C001
from ..nodes import FREE_FORM
from ..secrets import HOLDERS, find, holders, is_reference, is_secret_key
from ..sources import Path, pointer
from ..traced import Traced
from .check import Check
from .node import Node

_is_secret_key = lru_cache(maxsize=4096)(is_secret_key)

_SCHEMAS = FREE_FORM - {"headers", "metadata"}
"""Below these keys a name such as ``password`` is a field that the user asks for, not a secret."""


def no_literal_secret(node: Node) -> Iterator[Diagnostic]:
    """C001: whoever reads the repository, a plan or a log has the secret."""
    if any(map(_is_secret_key, node.keys)):
        yield from _keys(node.source, ())
    if not node.keys.isdisjoint(HOLDERS):
        yield from _held(node.source, node.source.value, ())


def _keys(source: Traced, path: Path) -> Iterator[Diagnostic]:
    value: Any = source.get(path)
    if isinstance(value, list):
        for index, item in enumerate(value):
            if isinstance(item, (dict, list)):
                yield from _keys(source, (*path, index))
    elif isinstance(value, dict):
        for key, item in value.items():
            if isinstance(item, (dict, list)):
                if key not in _SCHEMAS:
                    yield from _keys(source, (*path, key))
            elif isinstance(item, str) and item and _is_literal(key, item):
                place = source.place((*path, key))
                yield C001.at(
                    place.key_span(),
                    f"{key!r} holds a secret in plain text: everyone who can read this file can use it. Keep it in a "
                    "credential and name that (credentialId), or write a reference such as ${env:NAME}.",
                    path=pointer(place.path),
                )


def _held(source: Traced, value: Any, path: Path) -> Iterator[Diagnostic]:
    """C001 for each value that a header's schema or a static parameter always has, by the name it is sent under."""
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield from _held(source, item, (*path, index))
    elif isinstance(value, dict):
        for name in holders(str(path[-1]) if path else "", value):
            text = value[name]
            if isinstance(text, str) and text and not is_reference(text) and next(find(text), None) is None:
                place = source.place((*path, name))
                yield C001.at(
                    place.key_span(),
                    f"{name!r} holds a secret in plain text: everyone who can read this file can use it. Write a "
                    "reference such as ${env:NAME}, or let the server authenticate by a credential (credentialId).",
                    path=pointer(place.path),
                )
        for key, item in value.items():
            yield from _held(source, item, (*path, key))


def no_secret_in_text(node: Node) -> Iterator[Diagnostic]:
    """C001 for each part of a text that has the form of a secret, wherever the text stands."""
    source = node.source
    if any(next(find(document.text), None) for document in node.documents):
        yield from _texts(source, source.value, ())


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


def _is_literal(key: str, value: str) -> bool:
    return is_secret_key(key) and not is_reference(value)


CHECKS = (
    Check((C001,), "resource", no_literal_secret),
    Check((C001,), "resource", no_secret_in_text),
)
