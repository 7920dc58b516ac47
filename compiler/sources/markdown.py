"""Markdown resources: front matter and a prompt, cut as the gitops engine cuts them (gitops-layout §2.2 item 7)."""

from __future__ import annotations

import re

from ..diagnostics import Severity
from ..diagnostics.catalog import Y011, Y012
from ..expression import Expression
from ..values import dataclass
from .findings import Findings

_OPENING = Expression(r"---(\r?\n)")
_NEARLY_OPENING = Expression(r"\s*---[ \t]*(\r\n|\r|\n)")
_CLOSING = Expression(r"\r?\n---(\r?\n)?")
_LONE_CLOSING = Expression(r"(?:\r\n|\r|\n)---(\r\n|\r|\n)?")
_JAVASCRIPT_SPACE = "\t\n\v\f\r \xa0\u1680\u2028\u2029\u202f\u205f\u3000\ufeff" + "".join(
    map(chr, range(0x2000, 0x200B))
)


@dataclass(frozen=True, slots=True)
class MarkdownLayout:
    """Offsets of the front matter's YAML and of the trimmed body.

    *kept* holds, for each message after the body's own, its index in the front matter's list.
    """

    front: tuple[int, int]
    body: tuple[int, int]
    kept: tuple[int, ...] = ()


def split(findings: Findings, byte_order_mark: bool) -> MarkdownLayout | None:
    """Find front matter and body; None, with a finding, when there is no front matter to read."""
    text = findings.text
    opening = _OPENING.match(text)
    lenient = None if opening else _NEARLY_OPENING.match(text)
    fence = opening or lenient
    if fence is None:
        message = (
            "a Markdown resource begins with front matter: --- alone on the very first line, YAML, and --- again. "
            "The gitops engine stops at this file"
        )
        findings.add(Y011, 0, _line_end(text, 0), message, severity=Severity.ERROR)
        return None
    # the break that ends the opening fence may be the one that begins the closing fence of odd files only
    closing = (_CLOSING if opening else _LONE_CLOSING).search(text, fence.end())
    if closing is None:
        message = (
            "the front matter that opens here is never closed: --- on a line of its own must follow the YAML. "
            "The gitops engine stops at this file"
        )
        findings.add(Y011, fence.start(), fence.start() + 3, message, severity=Severity.ERROR)
        return None
    if byte_order_mark or lenient:
        _report_opening(findings, fence, byte_order_mark)
    if closing[1] is None and closing.end() < len(text):
        _report_closing(findings, closing.end())
    return MarkdownLayout((fence.end(), closing.start()), _trimmed(text, closing.end()))


def assemble(
    findings: Findings, layout: MarkdownLayout, front: object
) -> tuple[dict[str, object], MarkdownLayout] | None:
    """The resource: the front matter's mapping with the body as its system message; None when it is no mapping."""
    if front is None:
        message = "the front matter is empty: the gitops engine fails on this file. Give the resource a name at least"
        findings.add(Y012, 0, min(3, len(findings.text)), message)
        front = {}
    if not isinstance(front, dict):
        found = "a list" if isinstance(front, list) else "a single value"
        message = f"front matter is a mapping of keys to values, but {found} was found: the gitops engine fails on it"
        findings.add(Y012, *layout.front, message)
        return None
    start, end = layout.body
    if start == end:
        return front, layout
    model = front.get("model")
    if model is None:
        model = {}
    messages = model.get("messages") if isinstance(model, dict) else None
    if not isinstance(model, dict) or not isinstance(messages, list | None):
        return front, layout  # a wrong shape, reported against the schema; there is no place for the body
    kept = tuple(index for index, item in enumerate(messages or ()) if not _is_system(item))
    body: dict[str, object] = {"role": "system", "content": findings.text[start:end]}
    rest = [messages[index] for index in kept] if messages else []
    data = {**front, "model": {**model, "messages": [body, *rest]}}
    return data, MarkdownLayout(layout.front, layout.body, kept)


def dropped(front: object, layout: MarkdownLayout) -> list[int]:
    """The indices of the front matter's system messages, which a body pushes out."""
    if layout.body[0] == layout.body[1] or not isinstance(front, dict) or not isinstance(front.get("model"), dict):
        return []
    messages = front["model"].get("messages")
    return [index for index, item in enumerate(messages) if _is_system(item)] if isinstance(messages, list) else []


def _is_system(message: object) -> bool:
    return isinstance(message, dict) and message.get("role") == "system"


def _trimmed(text: str, start: int) -> tuple[int, int]:
    """The body from *start* on, trimmed as JavaScript trims."""
    body = text[start:]
    end = start + len(body.rstrip(_JAVASCRIPT_SPACE))
    return min(start + len(body) - len(body.lstrip(_JAVASCRIPT_SPACE)), end), end


def _report_opening(findings: Findings, fence: re.Match[str], byte_order_mark: bool) -> None:
    text = findings.text
    if byte_order_mark:
        reason, end = "a byte order mark stands before it", 0
    elif fence[0].lstrip() != fence[0]:
        reason, end = "the file begins with white space", fence.end() - len(fence[0].lstrip())
    elif fence[1] == "\r":
        reason, end = "its lines end with a lone carriage return", 0
    else:
        reason, end = "spaces follow the three dashes", 0
    message = (
        f"the gitops engine finds no front matter here and stops: {reason}. It must begin with --- and a line break"
    )
    title = "begin with the fence"
    fix = None
    if byte_order_mark:
        fix = findings.edit_from_mark(title, fence.end(), f"---{fence[1]}")
    elif fence[1] != "\r":
        fix = findings.edit(title, (0, fence.end(), f"---{fence[1]}"))
    findings.add(Y011, 0, max(end, min(3, len(text))), message, fix=fix, severity=Severity.ERROR)


def _report_closing(findings: Findings, start: int) -> None:
    end = _line_end(findings.text, start)
    rest = findings.text[start:end]
    if rest.strip():
        message = (
            f"text follows the closing --- on its line: it becomes the beginning of the prompt ({rest.strip()[:40]!r})"
        )
        fix = findings.edit("begin the prompt on the next line", (start, start, "\n"))
    else:
        message = "white space follows the closing ---: harmless here, refused by other tools"
        fix = findings.edit("end the line at the fence", (start, end, ""))
    findings.add(Y011, start - 3, end, message, fix=fix)


def _line_end(text: str, start: int) -> int:
    match = re.compile(r"[\r\n]").search(text, start)
    return len(text) if match is None else match.start()
