"""Where a schema stands: its references are relative to the document that holds it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from ... import schemas
from .fault import Check

Json = dict[str, Any]


class Scope(NamedTuple):
    """The document ``home``, and how a schema that stands in it is made a check."""

    home: str
    build: Callable[[Json, Scope], Check]

    def check(self, schema: Json) -> Check:
        """The check of *schema*."""
        return self.build(schema, self)

    def resolve(self, schema: Json) -> tuple[Json, Scope]:
        """*schema* behind its references, and the scope that it stands in."""
        scope = self
        while "$ref" in schema:
            home, schema = schemas.resolve(scope.home, schema["$ref"])
            scope = Scope(home, self.build)
        return schema, scope

    def look(self, schema: Json) -> Json:
        """*schema* behind its references, for those who only read its words."""
        return self.resolve(schema)[0]
