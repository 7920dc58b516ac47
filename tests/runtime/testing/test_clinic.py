"""The example workspace's transcripts: real traces, the same everywhere, changed only by what they reach."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import callplan.schemas
import pytest
from callplan.runtime.testing import golden
from callplan.runtime.testing.outcome import Results
from callplan.runtime.testing.suite import Options, run_all
from callplan.runtime.trace import dump_json, dump_text, golden_text, load_json
from jsonschema import Draft202012Validator

CLINIC = Path(__file__).parents[3] / "fixtures" / "workspaces" / "clinic"
LINE = Draft202012Validator(
    json.loads((Path(callplan.schemas.__file__).parent / "trace.schema.json").read_text("utf-8"))
)


@pytest.fixture(scope="module")
def results() -> Iterator[Results]:
    """All of the clinic's transcripts, run once."""
    yield run_all([CLINIC])


def test_all_pass(results: Results) -> None:
    assert [outcome.diagnostics for outcome in results.outcomes if not outcome.ok] == []
    assert results.ok
    assert len(results.outcomes) >= 5
    assert results.orphans == ()


@pytest.mark.parametrize("expand", [False, True])
def test_lines_follow_the_schema(results: Results, expand: bool) -> None:
    for outcome in results.outcomes:
        assert outcome.trace is not None
        for line in dump_json(outcome.trace, expand=expand).splitlines():
            LINE.validate(json.loads(line))


def test_json_form_holds_everything(results: Results) -> None:
    for outcome in results.outcomes:
        assert outcome.trace is not None
        again = load_json(dump_json(outcome.trace))
        assert again == outcome.trace
        assert dump_text(again) == dump_text(outcome.trace)


@pytest.mark.parametrize(
    "environment",
    [
        {"PYTHONHASHSEED": "1", "TZ": "Asia/Tokyo", "LC_ALL": "C"},
        {"PYTHONHASHSEED": "2", "TZ": "America/Los_Angeles", "LC_ALL": "tr_TR.UTF-8", "PYTHONUTF8": "0"},
    ],
    ids=["tokyo", "los-angeles"],
)
def test_the_same_bytes_wherever_it_runs(environment: dict[str, str]) -> None:
    code = (
        "import sys; from pathlib import Path; from callplan.runtime.testing.suite import run_all; "
        f"results = run_all([Path({str(CLINIC)!r})]); sys.exit(0 if results.ok else repr(results)[:2000])"
    )
    subprocess.run([sys.executable, "-c", code], check=True, env={**os.environ, **environment})


def test_a_member_that_nobody_reaches_changes_no_golden_file(tmp_path: Path, results: Results) -> None:
    copy = tmp_path / "clinic"
    shutil.copytree(CLINIC, copy)
    squad = copy / "resources" / "uat" / "squads" / "clinic.yml"
    (copy / "resources" / "uat" / "assistants" / "archive.yml").write_text(
        "name: Archive\nmodel: {provider: openai, model: gpt-4o}\nvoice: {provider: vapi, voiceId: Elliot}\n"
    )
    text = squad.read_text("utf-8")
    assert "\nmembersOverrides:" in text
    squad.write_text(text.replace("\nmembersOverrides:", "\n  - assistantId: archive\nmembersOverrides:"), "utf-8")
    changed = run_all([copy], Options(strict=True))
    assert [outcome.diagnostics for outcome in changed.outcomes if not outcome.ok] == []
    digests = [
        {outcome.plan.digest for outcome in each.outcomes if outcome.plan is not None} for each in (results, changed)
    ]
    assert digests[0].isdisjoint(digests[1])


def test_what_a_call_reaches_changes_its_golden_file_alone(tmp_path: Path) -> None:
    copy = tmp_path / "clinic"
    shutil.copytree(CLINIC, copy)
    billing = copy / "resources" / "uat" / "assistants" / "billing.yml"
    billing.write_text(billing.read_text("utf-8").replace("You are Morgan", "You are Alex"), "utf-8")
    changed = run_all([copy])
    failed = [outcome for outcome in changed.outcomes if not outcome.ok]
    assert {outcome.transcript.name.split(".")[0] for outcome in failed} == {
        "billing",
        "booked-then-billed",
        "invoice-twice",
        "reminded-at-billing",
    }
    for outcome in failed:
        (diff,) = outcome.details
        assert any(line.startswith(">>> -") and "Morgan" in line for line in diff.split("\n"))


def test_golden_files_hold_what_the_docstring_says(results: Results) -> None:
    for outcome in results.outcomes:
        assert outcome.trace is not None
        held = golden.read(golden.path_of(outcome.transcript))
        assert held == golden_text(outcome.trace)
        assert outcome.trace.header.plan_digest not in held
        assert outcome.trace.header.callplan not in held.split("\n")[0]
