"""The tables of fixtures/voice: a text, a format plan, what the voice provider gets, and the reason. ``unknown`` is a
part of the message where a replacement cannot be made.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from callplan.runtime.voice import ReplacementError, VoicePolicies, format_text

FOLDER = Path(__file__).parents[3] / "fixtures" / "voice"


def _cases() -> list[Any]:
    return [
        pytest.param(case, id=f"{path.stem}-{number}")
        for path in sorted(FOLDER.glob("*.yaml"))
        for number, case in enumerate(yaml.safe_load(path.read_text("utf-8")), 1)
    ]


@pytest.mark.parametrize("case", _cases())
def test_case(case: dict[str, Any]) -> None:
    assert set(case) <= {"text", "plan", "year", "policies", "says", "unknown", "why"}
    assert case["why"]
    text, plan, year = case["text"], case.get("plan"), case.get("year", 2025)
    policies = VoicePolicies(**case.get("policies", {}))
    if "unknown" in case:
        with pytest.raises(ReplacementError, match=re.escape(case["unknown"])) as error:
            format_text(text, plan, year=year, policies=policies)
        assert [fault.index for fault in error.value.faults] == [0]
    else:
        assert format_text(text, plan, year=year, policies=policies) == case["says"]


def test_there_are_ten_domains_and_enough_cases() -> None:
    assert len(list(FOLDER.glob("*.yaml"))) >= 10
    assert len(_cases()) >= 300
