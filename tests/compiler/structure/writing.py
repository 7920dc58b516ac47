"""Texts whose lines are known: data written as YAML, JSON or front matter, with the line of every path."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

Path = tuple[str | int, ...]


class Written(NamedTuple):
    """A text, the line (from 1) that the key, or the item, at each path begins in, and the line of the value itself."""

    text: str
    lines: Mapping[Path, int]
    values: Mapping[Path, int]


class _Lines:
    def __init__(self, shared: Mapping[Path, str], aliases: Mapping[Path, str]) -> None:
        self.out: list[str] = []
        self.lines: dict[Path, int] = {}
        self.values: dict[Path, int] = {}
        self.shared, self.aliases = shared, aliases

    def put(self, text: str, path: Path, *, opens: bool = False) -> None:
        """A line for *path*; its value *opens* on the next one."""
        self.out.append(text)
        self.lines[path] = len(self.out)
        self.values[path] = len(self.out) + opens

    def yaml(self, head: str, value: Any, path: Path, depth: int) -> None:
        """One entry: *head* is ``key:`` or ``-``, already indented."""
        if path in self.aliases:
            self.put(f"{head} *{self.aliases[path]}", path)
            return
        mark = f" &{self.shared[path]}" if path in self.shared else ""
        if isinstance(value, (dict, list)) and value:
            self.put(f"{head}{mark}", path, opens=True)
            self.inside(value, path, depth + 1)
        else:
            self.put(f"{head}{mark} {json.dumps(value, ensure_ascii=False)}", path)

    def inside(self, value: Any, path: Path, depth: int) -> None:
        indent = "  " * depth
        if isinstance(value, dict):
            for key, item in value.items():
                self.yaml(f"{indent}{json.dumps(key)}:", item, (*path, key), depth)
        else:
            for index, item in enumerate(value):
                self.yaml(f"{indent}-", item, (*path, index), depth)

    def json(self, head: str, value: Any, path: Path, depth: int, tail: str) -> None:
        indent = "  " * depth
        if not (isinstance(value, (dict, list)) and value):
            self.put(f"{indent}{head}{json.dumps(value)}{tail}", path)
            return
        is_object = isinstance(value, dict)
        self.put(f"{indent}{head}{'{' if is_object else '['}", path)
        items = list(value.items()) if is_object else list(enumerate(value))
        for number, (step, item) in enumerate(items):
            comma = "" if number == len(items) - 1 else ","
            self.json(f"{json.dumps(step)}: " if is_object else "", item, (*path, step), depth + 1, comma)
        self.out.append(f"{indent}{'}' if is_object else ']'}{tail}")


def as_yaml(
    data: Any, *, shared: Mapping[Path, str] | None = None, aliases: Mapping[Path, str] | None = None
) -> Written:
    """Block style, every scalar quoted as JSON quotes it. *shared* values get an anchor, *aliases* name one."""
    lines = _Lines(shared or {}, aliases or {})
    lines.put("# a comment", (), opens=True)
    lines.inside(data, (), 0)
    return Written("\n".join(lines.out) + "\n", lines.lines, lines.values)


def as_json(data: Any) -> Written:
    """Indented, one value a line."""
    lines = _Lines({}, {})
    lines.json("", data, (), 0, "")
    return Written("\n".join(lines.out) + "\n", lines.lines, lines.values)


def as_front_matter(data: Any) -> Written:
    """Front matter with a system prompt below it."""
    inner = as_yaml(data)
    lines, values = ({at: number + 1 for at, number in one.items()} for one in (inner.lines, inner.values))
    return Written(f"---\n{inner.text}---\n\nHelp the caller.\n", lines, values)
