"""Transcripts from file to verdict."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from callplan import compiler, runtime
from callplan.compiler.diagnostics.catalog import G003
from callplan.runtime.errors import ScriptError
from callplan.runtime.testing import golden
from callplan.runtime.testing.outcome import Outcome
from callplan.runtime.testing.plans import Plans
from callplan.runtime.testing.selection import Selection
from callplan.runtime.testing.suite import Options, run_all, run_one
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

pytestmark = pytest.mark.usefixtures("machine")

HELLO = "transcript: 1\ntarget: ../assistants/robin.yml\nscript:\n  - user: hello\n"
PIECES = (
    b"{",
    b"[",
    b": ",
    b"- ",
    b"&a ",
    b"*a",
    b"!!int ",
    b"\n",
    b"\r",
    b"\t",
    b"|",
    b"'",
    b'"',
    b"#",
    b"---\n",
    b"~",
)
EVERYTHING = (
    (Path(__file__).parents[3] / "fixtures" / "transcripts" / "good" / "everything.transcript.yaml")
    .read_bytes()
    .replace(b"target: ../squads/clinic.yml\nenv: uat", b"target: assistants/robin")
)
EXPECTING = HELLO + "expect:\n  - says: Robin heard hello\n"


def put(workspace: Path, name: str, text: str) -> Path:
    path = workspace / "calls" / f"{name}.transcript.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text)
    return path


def run(path: Path, **options: bool) -> Outcome:
    return run_one(path, Options(**options), Plans())


def said(outcome: Outcome) -> list[str]:
    return [
        f"{Path(found.span.file).name}:{found.span.start.line}:{found.span.start.column} {found.rule} {found.message}"
        for found in outcome.diagnostics
    ]


def test_expectations_alone_pass_with_a_note(workspace: Path) -> None:
    outcome = run(put(workspace, "a", EXPECTING))
    assert (outcome.status, said(outcome)) == ("passed", [])
    assert outcome.notes == ("judged by expect alone: there is no golden file",)
    assert outcome.seconds > 0


def test_what_must_not_happen_and_cannot_is_told(workspace: Path) -> None:
    robin = workspace / "assistants" / "robin.yml"
    robin.write_text(
        robin.read_text() + "hooks: [{on: customer.speech.timeout, name: wrap_up, do: [{type: say, exact: Bye}]}]\n"
    )
    entries = (
        "not: {hook: wrap_up}",
        'not: {hook: "customer.speech.timeout#0"}',
        "not: {hook: idle}",
        "not: {hook: wrapup}",
        "not: {calls: {name: book_visit}}",
        "not: {handoff: {from: Robin, to: Nobody}}",
        "{hook: nap, count: 0}",
        "not: {says: nothing of the sort}",
    )
    lines = [f"  - {entry}\n" for entry in entries]
    outcome = run(put(workspace, "a", HELLO + "expect:\n" + "".join(lines)))
    first = HELLO.count("\n") + 2
    assert (outcome.status, said(outcome)) == ("passed", [])
    assert outcome.notes[1:] == (
        f"line {first + 3} holds of any call: the plan has no hook 'wrapup'; did you mean 'wrap_up'",
        f"line {first + 4} holds of any call: the plan has no tool 'book_visit'",
        f"line {first + 5} holds of any call: the plan has no member 'Nobody'",
        f"line {first + 6} holds of any call: the plan has no hook 'nap'",
    )


def test_a_missing_golden_file_fails_without_expectations_or_when_strict(workspace: Path) -> None:
    plain, expecting = put(workspace, "a", HELLO), put(workspace, "b", EXPECTING)
    assert said(run(plain)) == ["a.transcript.yaml:1:1 G006 there is no golden file a.trace.txt: --update writes it"]
    assert run(expecting, strict=True).status == "failed"


def test_update_writes_then_passes(workspace: Path) -> None:
    path = put(workspace, "a", HELLO)
    assert run(path, update=True).status == "updated"
    text = (workspace / "calls" / "__snapshots__" / "a.trace.txt").read_text()
    assert text.startswith("callplan trace 1.0\n 0:00.000 [Robin] call.started")
    before = golden.path_of(path).stat().st_mtime_ns
    assert run(path, update=True).status == "passed"
    assert golden.path_of(path).stat().st_mtime_ns == before
    assert run(path, strict=True).status == "passed"
    assert [entry.name for entry in golden.path_of(path).parent.iterdir()] == ["a.trace.txt"]


def test_a_difference_is_shown_where_it_begins(workspace: Path) -> None:
    path = put(workspace, "a", HELLO)
    run(path, update=True)
    path.write_text(HELLO.replace("hello", "goodbye"))
    outcome = run(path)
    assert outcome.status == "failed"
    (line,) = said(outcome)
    assert line.startswith("a.trace.txt:3:1 G006 the trace differs from the golden file: expected '0:00.000 [Robin] sp")
    (diff,) = outcome.details
    marked = [line for line in diff.split("\n") if line.startswith(">>>")]
    assert marked == ['>>> - 0:00.000 [Robin] speech.started assistant model lasts=0.500s "Robin heard hello"']
    assert outcome.pending is not None
    assert outcome.pending[0] == golden.path_of(path)
    assert "goodbye" in outcome.pending[1]


def test_ci_never_writes(workspace: Path) -> None:
    plain, expecting = put(workspace, "a", HELLO), put(workspace, "b", EXPECTING)
    for path in (plain, expecting):
        outcome = run(path, update=True, ci=True)
        assert outcome.status == "failed"
        assert "CI is set" in outcome.diagnostics[0].message
    golden.write(golden.path_of(plain), "old\n")
    assert run(plain, update=True, ci=True).status == "failed"
    assert golden.path_of(plain).read_text() == "old\n"


def test_a_failed_expectation_is_not_recorded(workspace: Path) -> None:
    path = put(workspace, "a", EXPECTING.replace("says: Robin heard", "says: Nobody heard"))
    outcome = run(path, update=True)
    assert outcome.status == "failed"
    assert said(outcome)[0].startswith("a.transcript.yaml:6:5 G005 expected says")
    assert ">>>" in outcome.details[0]
    assert not golden.path_of(path).exists()


def test_a_checkout_with_other_line_ends_is_the_same(workspace: Path) -> None:
    path = put(workspace, "a", HELLO)
    run(path, update=True)
    held = golden.path_of(path)
    held.write_bytes(held.read_bytes().replace(b"\n", b"\r\n"))
    assert run(path).status == "passed"


def test_merge_conflict_in_a_golden_file(workspace: Path) -> None:
    path = put(workspace, "a", HELLO)
    golden.write(golden.path_of(path), "<<<<<<< ours\na\n=======\nb\n>>>>>>> theirs\n")
    assert said(run(path)) == ["a.trace.txt:1:1 G006 the golden file holds the markers of a merge conflict"]


def test_a_faulty_transcript_is_an_error_at_its_line(workspace: Path) -> None:
    outcome = run(put(workspace, "a", "transcript: 1\ntarget: x\nscrpt: []\n"))
    assert outcome.status == "error"
    assert said(outcome) == ["a.transcript.yaml:3:1 G001 unknown key 'scrpt' in a transcript; did you mean 'script'?"]


@pytest.mark.parametrize("text", ["", "a: [", "\x00", "- a\n- b\n", "transcript: 1\ntarget: x\n---\na: 1\n"])
def test_what_is_no_transcript(workspace: Path, text: str) -> None:
    outcome = run(put(workspace, "a", text))
    assert outcome.status == "error"
    assert outcome.diagnostics


def test_an_unknown_target_is_an_error_at_its_line(workspace: Path) -> None:
    outcome = run(put(workspace, "a", "transcript: 1\ntarget: squads/nowhere\n"))
    assert outcome.status == "error"
    assert any(line.startswith("a.transcript.yaml:2:9") for line in said(outcome)), said(outcome)


def test_a_target_that_does_not_compile(workspace: Path) -> None:
    robin = workspace / "assistants" / "robin.yml"
    robin.write_text(robin.read_text().replace("name: Robin", "name: 12"))
    outcome = run(put(workspace, "a", HELLO))
    assert outcome.status == "error"
    assert {Path(found.span.file) for found in outcome.diagnostics} == {robin}


def test_an_unknown_environment_is_an_error_at_its_line(workspace: Path) -> None:
    (workspace / "callplan.yaml").write_text("callplan: 1\nenvironments: {uat: {}}\n")
    outcome = run(put(workspace, "a", "transcript: 1\ntarget: assistants/robin\nenv: uatt\n"))
    assert outcome.status == "error"
    assert any(line.startswith("a.transcript.yaml:3:6 J003") for line in said(outcome)), said(outcome)


@pytest.mark.parametrize(
    "target", ["x" * 5000, "squads/" + "x" * 300, '"a\\0b"', "..", "/", "~", '"\\ud800"', "a b/c d"]
)
def test_odd_targets(workspace: Path, target: str) -> None:
    outcome = run(put(workspace, "a", f"transcript: 1\ntarget: {target}\n"))
    assert outcome.status == "error"
    assert outcome.diagnostics


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_no_text_raises(workspace: Path, data: st.DataObject) -> None:
    """A transcript with some of its bytes replaced, removed or repeated is an outcome, whatever it says."""
    content = EVERYTHING
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(content)))
        end = start + data.draw(st.integers(0, 12))
        piece = data.draw(st.one_of(st.binary(max_size=4), st.sampled_from(PIECES), st.just(content[start:end] * 2)))
        content = content[:start] + piece + content[end:]
    path = workspace / "calls" / "a.transcript.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content)
    outcome = run(path)
    assert outcome.ok or outcome.diagnostics


@pytest.mark.parametrize("target", ["../assistants/robin.yml", "assistants/robin"])
@pytest.mark.parametrize("project", [True, False])
def test_targets(workspace: Path, target: str, project: bool) -> None:
    if not project:
        (workspace / "callplan.yaml").unlink()
    path = workspace / "calls" / "deep" / "a.transcript.yaml"
    path.parent.mkdir(parents=True)
    target = f"../{target}" if target.startswith(".") else target
    path.write_text(f"transcript: 1\ntarget: {target}\nexpect: []\n")
    assert run(path, update=True).status == "updated"


def test_a_script_that_cannot_be_followed(workspace: Path, machine: Callable[[Any], None]) -> None:
    echo = runtime.run

    def stops(plan: Any, transcript: Any) -> Any:
        trace = echo(plan, transcript)
        raise ScriptError(G003.at(transcript.inputs[0].span, "the model was asked at 0:01.000"), trace)

    machine(stops)
    outcome = run(put(workspace, "a", HELLO), update=True)
    assert outcome.status == "failed"
    assert said(outcome) == ["a.transcript.yaml:4:5 G003 the model was asked at 0:01.000"]
    assert outcome.details[0].split("\n")[-1].startswith(">>>  0:00.000 [Robin] speech.started")
    assert not golden.path_of(outcome.transcript).exists()


def test_each_target_is_compiled_once(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    compiled = []
    real = compiler.compile

    def counting(*args: Any, **options: Any) -> Any:
        compiled.append(args[1])
        return real(*args, **options)

    monkeypatch.setattr(compiler, "compile", counting)
    for name in "abc":
        put(workspace, name, EXPECTING)
    put(workspace, "d", EXPECTING + "policies: {choice: seeded}\n")
    results = run_all([workspace])
    assert results.ok
    assert results.count("passed") == 4
    assert len(compiled) == 2


def test_nothing_found_fails(workspace: Path) -> None:
    put(workspace, "a", EXPECTING)
    empty = workspace / "assistants"
    assert run_all([empty]).faults == (f"no transcript (*.transcript.yaml) at {empty}",)
    assert not run_all([empty]).ok
    missing = run_all([workspace, workspace / "calls" / "b.transcript.yaml"])
    assert missing.count("passed") == 1
    assert not missing.ok
    assert run_all([workspace], Options(), Selection("zzz")).faults == ("no transcript of 1 matches -k 'zzz'",)
    assert not run_all([]).ok


def test_selection_order_and_orphans(workspace: Path) -> None:
    for name in ("b", "a", "c-other"):
        put(workspace, name, EXPECTING)
    (workspace / ".git" / "calls").mkdir(parents=True)
    (workspace / ".git" / "calls" / "hidden.transcript.yaml").write_text(EXPECTING)
    golden.write(workspace / "calls" / "__snapshots__" / "gone.trace.txt", "x")
    heard: list[str] = []
    results = run_all(
        [workspace], listener=lambda outcome, total: heard.append(f"{outcome.transcript.name} of {total}")
    )
    assert heard == [f"{name}.transcript.yaml of 3" for name in ("a", "b", "c-other")]
    assert [path.name for path in results.orphans] == ["gone.trace.txt"]
    assert not results.ok
    chosen = run_all([workspace], Options(update=True), Selection("OTHER c-"))
    assert [outcome.transcript.name for outcome in chosen.outcomes] == ["c-other.transcript.yaml"]
    assert (chosen.ok, chosen.orphans) == (True, ())
    assert run_all([workspace], Options(update=True, ci=True)).orphans == results.orphans
    assert run_all([workspace / "calls" / "a.transcript.yaml"], Options(update=True)).ok
    assert [path.name for path in results.orphans if path.exists()] == ["gone.trace.txt"]
    whole = run_all([workspace], Options(update=True))
    assert (whole.ok, whole.deleted, whole.orphans) == (True, results.orphans, ())
    assert run_all([workspace]).ok and not results.orphans[0].exists()


def test_a_skipped_transcript_says_why_and_nothing_else_is_a_fault(workspace: Path) -> None:
    skipped = put(workspace, "a", EXPECTING + "skip: the nurse line moves\n")
    outcome = run(skipped)
    assert (outcome.status, outcome.notes, outcome.trace) == ("skipped", ("the nurse line moves",), None)
    assert run_all([workspace]).faults == ("every transcript is skipped: nothing was tested",)
    put(workspace, "b", EXPECTING)
    assert run_all([workspace]).ok


def test_a_path_named_twice_runs_once(workspace: Path) -> None:
    path = put(workspace, "a", EXPECTING)
    assert len(run_all([path, workspace, path.parent]).outcomes) == 1


def test_several_processes_say_the_same(workspace: Path) -> None:
    for name in "abcd":
        put(workspace, name, EXPECTING if name != "c" else HELLO)
    alone, shared = run_all([workspace]), run_all([workspace], jobs=2)
    assert [(outcome.transcript, outcome.status, said(outcome)) for outcome in shared.outcomes] == [
        (outcome.transcript, outcome.status, said(outcome)) for outcome in alone.outcomes
    ]
    assert not shared.ok


@pytest.mark.parametrize(
    ("value", "ci"), [("true", True), ("1", True), ("", False), ("false", False), ("0", False), (None, False)]
)
def test_ci(value: str | None, ci: bool) -> None:
    assert golden.is_ci({} if value is None else {"CI": value}) is ci


def test_a_long_diff_is_cut() -> None:
    old = "\n".join(f"line {index}" for index in range(5000))
    difference = golden.compare(old, old.replace("line 2500\n", "line x\n"), "a")
    assert (difference.line, difference.expected, difference.actual) == (2501, "line 2500", "line x")
    assert len(difference.diff.split("\n")) < 40
    everything = golden.compare("\n".join("a" * 1500), "\n".join("b" * 1500), "a")
    assert len(everything.diff.split("\n")) <= 202


def test_long_lines_are_shown_where_they_part() -> None:
    old = "a" * 200 + "old" + "z" * 200
    difference = golden.compare(f"same\n{old}\n", f"same\n{old.replace('old', 'new')}\n", "x")
    expected, actual = difference.excerpts()
    assert expected == repr(f"…{'a' * 40}old{'z' * 67}…")
    assert actual == expected.replace("old", "new")
    assert golden.compare("a\nb", "a", "x").excerpts() == ("'b'", "nothing more")
    assert golden.compare("short", "other", "x").excerpts() == ("'short'", "'other'")
