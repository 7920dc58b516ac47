"""Proving the variables of a squad in which everybody can hand over to everybody, in a warm process."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from callplan import compiler
from callplan.compiler import analysis, policies
from callplan.compiler.build import Build, find_target, plan_of
from plans import fastest_s
from row import Row


def _assistant(number: int, members: int) -> dict[str, Any]:
    """A member that hands over to all others with variables of its own, and reads those of some others."""
    names = ("destination", f"v{number}", f"w{number}")
    tool = {
        "type": "handoff",
        "function": {
            "name": "to_others",
            "description": "Hand over.",
            "parameters": {
                "type": "object",
                "properties": {name: {"type": "string", "description": "Text"} for name in names},
                "required": ["destination", f"v{number}"],
            },
        },
        "destinations": [
            {"type": "assistant", "assistantName": f"M{other}", "description": "Any"} for other in range(members)
        ],
        "messages": [],
    }
    reads = f"{{{{v{number}}}}}, {{{{w{number * 3 % members}}}}}, {{{{v{number * 7 % members} | default: 1}}}}"
    messages = [{"role": "system", "content": f"You are {reads}."}]
    model = {"provider": "openai", "model": "gpt-4.1", "messages": messages, "tools": [tool]}
    return {"name": f"M{number}", "model": model}


def rows(folder: Path, members: int = 100) -> Iterator[Row]:
    """The row about the analysis: verdicts and findings, without the compilation that they rest upon."""
    for name in ("assistants", "squads"):
        (folder / name).mkdir()
    for number in range(members):
        text = json.dumps(_assistant(number, members))
        (folder / "assistants" / f"m{number}.json").write_text(text, encoding="utf-8")
    squad = {"name": "All", "members": [{"assistantId": f"m{number}"} for number in range(members)]}
    (folder / "squads" / "all.json").write_text(json.dumps(squad), encoding="utf-8")
    workspace = compiler.load(folder)
    found = find_target(workspace, "squads/all")
    assert isinstance(found, tuple)
    scope, resource = found
    build = Build(scope, workspace.project, policies.resolve({}), keeps_origins=False)
    compiled = plan_of(build, resource, {})
    assert compiled is not None
    took = fastest_s(lambda: analysis.check_variables(build, compiled))
    edges = f"{members} members and {len(build.passages)} handoffs"
    yield Row(f"variables of {edges}, compiled", f"{took * 1000:.0f} ms", "1 s", took <= 1)
