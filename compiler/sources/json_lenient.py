"""JSON as people keep it: with comments, trailing commas and a command's banner before it (rule Y024)."""

from __future__ import annotations

import re

from ..diagnostics.catalog import Y024
from .findings import Findings

_TOKEN = re.compile(
    r'(?P<string>"(?:[^"\\\r\n]|\\.)*")'
    r"|(?P<comment>//[^\r\n]*|/\*.*?\*/)"
    r"|(?P<comma>,)"
    r"|(?P<open>[{\[])"
    r"|(?P<close>[}\]])"
    r"|(?P<space>\s+)"
    r"|(?P<other>[^\s\",{}\[\]/]+|.)",
    re.DOTALL,
)
_JSON_LINE = re.compile(r"(?:\A|(?<=[\r\n]))[ \t]*(?=[\[{][ \t]*(?:[\r\n\"{}\[\]]|-?[0-9]|//|/\*|true|false|null))")
_ANY_LINE = re.compile(r"[^\r\n]")


def clean(findings: Findings) -> str:
    """The text with all blanked that JSON does not know, and a finding with a fix for each. Offsets stay true."""
    text = findings.text
    blanks: list[tuple[int, int]] = []
    start = _banner(findings, blanks)
    comma: re.Match[str] | None = None
    before = "open"
    for token in _TOKEN.finditer(text, start):
        kind = token.lastgroup
        if kind == "comment":
            _blank(findings, blanks, *token.span(), "a comment stands in the JSON", "remove the comment")
        elif kind == "close" and comma is not None:
            _blank(findings, blanks, *comma.span(), "a comma follows the last value", "remove the comma")
        if kind not in ("comment", "space"):
            comma = token if kind == "comma" and before not in ("open", "comma") else None
            before = kind or ""
    if not blanks:
        return text
    pieces: list[str] = []
    at = 0
    for first, last in sorted(blanks):
        pieces += (text[at:first], _ANY_LINE.sub(" ", text[first:last]))
        at = last
    return "".join((*pieces, text[at:]))


def _banner(findings: Findings, blanks: list[tuple[int, int]]) -> int:
    """Blank the lines before the first one that looks like JSON; returns where to read on."""
    text = findings.text
    first = text.lstrip()[:1]
    if first in ("{", "[", '"', "/", ""):
        return 0
    match = _JSON_LINE.search(text)
    if match is None or match.end() == 0:
        return 0
    begin = len(text) - len(text.lstrip())
    what = "text stands before the JSON, as a command prints it"
    _blank(findings, blanks, begin, match.start(), what, "remove what stands before the JSON")
    return match.start()


def _blank(findings: Findings, blanks: list[tuple[int, int]], start: int, end: int, what: str, title: str) -> None:
    blanks.append((start, end))
    shown = start + len(findings.text[start:end].rstrip())
    message = f"{what}: callplan reads past it, a strict reader (the platform's API, jq) does not"
    findings.add(Y024, start, max(shown, start + 1), message, fix=findings.edit(title, (start, end, "")))
