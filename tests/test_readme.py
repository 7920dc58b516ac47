"""What README.md says is so: its policies, its commands, its links."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from callplan.cli.commands import COMMANDS
from callplan.compiler.policies import POLICIES


@pytest.fixture(scope="module")
def readme(root: Path) -> str:
    return (root / "README.md").read_text(encoding="utf-8")


def _table() -> str:
    rows = [
        f"| `{policy.name}` | {' '.join(f'`{value}`' for value in policy.values)} | `{policy.default}` "
        f"| {policy.summary} | {policy.source} |"
        for policy in POLICIES
    ]
    return "\n".join(("| name | values | default | decides | source |", "|---|---|---|---|---|", *rows))


def test_policies(readme: str) -> None:
    section = re.search(r"<!-- policies: [^\n]*-->\n(.*?)<!-- end of policies -->", readme, re.DOTALL)
    assert section is not None
    assert section[1].strip() == _table(), "put this table between the two comments"


def test_commands_exist(readme: str) -> None:
    named = set(
        re.findall(r"\bcallplan ([a-z]+)\b(?!\.)", "\n".join(re.findall(r"`[^`]+`|```.*?```", readme, re.DOTALL)))
    )
    assert named - {"import"} <= {entry.name for entry in COMMANDS}
    assert {entry.name for entry in COMMANDS} <= named


def test_links_lead_somewhere(readme: str, root: Path) -> None:
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", readme):
        assert (root / target).exists(), target


def test_yaml_examples_parse(readme: str) -> None:
    blocks = re.findall(r"```yaml\n(.*?)```", readme, re.DOTALL)
    assert len(blocks) >= 3
    for block in blocks:
        assert isinstance(yaml.safe_load(block), dict)


def test_make_targets_exist(readme: str, root: Path) -> None:
    makefile = (root / "Makefile").read_text(encoding="utf-8")
    for target in set(re.findall(r"(?:^|`)make ([a-z]+)\b", readme, re.MULTILINE)):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


def test_python_example_runs(readme: str, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (example,) = re.findall(r"```python\n(.*?)```", readme, re.DOTALL)
    monkeypatch.chdir(root)
    names: dict[str, Any] = {}
    exec(example, names)
    assert names["trace"].ended_reason == "assistant-ended-call"
    assert not names["report"].count(names["compiler"].diagnostics.Severity.ERROR)


def test_transcript_example_passes_in_the_starter(readme: str, callplan: Callable[..., Any], tmp_path: Path) -> None:
    (example,) = re.findall(r"```yaml\n(transcript: 1\n.*?)```", readme, re.DOTALL)
    assert callplan("init", tmp_path).code == 0
    path = tmp_path / "transcripts" / "readme.transcript.yaml"
    path.write_text(example, encoding="utf-8")
    done = callplan("test", path)
    assert done.code == 0, done.out
