"""Rules that a project file states."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from callplan import compiler
from callplan.compiler.rules.own import fits

Tree = Callable[[dict[str, str]], Path]

PLAIN = "name: A\nmodel: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help.}]}\n"
ENVIRONMENTS = "environments: {dev: {folder: resources/dev}, prod: {folder: resources/prod}}\n"

CONDITIONS: list[tuple[Any, Any, bool]] = [
    (1, 1, True),
    (1, 1.0, True),
    (1, True, False),
    (None, None, True),
    ("a", "b", False),
    ({"a": 1, "b": 2}, {"a": 1}, True),
    ({"a": 1}, {"a": 1, "b": 2}, False),
    ({}, {"a": {"exists": False}}, True),
    ({"a": None}, {"a": {"exists": False}}, False),
    ([1, 2, 3], [3, 1], True),
    ([1, 2], [3], False),
    ("abc", {"like": "a*"}, True),
    ("a[1]", {"like": "a[1]"}, True),
    ("a1", {"like": "a[1]"}, False),
    (7, {"like": "*"}, False),
    ("abc", {"contains": "b"}, True),
    ([{"x": 1}], {"contains": {"x": 1}}, True),
    (None, {"contains": "b"}, False),
    (5, {"atLeast": 5, "atMost": 5}, True),
    (True, {"atLeast": 0}, False),
    ("5", {"atMost": 9}, False),
    ("x", {"in": ["x", "y"]}, True),
    ("z", {"not": {"in": ["x", "y"]}}, True),
    (5, {"any": [{"atMost": 1}, {"atLeast": 5}]}, True),
    (3, {"all": [{"atLeast": 1}, {"atMost": 2}]}, False),
    ({"a": 1}, {}, True),
]


@pytest.mark.parametrize(("value", "condition", "expected"), CONDITIONS)
def test_conditions(value: Any, condition: Any, expected: bool) -> None:
    assert fits(value, condition) is expected


def found(tree: Tree, own: str, files: dict[str, str], env: str | None = None) -> list[str]:
    project = f"callplan: 1\n{ENVIRONMENTS if any('resources/' in name for name in files) else ''}rules:\n  own:\n{own}"
    report = compiler.check(compiler.load(tree({"callplan.yaml": project, **files}), env))
    return [
        f"{item.span.file}:{item.span.start.line}:{item.span.start.column} {item.severity} {item.rule} {item.message}"
        for item in report.diagnostics
    ]


ERRORS_HOOK = """\
    - id: errors-hook
      environments: [prod]
      path: /hooks/*
      expect: some
      is: {on: call.ending, filters: [{oneOf: [pipeline-error]}]}
      message: every PROD assistant has a call.ending hook on errors
      severity: error
"""


def test_every_prod_assistant_has_a_hook(tree: Tree) -> None:
    hook = (
        "hooks:\n  - on: call.ending\n"
        "    filters: [{type: oneOf, key: call.endedReason, oneOf: [pipeline-error, silence]}]\n"
        "    do: [{type: tool, tool: {type: endCall}}]\n"
    )
    files = {
        "resources/dev/assistants/a.yml": PLAIN,
        "resources/prod/assistants/a.yml": PLAIN,
        "resources/prod/assistants/b.yml": PLAIN.replace("A", "B") + hook,
    }
    message = "error errors-hook every PROD assistant has a call.ending hook on errors"
    assert [line for line in found(tree, ERRORS_HOOK, files) if "errors-hook" in line] == [
        f"resources/prod/assistants/a.yml:1:1 {message}"
    ]


def own(**spec: str) -> str:
    lines = {"id": "our-rule", "message": "no", **spec}
    return "    - " + "\n      ".join(f"{key.rstrip('_')}: {value}" for key, value in lines.items()) + "\n"


CASES: dict[str, tuple[str, list[str]]] = {
    "each": (own(path="/model/temperature", is_="{atMost: 0.5}"), ["4:16"]),
    "none": (own(path="/hooks/*/do/*/type", is_="message.add", expect="none"), ["10:16"]),
    "some": (own(path="/voice/provider", is_="vapi", expect="some"), ["1:1"]),
    "exists": (own(path="/server/url"), []),
    "exists below": (own(path="/model/maxTokens"), ["2:1"]),
    "any depth": (own(path="/**/role", is_="system", expect="none"), ["6:21", "10:45"]),
    "any depth, each": (own(path="/model/**/content", is_="{like: '*please*'}"), ["6:38"]),
    "some at any depth": (own(path="/**/colour", is_="{exists: true}", expect="some"), ["1:1"]),
    "absent below any depth": (own(path="/**/do/*/tool"), ["10:9"]),
    "where": (own(where="{name: B}", path="/model/temperature", is_="0"), []),
    "where it is": (own(where="{name: A}", path="/model/temperature", is_="0"), ["4:16"]),
    "paths": (own(paths="['squads/**']", path="/model/temperature", is_="0"), []),
    "these paths": (own(paths="['assistants/**']", path="/model/temperature", is_="0"), ["4:16"]),
    "a kind": (own(on="hook", path="/name", is_="{exists: true}"), ["8:5"]),
    "itself": (own(on="model", path="''", is_="{provider: azure}"), ["3:3"]),
}
TEXT = """\
name: A
model:
  provider: openai
  temperature: 0.7
  model: gpt-4o
  messages: [{role: system, content: Help.}]
hooks:
  - on: call.ending
    do:
      - {type: message.add, message: {role: system, content: Bye}}
"""


@pytest.mark.parametrize("name", CASES)
def test_cases(name: str, tree: Tree) -> None:
    rules, places = CASES[name]
    lines = [line for line in found(tree, rules, {"assistants/a.yml": TEXT}) if " our-rule " in line]
    assert lines == [f"assistants/a.yml:{place} warning our-rule no" for place in places]


WRONG: dict[str, tuple[str, str, str]] = {
    "an operator among others": (own(path="/a", is_="{in: [1], b: 2}"), "J014", "operators stand alone: in beside b"),
    "a list": (own(path="/a", is_="{in: 1}"), "J014", "'in' takes a list of values."),
    "deeper": (own(path="/a", is_="[{not: {atMost: true}}]"), "J014", "'atMost' takes a number."),
    "callplan's name": (own(id="http-url", path="/a"), "J014", "is the name of one of callplan's own rules"),
    "twice": (own(path="/name") + own(path="/voice"), "J014", "is the name of another rule of this file"),
    "no message": ("    - {id: our-rule, path: /a}\n", "J001", "message"),
    "no id": ("    - {id: Our, path: /a, message: no}\n", "J001", "Our"),
    "an operator misspelt": (own(path="/maxDurationSeconds", is_="{atMst: 900}"), "J014", "did you mean 'atMost'?"),
    "a path misspelt": (own(path="/maxDurationSecnds", is_="{exists: false}"), "J014", "'maxDurationSeconds'?"),
    "a path of nothing": (own(path="/colour/*"), "J014", "nothing is ever found there."),
    "a deeper path misspelt": (own(path="/artifactPlan/recordingEnabeld"), "J014", "'recordingEnabled'?"),
    "a path misspelt behind any step": (own(path="/hooks/*/do/*/typ"), "J014", "no key of assistant/hooks/*/do/*:"),
    "a path misspelt in a hook": (own(on="hook", path="/filters/*/oneof"), "J014", "'oneOf'?"),
    "a path misspelt in a tool": (own(on="tool", path="/functon/name"), "J014", "'function'?"),
    "a path misspelt in a member": (own(on="member", path="/assistantOverides/voice"), "J014", "'assistantOverrides'?"),
    "a condition's key misspelt": (own(path="/voice", where="{nam: A}"), "J014", "'nam' is no key of assistant"),
    "an unknown kind": (own(on="assistent", path="/a"), "J001", "assistant"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_cannot_be_understood_is_an_error(name: str, tree: Tree) -> None:
    rules, code, message = WRONG[name]
    [line] = [line for line in found(tree, rules, {"assistants/a.yml": PLAIN}) if " our-rule " not in line]
    assert f" error {code} " in line and message in line and line.startswith("callplan.yaml:")


KNOWN = {
    "a value of the user's own": own(path="/metadata/team/lead"),
    "a header": own(path="/server/headers/X-House"),
    "any depth": own(path="/**/colour"),
    "a number": own(path="/model/messages/0/content"),
    "a branch of a union": own(on="voice", path="/chunkPlan/formatPlan/replacements/*/key"),
    "a schema of arguments": own(on="tool", path="/function/parameters/properties/day"),
    "a key of old": own(path="/messagePlan/idleMessages"),
    "a destination": own(on="destination", path="/transferPlan/mode"),
}


@pytest.mark.parametrize("name", KNOWN)
def test_a_path_that_may_lead_somewhere_is_left_alone(name: str, tree: Tree) -> None:
    assert not [line for line in found(tree, KNOWN[name], {"assistants/a.yml": PLAIN}) if " J014 " in line]


def test_an_own_rule_is_chosen_like_any_other(tree: Tree) -> None:
    rules = own(path="/server/url") + "  severity: {our-rule: error}\n"
    assert found(tree, rules, {"assistants/a.yml": PLAIN}) == []
    rules = own(path="/server") + "  severity: {our-rule: error}\n"
    assert found(tree, rules, {"assistants/a.yml": PLAIN}) == ["assistants/a.yml:1:1 error our-rule no"]
    quiet = PLAIN + "# callplan: ignore[our-rule] at the top\n"
    assert "J011" in "".join(found(tree, rules, {"assistants/a.yml": quiet}))
    ignored = own(path="/server") + "  ignore: [our-rule]\n"
    assert found(tree, ignored, {"assistants/a.yml": PLAIN}) == []


def test_an_environment_that_does_not_exist_is_no_condition_but_an_error(tree: Tree) -> None:
    rules = own(path="/name", environments="[prd]") + "environments: {dev: {}, prod: {}}\n"
    [line] = [line for line in found(tree, rules, {"assistants/a.yml": PLAIN}) if " J014 " in line]
    assert "there is no environment 'prd'; known are dev, prod." in line
