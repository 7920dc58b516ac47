"""Where a resource refers to others, and what becomes of each reference on its way to the API (gitops-layout §2.7)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from ..nodes import walk
from ..sources import Path

NODES: dict[str, dict[str, str]] = {
    "action": {"toolId": "tool"},
    "answer": {"assistantId": "assistant", "squadId": "squad"},
    "assistant": {"toolIds[]": "tool"},
    "call": {"assistantId": "assistant", "squadId": "squad"},
    "destination": {"assistantId": "assistant", "squadId": "squad"},
    "member": {"assistantId": "assistant"},
    "model": {"toolIds[]": "tool"},
    "overrides": {"toolIds[]": "tool"},
    "phone-number": {"assistantId": "assistant", "squadId": "squad"},
    "simulation": {"personalityId": "personality", "scenarioId": "scenario"},
    "structured-output": {"assistant_ids[]": "assistant"},
    "suite": {"simulationIds[]": "simulation"},
}
"""The references that a node of a kind holds itself: key to the kind of resource; ``[]`` for lists of them."""

NESTED: dict[str, dict[tuple[str, str], str]] = {
    "assistant": {("artifactPlan", "structuredOutputIds[]"): "structured-output"},
    "overrides": {("artifactPlan", "structuredOutputIds[]"): "structured-output"},
    "model": {("toolRefs[]", "toolId"): "tool"},
    "scenario": {("evaluations[]", "structuredOutputId"): "structured-output"},
}
"""References one level further down."""

GITOPS: dict[str, dict[str, str]] = {
    "assistant": {
        "toolIds[]": "drop",
        "model.toolIds[]": "drop",
        "artifactPlan.structuredOutputIds[]": "drop",
        "hooks[].do[].toolId": "leak",
    },
    "tool": {"destinations[].assistantId": "leak"},
    "squad": {"members[].assistantId": "leak", "members[].assistantDestinations[].assistantId": "leak"},
    "structured-output": {"assistant_ids[]": "drop"},
    "simulation": {"personalityId": "leak", "scenarioId": "leak"},
    "suite": {"simulationIds[]": "drop"},
    "scenario": {"evaluations[].structuredOutputId": "leak"},
}
"""What the gitops engine resolves, by resource kind, and what it does with a name that it cannot resolve: it drops the
entry, or sends the name itself. It resolves no reference anywhere else.
"""


class Reference(NamedTuple):
    """A reference as written: its path in the resource, the kind that it refers to, the text."""

    path: Path
    kind: str
    text: str

    @property
    def pattern(self) -> str:
        """The path with ``[]`` for every index: ``members[].assistantId``."""
        out = ""
        for step in self.path:
            out += "[]" if isinstance(step, int) else f".{step}"
        return out.removeprefix(".")


def references(kind: str, value: Any) -> Iterator[Reference]:
    """Every reference of a resource, in the order of its nodes."""
    for node in walk(kind, value):
        for key, target in NODES.get(node.kind, {}).items():
            yield from _at(node.value, node.path, (key,), target)
        for keys, target in NESTED.get(node.kind, {}).items():
            yield from _at(node.value, node.path, keys, target)


def _at(value: Any, path: Path, keys: tuple[str, ...], kind: str) -> Iterator[Reference]:
    if not keys:
        if isinstance(value, str):
            yield Reference(path, kind, value)
        return
    key, rest = keys[0], keys[1:]
    if not isinstance(value, dict):
        return
    if key.endswith("[]"):
        items = value.get(key[:-2])
        for index, item in enumerate(items if isinstance(items, list) else ()):
            yield from _at(item, (*path, key[:-2], index), rest, kind)
    elif key in value:
        yield from _at(value[key], (*path, key), rest, kind)
