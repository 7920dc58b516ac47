"""``callplan export``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Literal

import typer

from .exits import CLEAN
from .options import Output
from .places import existing, shown
from .terminal import data, err


def export(
    transcript: Annotated[str, typer.Argument(metavar="TRANSCRIPT", help="A *.transcript.yaml.")],
    *,
    to: Annotated[Literal["eval"], typer.Option(help="What it becomes: a Vapi eval, as POST /eval takes it.")] = "eval",
    name: Annotated[str | None, typer.Option(help="The eval's name; without it, the file's.")] = None,
    output: Output = None,
) -> int:
    """Turn a transcript into a Vapi eval.

    What an eval cannot express (times, silences, keys, interruptions, hooks, variables, endings) is a warning.

    \b
    Example:
      callplan export transcripts/booking.transcript.yaml -o booking.eval.json
    """
    from ..compiler.diagnostics.reporters.safe import one_line
    from ..runtime.records import to_eval
    from ..runtime.transcript import SUFFIX
    from .transcripts import transcript_at

    path = existing(transcript)
    exported = to_eval(transcript_at(path), name or path.name.removesuffix(SUFFIX))
    for line, lost in exported.warnings:
        place = f"{shown(path)}:{line}" if line else shown(path)
        err(f"{one_line(place)}: warning: not in the eval: {one_line(lost)}")
    content = json.dumps(exported.eval, indent=2, ensure_ascii=False) + "\n"
    if output is None:
        data(content)
    else:
        from .files import replace

        replace(Path(output), content.encode("utf-8", "backslashreplace"))
    return CLEAN
