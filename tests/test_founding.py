"""The founding documents' examples: what the compiler says of each, and what their tables of text turn into."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from callplan import check, compiler, runtime
from callplan.compiler.diagnostics import fixes
from callplan.compiler.sources import read_file
from callplan.runtime.outside import told
from callplan.runtime.testing.plans import Plans
from callplan.runtime.testing.suite import Options, run_all

FOUNDING = Path(__file__).parents[1] / "fixtures" / "founding"
VERDICTS = ("# compiles", "# does not compile", "# nothing to compile")
LINE = re.compile(r"(?P<place>[^:]+:\d+:\d+): (?P<severity>error|warning|info) (?P<code>[A-Z]\d{3})(?: (?P<words>.*))?")

EXAMPLES = sorted(path.with_suffix(".json") for path in FOUNDING.rglob("*.out"))


def table(name: str) -> list[dict[str, Any]]:
    cases: list[dict[str, Any]] = yaml.safe_load((FOUNDING / "tables" / f"{name}.yaml").read_text(encoding="utf-8"))[
        "cases"
    ]
    return cases


def expectation(path: Path) -> tuple[str, list[tuple[str, str, str, list[str]]]]:
    """The verdict and the findings (place, severity, code, words) that ``NAME.out`` asks for."""
    verdict, *lines = path.with_suffix(".out").read_text(encoding="utf-8").splitlines()
    findings = []
    for line in lines:
        match = LINE.fullmatch(line)
        assert match, f"{path.name}: not a finding: {line}"
        words = [word for word in re.split(r"\s*\|\s*", match["words"] or "") if word]
        findings.append((match["place"], match["severity"], match["code"], words))
    return verdict, findings


def identify(path: Path) -> str:
    return path.relative_to(FOUNDING).as_posix()


def test_every_example_has_its_verdict() -> None:
    assert len(EXAMPLES) > 90
    assert all(example.is_file() for example in EXAMPLES)
    assert {expectation(example)[0] for example in EXAMPLES} == set(VERDICTS)
    unjudged = {path for path in FOUNDING.rglob("*.json") if not path.with_suffix(".out").exists()}
    assert {path.parent.name for path in unjudged} <= {"assistants", "tools"}, "only stand-ins go without a verdict"


def test_the_readme_lists_every_example() -> None:
    listed = re.findall(r"^\| `([^`]+\.json)` \|", (FOUNDING / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(listed) == sorted(identify(example) for example in EXAMPLES)


def test_every_call_of_the_pages_is_played() -> None:
    """Each is listed, and equal to its golden trace (and to what is expected of it)."""
    calls = sorted(path.relative_to(FOUNDING).as_posix() for path in FOUNDING.rglob("*.transcript.yaml"))
    listed = re.findall(r"^\| `(.+\.transcript\.yaml)` \|", (FOUNDING / "README.md").read_text("utf-8"), re.MULTILINE)
    assert sorted(listed) == calls
    result = run_all([FOUNDING], Options(strict=True))
    assert [outcome.transcript.name for outcome in result.outcomes if not outcome.ok] == []
    assert len(result.outcomes) == len(calls) > 20


def told_by(path: Path) -> list[dict[str, Any]]:
    """What the server of a call is told."""
    script, _ = runtime.transcript.read(read_file(path, path.name).documents[0])
    assert script is not None
    plan = Plans().plan(path, script)
    return [event.data for event in told(plan, runtime.run(plan, script)).events if event.type == "server.message"]


def test_the_page_s_webhook_finds_what_it_reads() -> None:
    """As its handlers do (002:1750, 002:1775): a call's id and status, role and transcript, a function's parameters."""
    messages = told_by(FOUNDING / "web-calls" / "webhook.transcript.yaml")
    calls = [one["call"] for one in messages if one["type"] == "status-update"]
    assert [(call["id"], call["status"]) for call in calls] == [("call_123", "in-progress"), ("call_123", "ended")]
    said = [f"{one['role']}: {one['transcript']}" for one in messages if one["type"] == "transcript"]
    assert said[:3] == ["assistant: Which order?", "user: A12", "assistant: It has been shipped."]
    functions = [one["functionCall"] for one in messages if one["type"] == "function-call"]
    assert functions == [
        {"name": "lookup_order", "parameters": {"orderId": "A12"}},
        {"name": "cancel_order", "parameters": {}},
    ]


def test_the_page_s_selector_finds_the_caller() -> None:
    """Where the page looks for the number (002:3667), and where the platform has it (C18)."""
    request = told_by(FOUNDING / "personalization" / "existing-assistant.transcript.yaml")[0]
    assert request["type"] == "assistant-request"
    assert request["call"]["from"]["phoneNumber"] == request["call"]["customer"]["number"] == "+1234567890"


@pytest.mark.parametrize("example", EXAMPLES, ids=identify)
def test_findings(example: Path) -> None:
    _, expected = expectation(example)
    workspace = compiler.load(example)
    file = example.relative_to(workspace.root).as_posix()
    found = [finding for finding in check(workspace).diagnostics if finding.span.file == file]
    seen = [
        (f"{example.name}:{finding.span.start.line}:{finding.span.start.column}", str(finding.severity), finding.rule)
        for finding in found
    ]
    assert sorted(seen) == sorted((place, severity, code) for place, severity, code, _ in expected), [
        finding.message for finding in found
    ]
    for place, _, code, words in expected:
        text = " ".join(
            finding.message
            for finding in found
            if finding.rule == code and f"{example.name}:{finding.span.start.line}:{finding.span.start.column}" == place
        )
        assert all(word in text for word in words), f"{code} at {place} does not name {words}: {text}"


@pytest.mark.parametrize("example", [path for path in EXAMPLES if expectation(path)[0] == VERDICTS[0]], ids=identify)
def test_compiles(example: Path) -> None:
    plan = compiler.compile(compiler.load(example), str(example))
    assert plan.members
    assert plan.entry in {member.key for member in plan.members}


@pytest.mark.parametrize("example", [path for path in EXAMPLES if expectation(path)[0] == VERDICTS[1]], ids=identify)
def test_does_not_compile(example: Path) -> None:
    with pytest.raises(compiler.CompileError) as failure:
        compiler.compile(compiler.load(example), str(example))
    errors = {code for _, severity, code, _ in expectation(example)[1] if severity == "error"}
    assert errors <= {diagnostic.rule for diagnostic in failure.value.diagnostics}


@pytest.mark.parametrize("example", [path for path in EXAMPLES if expectation(path)[0] == VERDICTS[2]], ids=identify)
def test_nothing_to_compile(example: Path) -> None:
    with pytest.raises(compiler.CompileError):
        compiler.compile(compiler.load(example), str(example))


FORMS = [
    path
    for path in EXAMPLES
    if any(code.startswith("F") and severity == "warning" for _, severity, code, _ in expectation(path)[1])
]


@pytest.mark.parametrize("example", FORMS, ids=identify)
def test_a_normalised_form_has_a_safe_fix(example: Path, tmp_path: Path) -> None:
    """The fixed text has none of the forms, and the same meaning: what compiled before has the same plan."""
    page = tmp_path / "page"
    shutil.copytree(FOUNDING / example.relative_to(FOUNDING).parts[0], page)
    copy = page / example.relative_to(FOUNDING / example.relative_to(FOUNDING).parts[0])
    before = compiler.load(copy)
    name = copy.relative_to(before.root).as_posix()
    digest = compiled_digest(copy)
    for _ in range(3):  # two fixes that touch the same characters take turns
        workspace = compiler.load(copy)
        found = [finding for finding in check(workspace).diagnostics if finding.span.file == name]
        texts, _ = fixes.apply(found, workspace.source)
        for file, text in texts.items():
            (workspace.root / file).write_text(text, encoding="utf-8")
    left = [finding for finding in check(compiler.load(copy)).diagnostics if finding.span.file == name]
    assert [finding.rule for finding in left if finding.rule.startswith("F") and finding.rule not in UNFIXED] == []
    assert compiled_digest(copy) == digest


UNFIXED = {"F010"}
"""What a fix cannot know: the name of the credential that takes the place of a secret."""


def compiled_digest(path: Path) -> str | None:
    """None where there is nothing to compile."""
    try:
        return compiler.plan.digest(compiler.compile(compiler.load(path), str(path)))
    except compiler.CompileError:
        return None


def test_a_background_message_is_silent_and_asks_for_its_flag(callplan: Callable[..., Any]) -> None:
    """The founding pages never mention triggerResponseEnabled: silent by default, with a warning (C8)."""
    transcript = FOUNDING / "background-messages" / "button.transcript.yaml"
    played = callplan("test", transcript)
    assert played.code == 0, played
    found = [line for line in callplan("check", transcript, "--format", "concise").out.splitlines() if "G007" in line]
    assert len(found) == 1
    assert ":7:7: warning G007 " in found[0]
    assert "triggerResponseEnabled" in found[0]


STAGED = """
transcript: 1
target: staged.json
call: {type: webCall}
script:
  - silence: 40s
  - model: Do you need help?
expect:
  - {says: Hello.}
  - {hook: "customer.speech.timeout#0", silence: 10s}
  - {says: "Are you still there? Please let me know how I can help you.", silence: 10s}
  - {hook: "customer.speech.timeout#1", silence: 20s}
  - {says: "Do you need help?", silence: 20s}
  - {hook: "customer.speech.timeout#2", silence: 30s}
  - {says: "I'll be ending the call now, please feel free to call back at any time.", silence: 30s}
  - {endedReason: assistant-ended-call}
"""


def test_the_staged_hooks_fire_as_the_page_says(tmp_path: Path, callplan: Callable[..., Any]) -> None:
    """10 s, 20 s, 30 s and the end: each once. The example has no first message, so one is given to begin with."""
    staged = json.loads((FOUNDING / "idle-messages-2" / "staged.json").read_text(encoding="utf-8"))
    (tmp_path / "staged.json").write_text(json.dumps({"firstMessage": "Hello.", **staged}), encoding="utf-8")
    (tmp_path / "silent.transcript.yaml").write_text(STAGED, encoding="utf-8")
    played = callplan("test", tmp_path / "silent.transcript.yaml")
    assert played.code == 0, played


IDLE = """
transcript: 1
target: idle.json
call: {type: webCall}
script:
  - silence: 58s
expect:
  - {says: Hello.}
  - {hook: idle, silence: 15s}
  - {says: "Are you still there?", silence: 15s}
  - {hook: idle, silence: 30s}
  - {hook: idle, silence: 45s}
  - not: {hook: idle}
"""


def test_idle_messages_of_the_first_generation_repeat(tmp_path: Path, callplan: Callable[..., Any]) -> None:
    """Every 15 s of silence, three times at most."""
    idle = json.loads((FOUNDING / "idle-messages-1" / "configuration.json").read_text(encoding="utf-8"))
    (tmp_path / "idle.json").write_text(json.dumps({"firstMessage": "Hello.", **idle}), encoding="utf-8")
    (tmp_path / "silent.transcript.yaml").write_text(IDLE, encoding="utf-8")
    played = callplan("test", tmp_path / "silent.transcript.yaml")
    assert played.code == 0, played


@pytest.mark.parametrize("case", table("variables"), ids=lambda case: str(case["template"])[:40])
def test_variables(case: dict[str, Any]) -> None:
    """A call of one assistant whose first message is the template, begun at the instant."""
    now = case.get("now", "2024-01-01T12:00:00Z")
    assert (
        spoken(case["template"], now if isinstance(now, str) else f"{now:%Y-%m-%dT%H:%M:%SZ}", case) == case["expect"]
    )


def spoken(template: str, now: str, case: dict[str, Any]) -> str:
    from callplan.compiler.plan.frozen import freeze
    from callplan.compiler.plan.model import Member, Opening, Plan, Template
    from callplan.runtime.transcript.model import CallFields, Transcript

    values = dict(case.get("variables", {}))
    customer = freeze(values.pop("customer", {}))
    member = Member("A", "A", "transient", None, (), Opening(message=Template(template)))
    call = CallFields(type="webCall", started_at=now, customer=customer, variables=freeze(values))  # type: ignore[arg-type]  # freeze of a dict is a FrozenDict
    plan = Plan("assistants/a", "assistant", "A", "A", (member,))
    trace = runtime.run(plan, Transcript("x.transcript.yaml", "assistants/a", call=call))
    (speech,) = [event for event in trace.events if event.type == "speech.started"]
    return str(speech.data["text"])


@pytest.mark.parametrize("case", table("formatting"), ids=lambda case: str(case["row"]))
def test_formatting(case: dict[str, Any]) -> None:
    plan = dict(case.get("plan", {}))
    if "formatters" in case:
        plan["formattersEnabled"] = case["formatters"]
    assert runtime.voice.format_text(case["text"], plan, year=2025) == case["expect"]


@pytest.mark.parametrize("case", table("flush"), ids=lambda case: str(case["text"])[:40])
def test_flush(case: dict[str, Any]) -> None:
    chunks = runtime.voice.chunk(case["text"], case.get("plan", {"enabled": True, "minCharacters": 80}))
    assert [chunk.text.strip() for chunk in chunks] == case["segments"]
