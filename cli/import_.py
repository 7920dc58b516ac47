"""``callplan import``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from .exits import CLEAN, Refused
from .options import Env, Output
from .places import existing, shown
from .terminal import data, err

if TYPE_CHECKING:
    from ..runtime.records import Knowledge


def import_(
    record: Annotated[
        str,
        typer.Argument(metavar="RECORD", help="JSON: a call, an end-of-call report, messages, an eval, a scenario."),
    ],
    *,
    target: Annotated[
        str | None, typer.Option("--target", "-t", help="What the call reached: its plan tells who wrote which line.")
    ] = None,
    env: Env = None,
    mask: Annotated[bool, typer.Option("--mask", help="Replace numbers, e-mail addresses and callers' names.")] = False,
    output: Output = None,
) -> int:
    """Turn a recorded call or a Vapi eval into a transcript.

    Comments in it mark what the record does not tell. With --target the plan's own texts tell what the model wrote from
    what the assistant says by itself, and the transcript can be run as it is.

    \b
    Examples:
      callplan import call.json -o transcripts/lost-call.transcript.yaml
      callplan import report.json --target squads/clinic --env prod --mask
    """
    from ..compiler.diagnostics.reporters.safe import one_line
    from ..runtime.records import fitted, from_record, masked, moved, unlike, write

    path = existing(record)
    value = _json(path)
    if mask:
        value = masked(value)
    for place in unlike(value):
        err(f"callplan: {shown(path)} is not as the platform documents it: {one_line(place)}")
    knowledge = _knowledge(target, env)
    imported = from_record(value, path.as_posix(), target=target, env=env, knowledge=knowledge)
    if imported is None:
        raise Refused(
            f"{shown(path)} is no record: a call (GET /call/:id), an end-of-call report, a list of messages, an eval, "
            "a test or a scenario is expected"
        )
    transcript, remarks = imported.transcript, imported.remarks
    if knowledge is not None and imported.lines:
        transcript, _, stopped = fitted(knowledge.plan, transcript)
        remarks = moved(remarks, imported.transcript, transcript)
        if stopped is not None:
            err(f"callplan: on this plan the call goes otherwise: {stopped.diagnostic.message}")
    content = write(transcript, remarks)
    if output is None:
        data(content)
    else:
        from .files import replace

        replace(Path(output), content.encode("utf-8"))
    return CLEAN


def _json(path: Path) -> Any:
    try:
        return json.loads(path.read_bytes())
    except OSError as error:
        raise Refused(f"cannot read {shown(path)}: {error.strerror or error}") from error
    except (ValueError, RecursionError) as error:
        raise Refused(f"{shown(path)} is not JSON: {error}") from error


def _knowledge(target: str | None, env: str | None) -> Knowledge | None:
    if target is None:
        return None
    from ..runtime.records import Knowledge
    from .plans import plan_of

    return Knowledge(plan_of(target, env))
