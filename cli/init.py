"""``callplan init``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from .exits import CLEAN, Refused
from .places import shown
from .terminal import out

STARTER = Path(__file__).with_name("starter")


def init(folder: Annotated[str, typer.Argument(metavar="[FOLDER]", help="Where; it is made if need be.")] = ".") -> int:
    """Write a starter project that passes check and test.

    One assistant with a tool and a hook, and two scripted calls. Nothing that exists is overwritten.

    \b
    Example:
      callplan init frontdesk && cd frontdesk && callplan check && callplan test
    """
    from .files import replace

    root = Path(folder)
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
    inside = "" if root.resolve() == Path.cwd() else f"cd {folder} && "
    out(f"\nnext: {inside}callplan check && callplan test")
    return CLEAN
