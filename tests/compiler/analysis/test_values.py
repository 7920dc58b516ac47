"""The tables of default variables and of values (semantics §3.2, §3.3), row by row."""

from __future__ import annotations

from typing import Any

import pytest
from callplan.compiler.variables import DEFAULTS
from callplan.runtime.machine import defaults

# -- §3.2 --------------------------------------------------------------------------------------------------------------

DEFAULT_ROWS: list[tuple[str, str, str, int]] = [
    ("now", "{{ now }}", "Jan 1, 2024 12:00 PM", 1),
    ("date", "{{ date }}", "Jan 1, 2024", 1),
    ("time", "{{ time }}", "12:00 PM", 1),
    ("month", "{{ month }}", "January", 1),
    ("day", "{{ day }}", "1", 1),
    ("year", "{{ year }}", "2024", 1),
    ("currentDateTime", "{{ currentDateTime }}", "Jan 1, 2024 12:00 PM", 1),
    ("customer.number", "{{ customer.number }}", "+15550100042", 1),
    ("customer.X", "{{ customer.name }}", "Ana", 1),
    ("phoneNumber.number", "{{ phoneNumber.name }}", "Main Support Line", 1),
    ("call.id", "{{ call.type }}", "inboundPhoneCall", 1),
    ("transport.callSid", "{{ transport.callSid }}", "CA1234", 1),
    ("assistant.id", "{{ assistant.name }}", "Front", 1),
    ("messages", "{{ messages.size }}", "1", 2),
    ("transcript", "[{{ transcript }}]", "[]", 2),
    ("prompt", "{{ prompt }}", "You greet.", 2),
]


@pytest.mark.parametrize(("row", "template", "text", "tier"), DEFAULT_ROWS, ids=[row[0] for row in DEFAULT_ROWS])
def test_default_variables(kit: Any, row: str, template: str, text: str, tier: int) -> None:
    space = kit.workspace(kit.assistant(firstMessage=template))
    trace = kit.play(
        space,
        type="inboundPhoneCall",
        startedAt="2024-01-01T12:00:00Z",
        customer={"number": "+15550100042", "name": "Ana"},
        phoneNumber={"name": "Main Support Line"},
        transport={"callSid": "CA1234"},
    )
    assert kit.said(trace) == [text]
    assert kit.found(space) == []
    known = kit.rows(space)[row.split(".")[0]]
    assert (known.tier, known.standing, known.needed) == (tier, "always", False)


def test_the_runtime_supplies_what_the_analysis_counts_on() -> None:
    assert set(defaults.DEFAULTS) == set(DEFAULTS)


AFTER_ROWS: list[tuple[str, tuple[Any, ...]]] = [
    ("endedReason", ("analysisPlan", "summaryPlan", "messages")),
    ("systemPrompt", ("analysisPlan", "summaryPlan", "messages")),
    ("schema", ("analysisPlan", "structuredDataPlan", "messages")),
    ("rubric", ("analysisPlan", "successEvaluationPlan", "messages")),
    ("callEndedReason", ("artifactPlan", "structuredOutputs", "messages")),
    ("structuredOutput", ("artifactPlan", "structuredOutputs", "messages")),
]


@pytest.mark.parametrize(("name", "path"), AFTER_ROWS, ids=[row[0] for row in AFTER_ROWS])
def test_variables_of_prompts_after_the_call(kit: Any, name: str, path: tuple[Any, ...]) -> None:
    messages = [{"role": "system", "content": f"{{{{ {name} }}}} of {{{{ transcript }}}}"}]
    plan: dict[str, Any] = {"messages": messages}
    if path[0] == "artifactPlan":
        model = {"provider": "openai", "model": "gpt-4.1", **plan}
        schema = {"type": "object", "properties": {}}
        fields: dict[str, Any] = {
            "artifactPlan": {"structuredOutputs": [{"name": "x", "schema": schema, "model": model}]}
        }
    else:
        fields = {"analysisPlan": {path[1]: plan}}
    assert kit.found(kit.workspace(kit.assistant(**fields))) == []
    elsewhere = kit.workspace(kit.assistant(firstMessage=f"{{{{ {name} }}}}", **fields))
    assert kit.found(elsewhere) == [("Q002", "/firstMessage")]


@pytest.mark.parametrize("template", ["{{ $.id }}", "{{ tool.response.body.id }}", "{{ id }}"])
def test_what_only_aliases_know(kit: Any, template: str) -> None:
    plan = {"aliases": [{"key": "known", "value": template}]}
    assert kit.found(kit.workspace(kit.assistant(tools=[kit.function(variableExtractionPlan=plan)]))) == []
    assert kit.found(kit.workspace(kit.assistant(firstMessage=template))) == [("Q002", "/firstMessage")]


@pytest.mark.parametrize(
    ("path", "hidden"),
    [
        ("phoneNumber.twilioAuthToken", True),
        ("phoneNumber.credentialId", True),
        ("transport.accountSid", True),
        ("customer.callToken", True),
        ("phoneNumber.number", False),
        ("phoneNumber.credentialIds", False),
    ],
)
def test_redaction(kit: Any, path: str, hidden: bool) -> None:
    space = kit.workspace(kit.assistant(firstMessage=f"{{{{ {path} }}}}"))
    assert kit.found(space) == [("Q012", "/firstMessage")] * hidden
    root, key = path.split(".")
    if root != "customer":  # whose keys a transcript checks
        assert kit.said(kit.play(space, **{root: {key: "x"}})) == ["[REDACTED]" if hidden else "x"]


# -- §3.3 --------------------------------------------------------------------------------------------------------------

VALUE_ROWS: list[tuple[str, Any, str, str]] = [
    ("strings", "gold", "{{ v }}", "gold"),
    ("booleans", True, "{% if v == true %}yes{% endif %} {{ v }}", "yes true"),
    ("plain objects, nested access", {"b": {"c": 1}}, "{{ v.b.c }}", "1"),
    ("arrays, nested access", [{"b": "x"}], "{{ v[0].b }}", "x"),
]


@pytest.mark.parametrize(("row", "value", "template", "text"), VALUE_ROWS, ids=[row[0] for row in VALUE_ROWS])
def test_types_of_values(kit: Any, row: str, value: Any, template: str, text: str) -> None:
    squad = {"membersOverrides": {"variableValues": {"v": value}}}
    space = kit.workspace(kit.assistant(firstMessage=template), squad=squad)
    assert kit.said(kit.play(space)) == [text]
    assert kit.found(space) == []
    types = {"strings": "string", "booleans": "boolean"}
    assert kit.rows(space)["v"].type == types.get(row, "object" if isinstance(value, dict) else "array")
    assert kit.rows(space)["v"].example == value
