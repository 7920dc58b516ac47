"""``callplan compile``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from .exits import CLEAN
from .options import Env, Output, Var, Vars
from .places import shown
from .terminal import data, out

Target = Annotated[
    str, typer.Argument(metavar="TARGET", help="A file (assistant, squad, call request), or KIND/NAME: squads/clinic.")
]


def compile(target: Target, *, env: Env = None, var: Var = None, vars: Vars = None, output: Output = None) -> int:
    """Compile an assistant, a squad or a call request into one plan.

    The plan is canonical JSON: on stdout, or in FILE with a summary on stdout.

    \b
    Examples:
      callplan compile squads/clinic --env uat -o clinic.plan.json
      callplan compile assistants/billing.md --var plan=gold | jq .needs
    """
    from ..compiler.plan import dump
    from .plans import compiled, workspace_of
    from .values import variables

    values = variables(var, vars)
    plan = compiled(workspace_of(target, env), target, values)
    raw = dump(plan)
    if output is None:
        data(raw)
        return CLEAN
    from .files import replace
    from .summary import summary

    replace(Path(output), raw)
    out(summary(plan))
    out(f"\nwritten to {shown(Path(output))} ({len(raw):,} bytes)")
    return CLEAN
