"""``callplan test``."""

from __future__ import annotations

import dataclasses
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from .exits import CLEAN, FINDINGS, USAGE, Refused
from .findings import view_of
from .options import ColorChoice, Output, to_stdout
from .places import existing
from .progress import Progress
from .terminal import data, err, out

if TYPE_CHECKING:
    from ..runtime.testing.outcome import Outcome, Results

Format = Literal["text", "junit", "github", "markdown"]
CoverageFormat = Literal["text", "json", "html", "cobertura"]


def test(
    paths: Annotated[
        list[str] | None,
        typer.Argument(metavar="[PATH]...", help="Transcripts, or folders of them. Without one: the current folder."),
    ] = None,
    *,
    words: Annotated[
        str | None, typer.Option("-k", metavar="EXPR", help="By words of the path: 'booking and not night'.")
    ] = None,
    tags: Annotated[
        str | None, typer.Option("-m", metavar="EXPR", help="By tags of the transcript: 'smoke and not slow'.")
    ] = None,
    targets: Annotated[
        list[str] | None,
        typer.Option("--target", "-t", metavar="TARGET", help="Only those of this target. Repeatable."),
    ] = None,
    update: Annotated[bool, typer.Option("--update", help="Write golden files; never with CI set.")] = False,
    review: Annotated[
        bool, typer.Option("--review", help="Decide on changed golden files one by one; answers may come by stdin.")
    ] = False,
    impacted_by: Annotated[
        str | None, typer.Option(metavar="REV", help="Only what changes since this git revision can reach.")
    ] = None,
    strict_snapshots: Annotated[
        bool, typer.Option("--strict-snapshots", help="A missing golden file fails even where there is expect.")
    ] = False,
    format: Annotated[Format, typer.Option("--format", "-f", help="How results are printed.")] = "text",
    output: Output = None,
    durations: Annotated[bool, typer.Option("--durations", help="List the slowest ten.")] = False,
    jobs: Annotated[int, typer.Option("--jobs", "-j", min=1, help="Processes that share the work.")] = 1,
    coverage: Annotated[
        bool, typer.Option("--coverage", help="Say which parts of the plans the transcripts touched.")
    ] = False,
    coverage_format: Annotated[CoverageFormat, typer.Option(help="How coverage is written.")] = "text",
    coverage_output: Annotated[
        str | None, typer.Option(metavar="FILE", help="Write coverage to FILE; without it, it goes to stdout.")
    ] = None,
    fail_under: Annotated[
        float | None, typer.Option(min=0, max=100, metavar="PERCENT", help="Fail below this coverage.")
    ] = None,
    color: ColorChoice = "auto",
) -> int:
    """Replay golden transcripts and compare what happens with what is expected.

    The trace of x.transcript.yaml is compared with __snapshots__/x.trace.txt beside it; entries of expect are judged in
    any case. A path without transcripts is wrong usage; a golden file without its transcript fails, and --update
    deletes it unless only some of the transcripts are selected.

    \b
    Examples:
      callplan test
      callplan test transcripts -k 'booking or billing'
      callplan test -m 'smoke and not slow' --target squads/clinic
      callplan test --update
      callplan test --review
      callplan test --impacted-by main
      callplan test --format junit -o results.xml
      callplan test --coverage --fail-under 90
      callplan test --coverage-format html --coverage-output coverage.html
    """
    from ..runtime.testing import golden
    from ..runtime.testing.reports import text
    from ..runtime.testing.selection import Selection
    from ..runtime.testing.suite import Options, run_all

    places = [existing(path) for path in paths or ["."]]
    measured = coverage or coverage_format != "text" or coverage_output is not None or fail_under is not None
    coverage_output = to_stdout(coverage_output)
    document = measured and coverage_format != "text" and coverage_output is None
    if document and format != "text" and output is None:
        raise Refused("results and coverage cannot both go to stdout: name a file with --output or --coverage-output")
    if review and (document or (format != "text" and output is None)):
        raise Refused("--review talks on stdout, and so does the document: name a file with --output")
    if review and update:
        raise Refused("--update writes every golden file, --review asks about each: one of the two")
    if review and golden.is_ci(os.environ):
        raise Refused("--review writes golden files, and CI is set: they are reviewed where somebody can look at them")
    options = Options(update=update, strict=strict_snapshots, ci=golden.is_ci(os.environ), coverage=measured)
    people = (format == "text" or output is not None) and not document
    view = view_of(sys.stdout, color)
    progress = Progress("transcripts", shown=not (people and sys.stdout.isatty()))

    def heard(outcome: Outcome, total: int) -> None:
        if people:
            later = review and outcome.pending is not None  # it is told when it is asked about
            out(text.one(dataclasses.replace(outcome, diagnostics=(), details=()) if later else outcome, view), end="")
        progress.step(total)

    results = run_all(
        places,
        options,
        Selection(
            words,
            tags,
            tuple(targets or ()),
            (lambda chosen: _impacted(chosen, impacted_by, people)) if impacted_by is not None else None,
            Path.cwd(),
        ),
        jobs=jobs,
        listener=heard,
    )
    progress.end()
    if review:
        from .review import review as decide

        results = decide(results, view)
    if people:
        out(text.summary(results, view, durations), end="")
    if format != "text" or output is not None:
        _write(results, format, output)
    enough = not measured or _cover(results, coverage_format, coverage_output, fail_under)
    if not results.outcomes:
        return CLEAN if impacted_by is not None and not results.faults else USAGE
    return CLEAN if results.ok and enough else FINDINGS


def _impacted(chosen: tuple[Path, ...], revision: str, people: bool) -> tuple[Path, ...]:
    """Those that can go otherwise than at *revision*."""
    from ..compiler.diagnostics.reporters.safe import one_line
    from ..runtime.testing.impact import reached
    from .revisions import tree_at

    found = reached(chosen, revision, tree_at)
    if people:
        out(f"{len(found)} of {len(chosen)} transcripts can be reached by what has changed since {revision}")
        view = view_of(sys.stdout, "never")
        for path, why in found.items():
            out(one_line(f"  {view.name(path.as_posix())}: {why}"))
    return tuple(found)


def _cover(results: Results, format: CoverageFormat, output: str | None, least: float | None) -> bool:
    """Write the coverage, and whether it reaches *least* percent."""
    from ..runtime.coverage import Played, collect
    from ..runtime.coverage.reports import cobertura, html, json_, text

    coverage = collect(
        Played(one.transcript, one.root, one.plan, one.touched)
        for one in results.outcomes
        if one.root is not None and one.plan is not None
    )
    write = {"text": text.write, "json": json_.write, "html": html.write, "cobertura": cobertura.write}[format]
    _put(write(coverage, view_of(sys.stdout, "never")), output)
    found = coverage.count().percent
    if least is not None and found < least:
        err(f"callplan: coverage is {found:.2f} %, below the {least:g} % of --fail-under")
        return False
    return True


def _write(results: Results, format: Format, output: str | None) -> None:
    """The results as a document: into *output*, or to stdout."""
    from ..runtime.testing.reports import github, junit, markdown, text

    documents = {"text": text.write, "junit": junit.write, "github": github.write, "markdown": markdown.write}
    document = documents[format]
    _put(document(results, view_of(sys.stdout, "never")), output)


def _put(content: str, output: str | None) -> None:
    """Into the file *output*, or to stdout."""
    if output is None:
        data(content)
        return
    from .files import replace

    replace(Path(output), content.encode("utf-8", "backslashreplace"))
