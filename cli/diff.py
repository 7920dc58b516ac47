"""``callplan diff``."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from .differences import Format
from .exits import CLEAN, FINDINGS, USAGE, Failed, Refused
from .findings import tell
from .options import ColorChoice, Output, Var, Vars
from .sides import Source, source_of
from .terminal import colored, data, out

if TYPE_CHECKING:
    from ..compiler.diagnostics import Diagnostic


def diff(
    before: Annotated[
        str | None,
        typer.Argument(metavar="[A]", help="A target, a plan file, a folder or REVISION:TARGET; all targets without."),
    ] = None,
    after: Annotated[
        str | None, typer.Argument(metavar="[B]", help="The other side; without, A in another environment or as it is.")
    ] = None,
    *,
    env: Annotated[
        list[str] | None,
        typer.Option(
            "--env", "-e", metavar="NAME", help="Twice: of A and of B. Once: of both. Three times or more: a table."
        ),
    ] = None,
    var: Var = None,
    vars: Vars = None,
    format: Annotated[
        Format, typer.Option("--format", "-f", help="For people, programs, a pull request, a browser.")
    ] = "text",
    replay: Annotated[
        bool, typer.Option("--replay", help="Play the transcripts of the target on both sides: where do calls part?")
    ] = False,
    exit_code: Annotated[
        bool, typer.Option("--exit-code", help="Exit 1 if there is a difference that the project file does not allow.")
    ] = False,
    output: Output = None,
    color: ColorChoice = "auto",
) -> int:
    """Say what behaves differently between two plans, environments, revisions or folders.

    A target is a file or KIND/NAME; REVISION:TARGET is that target in git (REVISION: alone, all of it); a plan file is
    what compile -o wrote; a folder is another workspace, or what the API answered to list calls (assistants.json,
    tools.json ...). Differences that callplan.yaml allows (allow) are counted apart.

    \b
    Examples:
      callplan diff squads/clinic --env uat --env prod --exit-code
      callplan diff main:squads/clinic --env prod --format markdown
      callplan diff squads/clinic -e dev -e uat -e prod
      callplan diff before.plan.json squads/clinic --env prod --replay
      callplan diff exports squads/clinic --env prod
    """
    from .values import variables

    values = variables(var, vars)
    paint = output is None and colored(color, sys.stdout)
    names = env or []
    if replay and len(names) > 2:
        raise Refused("--replay plays on two sides: give --env at most twice")
    with ExitStack() as stack:
        if len(names) > 2:
            text, code = _table(before, after, names, values, format, stack)
        else:
            text, code = _two(sides(before, after, names, stack), values, format, replay, paint)
    _write(text, format, output)
    return code if exit_code or code == USAGE else CLEAN


def sides(before: str | None, after: str | None, names: list[str], stack: ExitStack) -> tuple[Source, Source]:
    """The two sides that a command line means."""
    first, second = (names[0], names[-1]) if names else (None, None)
    one = source_of(before, first, stack)
    if after is not None:
        return one, source_of(after, second, stack)
    if len(names) == 2:
        return one, source_of(before, second, stack)
    if before is not None and one.revision:
        return one, source_of(one.here, second, stack)
    raise Refused("diff takes A and B, or one target with --env twice, or REVISION:TARGET")


def _two(
    sides: tuple[Source, Source], values: dict[str, Any], format: Format, replay: bool, color: bool
) -> tuple[str, int]:
    """What is printed about two sides, and the exit code that tells whether they differ."""
    from . import differences
    from .comparing import compare, compare_all, paired
    from .partings import partings_of

    before, after = paired(*sides)
    whole = before.target is None and after.target is None and before.plan is None and after.plan is None
    if whole:
        several, found = compare_all(before, after, values)
    else:
        several, found = None, [compare(before, after, values)]
        tell(found[0].unused, after.workspace or before.workspace)
    played = tuple(partings_of(item, before, after) for item in found) if replay else ()
    if replay and not any(played):
        raise Refused(f"--replay: there is no transcript of {found[0].diff.after.target if found else 'any target'}")
    differs = bool(several) if several is not None else bool(found[0].diff)
    told = differences.Told(several, tuple(found), (before.show, after.show), played, color)
    code = USAGE if several is not None and several.broken else FINDINGS if differs else CLEAN
    return differences.render(told, format), code


def _table(
    target: str | None,
    other: str | None,
    names: list[str],
    values: dict[str, Any],
    format: Format,
    stack: ExitStack,
) -> tuple[str, int]:
    """Three environments or more, the first of which the others are compared with."""
    from ..compiler.changes.matrix import matrix
    from . import differences
    from .comparing import compare, compare_all, paired

    if other is not None:
        raise Refused("several environments are compared for one target: give A alone")
    columns = [source_of(target, name, stack) for name in names]
    pairs = [paired(columns[0], column) for column in columns[1:]]
    if columns[0].target is not None:
        rows = [[compare(one, two, values).diff] for one, two in pairs]
    else:
        told: set[Diagnostic] = set()
        found = [compare_all(one, two, values, told) for one, two in pairs]
        if any(several.broken for several, _ in found):
            raise Failed(USAGE)  # what is not there cannot be told from what does not compile
        rows = [[item.diff for item in items] for _, items in found]
    by_target = [{diff.after.target: diff for diff in row} for row in rows]
    targets = [target for target in by_target[0] if all(target in row for row in by_target)]
    tables = [matrix([row[target] for row in by_target]) for target in targets]
    differs = any(not row.allowed for table in tables for row in table.rows)
    return differences.render_tables(tables, format), FINDINGS if differs else CLEAN


def _write(text: str, format: Format, output: str | None) -> None:
    if output is not None:
        from .files import replace

        replace(Path(output), text.encode("utf-8", "backslashreplace"))
    elif format == "text":
        out(text, end="")
    else:
        data(text)
