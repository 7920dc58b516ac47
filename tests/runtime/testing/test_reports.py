"""The reports of a run, each against one set of outcomes."""

import xml.etree.ElementTree as ElementTree
from pathlib import Path

from callplan.compiler.diagnostics import Position, Span
from callplan.compiler.diagnostics.catalog import G001, G005, G007
from callplan.compiler.diagnostics.reporters import View
from callplan.runtime.testing.outcome import Outcome, Results
from callplan.runtime.testing.reports import github, junit, markdown, text


def at(file: str, line: int, column: int) -> Span:
    return Span(f"/calls/{file}", Position(line, column), Position(line, column + 4))


A, B, C, D, E = (Path(f"/calls/{name}.transcript.yaml") for name in "abcde")
FAILURE = G005.at(at("b.transcript.yaml", 2, 3), 'expected says "<Hello> & bye": there is none')
WARNING = G007.at(at("b.transcript.yaml", 1, 1), "say it")
FAULT = G001.at(at("c.transcript.yaml", 1, 1), "line one\x1b[31m\nline, two: 100%")
RESULTS = Results(
    (
        Outcome(A, "passed", notes=("judged by expect alone",), seconds=0.25),
        Outcome(B, "failed", (WARNING, FAILURE), (">>>  0:01.000 x\x1b[0m",), seconds=0.5),
        Outcome(C, "error", (FAULT,)),
        Outcome(D, "updated"),
        Outcome(E, "skipped", notes=("the nurse line moves",)),
    ),
    ("no transcript at /calls/e",),
    (Path("/calls/__snapshots__/gone.trace.txt"),),
    (Path("/calls/__snapshots__/old.trace.txt"),),
    1.5,
)
VIEW = View(name=lambda file: file.removeprefix("/"), source=lambda file: "transcript: 1\n  says: Hello\n")

TEXT = """\
PASS    calls/a.transcript.yaml (judged by expect alone)
FAIL    calls/b.transcript.yaml
  calls/b.transcript.yaml:1:1: warning G007 say it
        1 │ transcript: 1
          │ ^^^^

  calls/b.transcript.yaml:2:3: error G005 expected says "<Hello> & bye": there is none
        2 │   says: Hello
          │   ^^^^

  >>>  0:01.000 x\\x1b[0m
ERROR   calls/c.transcript.yaml
  calls/c.transcript.yaml:1:1: error G001 line one\\x1b[31m
    line, two: 100%
        1 │ transcript: 1
          │ ^^^^
UPDATED calls/d.transcript.yaml
SKIP    calls/e.transcript.yaml (the nurse line moves)
   0.500 s  calls/b.transcript.yaml
   0.250 s  calls/a.transcript.yaml
   0.000 s  calls/c.transcript.yaml
   0.000 s  calls/d.transcript.yaml
   0.000 s  calls/e.transcript.yaml
calls/__snapshots__/old.trace.txt: deleted, its transcript is gone
calls/__snapshots__/gone.trace.txt: a golden file without its transcript: --update deletes it
no transcript at /calls/e
1 passed, 1 updated, 1 failed, 1 error, 1 skipped, 1 unused in 1.50 s
"""


def test_text() -> None:
    assert text.write(RESULTS, VIEW, durations=True) == TEXT


def test_text_in_color() -> None:
    colored = View(name=VIEW.name, source=VIEW.source, color=True)
    assert "\x1b[31mFAIL   \x1b[0m calls/b" in text.write(RESULTS, colored)


def test_text_of_nothing() -> None:
    assert text.write(Results((), ("no transcripts",)), VIEW) == "no transcripts\nnothing was run in 0.00 s\n"


def test_junit() -> None:
    root = ElementTree.fromstring(junit.write(RESULTS, VIEW))
    assert {key: root.attrib[key] for key in ("tests", "failures", "errors", "time")} == {
        "tests": "7",
        "failures": "1",
        "errors": "3",
        "time": "1.500",
    }
    cases = {case.attrib["name"]: case for case in root.iter("testcase")}
    assert list(cases) == ["a", "b", "c", "d", "e", "run", "calls/__snapshots__/gone.trace.txt"]
    assert root[0].attrib["skipped"] == "1"
    skipped = cases["e"].find("skipped")
    assert skipped is not None and skipped.attrib == {"message": "the nurse line moves"}
    assert cases["a"].attrib["classname"] == "calls"
    assert cases["a"].findtext("system-out") == "judged by expect alone"
    failure = cases["b"].find("failure")
    assert failure is not None
    assert failure.attrib["message"] == 'expected says "<Hello> & bye": there is none'
    assert (failure.text or "").endswith(">>>  0:01.000 x\\x1b[0m")
    assert cases["c"].find("error") is not None
    assert len(cases["d"]) == 0


def test_junit_without_findings_of_a_case() -> None:
    root = ElementTree.fromstring(junit.write(Results((Outcome(A, "failed"),)), VIEW))
    assert root.find(".//failure") is not None


def test_github() -> None:
    lines = github.write(RESULTS, VIEW).splitlines()
    assert lines == [
        "::error title=callplan test::no transcript at /calls/e",
        "::error file=calls/__snapshots__/gone.trace.txt,title=callplan test"
        "::a golden file without its transcript: --update deletes it",
        "::error file=calls/b.transcript.yaml,line=2,endLine=2,col=3,endColumn=7,title=G005 expectation-failed"
        '::calls/b.transcript.yaml:2:3: expected says "<Hello> & bye": there is none',
        "::error file=calls/c.transcript.yaml,line=1,endLine=1,col=1,endColumn=5,title=G001 transcript-syntax"
        "::calls/c.transcript.yaml:1:1: line one\\x1b[31m%0Aline, two: 100%25",
        "::warning file=calls/b.transcript.yaml,line=1,endLine=1,col=1,endColumn=5,title=G007 background-message-flag"
        "::calls/b.transcript.yaml:1:1: say it",
    ]


def test_markdown() -> None:
    assert markdown.write(RESULTS, VIEW).splitlines() == [
        "**callplan test: 2 of 5 transcripts pass, 1 skipped**",
        "",
        "`no transcript at /calls/e`",
        "",
        "`calls/__snapshots__/gone.trace.txt`: a golden file without its transcript: --update deletes it",
        "",
        "| Transcript | Status | Finding |",
        "| --- | --- | --- |",
        "| `calls/b.transcript.yaml` | failed | `calls/b.transcript.yaml:1` G007 `say it`<br>"
        '`calls/b.transcript.yaml:2` G005 `expected says "<Hello> & bye": there is none` |',
        "| `calls/c.transcript.yaml` | error | `calls/c.transcript.yaml:1` G001 "
        "`line one\\x1b[31m\\nline, two: 100%` |",
    ]
    many = Results(tuple(Outcome(B, "failed", (FAILURE,)) for _ in range(2000)))
    text = markdown.write(many, VIEW)
    assert len(text) < 65_000 and text.endswith(" more: run `callplan test` to see them.\n")
    assert markdown.write(Results((Outcome(A, "passed"),)), VIEW) == "**callplan test: 1 of 1 transcripts pass**\n"


def test_counts() -> None:
    assert not RESULTS.ok
    assert Results((Outcome(A, "passed"), Outcome(D, "updated"))).ok
    assert not Results(()).ok
