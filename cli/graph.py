"""``callplan graph``."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import Annotated, Literal

import typer

from .exits import CLEAN, Refused
from .options import Output, Var, Vars
from .terminal import data

_PICTURES = frozenset({".png", ".pdf", ".jpg", ".jpeg", ".gif", ".webp", ".html", ".json"})
"""Names of files that hold none of the three forms."""


def graph(
    target: Annotated[str, typer.Argument(metavar="TARGET", help="A file, KIND/NAME, or a plan file.")],
    other: Annotated[
        str | None, typer.Argument(metavar="[B]", help="The newer side: what differs is coloured in.")
    ] = None,
    *,
    env: Annotated[
        list[str] | None, typer.Option("--env", "-e", metavar="NAME", help="Twice: what differs is coloured in.")
    ] = None,
    var: Var = None,
    vars: Vars = None,
    format: Annotated[
        Literal["mermaid", "dot", "svg"] | None,
        typer.Option("--format", "-f", help="Mermaid, DOT or SVG; without, as the output file is called, or Mermaid."),
    ] = None,
    output: Output = None,
) -> int:
    """Draw a squad: members, handoffs, transfers, and where calls end.

    Between two environments, revisions or plans (as diff takes them) new, changed and removed parts are coloured.

    \b
    Examples:
      callplan graph squads/clinic --env uat
      callplan graph squads/clinic --env uat --env prod -o clinic.svg
      callplan graph main:squads/clinic squads/clinic --env prod --format dot
    """
    from ..compiler.graph import changed, graph_of
    from .comparing import compare, paired, plan_on
    from .diff import sides
    from .sides import source_of
    from .values import variables

    suffix = Path(output or "").suffix.lower()
    if format is None and suffix in _PICTURES:
        raise Refused(f"graph draws Mermaid, DOT and SVG, not {suffix}: take .svg, or give .dot to Graphviz")
    values = variables(var, vars)
    names = env or []
    if len(names) > 2:
        raise Refused(f"--env is given {len(names)} times: a graph compares two sides")
    with ExitStack() as stack:
        if other is not None or len(names) == 2:
            before, after = paired(*sides(target, other, names, stack))
            found = compare(before, after, values)
            if found.before is None or found.after is None:
                raise Refused(f"{found.diff.after.target} is no conversation: there is nothing to draw")
            drawn = changed(found.before, found.after, found.diff)
        else:
            drawn = graph_of(plan_on(source_of(target, names[0] if names else None, stack), values))
    chosen = format or {".svg": "svg", ".dot": "dot", ".gv": "dot"}.get(suffix, "mermaid")
    if chosen == "svg":
        from ..compiler.graph.svg import render
    elif chosen == "dot":
        from ..compiler.graph.dot import render
    else:
        from ..compiler.graph.mermaid import render
    text = render(drawn)
    if output is None:
        data(text)
    else:
        from .files import replace

        replace(Path(output), text.encode("utf-8", "backslashreplace"))
    return CLEAN
