"""Every file in fixtures/sources/findings, read and reported: what stands beside it as ``.out``."""

from __future__ import annotations

from pathlib import Path

import pytest
from callplan.compiler.diagnostics import Report
from callplan.compiler.diagnostics.reporters import View, write
from callplan.compiler.sources import read_file

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
