"""The plans that tests look at: every example that compiles."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from callplan import compiler
from callplan.compiler.plan import Plan

FIXTURES = Path(__file__).parents[3] / "fixtures"
TARGETS = (
    ("clinic", "dev", "squads/clinic"),
    ("clinic", "uat", "squads/clinic"),
    ("clinic", "prod", "squads/clinic"),
    ("clinic", "prod", "assistants/billing"),
    ("shop", "dev", "calls/order-update"),
    ("shop", "prod", "calls/order-update"),
    ("shop", "uat", "assistants/concierge"),
    ("bank", "dev", "squads/bank"),
    ("bank", "prod", "squads/bank"),
)


SAMPLES = {
    **{
        f"{workspace}/{env}/{target}": (FIXTURES / "workspaces" / workspace, env, target)
        for workspace, env, target in TARGETS
    },
    **{
        example.relative_to(FIXTURES).as_posix(): (example, None, str(example))
        for verdict in sorted((FIXTURES / "founding").rglob("*.out"))
        if verdict.read_text(encoding="utf-8").startswith("# compiles")
        for example in [verdict.with_suffix(".json")]
    },
}
"""By name: each target, and each founding example whose verdict is that it compiles."""


@cache
def plan(name: str) -> Plan:
    """The plan of a sample."""
    path, env, target = SAMPLES[name]
    return compiler.compile(compiler.load(path, env), target)
