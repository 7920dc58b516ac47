"""The examples of docs/voice.md are true."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from callplan.compiler.policies import BY_NAME
from callplan.compiler.rules.flush import FLUSH as rule
from callplan.runtime.voice import format_text
from callplan.runtime.voice.markup import FLUSH
from callplan.runtime.voice.policies import NAMES

PAGE = (Path(__file__).parents[3] / "docs" / "voice.md").read_text("utf-8")
ROWS = re.findall(r"^\| `([^`]+)` \| `([^`]+)` \| .+ \|$", PAGE.partition("## Policies")[0], re.MULTILINE)


@pytest.mark.parametrize(("text", "says"), ROWS)
def test_example(text: str, says: str) -> None:
    assert format_text(text.replace(r"\n", "\n")) == says


def test_the_page_has_its_examples_and_policies() -> None:
    assert len(ROWS) >= 12
    policies = re.findall(r"^\| `(\w+)` \| ([^|]+) \|", PAGE.partition("## Policies")[2], re.MULTILINE)
    assert {name: tuple(re.findall(r"`(\w+)`", values)) for name, values in policies} == {
        name: BY_NAME[name].values for name in NAMES
    }


def test_one_pattern_of_flush_tags() -> None:
    """The rule that judges flush tags and the pipeline that acts upon them mean the same."""
    assert rule.compiled == FLUSH
