"""Coverage of a small squad, node by node."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import jsonschema
import pytest
from callplan import schemas
from callplan.compiler.diagnostics.reporters import View
from callplan.runtime.coverage import Coverage, Played, collect
from callplan.runtime.coverage.reports import cobertura, html, json_, text
from callplan.runtime.testing.suite import Options, run_all

DESK = """\
name: Desk
firstMessage: Hello {% if vip %}again{% else %}there{% endif %}.
model:
  provider: openai
  model: gpt-4o
  messages: [{role: system, content: "You are <Desk>.\\n{% if vip %}Be kind.{% endif %}"}]
  tools:
    - type: function
      function: {name: look, parameters: {type: object, properties: {what: {type: string}}}}
      server: {url: "https://desk.example/look"}
      messages:
        - {type: request-start, content: Let me look.}
        - {type: request-start, content: Let me look twice., conditions: [{param: what, operator: eq, value: twice}]}
        - {type: request-failed, content: I cannot look.}
      rejectionPlan:
        conditions: [{type: regex, regex: please, target: {role: user, position: -1}, negate: true}]
    - type: handoff
      function: {name: to_back}
      destinations: [{type: assistant, assistantName: Back, contextEngineeringPlan: {type: none}}]
      messages: []
voice:
  provider: vapi
  voiceId: Elliot
  chunkPlan:
    formatPlan:
      formattersEnabled: [number, colon]
      replacements: [{type: exact, key: Dr., value: Doctor}]
hooks:
  - on: customer.speech.timeout
    options: {timeoutSeconds: 5}
    do: [{type: say, exact: Hello?}]
  - on: call.timeElapsed
    options: {seconds: 500}
    do: [{type: say, exact: Soon over.}]
"""
BACK = "name: Back\nmodel: {provider: openai, model: gpt-4o}\nfirstMessage: Back here.\n"
SQUAD = "name: S\nmembers: [{assistantId: desk}, {assistantId: back}]\n"
CALLS = {
    "look": """\
  - user: Look once, please.
  - model: {tools: [{name: look, arguments: {what: once}}]}
  - tool: look
    fails: broken
  - silence: 6s
""",
    "over": """\
  - user: Look.
  - model: {tools: [{name: look, arguments: {what: twice}}]}
  - model: "Dr. Lee says: 9999."
  - user: Hand me over.
  - model: {tools: [{name: to_back, arguments: {destination: Back}}]}
""",
}


@pytest.fixture
def suite(tree: Callable[[dict[str, str]], Path]) -> Path:
    """A squad of two with two transcripts."""
    files = {"callplan.yaml": "callplan: 1\n", "assistants/desk.yml": DESK, "assistants/back.yml": BACK}
    head = "transcript: 1\ntarget: squads/s\nscript:\n"
    for name, script in CALLS.items():
        files[f"calls/{name}.transcript.yaml"] = f"{head}{script}expect: [{{says: Hello}}]\n"
    return tree({**files, "squads/s.yml": SQUAD})


def covered(suite: Path, jobs: int = 1) -> Coverage:
    results = run_all([suite / "calls"], Options(coverage=True), jobs=jobs)
    assert results.ok, [outcome.diagnostics for outcome in results.outcomes]
    return collect(
        Played(one.transcript, one.root, one.plan, one.touched)
        for one in results.outcomes
        if one.root is not None and one.plan is not None
    )


def view(suite: Path) -> View:
    return View(
        lambda file: Path(file).relative_to(suite).as_posix(), lambda file: Path(file).read_text(encoding="utf-8")
    )


def test_each_kind_by_transcript(suite: Path) -> None:
    coverage = covered(suite)
    touched = {
        (entry.node.kind, entry.node.label): [path.name.split(".")[0] for path in entry.hits]
        for entry in coverage.entries
    }
    assert touched == {
        ("member", "Desk"): ["look", "over"],
        ("member", "Back"): ["over"],
        ("hook", "customer.speech.timeout of Desk"): ["look"],
        ("hook", "call.timeElapsed of Desk"): [],
        ("tool", "look of Desk"): ["look"],
        ("tool", "to_back of Desk"): ["over"],
        ("tool message", "request-start of look of Desk"): [],
        ("tool message", "request-failed of look of Desk"): ["look"],
        ("rejection", "look of Desk: rejected"): ["over"],
        ("rejection", "look of Desk: let through"): ["look"],
        ("context plan", "none to Back by to_back of Desk"): ["over"],
        ("formatter", "number of Desk"): ["over"],
        ("formatter", "colon of Desk"): ["over"],
        ("formatter", "replacement 1 of Desk"): ["over"],
        ("transition", "handoff Desk to Back by to_back"): ["over"],
        ("template branch", "{% if vip %} of Desk"): [],
        ("template branch", "{% else %} of Desk"): ["look", "over"],
        ("template branch", "past {% if vip %} of Desk"): ["look", "over"],
    }
    messages = [entry for entry in coverage.entries if entry.node.label == "request-start of look of Desk"]
    assert [(entry.line, len(entry.hits)) for entry in messages] == [(12, 1), (13, 0)]
    assert coverage.count("hook") == (1, 2)
    assert coverage.count("hook").percent == 50.0


def test_places_are_lines_of_the_sources(suite: Path) -> None:
    lines = {
        (entry.node.kind, entry.node.label): (Path(entry.file).name, entry.line) for entry in covered(suite).entries
    }
    assert lines["hook", "call.timeElapsed of Desk"] == ("desk.yml", 32)
    assert lines["transition", "handoff Desk to Back by to_back"] == ("desk.yml", 19)
    assert lines["template branch", "past {% if vip %} of Desk"] == ("desk.yml", 6)


def test_workers_change_nothing(suite: Path) -> None:
    assert covered(suite, jobs=2) == covered(suite)


def test_json_follows_its_schema(suite: Path) -> None:
    document = json.loads(json_.write(covered(suite), view(suite)))
    jsonschema.validate(document, schemas.load("coverage"))
    assert document["summary"] == {"touched": 16, "total": 20, "percent": 80.0}
    assert document["transcripts"][1]["touched"]["transition"] == 1


def test_html_is_escaped_and_alone(suite: Path) -> None:
    page = html.write(covered(suite), view(suite))
    assert "You are &lt;Desk&gt;" in page and "<Desk>" not in page
    assert "default-src &#x27;none&#x27;" in page and "<script" not in page
    assert "http" not in page.replace("https://desk.example/look", "").replace("http-equiv", "")
    assert page.count('class="none"') == 2 and "untouched hook call.timeElapsed of Desk" in page
    assert '<tr><th scope="row">calls/over.transcript.yaml</th><td>' in page
    listed = re.findall(r'<li><a href="#(f\d+-\d+)">(.*?)</a>', page)
    assert listed[-1] == ("f2-32", "assistants/desk.yml:32")
    assert all(f'id="{anchor}"' in page for anchor, _ in listed)


def test_cobertura_counts_lines_and_ways(suite: Path) -> None:
    root: Any = ElementTree.fromstring(cobertura.write(covered(suite), view(suite)))
    rows = {row.get("number"): row for row in root.iter("line")}
    assert (rows["32"].get("hits"), rows["32"].get("branch")) == ("0", "false")
    assert rows["2"].get("condition-coverage") == "50% (1/2)"
    assert int(root.get("lines-covered")) == sum(row.get("hits") != "0" for row in root.iter("line"))


def test_text_names_what_is_missing(suite: Path) -> None:
    assert text.write(covered(suite), view(suite)).splitlines()[-4:] == [
        "  assistants/desk.yml:2: template branch {% if vip %} of Desk (squads/s)",
        "  assistants/desk.yml:6: template branch {% if vip %} of Desk (squads/s)",
        "  assistants/desk.yml:13: tool message request-start of look of Desk (squads/s)",
        "  assistants/desk.yml:32: hook call.timeElapsed of Desk (squads/s)",
    ]


@pytest.mark.parametrize(("least", "code"), [("80", 0), ("81", 1)])
def test_fail_under(callplan: Callable[..., Any], suite: Path, least: str, code: int) -> None:
    outcome = callplan("test", suite, "--fail-under", least)
    assert outcome.code == code
    assert ("below the 81 %" in outcome.err) is (code == 1)


def test_a_document_stands_alone_on_stdout(callplan: Callable[..., Any], suite: Path) -> None:
    outcome = callplan("test", suite, "--coverage-format", "json")
    assert (outcome.code, json.loads(outcome.out)["version"]) == (0, 1)
    assert callplan("test", suite, "--coverage-format", "json", "--format", "junit").code == 2
