"""Answers of the API as they came, which the platform has accepted: no rule has an error to tell of them.

fixtures/exports holds what list calls answer for two organisations, old keys and keys that only the server writes
included; fixtures/records what it tells of calls.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import callplan
import pytest
from callplan.compiler.diagnostics import Diagnostic, Severity
from callplan.compiler.sources import read_text
from callplan.compiler.stored import SERVER_KEYS, as_sent, is_answer
from callplan.compiler.traced import Traced

ROOT = Path(__file__).parents[3] / "fixtures"
LISTS = sorted((ROOT / "exports").glob("*/*.json"))
ORGANISATIONS = sorted({path.parent for path in LISTS})
Run = Callable[..., Any]


def entries(path: Path) -> list[dict[str, Any]]:
    data = json.loads(path.read_text(encoding="utf-8"))
    found: list[dict[str, Any]] = data["results"] if isinstance(data, dict) else data
    return found


def checked(root: Path) -> tuple[Diagnostic, ...]:
    """All findings, those of rules in preview included."""
    workspace = callplan.compiler.load(root)
    project = replace(workspace.project, rules=replace(workspace.project.rules, preview=True))
    report = callplan.check(replace(workspace, project=project))
    assert report.files
    return report.diagnostics


def errors(found: tuple[Diagnostic, ...]) -> list[str]:
    return [f"{item.rule} {item.span.file} {item.message}" for item in found if item.severity is Severity.ERROR]


@pytest.fixture
def files(tmp_path: Path) -> Callable[[Path], Path]:
    """Each entry of an organisation's lists in a file of its own, as ``GET /assistant/{id}`` answers."""

    def written(organisation: Path) -> Path:
        for path in organisation.glob("*.json"):
            (tmp_path / path.stem).mkdir()
            for entry in entries(path):
                (tmp_path / path.stem / f"{entry['id']}.json").write_text(json.dumps(entry, indent=2), encoding="utf-8")
        return tmp_path

    return written


@pytest.mark.parametrize("organisation", ORGANISATIONS, ids=lambda path: path.name)
def test_no_error_in_single_answers(organisation: Path, files: Callable[[Path], Path]) -> None:
    found = checked(files(organisation))
    assert errors(found) == []
    assert {"L027"} <= {item.rule for item in found}, "old keys are told as information"
    assert not [item for item in found if item.path and item.path.split("/")[1] in SERVER_KEYS]


@pytest.mark.parametrize("organisation", ORGANISATIONS, ids=lambda path: path.name)
def test_a_mistake_in_an_answer_is_an_error_still(organisation: Path, files: Callable[[Path], Path]) -> None:
    root = files(organisation)
    place = next(iter(sorted((root / "assistants").iterdir())))
    data = json.loads(place.read_text(encoding="utf-8"))
    place.write_text(json.dumps({**data, "firstMesage": "Hi", "firstMessageMode": "wait"}), encoding="utf-8")
    assert {text.split(" ")[0] for text in errors(checked(root))} == {"L001", "L002"}


@pytest.mark.parametrize("organisation", ORGANISATIONS, ids=lambda path: path.name)
def test_lists_beside_a_project(organisation: Path, tmp_path: Path) -> None:
    lists = {path.stem: path for path in organisation.glob("*.json") if path.stem != "phone-numbers"}
    (tmp_path / "lists").mkdir()
    for path in lists.values():
        (tmp_path / "lists" / path.name).write_bytes(path.read_bytes())
    external = ", ".join(f"{name}: lists/{path.name}" for name, path in lists.items())
    (tmp_path / "callplan.yaml").write_text(f"callplan: 1\nexternal: {{{external}}}\n", encoding="utf-8")
    [first, *_] = entries(lists["assistants"])
    squad = f"name: Desk\nmembers:\n  - assistantId: {first['id']}\n"
    (tmp_path / "squads").mkdir()
    (tmp_path / "squads" / "desk.yml").write_text(squad, encoding="utf-8")
    found = checked(tmp_path)
    assert errors(found) == []
    assert not [item for item in found if item.span.file.startswith("lists/") or item.rule == "R011"]


@pytest.mark.parametrize("organisation", ORGANISATIONS, ids=lambda path: path.name)
def test_lists_as_a_side_of_a_comparison(organisation: Path, callplan: Run) -> None:
    done = callplan("diff", organisation, organisation)
    assert done.code == 0 and done.err == "", done.err
    assert re.fullmatch(r"\d targets are the same on both sides\.\n", done.out)


@pytest.mark.parametrize("path", LISTS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_a_list_is_known_for_what_it_is(path: Path, tmp_path: Path) -> None:
    (tmp_path / path.name).write_bytes(path.read_bytes())
    [item] = callplan.check(callplan.compiler.load(tmp_path)).diagnostics or [None]
    if not entries(path):
        assert item is not None and "no kind of resource" in item.message
        return
    assert item is not None and (item.rule, item.severity) == ("L028", Severity.INFO)
    assert "the answer of a list call" in item.message and f"({len(entries(path))})" in item.message


@pytest.mark.parametrize("path", sorted((ROOT / "records").glob("*.json")), ids=lambda path: path.stem)
def test_no_error_in_records(path: Path, tmp_path: Path) -> None:
    (tmp_path / path.name).write_bytes(path.read_bytes())
    assert errors(checked(tmp_path)) == []


def test_no_error_in_a_tree_that_was_pushed(tmp_path: Path) -> None:
    """The engine pushed it to a mock, which does not ask whether there is such a credential; the API does (R013)."""
    shutil.copytree(ROOT / "layouts" / "gitops-golden", tmp_path, dirs_exist_ok=True)
    place = tmp_path / ".vapi-state.demo.json"
    state = json.loads(place.read_text(encoding="utf-8"))
    credential = {"my-server-credential": {"uuid": "00000000-0000-4000-8000-0000000000aa"}}
    place.write_text(json.dumps({**state, "credentials": credential}), encoding="utf-8")
    assert errors(checked(tmp_path)) == []


def traced(text: str) -> Traced:
    [document] = read_text("a.json", text).documents
    return Traced.of(document)


def test_what_the_api_adds_is_not_sent() -> None:
    own = '"id": "a", "orgId": "b", "createdAt": "c", "updatedAt": "d"'
    whole = traced(f'{{{own}, "name": "N", "voice": null, "metadata": {{"x": null}}, "workflowIds": []}}')
    assert is_answer(whole.value)
    assert as_sent(whole, "assistant").value == {"name": "N", "metadata": {"x": None}}
    part = traced('{"id": "a", "name": "N", "voice": null}')
    assert as_sent(part, "assistant").value == {"name": "N", "voice": None}, "somebody may have written the null"
    number = traced(f'{{{own}, "provider": "vapi", "number": "+15550100001", "status": "active"}}')
    assert as_sent(number, "phone-number").value == {"provider": "vapi"}
    bought = traced(f'{{{own}, "provider": "twilio", "number": "+15550100001", "status": "active"}}')
    assert as_sent(bought, "phone-number").value == {"provider": "twilio", "number": "+15550100001"}


def test_an_answer_is_sent_back_without_it(callplan: Run, tmp_path: Path) -> None:
    [entry, *_] = entries(ROOT / "exports" / "clinic" / "phone-numbers.json")
    (tmp_path / "phone-numbers").mkdir()
    (tmp_path / "phone-numbers" / "main.json").write_text(json.dumps(entry), encoding="utf-8")
    body = json.loads(callplan("payload", tmp_path / "phone-numbers" / "main.json").out)["body"]
    assert body.keys() == {"provider", "name", "squadId", "fallbackDestination"}
