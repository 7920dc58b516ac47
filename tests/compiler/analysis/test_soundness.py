"""What the analysis proves holds on every call: random squads, compiled from their documents, run against random
scripts.
"""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from callplan import compiler, runtime
from callplan.compiler.analysis import Standing
from callplan.compiler.compiling import survey_target
from callplan.compiler.sources import read_text
from callplan.runtime.trace.model import Trace
from callplan.runtime.transcript import read
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

NAMES = ("a", "b", "c", "d", "e")
TAGGED = re.compile(r"<(\d+):")


class Squad(NamedTuple):
    """The documents of a squad by path, and its members: their names, tools and handoffs."""

    documents: dict[str, Any]
    members: tuple[dict[str, Any], ...]


@st.composite
def squads(draw: st.DrawFn) -> Squad:
    """Two to four members, each with up to two tools and two handoffs, all reading and writing a few variables."""
    count = draw(st.integers(1, 4))
    tags = iter(range(10_000))
    some = st.lists(st.sampled_from(NAMES), unique=True, max_size=2)

    def reads() -> str:
        """One to three reads, each behind a tag of its own."""
        names = draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=3))
        return " ".join(f"<{next(tags)}:{{{{ {name} }}}}>" for name in names)

    def extraction(nested: bool) -> dict[str, Any]:
        plan: dict[str, Any] = {}
        if schema := draw(some):
            plan["schema"] = {"type": "object", "properties": {name: {"type": "string"} for name in schema}}
        aliases = [{"key": name, "value": "x" if nested else reads()} for name in draw(some)]
        return {**plan, "aliases": aliases} if aliases else plan

    def tool(name: str) -> dict[str, Any]:
        messages = [{"type": "request-start", "content": reads()}, {"type": "request-complete", "content": reads()}]
        return {
            "type": "function",
            "function": {"name": name, "description": reads()},
            "server": {"url": "https://x.example/tool"},
            "parameters": [{"key": "said", "value": {"text": reads()}}],
            "messages": messages,
            "variableExtractionPlan": extraction(nested=True),
        }

    def handoff(name: str) -> dict[str, Any]:
        names = draw(some)
        required = [one for one in names if draw(st.booleans())]
        target = draw(st.integers(0, count - 1))
        overrides: dict[str, Any] = {"variableValues": dict.fromkeys(draw(some), "given")}
        if draw(st.booleans()):
            overrides["firstMessage"] = reads()
        properties = {one: {"type": "string", "description": "Text"} for one in ("destination", *names)}
        parameters = {"type": "object", "properties": properties, "required": ["destination", *required]}
        return {
            "type": "handoff",
            "function": {"name": name, "description": "Hand over.", "parameters": parameters},
            "destinations": [
                {
                    "type": "assistant",
                    "assistantName": f"M{target}",
                    "description": "Any",
                    "variableExtractionPlan": extraction(nested=False),
                    "assistantOverrides": overrides,
                }
            ],
            "messages": [{"type": "request-start", "content": reads()}],
        }

    members = []
    for number in range(count):
        tools = [tool(f"look{index}") for index in range(draw(st.integers(0, 2)))]
        handoffs = [handoff(f"go{index}") for index in range(draw(st.integers(0 if count == 1 else 1, 2)))]
        members.append(
            {
                "name": f"M{number}",
                "firstMessage": reads(),
                "model": {
                    "provider": "openai",
                    "model": "gpt-4.1",
                    "messages": [{"role": "system", "content": reads()}],
                    "tools": [*tools, *handoffs],
                },
            }
        )
    rows = [
        {"assistantId": f"m{number}", "assistantOverrides": {"variableValues": dict.fromkeys(draw(some), "own")}}
        for number in range(count)
    ]
    documents = {f"assistants/m{number}.json": member for number, member in enumerate(members)}
    documents["squads/desk.json"] = {"name": "Desk", "members": rows}
    declared = {one: {"type": "string", "example": "x"} for one in draw(st.lists(st.sampled_from(NAMES), max_size=1))}
    documents["callplan.yaml"] = {"callplan": 1, "variables": declared}
    return Squad(documents, tuple(members))


@st.composite
def scripts(draw: st.DrawFn, squad: Squad) -> dict[str, Any]:
    """A call that the squad can follow: in each turn a tool, a handoff or words of the active member."""
    active, entries = 0, []
    for _ in range(draw(st.integers(1, 6))):
        entries.append({"user": "go on then", "after": "1s"})
        tools = squad.members[active]["model"]["tools"]
        tool = draw(st.sampled_from([None, *tools]))
        if tool is None:
            entries.append({"model": "Well"})
            continue
        name = tool["function"]["name"]
        if tool["type"] == "function":
            entries.append({"model": {"tools": [{"name": name}]}})
            answer = draw(st.sampled_from(({"result": {"k": 1}}, {"result": "plain words"}, {"fails": "no"})))
            entries.append({"tool": name, **answer})
            if "schema" in tool["variableExtractionPlan"] and answer.get("result") == {"k": 1}:
                entries.append({"extract": draw(found(tool["variableExtractionPlan"]["schema"]))})
            if "fails" in answer:  # else the complete message takes the model's turn
                entries.append({"model": "Done"})
            continue
        schema = tool["function"]["parameters"]
        optional = [one for one in schema["properties"] if one not in schema["required"] and draw(st.booleans())]
        arguments = dict.fromkeys([*schema["required"], *optional], "said")
        destination = tool["destinations"][0]
        arguments["destination"] = destination["assistantName"]
        entries.append({"model": {"tools": [{"name": name, "arguments": arguments}]}})
        if "schema" in destination["variableExtractionPlan"]:
            entries.append({"extract": draw(found(destination["variableExtractionPlan"]["schema"]))})
        active = int(destination["assistantName"][1:])
    values = dict.fromkeys(squad.documents["callplan.yaml"]["variables"], "declared")
    policies = {"undefined": "literal", "silenceTimeoutDefault": "none"}
    return {
        "transcript": 1,
        "target": "squads/desk",
        "call": {"variableValues": values},
        "policies": policies,
        "script": entries,
    }


def found(schema: dict[str, Any]) -> st.SearchStrategy[dict[str, str]]:
    """Some of what a schema may find in a conversation."""
    return st.lists(st.sampled_from(list(schema["properties"])), unique=True).map(
        lambda names: dict.fromkeys(names, "z")
    )


def texts(value: Any) -> Iterator[str]:
    """Every text of a trace."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from texts(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from texts(item)


def played(plan: compiler.plan.Plan, script: dict[str, Any]) -> Trace:
    document = read_text("x.transcript.yaml", json.dumps(script)).documents[0]
    transcript, faults = read(document)
    assert transcript is not None, faults
    return runtime.run(plan, transcript)


def judged(root: Path) -> dict[str, set[Standing]]:
    """The standings of each tagged read, one for each form of its member."""
    _, survey, _ = survey_target(compiler.load(root), "squads/desk", {})
    standings: dict[str, set[Standing]] = {}
    for text in survey.texts:
        for verdict in text.reads:
            tag = TAGGED.findall(text.text[: verdict.use.start])[-1]
            standings.setdefault(tag, set()).add(verdict.standing)
    return standings


@settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.data())
def test_verdicts_hold_on_every_call(data: st.DataObject) -> None:
    squad = data.draw(squads())
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        for path, value in squad.documents.items():
            (root / path).parent.mkdir(exist_ok=True)
            (root / path).write_text(json.dumps(value), encoding="utf-8")
        standings = judged(root)
        plan = compiler.compile(compiler.load(root), "squads/desk")
        trace = played(plan, data.draw(scripts(squad)))
    for event in trace.events:
        for text in texts(dict(event.data)):
            for tag, value in re.findall(r"<(\d+):(.*?)>", text):
                bound = not value.startswith("{{")
                if not bound:
                    assert standings[tag] != {"always"}, f"{text} is unbound in {event.type} of {event.member}"
                else:
                    assert standings[tag] != {"never"}, f"{text} is bound in {event.type} of {event.member}"
