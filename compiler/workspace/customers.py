"""A campaign's customers as a CSV table: columns become variables of each customer's call (semantics §3.3)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from ..diagnostics import Diagnostic, Fix, Severity, Span
from ..diagnostics.catalog import C001, O020, O021, O022
from ..expression import Expression
from ..secrets import is_reference, names_secret
from ..sources import DEFAULT_BOUNDS
from ..sources.findings import Findings

_E164 = Expression(r"\+[1-9][0-9]{1,14}")
VARIABLE = Expression(r"[A-Za-z_][A-Za-z0-9_-]*\??")
NUMBER = "number"


class Table(NamedTuple):
    """A table that was read: its file, the variables that its columns give each call (with the first value of each,
    empty where no row has one), how many customers it has, the empty cells of each column, the columns' names as
    written.
    """

    file: str
    examples: Mapping[str, str]
    customers: int
    empty: Mapping[str, tuple[Span, ...]] = {}
    columns: Mapping[str, Span] = {}


class Cell(NamedTuple):
    """A cell: its text without quotes, and its place in the file, quotes included."""

    text: str
    start: int
    end: int


def read_table(file: str, text: str) -> tuple[Table, list[Diagnostic]]:
    """The customers of *text*, the content of *file*; what is wrong stands at its line and column.

    The column ``number`` is whom to call, ``name`` is the customer's name and a variable too, every other column is a
    variable of that name. An empty cell gives no variable.
    """
    findings = Findings(file, text, DEFAULT_BOUNDS)
    rows = _rows(findings)
    header = next(rows, [])
    columns = _columns(findings, header)
    count = 0
    called: dict[str, int] = {}
    examples = {name: "" for name in columns if name and name != NUMBER}
    empty: dict[str, list[Span]] = {}
    secrets: dict[str, list[Cell]] = {name: [] for name in examples if names_secret(name)}
    for row in rows:
        count += 1
        _row(findings, columns, row, called)
        for name, cell in zip(columns, row, strict=False):
            if name in examples:
                examples[name] = examples[name] or cell.text
                if not cell.text.strip():
                    empty.setdefault(name, []).append(findings.span(cell.start, cell.end))
                elif name in secrets and not is_reference(cell.text):
                    secrets[name].append(cell)
    if header and not count:
        findings.add(O022, header[0].start, header[-1].end, "the table has a header and no customers: nobody is called")
    for name, cells in secrets.items():
        if cells:
            many = "1 row" if len(cells) == 1 else f"{len(cells)} rows"
            message = f"{name!r} holds a secret in plain text in {many}: everyone who can read this file can use it"
            findings.add(C001, cells[0].start, cells[0].end, message)
    places = {
        name: findings.span(cell.start, cell.end)
        for name, cell in zip(columns, header, strict=True)
        if name in examples
    }
    gaps = {name: tuple(spans) for name, spans in empty.items()}
    return Table(file, examples, count, gaps, places), findings.diagnostics


def _columns(findings: Findings, header: list[Cell]) -> list[str]:
    """The columns' names; a column that cannot be a variable keeps its place as an empty name."""
    if not header:
        findings.add(O020, 0, 0, "the table is empty: its first line names the columns, and one of them is number")
        return []
    names: list[str] = []
    for cell in header:
        name = cell.text.strip()
        if not name:
            message = "this column has no name: its cells become no variable"
            findings.add(O020, cell.start, cell.end, message)
        elif name in names:
            message = f"a second column {name!r}: only one of the two values reaches the call"
            findings.add(O020, cell.start, cell.end, message)
        elif name != cell.text:
            message = f"white space around {name!r} is part of the variable's name: {{{{{name}}}}} finds nothing"
            fix = _rewrite(findings, cell, name)
            findings.add(O020, cell.start, cell.end, message, fix=fix, severity=Severity.WARNING)
        elif VARIABLE.fullmatch(name) is None:
            message = f"{name!r} is no name that a template can read: letters, digits and _ are"
            findings.add(O020, cell.start, cell.end, message, severity=Severity.WARNING)
        names.append("" if name in names else name)
    if NUMBER not in names:
        near = next((name for name in names if name.lower().replace(" ", "") in _NUMBERS), None)
        hint = f"; {near!r} must be called that" if near else ""
        alone = len(header) == 1 and ";" in header[0].text
        why = "columns are separated by commas, not semicolons" if alone else f"no column is called number{hint}"
        findings.add(O020, header[0].start, header[-1].end, f"{why}: nobody can be called")
    return names


_NUMBERS = frozenset({"number", "phone", "phonenumber", "phone_number", "tel", "telephone", "mobile", "to"})


def _row(findings: Findings, columns: list[str], row: list[Cell], called: dict[str, int]) -> None:
    first, last = row[0], row[-1]
    if len(row) != len(columns):
        message = f"this row has {len(row)} cells, the header has {len(columns)}: values would stand in wrong columns"
        findings.add(O022, first.start, last.end, message, severity=Severity.ERROR)
    for name, cell in zip(columns, row, strict=False):
        if name == NUMBER:
            _number(findings, cell, called)
        elif name and not cell.text.strip():
            message = f"an empty cell is dropped: on this call {{{{{name}}}}} has no value"
            findings.add(O022, cell.start, cell.end, message)


def _number(findings: Findings, cell: Cell, called: dict[str, int]) -> None:
    number = cell.text.strip()
    if not number:
        findings.add(O021, cell.start, cell.end, "this customer has no number: the call is not placed")
    elif _E164.fullmatch(number) is None:
        plain = re.sub(r"[\s().-]", "", number)
        fix = _rewrite(findings, cell, plain) if _E164.fullmatch(plain) else None
        message = (
            f"{number[:40]!r} is no E.164 number (+ and country code, then digits alone, 15 at most): the call is not "
            "placed"
        )
        findings.add(O021, cell.start, cell.end, message, fix=fix)
    elif number in called:
        message = f"{number} stands in line {called[number]} too: this customer is called twice"
        findings.add(O021, cell.start, cell.end, message, severity=Severity.WARNING)
    called.setdefault(number, findings.span(cell.start, cell.start).start.line)


def _rewrite(findings: Findings, cell: Cell, text: str) -> Fix:
    return findings.edit(f"write {text}", (cell.start, cell.end, text))


def _rows(findings: Findings) -> Iterator[list[Cell]]:
    """The rows of RFC 4180: quotes hold commas, breaks and doubled quotes. Blank lines are no rows."""
    text, at = findings.text, 0
    row: list[Cell] = []
    while at < len(text):
        start = at
        if text[at] == '"':
            at = _closing(findings, at)
            value = text[start + 1 : at - 1].replace('""', '"')
            plain = _END.search(text, at)
            stop = plain.start() if plain else len(text)
            if text[at:stop].strip():
                findings.add(O022, at, stop, "text follows the closing quote of a cell", severity=Severity.ERROR)
            at = stop
        else:
            plain = _END.search(text, at)
            at = plain.start() if plain else len(text)
            value = text[start:at]
        row.append(Cell(value, start, at))
        ended = at >= len(text) or text[at] != ","
        if ended:
            at += 2 if text.startswith("\r\n", at) else 1
            if len(row) > 1 or row[0].end > row[0].start:
                yield row
            row = []
        else:
            at += 1
            if at == len(text):
                yield [*row, Cell("", at, at)]


_END = Expression(r"[,\r\n]")


def _closing(findings: Findings, start: int) -> int:
    """The place behind the quote that ends the cell at *start*; the end of the text where none does."""
    text, at = findings.text, start + 1
    while True:
        quote = text.find('"', at)
        if quote < 0:
            message = "this quote is never closed: everything behind it is one cell"
            findings.add(O022, start, start + 1, message, severity=Severity.ERROR)
            return len(text) + 1
        if not text.startswith('""', quote):
            return quote + 1
        at = quote + 2
