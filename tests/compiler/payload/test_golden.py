"""What the gitops engine sent for the golden tree, byte for byte as canonical JSON, under either policy."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from callplan import compiler
from callplan.compiler.payload import deployment, payloads
from callplan.compiler.payload.deploy import file_order
from callplan.compiler.plan import canonical

GOLDEN = Path(__file__).parents[3] / "fixtures" / "layouts" / "gitops-golden"
SENT = [json.loads(line) for line in (GOLDEN / "expected.push.jsonl").read_text(encoding="utf-8").splitlines() if line]


@pytest.mark.parametrize("policy", ["gitops", "resolve"])
def test_the_whole_tree_is_sent_as_the_engine_sends_it(policy: str) -> None:
    (scope,) = compiler.load(GOLDEN).scopes
    whole = deployment(scope, scope.resources.values(), policy)
    assert [canonical(request._asdict()) for request in whole.requests] == [canonical(line) for line in SENT]
    assert whole.kept == ()


def test_a_secret_is_shown_only_when_it_is_asked_for(tmp_path: Path) -> None:
    (tmp_path / "tools").mkdir()
    text = "type: function\nserver:\n  url: https://a.example.com\n  headers: {Authorization: Bearer abc}\n"
    (tmp_path / "tools" / "a.yml").write_text(text, encoding="utf-8")
    (scope,) = compiler.load(tmp_path).scopes
    (resource,) = scope.resources.values()
    for reveal, shown in ((False, "***"), (True, "Bearer abc")):
        (request,) = payloads(scope, resource, reveal=reveal).created
        assert request.body["server"]["headers"] == {"Authorization": shown}


def test_a_destination_waits_for_the_assistant_that_is_created_after_the_tool(tmp_path: Path) -> None:
    files = {
        "tools/hand.yml": "type: handoff\ndestinations:\n  - {type: assistant, assistantId: desk}\n"
        "  - {type: assistant, assistantName: Desk}\n",
        "assistants/desk.yml": "name: Desk\nfirstMessage: Hello.\nmodel: {provider: openai, model: gpt-4.1}\n",
    }
    for file, text in files.items():
        (tmp_path / file).parent.mkdir()
        (tmp_path / file).write_text(text, encoding="utf-8")
    (scope,) = compiler.load(tmp_path).scopes
    tool, assistant, link = deployment(scope, scope.resources.values()).requests
    named = {"type": "assistant", "assistantName": "Desk"}
    assert tool.body["destinations"] == [named]
    assert assistant.path == "/assistant"
    assert link == ("PATCH", "/tool/hand", {"destinations": [{"type": "assistant", "assistantId": "desk"}, named]})


def test_files_are_sorted_as_javascript_sorts_names() -> None:
    names = ["b.yml", "B.yml", "a/z.yml", "a.yml", "\U0001f600.yml", "\uff5e.yml"]
    assert sorted(names, key=file_order) == ["B.yml", "a/z.yml", "a.yml", "b.yml", "\U0001f600.yml", "\uff5e.yml"]


def test_the_next_push_patches_what_the_state_knows() -> None:
    (scope,) = compiler.load(GOLDEN).scopes
    requests = deployment(scope, scope.resources.values(), "gitops", update=True).requests
    paths = [(request.method, request.path) for request in requests]
    ids = {path.removesuffix("?schemaOverride=true").rpartition("/")[2] for _, path in paths}
    assert [method for method, _ in paths] == ["PATCH"] * 7
    assert ids <= scope.state.names.keys()
    assert [path.split("/")[1] for _, path in paths] == [
        "tool", "tool", "structured-output", "assistant", "assistant", "squad", "structured-output",
    ]  # fmt: skip
    bodies = [request.body for request in requests]
    first = [line["body"] for line in SENT]
    fixed = [{key: value for key, value in body.items() if key != "type"} for body in first[:3]]
    assert bodies[:2] == fixed[:2]
    assert bodies[2] == {
        **fixed[2],
        **first[6],
    }  # an update names the assistants at once, and the links follow all the same
    assert paths[2][1].endswith("?schemaOverride=true")
    assert not paths[6][1].endswith("?schemaOverride=true")
    assert bodies[3:] == first[3:]


def test_what_the_state_does_not_know_is_created_all_the_same(tmp_path: Path) -> None:
    known = "11111111-1111-4111-8111-111111111111"
    files = {
        "resources/acme/tools/hand.yml": "type: handoff\ndestinations: [{type: assistant, assistantId: desk}]\n",
        "resources/acme/tools/end.yml": "type: endCall\n",
        "resources/acme/assistants/desk.yml": "name: Desk\nmodel: {provider: openai, model: gpt-4.1}\n",
        "resources/acme/structuredOutputs/none.yml": "name: none\ntype: ai\nassistant_ids: []\n",
        ".vapi-state.acme.json": json.dumps({"tools": {"hand": {"uuid": known}}}),
    }
    for file, text in files.items():
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file).write_text(text, encoding="utf-8")
    (scope,) = compiler.load(tmp_path).scopes
    end, hand, output, desk, link = deployment(scope, scope.resources.values(), update=True).requests
    assert (end.method, end.path, end.body) == ("POST", "/tool", {"type": "endCall"})
    destinations = [{"type": "assistant", "assistantId": "desk"}]
    assert hand == ("PATCH", f"/tool/{known}", {"destinations": destinations})
    assert (output.method, output.body) == ("POST", {"name": "none", "type": "ai"})
    assert (desk.method, desk.path) == ("POST", "/assistant")
    assert link == ("PATCH", f"/tool/{known}", {"destinations": destinations})
