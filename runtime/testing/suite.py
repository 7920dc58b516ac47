"""Running transcripts: read, compile, run, judge, compare. The same for ``callplan test`` and for pytest."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from ...compiler.diagnostics import Diagnostic, Related, Span
from ...compiler.diagnostics.catalog import G006
from ...compiler.plan.model import Plan
from ..errors import ScriptError
from ..trace import Trace, golden_text
from . import golden
from .discovery import discover
from .expectations import Failure, judge
from .listing import listing
from .outcome import Outcome, Results, Status
from .plans import PlanError, Plans
from .reading import read_transcript
from .selection import EVERYTHING, Selection, SelectionError
from .strangers import strangers

Listener = Callable[[Outcome, int], None]

_NONE = "no transcripts"


@dataclass(frozen=True, slots=True)
class Options:
    """How golden files are treated. ``update``: they are written where they differ or are missing, with ``new`` only
    where they are missing. ``ci``: they are never written. ``strict``: one that is missing fails the transcript even
    where it has ``expect``. ``coverage``: outcomes tell what of the plan was touched.
    """

    update: bool = False
    new: bool = False
    strict: bool = False
    ci: bool = False
    coverage: bool = False


def run_all(
    paths: Iterable[Path],
    options: Options = Options(),
    selection: Selection = EVERYTHING,
    *,
    jobs: int = 1,
    listener: Listener | None = None,
) -> Results:
    """Run every transcript at or below *paths* (absolute) that is in the *selection*.

    *listener* hears of each outcome as it comes, and of how many there will be; with *jobs* above 1 that many processes
    share the work, and the outcomes still come in order. A path without transcripts, a selection that means none, and
    transcripts that are all skipped, are faults. Where nothing is left out, golden files without their transcript are
    looked for, and an update deletes them.
    """
    began = time.perf_counter()
    found = discover(paths)
    faults = [f"no transcript (*.transcript.yaml) at {path}" for path in found.barren]
    try:
        named = replace(selection, only=None).of(found.transcripts)
    except SelectionError as error:
        return Results((), (*faults, str(error)), seconds=time.perf_counter() - began)
    if not named and not faults:
        faults.append(f"no transcript of {len(found.transcripts)} matches {selection}" if found.transcripts else _NONE)
    chosen = selection.only(named) if named and selection.only is not None else named
    outcomes: list[Outcome] = []
    for outcome in _outcomes(chosen, options, jobs):
        outcomes.append(outcome)
        if listener is not None:
            listener(outcome, len(chosen))
    if outcomes and all(outcome.status == "skipped" for outcome in outcomes):
        faults.append("every transcript is skipped: nothing was tested")
    orphans = () if selection.filters else golden.orphans(found.folders)
    deleted = golden.delete(orphans) if options.update and not options.ci else ()
    left = tuple(path for path in orphans if path not in deleted)
    return Results(tuple(outcomes), tuple(faults), left, deleted, time.perf_counter() - began)


def run_one(path: Path, options: Options, plans: Plans, store: golden.Store | None = None) -> Outcome:
    """Run the transcript at *path* (absolute) against the plan of its target. Bad input is an outcome, never raised."""
    began = time.perf_counter()
    outcome = _run(path, options, plans, store or golden.Files())
    if options.coverage and outcome.trace is not None:
        outcome = _touching(outcome, plans)
    return replace(outcome, seconds=time.perf_counter() - began)


def _outcomes(paths: tuple[Path, ...], options: Options, jobs: int) -> Iterator[Outcome]:
    if jobs < 2 or len(paths) < 2:
        plans = Plans()
        yield from (run_one(path, options, plans) for path in paths)
        return
    from concurrent.futures import ProcessPoolExecutor

    workers = min(jobs, len(paths))
    with ProcessPoolExecutor(workers, initializer=_begin, initargs=(options,)) as pool:
        yield from pool.map(_work, paths, chunksize=max(1, len(paths) // (4 * workers)))


_worker: tuple[Options, Plans] | None = None


def _begin(options: Options) -> None:
    """What a worker process keeps between transcripts."""
    global _worker  # noqa: PLW0603  # a pool's initialiser has no other way to hand over its state
    _worker = (options, Plans())


def _work(path: Path) -> Outcome:
    assert _worker is not None
    return run_one(path, *_worker)


def _run(path: Path, options: Options, plans: Plans, store: golden.Store) -> Outcome:
    transcript, notes = read_transcript(path)
    if transcript is None:
        return Outcome(path, "error", notes)
    if transcript.skip is not None:
        return Outcome(path, "skipped", notes, notes=(transcript.skip,))
    try:
        plan = plans.plan(path, transcript)
    except PlanError as error:
        return Outcome(path, "error", (*notes, *error.diagnostics))
    from .. import run

    try:
        trace = run(plan, transcript)
    except ScriptError as error:
        last = len(error.trace.events) - 1
        details = (listing(error.trace.events, {last}),) if last >= 0 else ()
        return Outcome(path, "failed", (*notes, error.diagnostic), details, plan=plan, trace=error.trace)
    begun = Outcome(path, "passed", notes, plan=plan, trace=trace)
    failures = judge(transcript.expect, trace)
    if failures:
        return replace(
            begun,
            status="failed",
            diagnostics=(
                *notes,
                *(_placed(failure, plan, plans.root(path, transcript), trace) for failure in failures),
            ),
            details=tuple(failure.listing for failure in failures),
        )
    root = plans.root(path, transcript)
    begun = replace(begun, notes=strangers(transcript.expect, plan, trace))
    return _settle(begun, golden_text(trace), bool(transcript.expect), options, store, root)


def _placed(failure: Failure, plan: Plan, root: Path, trace: Trace) -> Diagnostic:
    """The finding with the place of the node that the offending event comes from."""
    from .blame import site

    found = site(plan, root, trace.events, failure.offender) if failure.offender is not None else None
    if found is None or not found.file:
        return failure.diagnostic
    return replace(failure.diagnostic, related=(Related(found.span(root), f"{found.label} is written here"),))


def _touching(outcome: Outcome, plans: Plans) -> Outcome:
    """The outcome with what its call touched, also where the call failed."""
    from ..coverage import touched

    transcript, _ = read_transcript(outcome.transcript)
    assert transcript is not None and outcome.plan is not None and outcome.trace is not None
    root = plans.root(outcome.transcript, transcript)
    return replace(outcome, root=root, touched=touched(outcome.plan, transcript, outcome.trace))


def _settle(begun: Outcome, text: str, judged: bool, options: Options, store: golden.Store, root: Path) -> Outcome:
    """Compare with the golden file, or write it; *root* is the folder of the plan's files."""
    path = golden.path_of(begun.transcript)
    refused = (options.update or options.new) and options.ci
    try:
        held = golden.read(path)
        writes = not options.ci and (options.update or (options.new and held is None))
        if held is None and judged and not (writes or refused or options.strict):
            alone = "judged by expect alone: there is no golden file"
            return replace(begun, notes=(alone, *begun.notes), pending=(path, text))
        state = store.settle(path, text, writes)
    except OSError as error:
        return _unlike(begun, "error", Span.at(path.as_posix()), f"the golden file cannot be used: {error.strerror}")
    if state == "same":
        return begun
    if state == "written":
        return replace(begun, status="updated")
    begun = replace(begun, pending=(path, text))
    if state == "differs" and held is not None:
        return _differs(begun, path, held, text, options, root)
    why = "CI is set, so it was not written" if refused else "--update writes it"
    return _unlike(begun, "failed", Span.at(begun.transcript.as_posix()), f"there is no golden file {path.name}: {why}")


def _differs(begun: Outcome, path: Path, held: str, text: str, options: Options, root: Path) -> Outcome:
    """The failure at the first line that differs, with the node of the plan that it comes from."""
    from .blame import sites

    difference = golden.compare(held, text, f"{golden.FOLDER}/{path.name}")
    expected, actual = difference.excerpts()
    message = f"the trace differs from the golden file: expected {expected}, got {actual}"
    found = sites(begun.plan, root, difference) if begun.plan is not None else ()
    if golden.conflicted(held):
        message, found = "the golden file holds the markers of a merge conflict", ()
    if found:
        message += f"; this is {' instead of '.join(map(str, found))}"
    if options.update and options.ci:
        message += "; CI is set, so it was not written"
    related = tuple(Related(site.span(root), f"{site.label} is written here") for site in found if site.file)
    begun = replace(begun, details=(difference.diff,))
    return _unlike(begun, "failed", Span.at(path.as_posix(), difference.line), message, related)


def _unlike(begun: Outcome, status: Status, span: Span, message: str, related: tuple[Related, ...] = ()) -> Outcome:
    return replace(begun, status=status, diagnostics=(*begun.diagnostics, G006.at(span, message, related=related)))
