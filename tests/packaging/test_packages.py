"""The list of packages and the folders on disk say the same."""

from __future__ import annotations

import tomllib
from pathlib import Path

PARTS = ("cli", "compiler", "runtime", "schemas")


def _folders(root: Path) -> set[str]:
    """Every folder below the four parts that holds a file of ours, as a package name."""
    found = {"callplan"}
    for part in PARTS:
        for path in (root / part).rglob("*"):
            if path.is_file() and "__pycache__" not in path.parts and not path.name.startswith("."):
                found.add(".".join(("callplan", *path.parent.relative_to(root).parts)))
    return found


def test_every_folder_is_listed_and_every_listed_folder_exists(root: Path) -> None:
    settings = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]
    assert sorted(settings["packages"]) == sorted(_folders(root))


def test_code_folders_have_an_init(root: Path) -> None:
    bare = {
        path.parent.relative_to(root).as_posix()
        for part in PARTS
        for path in (root / part).rglob("*.py")
        if not (path.parent / "__init__.py").is_file()
    }
    assert bare == set()
