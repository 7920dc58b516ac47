"""Every test of the repository is among those that pytest finds by itself."""

from __future__ import annotations

from fnmatch import fnmatch
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]


def test_no_folder_of_tests_is_passed_over(pytestconfig: pytest.Config) -> None:
    """``norecursedirs`` names folders by pattern, and by default ``build``, which is a package of ours."""
    patterns: list[str] = pytestconfig.getini("norecursedirs")
    files = [path.relative_to(TESTS) for path in TESTS.rglob("test_*.py") if "node_modules" not in path.parts]
    assert Path("compiler/build/test_build.py") in files
    passed_over = [
        file for file in files if any(fnmatch(part, pattern) for part in file.parts[:-1] for pattern in patterns)
    ]
    assert passed_over == []
