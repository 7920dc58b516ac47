"""The text of one page, and its examples as files."""

from __future__ import annotations

import re
from shlex import split
from typing import NamedTuple

_SECTION = re.compile(r"^(Bad|Good|Options|Source):[ \t]*(.*)$")
_COMMAND = re.compile(r"^\$ (?:PYTHONPATH=(\S+) )?callplan (.+)\n?", re.MULTILINE)
_BEFORE = re.compile(r"^\$ (truncate|ln) (.+)\n?", re.MULTILINE)
_FILE = re.compile(r"^# file: (\S+)[ \t]*$", re.MULTILINE)


class Example(NamedTuple):
    """A workspace as a page shows it: file names and their texts."""

    text: str

    def files(self) -> dict[str, str]:
        """The files: ``# file: NAME`` begins one; without such a line it is all one document."""
        text = _BEFORE.sub("", _COMMAND.sub("", self.text))
        parts = _FILE.split(text)
        if len(parts) == 1:
            return {"example.md" if text.startswith("---") else "example.yaml": text}
        return {name: body.strip("\n") + "\n" for name, body in zip(parts[1::2], parts[2::2], strict=True)}

    def command(self) -> list[str] | None:
        """The arguments of the command that shows the finding, if it is another than ``check``."""
        found = _COMMAND.search(self.text)
        return split(found[2]) if found else None

    def plugins(self) -> str | None:
        """The folder of plugins that the command knows of."""
        found = _COMMAND.search(self.text)
        return found[1] if found else None

    def before(self) -> list[list[str]]:
        """What is done first that no text can show: ``truncate --size BYTES FILE``, ``ln -s TARGET FILE``."""
        return [[found[1], *split(found[2])] for found in _BEFORE.finditer(self.text)]


class Page(NamedTuple):
    """One rule's page; ``options`` are lines ``name (default): what it does``, ``source`` is where it is known from."""

    code: str
    summary: str
    why: str
    bad: Example
    good: Example
    options: tuple[str, ...] = ()
    source: str = ""


def parse(code: str, text: str) -> Page | None:
    """The page that *text* (without its indentation) holds; None if it has no examples."""
    prose: list[str] = []
    sections: dict[str, list[str]] = {}
    lines = prose
    for line in text.strip().split("\n"):
        found = _SECTION.match(line)
        if found:
            lines = sections.setdefault(found[1], [])
            if found[2]:
                lines.append(found[2])
        else:
            lines.append(line)
    if not sections.keys() >= {"Bad", "Good"}:
        return None
    summary, _, why = "\n".join(prose).strip().partition("\n\n")
    return Page(
        code,
        " ".join(summary.split()),
        why.strip(),
        Example(_block(sections.get("Bad", []))),
        Example(_block(sections.get("Good", []))),
        tuple(line.strip() for line in sections.get("Options", ()) if line.strip()),
        " ".join(" ".join(sections.get("Source", ())).split()),
    )


def _block(lines: list[str]) -> str:
    width = min((len(line) - len(line.lstrip()) for line in lines if line.strip()), default=0)
    return "\n".join(line[width:] for line in lines).strip("\n") + "\n"
