"""``callplan rules`` and ``callplan explain``."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from callplan.compiler.diagnostics.catalog import RULES
from callplan.compiler.rules.pages import all_pages

Run = Callable[..., Any]


def test_all_rules_are_listed(callplan: Run) -> None:
    out = callplan("rules").out
    lines = [line for line in out.split("\n") if line[:1].isalpha() and line[1:4].isdigit()]
    assert [line[:4] for line in lines] == [rule.code for rule in RULES]
    assert "C009  http-url" in out and "warning  B  -" in out


def test_a_group(callplan: Run) -> None:
    lines = callplan("rules", "C", "F001").out.strip().split("\n")
    assert {line[0] for line in lines if line} == {"C", "F"} and any(line.startswith("F001 ") for line in lines)
    refused = callplan("rules", "F01")
    assert refused.code == 2 and "rules: there is no rule or group 'F01'" in refused.err


def test_json(callplan: Run) -> None:
    found = json.loads(callplan("rules", "--format", "json").out)
    assert found["version"] == 1 and len(found["rules"]) == len(RULES)
    [one] = [rule for rule in found["rules"] if rule["rule"] == "F001"]
    assert one["fix"] == "safe" and one["confidence"] in "ABC" and one["group"].startswith("forms")


@pytest.mark.parametrize("code", all_pages())
def test_explain_shows_the_page(code: str, callplan: Run) -> None:
    done = callplan("explain", code)
    page = all_pages()[code]
    assert done.code == 0 and page.summary in done.out and f"# callplan: ignore[{code}] why" in done.out
    for line in page.bad.text.strip().split("\n"):
        assert line in done.out


def test_explain_by_slug(callplan: Run) -> None:
    assert callplan("explain", "http-url").out == callplan("explain", "c009").out


def test_explain_leads_from_a_covered_id_to_its_rule(callplan: Run) -> None:
    done = callplan("explain", "k020")
    assert done.code == 0 and done.out == "K020 is told as L004:\n\n" + callplan("explain", "L004").out


OWN = """\
callplan: 1
rules:
  own:
    - id: errors-hook
      path: /hooks/*
      expect: some
      is: {on: call.ending}
      message: every assistant has a hook on errors.
      severity: error
    - {id: short-calls, path: /maxDurationSeconds, is: {atMost: 900}, message: calls are short}
"""


def test_rules_of_the_project_file(tree: Callable[[dict[str, str]], Any], callplan: Run, monkeypatch: Any) -> None:
    monkeypatch.chdir(tree({"callplan.yaml": OWN, "assistants/a.yml": "name: A\n"}))
    out = callplan("rules").out
    assert "G008  run-bound" in out and "Not callplan's own\n" in out
    assert "error    every assistant has a hook on errors (callplan.yaml:4)" in out
    assert callplan("rules", "short-calls").out.split() == [
        *("Not", "callplan's", "own", "short-calls", "warning", "calls", "are", "short", "(callplan.yaml:10)"),
    ]
    listed = json.loads(callplan("rules", "--format", "json").out)["rules"]
    assert [rule["evidence"] for rule in listed if rule["group"] is None] == ["callplan.yaml:4", "callplan.yaml:10"]
    assert "errors-hook" not in callplan("rules", "--format", "markdown").out, "docs/rules.md is the catalogue's"
    told = callplan("explain", "errors-hook").out
    assert told.startswith("errors-hook: not callplan's own (callplan.yaml:4)\n\nEvery assistant has a hook on errors.")
    assert "    path: /hooks/*\n    expect: some\n" in told and "rules: {ignore: [errors-hook]}" in told
    refused = callplan("explain", "error-hook")
    assert refused.code == 2 and "'errors-hook'" in refused.err


def test_a_project_file_that_cannot_be_read_hides_no_rule(
    tree: Callable[[dict[str, str]], Any], callplan: Run, monkeypatch: Any
) -> None:
    monkeypatch.chdir(tree({"callplan.yaml": "callplan: [\n"}))
    assert callplan("explain", "H004").code == 0 and "H004" in callplan("rules", "H").out
