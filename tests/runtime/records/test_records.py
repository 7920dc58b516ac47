"""Records to transcripts and back."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from callplan import runtime
from callplan.compiler.diagnostics import Severity
from callplan.compiler.sources import read_text
from callplan.runtime.records import (
    Knowledge,
    fitted,
    from_record,
    masked,
    plain,
    recorded,
    sort_of,
    to_eval,
    to_transcript,
    write,
)
from callplan.runtime.testing.discovery import discover
from callplan.runtime.testing.plans import Plans
from callplan.runtime.testing.reading import read_transcript
from callplan.runtime.trace import Trace
from callplan.runtime.transcript import Transcript, read
from hypothesis import example, given
from hypothesis import strategies as st

FIXTURES = Path(__file__).parents[3] / "fixtures"
RECORDS = sorted((FIXTURES / "records").glob("*.json"))
TRANSCRIPTS = discover([FIXTURES / "workspaces"]).transcripts
GOOD = sorted((FIXTURES / "transcripts" / "good").glob("*.transcript.yaml"))
PLANS = Plans()


def again(text: str) -> Transcript:
    transcript, found = read(read_text("x.transcript.yaml", text).documents[0])
    assert transcript is not None, (text, found)
    assert not [one for one in found if one.severity is Severity.ERROR], text
    return transcript


@pytest.mark.parametrize("path", RECORDS, ids=lambda path: path.stem)
def test_a_record_becomes_a_transcript(path: Path) -> None:
    imported = from_record(json.loads(path.read_text("utf-8")), path.name)
    assert imported is not None
    text = write(imported.transcript, imported.remarks)
    assert text == path.with_suffix(".out").read_text("utf-8")
    assert plain(again(text)) == plain(imported.transcript)


def test_the_report_is_as_large_as_real_ones() -> None:
    path = FIXTURES / "records" / "end-of-call-report.json"
    assert 45_000 < path.stat().st_size < 55_000
    assert sort_of(json.loads(path.read_text("utf-8"))) == "report"


def said(trace: Trace) -> list[str]:
    return [
        event.data["text"]
        for event in trace.events
        if event.type == "speech.started" and event.data["role"] == "assistant"
    ]


@pytest.mark.parametrize("sources", [True, False], ids=["told", "guessed"])
@pytest.mark.parametrize("path", TRANSCRIPTS, ids=lambda path: path.name.split(".")[0])
def test_a_recorded_call_goes_again_as_it_went(path: Path, sources: bool, recorder: Callable[..., Any]) -> None:
    transcript, _ = read_transcript(path)
    assert transcript is not None
    plan = PLANS.plan(path, transcript)
    trace = runtime.run(plan, transcript)
    record = recorder(trace, plan, sources=sources)
    imported = to_transcript(recorded(record), "x", target=transcript.target, knowledge=Knowledge(plan))
    whole = replace(again(write(imported.transcript, imported.remarks)), random=transcript.random)
    _, second, stopped = fitted(plan, whole)
    assert stopped is None
    for first, other in zip(said(trace), said(second), strict=True):
        assert first == other or first.startswith(other)  # a record has no more of a broken off text
    assert trace.ended_reason == second.ended_reason


@pytest.mark.parametrize("path", [*GOOD, *TRANSCRIPTS], ids=lambda path: path.name.split(".")[0])
def test_what_is_written_reads_back(path: Path) -> None:
    transcript, _ = read_transcript(path)
    assert transcript is not None
    assert plain(again(write(transcript))) == plain(transcript)


WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=20).filter(str.strip)
NAMES = st.sampled_from(["look", "book_visit", "endCall"])
ARGUMENTS = st.dictionaries(st.sampled_from("abc"), st.integers(0, 9) | st.booleans() | WORDS, max_size=2)
CALLS = st.lists(st.fixed_dictionaries({"name": NAMES, "arguments": ARGUMENTS}), min_size=1, max_size=2)
MESSAGES = st.one_of(
    st.fixed_dictionaries({"role": st.sampled_from(["user", "system", "tool"]), "content": WORDS}),
    st.fixed_dictionaries({"role": st.just("assistant"), "content": WORDS}, optional={"toolCalls": CALLS}),
    st.fixed_dictionaries({"role": st.just("assistant"), "toolCalls": CALLS}),
    st.fixed_dictionaries(
        {
            "role": st.just("assistant"),
            "judgePlan": st.one_of(
                st.fixed_dictionaries({"type": st.just("exact"), "content": WORDS}, optional={"toolCalls": CALLS}),
                st.fixed_dictionaries({"type": st.just("exact"), "toolCalls": CALLS}),
                st.fixed_dictionaries({"type": st.just("regex"), "content": st.sampled_from(["/a/i", "b+", "^c"])}),
                st.fixed_dictionaries({"type": st.just("ai")}),
            ),
        },
        optional={"continuePlan": st.fixed_dictionaries({"contentOverride": WORDS})},
    ),
)


def distinct(messages: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """No two texts and no two calls are the same: which of two alike is judged cannot be told."""
    for number, message in enumerate(messages):
        for holder in (message, message.get("judgePlan", {})):
            if "content" in holder and holder.get("type") != "regex":
                holder["content"] += f" {number}"
            for call in holder.get("toolCalls", ()):
                call["arguments"] = {**call["arguments"], "n": number}
    return messages


A_CALL_BEFORE_THE_JUDGED: list[dict[str, Any]] = [
    {"role": "assistant", "content": "A 0", "toolCalls": [{"name": "look", "arguments": {"n": 0}}]},
    {"role": "assistant", "judgePlan": {"type": "regex", "content": "/a/i"}},
]


@given(st.lists(MESSAGES, max_size=8).map(distinct))
@example(A_CALL_BEFORE_THE_JUDGED)
def test_import_export_import_of_evals_gives_the_same_transcript(messages: list[dict[str, Any]]) -> None:
    first = from_record({"type": "chat.mockConversation", "name": "e", "messages": messages}, "x", target="a/b")
    assert first is not None
    transcript = again(write(first.transcript, first.remarks))
    exported = to_eval(transcript, "e")
    assert exported.warnings == ()
    second = from_record(exported.eval, "x", target="a/b")
    assert second is not None
    assert plain(second.transcript) == plain(transcript)


def spoken(transcript: Transcript) -> list[Any]:
    """What is said and called, without times and without what an eval has no form for, such as hooks' tools."""
    found: list[Any] = []
    called: set[str] = set()
    for entry in plain(transcript)["script"]:
        if "user" in entry or "interrupt" in entry:
            found.append(("user", entry.get("user", entry.get("interrupt"))))
        elif "model" in entry:
            value = entry["model"]
            text = value if isinstance(value, str) else value.get("text")
            calls = [] if isinstance(value, str) else value.get("tools", [])
            called |= {call["name"] for call in calls}
            found.append(("model", text, [(call["name"], call.get("arguments", {})) for call in calls]))
        elif entry.get("tool") in called and not entry.get("timesOut"):
            result = entry.get("fails", entry.get("result"))
            found.append(("tool", entry["tool"], result if isinstance(result, str) else json.dumps(result)))
    return found


def imported(path: Path) -> Transcript:
    """A fixture, be it a transcript or a record."""
    if path.suffix == ".json":
        read_in = from_record(json.loads(path.read_text("utf-8")), "x")
        assert read_in is not None
        return read_in.transcript
    transcript, _ = read_transcript(path)
    assert transcript is not None
    return transcript


@pytest.mark.parametrize("path", [*GOOD, *TRANSCRIPTS, *RECORDS], ids=lambda path: path.name.split(".")[0])
def test_import_export_import_over_all_fixtures(path: Path) -> None:
    first = imported(path)
    exported = to_eval(first, "e")
    second = from_record(exported.eval, "x", target=first.target)
    assert second is not None
    again_exported = to_eval(again(write(second.transcript, second.remarks)), "e")
    third = from_record(again_exported.eval, "x", target=first.target)
    assert third is not None
    assert plain(third.transcript) == plain(second.transcript)
    assert again_exported.eval == exported.eval
    assert again_exported.warnings == ()
    assert spoken(second.transcript) == spoken(first)


def test_results_go_to_calls_by_their_order() -> None:
    script = [
        {"user": "Both, please."},
        {"model": {"tools": [{"name": "to_desk"}, {"name": "look"}, {"name": "count"}]}},
        {"tool": "look", "result": {"found": 1}},
        {"tool": "count", "timesOut": True},
        {"model": {"tools": [{"name": "count"}]}},
        {"tool": "count", "result": "two"},
        {"tool": "report", "result": "noted"},
    ]
    first = again(json.dumps({"transcript": 1, "target": "a/b", "script": script}))
    exported = to_eval(first, "e")
    assert [one["content"] for one in exported.eval["messages"] if one["role"] == "tool"] == ["", '{"found": 1}', "two"]
    assert [told for _, told in exported.warnings] == [
        "a tool that does not answer",
        "an answer to no call of the model, or not in the order of the calls",
    ]
    second = from_record(exported.eval, "x", target="a/b")
    assert second is not None
    assert spoken(second.transcript) == spoken(first)


def test_the_eval_comes_back_as_it_was() -> None:
    before = json.loads((FIXTURES / "records" / "weather.eval.json").read_text("utf-8"))
    imported = from_record(before, "x")
    assert imported is not None
    after = to_eval(imported.transcript, before["name"]).eval["messages"]
    kept = [
        index for index in range(len(after)) if index not in (4, 10)
    ]  # the pattern's flags, and the model's verdict
    assert [after[index] for index in kept] == [before["messages"][index] for index in kept]
    assert after[4]["judgePlan"] == {"type": "regex", "content": "(?i)sunny|clear"}


def test_what_an_eval_cannot_express_is_said(callplan: Callable[..., Any]) -> None:
    path = FIXTURES / "workspaces" / "clinic" / "transcripts" / "billing.transcript.yaml"
    outcome = callplan("export", path)
    assert outcome.code == 0
    assert json.loads(outcome.out)["name"] == "billing"
    lost = [line.split("not in the eval: ")[1] for line in outcome.err.splitlines()]
    assert {"times: an eval has none", "a silence: an eval has no time", "a hang-up"} <= set(lost)
    assert "the expectation hook: an eval cannot express it" in lost


KEYS = (
    *("role", "message", "time", "endTime", "secondsFromStart", "toolCalls", "function", "name", "arguments", "id"),
    *("messages", "artifact", "call", "type", "result", "toolCallId", "content", "judgePlan", "customer"),
    *("startedAt", "endedReason", "source", "duration"),
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(KEYS),
            inner,
            max_size=5,
        )
    ),
    max_leaves=25,
)


@given(JSON, st.sampled_from(["call", "messages", "eval", "scenario", "test suite"]))
@example({"name": ""}, "messages")
@example({"name": " "}, "messages")
@example({"role": "assistant", "toolCalls": [{"name": " "}]}, "eval")
@example({"role": "assistant", "judgePlan": {"type": "exact"}}, "eval")
@example({"role": "assistant", "judgePlan": {"type": "regex"}}, "eval")
@example({"toolName": " "}, "scenario")
def test_any_json_is_a_record_or_is_none(value: Any, sort: str) -> None:
    shapes: dict[str, Any] = {
        "call": {"id": "a", "messages": [value, {"role": "user", "message": "hi", "time": value}]},
        "messages": [{"role": "bot", "message": "x", "source": value}, {"role": "user", "toolCalls": [value]}],
        "eval": {
            "type": "chat.mockConversation",
            "messages": [value, {"role": "assistant", "judgePlan": {"type": value}}],
        },
        "scenario": {"toolMocks": [value], "evaluations": value, "instructions": value},
        "test suite": {"script": value, "scorers": [value]},
    }
    for data in (value, shapes[sort]):
        imported = from_record(masked(data), "x")
        if imported is not None:
            assert plain(again(write(imported.transcript, imported.remarks))) == plain(imported.transcript)


def test_masking_is_deterministic_and_leaves_nothing() -> None:
    record = json.loads((FIXTURES / "records" / "end-of-call-report.json").read_text("utf-8"))
    once = json.dumps(masked(record))
    assert once == json.dumps(masked(record))
    assert not [secret for secret in ("Ana", "Ruiz", "5550100042", "555-010-0299") if secret in once]
    assert "Caller A" in once and '"startedAt": "2026-01-05T15:00:00.000Z"' in once


def test_masked_values_stay_apart_and_together() -> None:
    value = {
        "customer": {"name": "Mia Berg", "number": "+1 (555) 010-0142"},
        "message": "Mia here, 555-010-0142 or 15550100143, mia@mail.example, MIA@mail.example. "
        "On 2026-01-05 at 10:30, no 4711.",
    }
    assert masked(value)["message"] == (
        "NameA here, +15550100001 or +15550100002, person1@example.com, person1@example.com. "
        "On 2026-01-05 at 10:30, no 4711."
    )


@pytest.mark.parametrize("content", ["{", "[]", '{"a": 1}', '"x"'])
def test_what_is_no_record_is_refused(callplan: Callable[..., Any], tmp_path: Path, content: str) -> None:
    path = tmp_path / "r.json"
    path.write_text(content)
    outcome = callplan("import", path)
    assert (outcome.code, outcome.out) == (2, "")
    assert "is not JSON" in outcome.err or "is no record" in outcome.err


def test_import_with_a_target_runs_as_it_is(
    callplan: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(FIXTURES / "workspaces" / "clinic")
    report = FIXTURES / "records" / "end-of-call-report.json"
    out = tmp_path / "a.transcript.yaml"
    assert callplan("import", report, "-t", "squads/clinic", "-e", "uat", "-o", out).code == 0
    assert callplan("run", "squads/clinic", out).code == 0


def test_a_listing_becomes_a_transcript_each(callplan: Callable[..., Any], tmp_path: Path) -> None:
    test = json.loads((FIXTURES / "records" / "opening-hours.test.json").read_text("utf-8"))
    records = [
        {**test, "name": "Opening hours"},
        {**test, "name": "opening  hours!"},
        {**test, "name": "…", "id": "X1"},
    ]
    (tmp_path / "tests.json").write_text(json.dumps({"results": records, "metadata": {}}))
    (tmp_path / "list.json").write_text(json.dumps([{**test, "name": 7}]))
    refused = callplan("import", tmp_path / "tests.json")
    assert (refused.code, "holds 3 records: name a folder" in refused.err) == (2, True)
    (tmp_path / "out").mkdir()
    for name in ("tests", "list"):
        assert callplan("import", tmp_path / f"{name}.json", "-o", tmp_path / "out").code == 0
    assert sorted(path.name.removesuffix(".transcript.yaml") for path in (tmp_path / "out").iterdir()) == [
        "opening-hours",
        "opening-hours-2",
        "record-1",
        "x1",
    ]
    expected = (FIXTURES / "records" / "opening-hours.test.out").read_text("utf-8")
    assert {path.read_text("utf-8") for path in (tmp_path / "out").iterdir()} == {expected}


def test_evals_and_scenarios_of_a_workspace_are_yaml(callplan: Callable[..., Any], tmp_path: Path) -> None:
    for name in ("weather.eval", "late-order.scenario"):
        record = json.loads((FIXTURES / "records" / f"{name}.json").read_text("utf-8"))
        (tmp_path / "r.yml").write_text(yaml.safe_dump(record, allow_unicode=True))
        outcome = callplan("import", tmp_path / "r.yml")
        assert (outcome.code, outcome.out) == (0, (FIXTURES / "records" / f"{name}.out").read_text("utf-8"))
    (tmp_path / "r.yml").write_text("a: [")
    outcome = callplan("import", tmp_path / "r.yml")
    assert (outcome.code, outcome.out) == (2, "")
