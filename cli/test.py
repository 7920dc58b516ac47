"""``callplan test``."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from .exits import CLEAN, FINDINGS, USAGE
from .findings import view_of
from .options import ColorChoice, Output
from .places import existing
from .terminal import data, out

if TYPE_CHECKING:
    from ..runtime.testing.outcome import Results

Format = Literal["text", "junit", "github"]


def test(
    paths: Annotated[
        list[str] | None,
        typer.Argument(metavar="[PATH]...", help="Transcripts, or folders of them. Without one: the current folder."),
    ] = None,
    *,
    words: Annotated[
        str | None, typer.Option("-k", metavar="WORDS", help="Only those whose path contains every word.")
    ] = None,
    update: Annotated[bool, typer.Option("--update", help="Write golden files; never with CI set.")] = False,
    strict_snapshots: Annotated[
        bool, typer.Option("--strict-snapshots", help="A missing golden file fails even where there is expect.")
    ] = False,
    format: Annotated[Format, typer.Option("--format", "-f", help="How results are printed.")] = "text",
    output: Output = None,
    durations: Annotated[bool, typer.Option("--durations", help="List the slowest ten.")] = False,
    jobs: Annotated[int, typer.Option("--jobs", "-j", min=1, help="Processes that share the work.")] = 1,
    color: ColorChoice = "auto",
) -> int:
    """Replay golden transcripts and compare what happens with what is expected.

    The trace of x.transcript.yaml is compared with __snapshots__/x.trace.txt beside it; entries of expect are judged in
    any case. A path without transcripts is wrong usage.

    \b
    Examples:
      callplan test
      callplan test transcripts -k booking
      callplan test --update
      callplan test --format junit -o results.xml
    """
    from ..runtime.testing import golden
    from ..runtime.testing.reports import text
    from ..runtime.testing.suite import Options, run_all

    places = [existing(path) for path in paths or ["."]]
    options = Options(update=update, strict=strict_snapshots, ci=golden.is_ci(os.environ))
    people = format == "text" or output is not None
    view = view_of(sys.stdout, color)
    results = run_all(
        places,
        options,
        words=words,
        jobs=jobs,
        listener=(lambda outcome: out(text.one(outcome, view), end="")) if people else None,
    )
    if people:
        out(text.summary(results, view, durations), end="")
    if format != "text" or output is not None:
        _write(results, format, output)
    if not results.outcomes:
        return USAGE
    return CLEAN if results.ok else FINDINGS


def _write(results: Results, format: Format, output: str | None) -> None:
    """The results as a document: into *output*, or to stdout."""
    from ..runtime.testing.reports import github, junit, text

    document = {"text": text.write, "junit": junit.write, "github": github.write}[format]
    content = document(results, view_of(sys.stdout, "never"))
    if output is None:
        data(content)
        return
    from .files import replace

    replace(Path(output), content.encode("utf-8", "backslashreplace"))
