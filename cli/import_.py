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
        typer.Argument(
            metavar="RECORD", help="A call, an end-of-call report, messages, an eval, a scenario: JSON, YAML."
        ),
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
    what the assistant says by itself, and the transcript can be run as it is. A listing of several (a JSON list, or an
    API answer with results) becomes a transcript each, in the folder of --output.

    \b
    Examples:
      callplan import call.json -o transcripts/lost-call.transcript.yaml
      callplan import report.json --target squads/clinic --env prod --mask
      callplan import tests.json -o transcripts/
    """
    from ..runtime.records import masked, parts

    path = existing(record)
    value = _value(path)
    if mask:
        value = masked(value)
    listed = parts(value)
    if not listed:
        _put(_transcript(value, path, target, env, _knowledge(target, env)), output)
        return CLEAN
    if output is None or not Path(output).is_dir():
        raise Refused(f"{shown(path)} holds {len(listed)} records: name a folder that is there with --output")
    knowledge = _knowledge(target, env)
    for name, one in listed:
        _put(_transcript(one, path, target, env, knowledge), str(Path(output) / f"{name}.transcript.yaml"))
    return CLEAN


def _transcript(value: Any, path: Path, target: str | None, env: str | None, knowledge: Knowledge | None) -> str:
    """The text of one record's transcript; what is to be said about the record goes to stderr."""
    from ..compiler.diagnostics.reporters.safe import one_line
    from ..runtime.records import fitted, from_record, moved, unlike, write

    for place in unlike(value):
        err(f"callplan: {shown(path)} is not as the platform documents it: {one_line(place)}")
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
            err(f"callplan: on this plan the call goes otherwise: {one_line(stopped.diagnostic.message)}")
    return write(transcript, remarks)


def _put(content: str, output: str | None) -> None:
    if output is None:
        data(content)
        return
    from .files import replace

    replace(Path(output), content.encode("utf-8"))


def _value(path: Path) -> Any:
    """What the file holds: JSON, or YAML as workspaces keep evals and scenarios."""
    if path.suffix in (".yml", ".yaml"):
        return _yaml(path)
    try:
        return json.loads(path.read_bytes())
    except OSError as error:
        raise Refused(f"cannot read {shown(path)}: {error.strerror or error}") from error
    except (ValueError, RecursionError) as error:
        raise Refused(f"{shown(path)} is not JSON: {error}") from error


def _yaml(path: Path) -> Any:
    from ..compiler.diagnostics import Severity
    from ..compiler.sources import read_file

    reading = read_file(path, shown(path))
    wrong = next((found for found in reading.diagnostics if found.severity is Severity.ERROR), None)
    if wrong is not None or not reading.documents:
        raise Refused(f"{shown(path)}: {wrong.message}" if wrong is not None else f"{shown(path)} is empty")
    return reading.documents[0].data


def _knowledge(target: str | None, env: str | None) -> Knowledge | None:
    if target is None:
        return None
    from ..runtime.records import Knowledge
    from .plans import plan_of

    return Knowledge(plan_of(target, env))
