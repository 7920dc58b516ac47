"""``callplan variables``, and what ``callplan render`` marks."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]

TREE = {
    "callplan.yaml": "callplan: 1\nvariables:\n  plan: {type: string, example: gold, from: call request}\n",
    "squads/desk.yml": (
        "name: Desk\nmembers:\n  - assistantId: front\n  - assistantId: billing\n"
        "membersOverrides: {variableValues: {firm: Northside}}\n"
    ),
    "assistants/front.yml": """\
name: Front
firstMessage: This is {{firm}}.
model:
  provider: openai
  model: gpt-4.1
  messages:
    - {role: system, content: "On {{plan}}. {{ weather }} {{ status }}"}
  tools:
    - type: handoff
      function:
        name: to_billing
        description: Money.
        parameters:
          type: object
          properties:
            destination: {type: string, description: Where to}
            status: {type: string, description: How it stands}
          required: [destination, status]
      destinations: [{type: assistant, assistantName: Billing, description: Money}]
      messages: []
""",
    "assistants/billing.yml": """\
name: Billing
model:
  provider: openai
  model: gpt-4.1
  messages:
    - {role: system, content: "{% for item in items %}{{ item }}{% endfor %}It is {{status}}, {{ customer.number }}."}
""",
}


@pytest.fixture
def desk(tree: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    root = tree(TREE)
    monkeypatch.chdir(root)
    return root


@pytest.mark.usefixtures("desk")
def test_table(callplan: Run) -> None:
    done = callplan("variables", "squads/desk")
    assert (done.code, done.err) == (0, "")
    assert done.out.splitlines() == [
        "VARIABLE  TYPE    TRUST    VERDICT                                EXAMPLE",
        "customer  object  trusted  always bound",
        "  written by the platform",
        "  read by Billing prompt/0  assistants/billing.yml:6:98  (customer.number)",
        'firm      string  trusted  always bound                           "Northside"',
        "  written by Front, Billing membersOverrides  squads/desk.yml:5:37",
        "  read by Front opening/message  assistants/front.yml:2:25",
        "items             trusted  never bound, the call must supply it",
        "  read by Billing prompt/0  assistants/billing.yml:6:47",
        'plan      string  trusted  always bound, the call must supply it  "gold"',
        "  written by call request, as callplan.yaml declares  callplan.yaml:3:3",
        "  read by Front prompt/0  assistants/front.yml:7:37",
        "status    string  model    never bound",
        "  written by Front tools/to_billing, argument  assistants/front.yml:17:13",
        "  read by Front prompt/0  assistants/front.yml:7:62  (not written on the way Front)",
        "  read by Billing prompt/0  assistants/billing.yml:6:85  (always bound)",
        "weather           trusted  never bound, the call must supply it",
        "  read by Front prompt/0  assistants/front.yml:7:48",
    ]


@pytest.mark.usefixtures("desk")
def test_json(callplan: Run) -> None:
    done = callplan("variables", "squads/desk", "--format", "json")
    document = json.loads(done.out)
    assert document["version"] == 1
    rows = {row["name"]: row for row in document["variables"]}
    assert list(rows) == sorted(rows)
    assert rows["status"] == {
        "name": "status",
        "type": "string",
        "tier": 3,
        "needed": False,
        "verdict": "never bound",
        "example": None,
        "writers": [
            {
                "by": "Front tools/to_billing, argument",
                "tier": 3,
                "type": "string",
                "place": {"file": "assistants/front.yml", "line": 17, "column": 13},
            }
        ],
        "readers": [
            {
                "member": "Front",
                "where": "prompt/0",
                "path": "status",
                "verdict": "never bound",
                "lacking": ["Front"],
                "place": {"file": "assistants/front.yml", "line": 7, "column": 62},
            },
            {
                "member": "Billing",
                "where": "prompt/0",
                "path": "status",
                "verdict": "always bound",
                "lacking": [],
                "place": {"file": "assistants/billing.yml", "line": 6, "column": 85},
            },
        ],
    }


@pytest.mark.usefixtures("desk")
def test_values_of_the_command_line_are_writers(callplan: Run) -> None:
    rows = json.loads(callplan("variables", "squads/desk", "--var", "weather=3", "-f", "json").out)["variables"]
    weather = next(row for row in rows if row["name"] == "weather")
    assert (weather["verdict"], weather["needed"], weather["type"]) == ("always bound", False, "number")
    assert [writer["by"] for writer in weather["writers"]] == ["--var"]


def test_tiers_of_the_clinic(callplan: Run, fixtures: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(fixtures / "workspaces" / "clinic")
    rows = json.loads(callplan("variables", "squads/clinic", "-e", "uat", "-f", "json").out)["variables"]
    tiers = {row["name"]: row["tier"] for row in rows}
    assert (tiers["plan"], tiers["transcript"], tiers["visit_reason"]) == (1, 2, 3)
    assert {row["verdict"] for row in rows} == {"always bound", "guarded", None}


def test_nothing_to_list(callplan: Run, tree: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tree({"assistants/a.yml": "name: A\n"}))
    assert callplan("variables", "assistants/a").out == "no template reads a variable, and nothing writes one\n"


def test_a_secret_is_no_example(callplan: Run, tree: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(
        tree(
            {
                "assistants/a.yml": "name: A\n",
                "calls/c.yml": "assistantId: a\nassistantOverrides: {variableValues: {apiKey: s3cr3t-v}}\n",
            }
        )
    )
    given = ["--var", "password=s3cr3t-w"]
    for target, arguments in (("calls/c", []), ("calls/c", ["-f", "json"]), ("assistants/a", given)):
        done = callplan("variables", target, *arguments)
        assert done.code == (1 if target == "calls/c" else 0)  # C001: who writes it down is told
        assert ("C001" in done.err) == (target == "calls/c")
        assert "s3cr3t" not in done.out + done.err


@pytest.mark.usefixtures("desk")
def test_render_marks_what_has_no_value(callplan: Run) -> None:
    done = callplan("render", "squads/desk")
    assert (done.code, done.err) == (0, "")
    assert done.out.splitlines() == [
        "== Front prompt/0",
        "On [plan]. [weather: never bound] [status: never bound]",
        "",
        "== Front opening/message",
        "This is Northside.",
        "",
        "== Billing prompt/0",
        "It is [status], [customer.number].",
        "a tag reads [items: never bound]",
        "",
    ]


@pytest.mark.usefixtures("desk")
def test_render_marks_nothing_that_is_given(callplan: Run) -> None:
    given = ["plan=gold", "weather=fine", "status=open", 'items=["a","b"]', 'customer={"number": "+15550100042"}']
    done = callplan("render", "squads/desk", *(part for pair in given for part in ("--var", pair)))
    assert "On gold. fine open" in done.out
    assert "abIt is open, +15550100042." in done.out
    assert "[" not in done.out


@pytest.mark.usefixtures("desk")
def test_render_of_a_plan_file(callplan: Run, tmp_path: Path) -> None:
    callplan("compile", "squads/desk", "-o", tmp_path / "plan.json")
    done = callplan("render", tmp_path / "plan.json")
    assert "On [plan]. [weather] [status]" in done.out


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("{{ a }}{{b}}", "[a: x][b: x]"),
        ("{{- a -}} .", "[a: x]."),
        ("{{ known | append: a }}", "[a: x]"),
        ("{{ a.b[0].c | upcase }}", "[a.b[0].c: x]"),
        ("{{ a | default: known }}", "k"),
        ("{% if a %}{{ a }}{% else %}no{% endif %}", "no"),
        ("{% assign b = a %}{{ b }}", ""),
        ("{% raw %}{{ a }}{% endraw %}", "{{ a }}"),
        ("{{ known }}", "k"),
    ],
)
def test_marks(template: str, expected: str) -> None:
    from datetime import UTC, datetime

    from callplan.cli.marks import marked
    from callplan.compiler import liquid

    text, in_tags = marked(template, {"known": "k"}, lambda name: "x")
    now = datetime(2026, 1, 5, 15, tzinfo=UTC)
    assert liquid.render(text, {"known": "k"}, now=now, dialect="platform") == expected
    assert in_tags == (("a",) if "assign" in template else ())


def test_render_knows_the_clock(callplan: Run, tree: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    first = "{{now}}|{{date}}|{{time}}|{{month}}|{{day}}|{{year}}|{{assistant.name}}"
    monkeypatch.chdir(tree({"assistants/a.yml": f"name: A\nfirstMessage: '{first}'\n"}))
    done = callplan("render", "assistants/a", "--now", "2026-01-05T15:00:00Z")
    assert "Jan 5, 2026 03:00 PM|Jan 5, 2026|03:00 PM|January|5|2026|A" in done.out


def test_render_shows_what_the_platform_hides(
    callplan: Run, tree: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "{{ phoneNumber.twilioAuthToken }}|{{ phoneNumber.name }}|{{ transport.accountSid }}"
    monkeypatch.chdir(tree({"assistants/a.yml": f"name: A\nfirstMessage: '{text}'\n"}))
    assert "[REDACTED]|[phoneNumber.name]|[REDACTED]\n" in callplan("render", "assistants/a").out


def test_no_call_supplies_an_answer(callplan: Run, tree: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(
        tree({"assistants/a.yml": "name: A\nfirstMessage: '{{ $.x }} {{ tool.response.body.y }} {{ z }}'\n"})
    )
    rows = json.loads(callplan("variables", "assistants/a", "-f", "json").out)["variables"]
    assert {row["name"]: (row["verdict"], row["needed"]) for row in rows} == {
        "$": ("never bound", False),
        "tool": ("never bound", False),
        "z": ("never bound", True),
    }
