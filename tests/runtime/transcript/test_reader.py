"""Transcripts and what is wrong with them: ``fixtures/transcripts``, each faulty file beside what it yields."""

from pathlib import Path

import pytest
from callplan.compiler.diagnostics import Severity
from callplan.compiler.plan.frozen import thaw
from callplan.compiler.sources import read_file, read_text
from callplan.runtime.transcript import Transcript, read
from callplan.runtime.transcript.model import (
    Control,
    Fault,
    Hangup,
    Interrupt,
    Keypad,
    ModelAnswer,
    OtherAnswer,
    Pause,
    ToolAnswer,
    ToolCall,
    UserTurn,
)

FOLDER = Path(__file__).parents[3] / "fixtures" / "transcripts"
FAULTY = sorted(FOLDER.glob("faulty/*.transcript.yaml"))
GOOD = sorted([*FOLDER.glob("good/*.transcript.yaml"), *FOLDER.glob("../workspaces/**/*.transcript.yaml")])


def findings(path: Path) -> list[str]:
    """All that reading a file and understanding it yields, one line each."""
    reading = read_file(path, path.name)
    lines = list(reading.diagnostics)
    for document in reading.documents[:1]:
        lines += read(document)[1]
    return [
        f"{line.span.start.line}:{line.span.start.column}: {line.severity} {line.rule} {line.message}" for line in lines
    ]


def transcript(path: Path) -> Transcript:
    value, diagnostics = read(read_file(path, path.name).documents[0])
    assert value is not None, diagnostics
    return value


def test_fixtures_are_found() -> None:
    assert len(FAULTY) >= 8
    assert len(GOOD) >= 7


@pytest.mark.parametrize("path", FAULTY, ids=lambda path: path.name.split(".")[0])
def test_faulty(path: Path) -> None:
    expected = path.with_name(path.name.replace(".transcript.yaml", ".out")).read_text("utf-8")
    assert "\n".join(findings(path)) + "\n" == expected


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.name.split(".")[0])
def test_good(path: Path) -> None:
    assert findings(path) == []
    assert transcript(path).target


def test_every_key() -> None:
    value = transcript(FOLDER / "good" / "everything.transcript.yaml")
    assert (value.target, value.env, value.random) == ("../squads/clinic.yml", "uat", 42)
    assert dict(value.policies) == {"silenceClock": "restart", "silenceTimeoutDefault": "30"}
    assert value.call.started_at == "2026-01-05T15:00:00+01:00"
    assert value.call.variables["visits"] == 3
    assert [type(answer) for answer in value.opening] == [ModelAnswer, OtherAnswer]
    assert [type(each) for each in value.inputs] == [UserTurn, Interrupt, Pause, Keypad, *[Control] * 8, Fault, Hangup]
    user = value.inputs[0]
    assert isinstance(user, UserTurn)
    assert (user.after_ms, user.lasts_ms, user.confidence) == (1200, 120_000, 0.3)
    model, check, fails, late, extract, transfer = user.answers
    assert isinstance(model, ModelAnswer)
    assert model.text == "One moment."
    assert [call.name for call in model.tools] == ["check_availability", "note"]
    assert model.tools[1] == ToolCall("note")
    assert isinstance(check, ToolAnswer)
    assert check.arguments is not None
    assert (check.takes_ms, dict(check.arguments)) == (800, {"day": "2026-01-06"})
    assert isinstance(fails, ToolAnswer)
    assert (fails.error, fails.arguments) == ("out of paper", None)
    assert isinstance(late, ToolAnswer)
    assert late.times_out
    assert isinstance(extract, OtherAnswer)
    assert isinstance(transfer, OtherAnswer)
    assert (extract.kind, transfer.kind) == ("extract", "transfer")
    interrupt = value.inputs[1]
    assert isinstance(interrupt, Interrupt)
    assert (interrupt.at_ms, interrupt.of, interrupt.after_ms) == (600, "Nine o'clock", 0)
    assert interrupt.lasts_ms == 1000
    first = value.expect[0]
    assert (first.key, first.value, first.at_ms, first.within_ms) == ("says", "Good morning.", 0, 100)
    assert value.expect[4].count == 0
    negated, group = value.expect[-3:-1]
    assert (negated.negated, negated.key, negated.at_ms) == (True, "says", 3000)
    assert [inner.key for inner in group.group] == ["says", "hook"]
    assert group.group[1].span.start.line == 84


@pytest.mark.parametrize(
    "answer", ["{destination: {type: number}}", "{messageResponse: {destination: {type: number}}}"]
)
def test_a_servers_answer_may_have_its_wrapper(answer: str, tmp_path: Path) -> None:
    path = tmp_path / "a.transcript.yaml"
    path.write_text(f"transcript: 1\ntarget: a.yml\nscript: [{{user: Hi.}}, {{server: {answer}}}]\n", "utf-8")
    [user] = transcript(path).inputs
    [server] = user.answers
    assert isinstance(server, OtherAnswer) and thaw(server.value) == {"destination": {"type": "number"}}


def test_spans_are_those_of_entries() -> None:
    value = transcript(FOLDER / "good" / "everything.transcript.yaml")
    assert value.opening[0].span.start.line == 20
    assert value.target_span is not None
    assert value.target_span.start == (3, 9)


def test_a_warning_leaves_the_transcript() -> None:
    path = FOLDER / "faulty" / "flag.transcript.yaml"
    value, diagnostics = read(read_file(path, path.name).documents[0])
    assert value is not None
    assert {diagnostic.severity for diagnostic in diagnostics} == {Severity.WARNING}


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize(
    "control",
    [
        "{type: add-message, message: {role: user, content: x}}",
        "{message: {role: user, content: x}, type: add-message}",
        '{"type": "add-message", "message": {"role": "user", "content": "x"}}',
        "\n      type: add-message\n      message: {role: user, content: x}",
        "\n      message: {role: user, content: x}\n      type: add-message  # said by the client\n",
    ],
)
@pytest.mark.parametrize("policy", ["silent", "wire"])
def test_the_flag_is_written_as_it_is_meant(control: str, policy: str, newline: str) -> None:
    text = f"transcript: 1\ntarget: x\npolicies: {{backgroundMessages: {policy}}}\nscript:\n  - control: {control}\n"
    text = text.replace("\n", newline)
    document = read_text("x.transcript.yaml", text).documents[0]
    value, (warning,) = read(document)
    assert value is not None
    assert warning.rule == "G007"
    assert warning.fix is not None
    assert warning.fix.safe
    (edit,) = warning.fix.edits
    lines = text.split("\n")
    line, column = edit.span.start
    lines[line - 1] = lines[line - 1][: column - 1] + edit.text + lines[line - 1][column - 1 :]
    fixed, diagnostics = read(read_text("x.transcript.yaml", "\n".join(lines)).documents[0])
    assert diagnostics == ()
    assert fixed is not None
    (entry,) = fixed.inputs
    assert isinstance(entry, Control)
    assert entry.message["triggerResponseEnabled"] is (policy == "wire")


def _headers(value: str, tmp_path: Path, beside: str = "result: 1") -> tuple[Transcript | None, list[str]]:
    path = tmp_path / "a.transcript.yaml"
    script = f"[{{user: Hi.}}, {{tool: look, {beside}, headers: {value}}}]"
    path.write_text(f"transcript: 1\ntarget: a.yml\nscript: {script}\n", "utf-8")
    transcript, diagnostics = read(read_file(path, path.name).documents[0])
    return transcript, [diagnostic.message for diagnostic in diagnostics]


def test_headers_are_text_under_small_letters(tmp_path: Path) -> None:
    value, found = _headers("{X-Request-Id: r1, retry-after: 30}", tmp_path)
    assert found == []
    assert value is not None
    [answer] = value.inputs[0].answers
    assert isinstance(answer, ToolAnswer)
    assert dict(answer.headers) == {"x-request-id": "r1", "retry-after": "30"}


@pytest.mark.parametrize(
    ("headers", "beside", "words"),
    [
        ("{'a b': c}", "result: 1", "a header's name has letters, digits and dashes"),
        ("{a: [c]}", "result: 1", "the value of a header"),
        ("{a: true}", "result: 1", "the value of a header"),
        ("{X-A: b, x-a: c}", "result: 1", "the header 'x-a' is there twice"),
        ("b", "result: 1", "headers (name: value)"),
        ("{a: b}", "timesOut: true", "timesOut is no answer, which has no headers"),
    ],
)
def test_headers_that_are_none(headers: str, beside: str, words: str, tmp_path: Path) -> None:
    _, found = _headers(headers, tmp_path, beside)
    assert len(found) == 1
    assert words in found[0]
