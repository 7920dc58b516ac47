"""Pages to look at: calls, a promotion, three environments side by side, the coverage of a suite."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from callplan import compiler
from callplan.compiler.changes.matrix import matrix
from callplan.compiler.diagnostics.reporters import View
from callplan.compiler.plan import Plan
from callplan.runtime import run
from callplan.runtime.coverage import Played, collect
from callplan.runtime.coverage.reports import html
from callplan.runtime.report import Comparison, Run, diff_page, matrix_page, run_page
from callplan.runtime.testing.plans import Plans
from callplan.runtime.testing.reading import read_transcript
from callplan.runtime.testing.suite import Options, run_one

CLINIC = Path(__file__).parents[3] / "fixtures" / "workspaces" / "clinic"
REFERENCES = Path(__file__).parent / "screenshots"


@cache
def call(name: str) -> str:
    """The page about a transcript of the clinic."""
    path = CLINIC / "transcripts" / f"{name}.transcript.yaml"
    transcript, _ = read_transcript(path)
    assert transcript is not None
    plan = Plans().plan(path, transcript)
    return run_page(Run(name, plan, run(plan, transcript)))


@cache
def promotion() -> str:
    """The page about the clinic's way from DEV to PROD."""
    before, after = plan("dev"), plan("prod")
    return diff_page([Comparison(compiler.diff(before, after), before, after)])


def plan(env: str) -> Plan:
    return compiler.compile(compiler.load(CLINIC, env), "squads/clinic")


@cache
def environments() -> str:
    """The page about the clinic in DEV, UAT and PROD."""
    plans = [plan(env) for env in ("dev", "uat", "prod")]
    return matrix_page([matrix([compiler.diff(plans[0], other) for other in plans[1:]])])


@cache
def coverage() -> str:
    """The page about what one call of the bank touches."""
    path = CLINIC.parent / "bank" / "transcripts" / "silent-caller.transcript.yaml"
    done = run_one(path, Options(coverage=True), Plans())
    assert done.root is not None and done.plan is not None
    found = collect([Played(path, done.root, done.plan, done.touched)])
    return html.write(found, View(name=lambda file: Path(file).name, source=lambda file: Path(file).read_text("utf-8")))


PAGES = {
    "booking": lambda: call("booking"),
    "interruption": lambda: call("interruption"),
    "promotion": promotion,
}
DRAWN = {**PAGES, "vaccination": lambda: call("vaccination"), "environments": environments, "coverage": coverage}
"""Those that are compared as drawings, without their letters."""
