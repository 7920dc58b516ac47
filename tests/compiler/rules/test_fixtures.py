"""Every folder of fixtures/rules, ``CODE-slug``: what is said of ``bad`` (bad.out); ``good`` is without the rule.

``bad`` and ``good`` are files or folders. The case of an id that another rule says (``COVERED``) is about that rule.
``CALLPLAN_UPDATE=1`` writes the expectations anew; read what changes.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import callplan
import pytest
from callplan.compiler.diagnostics import Diagnostic, Severity
from callplan.compiler.diagnostics.catalog import BY_CODE
from callplan.compiler.diagnostics.catalog.covered import COVERED

from .seeds import in_preview

RULES = Path(__file__).parents[3] / "fixtures" / "rules"
CASES = sorted(path.name for path in RULES.iterdir() if path.is_dir())


def concise(finding: Diagnostic) -> str:
    start = finding.span.start
    return f"{finding.span.file}:{start.line}:{start.column}: {finding.severity} {finding.rule} {finding.message}\n"


def found(case: str, name: str, folder: Path) -> tuple[Diagnostic, ...]:
    """The findings about the file or folder called *name*, as a workspace of its own."""
    [source] = [
        path for path in (RULES / case).iterdir() if path.name.partition(".")[0] == name and path.suffix != ".out"
    ]
    code = case.partition("-")[0]
    project = source / "callplan.yaml"
    known = {"callplan.yaml": project.read_text(encoding="utf-8")} if project.is_file() else {}
    preview = in_preview(code, known) if code in BY_CODE and BY_CODE[code].preview else {}
    if source.is_dir() and not preview:
        return callplan.check(callplan.compiler.load(source)).diagnostics
    folder = folder / name
    if source.is_dir():
        shutil.copytree(source, folder)
    else:
        folder.mkdir()
        shutil.copyfile(source, folder / source.name)
    for file, text in preview.items():
        (folder / file).write_text(text, encoding="utf-8")
    return callplan.check(callplan.compiler.load(folder)).diagnostics


@pytest.mark.parametrize("case", CASES)
def test_bad(case: str, tmp_path: Path) -> None:
    expected = RULES / case / "bad.out"
    said = "".join(map(concise, found(case, "bad", tmp_path)))
    if os.environ.get("CALLPLAN_UPDATE"):
        expected.write_text(said, encoding="utf-8")
    assert said == expected.read_text(encoding="utf-8")


@pytest.mark.parametrize("case", CASES)
def test_good_differs_by_the_rule(case: str, tmp_path: Path) -> None:
    code = case.partition("-")[0]
    bad, good = found(case, "bad", tmp_path), found(case, "good", tmp_path)
    assert {item.rule for item in bad} - {item.rule for item in good} == {COVERED.get(code, code)}
    assert not [item for item in good if item.severity is Severity.ERROR]


@pytest.mark.parametrize("case", CASES)
def test_a_case_is_called_by_its_rule(case: str) -> None:
    code, _, slug = case.partition("-")
    assert code in COVERED or BY_CODE[code].slug == slug


def test_every_covered_id_has_its_case() -> None:
    assert set(COVERED) <= {case.partition("-")[0] for case in CASES}
