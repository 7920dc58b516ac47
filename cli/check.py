"""``callplan check``.

Annotations are not put off here, as everywhere else: typer would compile each of them anew at every start.
"""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from .exits import CLEAN, FINDINGS, USAGE, Refused
from .options import ColorChoice, Env
from .places import existing
from .reports import Format
from .terminal import err, out

if TYPE_CHECKING:
    from .baseline import Accepted
    from .workspaces import Look

Level = Literal["error", "warning", "info"]


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
    no_cache: Annotated[
        bool, typer.Option("--no-cache", help="Check again what has not changed since the last check.")
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
    from ..compiler.diagnostics import Severity
    from . import reports

    if all_envs and env is not None:
        raise Refused(f"--all-envs and --env {env} contradict each other")
    files = reports.outputs(output or ())
    accepted = _accepted(baseline, update=update_baseline)

    # what asks for more than findings asks the workspace itself
    cached = not (no_cache or verbose or fix or diff or accepted) and _ENOUGH.issuperset(
        (reports.resolve(format), *(name for name, _ in files))
    )

    def seen() -> "Look":
        found = _look(paths, stdin_filename, env, cached=cached)
        if accepted is not None:
            found = accepted.leave_out(found)
        return found.choose(select or (), ignore or (), severity or ())

    found = seen()
    for place in found.unread:
        err(
            f"callplan: nothing in {place} is configuration that callplan reads (callplan check -v lists what it reads)"
        )
    if found.unread and not found.report.files and not found.report.diagnostics:
        return USAGE
    if diff or fix:
        from . import repair

        if diff:
            out(repair.preview(found, unsafe=unsafe_fixes), end="")
        else:
            found = repair.repair(found, seen, unsafe=unsafe_fixes)
    if verbose:
        err(found.description())
    if accepted is not None:
        accepted.close()
    if not diff:
        reports.show(found, reports.resolve(format), color, statistics=statistics)
    reports.store(found, files)
    if found.project_fails():
        return USAGE
    if found.report.fails_at(Severity(fail_on)):
        return FINDINGS
    return USAGE if found.unread else CLEAN  # a place that holds nothing must not pass for the sake of its neighbours


_ENOUGH = frozenset({"text", "concise", "json", "junit", "github", "markdown"})
"""The formats that findings suffice for: the others tell one from another by its landmark in the document."""


def _accepted(file: str | None, *, update: bool) -> "Accepted | None":
    if file is None:
        if update:
            raise Refused("--update-baseline needs --baseline FILE")
        return None
    from .baseline import Accepted

    return Accepted(Path(file), update=update)


def _look(paths: list[str] | None, stdin_filename: str | None, env: str | None, *, cached: bool) -> "Look":
    from .workspaces import look, look_at_text

    if "-" not in (paths or ()):
        if stdin_filename is not None:
            raise Refused("--stdin-filename names the text on stdin: write - as the path")
        return look(paths or ["."], env, cached=cached)
    if paths != ["-"] or stdin_filename is None:
        raise Refused("- stands alone and needs --stdin-filename")
    path = existing(stdin_filename)
    return look_at_text(path, sys.stdin.buffer.read(), env)
