"""``callplan diff`` of anything with anything: environments, revisions, files, folders, saved plans, exports."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from callplan import schemas
from callplan.cli.main import main
from jsonschema import Draft202012Validator

WORKSPACES = Path(__file__).parents[2] / "fixtures" / "workspaces"
UAT = "resources/uat"
Run = Callable[..., Any]


def git(folder: Path, *arguments: str) -> None:
    identity = ("-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "commit.gpgsign=false")
    subprocess.run(["git", "-C", str(folder), *identity, *arguments], check=True, capture_output=True)


@pytest.fixture
def clinic(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The clinic in a folder of a repository, committed on ``main``, then with another voice in UAT."""
    home = tmp_path / "repository" / "clinic"
    shutil.copytree(WORKSPACES / "clinic", home)
    git(tmp_path, "init", "-q", "-b", "main", "repository")
    git(home, "add", ".")
    git(home, "commit", "-qm", "all")
    path = home / UAT / "assistants" / "receptionist.md"
    path.write_text(path.read_text("utf-8").replace("voiceId: sarah", "voiceId: george"), "utf-8")
    monkeypatch.chdir(home)
    return home


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


def test_two_revisions(callplan: Run, clinic: Path) -> None:
    git(clinic, "commit", "-qam", "voice")
    drawn = callplan("graph", "main~1:squads/clinic", "main:squads/clinic", "-e", "uat", "--format", "svg").out
    assert "squads/clinic [uat] (main)" in drawn and "compared with squads/clinic [uat] (main~1)" in drawn
    outcome = callplan("diff", "main~1:squads/clinic", "main:squads/clinic", "-e", "uat")
    assert VOICE in outcome.out and f"main~1:{UAT}" in outcome.out and f"main:{UAT}" in outcome.out


def test_no_filter_of_the_repository_runs(callplan: Run, clinic: Path) -> None:
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


def export(callplan: Run, folder: Path, env: str, *more: str) -> Path:
    """What the API answers to list calls, made of the bodies that a deployer sends."""
    state = json.loads(Path(f".vapi-state.{env}.json").read_text("utf-8"))
    folder.mkdir()
    for kind in ("assistants", "squads", "tools", *more):
        entries = []
        for name, entry in state[kind].items():
            outcome = callplan("payload", f"{kind}/{name}", "-e", env)
            first = json.loads(outcome.out.splitlines()[0])
            uuid = entry["uuid"] if isinstance(entry, dict) else entry
            server = {"id": uuid, "orgId": "1", "createdAt": "2026-01-01", "updatedAt": "2026-01-02"}
            entries.append({**first["body"], **server})
            for line in outcome.out.splitlines()[1:]:
                more = json.loads(line)
                if more["method"] == "PATCH" and uuid in more["path"]:
                    entries[-1].update(more["body"])
        (folder / f"{kind}.json").write_text(json.dumps(entries, indent=1), "utf-8")
    return folder


@pytest.mark.parametrize("more", [(), ("structuredOutputs",)])
def test_what_is_deployed_has_not_drifted(callplan: Run, clinic: Path, more: tuple[str, ...]) -> None:
    export(callplan, clinic / "exports", "uat", *more)
    outcome = callplan("diff", "exports", "squads/clinic", "-e", "uat", "--exit-code")
    told = "" if more else "callplan: the export has no structuredOutputs: taken to be as in the sources\n"
    assert (outcome.code, outcome.err) == (0, told), outcome.out
    assert "squads/clinic (exports) → squads/clinic [uat]\nNo difference on a call." in outcome.out


def test_a_saved_plan_has_the_names_of_the_sources_around(callplan: Run, clinic: Path) -> None:
    export(callplan, clinic / "exports", "uat", "structuredOutputs")
    assert callplan("compile", "squads/clinic", "-e", "uat", "-o", "uat.json").code == 0
    outcome = callplan("diff", "exports", "uat.json", "--exit-code")
    assert (outcome.code, outcome.err) == (0, ""), outcome.out


def test_drift_is_told(callplan: Run, clinic: Path) -> None:
    folder = export(callplan, clinic / "exports", "uat")
    text = (folder / "assistants.json").read_text("utf-8")
    (folder / "assistants.json").write_text(text.replace('"voiceId": "george"', '"voiceId": "clara"'), "utf-8")
    outcome = callplan("diff", "exports", "squads/clinic", "-e", "uat", "--exit-code")
    assert outcome.code == 1
    assert outcome.out.count("\n  ~ ") == 1
    assert "in the voice george (11labs) instead of clara (11labs)." in outcome.out
    assert "exports/assistants.json:" in outcome.out and f"→ {UAT}/assistants/receptionist.md:17:12" in outcome.out


@pytest.mark.parametrize(
    ("text", "said"),
    [('[{"id": "a",', "assistants.json:1:"), ('{"results": "none"}', "assistants.json is no answer of a list call")],
)
def test_an_export_that_cannot_be_read(callplan: Run, clinic: Path, text: str, said: str) -> None:
    (clinic / "exports").mkdir()
    (clinic / "exports" / "assistants.json").write_text(text, "utf-8")
    outcome = callplan("diff", "exports", "squads/clinic", "-e", "uat")
    assert outcome.code == 2 and said in outcome.err and not outcome.out


def test_a_revision_that_does_not_compile_names_its_own_files(callplan: Run, clinic: Path) -> None:
    path = clinic / UAT / "squads" / "clinic.yml"
    text = path.read_text("utf-8")
    path.write_text(text.replace("assistantId: billing", "assistantId: nobody"), "utf-8")
    git(clinic, "commit", "-qam", "broken")
    path.write_text(text, "utf-8")
    outcome = callplan("diff", "main:squads/clinic", "-e", "uat")
    assert outcome.code == 2 and f"main:{UAT}/squads/clinic.yml:" in outcome.err and "callplan-" not in outcome.err


# -- several environments, and the forms


def test_three_environments(callplan: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(WORKSPACES / "bank")
    expected = [
        "dev uat prod",
        "Behaviour",
        "plan max_duration_ms 420 s 300 s = breaks callers",
        "member Card Desk keypadInputPlan.timeoutSeconds 5 3 =",
        "member Account Desk model.model gpt-4.1-mini gpt-4.1 gpt-4.1",
        "Allowed",
    ]
    outcome = callplan("diff", "squads/bank", "-e", "dev", "-e", "uat", "-e", "prod", "--exit-code")
    lines = [" ".join(line.split()) for line in outcome.out.splitlines()]
    assert [line for line in lines if line in expected] == expected
    assert lines[-1] == "3 differ, 1 allowed, 1 breaking; 7 unchanged. '=' is as in dev."
    assert outcome.code == 1


@pytest.mark.parametrize(
    ("format", "said"),
    [
        ("text", ["Greet them", "—", "'=' is as in dev."]),
        ("markdown", ["| `—` | `Greet them.` | = |", "`=` is as in `dev`."]),
        ("html", ['<td>—</td><td>Greet them.</td><td class="same">as in dev</td>']),
    ],
)
def test_what_only_one_environment_has(
    callplan: Run, tree: Any, monkeypatch: pytest.MonkeyPatch, format: str, said: list[str]
) -> None:
    files = {
        "callplan.yaml": "callplan: 1\nenvironments: {dev: {folder: dev}, uat: {folder: uat}, prod: {folder: prod}}\n"
    }
    for name in ("dev", "uat", "prod"):
        more = "\\nGreet them." if name == "uat" else ""
        prompt = f'[{{role: system, content: "Be brief.{more}"}}]'
        model = f"{{provider: openai, model: gpt-4o, messages: {prompt}}}"
        files[f"{name}/assistants/a.yml"] = f"name: A\nfirstMessage: Hi.\nmodel: {model}\n"
    monkeypatch.chdir(tree(files))
    outcome = callplan("diff", "assistants/a", "-e", "dev", "-e", "uat", "-e", "prod", "--format", format)
    assert [text for text in said if text not in outcome.out] == []


@pytest.mark.parametrize("format", ["json", "markdown", "html"])
@pytest.mark.parametrize(
    "arguments",
    [
        ("squads/clinic", "-e", "uat", "-e", "prod"),
        ("-e", "uat", "-e", "prod"),
        ("-e", "dev", "-e", "uat", "-e", "prod"),
    ],
    ids=["one", "several", "matrix"],
)
def test_forms(callplan: Run, clinic: Path, format: str, arguments: tuple[str, ...]) -> None:
    outcome = callplan("diff", *arguments, "--format", format)
    assert (outcome.code, outcome.err) == (0, "")
    if format == "json":
        validator = Draft202012Validator(schemas.load("diff"))
        assert [error.message for error in validator.iter_errors(json.loads(outcome.out))] == []
    elif format == "html":
        assert outcome.out.startswith("<!DOCTYPE html>") and "Receptionist" in outcome.out
    else:
        assert "### callplan diff: `squads/clinic" in outcome.out and "| --- |" in outcome.out
        assert ("```mermaid\nflowchart LR\n" in outcome.out) is (arguments.count("-e") == 2)


def test_markdown_lets_nothing_act(callplan: Run, tree: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    bad = "x` | <script> @team ```\n```\n| a | ![i](http://x)"
    files = {
        f"{side}/assistants/a.json": json.dumps(
            {
                "name": "A",
                "firstMessage": text,
                "model": {
                    "provider": "openai",
                    "model": "gpt-4o",
                    "messages": [{"role": "system", "content": f"{text}\n{text}"}],
                },
            }
        )
        for side, text in (("one", "Hello."), ("two", bad))
    }
    monkeypatch.chdir(tree(files))
    outcome = callplan("diff", "one/assistants/a.json", "two/assistants/a.json", "-f", "markdown")
    assert outcome.code == 0
    fenced = outcome.out.split("````diff\n")
    assert len(fenced) == 2 and "\n````\n" in fenced[1]
    table = "".join(line for line in fenced[0].splitlines() if line.startswith("| ✏️"))
    assert table.count("\\|") >= 1 and "``" in table


@pytest.mark.parametrize("color", ["always", "never"])
def test_text_lets_nothing_act(callplan: Run, tree: Any, monkeypatch: pytest.MonkeyPatch, color: str) -> None:
    bad = "\x1b[31mred\u202e\n::error::x"
    model = {"provider": "openai", "model": "gpt-4o"}
    files = {
        f"{side}/assistants/a.json": json.dumps(
            {"name": "A", "model": {**model, "messages": [{"role": "system", "content": text}]}, "metadata": {text: 1}}
        )
        for side, text in (("one", "Hello."), ("two", bad))
    }
    monkeypatch.chdir(tree(files))
    outcome = callplan("diff", "one/assistants/a.json", "two/assistants/a.json", "--color", color)
    assert "red" in outcome.out and "\x1b[31mred" not in outcome.out and "\u202e" not in outcome.out
    assert ("\x1b[1m" in outcome.out) is (color == "always")
    assert not [line for line in outcome.out.splitlines() if line.lstrip().startswith("::")]


def test_the_result_goes_to_a_file(clinic: Path) -> None:
    assert main(["diff", "squads/clinic", "-e", "uat", "-e", "prod", "-f", "markdown", "-o", "pr.md"]) == 0
    assert (clinic / "pr.md").read_text("utf-8").startswith("### callplan diff")


def test_a_name_with_the_part_of_an_id_behind_it_is_the_same(callplan: Run, tree: Any, monkeypatch: Any) -> None:
    model = "model: {provider: openai, model: gpt-4o}"
    files = {
        "resources/uat/assistants/night.yml": f"name: Night\n{model}\n",
        "resources/prod/assistants/night-1a2b3c4d.yml": f"name: Night\nfirstMessage: Hello.\n{model}\n",
    }
    monkeypatch.chdir(tree(files))
    outcome = callplan("diff", "-e", "uat", "-e", "prod")
    assert "assistants/night [uat] → assistants/night-1a2b3c4d [prod]" in outcome.out
    assert "is new" not in outcome.out and "is gone" not in outcome.out


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


@pytest.mark.parametrize("sides", [("squads/clinic", "-e", "uat", "-e", "prod"), ("-e", "uat", "-e", "prod")], ids=len)
def test_replay(callplan: Run, monkeypatch: pytest.MonkeyPatch, sides: tuple[str, ...]) -> None:
    monkeypatch.chdir(WORKSPACES / "clinic")
    outcome = callplan("diff", *sides, "--replay")
    assert (outcome.code, outcome.err) == (0, "")
    assert "17 transcripts on both sides: 3 part, " in outcome.out
    assert "  transcripts/interruption.transcript.yaml parts at 0:09.115\n" in outcome.out
    assert "      because no longer when the caller interrupts the assistant" in outcome.out
    document = json.loads(callplan("diff", *sides, "--replay", "-f", "json").out)
    validator = Draft202012Validator(schemas.load("diff"))
    assert [error.message for error in validator.iter_errors(document)] == []
    rows = (document["targets"][0] if "targets" in document else document)["replay"]
    assert [row["verdict"] for row in rows].count("parts") == 3
    assert "#### Replay" in callplan("diff", *sides, "--replay", "-f", "markdown").out
    assert "interruption.transcript.yaml parts at" in callplan("diff", *sides, "--replay", "-f", "html").out


def test_replay_with_saved_plans_plays_the_transcripts_at_hand(callplan: Run, clinic: Path) -> None:
    for env in ("uat", "prod"):
        assert callplan("compile", "squads/clinic", "-e", env, "-o", f"{env}.json").code == 0
    assert "17 transcripts on both sides" in callplan("diff", "uat.json", "prod.json", "--replay").out


def test_replay_without_transcripts_cannot_be_made(callplan: Run, clinic: Path) -> None:
    shutil.rmtree(clinic / "transcripts")
    outcome = callplan("diff", "squads/clinic", "-e", "uat", "-e", "prod", "--replay")
    assert outcome.code == 2 and "there is no transcript of squads/clinic" in outcome.err and not outcome.out


def test_replay_tells_of_a_broken_transcript(callplan: Run, clinic: Path) -> None:
    (clinic / "transcripts" / "bad.transcript.yaml").write_text("transcript: 1\nnonsense: 2\n", "utf-8")
    outcome = callplan("diff", "squads/clinic", "-e", "uat", "-e", "prod", "--replay")
    assert "bad.transcript.yaml" in outcome.err and "17 transcripts" in outcome.out
