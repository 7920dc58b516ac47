"""What of a program is code, and what in it is not closed."""

from __future__ import annotations

import pytest
from callplan.compiler.rules.tools_script import read
from hypothesis import given
from hypothesis import strategies as st

CLOSED = (
    "",
    "return 1;",
    "const a = [1, {b: (2)}];",
    "const a = 'it\\'s' + \"}\";",
    "// don't } close\nreturn 1;",
    "/* ) ' ` */ return 1;",
    "const a = `x ${ {b: [`y ${1}`]} } )`;",
    "return 'a/b'.replace(/[/'\")]/g, '');",
    "const half = total / 2; const rest = total / 3;",
    "return /\\(/.test(text);",
    "if (a) { return (b as Map<string, number[]>).size; }",
    "'continued \\\n here'",
)
OPEN = (
    ("return {a: 1;", 7, "this { is not closed"),
    ("f(1]", 3, "this ] closes nothing that is open"),
    ("}", 0, "this } closes nothing that is open"),
    ("const a = 'it", 10, "this text is not closed"),
    ("const a = 'it\n's'", 10, "this text is not closed"),
    ("const a = `x ${1} y", 10, "this text is not closed"),
    ("const a = `x ${1", 13, "this $ is not closed"),
    ("/* never", 0, "this comment is not closed"),
    ("((1)", 0, "this ( is not closed"),
)
UNSURE = ("if (a) /['{]/.test(b)", "{}\n/['{]/.test(b)", "a = /[never\n{")


@pytest.mark.parametrize("program", CLOSED)
def test_closed(program: str) -> None:
    assert read(program).fault is None


@pytest.mark.parametrize(("program", "place", "message"), OPEN)
def test_open(program: str, place: int, message: str) -> None:
    assert read(program).fault == (place, message)


@pytest.mark.parametrize("program", UNSURE)
def test_where_it_cannot_be_told_nothing_is_said(program: str) -> None:
    assert read(program).fault is None


def test_texts_are_blank_and_what_is_filled_in_is_not() -> None:
    program = "a('b.c', `d.e ${f.g} h.i`); // j.k\nl.m /* n.o */ + /p.q/"
    assert read(program).code.split() == ["a(", ",", "`", "${f.g}", "`);", "l.m", "+"]


@given(st.text(alphabet="ab'\"`/*{}()[]$\\\n ;=", max_size=40))
def test_any_text_is_read(program: str) -> None:
    script = read(program)
    assert len(script.code) == len(program) and script.code.count("\n") == program.count("\n")
    assert script.fault is None or 0 <= script.fault[0] < len(program)
