"""Comments that silence a finding: ``# callplan: ignore[H004] reason`` in YAML and front matter, ``<!-- … -->`` in the
body of a Markdown file. JSON has no comments: there the project file says it.

A comment at the end of a line is about the value that begins on that line, one that stands alone about what begins on
the next line (in a body: about the paragraph). Texts of block scalars hold no comments.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from ..diagnostics import Diagnostic, Severity, Span
from ..diagnostics.catalog import J011, J012, J013
from ..diagnostics.lines import Lines
from ..expression import Expression
from ..sources import Document
from .settings import Settings, codes_of, near

MARK = "callplan: ignore"
"""Part of every such comment."""

_YAML = Expression(r"#[ \t]*callplan: ignore\b(?:\[([^\]\n]*)\])?[ \t]*([^\n]*)")
_BODY = Expression(r"<!--[ \t]*callplan: ignore\b(?:\[([^\]\n]*)\])?[ \t]*(.*?)[ \t]*-->")
LIMIT = 1_000
"""Comments of one file that are looked at."""


class Ignore(NamedTuple):
    """One comment: the names in its brackets (None without brackets), why, and the lines that it is about."""

    span: Span
    names: tuple[str, ...] | None
    reason: str
    first: int
    last: int

    def covers(self, item: Diagnostic, codes: Collection[str]) -> bool:
        """Whether *item* is of one of *codes* and begins on a line that the comment is about."""
        same = item.span.file == self.span.file and item.rule in codes
        return same and self.first <= item.span.start.line <= self.last and not _unusable(item)


def without_ignored(
    found: Iterable[Diagnostic], documents: Iterable[Document], settings: Settings, later: tuple[str, ...] = ()
) -> list[Diagnostic]:
    """*found* without what comments in *documents* silence, with what is wrong with the comments themselves: a name
    that does not exist (J012), no reason (J013, strict), nothing silenced (J011). Rules whose codes begin like
    one of *later* are looked for later: their comments may be in use.
    """
    left = list(found)
    ignores = [one for document in _once(documents) for one in ignores_of(document)]
    if not ignores:
        return left
    said: list[Diagnostic] = []
    for one in ignores:
        names = one.names or ()
        codes = {name: _code(name, settings) for name in names}
        said += _faults(one, codes, settings)
        for name, code in codes.items():
            if code is None:
                continue
            kept = [item for item in left if not one.covers(item, {code})]
            idle = len(kept) == len(left) and not code.startswith(later)
            if idle and code not in settings.off and code not in settings.everywhere.ignore:
                message = f"nothing here breaks {name}: the comment silences nothing. Take it out."
                said.append(J011.at(one.span, message))
            left = kept
    return left + said


def _faults(one: Ignore, codes: dict[str, str | None], settings: Settings) -> Iterator[Diagnostic]:
    if not codes:
        yield J012.at(one.span, "say which rules: # callplan: ignore[H004] why. This comment silences nothing.")
    for name, code in codes.items():
        if code is None:
            yield J012.at(one.span, _unknown(name, settings))
    if settings.strict and codes and not one.reason:
        message = "the profile 'strict' wants a reason: write after the brackets why this is right as it is."
        yield J013.at(one.span, message)


def _unknown(name: str, settings: Settings) -> str:
    rules = settings.rules.values()
    if name != "ALL" and codes_of(name, rules):
        return f"{name!r} is more than a rule, and a comment names single ones; callplan.yaml can ignore it for a file."
    return f"there is no rule {name!r}{near(name, rules)}"


def _code(name: str, settings: Settings) -> str | None:
    if name in settings.rules:
        return name
    return next((rule.code for rule in settings.rules.values() if rule.slug == name), None)


def _unusable(item: Diagnostic) -> bool:
    return item.rule.startswith("J") and item.severity is Severity.ERROR


def _once(documents: Iterable[Document]) -> Iterator[Document]:
    seen: set[str] = set()
    for document in documents:
        if MARK in document.text and document.file not in seen and document.format != "json":
            seen.add(document.file)
            yield document


def ignores_of(document: Document) -> list[Ignore]:
    """The comments of a file, in order."""
    text = document.text
    start, end = document.layout.front if document.layout else (0, len(text))
    lines = re.split(r"\r\n?|\n", text)
    index = Lines(text)
    found = []
    scalars = _scalars(text[start:end])
    for match in _YAML.finditer(text, start, end):
        at = match.start() - start
        if not any(first <= at < last for first, last in scalars):
            span = index.span(document.file, match.start(), match.end())
            found.append(Ignore(span, *_parts(match), *_block(lines, span.start.line, span.start.column)))
    if document.layout is not None:
        for match in _BODY.finditer(text, *document.layout.body):
            span = index.span(document.file, match.start(), match.end())
            found.append(Ignore(span, *_parts(match), *_paragraph(lines, span, match[0])))
    return found[:LIMIT]


def _parts(match: re.Match[str]) -> tuple[tuple[str, ...] | None, str]:
    names = (
        None
        if match[1] is None
        else tuple(dict.fromkeys(name for part in match[1].split(",") if (name := part.strip())))
    )
    return names, match[2].strip()


def _scalars(text: str) -> list[tuple[int, int]]:
    """Where the scalars of a YAML text begin and end: what looks like a comment in one is none."""
    import yaml

    try:
        tokens = yaml.scan(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        return [
            (token.start_mark.index, token.end_mark.index) for token in tokens if isinstance(token, yaml.ScalarToken)
        ]
    except yaml.YAMLError:
        return [(0, len(text))]  # the file is reported as a whole


def _block(lines: Sequence[str], number: int, column: int) -> tuple[int, int]:
    """The lines of the value that a comment at line *number* is about, numbered from 1."""
    at = number - 1
    if not lines[at][: column - 1].strip():
        at = next((i for i in range(number, len(lines)) if _holds(lines[i])), at)
    indent = _indent(lines[at])
    item = lines[at].lstrip().startswith("- ")
    last = at
    for i in range(at + 1, len(lines)):
        if not _holds(lines[i]):
            continue
        deeper = _indent(lines[i]) > indent
        if not deeper and (item or _indent(lines[i]) < indent or not lines[i].lstrip().startswith("- ")):
            break
        last = i
    return number, last + 1


def _holds(line: str) -> bool:
    return bool(line.strip()) and not line.lstrip().startswith("#")


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _paragraph(lines: Sequence[str], span: Span, comment: str) -> tuple[int, int]:
    number = span.start.line
    if lines[number - 1].strip() != comment.strip():
        return number, number
    last = number
    while last < len(lines) and not lines[last].strip():
        last += 1
    while last < len(lines) and lines[last].strip():
        last += 1
    return number, last
