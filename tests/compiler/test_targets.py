"""What a user may name, and what is said where nothing, or more than one thing, is meant."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from callplan import compiler

Tree = Callable[[dict[str, str]], Path]
FRONT = "name: Front\nmodel: {provider: openai, model: gpt-4o}\n"
FILES = {
    "assistants/front.yml": FRONT,
    "assistants/support/night.md": "---\nname: Night\nmodel: {provider: openai, model: gpt-4o}\n---\nHelp.\n",
    "squads/desk.json": '{"members": [{"assistantId": "front"}]}',
    "calls/now.json": '{"assistantId": "front"}',
    "structured-outputs/summary.yml": "name: Summary\nschema: {type: object}\n",
    "two.yml": f"{FRONT}---\nmembers: [{{assistantId: front}}]\n",
}


def refusal(root: Path, target: str, env: str | None = None) -> tuple[str, str]:
    with pytest.raises(compiler.CompileError) as refused:
        compiler.compile(compiler.load(root, env), target)
    (finding, *_) = refused.value.diagnostics
    return finding.rule, finding.message


@pytest.mark.parametrize(
    ("target", "name"),
    [
        ("assistants/front", "assistants/front"),
        ("assistants/front.yml", "assistants/front"),
        ("assistants/support/night", "assistants/support/night"),
        ("assistants/support/night.md", "assistants/support/night"),
        ("squads/desk", "squads/desk"),
        ("squads/desk.json", "squads/desk"),
        ("calls/now", "calls/now"),
        ("requests/now", "calls/now"),
        ("squads/two#2", "squads/two#2"),
    ],
)
def test_named(target: str, name: str, tree: Tree) -> None:
    assert compiler.compile(compiler.load(tree(FILES)), target).target == name


def test_by_file(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    root = tree(FILES)
    workspace = compiler.load(root)
    assert compiler.compile(workspace, str(root / "squads" / "desk.json")).target == "squads/desk"
    monkeypatch.chdir(root / "squads")
    assert compiler.compile(workspace, "desk.json").target == "squads/desk"
    assert compiler.compile(workspace, "../squads/desk.json").target == "squads/desk"
    assert compiler.compile(workspace, "squads/desk.json").target == "squads/desk", "relative to the root too"


def test_nothing_of_that_name(tree: Tree, tmp_path_factory: pytest.TempPathFactory) -> None:
    empty = tmp_path_factory.mktemp("empty")
    root = tree(FILES)
    rule, message = refusal(root, "squads/dsk")
    assert rule == "B006" and "did you mean squads/desk or squads/two#2?" in message
    assert refusal(root, "zzz")[0] == "B006"
    assert refusal(root, "")[0] == "B006"
    assert "it holds none" in refusal(empty, "squads/desk")[1]


def test_a_file_of_several_resources(tree: Tree) -> None:
    rule, message = refusal(tree(FILES), "two.yml")
    assert rule == "B006" and "assistants/two#1, squads/two#2" in message


def test_a_file_that_cannot_be_read(tree: Tree) -> None:
    root = tree({**FILES, "assistants/broken.yml": "name: ["})
    assert refusal(root, str(root / "assistants" / "broken.yml"))[0] == "Y001"
    assert refusal(root, "assistants/broken")[0] == "Y001"


def test_several_environments(tree: Tree) -> None:
    root = tree(
        {
            "resources/dev/assistants/front.yml": FRONT,
            "resources/prod/assistants/front.yml": FRONT,
            "resources/prod/tools/t.yml": "type: endCall\n",
        }
    )
    rule, message = refusal(root, "assistants/front")
    assert rule == "B006" and "dev, prod" in message and "--env" in message
    assert compiler.compile(compiler.load(root, "prod"), "assistants/front").environment == "prod"
    path = str(root / "resources" / "dev" / "assistants" / "front.yml")
    assert compiler.compile(compiler.load(root), path).environment == "dev"


@pytest.mark.parametrize(
    ("file", "text", "name"),
    [
        ("tools/t.yml", "type: endCall\n", "a tool"),
        ("tool-lists/t.yml", "tools: [{type: endCall}]\n", "a list of tools"),
        ("hooks/t.yml", "on: call.ending\ndo: [{type: tool, tool: {type: endCall}}]\n", "a list of hooks"),
        ("evals/t.yml", "name: t\ntype: chat.mockConversation\nmessages: [{role: user, content: Hi}]\n", "an eval"),
        ("structuredOutputs/t.yml", "name: t\ntype: ai\nschema: {type: string}\n", "a structured output"),
        ("overrides/t.yml", "variableValues: {}\n", "a set of overrides"),
    ],
)
def test_kinds_have_names_for_people(tree: Tree, file: str, text: str, name: str) -> None:
    message = refusal(tree({file: text}), file.removesuffix(".yml"))[1]
    assert message.startswith(f"{name} is no conversation: ")


def test_what_is_no_conversation(tree: Tree) -> None:
    rule, message = refusal(tree({**FILES, "tools/t.yml": "type: endCall\n"}), "tools/t")
    assert rule == "B001" and "compile an assistant, a squad or a call request" in message
    assert refusal(tree(FILES), "structuredOutputs/summary")[0] == "B001"


@pytest.mark.parametrize(
    ("policies", "words"),
    [
        ({"silenceClok": "restart"}, "did you mean 'silenceClock'?"),
        ({"undefined": "maybe"}, "takes empty or literal, not 'maybe'."),
    ],
)
def test_policies_are_checked(policies: dict[str, str], words: str, tree: Tree) -> None:
    with pytest.raises(compiler.CompileError, match="policy") as refused:
        compiler.compile(compiler.load(tree(FILES)), "squads/desk", policies=policies)
    assert words in str(refused.value)
    assert [item.rule for item in refused.value.diagnostics] == ["J002"]


def test_warnings_stand_in_nobody_s_way(tree: Tree) -> None:
    root = tree({"assistants/front.yml": f"{FRONT}firstMessage: Hi {{{{ nobody }}}}.\n"})
    plan = compiler.compile(compiler.load(root), "assistants/front")
    assert plan.needs == ("nobody",)
    assert compiler.compile(compiler.load(root), "assistants/front", {"nobody": "Ana"}).needs == ()


def test_an_error_says_all_that_was_found(tree: Tree) -> None:
    root = tree({"assistants/front.yml": f"{FRONT}firstMesage: Hi.\nendCallMessage: Bye {{{{ nobody }}}}.\n"})
    with pytest.raises(compiler.CompileError) as refused:
        compiler.compile(compiler.load(root), "assistants/front")
    assert sorted(item.rule for item in refused.value.diagnostics) == ["L001", "Q002"]
    assert str(refused.value).startswith("unknown key"), "errors first"


BATCH = '{"assistantId": "front", "customers": [{"number": "+15550100001"}, {"number": "+15550100002"}]}'


@pytest.mark.parametrize(
    "target", ["calls/batch@2", "calls/batch.json@2", "requests/batch@2", "{root}/calls/batch.json@2", "calls/at@2"]
)
def test_one_of_several_conversations(target: str, tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    root = tree({**{f"a@b/{name}": text for name, text in FILES.items()}, "a@b/calls/batch.json": BATCH}) / "a@b"
    (root / "calls" / "at@2.json").write_text('{"assistantId": "front"}', encoding="utf-8")
    monkeypatch.chdir(root)
    plan = compiler.compile(compiler.load(root), target.format(root=root))
    assert plan.target == ("calls/at@2" if "at@2" in target and "batch" not in target else "calls/batch@2")
