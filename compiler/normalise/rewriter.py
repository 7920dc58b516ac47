"""A document's value on its way into normal form: changed copies beside the origins of every part."""

from __future__ import annotations

from typing import Any

from ..sources import Path
from ..traced import Place, Traced


class Rewriter:
    """Holds the value being rewritten. Containers are copied the first time that something inside them changes."""

    def __init__(self, source: Traced) -> None:
        self.value: Any = source.value
        self.origins: dict[Path, Place] = dict(source.origins)
        self._own: dict[int, Any] = {}

    def traced(self) -> Traced:
        """The value as it stands now."""
        return Traced(self.value, self.origins)

    def get(self, path: Path) -> Any:
        """The value at *path*; KeyError or IndexError where there is none."""
        value = self.value
        for step in path:
            value = value[step]
        return value

    def put(self, path: Path, value: Any, place: Place | None = None) -> None:
        """Set *path* to *value*, which was written at *place* (None: it inherits the place of its container)."""
        self._container(path[:-1])[path[-1]] = value
        if place is not None:
            self.origins[path] = place

    def take(self, path: Path) -> tuple[Any, Place]:
        """Remove and return the value at *path*, with its place."""
        place = self.traced().place(path)
        return self._container(path[:-1]).pop(path[-1]), place

    def move(self, source: Path, target: Path) -> None:
        """Take the value at *source* to *target*, whose container must exist."""
        value, place = self.take(source)
        for path in [path for path in self.origins if path[: len(source)] == source and path != source]:
            self.origins[target + path[len(source) :]] = self.origins.pop(path)
        self.origins.pop(source, None)
        self.put(target, value, place)

    def _container(self, path: Path) -> Any:
        """The container at *path*, copied once so that the document's own data stays as it was read."""
        value = self.value = self._copied(self.value)
        for step in path:
            value[step] = self._copied(value[step])
            value = value[step]
        return value

    def _copied(self, value: Any) -> Any:
        if id(value) in self._own:
            return value
        copy = dict(value) if isinstance(value, dict) else list(value)
        self._own[id(copy)] = copy
        return copy
