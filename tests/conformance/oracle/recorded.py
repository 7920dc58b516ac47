"""The recorded answers: ``fixtures/liquid/answers.jsonl``, one case a line.

The first line holds the engines' versions. A line is ``[group, template, context, answer]``, with a fifth element
``{now_ms, timezone, engine}`` where these are not the usual ones; the answer is the text, or ``{"error": kind}``.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from .case import FIXTURES, Answer, Case

PATH = FIXTURES / "answers.jsonl"
_DEFAULTS = Case("", "")


def write(versions: dict[str, str], answered: Iterable[tuple[Case, Answer]]) -> None:
    """Write the file anew."""
    lines = [json.dumps(versions)]
    for case, answer in answered:
        row: list[Any] = [case.group, case.template, case.context, _answer(answer)]
        unusual = {
            name: getattr(case, name)
            for name in ("now_ms", "timezone", "engine")
            if getattr(case, name) != getattr(_DEFAULTS, name)
        }
        # ASCII: outputs hold unpaired surrogates, which no encoding takes, and line separators
        lines.append(json.dumps(row + [unusual] * bool(unusual), separators=(",", ":")))
    PATH.write_text("\n".join(lines) + "\n", encoding="ascii")


def _answer(answer: Answer) -> Any:
    return {"error": answer.error} if answer.text is None else answer.text


def read() -> tuple[dict[str, str], list[tuple[Case, Answer]]]:
    """The versions and the answered cases."""
    first, *lines = PATH.read_text(encoding="ascii").splitlines()
    return json.loads(first), [_read_line(line) for line in lines]


def _read_line(line: str) -> tuple[Case, Answer]:
    group, template, context, answer, *unusual = json.loads(line)
    case = Case(group, template, context, **(unusual[0] if unusual else {}))
    return case, Answer(None, answer["error"]) if isinstance(answer, dict) else Answer(answer)
