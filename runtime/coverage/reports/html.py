"""One self-contained page: the table, then every source with its nodes' lines marked. No script, no network."""

from __future__ import annotations

from html import escape
from pathlib import Path

from ....compiler.diagnostics.reporters import View
from ..model import Count, Coverage, Entry
from ..nodes import KINDS
from .lines import Lines, by_file

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'"
_STYLE = """\
:root { color-scheme: light dark; }
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 75rem; padding: 0 1rem; }
table { border-collapse: collapse; } th, td { padding: .15rem .8rem; text-align: right; }
th:first-child, td:first-child { text-align: left; }
tbody th { font-weight: normal; } thead th { border-bottom: 1px solid; }
pre span:target { outline: 2px solid; }
summary { cursor: pointer; padding: .3rem 0; }
pre { font: 13px/1.45 ui-monospace, monospace; margin: 0; overflow-x: auto; }
pre span { display: block; padding: 0 .5rem; border-left: .4rem solid transparent; }
pre .all { background: #2e9e4433; border-color: #2e9e44; }
pre .some { background: #c98a0033; border-color: #c98a00; }
pre .none { background: #d0353533; border-color: #d03535; }
pre i { font-style: normal; opacity: .75; }
"""
_WORDS = {"all": "touched", "some": "partly touched", "none": "untouched"}


def write(coverage: Coverage, view: View) -> str:
    """The page. Text of the configuration is escaped, and secrets in it are stars."""
    rows = "".join(_row(kind, coverage.count(kind)) for kind in KINDS) + _row("all", coverage.count())
    files = by_file(coverage)
    numbers = {file: number for number, file in enumerate(files, 1)}
    transcripts = "".join(_transcript(path, coverage, view) for path in coverage.transcripts)
    missed = "".join(_missed(entry, numbers, view) for entry in coverage.missed)
    sources = "".join(_file(numbers[file], file, lines, view) for file, lines in files.items())
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{escape(_POLICY)}">\n'
        f"<title>Plan coverage</title>\n<style>\n{_STYLE}</style>\n</head>\n<body>\n<main>\n<h1>Plan coverage</h1>\n"
        '<table>\n<thead><tr><th scope="col">nodes</th><th scope="col">touched</th><th scope="col">of</th>'
        f'<th scope="col">%</th></tr></thead>\n<tbody>\n{rows}</tbody>\n</table>\n'
        '<h2>Transcripts</h2>\n<table>\n<thead><tr><th scope="col">transcript</th>'
        f'<th scope="col">touched</th></tr></thead>\n<tbody>\n{transcripts}</tbody>\n</table>\n'
        + (f"<h2>Untouched</h2>\n<ul>\n{missed}</ul>\n" if missed else "")
        + f"<h2>Sources</h2>\n{sources}</main>\n</body>\n</html>\n"
    )


def _row(name: str, count: Count) -> str:
    percent = f"{count.percent:.2f}" if count.total else "-"
    return (
        f'<tr><th scope="row">{escape(name)}</th><td>{count.touched}</td><td>{count.total}</td>'
        f"<td>{percent}</td></tr>\n"
    )


def _transcript(path: Path, coverage: Coverage, view: View) -> str:
    touched = sum(coverage.by(path).values())
    return f'<tr><th scope="row">{escape(view.name(path.as_posix()))}</th><td>{touched}</td></tr>\n'


def _missed(entry: Entry, numbers: dict[str, int], view: View) -> str:
    where = f" ({entry.target}{f', {entry.environment}' if entry.environment else ''})"
    words = escape(f"{entry.node.kind} {entry.node.label}{where}")
    if not entry.file:
        return f"<li>{words}</li>\n"
    place = escape(f"{view.name(entry.file)}:{entry.line}")
    return f'<li><a href="#{_anchor(numbers[entry.file], entry.line)}">{place}</a> {words}</li>\n'


def _anchor(file: int, line: int) -> str:
    return f"f{file}-{line}"


def _file(place: int, file: str, lines: Lines, view: View) -> str:
    entries = [entry for found in lines.values() for entry in found]
    count = Count(sum(1 for entry in entries if entry.hits), len(entries))
    total = (view.source(file) or "").count("\n") + 1
    body = "".join(
        _line(_anchor(place, number), number, view.line(file, number), lines.get(number, []))
        for number in range(1, total + 1)
    )
    opened = "" if count.touched == count.total else " open"
    return (
        f"<details{opened}>\n<summary>{escape(view.name(file))}: {count.touched} of {count.total}</summary>\n"
        f'<pre tabindex="0" role="region" aria-label="{escape(view.name(file))}">{body}</pre>\n</details>\n'
    )


def _line(anchor: str, number: int, text: str, entries: list[Entry]) -> str:
    if not entries:
        return f"<span>{number:5}        {escape(text)}</span>"
    hit = sum(1 for entry in entries if entry.hits)
    share = f"{hit}/{len(entries)}"
    state = "all" if hit == len(entries) else "some" if hit else "none"
    labels = [f"{'' if entry.hits else 'untouched '}{entry.node.kind} {entry.node.label}" for entry in entries]
    words = escape("; ".join(dict.fromkeys(labels)))
    head = f'<span id="{anchor}" class="{state}" title="{_WORDS[state]}: {words}">'
    return f"{head}{number:5} <i>{share:>6}</i> {escape(text)}</span>"
