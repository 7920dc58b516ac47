"""Variables out of what tools answer (semantics §3.9)."""

from __future__ import annotations

from typing import Any

import pytest
from callplan.compiler.plan.frozen import freeze
from callplan.compiler.plan.model import Extraction, Template


def test_extraction_aliases_and_what_is_not_json(kit: Any) -> None:
    aliases = (
        ("first", Template("{{ $.slots[0] }}")),
        ("text", Template("{{ city | upcase }} at {{ first }}")),
        ("body", Template("{{ tool.response.body.city }}")),
    )
    plan = kit.plan(kit.member(tools=(kit.tool("look", extraction=Extraction(None, aliases)),)))
    for result in ({"slots": ["nine"], "city": "Ulm"}, '{"slots": ["nine"], "city": "Ulm"}'):
        trace = kit.play(plan, kit.user, kit.calls(), {"tool": "look", "result": result}, {"model": "Done"})
        assert kit.told(trace, "variable.set") == [
            "1000 variable.set first nine alias 3",
            "1000 variable.set text ULM at nine alias 3",
            "1000 variable.set body Ulm alias 3",
        ]
    for answer in ({"result": "plain words"}, {"error": "{}"}):
        trace = kit.play(plan, kit.user, kit.calls(), {"tool": "look", **answer}, {"model": "Done"})
        assert kit.told(trace, "variable.set") == []


@pytest.mark.parametrize(
    ("schema", "value", "names"),
    [
        ({"type": "object", "properties": {"name": {}, "age": {}}}, {"name": "Ana", "age": 4}, ["name", "age"]),
        ({"type": "array", "title": "codes"}, [1, 2], ["codes"]),
        ({"type": "object"}, "nothing", []),
    ],
)
def test_extraction_by_schema_asks_the_script(kit: Any, schema: Any, value: Any, names: list[str]) -> None:
    extraction = Extraction(freeze(schema), (("greeting", Template("Hi {{name}}")),))
    plan = kit.plan(kit.member(tools=(kit.tool("look", extraction=extraction),)))
    trace = kit.play(
        plan,
        kit.user,
        kit.calls(),
        {"tool": "look", "result": {"a": 1}, "takes_ms": 100},
        {"extract": value, "takes_ms": 50},
        {"model": "Done"},
    )
    assert [event.data["name"] for event in trace.events if event.type == "variable.set"] == [*names, "greeting"]
    assert kit.told(trace, "tool.ended") == ["1150 look success"]
