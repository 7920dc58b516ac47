"""Any record as a transcript: which reader it takes is told by its shape."""

from __future__ import annotations

import re
from typing import Any

from .call import Imported, to_transcript
from .evals import from_eval
from .knowledge import Knowledge
from .scenarios import from_scenario, from_test
from .shape import recorded, sort_of


def parts(data: Any) -> tuple[tuple[str, Any], ...]:
    """The records of a listing (plain JSON): a list of them, or the platform's ``{"results": […]}``, each with a name
    of its own for a file; none for what is one record or no record.
    """
    results = data.get("results") if isinstance(data, dict) else data
    if not isinstance(results, list) or not results or any(sort_of(one) in ("unknown", "messages") for one in results):
        return ()
    found: dict[str, Any] = {}
    for number, record in enumerate(results, 1):
        name = _slug(record.get("name")) or _slug(record.get("id")) or f"record-{number}"
        found[name if name not in found else f"{name}-{number}"] = record
    return tuple(found.items())


def _slug(name: Any) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:60] if isinstance(name, str) else ""


def unlike(data: Any) -> tuple[str, ...]:
    """Where the record in *data* (plain JSON) is not as the platform documents it: a pointer, and what is expected."""
    sort = sort_of(data)
    if sort == "unknown":
        return ()
    from . import models  # pydantic takes longer to load than most records to read

    return models.unlike(data, sort)


def from_record(
    data: Any, file: str, *, target: str | None = None, env: str | None = None, knowledge: Knowledge | None = None
) -> Imported | None:
    """The transcript of the record in *data* (plain JSON), which stands in *file*; None for what is no record."""
    sort = sort_of(data)
    if sort == "unknown":
        return None
    if sort == "eval":
        return from_eval(data, file, target=target, env=env)
    if sort == "scenario":
        return from_scenario(data, file, target=target, env=env)
    if sort == "test suite":
        return from_test(data, file, target=target, env=env)
    return to_transcript(recorded(data), file, target=target, env=env, knowledge=knowledge)
