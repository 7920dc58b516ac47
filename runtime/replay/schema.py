"""``schemas/replay.schema.json``, generated from the types of the report's lines (:mod:`.rows`).

python -m callplan.runtime.replay.schema > schemas/replay.schema.json
"""

from __future__ import annotations

import json
from types import GenericAlias
from typing import Any, NotRequired, get_args, get_origin, get_type_hints

from pydantic import ConfigDict, Field, create_model
from pydantic.json_schema import models_json_schema

from .report import NAMED
from .rows import Cause, Counts, End, Header, Row

_LINES = (Header, Row, End)
_ABOUT = (
    "What `callplan replay -o FILE` writes, JSON Lines: a header, a row a call in the order of the records, a summary. "
    "A minor version of callplan may add keys; `replay` changes when a key goes or changes its meaning."
)
_ID = r"^sha256:[0-9a-f]{64}$"
_SHARD = r"^[1-9][0-9]*/[1-9][0-9]*$"
_BOUNDS: dict[tuple[type, str], Any] = {
    (Header, "plan"): {"pattern": _ID},
    (Header, "target"): {"min_length": 1},
    (Header, "shard"): {"pattern": _SHARD, "description": "K/N; null: all calls."},
    (Row, "n"): {"ge": 1, "description": "The record's number, from 1 over all files."},
    (Row, "call"): {"description": "The call's id."},
    (Row, "cause"): {
        "min_length": 1,
        "description": "What parts the calls first; the same text for all that part in the same way.",
    },
    (Row, "detail"): {"description": "This call's own."},
    (Row, "at_ms"): {"description": "Where they part, from the call's start."},
    (Counts, "causes"): {"description": "The most frequent first."},
    (Cause, "cause"): {"min_length": 1},
    (Cause, "calls"): {"ge": 1},
    (Cause, "first"): {
        "min_length": 1,
        "max_length": NAMED,
        "description": "Ids of the first calls, or their lines.",
    },
    **{(Counts, key): {"ge": 0} for key in ("calls", "same", "differs", "unreadable")},
}
"""What a type does not say: bounds, and words for who reads the schema alone."""


def generate() -> str:
    """The text of the document."""
    made: dict[type, Any] = {}
    for kind in (Cause, Counts, *_LINES):
        fields: dict[str, Any] = {}
        for key, hint in get_type_hints(kind, include_extras=True).items():
            optional = get_origin(hint) is NotRequired
            bounds = _BOUNDS.get((kind, key), {})
            inner = get_args(hint)[0] if optional else hint
            fields[key] = (_with(inner, made), Field(None, **bounds) if optional else Field(**bounds))
        made[kind] = create_model(kind.__name__, __config__=ConfigDict(extra="forbid"), **fields)
    _, document = models_json_schema([(made[kind], "validation") for kind in _LINES])
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A line of a replay's report of callplan",
        "description": _ABOUT,
        "oneOf": [{"$ref": f"#/$defs/{kind.__name__}"} for kind in _LINES],
    }
    return json.dumps({**head, "$defs": _plain(document["$defs"])}, indent=2, ensure_ascii=False) + "\n"


def _with(hint: Any, made: dict[type, Any]) -> Any:
    """*hint* with models in the place of the types that they are made of."""
    if hint in made:
        return made[hint]
    return GenericAlias(list, (made[Cause],)) if hint == list[Cause] else hint


def _plain(value: Any) -> Any:
    """Without the titles and defaults that pydantic writes, and that say nothing."""
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if not isinstance(value, dict):
        return value
    return {
        key: _plain(item) for key, item in value.items() if key not in ("title", "default") or isinstance(item, dict)
    }


if __name__ == "__main__":
    print(generate(), end="")
