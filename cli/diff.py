"""``callplan diff``."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from .exits import CLEAN, FINDINGS, USAGE, Failed, Refused
from .options import Var, Vars
from .places import shown
from .terminal import data, out


def diff(
    before: Annotated[
        str,
        typer.Argument(metavar="A", help="A target or a plan file; alone, it is compared between two environments."),
    ],
    after: Annotated[str | None, typer.Argument(metavar="[B]", help="The other target or plan file.")] = None,
    *,
    env: Annotated[
        list[str] | None, typer.Option("--env", "-e", metavar="NAME", help="Twice: of A and of B. Once: of both.")
    ] = None,
    var: Var = None,
    vars: Vars = None,
    format: Annotated[Literal["text", "json"], typer.Option("--format", "-f", help="For people, or JSON.")] = "text",
    exit_code: Annotated[
        bool, typer.Option("--exit-code", help="Exit 1 if there is a difference that the project file does not allow.")
    ] = False,
) -> int:
    """Say what behaves differently between two plans or two environments.

    A target is a file or KIND/NAME; a plan file is what compile -o wrote. Differences that callplan.yaml allows
    (allow) are counted apart.

    \b
    Examples:
      callplan diff squads/clinic --env uat --env prod --exit-code
      callplan diff before.plan.json squads/clinic --env prod
    """
    from .. import compiler
    from ..compiler.changes.allow import allow
    from .findings import tell
    from .plans import located_plan
    from .values import variables

    first, second = _environments(env or [], alone=after is None)
    values = variables(var, vars)
    try:
        old, old_home = located_plan(before, first, values)
        new, new_home = located_plan(after or before, second, values)
    except Failed as failure:
        raise Failed(USAGE) from failure  # there is nothing to compare with
    homes = [home for home in (new_home, old_home) if home is not None]
    changes, unused = allow(compiler.diff(old, new), homes[0].project.allow if homes else ())
    if format == "json":
        from ..compiler.changes.json_ import render

        data(render(changes))
    else:
        from ..compiler.changes.text import render as render_text
        from ..compiler.diagnostics.reporters.safe import block

        roots = {home.root for home in homes}
        root = roots.pop() if len(roots) == 1 else None
        out(block(render_text(changes, str if root is None else lambda file: shown(root / file))), end="")
    tell(unused, homes[0] if homes else None)
    return FINDINGS if exit_code and changes else CLEAN


def _environments(names: list[str], *, alone: bool) -> tuple[str | None, str | None]:
    """The environments of the two sides."""
    if alone and len(names) != 2:
        raise Refused("diff takes A and B, or one target with --env twice")
    if len(names) > 2:
        raise Refused(f"--env is given {len(names)} times: there are two sides")
    return (names[0], names[-1]) if names else (None, None)
