"""What ``rules`` in callplan.yaml does: profiles, choices by file and environment, options, names that do not exist."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from callplan import compiler
from callplan.compiler import checking
from callplan.compiler.diagnostics import Diagnostic, Rule, Severity
from callplan.compiler.rules import Check, Node, Option

Said = Callable[[dict[str, str]], list[str]]
Tree = Callable[[dict[str, str]], Path]

PLAIN = "name: A\nmodel: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help.}]}\n"
LOUD = PLAIN + "server: {url: http://example.com}\nhooks: [{on: call.ending, do: [{type: tool}]}]\n"
"""One warning (C009 in line 3) and one error (H006 in line 4)."""


def project(rules: str, more: str = "") -> str:
    return f"callplan: 1\n{more}rules:\n  {rules}\n"


CHOICES: dict[str, tuple[str, list[str]]] = {
    "nothing": ("{}", ["3: warning C009", "4: error H006"]),
    "minimal": ("{profile: minimal}", ["4: error H006"]),
    "strict": ("{profile: strict}", ["3: error C009", "4: error H006"]),
    "strict, but": ("{profile: strict, severity: {http-url: info}}", ["3: info C009", "4: error H006"]),
    "minimal, and": ("{profile: minimal, severity: {C: error}}", ["3: error C009", "4: error H006"]),
    "select": ("{select: [H]}", ["4: error H006"]),
    "select by slug": ("{select: [http-url]}", ["3: warning C009"]),
    "ignore": ("{ignore: [tool-action-empty]}", ["3: warning C009"]),
    "ignore wins": ("{select: [ALL], ignore: [H006]}", ["3: warning C009"]),
    "here": ("{overrides: [{paths: ['assistants/**'], ignore: [C009]}]}", ["4: error H006"]),
    "one folder": ("{overrides: [{paths: ['*.yml'], ignore: [C009]}]}", ["3: warning C009", "4: error H006"]),
    "elsewhere": ("{overrides: [{paths: ['squads/*'], ignore: [C]}]}", ["3: warning C009", "4: error H006"]),
    "the last": (
        "{severity: {H006: info}, overrides: [{paths: ['**'], severity: {H: warning}}]}",
        ["3: warning C009", "4: warning H006"],
    ),
}


@pytest.mark.parametrize("name", CHOICES)
def test_choices(name: str, said: Said) -> None:
    rules, expected = CHOICES[name]
    found = said({"callplan.yaml": project(rules), "assistants/a.yml": LOUD})
    assert [line for line in found if "J016" not in line] == [f"assistants/a.yml:{line}" for line in expected]
    assert ("callplan.yaml:3: warning J016" in found) == (name in ("one folder", "elsewhere"))


WRONG: dict[str, tuple[str, str]] = {
    "a rule": ("{ignore: [H0006]}", "there is no rule 'H0006'; did you mean 'H006'?"),
    "lower case": ("{select: [h006]}", "there is no rule 'h006'; did you mean 'H006'?"),
    "a weight": ("{severity: {htp-url: info}}", "there is no rule 'htp-url'; did you mean 'http-url'?"),
    "deeper": (
        "{overrides: [{paths: ['*'], ignore: [Z]}]}",
        "there is no rule 'Z'; callplan rules lists those that there are.",
    ),
    "an environment": (
        "{overrides: [{environments: [prd], ignore: [H]}]}",
        "there is no environment 'prd'; known are dev, prod.",
    ),
    "a profile": ("{profile: stricter}", 'found the text "stricter". Did you mean "strict"?'),
    "options": (
        "{options: {H006: {loud: 1}}}",
        "H006 has no options, found 'loud': nothing is set by it. Take it away; what the rule weighs is set under",
    ),
    "an own rule's name": (
        "{own: [{id: needshook, path: /hooks, message: Hooks.}]}",
        "expected two or more words of small letters and digits with hyphens, such as errors-hook, found the text",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_does_not_exist_is_an_error(name: str, tree: Tree) -> None:
    rules, message = WRONG[name]
    files = {"callplan.yaml": project(rules, "environments: {dev: {}, prod: {}}\n"), "assistants/a.yml": PLAIN}
    [found] = compiler.check(compiler.load(tree(files))).diagnostics
    assert found.rule == "J001" and message in found.message and found.span.start.line == 4


@pytest.mark.parametrize("rules", ["{select: [C]}", "{profile: minimal}", "{ignore: [J001], select: [C]}"])
def test_what_cannot_be_read_is_never_hidden(rules: str, said: Said) -> None:
    files = {"callplan.yaml": project(rules, "polices: {}\n"), "assistants/a.yml": "name: ["}
    assert said(files) == [
        "assistants/a.yml:1: error Y001",
        "callplan.yaml:2: error J001",
    ]


def test_minimal_has_no_warning_of_any_group(said: Said) -> None:
    text = PLAIN + 'voicemailMessage: " "\n# callplan: ignore[C009] nothing here\nendCallMessage: Bye.\n'
    assert {line.split()[-1] for line in said({"assistants/a.yml": text})} == {"J011", "Y006"}
    assert said({"callplan.yaml": project("{profile: minimal}"), "assistants/a.yml": text}) == []


ENVIRONMENTS = "environments: {dev: {folder: resources/dev}, prod: {folder: resources/prod}}\n"


def test_an_environment(said: Said) -> None:
    files = {
        "callplan.yaml": project("{overrides: [{environments: [dev], ignore: [C009]}]}", ENVIRONMENTS),
        "resources/dev/assistants/a.yml": LOUD,
        "resources/prod/assistants/a.yml": LOUD,
    }
    assert [line for line in said(files) if "C009" in line] == ["resources/prod/assistants/a.yml:3: warning C009"]


def test_a_file_of_two_environments_is_not_one_of_them(said: Said) -> None:
    more = "environments: {dev: {}, prod: {}}\n"
    rules = "{overrides: [{environments: [dev], ignore: [C009]}]}"
    files = {"callplan.yaml": project(rules, more), "assistants/a.yml": LOUD}
    assert "assistants/a.yml:3: warning C009" in said(files)
    both = "{overrides: [{environments: [dev, prod], ignore: [C009]}]}"
    assert "assistants/a.yml:3: warning C009" not in said({**files, "callplan.yaml": project(both, more)})


NEW = Rule("ZZ1", "too-long", Severity.WARNING, "names are short", preview=True)


def long_names(node: Node) -> Iterator[Diagnostic]:
    if len(node.value["name"]) > node.option("most"):
        yield node.fault(NEW, ("name",), f"longer than {node.option('most')}.")


LONG = Check((NEW,), "assistant", long_names, frozenset({"name"}), (Option("most", 3, "characters"),))


def found_by(check: Check, rules: str, tree: Tree) -> list[str]:
    files = {"callplan.yaml": project(rules), "assistants/a.yml": PLAIN.replace("name: A", "name: Abcde")}
    report = checking.check(compiler.load(tree(files)), plugins=(check,))
    return [f"{item.rule} {item.message}" for item in report.diagnostics if item.rule in ("ZZ1", "J001")]


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        ("{}", []),
        ("{preview: true}", ["ZZ1 longer than 3."]),
        ("{select: [ZZ1]}", ["ZZ1 longer than 3."]),
        ("{select: [too-long]}", ["ZZ1 longer than 3."]),
        ("{select: [ALL]}", []),
        ("{preview: true, ignore: [ZZ1]}", []),
    ],
)
def test_a_new_rule_waits_until_it_is_asked_for(rules: str, expected: list[str], tree: Tree) -> None:
    assert found_by(LONG, rules, tree) == expected


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        ("{options: {ZZ1: {most: 4}}}", ["ZZ1 longer than 4."]),
        ("{options: {too-long: {most: 5}}}", []),
        (
            "{options: {ZZ1: {most: 5}}, overrides: [{paths: ['**/a.yml'], options: {ZZ1: {most: 2}}}]}",
            ["ZZ1 longer than 2."],
        ),
        (
            "{options: {ZZ1: {least: 4}}}",
            [
                "J001 ZZ1 has no option 'least', and keeps its defaults: write one of those it has, most.",
                "ZZ1 longer than 3.",
            ],
        ),
        (
            "{options: {ZZ1: {most: many}}}",
            ['J001 most is a number, found the text "many": 3 is in force until it is one.', "ZZ1 longer than 3."],
        ),
    ],
)
def test_options(rules: str, expected: list[str], tree: Tree) -> None:
    assert sorted(found_by(replace(LONG, rules=(replace(NEW, preview=False),)), rules, tree)) == expected


def test_a_new_rule_speaks_when_it_is_asked_for(tree: Tree, callplan: Callable[..., Any], monkeypatch: Any) -> None:
    from callplan.compiler.diagnostics import catalog
    from callplan.compiler.diagnostics.catalog import C009

    new = replace(C009, preview=True)
    rules = tuple(new if rule is C009 else rule for rule in catalog.RULES)
    monkeypatch.setattr(catalog, "RULES", rules)
    monkeypatch.setattr("callplan.compiler.rules.settings.RULES", rules)
    root = tree({"assistants/a.yml": LOUD})
    assert "C009" not in callplan("check", root, "--no-cache", "--format", "concise").out
    assert "C009" not in callplan("check", root, "--select", "C,H", "--format", "concise").out
    for name in ("C009", "H,http-url"):
        assert "C009" in callplan("check", root, "--select", name, "--format", "concise").out
