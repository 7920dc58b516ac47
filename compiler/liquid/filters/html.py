"""Filters for HTML. LiquidJS writes ``&#34;`` and ``&#39;`` for quotes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..javascript.convert import stringify
from ..javascript.values import JSValue

if TYPE_CHECKING:
    from ..context import Context

_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&#34;", "'": "&#39;"}
_CHARACTERS = {entity: character for character, entity in _ENTITIES.items()}
_SPECIAL = re.compile("[&<>\"']")
_ENTITY = re.compile("&(?:amp|lt|gt|#34|#39);")
_NEWLINE = re.compile("\r?\n")
#: What ``strip_html`` takes out, from its opening to its closing, most specific first.
_HIDDEN = (("<script", "</script>"), ("<style", "</style>"), ("<!--", "-->"), ("<", ">"))


def escape(context: Context, value: JSValue, *_: JSValue) -> str:
    """With entities for ``& < > " '``."""
    return _SPECIAL.sub(lambda match: _ENTITIES[match[0]], stringify(value))


def escape_once(context: Context, value: JSValue, *_: JSValue) -> str:
    """As ``escape``, but entities that it would write are kept."""
    return escape(context, _ENTITY.sub(lambda match: _CHARACTERS[match[0]], stringify(value)))


def newline_to_br(context: Context, value: JSValue, *_: JSValue) -> str:
    """With ``<br />`` before each line break."""
    return _NEWLINE.sub("<br />\n", stringify(value))


def strip_html(context: Context, value: JSValue, *_: JSValue) -> str:
    """Without tags, comments, scripts and styles; an opening without its closing stays."""
    text = stringify(value)
    hidden = list(_HIDDEN)
    kept: list[str] = []
    position = 0
    while True:
        start = text.find("<", position)
        if start < 0:
            kept.append(text[position:])
            return "".join(kept)
        kept.append(text[position:start])
        position = _after_hidden(text, start, hidden)
        if position <= start:
            kept.append(text[start:])
            return "".join(kept)


def _after_hidden(text: str, start: int, hidden: list[tuple[str, str]]) -> int:
    """Where the hidden part that starts at *start* ends. Openings whose closing is nowhere ahead leave *hidden*."""
    for part in list(hidden):
        opening, closing = part
        if text.startswith(opening, start):
            end = text.find(closing, start + len(opening))
            if end >= 0:
                return end + len(closing)
            hidden.remove(part)
    return start
