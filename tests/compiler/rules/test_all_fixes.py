"""Every fix that a finding of any fixture brings: the file parses after it, the finding is gone, what is around it is
as it was, and there is nothing left to do for a second run.
"""

from __future__ import annotations

import re
import shutil
from collections import Counter
from pathlib import Path

import callplan
import pytest
from callplan.compiler.diagnostics import Diagnostic, Report
from callplan.compiler.diagnostics.catalog import BY_CODE
from callplan.compiler.diagnostics.fixes import apply
from callplan.compiler.diagnostics.lines import Lines
from callplan.compiler.rules.pages import all_pages
from callplan.compiler.workspace import Workspace

FIXTURES = Path(__file__).parents[3] / "fixtures"
PASSES = 8


def places() -> dict[str, Path | dict[str, str]]:
    """Each workspace that fixtures hold: folders called ``bad``, single files called so, and those of the fixes; and
    the Bad block of every page.
    """
    folders = [FIXTURES / "compiler" / "fixes", *(FIXTURES / "compiler" / "check").glob("*/bad")]
    folders += [path for path in (FIXTURES / "rules").glob("*/bad*") if path.suffix != ".out"]
    pages = {code: page.bad.files() for code, page in all_pages().items()}
    return {**{path.relative_to(FIXTURES).as_posix(): path for path in sorted(folders)}, **pages}


PLACES = places()


def copied(name: str, root: Path) -> Path:
    source = PLACES[name]
    if isinstance(source, dict):
        for file, text in source.items():
            (root / "copy" / file).parent.mkdir(parents=True, exist_ok=True)
            (root / "copy" / file).write_text(text, encoding="utf-8", newline="\n")
    elif source.is_dir():
        shutil.copytree(source, root / "copy")
    else:
        (root / "copy").mkdir()
        shutil.copyfile(source, root / "copy" / source.name)
    return root / "copy"


def look(root: Path) -> tuple[Workspace, Report]:
    workspace = callplan.compiler.load(root)
    return workspace, callplan.check(workspace)


def content(root: Path, file: str) -> str:
    return (root / file).read_bytes().decode("utf-8")


def write(root: Path, texts: dict[str, str]) -> None:
    for file, text in texts.items():
        (root / file).write_bytes(text.encode("utf-8"))


def counted(report: Report) -> Counter[tuple[str, str]]:
    return Counter((item.rule, item.span.file) for item in report.diagnostics)


def outside(text: str, finding: Diagnostic, file: str) -> list[str]:
    """The comments of a file that stand in no line which the finding's fix touches."""
    assert finding.fix is not None
    index = Lines(text.removeprefix("\ufeff"))
    touched = {
        line
        for span, _ in finding.fix.edits
        if span.file == file
        for line in range(index.position(index.offset(span.start)).line, span.end.line + 1)
    }
    lines = re.split(r"\r\n?|\n", text)
    return [line.strip() for number, line in enumerate(lines, 1) if number not in touched and re.match(r"\s*#", line)]


@pytest.mark.parametrize("name", PLACES)
def test_each_fix_alone(name: str, tmp_path: Path) -> None:
    root = copied(name, tmp_path)
    _, before = look(root)
    mending = [item for item in before.diagnostics if item.fix is not None and item.fix.edits]
    seen: set[object] = set()
    for finding in mending:
        assert finding.fix is not None
        if finding.fix in seen or finding.rule[0] == "G":
            continue
        seen.add(finding.fix)
        old = {span.file: content(root, span.file) for span, _ in finding.fix.edits}
        texts, count = apply([finding], old.get, unsafe=True)
        assert count == 1 and texts != old, f"{finding.rule}: the fix changes nothing"
        write(root, texts)
        _, after = look(root)
        left, was = counted(after), counted(before)
        where = (finding.rule, finding.span.file)
        assert left[where] < was[where], f"{finding.rule} at {finding.span.start} is still there: {texts}"
        assert not {code for code, _ in left - was if code[0] in "BY"}, f"{finding.rule}: unreadable after its fix"
        for file, text in texts.items():
            kept = [line.strip() for line in re.split(r"\r\n?|\n", text)]
            assert not [line for line in outside(old[file], finding, file) if line not in kept]
        write(root, old)


@pytest.mark.parametrize("name", PLACES)
@pytest.mark.parametrize("unsafe", [False, True], ids=["safe", "unsafe"])
def test_a_second_run_changes_nothing(name: str, unsafe: bool, tmp_path: Path) -> None:
    root = copied(name, tmp_path)
    for _ in range(PASSES):
        _, report = look(root)
        texts, count = apply(report.diagnostics, lambda file: content(root, file), unsafe=unsafe)
        if not count:
            break
        write(root, texts)
    else:
        raise AssertionError("the fixes have no end")
    _, again = look(root)
    assert not [item for item in again.diagnostics if item.fix and item.fix.edits and (item.fix.safe or unsafe)] or (
        apply(again.diagnostics, lambda file: content(root, file), unsafe=unsafe)[1] == 0
    )


def test_the_catalogue_says_what_fixes_there_are(tmp_path: Path) -> None:
    found: dict[str, set[str]] = {}
    for number, name in enumerate(PLACES):
        (tmp_path / str(number)).mkdir()
        for item in look(copied(name, tmp_path / str(number)))[1].diagnostics:
            if item.fix is not None:
                found.setdefault(item.rule, set()).add("safe" if item.fix.safe else "unsafe")
    best = {code: "safe" if "safe" in sorts else "unsafe" for code, sorts in found.items()}
    assert best == {code: rule.fix for code, rule in BY_CODE.items() if rule.fix}
