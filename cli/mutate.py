"""``callplan mutate``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from .exits import CLEAN, FINDINGS, Failed, Refused
from .findings import view_of
from .options import Env, Output
from .places import existing
from .terminal import data, err

if TYPE_CHECKING:
    from ..runtime.testing.outcome import Outcome
    from ..runtime.transcript import Transcript


def mutate(
    target: Annotated[
        str, typer.Argument(metavar="TARGET", help="The assistant, squad or call whose plan is changed.")
    ],
    paths: Annotated[
        list[str] | None,
        typer.Argument(metavar="[PATH]...", help="Transcripts, or folders of them. Without one: the current folder."),
    ] = None,
    *,
    env: Env = None,
    format: Annotated[Literal["text", "json"], typer.Option("--format", "-f", help="For people, or JSON.")] = "text",
    output: Output = None,
    fail_under: Annotated[
        float | None, typer.Option(min=0, max=100, metavar="PERCENT", help="Fail below this share of noticed changes.")
    ] = None,
) -> int:
    """Change the plan bit by bit and say which changes no transcript notices.

    Each change is one that somebody could make to the sources: a hook dropped, a timeout moved, a destination swapped.
    A transcript notices when it cannot be followed, when an expectation fails or when the golden trace differs. The
    transcripts must pass as they are. What is unnoticed is shown with a transcript that would notice.

    \b
    Examples:
      callplan mutate squads/clinic
      callplan mutate squads/clinic transcripts --env uat --fail-under 95
    """
    from ..runtime.mutation import baseline, score
    from ..runtime.mutation.reports import json_, text
    from ..runtime.testing.discovery import discover
    from ..runtime.testing.plans import locate
    from ..runtime.testing.selection import names

    found = discover([existing(path) for path in paths or ["."]])
    wanted = names(str(Path(target).resolve()) if Path(target).is_file() else target)

    def chosen(path: Path, transcript: Transcript) -> bool:
        return env in (None, transcript.env) and not wanted.isdisjoint(names(locate(path, transcript.target)[1]))

    suites, failed = baseline(found.transcripts, chosen)
    if failed:
        raise Failed(_tell(failed))
    if not suites:
        where = f" in {env!r}" if env is not None else ""
        raise Refused(f"no transcript of {len(found.transcripts)} targets {target!r}{where}")
    done = score(suites)
    content = (json_ if format == "json" else text).write(done, view_of(sys.stdout, "never"))
    if output is None:
        data(content)
    else:
        from .files import replace

        replace(Path(output), content.encode("utf-8", "backslashreplace"))
    if fail_under is not None and done.percent < fail_under:
        err(f"callplan: {done.percent:.2f} % of the changes are noticed, below the {fail_under:g} % of --fail-under")
        return FINDINGS
    return CLEAN


def _tell(failed: list[Outcome]) -> int:
    """Say which transcripts do not pass as they are."""
    from ..runtime.testing.reports import text

    view = view_of(sys.stderr, "auto")
    for outcome in failed:
        err(text.one(outcome, view), end="")
    err("callplan: mutate needs transcripts that pass: a failing one notices everything")
    return FINDINGS
