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


def test_a_renamed_field_has_the_place_of_either_name(tree: Callable[[dict[str, str]], Path]) -> None:
    tool = (
        "type: function\nfunction:\n  name: book\n  parameters:\n    type: object\n    properties:\n"
        "      day: {{type: string}}\n      {name}: {{type: string, description: Who comes}}\nserver: {{url: https://a.example}}\n"
    )
    files = {"assistants/a.yml": "name: A\nmodel: {provider: openai, model: gpt-4o, toolIds: [book]}\n"}
    plans = []
    for side, name in (("one", "patient_name"), ("other", "patientName")):
        root = tree(
            {f"{side}/{path}": text for path, text in {**files, "tools/book.yml": tool.format(name=name)}.items()}
        )
        plans.append(compiler.compile(compiler.load(root / side), "assistants/a"))
    (found,) = compiler.diff(*plans).changes
    assert found.sentence == "among the arguments of book, patient_name is now called patientName."
    assert [origin and origin.line for origin in (found.before_origin, found.after_origin)] == [8, 8]
