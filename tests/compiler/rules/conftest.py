"""Workspaces of a few lines, and what is said of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import callplan
import pytest

Said = Callable[[dict[str, str]], list[str]]


@pytest.fixture
def said(tree: Callable[[dict[str, str]], Path]) -> Said:
    """``file:line: severity CODE`` of every finding about a workspace of these files."""

    def check(files: dict[str, str]) -> list[str]:
        report = callplan.check(callplan.compiler.load(tree(files)))
        return [f"{item.span.file}:{item.span.start.line}: {item.severity} {item.rule}" for item in report.diagnostics]

    return check
