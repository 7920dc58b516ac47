"""``callplan diff`` of what the API answered to list calls with the sources: drift, and names that are the same."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

UAT = "resources/uat"
Run = Callable[..., Any]


def export(callplan: Run, folder: Path, env: str, *more: str) -> Path:
    """What the API answers to list calls, made of the bodies that a deployer sends."""
    state = json.loads(Path(f".vapi-state.{env}.json").read_text("utf-8"))
    folder.mkdir()
    for kind in ("assistants", "squads", "tools", *more):
        entries = []
        for name, entry in state[kind].items():
            outcome = callplan("payload", f"{kind}/{name}", "-e", env)
            first = json.loads(outcome.out.splitlines()[0])
            uuid = entry["uuid"] if isinstance(entry, dict) else entry
            server = {"id": uuid, "orgId": "1", "createdAt": "2026-01-01", "updatedAt": "2026-01-02"}
            entries.append({**first["body"], **server})
            for line in outcome.out.splitlines()[1:]:
                more = json.loads(line)
                if more["method"] == "PATCH" and uuid in more["path"]:
                    entries[-1].update(more["body"])
        (folder / f"{kind}.json").write_text(json.dumps(entries, indent=1), "utf-8")
    return folder


@pytest.mark.parametrize("more", [(), ("structuredOutputs",)])
def test_what_is_deployed_has_not_drifted(callplan: Run, clinic: Path, more: tuple[str, ...]) -> None:
    export(callplan, clinic / "exports", "uat", *more)
    outcome = callplan("diff", "exports", "squads/clinic", "-e", "uat", "--exit-code")
    told = "" if more else "callplan: the export has no structuredOutputs: taken to be as in the sources\n"
    assert (outcome.code, outcome.err) == (0, told), outcome.out
    assert "squads/clinic (exports) → squads/clinic [uat]\nNo difference on a call." in outcome.out


def test_a_saved_plan_has_the_names_of_the_sources_around(callplan: Run, clinic: Path) -> None:
    export(callplan, clinic / "exports", "uat", "structuredOutputs")
    assert callplan("compile", "squads/clinic", "-e", "uat", "-o", "uat.json").code == 0
    outcome = callplan("diff", "exports", "uat.json", "--exit-code")
    assert (outcome.code, outcome.err) == (0, ""), outcome.out


def test_drift_is_told(callplan: Run, clinic: Path) -> None:
    folder = export(callplan, clinic / "exports", "uat")
    text = (folder / "assistants.json").read_text("utf-8")
    (folder / "assistants.json").write_text(text.replace('"voiceId": "george"', '"voiceId": "clara"'), "utf-8")
    outcome = callplan("diff", "exports", "squads/clinic", "-e", "uat", "--exit-code")
    assert outcome.code == 1
    assert outcome.out.count("\n  ~ ") == 1
    assert "in the voice george (11labs) instead of clara (11labs)." in outcome.out
    assert "exports/assistants.json:" in outcome.out and f"→ {UAT}/assistants/receptionist.md:17:12" in outcome.out


@pytest.mark.parametrize("empty", ["[]", '{"results": []}'])
def test_of_a_kind_whose_list_is_empty_nothing_is_deployed(callplan: Run, clinic: Path, empty: str) -> None:
    folder = export(callplan, clinic / "exports", "uat", "structuredOutputs")
    (folder / "squads.json").write_text(empty, "utf-8")
    outcome = callplan("diff", "exports", ".", "-e", "uat", "--exit-code")
    assert outcome.code == 1 and "squads" not in outcome.err
    assert "+ squads/clinic is new" in outcome.out
    for path in folder.iterdir():
        path.write_text(empty, "utf-8")
    outcome = callplan("diff", "exports", "squads/clinic", "-e", "uat", "--exit-code")
    assert (outcome.code, outcome.out) == (2, "")
    assert "there is no target 'squads/clinic'" in outcome.err


@pytest.mark.parametrize(
    ("text", "said"),
    [('[{"id": "a",', "assistants.json:1:"), ('{"results": "none"}', "assistants.json is no answer of a list call")],
)
def test_an_export_that_cannot_be_read(callplan: Run, clinic: Path, text: str, said: str) -> None:
    (clinic / "exports").mkdir()
    (clinic / "exports" / "assistants.json").write_text(text, "utf-8")
    outcome = callplan("diff", "exports", "squads/clinic", "-e", "uat")
    assert outcome.code == 2 and said in outcome.err and not outcome.out


def test_a_name_with_the_part_of_an_id_behind_it_is_the_same(callplan: Run, tree: Any, monkeypatch: Any) -> None:
    model = "model: {provider: openai, model: gpt-4o}"
    files = {
        "resources/uat/assistants/night.yml": f"name: Night\n{model}\n",
        "resources/prod/assistants/night-1a2b3c4d.yml": f"name: Night\nfirstMessage: Hello.\n{model}\n",
    }
    monkeypatch.chdir(tree(files))
    outcome = callplan("diff", "-e", "uat", "-e", "prod")
    assert "assistants/night [uat] → assistants/night-1a2b3c4d [prod]" in outcome.out
    assert "is new" not in outcome.out and "is gone" not in outcome.out
