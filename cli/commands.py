"""The table of commands, and how typer runs one: imported where a line is more than :mod:`.quick` understands."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from keyword import iskeyword
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer
from typer.core import TyperGroup

from .. import __version__
from .exits import CLEAN, INTERRUPTED, USAGE, Refused, near
from .terminal import err, out

if TYPE_CHECKING:
    from typer._click import Command, Context, HelpFormatter


class Entry(NamedTuple):
    """A command: its module under ``cli`` has a function of the same name, and is imported when it is asked for.

    A name that is a word of Python has ``_`` behind it there.
    """

    name: str
    summary: str

    @property
    def python(self) -> str:
        """What module and function are called."""
        return f"{self.name}_" if iskeyword(self.name) else self.name


COMMANDS: tuple[Entry, ...] = (
    Entry("check", "Find every mistake in a workspace, at its line."),
    Entry("compile", "Compile an assistant, a squad or a call request into one plan."),
    Entry("run", "Play a scripted transcript against a plan and show what happens."),
    Entry("test", "Replay golden transcripts and compare what happens with what is expected."),
    Entry("mutate", "Change the plan bit by bit and say which changes no transcript notices."),
    Entry("diff", "Say what behaves differently between two plans, environments, revisions or folders."),
    Entry("graph", "Draw a squad: members, handoffs, transfers, and where calls end."),
    Entry("report", "Write one HTML page for a run or a diff: no script, no network, nothing beside it."),
    Entry("replay", "Replay recorded calls by the thousand against a plan: which would go otherwise, and why."),
    Entry("import", "Turn a recorded call or a Vapi eval into a transcript."),
    Entry("export", "Turn a transcript into a Vapi eval."),
    Entry("render", "Render templates as the model or the caller gets them."),
    Entry("speak", "Show what the caller hears of a text: chunks, formatters, what the voice provider gets."),
    Entry("timeline", "Show what a silent caller lives through, and one who never stops."),
    Entry("variables", "List the variables of a target: who writes each, who reads it, and whether it is bound."),
    Entry("why", "Say where an effective value comes from: each layer, its place, and what it replaced."),
    Entry("payload", "Print the API request bodies that a deployer would send, one JSON object a line."),
    Entry("rules", "List the rules."),
    Entry(
        "explain", "Explain one rule: what it finds, why that matters on a call, an example, and the same corrected."
    ),
    Entry("schema", "Print the JSON Schema of a kind of document."),
    Entry("init", "Write a starter project that passes check and test."),
)

EPILOG = """\
\b
Examples:
  callplan init frontdesk && cd frontdesk
  callplan check
  callplan compile squads/clinic --env uat -o clinic.plan.json
  callplan test

\b
Exit codes: 0 clean, 1 findings or failed tests, 2 wrong usage or project file,
3 internal error, 130 interrupted.
"""


class Commands(TyperGroup):
    """A group that builds only the command that is asked for: importing all of them would cost start-up time."""

    def list_commands(self, ctx: Context) -> list[str]:
        return [entry.name for entry in COMMANDS]

    def get_command(self, ctx: Context, cmd_name: str) -> Command | None:
        entry = next((entry for entry in COMMANDS if entry.name == cmd_name), None)
        if entry is None:
            return None
        module = import_module(f".{entry.python}", __package__)
        app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False, add_completion=False)
        app.command(cmd_name, context_settings=SETTINGS)(getattr(module, entry.python))
        return typer.main.get_command(app)

    def resolve_command(self, ctx: Context, args: list[str]) -> tuple[str | None, Command | None, list[str]]:
        known = self.list_commands(ctx)
        if args and not args[0].startswith("-") and args[0] not in known and not ctx.resilient_parsing:
            raise Refused(f"there is no command {args[0]!r}{near(args[0], known)}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: Context, formatter: HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS))


SETTINGS: dict[Any, Any] = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


def _version(wanted: bool) -> None:
    if wanted:
        out(f"callplan {__version__}")
        raise typer.Exit(CLEAN)


def callplan(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    """Compile, check, diff and replay voice-agent configuration, offline."""


def group(*, completion: bool) -> TyperGroup:
    """The whole command. The options that install *completion* stand before any command, and cost an import."""
    app = typer.Typer(
        name="callplan",
        cls=Commands,
        context_settings=SETTINGS,
        epilog=EPILOG,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        add_completion=completion,
    )
    app.callback()(callplan)
    command = typer.main.get_command(app)
    assert isinstance(command, TyperGroup)
    return command


def run(arguments: Sequence[str]) -> int:
    """Run one command line; the exit code. What its command raises is raised."""
    try:
        command = group(completion=not arguments or arguments[0].startswith("-"))
        outcome = command.main(list(arguments), prog_name="callplan", standalone_mode=False)
        return outcome if isinstance(outcome, int) else CLEAN
    except typer.TyperException as error:
        return _usage(error)
    except typer.Abort:
        return INTERRUPTED


def _usage(error: typer.TyperException) -> int:
    """What typer found wrong with the command line, in one line and a hint."""
    context = getattr(error, "ctx", None)
    path = context.command_path if context is not None else "callplan"
    message = error.format_message() or "a command is missing"
    err(f"callplan: {message}\nTry '{path} --help'.")
    return USAGE
