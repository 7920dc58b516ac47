"""How much of the published document the schema documents hold.

    python -m callplan.schemas.coverage PATH/openapi.json

One line for each closure of definitions: how many of its properties, of its listed values and of its ranges are in, out
of how many. What is missing or different is told with the reason that a table in code has for it; anything else fails.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from . import load, published_names, resolve
from .digest import RANGES, digest, values_of
from .layout import KINDS, PHONE_NUMBERS
from .legacy import RETIRED
from .overlay import REPAIRS
from .policies import DIFFERENCES

Json = dict[str, Any]

CLOSURES: dict[str, tuple[str, ...]] = {
    "assistant": ("CreateAssistantDTO",),
    "overrides": ("AssistantOverrides",),
    "squad": ("CreateSquadDTO",),
    "call": ("CreateCallDTO",),
    "phone number": PHONE_NUMBERS,
    "eval": ("CreateEvalDTO",),
    "scenario": ("CreateScenarioDTO",),
    "everything": (*KINDS.values(), *PHONE_NUMBERS),
}
"""What is counted: names for people, and the definitions that each closure begins with. Tools and hooks are part of an
assistant's.
"""

RETIRED_TYPES = frozenset(
    {
        "AIEdgeCondition",
        "ConversationNode",
        "CreateWorkflowDTO",
        "Edge",
        "GlobalNodePlan",
        "ToolNode",
        "WorkflowOverrides",
        "WorkflowUserEditable",
    }
)
"""Definitions of workflows, which are gone: read as anything at all."""

EXPLAINED: dict[str, str] = {
    "JsonSchema": "json-schema-bodies: a schema is held against JSON Schema itself, which has more than is published",
    "SystemMessage": "spoken-messages: prompts and chats take {role, content}",
    "UserMessage": "spoken-messages: prompts and chats take {role, content}",
    "VapiSmartEndpointingPlan.provider": "endpointing-provider: three plans share one enum, each gets its own value",
    "LivekitSmartEndpointingPlan.provider": "endpointing-provider",
    "CustomEndpointingModelSmartEndpointingPlan.provider": "endpointing-provider",
    "PhoneNumberCallRingingHookFilter.startsWith": "array-length: the length of a list stands under maxItems",
}
"""Definitions and properties that a repair or a difference writes anew, with the reason."""


class Count(NamedTuple):
    """Facts that are in, out of all, and those that are missing without a reason."""

    name: str
    properties: tuple[int, int]
    values: tuple[int, int]
    ranges: tuple[int, int]
    missing: tuple[str, ...]
    explained: tuple[str, ...]


def coverage(published: Json) -> tuple[Count, ...]:
    """The counts of every closure of *published*, a digest (:mod:`.digest`)."""
    ours = definitions()
    return tuple(_count(name, sorted(_closure(published, roots)), published, ours) for name, roots in CLOSURES.items())


def definitions() -> dict[str, tuple[str, Json]]:
    """Component -> the document that holds it, and its schema."""
    found = {component: (kind, load(kind)) for kind, component in KINDS.items()}
    for kind in published_names():
        for name, schema in load(kind).get("$defs", {}).items():
            found[name] = (kind, schema)
    return found


def inside(schema: Json, home: str) -> Iterator[Json]:
    """*schema* and what belongs to the property itself: not the components that it refers to."""
    if "$ref" in schema:
        name = schema["$ref"].rsplit("/", 1)[-1]
        if "." in name.removesuffix(".json"):
            there, target = resolve(home, schema["$ref"])
            yield from inside(target, there)
        return
    yield schema
    for keyword in ("items", "additionalProperties"):
        if isinstance(schema.get(keyword), dict):
            yield from inside(schema[keyword], home)
    for branch in schema.get("anyOf", ()):
        yield from inside(branch, home)


def _closure(published: Json, roots: Iterable[str]) -> set[str]:
    found: set[str] = set()
    waiting = list(roots)
    while waiting:
        name = waiting.pop()
        if name not in found and name not in RETIRED_TYPES:
            found.add(name)
            waiting += (
                ref for key, facts in published[name].items() if key not in RETIRED for ref in facts.get("refs", ())
            )
    return found


def _count(name: str, names: Iterable[str], published: Json, ours: dict[str, tuple[str, Json]]) -> Count:
    tally = {"property": [0, 0], "value": [0, 0], "range": [0, 0]}
    missing: list[str] = []
    explained: set[str] = set()
    for owner in names:
        for key, facts in published[owner].items():
            if key in RETIRED:
                explained.add(f"{owner}.{key}")
                continue
            for kind, fact, held in _facts(owner, key, facts, published, ours):
                tally[kind][1] += 1
                if held:
                    tally[kind][0] += 1
                elif owner in EXPLAINED or f"{owner}.{key}" in EXPLAINED:
                    explained.add(owner if owner in EXPLAINED else f"{owner}.{key}")
                else:
                    missing.append(fact)
    properties, values, ranges = ((held, total) for held, total in tally.values())
    return Count(name, properties, values, ranges, tuple(missing), tuple(sorted(explained)))


def _facts(
    owner: str, key: str, facts: Json, published: Json, ours: dict[str, tuple[str, Json]]
) -> Iterator[tuple[str, str, bool]]:
    """Each fact about a property: its sort, its name, whether the documents hold it."""
    home, schema = ours.get(owner, ("", {}))
    ours_here = schema.get("properties", {}).get(key)
    yield "property", f"{owner}.{key}", ours_here is not None
    parts = list(inside(ours_here, home)) if ours_here is not None else []
    listed = [value for part in parts for value in (*part.get("enum", ()), *part.get("examples", ()))]
    for value in values_of(published, facts):
        yield "value", f"{owner}.{key}: {value}", value in listed
    for word in RANGES:
        if word in facts:
            yield "range", f"{owner}.{key}: {word} {facts[word]}", facts[word] in [part.get(word) for part in parts]


def text(counts: Iterable[Count]) -> str:
    """The report: a table, then what is different and why."""
    lines = [f"{'closure':<14}{'properties':>14}{'values':>14}{'ranges':>14}{'in':>9}{'explained':>11}{'missing':>9}"]
    explained: set[str] = set()
    for count in counts:
        cells = (count.properties, count.values, count.ranges)
        held, total = (sum(cell[place] for cell in cells) for place in (0, 1))
        row = f"{count.name:<14}" + "".join(f"{f'{cell[0]}/{cell[1]}':>14}" for cell in cells)
        lines.append(f"{row}{held / total:>9.2%}{total - held - len(count.missing):>11}{len(count.missing):>9}")
        lines += (f"  missing: {fact}" for fact in count.missing)
        explained.update(count.explained)
    lines += ["", "not as published, with the reason:"]
    lines += (f"  {name}: {EXPLAINED.get(name, 'workflows are retired')}" for name in sorted(explained))
    lines += ["", "different on purpose:", *(f"  {one.name} ({one.definition}): {one.reason}" for one in DIFFERENCES)]
    lines += ["", "repaired:", *(f"  {one.name}: {one.reason}" for one in REPAIRS)]
    return "\n".join(lines) + "\n"


def main(arguments: list[str] | None = None) -> int:
    """The command: 0 when everything is in or explained, else 1."""
    parser = argparse.ArgumentParser(prog="python -m callplan.schemas.coverage", description=__doc__)
    parser.add_argument("openapi", type=Path, help="the published document, as JSON")
    options = parser.parse_args(arguments)
    components = json.loads(options.openapi.read_text(encoding="utf-8"))["components"]["schemas"]
    counts = coverage(digest(components))
    sys.stdout.write(text(counts))
    return 1 if any(count.missing for count in counts) else 0


if __name__ == "__main__":
    sys.exit(main())
