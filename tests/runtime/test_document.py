"""The examples of docs/calls.md and docs/testing.md are transcripts, and their tables name what the reader knows."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from callplan.compiler.sources import read_text
from callplan.runtime import transcript
from callplan.runtime.transcript.expectations import KINDS
from callplan.runtime.transcript.script import ANSWERS, INPUTS

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "calls.md").read_text("utf-8")
TESTING = (DOCS / "testing.md").read_text("utf-8")
EXAMPLE = re.compile(r"```yaml\n(.*?)```", re.DOTALL)


@pytest.mark.parametrize(
    "example",
    [*EXAMPLE.findall(PAGE), *EXAMPLE.findall(TESTING)],
    ids=["booking", "session", "arrival", "tags", "expectations"],
)
def test_example(example: str) -> None:
    found, diagnostics = transcript.read(read_text("x.transcript.yaml", example).documents[0])
    assert found is not None
    assert diagnostics == ()


def test_tables_are_whole() -> None:
    named = [re.match(r"\w+", cell) for cell in re.findall(r"^\| `([^`]+)`", PAGE, re.MULTILINE)]
    assert [name[0] for name in named if name] == [*INPUTS, *ANSWERS]


def test_every_expectation_is_told() -> None:
    section = TESTING.split("## Expectations")[1].split("## Reports")[0]
    assert re.findall(r"^\| `(\w+):", section, re.MULTILINE) == list(KINDS)


def test_every_option_that_is_told_is_one(callplan: Callable[..., Any]) -> None:
    helped = "".join(callplan(name, "--help").out for name in ("test", "mutate", "replay"))
    own = TESTING.split("## pytest")[0] + TESTING.split("## Recorded calls")[1]
    told = set(re.findall(r"(?<![\w-])--[a-z]+(?:-[a-z]+)*", own))
    assert len(told) >= 15
    assert [option for option in sorted(told) if not re.search(rf"{option}\b", helped)] == []
