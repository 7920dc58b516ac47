"""What a report keeps: each finding once, in one order."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

from callplan import compiler
from callplan.compiler.diagnostics import Position, Related, Report, Span
from callplan.compiler.diagnostics.catalog import L001, L002

PLACE = Span("a.yml", Position(3, 1), Position(3, 5))
USED = Span("a.yml", Position(9, 1), Position(9, 5))


def test_one_place_is_told_once_with_what_is_related() -> None:
    first = L001.at(PLACE, "unknown", path="/a")
    again = L001.at(PLACE, "unknown", path="/b", related=(Related(USED, "used"),))
    other = L002.at(PLACE, "wrong", path="/a")
    for order in permutations((first, again, other)):
        report = Report.of(order)
        assert [(item.rule, item.path) for item in report.diagnostics] == [("L001", "/a"), ("L002", "/a")]
        assert report.diagnostics[0].related == (Related(USED, "used"),)


def test_what_differs_in_related_places_alone_is_told_once_as_it_was() -> None:
    one, two = (L001.at(PLACE, "unknown", path="/a", related=(Related(USED, label),)) for label in ("a", "b"))
    assert Report.of((two, one)).diagnostics == (one,)


def test_a_value_that_an_alias_brings_to_two_places_is_judged_once(tmp_path: Path) -> None:
    text = (
        "name: A\nmodel:\n  provider: openai\n  model: gpt-4o\n  tools:\n"
        "    - {type: endCall, server: &s {timeoutSecond: 20}}\n    - {type: dtmf, server: *s}\n"
    )
    (tmp_path / "a.yml").write_text(text, encoding="utf-8")
    [found] = [item for item in compiler.check(compiler.load(tmp_path)).diagnostics if item.rule == "L001"]
    assert (found.span.start, found.path) == ((6, 35), "/model/tools/0/server/timeoutSecond")
    assert [(related.span.start.line, related.label) for related in found.related] == [
        (7, "comes in here, through an alias")
    ]
