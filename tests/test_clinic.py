"""The clinic: clean as it stands, every planted mistake found at its place."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType
from typing import Any

import callplan
import pytest
import yaml
from callplan import compiler
from callplan.compiler.diagnostics import Diagnostic

WORKSPACES = Path(__file__).parents[1] / "fixtures" / "workspaces"
CLINIC = WORKSPACES / "clinic"
ENVIRONMENTS = ("dev", "uat", "prod")

ACCEPTED = {"L027", "D016"}
"""What the clinic may be told: keys of the first generation that it keeps on purpose, and limits of members that the
squad's longest outlasts.
"""


def concise(finding: Diagnostic) -> str:
    start = finding.span.start
    return f"{finding.span.file}:{start.line}:{start.column}: {finding.severity} {finding.rule} {finding.message}"


def planting() -> ModuleType:
    spec = importlib.util.spec_from_file_location("plant", WORKSPACES / "plant.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_clean() -> None:
    report = callplan.check(compiler.load(CLINIC))
    assert [concise(finding) for finding in report.diagnostics if finding.rule not in ACCEPTED] == []
    assert {str(finding.severity) for finding in report.diagnostics} <= {"info"}


@pytest.mark.parametrize("env", ENVIRONMENTS)
def test_compiles(env: str) -> None:
    plan = compiler.compile(compiler.load(CLINIC, env), "squads/clinic")
    assert [member.name for member in plan.members if "@" not in member.key] == [
        "Receptionist",
        "Scheduler",
        "Billing",
        "After Hours",
    ]
    assert plan.environment == env
    assert plan.entry == "Receptionist"
    assert plan.max_duration_ms == 900_000, "the longest of the members"
    assert set(plan.needs) == {"plan", "open_now"}


def test_members_say_where_they_come_from() -> None:
    plan = compiler.compile(compiler.load(CLINIC, "uat"), "squads/clinic")
    assert {member.name: member.source for member in plan.members} == {
        "Receptionist": "permanent",
        "Scheduler": "permanent",
        "Billing": "permanent",
        "After Hours": "transient",
    }
    edges = {(edge.source, edge.target, edge.tool) for edge in plan.transitions}
    assert edges == {
        ("Receptionist", "Scheduler", "handoff_to_scheduler"),
        ("Receptionist", "Billing", "handoff_to_billing"),
        ("Receptionist", "After Hours", "handoff_to_after_hours"),
        ("Scheduler", "Billing", "handoff_to_billing"),
        ("Billing", "Scheduler", "handoff_to_scheduler"),
    }


def test_uat_and_prod_differ_in_what_is_known() -> None:
    known = yaml.safe_load((WORKSPACES / "clinic.differences.yaml").read_text(encoding="utf-8"))
    before, after = (
        compiler.compile(compiler.load(CLINIC, known[side]), known["target"]) for side in ("before", "after")
    )
    changes = compiler.diff(before, after).changes
    seen = [
        {
            "category": change.category,
            "what": change.what,
            "node": change.node,
            **({"before": change.before, "after": change.after} if change.what == "changed" else {}),
        }
        for change in changes
        if change.category != "environment"
    ]
    assert seen == known["changes"]
    addresses = {(change.before, change.after) for change in changes if change.category == "environment"}
    assert addresses == {
        (address.format(known["before"]), address.format(known["after"])) for address in known["environment"]
    }


MISTAKES: list[dict[str, Any]] = yaml.safe_load((WORKSPACES / "clinic-mistakes.yaml").read_text(encoding="utf-8"))[
    "mistakes"
]
LINE = re.compile(r"(?P<place>\S+:\d+:\d+: (?:error|warning|info) [A-Z]\d{3})(?: (?P<words>.*))?")


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, ...]:
    target = tmp_path_factory.mktemp("planted") / "clinic"
    planting().plant(CLINIC, target, MISTAKES)
    return tuple(concise(finding) for finding in callplan.check(compiler.load(target)).diagnostics)


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: str(mistake["about"]))
def test_mistake_is_found(mistake: dict[str, Any], planted: tuple[str, ...]) -> None:
    match = LINE.fullmatch(mistake["diagnostic"])
    assert match is not None
    here = [line for line in planted if line.startswith(match["place"])]
    assert here, f"nothing at {match['place']}; found: {planted}"
    for word in re.split(r"\s*\|\s*", match["words"] or ""):
        assert any(word in line for line in here), f"{word!r} is not named: {here}"


def test_nothing_else_is_found(planted: tuple[str, ...]) -> None:
    """A mistake is reported once, and brings no findings of its own elsewhere."""
    expected = sorted(LINE.fullmatch(mistake["diagnostic"])["place"] for mistake in MISTAKES)  # type: ignore[index]  # checked above
    others = [line for line in planted if not re.search(r": info ", line)]
    assert sorted(re.sub(r" ([A-Z]\d{3}) .*", r" \1", line) for line in others) == expected, "\n".join(others)


def test_planting_refuses_a_text_that_has_moved(tmp_path: Path) -> None:
    mistake = {"file": "callplan.yaml", "find": "no such text", "replace": ""}
    with pytest.raises(ValueError, match="occurs 0 times"):
        planting().plant(CLINIC, tmp_path / "clinic", [mistake])


SINGLE: list[dict[str, Any]] = yaml.safe_load((WORKSPACES / "clinic-single-mistakes.yaml").read_text(encoding="utf-8"))[
    "mistakes"
]


@pytest.mark.parametrize("mistake", SINGLE, ids=lambda mistake: str(mistake["about"]))
def test_one_mistake_brings_one_finding(mistake: dict[str, Any], tmp_path: Path) -> None:
    planting().plant(CLINIC, tmp_path / "clinic", [mistake])
    found = [
        concise(finding)
        for finding in callplan.check(compiler.load(tmp_path / "clinic", "uat")).diagnostics
        if finding.severity != "info"
    ]
    match = LINE.fullmatch(mistake["diagnostic"])
    assert match is not None
    besides = {rule: [line for line in found if f" {rule} " in line] for rule in mistake.get("besides", ())}
    assert all(besides.values()), "what else is wrong with the same text"
    found = [line for line in found if not any(line in lines for lines in besides.values())]
    assert len(found) == 1, found
    assert found[0].startswith(f"{match['place']} ")
    for word in match["words"].split(" | "):
        assert word in found[0]
