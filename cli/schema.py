"""``callplan schema``."""

from __future__ import annotations

from typing import Annotated

import typer

from .exits import CLEAN, Refused, near
from .terminal import data, out


def schema(
    kind: Annotated[
        str | None, typer.Argument(metavar="[KIND]", help="The kind of document; without it the kinds are listed.")
    ] = None,
) -> int:
    """Print the JSON Schema of a kind of document.

    \b
    Examples:
      callplan schema
      callplan schema assistant > assistant.schema.json
    """
    import json

    from .. import schemas

    if kind is None:
        out("\n".join(schemas.names()))
        return CLEAN
    if kind not in schemas.names():
        raise Refused(f"there is no schema {kind!r}{near(kind, schemas.names())}")
    data(json.dumps(schemas.bundle(kind), indent=2, ensure_ascii=False) + "\n")
    return CLEAN
