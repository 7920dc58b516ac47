"""``callplan report``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from .exits import CLEAN, FINDINGS, Refused
from .findings import tell
from .options import Output, Var, Vars
from .places import existing
from .terminal import data

if TYPE_CHECKING:
    from ..runtime.report import Run

SUFFIX = ".transcript.yaml"


def report(
    arguments: Annotated[
        list[str] | None,
        typer.Argument(metavar="[TARGET] TRANSCRIPT | [A] [B]", help="A transcript to play, or two sides as diff has."),
    ] = None,
    *,
    env: Annotated[
        list[str] | None, typer.Option("--env", "-e", metavar="NAME", help="Of the call; twice for a diff.")
    ] = None,
    var: Var = None,
    vars: Vars = None,
    replay: Annotated[
        bool, typer.Option("--replay", help="A diff: play the transcripts of the target on both sides, too.")
    ] = False,
    output: Output = None,
) -> int:
    """Write one HTML page for a run or a diff: no script, no network, nothing beside it.

    Of a run it shows who speaks when, which tools are awaited, hooks, handoffs and the conversation; of a diff the
    squad coloured in, every change with its places, and prompts side by side.

    \b
    Examples:
      callplan report transcripts/booking.transcript.yaml -o booking.html
      callplan report squads/clinic --env uat --env prod -o promotion.html
    """
    from .values import variables

    given = arguments or []
    if given and given[-1].endswith(SUFFIX):
        if len(given) > 2 or len(env or []) > 1 or replay:
            raise Refused("the report of a run takes one transcript, a target before it, and one environment")
        run = _run(given, env[0] if env else None, variables(var, vars))
        _write(_page(run), output)
        return FINDINGS if run.fault else CLEAN
    if len(given) > 2:
        raise Refused(f"report takes a transcript or two sides, not {len(given)} names")
    if not given and len(env or []) < 2:
        raise Refused("report takes a transcript, or what diff takes: two sides, or one target with --env twice")
    from .diff import diff

    before = given[0] if given else None
    after = given[1] if len(given) == 2 else None
    return diff(before, after, env=env, var=var, vars=vars, format="html", replay=replay, output=output)


def _page(run: Run) -> str:
    from ..runtime.report import run_page

    return run_page(run)


def _run(given: list[str], env: str | None, values: dict[str, Any]) -> Run:
    """The call of a transcript; a script that cannot be followed is shown as far as it went."""
    from ..runtime import ScriptError
    from ..runtime import run as play
    from ..runtime.report import Run
    from .run import adapted, plan_for
    from .transcripts import transcript_at

    path = existing(given[-1])
    transcript = adapted(transcript_at(path), env, values)
    plan = plan_for(given[0] if len(given) == 2 else None, path, transcript)
    title = path.name.removesuffix(SUFFIX)
    try:
        return Run(title, plan, play(plan, transcript))
    except ScriptError as error:
        tell((error.diagnostic,))
        return Run(title, plan, error.trace, error.diagnostic.message)


def _write(text: str, output: str | None) -> None:
    if output is None:
        data(text)
        return
    from .files import replace

    replace(Path(output), text.encode("utf-8", "backslashreplace"))
