"""The structured outputs that are made of a call with a member."""

from __future__ import annotations

from ..plan.model import Member
from ..sources import Path
from .ledger import Ledger
from .settings import setting
from .words import value

_REFERENCES: Path = ("artifactPlan", "structuredOutputIds")


def compare_outputs(ledger: Ledger, before: Member, after: Member, old: Path, new: Path) -> None:
    """Names and conditions. Which outputs there are is told with the references, where these are others."""
    if before.outputs == after.outputs:
        return
    node = f"member {after.key}"
    was, now = ({item.name: (index, item) for index, item in enumerate(side.outputs)} for side in (before, after))
    for name, (index, item) in now.items():
        if name in was and was[name][1].conditions != item.conditions:
            sides = (was[name][1].conditions, item.conditions)
            sentence = f"the structured output {name} is made of a call with {after.name} under other conditions"
            sentence += f": {value(sides[1])} instead of {value(sides[0])}."
            paths = ((*old, was[name][0], "conditions"), (*new, index, "conditions"))
            ledger.add("changed", "behaviour", node, f"outputs.{name}.conditions", sentence, paths, *sides)
    gone, come = ([name for name in one if name not in other] for one, other in ((was, now), (now, was)))
    same = setting(before.settings, _REFERENCES) == setting(after.settings, _REFERENCES)
    if same and (gone or come):
        sentence = f"a call with {after.name} gives {_names(come)} instead of {_names(gone)}."
        sides = (tuple(gone), tuple(come))
        ledger.add("changed", "content", node, "outputs", sentence, (old, new), *sides, breaks=("analytics",))
    elif same and [*was] != [*now]:
        sentence = f"the structured outputs of {after.name} stand in another order."
        ledger.add("changed", "cosmetic", node, "outputs", sentence, (old, new), tuple(was), tuple(now))


def _names(names: list[str]) -> str:
    return f"the structured output {' and '.join(names)}" if names else "no structured output"
