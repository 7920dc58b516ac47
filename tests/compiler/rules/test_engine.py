"""The walk: which nodes a check is asked about, how often, and what becomes of equal findings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from callplan import compiler
from callplan.compiler import checking
from callplan.compiler.diagnostics import Diagnostic, Related, Rule, Severity
from callplan.compiler.rules import Check, Node, Prompt, Target
from callplan.compiler.rules.check import Kind

Tree = Callable[[dict[str, str]], Path]
R = Rule("ZZ1", "any", Severity.WARNING, "anything")

FULL = """\
name: Front
firstMessage: Hello.
endCallMessage: Bye.
model:
  provider: openai
  model: gpt-4o
  toolIds: [stored]
  messages: [{role: system, content: Help.}, {role: user, content: Hi.}]
  tools:
    - type: transferCall
      messages: [{type: request-start, content: One moment.}]
      destinations: [{type: number, number: '+15550100001', message: I connect you.}]
voice: {provider: vapi, voiceId: Elliot, fallbackPlan: {voices: [{provider: vapi, voiceId: Cole}]}}
transcriber: {provider: deepgram, model: nova-3}
hooks:
  - on: customer.speech.timeout
    do: [{type: say, exact: [Still there?, Hello?]}, {type: tool, tool: {type: endCall}}]
server: {url: https://example.com}
"""
FILES = {
    "assistants/front.yml": FULL,
    "tools/stored.yml": (
        "type: function\nfunction: {name: stored, description: A tool.}\nserver: {url: https://example.com/t}\n"
    ),
    "tools/stray.yml": "type: dtmf\n",
    "squads/desk.yml": (
        "name: Desk\nmembers:\n  - assistantId: front\n"
        "  - assistant: {name: Back, model: {provider: openai, model: gpt-4o}}\n"
        "    assistantOverrides: {firstMessage: Hm.}\n"
        "    assistantDestinations: [{type: assistant, assistantName: Front}]\n"
    ),
    "calls/now.yml": "squadId: desk\ncustomer: {number: '+15550100001', name: Ana}\n",
    "phone-numbers/main.yml": "provider: vapi\nassistantId: front\nserver: {url: https://example.com/n}\n",
}

NODES: dict[Kind, list[Any]] = {
    "form": ["Front", "Back"],
    "assistant": ["Front", "Back"],
    "model": ["gpt-4o"] * 2,
    "voice": ["Elliot", "Cole"],
    "transcriber": ["nova-3"],
    "hook": ["customer.speech.timeout"],
    "action": ["say", "tool"],
    "tool": ["transferCall", "endCall", "function", "dtmf"],
    "message": ["request-start"],
    "destination": ["number", "assistant"],
    "server": ["https://example.com", "https://example.com/t", "https://example.com/n"],
    "prompt": ["Help."],
    "spoken": ["Hello.", "Bye.", "One moment.", "I connect you.", "Still there?", "Hello?", "Hm."],
    "overrides": ["Hm."],
    "squad": ["Desk"],
    "member": ["front", None],
    "call": ["desk"],
    "customer": ["Ana"],
    "phone-number": ["front"],
    "resource": ["Front", "Desk", "desk", "front", "function", "dtmf"],
    "file": sorted(FILES),
}
KEYS = ("name", "voiceId", "on", "model", "url", "squadId", "type", "assistantId", "firstMessage")


def label(kind: Kind, node: Any) -> Any:
    if kind == "file":
        return node.file
    if isinstance(node.value, str):
        return node.value
    if kind in ("action", "tool", "message", "destination"):
        return node.value["type"]
    if kind == "member":
        return node.value.get("assistantId")
    return next((node.value[key] for key in KEYS if isinstance(node.value.get(key), str)), None)


def asked(kind: Kind, files: dict[str, str], tree: Tree, *, looks: bool = False) -> list[Any]:
    """What a check of *kind* is asked about."""
    seen: list[Any] = []

    def run(node: Any) -> Iterator[Diagnostic]:
        seen.append(label(kind, node))
        if looks:
            assert isinstance(node.root, dict)
        yield from ()

    checking.check(compiler.load(tree(files)), plugins=(Check((R,), kind, run),))
    return seen


@pytest.mark.parametrize("kind", NODES)
def test_kinds(kind: Kind, tree: Tree) -> None:
    found = asked(kind, FILES, tree)
    assert Counter(found) >= Counter(NODES[kind])
    assert set(found) == set(NODES[kind])


@pytest.mark.parametrize("kind", ["voice", "tool", "hook", "message", "prompt", "spoken"])
def test_what_forms_share_is_judged_once(kind: Kind, tree: Tree) -> None:
    assert Counter(asked(kind, FILES, tree)) == Counter(NODES[kind])


@pytest.mark.parametrize("kind", ["voice", "tool", "hook"])
def test_a_check_that_looks_around_is_asked_for_every_form(kind: Kind, tree: Tree) -> None:
    twice = {**FILES, "squads/other.yml": "name: Other\nmembers: [{assistantId: front}]\n"}
    once, again = (Counter(asked(kind, files, tree, looks=True)) for files in (FILES, twice))
    first = NODES[kind][0]
    assert again[first] == once[first] + 1


def test_only_nodes_with_one_of_the_keys(tree: Tree) -> None:
    seen = []

    def run(node: Node) -> Iterator[Diagnostic]:
        seen.append(node.value["url"])
        yield from ()

    checks = (
        Check((R,), "server", run, frozenset({"url", "timeoutSeconds"})),
        Check((R,), "server", run, frozenset({"no"})),
    )
    checking.check(compiler.load(tree({"assistants/a.yml": FULL})), plugins=checks)
    assert seen == ["https://example.com"]


def test_only_texts_with_one_of_the_pieces(tree: Tree) -> None:
    seen = []

    def run(prompt: Prompt) -> Iterator[Diagnostic]:
        seen.append(prompt.value)
        yield from ()

    checks = (Check((R,), "spoken", run, frozenset({"?", "One"})), Check((R,), "prompt", run, frozenset({"?", "One"})))
    checking.check(compiler.load(tree({"assistants/a.yml": FULL})), plugins=checks)
    assert seen == ["One moment.", "Still there?", "Hello?"]


def test_a_team_is_a_squad_or_has_members(tree: Tree) -> None:
    seen = []

    def run(target: Target) -> Iterator[Diagnostic]:
        seen.append(target.plan.name)
        yield from ()

    alone = "name: Alone\nmembers: [{assistant: {name: One, model: {provider: openai, model: gpt-4o}}}]\n"
    files = {"assistants/a.yml": FULL, "squads/alone.yml": alone, **members("firstMessage: A", "firstMessage: B")}
    checking.check(compiler.load(tree(files)), plugins=(Check((R,), "team", run),))
    assert sorted(seen) == ["Alone", "desk"]


def members(*overrides: str) -> dict[str, str]:
    lines = [
        f"  - assistantId: front\n    assistantOverrides: {{name: M{n}, {text}}}\n" for n, text in enumerate(overrides)
    ]
    return {
        "assistants/front.yml": (
            "name: Front\nmodel: {provider: openai, model: gpt-4o}\nvoice: {provider: vapi, voiceId: Elliot}\n"
        ),
        "squads/desk.yml": "members:\n" + "".join(lines),
    }


def test_equal_findings_are_one_with_the_places_joined(tree: Tree) -> None:
    def run(node: Node) -> Iterator[Diagnostic]:
        root = node.config
        yield node.fault(R, ("voiceId",), f"in {node.root['name']}.", related=(Related(root.span(("name",)), "here"),))

    workspace = compiler.load(tree(members("firstMessage: A", "firstMessage: B", "firstMessage: C")))
    found = [
        item
        for item in checking.check(workspace, plugins=(Check((R,), "voice", run),)).diagnostics
        if item.rule == "ZZ1"
    ]
    [one] = found
    assert one.message == "in M0." and one.span.file == "assistants/front.yml"
    assert [place.span.start.line for place in one.related] == [3, 5, 7]


def test_two_findings_of_one_look_are_two(tree: Tree) -> None:
    def run(node: Node) -> Iterator[Diagnostic]:
        yield node.fault(R, (), "one thing.")
        yield node.fault(R, (), "another.")

    report = checking.check(compiler.load(tree(members("firstMessage: A"))), plugins=(Check((R,), "voice", run),))
    assert [item.message for item in report.diagnostics if item.rule == "ZZ1"] == ["another.", "one thing."]


def test_a_missing_value_points_at_what_should_hold_it(tree: Tree) -> None:
    def run(node: Node) -> Iterator[Diagnostic]:
        yield node.fault(R, ("chunkPlan", "formatPlan", "enabled"), "is missing.")

    report = checking.check(compiler.load(tree(members("firstMessage: A"))), plugins=(Check((R,), "voice", run),))
    [one] = [item for item in report.diagnostics if item.rule == "ZZ1"]
    assert (one.path, one.span.start.line, one.span.start.column, one.span.end.column) == ("/voice", 3, 1, 6)


def test_an_override_is_told_at_its_own_place(tree: Tree) -> None:
    def run(node: Node) -> Iterator[Diagnostic]:
        if node.get("voiceId") == "Cole":
            yield node.fault(R, ("voiceId",), "not this one.")

    files = members("voice: {provider: vapi, voiceId: Cole}", "firstMessage: B")
    report = checking.check(compiler.load(tree(files)), plugins=(Check((R,), "voice", run),))
    [one] = [item for item in report.diagnostics if item.rule == "ZZ1"]
    assert (one.span.file, one.path) == ("squads/desk.yml", "/members/0/assistantOverrides/voice/voiceId")


TEXT = "# Role\n\nHelp {{ name }}, see https://example.com/a.\n\n```\n# not one\n```\n\n## Limits\nNever say <no>.\n"


def test_a_prompt_is_searched_once(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    from callplan.compiler.expression import Expression

    searched: Counter[str] = Counter()
    plain = Expression.finditer

    def finditer(self: Expression, text: str, start: int = 0, end: int = 10**9) -> Any:
        if text == TEXT:
            searched[self.source] += 1
        return plain(self, text, start, end)

    monkeypatch.setattr(Expression, "finditer", finditer)
    seen: list[list[str]] = []

    def run(node: Prompt) -> Iterator[Diagnostic]:
        seen.append([match[2] for match in node.outside_fences("heading")])
        assert {"help", "limits", "https"} <= node.words and "help {{ name }}" in node.lower
        assert [match[0] for match in node.find("url")] == ["https://example.com/a."]
        assert [match[0] for match in node.find("template")] == ["{{ name }}"]
        yield from ()

    files = {"assistants/a.md": f"---\nname: A\nmodel: {{provider: openai, model: gpt-4o}}\n---\n{TEXT}"}
    checking.check(compiler.load(tree(files)), plugins=(Check((R,), "prompt", run),) * 3)
    assert seen == [["Role", "Limits"]] * 3
    assert max(searched.values(), default=0) <= 1


def test_environments_side_by_side(tree: Tree) -> None:
    pairs = []

    def run(pair: Any) -> Iterator[Diagnostic]:
        pairs.append((pair.earlier.environment, pair.later.environment))
        yield from ()

    more = ", ".join(f"{name}: {{folder: resources/{name}}}" for name in ("dev", "uat", "prod"))
    files = {f"resources/{name}/assistants/a.yml": "name: A\n" for name in ("dev", "uat", "prod")}
    files["callplan.yaml"] = f"callplan: 1\nenvironments: {{{more}}}\n"
    checking.check(compiler.load(tree(files)), plugins=(Check((R,), "promotion", run),))
    assert pairs == [("dev", "uat"), ("uat", "prod")]


@pytest.mark.parametrize(
    ("squads", "expected"),
    [
        (0, []),
        (1, []),
        (2, ["1 holds for Loud", "2 holds for Loud"]),
        (5, ["1 holds for Loud", "2 holds for Loud", "3 holds for Loud, and for 2 more"]),
    ],
)
@pytest.mark.parametrize("looks", [False, True])
def test_who_inherits_a_fault(squads: int, expected: list[str], looks: bool, tree: Tree) -> None:
    """The finding names members that it holds for, whether or not the check was asked again for each."""

    def run(node: Node) -> Iterator[Diagnostic]:
        assert not looks or node.root
        yield node.fault(R, ("name",), "is loud.")

    files = {f"squads/{number}.yml": "name: S\nmembers: [{assistantId: loud}]\n" for number in range(1, squads + 1)}
    files["squads/own.yml"] = "name: O\nmembers: [{assistant: {name: Own, model: {provider: openai, model: gpt-4o}}}]\n"
    files["assistants/loud.yml"] = "name: Loud\nmodel: {provider: openai, model: gpt-4o}\n"
    found = checking.check(compiler.load(tree(files)), plugins=(Check((R,), "assistant", run),)).diagnostics
    [loud] = [item for item in found if item.rule == R.code and item.span.file == "assistants/loud.yml"]
    assert [f"{place.span.file[7]} {place.label}" for place in loud.related] == expected
    [own] = [item for item in found if item.rule == R.code and item.span.file == "squads/own.yml"]
    assert own.related == ()
