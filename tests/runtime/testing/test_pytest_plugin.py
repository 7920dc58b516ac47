"""The pytest plugin: collected, judged and recorded as ``callplan test`` does."""

import sys
from pathlib import Path
from subprocess import run as start

import pytest
from callplan import compiler
from callplan.runtime.testing import golden, pytest_plugin, snapshot
from callplan.runtime.testing.plans import Plans
from callplan.runtime.testing.suite import Options, run_one

pytest_plugins = ["pytester"]
pytestmark = pytest.mark.usefixtures("machine")

ASSISTANT = "name: Robin\nmodel: {provider: openai, model: gpt-4o}\nvoice: {provider: vapi, voiceId: Elliot}\n"
HELLO = "transcript: 1\ntarget: assistants/robin\nscript:\n  - user: hello\n"
EXPECTING = HELLO + "expect:\n  - says: Robin heard hello\n"


@pytest.fixture(scope="module", autouse=True)
def _loaded(tmp_path_factory: pytest.TempPathFactory) -> None:
    """pytester unloads what a run inside this process was the first to load; libyaml's types load but once."""
    path = tmp_path_factory.mktemp("warm") / "robin.yml"
    path.write_text(ASSISTANT)
    compiler.compile(compiler.load(path), str(path))
    assert snapshot.SESSION
    assert pytest_plugin.SUFFIX


@pytest.fixture
def folder(workspace: Path, pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> Path:
    """pytester's folder with the workspace in it, outside of continuous integration, in no worker of pytest-xdist."""
    for name in ("CI", "PYTEST_XDIST_WORKER", "PYTEST_XDIST_WORKER_COUNT"):
        monkeypatch.delenv(name, raising=False)
    for path in workspace.rglob("*.*"):
        target = pytester.path / path.relative_to(workspace)
        if path.is_file():
            target.parent.mkdir(exist_ok=True)
            target.write_bytes(path.read_bytes())
    return pytester.path


def test_one_item_a_transcript(folder: Path, pytester: pytest.Pytester) -> None:
    (folder / "a.transcript.yaml").write_text(EXPECTING)
    (folder / "b.transcript.yaml").write_text(EXPECTING)
    result = pytester.runpytest("-v")
    result.assert_outcomes(passed=2)
    result.stdout.fnmatch_lines(["a.transcript.yaml::a PASSED*", "b.transcript.yaml::b PASSED*"])
    pytester.runpytest("-k", "b").assert_outcomes(passed=1, deselected=1)


def test_failures_have_our_words_and_no_traceback(folder: Path, pytester: pytest.Pytester) -> None:
    (folder / "a.transcript.yaml").write_text(EXPECTING.replace("says: Robin", "says: Nobody"))
    (folder / "b.transcript.yaml").write_text("transcript: 1\ntarget: x\nscrpt: []\n")
    result = pytester.runpytest("--tb=long")
    result.assert_outcomes(failed=2)
    result.stdout.fnmatch_lines(
        [
            "*a.transcript.yaml:6:5: error G005 expected says*",
            "*>>> *speech.started*",
            "*b.transcript.yaml:3:1: error G001 unknown key 'scrpt'*",
            "FAILED a.transcript.yaml::a - *a.transcript.yaml:6:5: error*",
        ]
    )
    result.stdout.no_fnmatch_line("*Traceback*")
    result.stdout.no_fnmatch_line("*TranscriptFailure*")
    result.stdout.no_fnmatch_line("*pytest_plugin.py*")


def test_update_writes_the_same_bytes_as_without_pytest(folder: Path, pytester: pytest.Pytester) -> None:
    path = folder / "a.transcript.yaml"
    path.write_text(HELLO)
    pytester.runpytest().assert_outcomes(failed=1)
    result = pytester.runpytest("--snapshot-update")
    result.assert_outcomes(passed=1)
    result.stdout.fnmatch_lines(["*1 snapshot generated.*"])
    by_pytest = golden.path_of(path).read_bytes()
    golden.path_of(path).unlink()
    assert run_one(path, Options(update=True), Plans()).status == "updated"
    assert golden.path_of(path).read_bytes() == by_pytest
    result = pytester.runpytest()
    result.assert_outcomes(passed=1)
    result.stdout.fnmatch_lines(["*1 snapshot passed.*"])


def test_a_difference_fails_and_an_update_records_it(folder: Path, pytester: pytest.Pytester) -> None:
    path = folder / "a.transcript.yaml"
    path.write_text(HELLO)
    pytester.runpytest("--snapshot-update")
    path.write_text(HELLO.replace("hello", "goodbye"))
    result = pytester.runpytest()
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*a.trace.txt:3:1: error G006*", "*>>> -*hello*", "*+*goodbye*"])
    pytester.runpytest("--snapshot-update").assert_outcomes(passed=1)
    assert "goodbye" in golden.path_of(path).read_text()


def test_new_files_alone(folder: Path, pytester: pytest.Pytester) -> None:
    path = folder / "a.transcript.yaml"
    path.write_text(HELLO)
    pytester.runpytest("--snapshot-update-new-only").assert_outcomes(passed=1)
    path.write_text(HELLO.replace("hello", "goodbye"))
    pytester.runpytest("--snapshot-update-new-only").assert_outcomes(failed=1)
    assert "hello" in golden.path_of(path).read_text()


def test_an_update_of_some_deletes_none_of_the_others(folder: Path, pytester: pytest.Pytester) -> None:
    for name in "ab":
        (folder / f"{name}.transcript.yaml").write_text(HELLO)
    pytester.runpytest("--snapshot-update")
    golden.write(folder / "__snapshots__" / "gone.trace.txt", "x")
    for some in (
        ("-k", "b"),
        ("a.transcript.yaml",),
        ("--callplan-target", "assistants/robin"),
        ("--snapshot-no-cleanup",),
    ):
        pytester.runpytest("--snapshot-update", *some)
        names = sorted(path.name for path in (folder / "__snapshots__").iterdir())
        assert names == ["a.trace.txt", "b.trace.txt", "gone.trace.txt"], some


def test_an_unused_golden_file_fails_and_an_update_deletes_it(folder: Path, pytester: pytest.Pytester) -> None:
    (folder / "a.transcript.yaml").write_text(HELLO)
    pytester.runpytest("--snapshot-update")
    gone = folder / "__snapshots__" / "gone.trace.txt"
    golden.write(gone, "x")
    for options in ((), ("-p", "no:syrupy")):
        result = pytester.runpytest(*options)
        result.assert_outcomes(passed=1)
        assert result.ret == pytest.ExitCode.TESTS_FAILED
        result.stdout.fnmatch_lines(["__snapshots__/gone.trace.txt: a golden file without its transcript*"])
    assert pytester.runpytest("-k", "a").ret == pytest.ExitCode.OK
    assert gone.exists()
    result = pytester.runpytest("--snapshot-update")
    result.stdout.fnmatch_lines(["__snapshots__/gone.trace.txt: deleted, its transcript is gone"])
    assert (result.ret, gone.exists()) == (pytest.ExitCode.OK, False)
    assert pytester.runpytest().ret == pytest.ExitCode.OK


def test_what_expect_alone_judges_is_no_failed_snapshot(folder: Path, pytester: pytest.Pytester) -> None:
    (folder / "a.transcript.yaml").write_text(EXPECTING)
    result = pytester.runpytest("-rA")
    result.assert_outcomes(passed=1)
    result.stdout.no_fnmatch_line("*snapshot*failed*")
    result.stdout.fnmatch_lines(["judged by expect alone: there is no golden file"])


def test_tags_are_marks_and_a_skip_is_a_skip(folder: Path, pytester: pytest.Pytester) -> None:
    (folder / "a.transcript.yaml").write_text(EXPECTING + "tags: [smoke, after-hours]\n")
    (folder / "b.transcript.yaml").write_text(EXPECTING + "tags: [slow]\nskip: the line moves\n")
    (folder / "c.transcript.yaml").write_text("transcript: 1\ntags: [smoke\n")
    pytester.runpytest("--strict-markers", "-m", "smoke and not slow").assert_outcomes(passed=1, deselected=2)
    pytester.runpytest("--strict-markers", "-m", "after-hours").assert_outcomes(passed=1, deselected=2)
    result = pytester.runpytest("-rs", "-m", "slow")
    result.assert_outcomes(skipped=1, deselected=2)
    result.stdout.fnmatch_lines(["SKIPPED*the line moves"])


@pytest.mark.parametrize("workers", [(), ("-n", "2")], ids=["alone", "workers"])
def test_where_every_transcript_is_skipped_nothing_was_tested(
    folder: Path, pytester: pytest.Pytester, workers: tuple[str, ...]
) -> None:
    (folder / "a.transcript.yaml").write_text(EXPECTING + "skip: the line moves\n")
    (folder / "test_b.py").write_text("def test_b(): pass\n")
    result = pytester.runpytest_subprocess(*workers)
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.stdout.fnmatch_lines(["every transcript is skipped: nothing was tested"])
    assert pytester.runpytest_subprocess("test_b.py", *workers).ret == pytest.ExitCode.OK
    (folder / "c.transcript.yaml").write_text(
        HELLO.replace("user: hello", "silence: 1s") + "expect:\n  - not: {hook: idle}\n"
    )
    result = pytester.runpytest_subprocess(*workers)
    assert result.ret == pytest.ExitCode.OK
    result.stdout.no_fnmatch_line("*nothing was tested*")


def test_targets_and_revisions_select(folder: Path, pytester: pytest.Pytester) -> None:
    robin = folder / "assistants" / "robin.yml"
    (folder / "assistants" / "dana.yml").write_text(robin.read_text().replace("Robin", "Dana"))
    (folder / "a.transcript.yaml").write_text(EXPECTING)
    (folder / "b.transcript.yaml").write_text(EXPECTING.replace("robin", "dana").replace("Robin", "Dana"))
    pytester.makepyfile(test_other="def test_other():\n    pass\n")
    pytester.runpytest("--callplan-target", "assistants/dana").assert_outcomes(passed=2, deselected=1)
    pytester.runpytest("--callplan-target", str(robin)).assert_outcomes(passed=2, deselected=1)
    result = pytester.runpytest("--callplan-target", "assistants/dann")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["*no transcript has the target 'assistants/dann'; did you mean 'assistants/dana'?"])
    identity = ("-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "commit.gpgsign=false")
    for arguments in (("init", "-q"), ("add", "."), (*identity, "commit", "-qm", "all")):
        start(["git", *arguments], cwd=folder, check=True)
    robin.write_text(robin.read_text().replace("openai", "anthropic").replace("gpt-4o", "claude-sonnet-4-20250514"))
    pytester.runpytest("--impacted-by", "HEAD").assert_outcomes(passed=2, deselected=1)
    result = pytester.runpytest("--impacted-by", "nowhere")
    result.stderr.fnmatch_lines(["*there is no revision 'nowhere'"])


def test_beside_tests_with_snapshots_of_their_own(folder: Path, pytester: pytest.Pytester) -> None:
    (folder / "a.transcript.yaml").write_text(HELLO)
    pytester.makepyfile(test_other="def test_other(snapshot):\n    assert snapshot == 1\n")
    pytester.runpytest("--snapshot-update").assert_outcomes(passed=2)
    pytester.runpytest("--snapshot-update", "test_other.py").assert_outcomes(passed=1)
    pytester.runpytest().assert_outcomes(passed=2)


def test_ci_never_writes(folder: Path, pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    (folder / "a.transcript.yaml").write_text(HELLO)
    result = pytester.runpytest("--snapshot-update")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*CI is set, so it was not written*"])
    assert not (folder / "__snapshots__").exists()


def test_without_syrupy(folder: Path, pytester: pytest.Pytester) -> None:
    path = folder / "a.transcript.yaml"
    path.write_text(EXPECTING)
    pytester.runpytest("-p", "no:syrupy").assert_outcomes(passed=1)
    pytester.runpytest("-p", "no:syrupy", "--strict-snapshots").assert_outcomes(failed=1)


def test_nothing_is_imported_before_a_transcript_is_collected() -> None:
    code = (
        "import sys, callplan.runtime.testing.pytest_plugin\n"
        "print([name for name in sys.modules if name.startswith('callplan.')])\n"
        "print([name for name in ('syrupy', 'pydantic', 'yaml', 'jsonschema') if name in sys.modules])\n"
    )
    result = start([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded, heavy = result.stdout.splitlines()
    assert eval(loaded) == ["callplan.runtime", "callplan.runtime.testing", "callplan.runtime.testing.pytest_plugin"]
    assert heavy == "[]"
