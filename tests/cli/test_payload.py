"""``callplan payload``: one resource, a folder, an environment, what is refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
LAYOUTS = Path(__file__).parents[2] / "fixtures" / "layouts"
GOLDEN = LAYOUTS / "gitops-golden"


def requests(out: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in out.splitlines()]


def test_a_folder_is_sent_whole(callplan: Run) -> None:
    done = callplan("payload", GOLDEN / "resources" / "demo")
    assert done.code == 1  # the tree names a credential that its state does not have: it is sent so, and refused
    sent = (GOLDEN / "expected.push.jsonl").read_text(encoding="utf-8")
    assert requests(done.out) == [json.loads(line) for line in sent.splitlines() if line]
    assert "R013" in done.err


def test_a_part_of_a_tree_is_sent_alone(callplan: Run) -> None:
    paths = [one["path"] for one in requests(callplan("payload", GOLDEN / "resources/demo/tools").out)]
    assert paths == ["/tool", "/tool"]


def test_one_resource(callplan: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(GOLDEN)
    (one,) = requests(callplan("payload", "squads/support").out)
    assert [member["assistantId"][-1] for member in one["body"]["members"]] == ["5", "4"]
    created, linked = requests(callplan("payload", "structuredOutputs/call-summary").out)
    assert "assistantIds" not in created["body"]
    assert linked["method"] == "PATCH"


def test_an_update_patches_what_has_an_id(callplan: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(GOLDEN)
    (one,) = requests(callplan("payload", "squads/support", "--update").out)
    assert (one["method"], one["path"]) == ("PATCH", "/squad/00000000-0000-4000-8000-000000000006")


def test_the_environment_decides_about_ids(callplan: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(LAYOUTS / "generations" / "flat")
    ids = [
        requests(callplan("payload", "assistants/desk", "--env", env).out)[0]["body"]["model"]["toolIds"]
        for env in ("dev", "prod")
    ]
    assert ids[0] != ids[1]
    refused = callplan("payload", ".")
    assert refused.code == 2
    assert "--env" in refused.err


def test_a_reference_that_leads_nowhere_fails_and_is_shown_all_the_same(callplan: Run) -> None:
    done = callplan("payload", LAYOUTS / "references" / "model-tool-ids" / "resources/acme/assistants/a.yml")
    assert done.code == 1
    assert "R001" in done.err
    assert requests(done.out)[0]["path"] == "/assistant"


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("squads/suport", "did you mean squads/support?"),
        ("", "there is no target ''"),
        ("a\0b", "there is no target"),
        ("nothing", "there is no target 'nothing'"),
    ],
)
def test_an_unknown_target_names_its_neighbours(
    callplan: Run, monkeypatch: pytest.MonkeyPatch, target: str, said: str
) -> None:
    monkeypatch.chdir(GOLDEN)
    done = callplan("payload", target)
    assert (done.code, done.out) == (2, "")
    assert said in done.err


def test_what_nobody_sends_is_refused_or_named(callplan: Run, tree: Callable[..., Path]) -> None:
    root = tree({"hooks/a.yml": "on: call.ending\ndo: []\n", "tools/b.yml": "type: endCall\n"})
    refused = callplan("payload", root / "hooks" / "a.yml")
    assert refused.code == 2
    assert "no deployer sends it" in refused.err
    whole = callplan("payload", root)
    assert [one["path"] for one in requests(whole.out)] == ["/tool"]
    assert "not sent by a deployer: hooks/a" in whole.err


def test_a_folder_of_nothing_is_refused(callplan: Run, tmp_path: Path) -> None:
    done = callplan("payload", tmp_path)
    assert done.code == 2
    assert "nothing in" in done.err
