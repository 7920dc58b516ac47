"""A request attempt by attempt, and what an answer counts for (semantics §11.1, §11.4)."""

from __future__ import annotations

from typing import Any

import pytest
from callplan.compiler.plan.model import Retry, Server, Template
from callplan.compiler.sources import read_text
from callplan.runtime import transcript
from callplan.runtime.machine.attempts import NO_RESULT, Outcome, Verdict, outcome, verdict

FIXED, GROWING = Retry("fixed", 2, 1000), Retry("exponential", 3, 1000)
PICKY = Retry("fixed", 2, 1000, (404, 422))
REQUESTS: list[tuple[str, tuple[int, ...], int, Retry | None, Outcome]] = [
    ("at once", (200,), 0, None, Outcome(200, 0, 1)),
    ("in time", (200,), 2000, FIXED, Outcome(200, 2000, 1)),
    ("too late", (200,), 2001, None, Outcome(0, 2000, 1)),
    ("too late, every time", (200,), 2001, FIXED, Outcome(0, 3 * 2000 + 2 * 1000, 3)),
    ("no plan, no retry", (503,), 300, None, Outcome(503, 300, 1)),
    ("the second succeeds", (503, 200), 300, FIXED, Outcome(200, 300 + 1000 + 300, 2)),
    ("another success is one", (503, 204), 300, FIXED, Outcome(204, 1600, 2)),
    ("a redirection is none", (302,), 0, FIXED, Outcome(302, 2000, 3)),
    ("waits that double", (500,), 100, GROWING, Outcome(500, 400 + 1000 + 2000 + 4000, 4)),
    ("an attempt without an answer", (0, 500, 200), 100, GROWING, Outcome(200, 2000 + 1000 + 100 + 2000 + 100, 3)),
    ("an excluded code", (404, 200), 100, PICKY, Outcome(404, 100, 1)),
    ("an excluded code later", (500, 422, 200), 100, PICKY, Outcome(422, 1200, 2)),
    ("the last code goes on", (500, 502), 0, GROWING, Outcome(502, 7000, 4)),
]


@pytest.mark.parametrize(
    ("statuses", "takes", "retry", "ends"), [one[1:] for one in REQUESTS], ids=[one[0] for one in REQUESTS]
)
def test_requests(statuses: tuple[int, ...], takes: int, retry: Retry | None, ends: Outcome) -> None:
    assert outcome(statuses, takes, 2000, retry) == ends


VERDICTS: list[tuple[str, tuple[str, int, Any, str | None], Verdict]] = [
    ("a result", ("function", 200, "x", None), Verdict("success", "x")),
    ("an error", ("function", 200, None, "no"), Verdict("failed", "no")),
    ("no answer", ("function", 0, "x", None), Verdict("timeout", "no answer within 2000 ms")),
    ("a server's fault", ("function", 503, None, None), Verdict("failed", "the server answered 503")),
    ("a server's fault in words", ("function", 503, None, "down"), Verdict("failed", "down")),
    (
        "two lines",
        ("function", 200, "a\nb", None),
        Verdict("success", NO_RESULT, "it has more than one line"),
    ),
    ("two lines of error", ("function", 200, None, "a\nb"), Verdict("success", NO_RESULT, "it has more than one line")),
    ("a last line break", ("function", 200, "a\n", None), Verdict("success", "a\n")),
    ("another success", ("function", 202, "x", None), Verdict("success", NO_RESULT, "its status is 202, not 200")),
    ("a request may be created", ("apiRequest", 201, {"a": 1}, None), Verdict("success", {"a": 1})),
    ("JSON as text", ("apiRequest", 200, '{"a":\n 1}', None), Verdict("success", '{"a":\n 1}')),
    ("no JSON", ("apiRequest", 200, "<p>", None), Verdict("failed", "the response is not JSON")),
    ("no number", ("apiRequest", 200, '{"a": NaN}', None), Verdict("failed", "the response is not JSON")),
    ("no body", ("apiRequest", 204, "", None), Verdict("success", "")),
    ("code prints what it likes", ("code", 200, "a\nb", None), Verdict("success", "a\nb")),
]  # fmt: skip


@pytest.mark.parametrize(("given", "counts"), [one[1:] for one in VERDICTS], ids=[one[0] for one in VERDICTS])
def test_verdicts(given: tuple[str, int, Any, str | None], counts: Verdict) -> None:
    type, status, result, error = given
    assert verdict(type, status, 2000, result, error) == counts


def test_a_call_tells_how_often_it_was_tried(kit: Any) -> None:
    server = Server(Template("https://x.example"), timeout_ms=2000, retry=FIXED)
    stage = kit.message("request-response-delayed", "Still at it", timing_ms=1000)
    plan = kit.plan(kit.member(tools=(kit.tool("look", server=server, messages=(stage,)),)))
    answer = {"tool": "look", "result": "x", "takes_ms": 500, "statuses": (503, 200)}
    trace = kit.play(plan, kit.user, kit.calls(), answer, {"model": "Done"})
    (ended,) = (event for event in trace.events if event.type == "tool.ended")
    assert (ended.t_ms, ended.data["outcome"], ended.data["attempts"]) == (3000, "success", 2)
    assert "2143 A tool-message: Still at it" in kit.told(trace)  # behind the filler


def test_words_of_a_server_about_another_outcome_are_not_said(kit: Any) -> None:
    words = (kit.message("request-start", ""), kit.message("request-failed", "It failed"))
    plan = kit.plan(kit.member(tools=(kit.tool("look", messages=words),)))
    for kind, said in (("request-complete", "It failed"), ("request-failed", "No luck")):
        message = {"type": kind, "content": "No luck"}
        trace = kit.play(plan, kit.user, kit.calls(), {"tool": "look", "error": "x", "message": message})
        assert kit.told(trace, "speech.started")[-1] == f"1000 A tool-message: {said}"


READ: list[tuple[str, tuple[int, ...] | str]] = [
    ("status: 503", (503,)),
    ("status: [503, timeout, 200], result: x", (503, 0, 200)),
    ("status: []", "here are none"),
    ("status: 99", "a number from 100 to 599, or timeout, found 99"),
    ("status: true", "found true"),
    ("status: 503, timesOut: true", "timesOut is no answer"),
    ("status: [200, 503], result: x", "the last attempt ends with 503: no result comes of that"),
]


@pytest.mark.parametrize(("fields", "expected"), READ, ids=[fields for fields, _ in READ])
def test_statuses_are_read(fields: str, expected: tuple[int, ...] | str) -> None:
    text = f"transcript: 1\ntarget: x\nscript:\n  - user: Hi\n  - {{tool: look, {fields}}}\n"
    script, found = transcript.read(read_text("x.transcript.yaml", text).documents[0])
    if isinstance(expected, str):
        (one,) = found
        assert expected in one.message
        assert one.span.start.line == 5
    else:
        assert script is not None and found == ()
        (answer,) = script.inputs[0].answers
        assert getattr(answer, "statuses", None) == expected
