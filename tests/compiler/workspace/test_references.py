"""From a reference to its resource: names, comments, ids of state files in three shapes (gitops-layout §2.5, §2.6)."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from callplan import compiler

Tree = Callable[[dict[str, str]], Path]
ONE, TWO, THREE = (f"{digit * 8}-{digit * 4}-4{digit * 3}-8{digit * 3}-{digit * 12}" for digit in "123")
FRONT = "---\nname: Front\nmodel: {provider: openai, model: gpt-4o}\n---\nHelp.\n"


def squad(reference: str) -> str:
    return json.dumps({"members": [{"assistantId": reference}]})


def codes(root: Path, env: str | None = None) -> list[str]:
    return [item.rule for item in compiler.check(compiler.load(root, env)).diagnostics if item.severity.rank < 2]


STATES: dict[str, Any] = {
    "slim": {"uuid": ONE},
    "fat": {"uuid": ONE, "lastPulledHash": "ab", "lastPulledAt": "2026-01-01T00:00:00Z", "platformVersionId": "v1"},
    "bare": ONE,
    "upper case": ONE.upper(),
}
REFERENCES = {
    "file name": "front",
    "comment": "front ## who answers first",
    "comment without a space": "front##first",
    "id": ONE,
    "id in upper case": ONE.upper(),
    "id with a comment": f"{ONE} ## Front",
}


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("reference", REFERENCES)
def test_known(state: str, reference: str, tree: Tree) -> None:
    root = tree(
        {
            ".vapi-state.dev.json": json.dumps({"assistants": {"front": STATES[state]}}),
            "resources/dev/assistants/front.md": FRONT,
            "resources/dev/squads/desk.yml": squad(REFERENCES[reference]),
        }
    )
    assert codes(root) == []
    assert compiler.compile(compiler.load(root), "squads/desk").members[0].resource == "front"


UNKNOWN: dict[str, tuple[str, str, str]] = {
    "a name that nothing has": ("frnt", "R004", "did you mean 'front'?"),
    "a name like nothing": ("qqqqqqq", "R004", "there is no assistant 'qqqqqqq'."),
    "another case": ("Front", "R018", "'Front' is written 'front'"),
    "an extension": ("front.md", "R018", "'front.md' is written 'front'"),
    "another separator": ("night_desk", "R018", "'night_desk' is written 'night-desk'"),
    "blanks for separators": ("Night Desk", "R018", "'Night Desk' is written 'night-desk'"),
    "an unknown id": (THREE, "R011", "no state file"),
    "an id of another environment": (TWO, "R012", "belongs to environment 'prod'"),
    "an id of another environment in upper case": (TWO.upper(), "R012", "belongs to environment 'prod'"),
    "an id of another kind": ("4" * 8 + "-4444-4444-8444-" + "4" * 12, "R004", "is 'lookup' of tools, no assistant"),
    "an id without its file": ("5" * 8 + "-5555-4555-8555-" + "5" * 12, "R004", "knows this id as 'gone'"),
}


@pytest.mark.parametrize("name", UNKNOWN)
def test_unknown(name: str, tree: Tree) -> None:
    reference, code, words = UNKNOWN[name]
    four, five = "4" * 8 + "-4444-4444-8444-" + "4" * 12, "5" * 8 + "-5555-4555-8555-" + "5" * 12
    root = tree(
        {
            ".vapi-state.dev.json": json.dumps({"assistants": {"front": ONE, "gone": five}, "tools": {"lookup": four}}),
            ".vapi-state.prod.json": json.dumps({"assistants": {"front": TWO}}),
            "resources/dev/assistants/front.md": FRONT,
            "resources/dev/assistants/night-desk.md": FRONT.replace("Front", "Night"),
            "resources/dev/squads/desk.yml": squad(reference),
            "resources/prod/assistants/front.md": FRONT,
        }
    )
    found = [
        item
        for item in compiler.check(compiler.load(root, "dev")).diagnostics
        if item.span.file == "resources/dev/squads/desk.yml" and item.rule.startswith("R")
    ]
    assert [item.rule for item in found] == [code]
    assert words in found[0].message


MEANT: dict[str, tuple[str, str]] = {
    "a slip in an id": (ONE[:-1] + "2", f"Did you mean 'front' ({ONE})?"),
    "the name behind an id": (f"{'9' * 8 + THREE[8:]} ## Front", f"Did you mean 'front' ({ONE})?"),
    "the id that a pulled file is called after": ("7" * 8 + ONE[8:14] + THREE[14:], "Did you mean 'desk-77777777'?"),
    "a slip in an external id": (THREE[:-1] + "4", f"Did you mean 'Elsewhere' ({THREE}, external)?"),
    "an id like no other": (
        "abcdef01-2345-4678-9abc-def012345678",
        f"There are: 'Elsewhere' ({THREE}, external), 'annex' (external), 'desk-77777777', 'front' ({ONE}), 'gone' "
        f"({TWO}, in the state alone, no file has this name).",
    ),
    "the name of what is external": ("elsewhere", f"did you mean 'Elsewhere' ({THREE}, external)?"),
    "a name like one that is external": ("anex", "did you mean 'annex' (external)?"),
    "the case of an external name": ("Annex", "'Annex' is written 'annex'"),
    "a name like one of the state": ("gonee", f"did you mean 'gone' ({TWO}, in the state alone, no file has this name"),
    "the name of a file of another environment": ("late", "There are: 'Elsewhere'"),
    "the other environment of it": ("late", "Environment 'prod' has one."),
}


@pytest.mark.parametrize("name", MEANT)
def test_candidates(name: str, tree: Tree) -> None:
    reference, words = MEANT[name]
    external = f"external: {{assistants: {{{THREE.upper()}: Elsewhere, annex: Annex}}}}\n"
    root = tree(
        {
            "callplan.yaml": "callplan: 1\n" + external,
            ".vapi-state.dev.json": json.dumps({"assistants": {"front": ONE, "gone": TWO}}),
            "resources/dev/assistants/front.md": FRONT,
            "resources/dev/assistants/desk-77777777.md": FRONT.replace("Front", "Desk"),
            "resources/dev/squads/desk.yml": squad(reference),
            "resources/prod/assistants/late.md": FRONT,
        }
    )
    found = compiler.check(compiler.load(root, "dev")).diagnostics
    assert any(words in item.message for item in found if item.path == "/members/0/assistantId"), found


@pytest.mark.parametrize("key", ["front-of-house", THREE])
def test_external(key: str, tree: Tree) -> None:
    root = tree(
        {
            "callplan.yaml": f"callplan: 1\nexternal: {{assistants: {{{key}: Elsewhere}}}}\n",
            "squads/desk.yml": squad(key),
        }
    )
    assert codes(root) == []
    assert [member.name for member in compiler.compile(compiler.load(root), "squads/desk").members] == ["Elsewhere"]


@pytest.mark.parametrize(
    ("kind", "reference", "meant"),
    [
        ("assistant", "Front Desk", "'one' or 'two', which have this name on the platform?"),
        ("assistant", "Billing Desk", "'three', which has this name on the platform?"),
        ("tool", "look_it_up", f"'{ONE}' (external), which has this name on the platform?"),
    ],
)
def test_a_name_on_the_platform_is_no_reference(kind: str, reference: str, meant: str, tree: Tree) -> None:
    called = {"one": "Front Desk", "two": "Front Desk", "three": "Billing Desk"}
    model = {"provider": "openai", "model": "gpt-4o", "toolIds": [reference] if kind == "tool" else []}
    member = reference if kind == "assistant" else "one"
    files = {f"assistants/{file}.json": json.dumps({"name": name}) for file, name in called.items()}
    files["assistants/one.json"] = json.dumps({"name": "Front Desk", "model": model})
    files["squads/s.json"] = json.dumps({"name": "S", "members": [{"assistantId": member}]})
    files["callplan.yaml"] = "{callplan: 1, external: {tools: tools.json}}\n"
    files["tools.json"] = json.dumps([{"id": ONE, "type": "function", "function": {"name": "look_it_up"}}])
    found = [item for item in compiler.check(compiler.load(tree(files))).diagnostics if item.rule in ("R001", "R004")]
    assert len(found) == 1 and f"there is no {kind} {reference!r}; did you mean {meant}" in found[0].message


def test_a_broken_file_hides_nothing_of_the_others(tree: Tree) -> None:
    root = tree(
        {
            "assistants/front.md": FRONT.replace("Help.", "Help {{ nobody }}."),
            "assistants/broken.yml": "name: [",
            "tools/broken.json": '{"type": ',
            "squads/desk.yml": '{"members": [{"assistantId": "front"}, {"assistantId": "broken"}]}',
        }
    )
    assert sorted(codes(root)) == ["Q002", "R004", "Y001", "Y001"]
    with pytest.raises(compiler.CompileError) as refused:
        compiler.compile(compiler.load(root), "assistants/broken")
    assert [item.rule for item in refused.value.diagnostics] == ["Y001"]
    assert compiler.compile(compiler.load(root), "assistants/front").members


def test_a_file_that_two_environments_share_is_told_of_once(tree: Tree) -> None:
    root = tree(
        {
            "callplan.yaml": "callplan: 1\nenvironments: {dev: {}, prod: {}}\n",
            "assistants/front.md": FRONT.replace("Help.", "Help {{ nobody }}."),
        }
    )
    assert codes(root) == ["Q002"]


CREDENTIALS: dict[str, tuple[str, str, str]] = {
    "a slip": ("hoks", "R013", "Did you mean 'hooks'?"),
    "another case": ("Hooks", "R018", "'Hooks' is written 'hooks'"),
    "a name of another environment": (
        "crm-prod",
        "R013",
        "There are: 'hooks', 'night' (external), 'speech'. Environment 'prod' has one.",
    ),
    "an id of another environment, under one name": (THREE, "R012", "Use its name, 'speech'"),
    "an id of another environment, under its own": (
        f"4{THREE[1:]}",
        "R012",
        "There are: 'hooks', 'night' (external), 'speech'.",
    ),
    "a slip in an id": (f"{ONE[:-1]}2", "R011", f"Did you mean 'hooks' ({ONE})?"),
    "declared external": ("night", "", ""),
}


@pytest.mark.parametrize("name", CREDENTIALS)
def test_credentials(name: str, tree: Tree) -> None:
    reference, code, words = CREDENTIALS[name]
    prod = {"speech": THREE, "crm-prod": f"4{THREE[1:]}"}
    root = tree(
        {
            "callplan.yaml": "callplan: 1\nexternal: {credentials: {night: Night}}\n",
            ".vapi-state.dev.json": json.dumps({"credentials": {"hooks": ONE, "speech": TWO}}),
            ".vapi-state.prod.json": json.dumps({"credentials": prod}),
            "resources/dev/assistants/front.md": FRONT.replace(
                "name: Front", f"name: Front\nserver: {{url: https://x.example.com, credentialId: {reference}}}"
            ),
            "resources/prod/assistants/front.md": FRONT,
        }
    )
    found = [
        item
        for item in compiler.check(compiler.load(root, "dev")).diagnostics
        if item.path == "/server/credentialId" and item.rule.startswith("R")
    ]
    assert [item.rule for item in found] == ([code] if code else [])
    assert not found or words in found[0].message, found
