"""Hook documents on their targets: what is compiled, what is sent, where it was written."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from callplan import compiler
from callplan.compiler.build import find_target
from callplan.compiler.diagnostics import Diagnostic
from callplan.compiler.payload import payloads
from callplan.compiler.why import why

HOOK = "- on: customer.speech.timeout\n  name: {name}\n  do: [{{type: say, exact: There?}}]\n"
ASSISTANT = "name: {name}\nfirstMessage: Hello.\nmodel: {{provider: openai, model: gpt-4.1}}\n"
FILES = {
    "callplan.yaml": "callplan: 1\nhooks: {silence: TARGETS, hooks/last: assistants/front}\n",
    "hooks/silence.yml": HOOK.format(name="silence"),
    "hooks/last.yml": HOOK.format(name="last"),
    "assistants/front.yml": ASSISTANT.format(name="Front") + "hooks:\n" + HOOK.format(name="own"),
    "assistants/back.yml": ASSISTANT.format(name="Back"),
    "squads/desk.yml": "members:\n  - assistantId: front\n  - assistantId: back\n"
    "    assistantOverrides: {name: Rear}\n",
    "calls/now.yml": "phoneNumberId: 11111111-1111-4111-8111-111111111111\nassistantId: back\n",
    "calls/group.yml": "phoneNumberId: 11111111-1111-4111-8111-111111111111\n"
    "squad:\n  members: [{assistantId: back}]\n",
}


def workspace(folder: Path, targets: str, **changed: str) -> compiler.Workspace:
    for file, text in {**FILES, **changed}.items():
        (folder / file).parent.mkdir(exist_ok=True)
        (folder / file).write_text(text.replace("TARGETS", targets), encoding="utf-8")
    return compiler.load(folder)


def names(read: compiler.Workspace, target: str) -> list[list[str | None]]:
    return [[hook.name for hook in member.hooks] for member in compiler.compile(read, target).members]


def sent(read: compiler.Workspace, target: str, policy: str = "resolve") -> dict[str, Any]:
    found = find_target(read, target)
    assert not isinstance(found, Diagnostic)
    return payloads(*found, policy).created[0].body


@pytest.mark.parametrize(
    ("targets", "target", "expected"),
    [
        ("[assistants/*]", "assistants/front", [["own", "silence", "last"]]),
        ("[assistants/*]", "squads/desk", [["own", "silence", "last"], ["silence"]]),
        ("squads/desk", "squads/desk", [["own", "last", "silence"], ["silence"]]),
        ("squads/desk", "assistants/back", [[]]),
        ("[assistants/back, squads/desk]", "squads/desk", [["own", "last", "silence"], ["silence"]]),
        ("calls/now", "calls/now", [["silence"]]),
        ("requests/group", "calls/group", [["silence"]]),
        ("calls/now", "calls/group", [[]]),
    ],
)
def test_hooks_are_in_force_where_they_are_attached(
    tmp_path: Path, targets: str, target: str, expected: list[list[str]]
) -> None:
    read = workspace(tmp_path, targets)
    assert names(read, target) == expected
    assert compiler.check(read).diagnostics == ()


def test_hooks_of_all_members_stay_a_list_for_all(tmp_path: Path) -> None:
    squad = "members: [{assistantId: front}]\nmembersOverrides:\n  hooks:\n    - {on: call.ending, do: []}\n"
    read = workspace(tmp_path, "squads/desk", **{"squads/desk.yml": squad})
    assert [hook.on for hook in compiler.compile(read, "squads/desk").members[0].hooks] == [
        "call.ending",
        "customer.speech.timeout",
    ]


def test_a_null_takes_an_assistants_own_hooks_away_and_not_the_attached_ones(tmp_path: Path) -> None:
    squad = "members: [{assistantId: front, assistantOverrides: {hooks: null}}]\n"
    read = workspace(tmp_path, "squads/desk", **{"squads/desk.yml": squad})
    assert names(read, "squads/desk") == [["silence"]]


def test_an_attached_hook_is_told_at_its_own_file(tmp_path: Path) -> None:
    read = workspace(tmp_path, "[assistants/back]")
    plan = compiler.compile(read, "assistants/back")
    where = {at: (origin.file, origin.line, origin.layer) for at, origin in plan.origins}
    assert where["/members/0/hooks/0/name"] == ("hooks/silence.yml", 2, "hooks/silence")
    told = why(read, "assistants/back", "/hooks/0/name")
    assert isinstance(told, tuple)
    assert told[0].steps[-1].layer == "hooks/silence"


def test_a_deployer_gets_them_and_the_gitops_engine_does_not(tmp_path: Path) -> None:
    read = workspace(tmp_path, "[assistants/back, squads/desk]")
    assert [hook["name"] for hook in sent(read, "assistants/back")["hooks"]] == ["silence"]
    assert "hooks" not in sent(read, "assistants/back", "gitops")
    front, back = sent(read, "squads/desk")["members"]
    assert [hook["name"] for hook in front["assistantOverrides"]["hooks"]] == ["own", "last", "silence"]
    assert back == {"assistantId": "back", "assistantOverrides": {"name": "Rear"}}


@pytest.mark.parametrize("broken", ["hooks: 7", "hooks: [silence]", "hooks: {silence: {a: b}}"])
def test_a_malformed_section_is_told_and_the_rest_holds(tmp_path: Path, broken: str) -> None:
    read = workspace(tmp_path, "", **{"callplan.yaml": f"callplan: 1\n{broken}\nrules: {{ignore: [J010]}}\n"})
    assert [item.rule for item in compiler.check(read).diagnostics] == ["J001"]


def test_one_environment_in_view_knows_of_the_others(tmp_path: Path) -> None:
    for env in ("uat", "prod"):
        (tmp_path / env / "assistants").mkdir(parents=True)
        (tmp_path / env / "assistants" / f"{env}.yml").write_text(ASSISTANT.format(name=env), encoding="utf-8")
    (tmp_path / "hooks").mkdir()
    (tmp_path / "hooks" / "silence.yml").write_text(HOOK.format(name="silence"), encoding="utf-8")
    (tmp_path / "callplan.yaml").write_text(
        "callplan: 1\nenvironments: {uat: {folder: uat}, prod: {folder: prod}}\nhooks: {silence: assistants/prod}\n",
        encoding="utf-8",
    )
    for env in ("uat", "prod", None):
        assert [item.rule for item in compiler.load(tmp_path, env).diagnostics] == []
    assert names(compiler.load(tmp_path, "prod"), "assistants/prod") == [["silence"]]


@pytest.mark.parametrize(
    "squad",
    [
        "members: 7",
        "members: [7, null, {}, {assistantId: 3}, {assistantId: nobody}]",
        "members: [{assistantId: front, assistantOverrides: text}]",
        "members: [{assistantId: front, assistantOverrides: {hooks: text}}]",
        "members: [{assistant: {name: A, hooks: {on: x}}}]",
        "membersOverrides: {hooks: [7]}",
        "- 1",
    ],
)
def test_what_is_malformed_stays_as_it_is_and_is_told(tmp_path: Path, squad: str) -> None:
    read = workspace(tmp_path, "squads/desk", **{"squads/desk.yml": f"{squad}\n"})
    without = workspace(tmp_path, "calls/now", **{"squads/desk.yml": f"{squad}\n"})
    found, plain = (
        {
            (item.rule, item.span.start)
            for item in compiler.check(one).diagnostics
            if item.span.file == "squads/desk.yml"
        }
        for one in (read, without)
    )
    assert found >= plain
    assert found
