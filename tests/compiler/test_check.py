"""Every folder of fixtures/compiler/check: what is said of its ``bad`` workspace, and silence about the ``good`` one.

``CALLPLAN_UPDATE=1`` writes the expectations anew; read what changes.
"""

from __future__ import annotations

import os
import random
import re
from pathlib import Path

import pytest
from callplan import compiler
from callplan.compiler.diagnostics import Diagnostic, Report
from callplan.compiler.stored import SERVER_KEYS
from callplan.compiler.workspace import Workspace, walk

CHECK = Path(__file__).parents[2] / "fixtures" / "compiler" / "check"
CASES = sorted(path.name for path in CHECK.iterdir())
OF_THE_CORE = re.findall(
    r"\w+",
    "B001 F001 F002 F003 F004 F005 F006 F007 F008 F009 F012 F013 R001 R002 R004 R005 R006 R011 R012 R013 R018 R020 "
    "R022 R029 R030 R031 R033 R034 R035 R037 R038 S001 S002 S003 S004 S005 S012 S017 S018 S019 S020 S021 X010 X012 "
    "X021 H004 H005 H006 H007 H012 H019 H020 H021 D006 D008 D010 "
    "D011 D014 V023 V024 V025 V026 V027 K012 Q001 Q002 Q003 Q004 Q005 Q006 Q007 Q017 "
    "Y001 Y013 Y014 Y016 L028 J001 J002 J004 J005 J006 C001 "
    "J009 J010 O023 O024 Q011 Q014 R036 Q020 Q021 Q022 Q023 S022 J008",
)
"""What reading a workspace, normalising, building and the rules report. Links (B003, B007) are made in
test_discover, targets and environments (B006, J003) asked for in test_targets."""


def concise(finding: Diagnostic) -> str:
    start = finding.span.start
    return f"{finding.span.file}:{start.line}:{start.column}: {finding.severity} {finding.rule} {finding.message}\n"


def said(workspace: Workspace) -> str:
    return "".join(map(concise, compiler.check(workspace).diagnostics))


@pytest.mark.parametrize("case", CASES)
def test_bad(case: str) -> None:
    expected = CHECK / case / "expected.out"
    found = said(compiler.load(CHECK / case / "bad"))
    if os.environ.get("CALLPLAN_UPDATE"):
        expected.write_text(found, encoding="utf-8")
    assert found == expected.read_text(encoding="utf-8")


@pytest.mark.parametrize("case", CASES)
def test_good(case: str) -> None:
    assert said(compiler.load(CHECK / case / "good")) == ""


@pytest.mark.parametrize("code", OF_THE_CORE)
def test_every_rule_of_the_core_has_its_case(code: str) -> None:
    line = re.compile(rf": (error|warning|info) {code} ")
    assert any(line.search((CHECK / case / "expected.out").read_text(encoding="utf-8")) for case in CASES)


@pytest.mark.parametrize("case", CASES)
def test_the_name_of_a_case_says_what_it_is_about(case: str) -> None:
    codes = re.findall(r"\b[A-Z]\d{3}\b", case)
    text = (CHECK / case / "expected.out").read_text(encoding="utf-8")
    assert all(f" {code} " in text for code in codes)


@pytest.mark.parametrize("case", CASES)
def test_one_place_is_told_once(case: str) -> None:
    """No two modules report the same code at the same place."""
    found = compiler.check(compiler.load(CHECK / case / "bad")).diagnostics
    places = [(item.rule, item.span.file, item.path, item.span.start) for item in found]
    assert len(places) == len(set(places))


@pytest.mark.parametrize("case", CASES)
def test_places_lie_in_the_text(case: str) -> None:
    workspace = compiler.load(CHECK / case / "bad")
    for finding in compiler.check(workspace).diagnostics:
        for span in (finding.span, *(related.span for related in finding.related)):
            lines = workspace.display(span.file).read_text(encoding="utf-8").split("\n")
            assert (1, 1) <= span.start <= span.end
            assert span.end.line <= len(lines) and span.end.column <= len(lines[span.end.line - 1]) + 1


@pytest.mark.parametrize("case", CASES)
def test_messages_are_sentences(case: str) -> None:
    for finding in compiler.check(compiler.load(CHECK / case / "bad")).diagnostics:
        assert "  " not in finding.message and ".." not in finding.message.replace(".../", "")
        assert "\n" not in finding.message and not finding.message.endswith(("?.", "!."))


@pytest.mark.parametrize("case", CASES)
def test_the_order_of_files_means_nothing(case: str, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = said(compiler.load(CHECK / case / "bad"))
    scan = os.scandir

    def shuffled(path: str) -> list[os.DirEntry[str]]:
        entries = list(scan(path))
        random.Random(case).shuffle(entries)
        return entries

    monkeypatch.setattr(walk.os, "scandir", shuffled)
    assert said(compiler.load(CHECK / case / "bad")) == expected


def test_only_keeps_what_is_about_the_files_named() -> None:
    workspace = compiler.load(CHECK / "R001-dangling-tool" / "bad")
    whole = compiler.check(workspace)
    part = compiler.check(workspace, {"assistants/json.json"})
    assert part.files == ("assistants/json.json",)
    assert part.diagnostics == tuple(item for item in whole.diagnostics if item.span.file == "assistants/json.json")
    assert isinstance(part, Report)


def test_the_project_file_chooses(tmp_path: Path) -> None:
    files = CHECK / "H004-H005-H006-actions" / "bad" / "assistants" / "front.yml"
    (tmp_path / "assistants").mkdir()
    (tmp_path / "assistants" / "front.yml").write_bytes(files.read_bytes())

    def rules(text: str) -> list[tuple[str, str]]:
        (tmp_path / "callplan.yaml").write_text(f"callplan: 1\nrules: {text}\n", encoding="utf-8")
        return [(item.rule, str(item.severity)) for item in compiler.check(compiler.load(tmp_path)).diagnostics]

    everything = [("H004", "warning"), ("H005", "error"), ("H005", "error"), ("H006", "error")]
    assert rules("{}") == everything
    assert rules("{ignore: [H005]}") == [everything[0], everything[3]]
    assert rules("{select: [say-in-call-ending]}") == [everything[0]]
    assert rules("{select: [H], severity: {tool-action-empty: info}}") == [*everything[:3], ("H006", "info")]


def test_server_keys_of_exports_are_no_mistakes() -> None:
    assert {"id", "orgId", "createdAt", "updatedAt"} <= SERVER_KEYS
