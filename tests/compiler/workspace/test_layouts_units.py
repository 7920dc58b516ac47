"""The pieces that layouts are read with: ignore patterns, shapes, tables of customers, references out of a tree."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from callplan import check, compiler, schemas
from callplan.compiler.diagnostics import Severity, Span
from callplan.compiler.workspace.customers import read_table
from callplan.compiler.workspace.ignore import Pattern, read_patterns
from callplan.compiler.workspace.kinds import ENGINE, KINDS
from callplan.compiler.workspace.layouts import DESCRIPTIONS
from callplan.compiler.workspace.shapes import TOOL_TYPES, recognise
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

HERE = Span.at(".vapi-ignore")


@pytest.mark.parametrize(
    ("pattern", "target", "matches"),
    [
        ("assistants/foo", "assistants/foo", True),
        ("assistants/foo", "assistants/foo/bar", False),
        ("assistants/*", "assistants/foo", True),
        ("assistants/*", "assistants/foo/bar", False),
        ("assistants/**", "assistants/foo/bar", True),
        ("**/old-?", "tools/old-1", True),
        ("**/old-?", "tools/old-12", False),
        ("tools/?", "tools/", False),
        ("a.c", "abc", False),
        ("[ab]", "a", False),
        ("*", "tools/a", False),
        ("**", "tools/a", True),
    ],
)
def test_patterns(pattern: str, target: str, matches: bool) -> None:
    assert Pattern(pattern, HERE).matches(target) is matches


def test_a_pattern_of_many_stars_takes_no_longer_than_its_length() -> None:
    assert not Pattern("*a" * 200 + "b", HERE).matches("a" * 2000)


@given(st.text())
def test_any_text_is_an_ignore_file(text: str) -> None:
    patterns, found = read_patterns(".vapi-ignore", text)
    assert all(not pattern.matches("\n") or "*" in pattern.text for pattern in patterns) or not found


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("assistant", {"model": {}}),
        ("squad", {"members": []}),
        ("hooks", {"on": "call.ending", "do": []}),
        ("hooks", [{"on": "call.ending", "do": []}]),
        ("tool", {"type": "function", "function": {}}),
        ("tool", {"type": "endCal"}),
        ("structured-output", {"name": "a", "schema": {}}),
        ("phone-number", {"provider": "vapi", "number": "+15551230000"}),
        ("phone-number", {"provider": "vapi", "name": "Front", "assistantId": "a"}),
        ("phone-number", {"provider": "vapi", "hooks": [{"on": "call.ringing", "do": []}]}),
        ("assistant", {"provider": "vapi", "hooks": [], "model": {}}),
        ("credential", {"provider": "twilio", "accountSid": "a", "authToken": "b"}),
        ("record", {"id": "a", "orgId": "b", "status": "in-progress", "messages": []}),
        (None, {"id": "a", "status": ["ended"], "messages": []}),
        ("call", {"assistantId": "a", "customer": {}}),
        ("call", {"workflowId": "a"}),
        ("chat", {"assistantId": "a", "input": "Hello"}),
        ("session", {"assistantId": "a", "expirationSeconds": 60}),
        ("answer", {"error": "Closed."}),
        ("answer", {"destination": {"type": "number"}}),
        ("handoff-answer", {"destination": {"type": "assistant"}}),
        ("transfer-answer", {"destination": {"type": "number"}, "message": {}}),
        ("tool-results", {"results": []}),
        ("eval", {"type": "chat.mockConversation"}),
        ("scenario", {"name": "a", "instructions": "b", "evaluations": []}),
        ("personality", {"name": "a", "assistant": {}, "path": "b"}),
        ("simulation", {"scenarioId": "a", "personalityId": "b"}),
        ("suite", {"simulationIds": []}),
        ("credential", {"provider": "openai", "apiKey": "${env:KEY}"}),
        ("campaign", {"name": "a", "assistantId": "b", "maxConcurrency": 1}),
        ("record", {"id": "a", "startedAt": "b", "endedReason": "c"}),
        ("record", {"message": {"type": "end-of-call-report"}}),
        ("message", {"type": "add-message", "message": {}}),
        ("message", {"type": "handoff", "destination": {}}),
        ("workflow", {"nodes": [], "edges": []}),
        ("tools", {"tools": []}),
        ("overrides", {"variableValues": {}}),
        (None, {"shopping": ["milk"]}),
        (None, {"type": ""}),
        (None, {"format_version": "1.0"}),
        (None, "text"),
        (None, []),
    ],
)
def test_shapes(kind: str | None, data: object) -> None:
    assert recognise(data) == kind


def test_every_tool_type_of_the_schema_has_the_shape_of_a_tool() -> None:
    published = schemas.load("tool")["$defs"]["Tool"]["discriminator"]["mapping"]
    assert published.keys() <= TOOL_TYPES
    assert {recognise({"type": kind}) for kind in published} == {"tool"}


def test_kinds_have_schemas_that_exist() -> None:
    assert {kind.schema for kind in KINDS if kind.schema} <= set(schemas.names())
    assert {kind.name for kind in KINDS if kind.schema is None} == {"record", "workflow"}
    assert {kind.name for kind in KINDS} >= ENGINE


CLEAN = 'number,name,city\n+15551230001,Ana,Lisbon\n+15551230002,"Bo, Jr",Porto\n'


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_a_table_gives_its_columns_as_variables(ending: str) -> None:
    table, found = read_table("a.csv", CLEAN.replace("\n", ending))
    assert found == []
    assert table.examples == {"name": "Ana", "city": "Lisbon"}
    assert table.customers == 2


def test_a_number_with_blanks_has_a_fix() -> None:
    _, (found,) = read_table("a.csv", "number\n+1 (555) 123-0001\n")
    assert (found.span.start, found.span.end) == ((2, 1), (2, 18))
    assert found.fix is not None
    assert [edit.text for edit in found.fix.edits] == ["+15551230001"]


@given(st.text(alphabet=st.sampled_from(list(',"\r\n;+1a ')), max_size=60))
def test_any_text_is_a_table(text: str) -> None:
    table, found = read_table("a.csv", text)
    assert table.customers >= 0
    assert all(item.rule in ("O020", "O021", "O022") for item in found)
    assert found or "number" in text


def test_a_long_table_names_its_first_faults_only() -> None:
    _, found = read_table("a.csv", "number\n" + "1\n" * 500)
    assert len(found) == 100
    assert "the rest is not listed" in found[-1].message


Tree = Callable[[dict[str, str]], Path]
GUIDE = {
    "platform/assistants/a.yaml": "kind: Assistant\napiVersion: v1\nmetadata: {name: a}\nspec:\n"
    "  systemPromptRef: prompts/a.md\n  model: gpt-4.1\n  tools: [{ref: t}]\n",
    "platform/tools/t.yaml": "kind: Tool\napiVersion: v1\nmetadata: {name: t}\nspec:\n  type: http\n"
    "  endpoint: https://a.example.com\n  operations:\n    - {name: one, method: GET, path: /1}\n"
    "    - {name: two, method: GET, path: /2}\n",
    "platform/prompts/a.md": "\n\nYou are {{ who }}.\n",
    "platform/environments.yaml": "dev: {endpoints: {t: 'https://dev.example.com/'}, model: {temperature: 0}}\n"
    "prod: {}\n",
}


def test_a_platform_tree_compiles_for_each_environment(tree: Tree) -> None:
    root = tree(GUIDE)
    plans = {env: compiler.compile(compiler.load(root, env), "assistants/a") for env in ("dev", "prod")}
    urls = {
        env: [str(tool.server.url.text) for tool in plan.members[0].tools if tool.server] for env, plan in plans.items()
    }
    assert urls == {
        "dev": ["https://dev.example.com/1", "https://dev.example.com/2"],
        "prod": ["https://a.example.com/1", "https://a.example.com/2"],
    }
    origins = dict(plans["dev"].origins)
    prompt = origins["/members/0/prompt/0/content"]
    assert (prompt.file, prompt.line, prompt.column) == ("platform/prompts/a.md", 3, 1)


def test_findings_in_a_prompt_stand_in_the_prompt(tree: Tree) -> None:
    found = [item for item in check(compiler.load(tree(GUIDE))).diagnostics if item.rule == "Q002"]
    assert [(item.span.file, *item.span.start) for item in found] == [("platform/prompts/a.md", 3, 12)]


def test_a_platform_tree_is_its_own_root_from_inside(tree: Tree) -> None:
    root = tree(GUIDE)
    assert compiler.load(root / "platform" / "assistants" / "a.yaml").root == root / "platform"
    assert compiler.load(root).layout == compiler.load(root / "platform").layout == "platform"


def test_an_organisation_that_is_asked_for_and_empty_is_an_error(tree: Tree) -> None:
    root = tree(
        {"resources/a/tools/x.yml": "type: endCall\n", "resources/b/tools/.keep": "", ".vapi-state.c.json": "{}"}
    )
    for env, severity in ((None, Severity.WARNING), ("b", Severity.ERROR), ("c", Severity.ERROR)):
        found = [item for item in compiler.load(root, env).diagnostics if item.rule == "Y018"]
        assert [item.severity for item in found if env is None or repr(env) in item.message] == [severity] * (
            2 if env is None else 1
        )


def test_a_file_that_is_asked_for_is_never_ignored(tree: Tree) -> None:
    root = tree({"resources/a/tools/x.yml": "type: endCal\n", "resources/a/.vapi-ignore": "tools/**\n"})
    assert not compiler.load(root).resources
    assert [item.target for item in compiler.load(root / "resources/a/tools/x.yml").resources] == ["tools/x"]


@pytest.mark.parametrize("target", ["", "\0", "a\0b", "x" * 5000, "..", "tools/\0"])
def test_no_target_is_too_odd_to_ask_about(tree: Tree, target: str) -> None:
    workspace = compiler.load(tree({"tools/x.yml": "type: endCall\n"}))
    with pytest.raises(compiler.CompileError) as failure:
        compiler.compile(workspace, target)
    assert [item.rule for item in failure.value.diagnostics] == ["B006"]


def test_every_layout_has_its_words() -> None:
    assert all(words for words in DESCRIPTIONS.values())


KEYS = re.findall(
    r"\w+",
    "kind apiVersion metadata spec name type provider on do message tools ref model members operations endpoint path "
    "schemaRef systemPromptRef knowledge id",
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.sampled_from(["", "a", "v1", "http", "Tool", "../x", "\0"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=5),
    max_leaves=20,
)


@given(JSON)
def test_no_value_makes_shapes_raise(value: object) -> None:
    assert recognise(value) is None or isinstance(recognise(value), str)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(kind=st.sampled_from(["Assistant", "Squad", "Tool", "Scenario", "Nothing", 3]), spec=JSON, head=JSON, env=JSON)
def test_no_platform_document_makes_loading_raise(
    tmp_path: Path, kind: object, spec: object, head: object, env: object
) -> None:
    document = {"kind": kind, "apiVersion": "v1", "metadata": head, "spec": spec}
    (tmp_path / "tools").mkdir(exist_ok=True)
    (tmp_path / "environments.yaml").write_text(json.dumps(env), encoding="utf-8")
    (tmp_path / "tools" / "a.json").write_text(json.dumps(document), encoding="utf-8")
    assert check(compiler.load(tmp_path)).files
