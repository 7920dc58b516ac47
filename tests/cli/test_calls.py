"""Commands that play calls: run, test, and the starter project of init."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

Run = Callable[..., Any]


@pytest.fixture
def starter(callplan: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("CI", raising=False)
    root = tmp_path / "frontdesk"
    assert callplan("init", root).code == 0
    monkeypatch.chdir(root)
    return root


@pytest.mark.usefixtures("starter")
def test_the_starter_passes_check_and_test(callplan: Run) -> None:
    done = callplan("check", "--fail-on", "info")
    assert (done.code, done.out) == (0, "no findings in 5 files\n")
    done = callplan("test")
    assert done.code == 0
    assert done.out.splitlines()[-1].startswith("2 passed in ")


def test_init_overwrites_nothing(callplan: Run, starter: Path) -> None:
    (starter / "callplan.yaml").write_text("mine")
    done = callplan("init")
    assert (done.code, done.out) == (2, "")
    assert "exists already" in done.err
    assert (starter / "callplan.yaml").read_text() == "mine"


def test_init_in_the_current_folder(callplan: Run, tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.chdir(tmp_path)
    done = callplan("init")
    assert done.code == 0
    assert done.out.splitlines()[-1] == "next: callplan check && callplan test"
    assert callplan("check").code == 0


def test_init_tells_an_editor_which_schema_is_for_which_file(callplan: Run, starter: Path) -> None:
    settings = json.loads((starter / ".vscode/settings.json").read_text())
    files = {
        str(path.relative_to(starter)): schema
        for schema, patterns in settings["yaml.schemas"].items()
        for pattern in patterns
        for path in starter.glob(pattern)
    }
    assert files == {
        "callplan.yaml": ".callplan/schemas/project.json",
        "tools/book-visit.yml": ".callplan/schemas/tool.json",
        "tools/end-call.yml": ".callplan/schemas/tool.json",
        "transcripts/booking.transcript.yaml": ".callplan/schemas/transcript.json",
        "transcripts/silence.transcript.yaml": ".callplan/schemas/transcript.json",
    }
    for entry in settings["json.schemas"]:
        assert (starter / entry["url"]).is_file()
        assert all(pattern.endswith(".json") for pattern in entry["fileMatch"])
    for schema in settings["yaml.schemas"]:
        name = Path(schema).stem
        assert json.loads((starter / schema).read_text()) == json.loads(callplan("schema", name).out)


def test_init_editor_keeps_settings_and_renews_schemas(callplan: Run, tree: Callable[..., Path]) -> None:
    root = tree({"evals/a.yml": "name: a\n", ".vscode/settings.json": "{}\n", ".callplan/schemas/tool.json": "old\n"})
    done = callplan("init", "--editor", root)
    assert done.code == 0
    assert (root / ".vscode/settings.json").read_text() == "{}\n"
    assert '".callplan/schemas/eval.json": [' in done.out
    assert (root / ".callplan/schemas/eval.json").is_file()
    assert (root / ".callplan/schemas/tool.json").read_text() != "old\n"
    assert not (root / "callplan.yaml").exists()
    assert callplan("init", "--editor", root / "nowhere").code == 2


@pytest.mark.usefixtures("starter")
def test_run_writes_a_timeline_or_json_lines(callplan: Run, tmp_path: Path) -> None:
    text = callplan("run", "transcripts/booking.transcript.yaml")
    assert (text.code, text.err) == (0, "")
    assert text.out.startswith("callplan trace 1.2; ")
    assert '[Receptionist] speech.started assistant first-message lasts=2.000s "Northside Clinic,' in text.out
    lines = callplan("run", "transcripts/booking.transcript.yaml", "--format", "json", "--detail", "events").out
    records = [json.loads(line) for line in lines.splitlines()]
    assert records[0]["detail"] == "events"
    assert records[-1]["type"] == "call.ended"
    callplan("run", "transcripts/booking.transcript.yaml", "-o", tmp_path / "t.txt")
    assert (tmp_path / "t.txt").read_text(encoding="utf-8") == text.out


@pytest.mark.usefixtures("starter")
def test_run_against_a_plan_file_or_another_target(callplan: Run, tmp_path: Path) -> None:
    callplan("compile", "assistants/receptionist", "-o", tmp_path / "x.plan.json")
    own = callplan("run", "transcripts/silence.transcript.yaml")
    assert callplan("run", tmp_path / "x.plan.json", "transcripts/silence.transcript.yaml") == own
    assert callplan("run", "assistants/receptionist.md", "transcripts/silence.transcript.yaml") == own


@pytest.mark.usefixtures("starter")
def test_run_with_variables_and_in_full(callplan: Run) -> None:
    done = callplan("run", "transcripts/booking.transcript.yaml", "--var", "clinic_name=Southside")
    assert '"Southside, how can I help you?"' in done.out
    assert len(callplan("run", "transcripts/booking.transcript.yaml", "--expand").out) > len(done.out)


def test_run_shows_how_far_it_came_and_where_it_failed(callplan: Run, starter: Path) -> None:
    path = starter / "transcripts" / "booking.transcript.yaml"
    path.write_text(path.read_text().replace("name: book_visit, arg", "name: book_vist, arg"))
    done = callplan("run", path)
    assert done.code == 1
    assert "call.started" in done.out
    assert done.err.startswith("transcripts/booking.transcript.yaml:17:5: error G002 ")
    assert "book_visit" in done.err


def test_run_tells_what_is_doubtful_in_a_transcript(callplan: Run, starter: Path) -> None:
    """Beside the call, which is played all the same."""
    path = starter / "transcripts" / "down.transcript.yaml"
    path.write_text("transcript: 1\ntarget: assistants/receptionist\nscript:\n  - fault: the-model-is-down\n")
    done = callplan("run", path)
    assert done.code == 0
    assert "call.ended the-model-is-down" in done.out
    assert done.err.startswith("transcripts/down.transcript.yaml:4:12: warning G009 none of the 595 endedReasons")


@pytest.mark.usefixtures("starter")
@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["transcripts/bookin.transcript.yaml"], 2, "did you mean 'booking.transcript.yaml'"),
        (["a", "b", "c"], 2, "not 3 names"),
        (["callplan.yaml"], 1, "callplan.yaml:"),
        (["transcripts/booking.transcript.yaml", "--env", "uat"], 2, "there is no environment 'uat'"),
    ],
)
def test_run_refuses(callplan: Run, arguments: list[str], code: int, said: str) -> None:
    done = callplan("run", *arguments)
    assert (done.code, done.out) == (code, "")
    assert said in done.err


def test_golden_files_are_written_compared_and_never_overwritten_in_ci(
    callplan: Run, starter: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    golden = starter / "transcripts" / "__snapshots__" / "booking.trace.txt"
    assert callplan("test", "--strict-snapshots").code == 1
    assert callplan("test", "--update").code == 0
    assert callplan("test", "--strict-snapshots").code == 0
    changed = golden.read_text().replace("lasts=2.000s", "lasts=2.500s", 1)
    golden.write_text(changed)
    done = callplan("test")
    assert done.code == 1
    assert "FAIL    transcripts/booking.transcript.yaml" in done.out
    monkeypatch.setenv("CI", "true")
    assert callplan("test", "--update").code == 1
    assert golden.read_text() == changed


@pytest.mark.usefixtures("starter")
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["-k", "boking"], "no transcript of 2 matches -k 'boking'"),
        (["assistants"], "no transcript (*.transcript.yaml) at "),
        (["transcript"], "there is no 'transcript'; did you mean 'transcripts'?"),
    ],
)
def test_nothing_to_run_is_wrong_usage(callplan: Run, arguments: list[str], said: str) -> None:
    done = callplan("test", *arguments)
    assert done.code == 2
    assert said in done.out + done.err


@pytest.mark.usefixtures("starter")
def test_words_select(callplan: Run) -> None:
    done = callplan("test", "-k", "booking")
    assert done.code == 0
    assert done.out.splitlines()[-1].startswith("1 passed in ")


@pytest.mark.usefixtures("starter")
def test_junit(callplan: Run, tmp_path: Path) -> None:
    document = ElementTree.fromstring(callplan("test", "--format", "junit").out)
    assert [case.get("name") for case in document.iter("testcase")] == ["booking", "silence"]
    done = callplan("test", "--format", "junit", "-o", tmp_path / "results.xml")
    assert done.out.splitlines()[-1].startswith("2 passed in ")
    assert ElementTree.parse(tmp_path / "results.xml").getroot().get("tests") == "2"


@pytest.mark.usefixtures("starter")
def test_several_processes_give_the_same_report(callplan: Run) -> None:
    alone, shared = (callplan("test", "--jobs", str(jobs)).out.splitlines()[:-1] for jobs in (1, 2))
    assert alone == shared


def test_a_broken_transcript_fails_and_hides_no_other(callplan: Run, starter: Path) -> None:
    shutil.copy(starter / "callplan.yaml", starter / "transcripts" / "broken.transcript.yaml")
    done = callplan("test")
    assert done.code == 1
    assert "ERROR   transcripts/broken.transcript.yaml" in done.out
    assert "2 passed" in done.out
