"""Pages to look at: a booked visit, a call that is interrupted, a promotion."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from callplan import compiler
from callplan.compiler.plan import Plan
from callplan.runtime import run
from callplan.runtime.report import Comparison, Run, diff_page, run_page
from callplan.runtime.testing.plans import Plans
from callplan.runtime.testing.reading import read_transcript

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


PAGES = {
    "booking": lambda: call("booking"),
    "interruption": lambda: call("interruption"),
    "promotion": promotion,
}
