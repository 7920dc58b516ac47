"""What a target on the command line may be called."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from callplan import compiler
from callplan.compiler.build import find_target
from callplan.compiler.diagnostics import Diagnostic

FILES = {
    "simulations/personalities/ann.yml": "name: Ann\nassistant: {model: {provider: openai, model: gpt-4o}}\n",
    "simulations/tests/visit.yml": "name: Visit\npersonalityId: ann\nscenarioId: late\n",
    "simulations/tests/tests/visit.yml": "name: Other\npersonalityId: ann\nscenarioId: late\n",
    "simulations/suites/week.yml": "name: Week\nsimulationIds: [visit]\n",
    "structuredOutputs/kpi.yml": "name: kpi\ntype: ai\nschema: {type: string}\n",
}


@pytest.mark.parametrize(
    ("target", "found"),
    [
        ("simulations/tests/visit", "simulations/tests/visit"),
        ("simulations/visit", "simulations/tests/visit"),
        ("tests/visit", "simulations/tests/visit"),
        ("simulations/tests/tests/visit", "simulations/tests/tests/visit"),
        ("suites/week", "simulations/suites/week"),
        ("simulationSuites/week", "simulations/suites/week"),
        ("suites/week.yml", "simulations/suites/week"),
        ("personalities/ann", "simulations/personalities/ann"),
        ("structured-outputs/kpi", "structuredOutputs/kpi"),
        ("suites/visit", None),
        ("simulations/week", None),
    ],
)
def test_short_names(tree: Callable[[dict[str, str]], Path], target: str, found: str | None) -> None:
    answer = find_target(compiler.load(tree(FILES)), target)
    assert (None if isinstance(answer, Diagnostic) else answer[1].target) == found
