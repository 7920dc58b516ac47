"""The tables of fixtures/voice: a text, a format plan, what the voice provider gets, and the reason."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from callplan.runtime.voice import VoicePolicies, format_text

FOLDER = Path(__file__).parents[3] / "fixtures" / "voice"


def _cases() -> list[Any]:
    return [
        pytest.param(case, id=f"{path.stem}-{number}")
        for path in sorted(FOLDER.glob("*.yaml"))
        for number, case in enumerate(yaml.safe_load(path.read_text("utf-8")), 1)
    ]


@pytest.mark.parametrize("case", _cases())
def test_case(case: dict[str, Any]) -> None:
    assert set(case) <= {"text", "plan", "year", "policies", "says", "why"}
    assert case["why"]
    said = format_text(
        case["text"], case.get("plan"), year=case.get("year", 2025), policies=VoicePolicies(**case.get("policies", {}))
    )
    assert said == case["says"]
