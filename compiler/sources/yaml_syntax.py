"""What a YAML syntax error means to the one who wrote the line, and how to read on where that is plain."""

from __future__ import annotations

import re

from yaml import MarkedYAMLError

from ..diagnostics import Fix, Rule
from ..diagnostics.catalog import Y001, Y005
from ..values import dataclass
from .findings import Findings

_BEFORE_VALUE = re.compile(
    r"[ \t]*+(?:- ++)*+"
    r"(?:(?:[^\s:#'\"{}\[\],&*!|>%@`-][^:#'\"{}\[\]\r\n]*+|(?:\"[^\"\r\n]*+\"|'[^'\r\n]*+')[ \t]*+):[ \t]++)?"
)
_LINE = re.compile(r"[^\r\n]*")
_COMMENT = re.compile(r"(?<=[ \t])#")
_NO_TOKEN = "cannot start any token"
_AFTERMATH = "Nothing of this file reaches the platform until it is repaired"


@dataclass(frozen=True, slots=True)
class Mistake:
    """One syntax error at ``text[start:end]``; ``plain`` is what to read as plain text so that the rest is read."""

    rule: Rule
    start: int
    end: int
    message: str
    fix: Fix | None = None
    plain: tuple[int, int] | None = None


def explain(error: MarkedYAMLError, findings: Findings, base: int, end: int) -> Mistake:
    """The mistake behind *error*, which the parser raised on the YAML at ``text[base:end]``."""
    at = _offset(error.problem_mark, base, end)
    context = _offset(error.context_mark, base, end) if error.context_mark else at
    problem, during = error.problem or "", error.context or ""
    text = findings.text
    for place in (at, context, _previous_line(text, at, base)):
        value = _value_at(text, place, base, end)
        if value is not None and text.startswith(("{{", "{%"), value[0]):
            return _liquid(findings, *value)
    if (marker := _conflict(text, at, base)) is not None:
        return Mistake(Y001, *marker, f"a merge conflict was left in the file. {_AFTERMATH}")
    if _NO_TOKEN in problem or "found character" in problem:
        return _bad_start(findings, at, base, end)
    if "mapping values are not allowed" in problem:
        return _second_colon(findings, at, base, end)
    if "escape" in problem:
        return _escape(findings, at, context, end)
    if "quoted scalar" in during:
        message = f"the quote that opens here is never closed. {_AFTERMATH}"
        return Mistake(Y001, context, context + 1, message)
    return Mistake(Y001, *_words(text, at, context, problem, during, base, end))


def escape_of(error: MarkedYAMLError) -> int:
    """The offset of the ``\\u`` that *error* is about, in the text that was parsed; -1 for any other mistake."""
    if error.problem_mark is None or "escape" not in (error.problem or ""):
        return -1
    return error.problem_mark.index - 2


def _liquid(findings: Findings, start: int, end: int) -> Mistake:
    message = (
        f"{findings.text[start:end]} is not quoted: YAML takes {{ for the start of a mapping and fails. "
        "Put the whole value in quotes"
    )
    return Mistake(Y005, start, end, message, findings.quote(start, end), (start, end))


def _bad_start(findings: Findings, at: int, base: int, end: int) -> Mistake:
    character = findings.text[at : at + 1]
    if character == "\t":
        message = f"a tab stands here where only spaces may indent YAML: replace it by spaces. {_AFTERMATH}"
        return Mistake(Y001, at, at + 1, message)
    value = _value_at(findings.text, at, base, end)
    if value is None or value[0] != at:
        return Mistake(Y001, at, at + 1, f"YAML does not allow {character!r} here. {_AFTERMATH}")
    message = f"a value may not begin with {character} unless it is quoted. {_AFTERMATH}"
    return Mistake(Y001, at, value[1], message, findings.quote(*value), value)


def _second_colon(findings: Findings, at: int, base: int, end: int) -> Mistake:
    value = _value_at(findings.text, at, base, end)
    if value is None or not value[0] < at < value[1]:
        message = (
            "a key cannot begin here: the line above holds a value already, or the indentation does not fit. "
            f"{_AFTERMATH}"
        )
        start = _line_start(findings.text, at, base)
        return Mistake(Y001, *_line_extent(findings.text, start, base, end), message)
    message = f"the value holds a second colon and a space, which YAML takes for another key. Quote it. {_AFTERMATH}"
    return Mistake(Y001, at, at + 1, message, findings.quote(*value, safe=False), value)


def _escape(findings: Findings, at: int, context: int, end: int) -> Mistake:
    text = findings.text
    start = max(text.rfind("\\", context, at + 1), context)
    stop = min(start + 2, end)
    if text[start + 1 : start + 2] in ("u", "U", "x"):
        message = (
            f"the escape {text[start : start + 6]} is half of a surrogate pair, or no character: write the character. "
            f"{_AFTERMATH}"
        )
        return Mistake(Y001, start, stop, message, plain=(start, start + 1))
    message = (
        f"{text[start:stop]} is no escape that YAML knows inside double quotes: write \\{text[start:stop]}, "
        f"or use single quotes. {_AFTERMATH}"
    )
    fix = findings.edit("double the backslash", (start, start + 1, "\\\\"), safe=False)
    return Mistake(Y001, start, stop, message, fix, (start, start + 1))


_EXPLANATIONS: tuple[tuple[str, str], ...] = (
    ("could not find expected ':'", "this line is neither `key: value` nor indented as part of the text above"),
    ("block sequence entries are not allowed", "a list item cannot begin on this line: put it on the next one"),
    ("block mapping", "this line does not fit the indentation of the keys above it"),
    ("block collection", "this line does not fit the indentation of the list above it"),
    ("block scalar", "after | or > only an indentation, + or - and a comment may follow on the line"),
    ("flow sequence", "the list that opens with [ is not closed, or a comma is missing"),
    ("flow mapping", "the mapping that opens with { is not closed, or a comma is missing"),
    ("violates indentation", "a tab stands where only spaces may indent YAML: replace it by spaces"),
    ("tag", "a value may not begin with ! unless it is quoted"),
    ("anchor", "a value may not begin with & unless it is quoted"),
    ("alias", "a value may not begin with * unless it is quoted"),
    ("directive", "a line may not begin with % unless it is quoted"),
    ("document start", "the document has ended above this line: its indentation does not fit"),
)


def _words(text: str, at: int, context: int, problem: str, during: str, base: int, end: int) -> tuple[int, int, str]:
    """Place and message of a mistake that nothing above knows better."""
    for part, words in _EXPLANATIONS:
        if part in problem or part in during:
            opened = part.startswith(("flow", "could not"))
            return (*_line_extent(text, context if opened else at, base, end), f"{words}. {_AFTERMATH}")
    return (*_line_extent(text, at, base, end), f"this is not YAML ({problem or during}). {_AFTERMATH}")


def _offset(mark: object, base: int, end: int) -> int:
    return min(base + int(getattr(mark, "index", 0)), end)


def _line_start(text: str, offset: int, base: int) -> int:
    return max(text.rfind("\n", base, offset), text.rfind("\r", base, offset), base - 1) + 1


def _previous_line(text: str, offset: int, base: int) -> int:
    """A place on the last line before that of *offset* which is not blank."""
    start = _line_start(text, offset, base)
    return base + len(text[base:start].rstrip()) - 1 if start > base else base


def _value_at(text: str, offset: int, base: int, end: int) -> tuple[int, int] | None:
    """Where the value stands on the line of *offset*: behind dashes and a key, before a comment."""
    line = _LINE.match(text, _line_start(text, max(offset, base), base), end)
    before = None if line is None else _BEFORE_VALUE.match(text, *line.span())
    if line is None or before is None:
        return None
    start = before.end()
    comment = _COMMENT.search(text, start, line.end())
    stop = comment.start() if comment else line.end()
    stop = start + len(text[start:stop].rstrip())
    return None if stop == start or text[start] == "#" else (start, stop)


def _line_extent(text: str, offset: int, base: int, end: int) -> tuple[int, int]:
    """The visible part of the line of *offset*, from there on; of the last line with text where there is none."""
    if not text[offset:end].strip():
        offset = _line_start(text, base + len(text[base:end].rstrip()), base)
    line = re.compile(r"[ \t]*([^\r\n]*)").match(text, offset, end)
    start = offset if line is None else line.start(1)
    stop = start if line is None else line.end(1)
    return start, max(stop, min(start + 1, end))


def _conflict(text: str, offset: int, base: int) -> tuple[int, int] | None:
    """The marker of a merge conflict on the line of *offset* or the one before."""
    for place in (offset, _previous_line(text, offset, base)):
        start = _line_start(text, place, base)
        if text.startswith(("<<<<<<<", "=======", ">>>>>>>"), start):
            return start, start + 7
    return None
