"""A golden file that differs names the node of the plan and the line that it is written in."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from callplan.runtime.testing.blame import told
from callplan.runtime.testing.suite import Options, run_all
from callplan.runtime.trace import Event

CLINIC = Path(__file__).parents[3] / "fixtures" / "workspaces" / "clinic"
DESK, BILLING = "assistants/receptionist.md", "assistants/billing.yml"

EDITS = [
    (
        "I'm booking that for you now.",
        "I book that for you now.",
        "tools/book-visit.yml",
        "booking",
        "tool book_visit of Scheduler",
        "content: I book that",
    ),
    (
        "timeoutSeconds: 10",
        "timeoutSeconds: 11",
        DESK,
        "billing",
        "hook still_there of Receptionist",
        "on: customer.speech.timeout",
    ),
    ("seconds: 540", "seconds: 541", DESK, "billing", "hook wrap_up of Receptionist", "on: call.timeElapsed"),
    (
        "maxDurationSeconds: 900",
        "maxDurationSeconds: 901",
        "squads/clinic.yml",
        "nurse",
        "the longest duration of the call",
        "maxDurationSeconds: 901",
    ),
    ("this is Robin", "this is Rob", DESK, "nurse", "the first message of Receptionist", "this is Rob"),
    ("You are Robin", "You are Rob", DESK, "nurse", "the prompt of Receptionist", "You are Rob"),
    ("You are Morgan", "You are Alex", BILLING, "billing", "the prompt of Billing", "You are Alex"),
    (
        "I'm sending it to you now.",
        "Done.",
        "tools/send-invoice.yml",
        "invoice-twice",
        "tool send_invoice of Billing",
        "content: Done.",
    ),
    (
        'value: "{{customer.number}}"',
        "value: x",
        "tools/send-invoice.yml",
        "invoice-twice",
        "tool send_invoice of Billing",
        "type:",
    ),
    (
        "I'm connecting you with",
        "Here is",
        "squads/clinic.yml",
        "after-hours",
        "tool transferCall of After Hours",
        "message: Here is",
    ),
    (
        "clinic_name: North",
        "clinic_name: South",
        "squads/clinic.yml",
        "nurse",
        "the variable clinic_name",
        "clinic_name:",
    ),
    (
        "Take your time, I have",
        "I have",
        BILLING,
        "reminded-at-billing",
        "the idle messages of Billing",
        "- I have",
    ),
]


@pytest.mark.parametrize(("old", "new", "file", "name", "label", "line"), EDITS, ids=[f"{e[3]}: {e[1]}" for e in EDITS])
def test_the_node_and_its_line(tmp_path: Path, old: str, new: str, file: str, name: str, label: str, line: str) -> None:
    copy = tmp_path / "clinic"
    shutil.copytree(CLINIC, copy)
    source = copy / "resources" / "uat" / file
    text = source.read_text("utf-8")
    assert old in text
    source.write_text(text.replace(old, new), "utf-8")
    transcript = copy / "transcripts" / f"{name}.transcript.yaml"
    head, _, _ = transcript.read_text("utf-8").partition("\nexpect:")
    transcript.write_text(f"{head}\n", "utf-8")
    (outcome,) = run_all([transcript]).outcomes
    (found,) = outcome.diagnostics
    assert found.rule == "G006"
    assert f"; this is {label}" in found.message
    (related,) = found.related
    assert related.label.startswith(label)
    assert related.span.file == source.as_posix()
    assert line in source.read_text("utf-8").split("\n")[related.span.start.line - 1]
    assert f"resources/uat/{file}:{related.span.start.line})" in found.message
    assert outcome.details[0].count(">>> -") == 1


def test_a_failed_expectation_names_it_too(tmp_path: Path) -> None:
    copy = tmp_path / "clinic"
    shutil.copytree(CLINIC, copy)
    source = copy / "resources" / "uat" / DESK
    source.write_text(source.read_text("utf-8").replace("timeoutSeconds: 10", "timeoutSeconds: 11"), "utf-8")
    (outcome,) = run_all([copy / "transcripts" / "silent.transcript.yaml"]).outcomes
    found = outcome.diagnostics[0]
    (related,) = found.related
    assert (found.rule, related.label) == ("G005", "hook still_there of Receptionist is written here")
    assert related.span.file == source.as_posix()
    assert "on: customer.speech.timeout" in source.read_text("utf-8").split("\n")[related.span.start.line - 1]


def test_what_the_plan_no_longer_has(tmp_path: Path) -> None:
    copy = tmp_path / "clinic"
    shutil.copytree(CLINIC, copy)
    source = copy / "resources" / "uat" / DESK
    source.write_text(source.read_text("utf-8").replace("name: still_there", "name: there"), "utf-8")
    (outcome,) = run_all([copy / "transcripts" / "nurse.transcript.yaml"], Options()).outcomes
    (found,) = outcome.diagnostics
    assert found.message.endswith(" instead of hook still_there, which Receptionist does not have")


def test_a_caller_who_says_something_else_is_no_node(tmp_path: Path) -> None:
    copy = tmp_path / "clinic"
    shutil.copytree(CLINIC, copy)
    path = copy / "transcripts" / "nurse.transcript.yaml"
    head, _, _ = path.read_text("utf-8").partition("\nexpect:")
    path.write_text(head.replace("- user: ", "- user: Well, ", 1) + "\n", "utf-8")
    (outcome,) = run_all([path]).outcomes
    assert outcome.diagnostics[0].related == ()


def test_events_are_read_from_their_lines() -> None:
    assert told("  0:04.286 [A B] timer.armed x due=0:14.286") == Event(
        4286, "A B", "timer.armed", {"timer": "x", "due": "0:14.286"}
    )
    assert told(" -0:01.000 [-] call.ringing") == Event(-1000, None, "call.ringing", {})
    assert told('          + user: "0:04.286 [A] x"') is None
