"""``callplan init``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from .exits import CLEAN, Refused
from .places import shown
from .terminal import out

STARTER = Path(__file__).with_name("starter")


def init(
    folder: Annotated[str, typer.Argument(metavar="[FOLDER]", help="Where; it is made if need be.")] = ".",
    *,
    editor: Annotated[
        bool, typer.Option("--editor", help="Only what an editor needs, in a workspace that exists.")
    ] = False,
) -> int:
    """Write a starter project that passes check and test.

    One assistant with a tool and a hook, two scripted calls, and what an editor needs to complete keys and to mark
    mistakes: the schemas in .callplan/schemas, and .vscode/settings.json that says which files each is for. Other
    editors take a first line `# yaml-language-server: $schema=../.callplan/schemas/tool.json`. Nothing that exists is
    overwritten, but for the schemas, which are callplan's.

    \b
    Examples:
      callplan init frontdesk && cd frontdesk && callplan check && callplan test
      callplan init --editor
    """
    from . import editor as editor_files
    from .files import replace

    root = Path(folder)
    if editor:
        if not root.is_dir():
            raise Refused(f"there is no folder {folder!r}: --editor is for a workspace that exists")
        editor_files.write(root, _kinds(root))
        return CLEAN
    sources = sorted(path for path in STARTER.rglob("*") if path.is_file() and path.suffix in (".yaml", ".yml", ".md"))
    files = {root / path.relative_to(STARTER): path.read_bytes() for path in sources}
    present = [shown(path) for path in files if path.exists()]
    if present:
        raise Refused(f"{present[0]} exists already, and init overwrites nothing")
    for path, content in files.items():
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise Refused(f"cannot make {path.parent}: {error.strerror or error}") from error
        replace(path, content)
        out(f"wrote {shown(path)}")
    editor_files.write(root)
    inside = "" if root.resolve() == Path.cwd() else f"cd {folder} && "
    out(f"\nnext: {inside}callplan check && callplan test")
    return CLEAN


def _kinds(root: Path) -> list[str]:
    """The kinds of a workspace's resources, and those that people write by hand."""
    from .. import compiler
    from .editor import KINDS

    return list(dict.fromkeys((*KINDS, *(resource.kind for resource in compiler.load(root).resources))))
