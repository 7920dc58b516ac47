"""Every file of fixtures/compiler/fixes with its safe fixes applied is the file ``.fixed`` beside it.

A file that equals its ``.fixed`` is laid out so that only a person should touch it.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from callplan import compiler
from callplan.compiler.diagnostics import Diagnostic
from callplan.compiler.diagnostics.fixes import apply
from callplan.compiler.normalise import normalise
from callplan.compiler.sources import read_bytes
from callplan.compiler.traced import Traced
from callplan.compiler.workspace.kinds import BY_FOLDER

FIXES = Path(__file__).parents[3] / "fixtures" / "compiler" / "fixes"
CASES = sorted(
    path.relative_to(FIXES).as_posix() for path in FIXES.rglob("*") if path.suffix in (".json", ".yml", ".md")
)


def forms(data: bytes, file: str) -> tuple[object, list[Diagnostic]]:
    """The normal form of a file's content, and what was said of it."""
    (document,) = read_bytes(file, data).documents
    source, found = normalise(Traced.of(document), BY_FOLDER[file.split("/")[0]].name)
    return source.value, found


def fixed(data: bytes, file: str) -> bytes:
    """*data* under its own safe fixes, each pass checked anew."""
    for _ in range(8):
        text = data.decode()
        texts, count = apply(forms(data, file)[1], lambda _, text=text: text)  # type: ignore[misc]  # a default argument
        if not count:
            return data
        data = texts[file].encode()
    raise AssertionError("the fixes have no end")


@pytest.mark.parametrize("case", CASES)
def test_fixed(case: str) -> None:
    assert fixed((FIXES / case).read_bytes(), case) == (FIXES / f"{case}.fixed").read_bytes()


@pytest.mark.parametrize("case", CASES)
def test_the_text_means_the_same(case: str) -> None:
    before, _ = forms((FIXES / case).read_bytes(), case)
    after, _ = forms((FIXES / f"{case}.fixed").read_bytes(), case)
    assert before == after


@pytest.mark.parametrize("case", CASES)
def test_the_findings_are_gone(case: str) -> None:
    before, after = (path.read_bytes() for path in (FIXES / case, FIXES / f"{case}.fixed"))
    found = forms(before, case)[1]
    assert found
    assert all(item.fix is None or item.fix.safe for item in found)
    if before == after:
        assert [item.fix for item in found] == [None] * len(found)
    else:
        assert forms(after, case)[1] == []


@pytest.mark.parametrize("case", CASES)
def test_a_document_stays_as_it_was_read(case: str) -> None:
    data = (FIXES / case).read_bytes()
    (document,) = read_bytes(case, data).documents
    (again,) = read_bytes(case, data).documents
    normalise(Traced.of(document), BY_FOLDER[case.split("/")[0]].name)
    assert document.data == again.data


def test_in_a_workspace(tree: Callable[[dict[str, str]], Path]) -> None:
    """What a project file or an overlay says about a misspelt key leads to the text that is to be changed."""
    root = tree(
        {"assistants/a.yml": "name: A\n", "squads/s.yml": "members: [{assistantId: a}]\nmemberOverrides: {name: B}\n"}
    )
    workspace = compiler.load(root)
    texts, count = apply(compiler.check(workspace).diagnostics, workspace.source)
    assert (count, texts) == (1, {"squads/s.yml": "members: [{assistantId: a}]\nmembersOverrides: {name: B}\n"})
