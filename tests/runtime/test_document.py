"""The examples of docs/calls.md are transcripts, and its tables name what the reader knows."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from callplan.compiler.sources import read_text
from callplan.runtime import transcript
from callplan.runtime.transcript.script import ANSWERS, INPUTS

PAGE = (Path(__file__).parents[2] / "docs" / "calls.md").read_text("utf-8")


@pytest.mark.parametrize(
    "example", re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL), ids=["booking", "session", "arrival"]
)
def test_example(example: str) -> None:
    found, diagnostics = transcript.read(read_text("x.transcript.yaml", example).documents[0])
    assert found is not None
    assert diagnostics == ()


def test_tables_are_whole() -> None:
    named = [re.match(r"\w+", cell) for cell in re.findall(r"^\| `([^`]+)`", PAGE, re.MULTILINE)]
    assert [name[0] for name in named if name] == [*INPUTS, *ANSWERS]
