"""Every file in fixtures/sources/findings, read and reported: what stands beside it as ``.out``."""

from __future__ import annotations

from pathlib import Path

import pytest
from callplan.compiler.diagnostics import Report
from callplan.compiler.diagnostics.fixes import apply
from callplan.compiler.diagnostics.reporters import View, write
from callplan.compiler.sources import read_bytes, read_file

FOLDER = Path(__file__).parents[3] / "fixtures" / "sources" / "findings"
CASES = sorted(path for path in FOLDER.iterdir() if path.suffix != ".out")


def report(path: Path) -> str:
    """What a reader sees of the findings in *path*."""
    reading = read_file(path, path.name)
    text = path.read_bytes().decode()
    view = View(source=lambda file: text, unicode=True)
    return write("text", Report.of(reading.diagnostics, [path.name]), view)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.name)
def test_findings(path: Path) -> None:
    assert report(path) == path.with_name(path.name + ".out").read_text(encoding="utf-8")


def test_every_expectation_has_its_file() -> None:
    assert {path.name for path in FOLDER.glob("*.out")} == {f"{path.name}.out" for path in CASES}


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.name)
def test_every_fix_ends_its_finding(path: Path) -> None:
    data = path.read_bytes()
    for _ in range(9):
        found = read_bytes(path.name, data).diagnostics
        texts, _ = apply(found, {path.name: data.decode()}.get, unsafe=True)
        if not texts:
            break
        data = texts[path.name].encode()
    assert [diagnostic.rule for diagnostic in found if diagnostic.fix] == []
    before = read_file(path, path.name).diagnostics
    assert {found.rule for found in read_bytes(path.name, data).diagnostics} <= {found.rule for found in before}


def test_what_the_fixes_write() -> None:
    path = FOLDER / "unquoted-liquid.yaml"
    texts, count = apply(read_file(path, "a.yml").diagnostics, lambda file: path.read_text(encoding="utf-8"))
    assert count == 4
    assert texts["a.yml"].splitlines()[1:3] == [
        'firstMessage: "{{greeting}}"',
        """endCallMessage: '{{ "now" | date: "%A" }} is over'  # a comment""",
    ]
