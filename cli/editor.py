"""What an editor needs to know the kinds: schema files, and settings that say which files each is for."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from .files import replace
from .places import shown
from .terminal import out

FOLDER = ".callplan/schemas"
SETTINGS = ".vscode/settings.json"
OWN = {"project": ("callplan.yaml",), "transcript": ("**/*.transcript.yaml", "**/*.transcript.yml")}
"""Schemas of callplan's own files, and the files."""
KINDS = ("assistant", "squad", "tool", "hooks", "call", "structured-output", "phone-number")
"""Kinds that people write by hand: each has its schema from the start."""


def write(root: Path, kinds: Iterable[str] = KINDS) -> None:
    """Write the schemas of *kinds* and the settings below *root*. Schemas are callplan's and replaced; settings that
    exist are the reader's: what belongs into them is printed.
    """
    from .. import schemas

    wanted = globs(kinds)
    for name in wanted:
        path = root / FOLDER / f"{name}.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        replace(path, json.dumps(schemas.bundle(name), ensure_ascii=False, separators=(",", ":")).encode() + b"\n")
        out(f"wrote {shown(path)}")
    settings = root / SETTINGS
    text = json.dumps(_settings(wanted), indent=2) + "\n"
    if settings.exists():
        out(f"{shown(settings)} exists already; what belongs into it:\n{text}", end="")
        return
    settings.parent.mkdir(parents=True, exist_ok=True)
    replace(settings, text.encode())
    out(f"wrote {shown(settings)}")


def globs(kinds: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """By schema: patterns of the YAML files that it is for."""
    from ..compiler.workspace.kinds import BY_NAME

    found = dict(OWN)
    for kind in map(BY_NAME.__getitem__, kinds):
        if kind.schema is not None:
            found[kind.schema] = tuple(
                f"**/{folder}/**/*.{ending}" for folder in kind.folders for ending in ("yaml", "yml")
            )
    return found


def _settings(wanted: dict[str, tuple[str, ...]]) -> dict[str, Any]:
    """Settings of VS Code, for its YAML and its JSON language server."""
    return {
        "yaml.schemas": {f"{FOLDER}/{name}.json": list(patterns) for name, patterns in wanted.items()},
        "json.schemas": [
            {
                "fileMatch": sorted({f"{pattern.rpartition('.')[0]}.json" for pattern in patterns}),
                "url": f"./{FOLDER}/{name}.json",
            }
            for name, patterns in wanted.items()
            if name not in OWN
        ],
    }
