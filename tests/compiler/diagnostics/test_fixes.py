"""Fixes into texts: whole or not at all, first come first served."""

from __future__ import annotations

from callplan.compiler.diagnostics import Diagnostic, Edit, Fix, Position, Severity, Span
from callplan.compiler.diagnostics.fixes import apply
from callplan.compiler.diagnostics.lines import BEFORE_TEXT, Lines

TEXTS = {"a": "one two\r\nthree\r\n", "b": "ünï\n"}


def _found(*edits: tuple[str, int, int, str], safe: bool = True) -> Diagnostic:
    fix = Fix(
        "t", tuple(Edit(Lines(TEXTS[file]).span(file, start, end), text) for file, start, end, text in edits), safe
    )
    return Diagnostic("X001", "x", Severity.ERROR, "m", fix.edits[0].span, fix=fix)


def test_edits_of_one_fix_and_of_several_files() -> None:
    texts, count = apply([_found(("a", 0, 3, "1"), ("a", 4, 7, "2"), ("b", 1, 3, "nn"))], TEXTS.get)
    assert (texts, count) == ({"a": "1 2\r\nthree\r\n", "b": "ünn\n"}, 1)


def test_of_two_that_clash_the_first_goes_in_whole() -> None:
    first, second = _found(("a", 0, 5, "X")), _found(("a", 4, 7, "Y"), ("b", 0, 1, "Z"))
    assert apply([first, second], TEXTS.get) == ({"a": "Xwo\r\nthree\r\n"}, 1)


def test_insertions_at_one_place_clash() -> None:
    assert apply([_found(("a", 3, 3, "A")), _found(("a", 3, 3, "B"))], TEXTS.get)[0] == {"a": "oneA two\r\nthree\r\n"}


def test_neighbours_do_not_clash() -> None:
    texts, count = apply([_found(("a", 0, 3, "A")), _found(("a", 3, 4, "B"))], TEXTS.get)
    assert (texts["a"][:2], count) == ("AB", 2)


def test_the_same_fix_on_two_findings_counts_once() -> None:
    found = _found(("b", 0, 1, "u"))
    assert apply([found, found], TEXTS.get) == ({"b": "unï\n"}, 1)


def test_unsafe_fixes_only_when_asked() -> None:
    found = [_found(("b", 0, 1, "u"), safe=False)]
    assert apply(found, TEXTS.get) == ({}, 0)
    assert apply(found, TEXTS.get, unsafe=True) == ({"b": "unï\n"}, 1)


def test_a_byte_order_mark_stays_unless_it_is_what_goes() -> None:
    marked = {"m": "\ufeffone\r\ntwo"}
    edits = [Edit(Span("m", Position(1, 1), Position(1, 4)), "1"), Edit(Span("m", Position(2, 1), Position(2, 1)), "+")]
    found = Diagnostic("X001", "x", Severity.ERROR, "m", edits[0].span, fix=Fix("t", tuple(edits)))
    assert apply([found], marked.get) == ({"m": "\ufeff1\r\n+two"}, 1)
    mark = Edit(Span("m", BEFORE_TEXT, Position(1, 1)), "")
    removal = Diagnostic("X002", "x", Severity.ERROR, "m", edits[0].span, fix=Fix("u", (mark,)))
    assert apply([removal, found], marked.get) == ({"m": "1\r\n+two"}, 2)
    assert apply([removal], {"m": "one"}.get) == ({}, 0)
