"""Where a resource refers to others, what it means when nothing is there, and what becomes of each reference on its way
to the API (semantics §1.7, gitops-layout §2.7).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from ..diagnostics import Rule
from ..diagnostics.catalog import R001, R002, R003, R004, R005, R006, R007, R008, R009, R031
from ..nodes import walk
from ..sources import Path


class Slot(NamedTuple):
    """A place for references in nodes of a kind: ``keys`` lead there (``[]``: each item of a list), ``kind`` is what
    it refers to, ``rule`` and ``consequence`` tell of a name that nothing has.
    """

    keys: tuple[str, ...]
    kind: str
    rule: Rule
    consequence: str


TOOL = "The platform fails the call (or deploys the assistant without the tool)."
HOOK_TOOL = "The platform skips this action and the call goes on."
OUTPUT = "The platform drops it: its result is never computed."
MEMBER = "The API rejects the whole squad."
TRANSFER = "The transfer fails."
START = "The call does not start."
NOT_FOUND = "The call ends with assistant-not-found."
ANSWERS = "Nobody answers an inbound call."
RUN = "The run cannot be created, or leaves it out."

_REQUEST = (
    Slot(("assistantId",), "assistant", R031, START),
    Slot(("squadId",), "squad", R031, START),
)
ID = "id"
"""In place of a kind: what no file can be, so that only an id of the platform's means anything there."""

_ASSISTANT = (
    *(
        Slot(keys, ID, R009, "The API takes ids alone here, and no file stands for one.")
        for keys in (
            ("artifactPlan", "scorecardIds[]"),
            ("monitorPlan", "monitorIds[]"),
            ("analysisPlan", "outcomeIds[]"),
        )
    ),
    Slot(("toolIds[]",), "tool", R001, TOOL),
    Slot(("artifactPlan", "structuredOutputIds[]"), "structured-output", R002, OUTPUT),
    Slot(("artifactPlan", "scorecards[]", "metrics[]", "structuredOutputId"), "structured-output", R002, OUTPUT),
    Slot(("compliancePlan", "recordingConsentPlan", "declineToolId"), "tool", R001, TOOL),
)
SLOTS: dict[str, tuple[Slot, ...]] = {
    "action": (Slot(("toolId",), "tool", R006, HOOK_TOOL),),
    "answer": (Slot(("assistantId",), "assistant", R031, NOT_FOUND), _REQUEST[1]),
    "assistant": _ASSISTANT,
    "call": _REQUEST,
    "campaign": _REQUEST,
    "chat": _REQUEST,
    "destination": (
        Slot(("assistantId",), "assistant", R005, TRANSFER),
        Slot(("squadId",), "squad", R005, TRANSFER),
    ),
    "member": (Slot(("assistantId",), "assistant", R004, MEMBER),),
    "model": (
        Slot(("toolIds[]",), "tool", R001, TOOL),
        Slot(("toolRefs[]", "toolId"), "tool", R001, TOOL),
    ),
    "overrides": _ASSISTANT,
    "phone-number": (
        Slot(("assistantId",), "assistant", R031, ANSWERS),
        Slot(("squadId",), "squad", R031, ANSWERS),
    ),
    "run-target": (
        Slot(("assistantId",), "assistant", R007, RUN),
        Slot(("squadId",), "squad", R007, RUN),
    ),
    "run-entry": (
        Slot(("simulationId",), "simulation", R007, RUN),
        Slot(("scenarioId",), "scenario", R007, RUN),
        Slot(("personalityId",), "personality", R007, RUN),
        Slot(("simulationSuiteId",), "suite", R007, RUN),
        Slot(("suiteId",), "suite", R007, RUN),
    ),
    "eval-run": (Slot(("evalId",), "eval", R007, RUN),),
    "scenario": (
        Slot(("evaluations[]", "structuredOutputId"), "structured-output", R008, "The API rejects the scenario."),
    ),
    "session": _REQUEST,
    "simulation": (
        Slot(("personalityId",), "personality", R007, RUN),
        Slot(("scenarioId",), "scenario", R007, RUN),
    ),
    "structured-output": tuple(
        Slot((key,), "assistant", R003, "The structured output is not linked: it never runs for that assistant.")
        for key in ("assistant_ids[]", "assistantIds[]")
    ),
    "suite": (
        Slot(("simulationIds[]",), "simulation", R007, RUN),
        Slot(("targetAssignments[]", "targetId"), "", R007, RUN),
    ),
    "test-suite": (
        Slot(("targetPlan", "assistantId"), "assistant", R007, RUN),
        Slot(("testerPlan", "assistantId"), "assistant", R007, RUN),
    ),
}
"""The slots of each node kind of :mod:`..nodes`. Without a ``kind`` the neighbour ``targetType`` names it."""

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
    """A reference as written: its path in the resource, the kind that it refers to, the text, its slot."""

    path: Path
    kind: str
    text: str
    slot: Slot

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
        for slot in SLOTS.get(node.kind, ()):
            if slot.keys[0].removesuffix("[]") in node.value:
                yield from _at(node.value, node.path, slot.keys, slot, slot.kind)


def _at(value: Any, path: Path, keys: tuple[str, ...], slot: Slot, kind: str) -> Iterator[Reference]:
    if not keys:
        if isinstance(value, str) and kind:
            yield Reference(path, kind, value, slot)
        return
    key, rest = keys[0], keys[1:]
    if not isinstance(value, dict):
        return
    if not kind and not rest:
        kind = {"assistant": "assistant", "squad": "squad"}.get(str(value.get("targetType")), "")
    if key.endswith("[]"):
        items = value.get(key[:-2])
        for index, item in enumerate(items if isinstance(items, list) else ()):
            yield from _at(item, (*path, key[:-2], index), rest, slot, kind)
    elif key in value:
        yield from _at(value[key], (*path, key), rest, slot, kind)


def credentials(value: Any, path: Path = ()) -> Iterator[tuple[Path, str]]:
    """Every ``credentialId`` and each of ``credentialIds``, at any depth."""
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield from credentials(item, (*path, index))
    elif isinstance(value, dict):
        for key, item in value.items():
            if key == "credentialId" and isinstance(item, str):
                yield (*path, key), item
            elif key == "credentialIds" and isinstance(item, list):
                yield from (((*path, key, index), name) for index, name in enumerate(item) if isinstance(name, str))
            elif isinstance(item, (dict, list)):
                yield from credentials(item, (*path, key))
