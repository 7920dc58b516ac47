"""Where a change is said to be written: the text that made it, in whatever layer, and nothing for what is not there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from callplan import compiler
from callplan.compiler.changes import Change
from callplan.compiler.plan.model import Origin

FILES = {
    "assistants/a.yml": "name: A\nmodel:\n  provider: openai\n  model: gpt-4o\nfirstMessage: Hello.\n",
    "callplan.yaml": """callplan: 1
environments:
  dev: {}
  prod:
    overlay:
      assistants/a:
        startSpeakingPlan:
          waitSeconds: 1
          smartEndpointingPlan:
            provider: vapi
        model:
          temperature: 0.9
        messagePlan:
          idleMessages: [Are you there?]
""",
}
OVERLAY = "environment prod"
CASES = {
    "startSpeakingPlan": (8, 24),
    "model.temperature": (12, 24),
    "silence.idle": (14, 26),
}
"""The field that the overlay brings, and the line and column of its first value."""


def place(origin: Origin | None) -> tuple[str, int, int, str] | None:
    return origin and (origin.file, origin.line, origin.column, origin.layer)


@pytest.fixture
def change(tree: Callable[[dict[str, str]], Path]) -> Callable[[str, str, str], Change]:
    """The change of one field between two environments."""
    root = tree(FILES)
    plans = {env: compiler.compile(compiler.load(root, env), "assistants/a") for env in ("dev", "prod")}

    def find(before: str, after: str, field: str) -> Change:
        (found,) = (one for one in compiler.diff(plans[before], plans[after]).changes if one.field == field)
        return found

    return find


@pytest.mark.parametrize("field", CASES)
def test_what_an_overlay_adds_is_placed_in_the_overlay(change: Callable[..., Change], field: str) -> None:
    added, removed = change("dev", "prod", field), change("prod", "dev", field)
    where = ("callplan.yaml", *CASES[field], OVERLAY)
    assert (place(added.before_origin), place(added.after_origin)) == (None, where)
    assert (place(removed.before_origin), place(removed.after_origin)) == (where, None)
