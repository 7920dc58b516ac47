"""``callplan diff`` of two sides: revisions, saved plans, all targets, one resource alone."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

WORKSPACES = Path(__file__).parents[2] / "fixtures" / "workspaces"
UAT = "resources/uat"
Run = Callable[..., Any]


VOICE = "callers hear Receptionist in the voice george (11labs) instead of sarah (11labs)."


@pytest.mark.parametrize(
    "arguments",
    [
        ("main:squads/clinic", "squads/clinic", "-e", "uat"),
        ("main:squads/clinic", "-e", "uat"),
        ("HEAD~0:squads/clinic", "-e", "uat"),
        ("main:", "-e", "uat"),
        ("main:", ".", "-e", "uat"),
        (f"main:{UAT}/squads/clinic.yml", "-e", "uat"),
        (f"main:clinic/{UAT}/squads/clinic.yml", "-e", "uat"),
        (f"main:./{UAT}/squads/clinic.yml", f"{UAT}/squads/clinic.yml", "-e", "uat"),
    ],
    ids=" ".join,
)
def test_a_revision(callplan: Run, clinic: Path, arguments: tuple[str, ...]) -> None:
    outcome = callplan("diff", *arguments, "--exit-code")
    assert (outcome.code, outcome.err) == (1, "")
    assert outcome.out.count("\n  ~ ") == 1 and VOICE in outcome.out
    assert f":{UAT}/assistants/receptionist.md:17:12 → {UAT}/assistants/receptionist.md:17:12" in outcome.out


def test_two_revisions(callplan: Run, clinic: Path, git: Run) -> None:
    git(clinic, "commit", "-qam", "voice")
    drawn = callplan("graph", "main~1:squads/clinic", "main:squads/clinic", "-e", "uat", "--format", "svg").out
    assert "squads/clinic [uat] (main)" in drawn and "compared with squads/clinic [uat] (main~1)" in drawn
    outcome = callplan("diff", "main~1:squads/clinic", "main:squads/clinic", "-e", "uat")
    assert VOICE in outcome.out and f"main~1:{UAT}" in outcome.out and f"main:{UAT}" in outcome.out


def test_no_filter_of_the_repository_runs(callplan: Run, clinic: Path, git: Run) -> None:
    (clinic / ".gitattributes").write_text("*.md export-ignore filter=trap\n*.yml export-subst\n", "utf-8")
    git(clinic, "config", "filter.trap.smudge", "touch trapped; cat")
    git(clinic, "add", ".gitattributes")
    git(clinic, "commit", "-qm", "attributes", "--", ".gitattributes")
    assert VOICE in callplan("diff", "main:squads/clinic", "-e", "uat").out
    assert not list(clinic.rglob("trapped"))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("nowhere:squads/clinic", "-e", "uat"), "there is no revision 'nowhere'"),
        (("main:squads/clinik", "-e", "uat"), "'squads/clinik'"),
        (("squads/clinic", "-e", "uat"), "diff takes A and B"),
        (("squads/clinic", "squads/clinic", "-e", "dev", "-e", "uat", "-e", "prod"), "give A alone"),
        (("-e", "uat"), "diff takes A and B"),
        ((".", "main:"), "several environments"),
    ],
    ids=lambda item: " ".join(item) if isinstance(item, tuple) else "",
)
def test_what_cannot_be_compared(callplan: Run, clinic: Path, arguments: tuple[str, ...], message: str) -> None:
    outcome = callplan("diff", *arguments)
    assert outcome.code == 2 and message in outcome.err and not outcome.out


def test_saved_plans(callplan: Run, clinic: Path) -> None:
    for env in ("uat", "prod"):
        assert callplan("compile", "squads/clinic", "-e", env, "-o", f"{env}.json").code == 0
    outcome = callplan("diff", "uat.json", "prod.json")
    assert "squads/clinic [uat] (uat.json) → squads/clinic [prod] (prod.json)" in outcome.out
    assert "\n9 changes (2 behaviour" in outcome.out
    assert "\n9 changes (2 behaviour" in callplan("diff", "uat.json", "squads/clinic", "-e", "prod").out


def test_all_targets(callplan: Run, clinic: Path, tree: Any) -> None:
    (clinic / "resources/prod/assistants/night.yml").write_text(
        "name: Night\nmodel: {provider: openai, model: gpt-4o}\n"
    )
    outcome = callplan("diff", "-e", "uat", "-e", "prod")
    assert outcome.code == 0
    assert outcome.out.startswith("+ assistants/night is new\n\nsquads/clinic [uat] → squads/clinic [prod]\n")


def test_targets_that_are_the_same_are_counted(callplan: Run, clinic: Path) -> None:
    for env in ("uat", "prod"):
        for name in ("night", "noon"):
            path = clinic / f"resources/{env}/assistants/{name}.yml"
            path.write_text(f"name: {name}\nmodel: {{provider: openai, model: gpt-4o}}\n", "utf-8")
    outcome = callplan("diff", "-e", "uat", "-e", "prod")
    assert outcome.out.startswith("2 targets are the same on both sides.\n\nsquads/clinic [uat]")
    assert "assistants/night" not in outcome.out
    page = callplan("diff", "-e", "uat", "-e", "prod", "--format", "html").out
    assert "the same on both sides</span> 2" in page and "assistants/night" not in page
    document = json.loads(callplan("diff", "-e", "uat", "-e", "prod", "--format", "json").out)
    assert [diff["after"]["target"] for diff in document["targets"]] == [
        "squads/clinic",
        "assistants/night",
        "assistants/noon",
    ]


def test_a_target_that_does_not_compile_hides_no_other(callplan: Run, clinic: Path) -> None:
    (clinic / "resources/prod/assistants/night.yml").write_text("name: Night\nmodel: {provider: nobody}\n", "utf-8")
    outcome = callplan("diff", "-e", "uat", "-e", "prod")
    assert outcome.code == 2 and "night.yml:2:" in outcome.err
    assert outcome.out.startswith("! assistants/night does not compile\n\nsquads/clinic [uat] → squads/clinic [prod]")
    document = json.loads(callplan("diff", "-e", "uat", "-e", "prod", "-f", "json").out)
    assert (document["broken"], document["added"]) == (["assistants/night"], [])
    assert "does not compile</span> assistants/night" in callplan("diff", "-e", "uat", "-e", "prod", "-f", "html").out
    assert callplan("diff", "-e", "dev", "-e", "uat", "-e", "prod").code == 2


def test_a_structured_output_is_compared_with_who_uses_it(callplan: Run, clinic: Path) -> None:
    path = clinic / UAT / "structuredOutputs" / "call-summary.yml"
    path.write_text(path.read_text("utf-8").replace("enum: [visit, billing,", "enum: [visit,"), "utf-8")
    outcome = callplan("diff", "main:squads/clinic", "-e", "uat")
    assert "of what the structured output call-summary holds, topic is no longer “billing”." in outcome.out
    assert "breaks analytics\n      felt by Receptionist, Scheduler, Billing" in outcome.out


# -- what is deployed


def test_a_revision_that_does_not_compile_names_its_own_files(callplan: Run, clinic: Path, git: Run) -> None:
    path = clinic / UAT / "squads" / "clinic.yml"
    text = path.read_text("utf-8")
    path.write_text(text.replace("assistantId: billing", "assistantId: nobody"), "utf-8")
    git(clinic, "commit", "-qam", "broken")
    path.write_text(text, "utf-8")
    outcome = callplan("diff", "main:squads/clinic", "-e", "uat")
    assert outcome.code == 2 and f"main:{UAT}/squads/clinic.yml:" in outcome.err and "callplan-" not in outcome.err


# -- several environments, and the forms


def test_when_a_call_is_placed(callplan: Run, tree: Any, monkeypatch: Any) -> None:
    assistant = {"name": "A", "model": {"provider": "openai", "model": "gpt-4o"}}
    files = {
        f"{side}/calls/now.json": json.dumps(
            {"assistant": assistant, "customer": {"number": "+15550100001"}, "schedulePlan": {"earliestAt": at}},
            indent=1,
        )
        for side, at in (("one", "2026-01-05T15:00:00Z"), ("two", "2026-01-06T15:00:00Z"))
    }
    monkeypatch.chdir(tree(files))
    outcome = callplan("diff", "one/calls/now.json", "two/calls/now.json")
    said = "the call is placed no earlier than “2026-01-06T15:00:00Z” instead of “2026-01-05T15:00:00Z”."
    assert said in outcome.out and "1 change (1 behaviour)" in outcome.out


def test_a_tool_alone(callplan: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(WORKSPACES / "clinic")
    outcome = callplan("diff", "tools/check-availability", "-e", "dev", "-e", "uat")
    assert outcome.code == 0 and "tools/check-availability [dev] → tools/check-availability [uat]" in outcome.out
    assert "failed requests of tool check_availability" in outcome.out
    assert "2 changes (1 behaviour, 1 environment)" in outcome.out and "any member]" not in outcome.out
    changes = json.loads(callplan("diff", "tools/check-availability", "-e", "dev", "-e", "uat", "-f", "json").out)
    assert {(one["node"], tuple(one["members"])) for one in changes["changes"]} == {("tool check_availability", ())}


def test_a_structured_output_alone(callplan: Run, clinic: Path) -> None:
    path = clinic / UAT / "structuredOutputs" / "call-summary.yml"
    path.write_text(path.read_text("utf-8").replace("type: boolean", "type: string"), "utf-8")
    outcome = callplan("diff", "main:structuredOutputs/call-summary", "-e", "uat", "--exit-code")
    assert outcome.code == 1 and "visit_booked is string instead of boolean." in outcome.out
    assert "breaks analytics" in outcome.out
    assert (
        callplan("graph", "main:structuredOutputs/call-summary", "structuredOutputs/call-summary", "-e", "uat").code
        == 2
    )


# -- transcripts on both sides
