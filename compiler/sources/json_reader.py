"""JSON to plain data: the standard library's parser, and words for what it refuses."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from ..diagnostics import Related
from ..diagnostics.catalog import B004, Y001, Y002, Y024
from .bounds import Bounds
from .findings import Findings
from .json_lenient import clean
from .numbers import report_number
from .scalars import integer, is_lossy, javascript_number

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*+"?|[{}\[\]]|NaN|-?Infinity', re.DOTALL)
_SURROGATE = re.compile("[\ud800-\udfff]")
_AFTERMATH = "The file cannot be read as JSON"


class _ConstantError(ValueError):
    """NaN or Infinity, which JSON does not have."""


class _Notes:
    """What the parser's hooks saw: they know values, not places, so the places are looked for when there is a note."""

    __slots__ = ("duplicates", "numbers")

    def __init__(self) -> None:
        self.duplicates = False
        self.numbers = False

    def integer(self, digits: str) -> int | float | None:
        if len(digits) < 16:
            return int(digits)
        value = integer(digits)
        self.numbers |= is_lossy(value)
        return javascript_number(value)

    def real(self, digits: str) -> int | float | None:
        value = float(digits)
        self.numbers |= is_lossy(value)
        return javascript_number(value)

    def mapping(self, pairs: list[tuple[str, object]]) -> dict[str, object]:
        found = dict(pairs)
        if len(found) != len(pairs):
            self.duplicates = True
        return found


def _constant(name: str) -> object:
    raise _ConstantError(name)


def read_json(findings: Findings, bounds: Bounds, byte_order_mark: bool) -> tuple[tuple[object, ...], str]:
    """The document of ``findings.text``, or none with a finding; and the text as it was parsed."""
    text = findings.text
    if byte_order_mark:
        message = "a byte order mark stands before the JSON: most readers refuse it. Save the file as UTF-8 without one"
        findings.add(Y024, 0, 0, message, fix=findings.edit_from_mark("remove the byte order mark", 0, ""))
    notes = _Notes()
    parsed = text
    try:
        data = _loads(text, notes)
    except (ValueError, RecursionError):
        parsed = clean(findings)
        if _too_deep(findings, parsed, bounds):
            return (), parsed
        notes = _Notes()
        try:
            data = _loads(parsed, notes)
        except (ValueError, RecursionError) as error:
            _report(findings, parsed, error)
            return (), parsed
    if _too_deep(findings, parsed, bounds):
        return (), parsed
    if notes.duplicates or notes.numbers:
        _locate(findings, parsed)
    if "\\u" in parsed or not text.isascii():
        data = _without_surrogates(findings, data)
    return (data,), parsed


def _loads(text: str, notes: _Notes) -> object:
    return json.loads(
        text,
        parse_int=notes.integer,
        parse_float=notes.real,
        parse_constant=_constant,
        object_pairs_hook=notes.mapping,
    )


def _too_deep(findings: Findings, parsed: str, bounds: Bounds) -> bool:
    """Whether the text nests too deep, with a finding. Only a text with enough brackets is looked at closely."""
    if parsed.count("{") + parsed.count("[") <= bounds.depth:
        return False
    depth = 0
    for token in _TOKEN.finditer(parsed):
        if token[0] in ("{", "["):
            depth += 1
            if depth > bounds.depth:
                message = f"values are nested more than {bounds.depth} levels deep here: callplan does not read further"
                findings.add(B004, token.start(), token.end(), message)
                return True
        elif token[0] in ("}", "]"):
            depth -= 1
    return False


def _locate(findings: Findings, parsed: str) -> None:
    """Places for what the hooks noted: repeated keys, and numbers that do not survive."""
    from .json_walk import members, numbers

    for key, place, first, path in members(parsed):
        if first is not None:
            related = (Related(findings.span(*first), "first written here"),)
            message = f"the key {key[:60]!r} stands twice in one object: the last one wins without a word. Keep one"
            findings.add(Y002, *place, message, path=path, related=related)
    for digits, place, path in numbers(parsed):
        value = integer(digits) if digits.lstrip("-").isdigit() else float(digits)
        if is_lossy(value):
            report_number(findings, digits, javascript_number(value), *place, path)


def _without_surrogates(findings: Findings, data: object) -> object:
    """*data* with U+FFFD for each half of a surrogate pair, which no text may hold, and a finding for the file."""
    found: list[str] = []

    def walk(node: Any) -> Any:
        if isinstance(node, str):
            if _SURROGATE.search(node):
                found.append(node)
                return _SURROGATE.sub("\ufffd", node)
            return node
        if isinstance(node, dict):
            return {walk(name): walk(item) for name, item in node.items()}
        return [walk(item) for item in node] if isinstance(node, list) else node

    data = walk(data)
    if found:
        from .json_walk import lone_surrogates

        for start, end in lone_surrogates(findings.text):
            message = (
                "half of a surrogate pair is no character: callplan reads U+FFFD. Write the whole pair or the character"
            )
            findings.add(Y001, start, end, message)
    return data


def _report(findings: Findings, parsed: str, error: Exception) -> None:
    """Y001 at the place where the parser gave up."""
    if isinstance(error, _ConstantError):
        start, end = next(token.span() for token in _TOKEN.finditer(parsed) if token[0] == str(error))
        message = f"{error} is no JSON value: write a number, or null. {_AFTERMATH}"
        findings.add(Y001, start, end, message)
        return
    at = error.pos if isinstance(error, json.JSONDecodeError) else 0
    at = min(at, len(parsed.rstrip()))
    behind = isinstance(error, json.JSONDecodeError) and error.msg == "Extra data" and parsed[at] not in "}]"
    explanation = _BEHIND if behind else next(words for fits, words in _EXPLANATIONS if fits(parsed, at))
    findings.add(Y001, at, min(at + 1, len(parsed)), f"{explanation}. {_AFTERMATH}")


def _string_is_open(parsed: str, at: int) -> bool:
    """Whether the quote at *at* is not closed on its line."""
    return parsed[at : at + 1] == '"' and re.compile(r'"(?:[^"\\\r\n]|\\.)*"').match(parsed, at) is None


def _after_value(parsed: str, at: int) -> bool:
    return parsed[:at].rstrip()[-1:] not in ("{", "[", ",", ":", "")


_BEHIND = "the JSON value is complete before this: a file holds one value and nothing behind it"
_EXPLANATIONS: tuple[tuple[Callable[[str, int], bool], str], ...] = (
    (lambda parsed, at: not parsed.strip(), "the file is empty"),
    (lambda parsed, at: at >= len(parsed.rstrip()), "the text ends before the value that began is complete"),
    (lambda parsed, at: parsed[at] == "'", "strings and keys stand in double quotes"),
    (_string_is_open, "the quote that opens here is not closed on its line (write \\n for a line break)"),
    (lambda parsed, at: parsed[at] < " ", "a control character stands in a string: write it as an escape (\\n, \\t)"),
    (lambda parsed, at: parsed[at] == "\\" or parsed[at - 1 : at] == "\\", "this escape is none that JSON knows"),
    (lambda parsed, at: parsed[at] in "#/", "JSON has no comments, and this one cannot be read past"),
    (lambda parsed, at: parsed[at] in "}]", "a value is missing here, or a bracket closes what another one opened"),
    (_after_value, "a comma, a colon or a closing bracket is missing before this"),
    (lambda parsed, at: parsed[at].isalpha() or parsed[at] in "_$", "keys and texts stand in double quotes"),
    (lambda parsed, at: True, "no JSON value begins like this"),
)
