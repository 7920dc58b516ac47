"""Allowed differences: what fits, what is left, which rules allow nothing."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from callplan import compiler, schemas
from callplan.compiler.changes import Change, Diff, json_, text
from callplan.compiler.changes.allow import allow, fits
from callplan.compiler.sources import read_bytes
from callplan.compiler.traced import Place
from callplan.compiler.workspace.project import Allowance
from jsonschema import Draft202012Validator

PLACE = Place(read_bytes("callplan.yaml", b"allow: []").documents[0], ())
VOICE = Change("changed", "behaviour", "member Billing", "voice.voiceId", "a", "b", "x.", "/members/1/voice/voice_id")
URL = Change(
    "added", "environment", "tool book of Billing", "server.url", None, "b", "x.", "/members/1/tools/0/server/url"
)

PROJECT = """\
callplan: 1
environments:
  uat: {overlay: {assistants/a: {voice: {voiceId: Elliot}, server: {url: "https://uat.example.com"}}}}
  prod: {overlay: {assistants/a: {voice: {voiceId: Kylie}, server: {url: "https://example.com"}}}}
"""
ASSISTANT = "name: A\nfirstMessage: Hello.\nvoice: {provider: vapi}\n"
VOICES = '  - {between: [prod, uat], path: "/members/*/voice/**", reason: a voice for each}\n'
SERVERS = "  - {category: environment, reason: addresses}\n"


@pytest.mark.parametrize(
    ("rule", "voice", "url"),
    [
        ({"category": "environment"}, False, True),
        ({"what": "changed"}, True, False),
        ({"node": "* of Billing"}, False, True),
        ({"field": "voice.*"}, True, False),
        ({"path": "/members/*/voice/voice_id"}, True, False),
        ({"path": "/members/*/server/url"}, False, False),
        ({"path": "/members/**/url"}, False, True),
        ({"path": "/members/1"}, False, False),
        ({"node": "member Billing", "category": "environment"}, False, False),
    ],
)
def test_every_pattern_of_a_rule_has_to_fit(rule: dict[str, Any], voice: bool, url: bool) -> None:
    allowance = Allowance(PLACE, "meant", **rule)
    assert (fits(allowance, VOICE), fits(allowance, URL)) == (voice, url)


def promoted(root: Path) -> tuple[Diff, list[tuple[str, str]]]:
    workspaces = [compiler.load(root, env) for env in ("uat", "prod")]
    plans = [compiler.compile(workspace, "assistants/a") for workspace in workspaces]
    changes, unused = allow(compiler.diff(*plans), workspaces[1].project.allow)
    return changes, [(str(item.severity), item.path) for item in unused]


@pytest.fixture
def project(tree: Callable[[dict[str, str]], Path]) -> Callable[[str], Path]:
    def write(rules: str) -> Path:
        return tree({"callplan.yaml": f"{PROJECT}allow:\n{rules}", "assistants/a.yml": ASSISTANT})

    return write


def test_what_is_allowed_is_no_difference(project: Callable[[str], Path]) -> None:
    changes, unused = promoted(project(VOICES + SERVERS))
    assert (not changes, unused) == (True, [])
    assert [(item.change.category, item.rule.reason) for item in changes.allowed] == [
        ("behaviour", "a voice for each"),
        ("environment", "addresses"),
    ]
    assert text.render(changes).splitlines()[1:] == [
        "",
        "Allowed",
        "  1 a voice for each",
        "  1 addresses",
        "",
        f"No difference on a call beside 2 allowed changes. {changes.unchanged} nodes unchanged.",
    ]
    data = json.loads(json_.render(changes))
    assert Draft202012Validator(schemas.load("diff")).is_valid(data)
    assert [item["reason"] for item in data["allowed"]] == ["a voice for each", "addresses"]


def test_rules_for_others_change_nothing(project: Callable[[str], Path]) -> None:
    elsewhere = (
        '  - {between: [uat, uat], category: behaviour, reason: x}\n  - {target: "squads/*", node: "*", reason: x}\n'
    )
    changes, unused = promoted(project(elsewhere))
    assert (len(changes.changes), changes.allowed, unused) == (2, (), [])


def test_rules_without_a_difference_are_told(project: Callable[[str], Path]) -> None:
    idle = "  - {target: assistants/a, node: hook x, reason: old}\n  - {node: hook x, reason: old}\n"
    changes, unused = promoted(project(VOICES + idle))
    assert len(changes.changes) == 1
    assert unused == [("warning", "/allow/1"), ("info", "/allow/2")]


def test_a_path_that_no_difference_has_leads_to_theirs(project: Callable[[str], Path]) -> None:
    root = project("  - {path: /members/A/voice/voiceId, reason: as why says it}\n  - {node: hook x, reason: old}\n")
    plans = [compiler.compile(compiler.load(root, env), "assistants/a") for env in ("uat", "prod")]
    diff = compiler.diff(*plans)
    named, other = (item.message for item in allow(diff, compiler.load(root, "uat").project.allow)[1])
    assert named.endswith("the differences are /members/0/voice/voice_id, /members/0/server/url")
    assert other.endswith("this rule allows.")
    many = replace(diff, changes=tuple(replace(diff.changes[0], path=f"/{number}") for number in range(6)))
    cut, _ = allow(many, compiler.load(root, "uat").project.allow)[1]
    assert cut.message.endswith("are /0, /1, /2, /3, /4 …")


def test_a_rule_without_a_difference_names_both_sides(project: Callable[[str], Path]) -> None:
    root = project("  - {node: hook x, reason: old}\n")
    plans = [compiler.compile(compiler.load(root, "uat"), "assistants/a") for _ in range(2)]
    diff = compiler.diff(*plans)
    older = replace(diff, before=replace(diff.before, at="main"))
    _, (unused,) = allow(older, compiler.load(root, "uat").project.allow)
    assert unused.message == "no difference of assistants/a between uat (main) and uat is one that this rule allows."


def test_a_policy_is_told_with_what_it_decides(tree: Callable[[dict[str, str]], Path]) -> None:
    files = {"callplan.yaml": "callplan: 1\npolicies: {silenceClock: restart}\n", "assistants/a.yml": "name: A\n"}
    root = tree(files)
    now = compiler.compile(compiler.load(root), "assistants/a")
    (root / "callplan.yaml").write_text("callplan: 1\n", "utf-8")
    (change,) = compiler.diff(compiler.compile(compiler.load(root), "assistants/a"), now).changes
    assert change.sentence == (
        "the policy silenceClock is “restart” instead of “continuous”: it decides whether a reminder's own speech "
        "restarts the silence period."
    )


def test_the_exit_code_is_about_the_unexpected(
    project: Callable[[str], Path], callplan: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    command = ("diff", "assistants/a", "--env", "uat", "--env", "prod", "--exit-code")
    monkeypatch.chdir(project(VOICES))
    done = callplan(*command)
    assert (done.code, done.err) == (1, "") and "1 allowed" in done.out
    project(VOICES + SERVERS)
    assert callplan(*command).code == 0
    project(VOICES + SERVERS + "  - {target: assistants/a, field: x, reason: old}\n")
    done = callplan(*command)
    assert done.code == 0 and "J007" in done.err


@pytest.mark.parametrize(
    ("rule", "says"),
    [
        ("{reason: all}", "allows every difference"),
        ("{between: [uat], node: x, reason: y}", "names two environments"),
        ("{between: [uat, prd], node: x, reason: y}", "no environment 'prd'"),
        ("{node: x}", "reason"),
        ("{nod: x, reason: y}", "node"),
    ],
)
def test_a_faulty_rule_is_told(project: Callable[[str], Path], rule: str, says: str) -> None:
    found = compiler.load(project(f"  - {rule}\n")).diagnostics
    assert [item.rule for item in found] == ["J001"]
    assert says in found[0].message and found[0].span.start.line == 6
