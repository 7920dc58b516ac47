"""Small squads as documents, and what is found in them, said in them and written by them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from callplan import compiler, runtime
from callplan.compiler.analysis.survey import Row
from callplan.compiler.compiling import survey_target
from callplan.compiler.sources import read_text
from callplan.compiler.workspace import Workspace
from callplan.runtime.trace.model import Trace
from callplan.runtime.transcript import read

Tree = Callable[[dict[str, str]], Path]


def assistant(name: str = "Front", **fields: Any) -> dict[str, Any]:
    """An assistant that says and reads nothing unless *fields* say so."""
    prompt = [{"role": "system", "content": fields.pop("prompt", "You greet.")}]
    model = {"provider": "openai", "model": "gpt-4.1", "messages": prompt, "tools": fields.pop("tools", [])}
    return {"name": name, "model": model, **fields}


def function(name: str = "look", **fields: Any) -> dict[str, Any]:
    """A function tool with a server."""
    described = {"name": name, "description": "Look."}
    return {"type": "function", "function": described, "server": {"url": "https://x.example"}, "messages": [], **fields}


def handoff(to: str, *required: str, optional: tuple[str, ...] = (), **destination: Any) -> dict[str, Any]:
    """A handoff tool ``to_<name>`` with these arguments, all of which are text."""
    properties = {name: {"type": "string", "description": "Text"} for name in ("destination", *required, *optional)}
    parameters = {"type": "object", "properties": properties, "required": ["destination", *required]}
    return {
        "type": "handoff",
        "function": {"name": f"to_{to}", "description": "Hand over.", "parameters": parameters},
        "destinations": [{"type": "assistant", "assistantName": to, "description": "Any", **destination}],
        "messages": [],
    }


def workspace(tree: Tree, *members: dict[str, Any], squad: dict[str, Any] | None = None) -> Workspace:
    """A workspace of a squad of these assistants."""
    files = {f"assistants/{one['name'].lower()}.json": json.dumps(one) for one in members}
    rows = [{"assistantId": one["name"].lower()} for one in members]
    files["squads/desk.json"] = json.dumps({"name": "Desk", "members": rows, **(squad or {})})
    return compiler.load(tree(files))


def found(space: Workspace) -> list[tuple[str, str]]:
    """Rule and JSON pointer of each finding that concerns variables and templates."""
    report = compiler.check(space)
    kept = ("Q", "K01", "V022", "X008", "X021")
    return [(item.rule, item.path) for item in report.diagnostics if item.rule.startswith(kept) and item.rule != "K012"]


def rows(space: Workspace, target: str = "squads/desk") -> dict[str, Row]:
    """What is known of each variable."""
    return {row.name: row for row in survey_target(space, target, {})[1].rows}


def play(space: Workspace, *script: dict[str, Any], **call: Any) -> Trace:
    """The trace of a script of the squad."""
    document = {"transcript": 1, "target": "squads/desk", "call": call, "script": list(script)}
    transcript, faults = read(read_text("x.transcript.yaml", json.dumps(document)).documents[0])
    assert transcript is not None, faults
    return runtime.run(compiler.compile(space, "squads/desk"), transcript)


def said(trace: Trace) -> list[str]:
    """What the assistants say."""
    speech = (event.data for event in trace.events if event.type == "speech.started")
    return [data["text"] for data in speech if data["role"] == "assistant"]


def written(trace: Trace) -> list[tuple[str, Any, int]]:
    """Name, value and tier of each variable that is written."""
    sets = (event.data for event in trace.events if event.type == "variable.set")
    return [(data["name"], data["value"], data["tier"]) for data in sets]


def ask(name: str, **arguments: Any) -> dict[str, Any]:
    """The model calls a tool."""
    return {"model": {"tools": [{"name": name, "arguments": arguments}]}}


class Kit:
    """Everything above, as one fixture."""

    ask = staticmethod(ask)
    assistant = staticmethod(assistant)
    found = staticmethod(found)
    function = staticmethod(function)
    handoff = staticmethod(handoff)
    play = staticmethod(play)
    rows = staticmethod(rows)
    said = staticmethod(said)
    written = staticmethod(written)

    def __init__(self, tree: Tree) -> None:
        self._tree = tree

    def workspace(self, *members: dict[str, Any], squad: dict[str, Any] | None = None) -> Workspace:
        """A workspace of a squad of these assistants; *squad* goes over the squad's own keys."""
        return workspace(self._tree, *members, squad=squad)


@pytest.fixture
def kit(tree: Tree) -> Kit:
    return Kit(tree)
