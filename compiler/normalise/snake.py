"""Keys in snake_case, as the Python SDK has them, in what is sent as raw JSON (semantics §1.9)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..diagnostics import Diagnostic
from ..diagnostics.catalog import F006
from ..nodes import FREE_FORM
from ..sources import Path, pointer
from .edits import rename_key
from .rewriter import Rewriter

KEPT = frozenset({"assistant_ids", "workflow_ids"})
"""Keys that the gitops engine itself writes in snake_case."""


def snake_case_keys(rewriter: Rewriter, path: Path = ()) -> Iterator[Diagnostic]:
    """Rename every snake_case key outside the user's own objects to the camelCase key that the API knows."""
    value = rewriter.get(path)
    if isinstance(value, list):
        for index, item in enumerate(value):
            if isinstance(item, (dict, list)):
                yield from snake_case_keys(rewriter, (*path, index))
    elif isinstance(value, dict):
        for key, item in list(value.items()):
            name = camel(key)
            if name != key and name not in value and key not in KEPT and name in _known():
                place = rewriter.traced().place((*path, key))
                yield F006.at(
                    place.key_span(),
                    f"{key!r} is the Python SDK's spelling; the wire format has {name!r}, and it is read as "
                    "that. Sent as "
                    "it stands, the API answers 400 (property should not exist).",
                    path=pointer(place.path),
                    fix=rename_key(place.document, place.path, name),
                )
                rewriter.move((*path, key), (*path, name))
                key = name
            if key not in FREE_FORM and isinstance(item, (dict, list)):
                yield from snake_case_keys(rewriter, (*path, key))


def has_snake_case(value: Any) -> bool:
    """Whether any key outside the user's own objects has an underscore inside."""
    if isinstance(value, list):
        return any(has_snake_case(item) for item in value if isinstance(item, (dict, list)))
    if isinstance(value, dict):
        return any(
            ("_" in key and key not in KEPT)
            or (key not in FREE_FORM and isinstance(item, (dict, list)) and has_snake_case(item))
            for key, item in value.items()
        )
    return False


def camel(key: str) -> str:
    """``voice_id`` as ``voiceId``; a key that begins or ends with an underscore is not touched."""
    head, *rest = key.split("_")
    return key if not head or not all(rest) else head + "".join(part[0].upper() + part[1:] for part in rest)


def _known() -> frozenset[str]:
    """The property names of all published schemas, read once and only when a snake_case key turns up."""
    from ..structure import property_names

    return property_names()
