"""Any record as a transcript: which reader it takes is told by its shape."""

from __future__ import annotations

from typing import Any

from .call import Imported, to_transcript
from .evals import from_eval
from .knowledge import Knowledge
from .scenarios import from_scenario, from_test
from .shape import recorded, sort_of


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
