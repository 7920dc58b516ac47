"""Cobertura XML, as CI systems read it: a class a source file, a line a place of nodes.

Template branches and the two ways of a rejection plan are the conditions of their line.
"""

from __future__ import annotations

from ....compiler.diagnostics.reporters import View
from ....compiler.diagnostics.reporters.junit import attribute
from ..model import Coverage, Entry
from .lines import Lines, by_file

_WAYS = ("template branch", "rejection")


def write(coverage: Coverage, view: View) -> str:
    """The document. Its time stamp is 0: the same runs give the same bytes."""
    files = by_file(coverage)
    lines = [found for by_line in files.values() for found in by_line.values()]
    packages: dict[str, list[str]] = {}
    for file, by_line in files.items():
        packages.setdefault(view.name(file).rpartition("/")[0], []).append(_class(view.name(file), by_line))
    body = "".join(
        f"    <package name={attribute(name or '.')} {_rates(_of(files, view, name))}>\n"
        f"      <classes>\n{''.join(classes)}      </classes>\n    </package>\n"
        for name, classes in packages.items()
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<coverage version="callplan" timestamp="0" {_rates(lines)} {_totals(lines)}>\n'
        f"  <sources><source>.</source></sources>\n  <packages>\n{body}  </packages>\n</coverage>\n"
    )


def _of(files: dict[str, Lines], view: View, folder: str) -> list[list[Entry]]:
    return [
        found
        for file, lines in files.items()
        if view.name(file).rpartition("/")[0] == folder
        for found in lines.values()
    ]


def _class(name: str, lines: Lines) -> str:
    rows = "".join(_line(number, entries) for number, entries in lines.items())
    return (
        f"        <class name={attribute(name)} filename={attribute(name)} {_rates(list(lines.values()))}>\n"
        f"          <methods/>\n          <lines>\n{rows}          </lines>\n        </class>\n"
    )


def _line(number: int, entries: list[Entry]) -> str:
    hits = len({path for entry in entries for path in entry.hits})
    touched, total = _ways(entries)
    branch = 'branch="false"'
    if total:
        branch = f'branch="true" condition-coverage="{100 * touched // total}% ({touched}/{total})"'
    return f'            <line number="{number}" hits="{hits}" {branch}/>\n'


def _ways(entries: list[Entry]) -> tuple[int, int]:
    ways = [entry for entry in entries if entry.node.kind in _WAYS]
    return sum(1 for way in ways if way.hits), len(ways)


def _numbers(lines: list[list[Entry]]) -> tuple[int, int, int, int]:
    ways = [_ways(entries) for entries in lines]
    hit = sum(1 for entries in lines if any(entry.hits for entry in entries))
    return hit, len(lines), sum(touched for touched, _ in ways), sum(total for _, total in ways)


def _rates(lines: list[list[Entry]]) -> str:
    hit, total, ways, all_ways = _numbers(lines)
    return f'line-rate="{_rate(hit, total)}" branch-rate="{_rate(ways, all_ways)}" complexity="0"'


def _totals(lines: list[list[Entry]]) -> str:
    hit, total, ways, all_ways = _numbers(lines)
    return f'lines-covered="{hit}" lines-valid="{total}" branches-covered="{ways}" branches-valid="{all_ways}"'


def _rate(part: int, whole: int) -> str:
    return f"{part * 10_000 // whole / 10_000:.4f}" if whole else "1.0000"
