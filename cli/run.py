"""``callplan run``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from ..compiler.values import replace
from .exits import CLEAN, FINDINGS, Failed, Refused
from .findings import tell
from .options import Env, Output, Var, Vars
from .places import existing
from .terminal import data

if TYPE_CHECKING:
    from ..compiler.plan.model import Plan
    from ..runtime.transcript import Transcript


def run(
    arguments: Annotated[
        list[str],
        typer.Argument(metavar="[TARGET] TRANSCRIPT", help="The transcript, before it another target or plan."),
    ],
    *,
    env: Env = None,
    var: Var = None,
    vars: Vars = None,
    format: Annotated[
        Literal["text", "json"], typer.Option("--format", "-f", help="A timeline, or JSON Lines.")
    ] = "text",
    detail: Annotated[
        Literal["full", "events"], typer.Option(help="events leaves out prompts and spoken texts.")
    ] = "full",
    messages: Annotated[bool, typer.Option("--messages", help="What the server and the client are told, too.")] = False,
    expand: Annotated[bool, typer.Option("--expand", help="Every prompt and message list in full.")] = False,
    output: Output = None,
) -> int:
    """Play a scripted transcript against a plan and show what happens.

    Without TARGET the transcript's own target is compiled. Expectations are not judged: test does that.

    \b
    Examples:
      callplan run transcripts/booking.transcript.yaml
      callplan run clinic.plan.json transcripts/booking.transcript.yaml --format json
    """
    from ..runtime import ScriptError
    from ..runtime import run as play
    from ..runtime.trace import dump_json, dump_text
    from .transcripts import transcript_at
    from .values import variables

    if messages and detail != "full":
        raise Refused("--messages needs the texts of a call: --detail full")
    if len(arguments) > 2:
        raise Refused(f"run takes one transcript, and perhaps a target before it, not {len(arguments)} names")
    path = existing(arguments[-1])
    transcript = adapted(transcript_at(path), env, variables(var, vars))
    plan = plan_for(arguments[0] if len(arguments) == 2 else None, path, transcript)
    failure = None
    try:
        trace = play(plan, transcript, detail=detail)
    except ScriptError as error:
        trace, failure = error.trace, error
    if messages:
        from ..runtime.outside import told

        trace = told(plan, trace, whole=expand, started_at=transcript.call.started_at)
    text = dump_json(trace, expand=expand) if format == "json" else dump_text(trace, expand=expand)
    _write(text, output)
    if failure is not None:
        tell((failure.diagnostic,))
        return FINDINGS
    return CLEAN


def adapted(transcript: Transcript, env: str | None, values: dict[str, Any]) -> Transcript:
    """The transcript with the environment and the variables of the command line over its own."""
    from ..compiler.plan.frozen import FrozenDict, freeze

    call = transcript.call
    if values:
        own = dict(call.variables)
        call = replace(call, variables=FrozenDict({**own, **{name: freeze(value) for name, value in values.items()}}))
    return replace(transcript, env=env or transcript.env, call=call)


def plan_for(target: str | None, path: Path, transcript: Transcript) -> Plan:
    """The plan of *target*, or else of the transcript's own target."""
    if target is not None:
        from .plans import plan_of

        return plan_of(target, transcript.env)
    from ..runtime.testing.plans import PlanError, Plans

    try:
        return Plans().plan(path, transcript)
    except PlanError as error:
        raise Failed(tell(error.diagnostics)) from error


def _write(text: str, output: str | None) -> None:
    if output is None:
        data(text)
        return
    from .files import replace as replace_file

    replace_file(Path(output), text.encode("utf-8", "backslashreplace"))
