"""``callplan check``.

Annotations are not put off here, as everywhere else: typer would compile each of them anew at every start.
"""

from pathlib import Path
from typing import Annotated

import typer

from .exits import Refused
from .options import ColorChoice, Env
from .reports import Format
from .seeing import Level


def check(
    paths: Annotated[
        list[str] | None,
        typer.Argument(metavar="[PATH]...", help="Files or folders; - reads stdin. Without one: the current folder."),
    ] = None,
    *,
    format: Annotated[
        Format, typer.Option("--format", "-f", help="How findings are printed; auto asks the CI system.")
    ] = "text",
    output: Annotated[
        list[str] | None,
        typer.Option("--output", "-o", metavar="FORMAT=FILE", help="Write the findings to FILE as well; repeatable."),
    ] = None,
    statistics: Annotated[bool, typer.Option("--statistics", help="Count the findings by rule.")] = False,
    select: Annotated[
        list[str] | None, typer.Option(metavar="RULE", help="Show these rules only: code, slug or group (H).")
    ] = None,
    ignore: Annotated[list[str] | None, typer.Option(metavar="RULE", help="Do not show these rules.")] = None,
    severity: Annotated[
        list[str] | None, typer.Option(metavar="RULE=LEVEL", help="Weigh a rule as error, warning or info.")
    ] = None,
    fail_on: Annotated[Level, typer.Option(help="Exit 1 from this severity on.")] = "error",
    baseline: Annotated[
        str | None, typer.Option("--baseline", metavar="FILE", help="Leave out the findings that FILE accepts.")
    ] = None,
    update_baseline: Annotated[
        bool, typer.Option("--update-baseline", help="Write FILE, or take out of it what is gone; never add to it.")
    ] = False,
    env: Env = None,
    all_envs: Annotated[
        bool, typer.Option("--all-envs", help="Look at every environment, as is done without --env.")
    ] = False,
    fix: Annotated[bool, typer.Option("--fix", help="Apply the safe fixes.")] = False,
    unsafe_fixes: Annotated[bool, typer.Option("--unsafe-fixes", help="With --fix or --diff: the others too.")] = False,
    diff: Annotated[bool, typer.Option("--diff", help="Show what --fix would change, and change nothing.")] = False,
    stdin_filename: Annotated[
        str | None, typer.Option(metavar="PATH", help="The file that the text on stdin stands for.")
    ] = None,
    color: ColorChoice = "auto",
    watch: Annotated[bool, typer.Option("--watch", "-w", help="Check again whenever a file changes.")] = False,
    jobs: Annotated[
        int | None, typer.Option("--jobs", "-j", min=1, help="Processes that share the work; else one a processor.")
    ] = None,
    no_cache: Annotated[
        bool, typer.Option("--no-cache", help="Check again what has not changed since the last check.")
    ] = False,
    plugins: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="Run the rules of an installed plugin too; repeatable.")
    ] = None,
    timings: Annotated[
        bool, typer.Option("--timings", help="Say on stderr where the time goes, rule by rule.")
    ] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Say on stderr what was read, and how.")] = False,
) -> int:
    """Find every mistake in a workspace, at its line.

    The workspace is the nearest folder upwards with a callplan.yaml, or one that is laid out like gitops, or the
    folder itself. A path that is a file gets the findings of that file, read in its workspace.

    \b
    Examples:
      callplan check
      callplan check resources/uat --fail-on warning
      callplan check --env prod
      callplan check assistants/billing.md --format concise
      callplan check --format auto --output sarif=findings.sarif
      callplan check --baseline .callplan-baseline.json --update-baseline
      cat billing.md | callplan check - --stdin-filename assistants/billing.md
    """
    from .reports import outputs
    from .seeing import Question

    if all_envs and env is not None:
        raise Refused(f"--all-envs and --env {env} contradict each other")
    question = Question(
        tuple(paths or ["."]),
        format,
        outputs(output or ()),
        statistics,
        (tuple(select or ()), tuple(ignore or ()), tuple(severity or ())),
        fail_on,
        _baseline(baseline, update=update_baseline),
        update_baseline,
        env,
        "diff" if diff else "fix" if fix else None,
        unsafe_fixes,
        stdin_filename,
        color,
        no_cache,
        verbose,
        tuple(plugins or ()),
        timings,
        jobs,
    )
    if not watch:
        return question.answer()
    if question.repair or update_baseline or "-" in question.paths:
        raise Refused("--watch only looks: it goes with no fix, no diff, no new baseline and no text on stdin")
    from .watch import watch as again

    return again(question.paths, [path for _, path in question.outputs], question.answer)


def _baseline(file: str | None, *, update: bool) -> Path | None:
    if file is None and update:
        raise Refused("--update-baseline needs --baseline FILE")
    return None if file is None else Path(file)
