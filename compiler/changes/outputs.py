"""The structured outputs that are made of a call with a member."""

from __future__ import annotations

from ..plan.frozen import FrozenDict
from ..plan.model import Member, Output, Plan
from ..sources import Path
from ..values import replace
from .freeform import leaves
from .ledger import Ledger
from .model import Audience, Category
from .schema import shifts
from .settings import setting
from .words import value

_REFERENCES: Path = ("artifactPlan", "structuredOutputIds")
_INLINE: Path = ("artifactPlan", "structuredOutputs")


def without_questions(plan: Plan) -> Plan:
    """The plan with names and conditions of its outputs alone: where stored ones are compared as they are written, the
    rest is told there.
    """
    return replace(
        plan,
        members=tuple(
            replace(one, outputs=tuple(Output(output.name, output.conditions) for output in one.outputs))
            for one in plan.members
        ),
    )


def compare_outputs(ledger: Ledger, before: Member, after: Member, old: Path, new: Path) -> None:
    """Names, conditions, and what stored ones are asked for with: of inline ones the settings tell that. Which outputs
    there are is told with the references, where these are others.
    """
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
        if name in was and index >= _inline(after) and was[name][0] >= _inline(before):
            _compare_questions(ledger, node, was[name][1], item, (*old, was[name][0]), (*new, index))
    gone, come = ([name for name in one if name not in other] for one, other in ((was, now), (now, was)))
    same = setting(before.settings, _REFERENCES) == setting(after.settings, _REFERENCES)
    if same and (gone or come):
        sentence = f"a call with {after.name} gives {_names(come)} instead of {_names(gone)}."
        sides = (tuple(gone), tuple(come))
        ledger.add("changed", "content", node, "outputs", sentence, (old, new), *sides, breaks=("analytics",))
    elif same and [*was] != [*now]:
        sentence = f"the structured outputs of {after.name} stand in another order."
        ledger.add("changed", "cosmetic", node, "outputs", sentence, (old, new), tuple(was), tuple(now))


def _inline(member: Member) -> int:
    """How many outputs are inline; they come first."""
    listed = setting(member.settings, _INLINE)
    return sum(item is not None for item in listed) if isinstance(listed, tuple) else 0


def _compare_questions(ledger: Ledger, node: str, before: Output, after: Output, old: Path, new: Path) -> None:
    """The schema, and what else the platform is asked with."""
    name, field = after.name, f"outputs.{after.name}"
    for shift in shifts(before.schema, after.schema):
        sentence = f"of what the structured output {name} holds, {shift.clause}."
        breaks: tuple[Audience, ...] = ("analytics",) if shift.breaks else ()
        paths = ((*old, "schema", *shift.old_path), (*new, "schema", *shift.path))
        where = ".".join(map(str, (field, "schema", *shift.path)))
        category: Category = "cosmetic" if shift.category == "cosmetic" else "content"
        ledger.add(shift.what, category, node, where, sentence, paths, shift.before, shift.after, breaks=breaks)
    for leaf in leaves(_rest(before), _rest(after)):
        key = ".".join(map(str, leaf.path))
        sentence = f"the structured output {name}: {key} is {value(leaf.after)} instead of {value(leaf.before)}."
        paths = ((*old, *leaf.path), (*new, *leaf.path))
        ledger.add(leaf.what, "content", node, f"{field}.{key}", sentence, paths, leaf.before, leaf.after)


def _rest(output: Output) -> FrozenDict:
    """What is neither name, condition nor schema, without what is absent."""
    held = {"by": output.by, "description": output.description, "model": output.model, "regex": output.regex}
    return FrozenDict({key: item for key, item in held.items() if item is not None})


def _names(names: list[str]) -> str:
    return f"the structured output {' and '.join(names)}" if names else "no structured output"
