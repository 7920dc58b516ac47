"""Options that several commands share, worded once."""

from __future__ import annotations

from typing import Annotated

import typer

from .terminal import Color

Env = Annotated[
    str | None, typer.Option("--env", "-e", metavar="NAME", help="The environment to look at, as the project names it.")
]
Var = Annotated[
    list[str] | None,
    typer.Option("--var", metavar="NAME=VALUE", help="A variable's value; JSON if it parses as JSON, else text."),
]
Vars = Annotated[
    str | None, typer.Option("--vars", metavar="FILE", help="Variables from a YAML or JSON file; --var wins over it.")
]
Now = Annotated[
    str | None,
    typer.Option("--now", metavar="ISO", help="The instant that templates see, with a zone: 2026-01-05T15:00:00Z."),
]


def to_stdout(file: str | None) -> str | None:
    """``-`` for a file is stdout, where a result goes without the option."""
    return None if file == "-" else file


Output = Annotated[
    str | None,
    typer.Option("--output", "-o", metavar="FILE", help="Write the result to FILE.", callback=to_stdout),
]
ColorChoice = Annotated[Color, typer.Option("--color", help="Colours: auto asks the terminal and NO_COLOR.")]
