"""What a change can reach: never too little, whatever is changed."""

from __future__ import annotations

from pathlib import Path

import pytest
from callplan import runtime
from callplan.runtime.errors import ScriptError
from callplan.runtime.mutation import baseline
from callplan.runtime.mutation.edits import apply
from callplan.runtime.testing.discovery import discover
from callplan.runtime.testing.impact import _alike

WORKSPACES = Path(__file__).parents[3] / "fixtures" / "workspaces"
EVERY = {"clinic": 11, "shop": 1, "bank": 1}
"""Of so many mutants one is looked at."""


@pytest.mark.parametrize("name", EVERY)
def test_a_call_that_goes_otherwise_is_reached(name: str) -> None:
    (suite,), failed = baseline(discover([WORKSPACES / name]).transcripts, lambda *_: True)
    assert failed == []
    reached = spared = 0
    for mutant in suite.mutants[:: EVERY[name]]:
        for case in suite.cases:
            changed = apply(case.plan, mutant.edits)
            alike = _alike(changed, case.plan, {event.member for event in case.trace.events})
            spared += alike
            try:
                differs = runtime.run(changed, case.transcript).events != case.trace.events
            except ScriptError:
                differs = True
            reached += differs
            assert not (alike and differs), (mutant.what, case.path.name)
    assert reached and (spared or name == "shop")
