"""Which two conditions on one argument exclude each other (K022)."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

Said = Callable[[dict[str, str]], list[str]]

NEVER = (
    (("eq", "a"), ("eq", "b")),
    (("eq", "a"), ("neq", "a")),
    (("gt", "5"), ("lt", "4")),
    (("lt", "4"), ("gte", "4")),
    (("gt", "5"), ("eq", "5")),
    (("lte", "3"), ("eq", "4")),
)
SOMETIMES = (
    (("eq", "a"), ("eq", "a")),
    (("eq", "a"), ("neq", "b")),
    (("neq", "a"), ("neq", "b")),
    (("gte", "4"), ("lte", "4")),
    (("gt", "4"), ("lt", "4.5")),
    (("gt", "4"), ("gt", "9")),
    (("gt", "a"), ("lt", "b")),
    (("eq", "{{x}}"), ("eq", "b")),
    (({}, "a"), ("eq", "b")),
    (("eq", 1), ("eq", 2)),
)


def told(said: Said, one: tuple[Any, Any], other: tuple[Any, Any]) -> bool:
    conditions = [{"param": "kind", "operator": operator, "value": value} for operator, value in (one, other)]
    tool = {
        "type": "function",
        "function": {"name": "book", "description": "Books.", "parameters": {"properties": {"kind": {}}}},
        "messages": [{"type": "request-start", "content": "One moment.", "conditions": conditions}],
    }
    return any("K022" in line for line in said({"tools/book.json": json.dumps(tool)}))


@pytest.mark.parametrize(("one", "other"), NEVER)
def test_never_together(one: tuple[Any, Any], other: tuple[Any, Any], said: Said) -> None:
    assert told(said, one, other) and told(said, other, one)


@pytest.mark.parametrize(("one", "other"), SOMETIMES)
def test_sometimes_together(one: tuple[Any, Any], other: tuple[Any, Any], said: Said) -> None:
    assert not told(said, one, other) and not told(said, other, one)
