"""JSON as people keep it: with comments, trailing commas and a command's banner before it (rule Y024)."""

from __future__ import annotations

import re

from ..diagnostics.catalog import Y024
from .findings import Findings

_TOKEN = re.compile(
    r'(?P<string>"(?:[^"\\\r\n]|\\.)*+"?)'
    r"|(?P<comment>//[^\r\n]*|/\*)"
    r"|(?P<comma>,)"
    r"|(?P<open>[{\[])"
    r"|(?P<close>[}\]])"
    r"|(?P<space>\s++)"
    r"|(?P<other>[^\s\",{}\[\]/]++|/)",
    re.DOTALL,
)
_JSON_LINE = re.compile(r"(?:\A|(?<=[\r\n]))[ \t]*+(?=[\[{][ \t]*(?:[\r\n\"{}\[\]]|-?[0-9]|//|/\*|true|false|null))")
_ANY_LINE = re.compile(r"[^\r\n]")


def clean(findings: Findings) -> str:
    """The text with all blanked that JSON does not know. Offsets stay true.

    One finding for each sort of thing, at the first of them, with a fix for all.
    """
    text = findings.text
    at = _banner_end(text)
    comments: list[tuple[int, int]] = []
    commas: list[tuple[int, int]] = []
    banner = [(len(text) - len(text.lstrip()), at)] if at else []
    comma: tuple[int, int] | None = None
    before: str | None = "open"
    while (token := _TOKEN.match(text, at)) is not None:
        kind, start, at = token.lastgroup, token.start(), token.end()
        if kind == "comment":
            if token[0] == "/*":
                at = text.find("*/", at) + 2
                if at < 2:
                    break  # never closed: a mistake, which the parser will find
            comments.append((start, at))
        elif kind == "close" and comma is not None:
            commas.append(comma)
        if kind not in ("comment", "space"):
            comma = (start, at) if kind == "comma" and before not in ("open", "comma") else None
            before = kind
    _report(
        findings, banner, "text stands before the JSON, as a command prints it", "remove what stands before the JSON"
    )
    _report(findings, comments, "a comment stands in the JSON", "remove the comment")
    _report(findings, commas, "a comma follows the last value", "remove the comma")
    return _blanked(text, sorted(banner + comments + commas))


def _blanked(text: str, blanks: list[tuple[int, int]]) -> str:
    """*text* with spaces in the place of *blanks*; the same object when there are none."""
    if not blanks:
        return text
    pieces: list[str] = []
    at = 0
    for first, last in blanks:
        pieces += (text[at:first], _ANY_LINE.sub(" ", text[first:last]))
        at = last
    return "".join((*pieces, text[at:]))


def _banner_end(text: str) -> int:
    """Where the first line that looks like JSON begins, when the text begins with something else; otherwise 0."""
    if text.lstrip()[:1] in ("{", "[", '"', "/", ""):
        return 0
    match = _JSON_LINE.search(text)
    return 0 if match is None else match.start()


def _report(findings: Findings, blanks: list[tuple[int, int]], what: str, title: str) -> None:
    if not blanks:
        return
    start, end = blanks[0]
    shown = start + len(findings.text[start:end].rstrip())
    more = f" (and {len(blanks) - 1} more)" if len(blanks) > 1 else ""
    message = f"{what}{more}: callplan reads past it, a strict reader (the platform's API, jq) does not"
    fix = findings.edit(title + ("s" if more else ""), *((first, last, "") for first, last in blanks))
    findings.add(Y024, start, max(shown, start + 1), message, fix=fix)
