"""Whole documents: the valid ones give no error, the faulty ones give exactly what stands beside them.

A line of ``x.out`` is ``line:column: severity CODE message``; a line that begins with ``=>`` is the fix of the line
above it. ``CALLPLAN_UPDATE=1`` writes the expectations anew; read what changes.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from callplan import schemas
from callplan.compiler.diagnostics import Diagnostic, Severity
from callplan.compiler.sources import Document, read_file
from callplan.compiler.structure import check

FIXTURES = Path(__file__).resolve().parents[3] / "fixtures" / "structure"
VALID = sorted(path for path in (FIXTURES / "valid").rglob("*") if path.suffix in (".yaml", ".json"))
FAULTY = sorted(path for path in (FIXTURES / "faults").rglob("*") if path.suffix in (".yaml", ".json"))
PARTS = {"ended-reason", "common", "model", "transcriber", "voice", "hook"}
"""Documents that hold what the others are made of."""


def name(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"


def read(path: Path) -> Document:
    reading = read_file(path, path.name)
    assert not reading.diagnostics
    [document] = reading.documents
    return document


def lines(diagnostic: Diagnostic) -> list[str]:
    start = diagnostic.span.start
    told = [f"{start.line}:{start.column}: {diagnostic.severity} {diagnostic.rule} {diagnostic.message}"]
    if diagnostic.fix:
        safety = "safe" if diagnostic.fix.safe else "unsafe"
        edits = ", ".join(edit.text for edit in diagnostic.fix.edits)
        told.append(f"=> {safety}: {diagnostic.fix.title}: {edits}")
    return told


@pytest.mark.parametrize("path", VALID, ids=name)
def test_valid_documents_give_no_error(path: Path) -> None:
    found = check(read(path), path.parent.name)
    assert [line for one in found if one.severity is Severity.ERROR for line in lines(one)] == []


@pytest.mark.parametrize("path", FAULTY, ids=name)
def test_faulty_documents_give_what_is_written_beside_them(path: Path) -> None:
    found = sorted(check(read(path), path.parent.name), key=Diagnostic.sort_key)
    told = [line for one in found for line in lines(one)]
    if os.environ.get("CALLPLAN_UPDATE"):
        path.with_suffix(".out").write_text("".join(f"{line}\n" for line in told), encoding="utf-8")
    assert told == path.with_suffix(".out").read_text(encoding="utf-8").splitlines()


def test_every_kind_has_a_valid_example() -> None:
    vapi = {path.stem for path in (Path(schemas.__file__).parent / "vapi").glob("*.json")}
    assert vapi - PARTS == {path.parent.name for path in VALID} - PARTS


@pytest.mark.parametrize("path", FAULTY, ids=name)
def test_no_message_speaks_the_language_of_validators(path: Path) -> None:
    for one in check(read(path), path.parent.name):
        assert "given schemas" not in one.message
        assert "12345678" not in one.message
        assert "is not valid" not in one.message
