"""LiquidJS's top-level tokenizer, producing tokens as python-liquid has them (liquid.md §6).

``tokenize`` is what the environment's ``tokenizer()`` returns. A tag or output becomes two tokens: its name or
delimiters, and one ``TOKEN_EXPRESSION`` that the expression parser reads in place, so that every offset is one of the
template.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from .characters import quoted_end, skip_blanks, skip_blanks_back, word_end
from .error import LiquidError
from .javascript.json_text import quote
from .tree import TOKEN_CONTENT, TOKEN_EXPRESSION, TOKEN_ILLEGAL, TOKEN_OUTPUT, TOKEN_TAG, Token

_OPENING = re.compile(r"\{%|\{\{")
_OUTPUT_STOP = re.compile(r"[\"'}]")
#: python-liquid registers pseudo tags under these names; a template's own tag of the name must not reach them.
_PSEUDO_TAGS = frozenset((TOKEN_CONTENT, TOKEN_OUTPUT, TOKEN_ILLEGAL))
PSEUDO_MARK = "\0"


class Piece(NamedTuple):
    """Text, a tag, or an output; ``start`` and ``end`` enclose what is left of it without delimiters and blanks."""

    kind: Literal["text", "tag", "output"]
    begin: int
    stop: int
    start: int
    end: int
    name: str = ""
    name_start: int = 0
    trims_left: bool = False
    trims_right: bool = False


def excerpt(source: str, start: int, end: int) -> str:
    """The stretch in quotes for a message, cut to 32 characters."""
    text = source[start:end]
    return quote(text if len(text) <= 32 else text[:29] + "...")


def _fail(message: str, start: int, end: int) -> LiquidError:
    return LiquidError(message, "tokenization", start, end)


def _content(source: str, start: int, end: int) -> tuple[int, int, bool, bool]:
    """The content between delimiters, and whether a dash at either end trims."""
    trims_left = source[start : start + 1] == "-"
    trims_right = end >= 1 and source[end - 1] == "-"
    left, right = start + trims_left, end - trims_right
    left = skip_blanks(source, left, right)
    return left, skip_blanks_back(source, left, right), trims_left, trims_right


def _tag(source: str, begin: int, stop: int, delimiter: int, message: str) -> Piece:
    """The tag in the stretch, within delimiters of that length; its name may be ``#``."""
    left, right, trims_left, trims_right = _content(source, begin + delimiter, stop - delimiter)
    name_start = skip_blanks(source, left, right)
    name_end = name_start + 1 if source[name_start : name_start + 1] == "#" else word_end(source, name_start, right)
    name = source[name_start:name_end]
    if not name:
        raise _fail(message, begin, stop)
    arguments = skip_blanks(source, name_end, right)
    return Piece("tag", begin, stop, arguments, right, name, name_start, trims_left, trims_right)


def _text(begin: int, stop: int) -> Piece:
    return Piece("text", begin, stop, begin, stop)


def _pieces(source: str) -> list[Piece]:
    pieces: list[Piece] = []
    position, raw_begin = 0, -1
    while position < len(source):
        if raw_begin >= 0:
            piece = _raw(source, position, raw_begin)
            if piece.kind == "tag":
                raw_begin = -1
        elif source.startswith("{%", position):
            # the first %} ends a tag even inside quotes; "{%}" is complete
            close = source.find("%}", position + 1)
            if close < 0:
                unclosed = excerpt(source, position, len(source))
                raise _fail(f"tag {unclosed} not closed", position, position + 2)
            piece = _tag(source, position, close + 2, 2, "illegal tag syntax, tag name expected")
            if piece.name == "raw":
                raw_begin = position
        elif source.startswith("{{", position):
            stop = _output_stop(source, position)
            left, right, trims_left, trims_right = _content(source, position + 2, stop - 2)
            piece = Piece("output", position, stop, left, right, "", 0, trims_left, trims_right)
        else:
            match = _OPENING.search(source, position)
            piece = _text(position, match.start() if match else len(source))
        pieces.append(piece)
        position = piece.stop
    return pieces


def _output_stop(source: str, begin: int) -> int:
    """Where the output at *begin* ends: after the first ``}}`` outside quotes."""
    position = begin + 2
    while match := _OUTPUT_STOP.search(source, position):
        position = match.end()
        if match[0] != "}":
            position = quoted_end(source, match.start(), len(source))
        elif source[position - 2] == "}":
            return position
    raise _fail(f"output {excerpt(source, begin, len(source))} not closed", begin, begin + 2)


def _raw(source: str, begin: int, raw_begin: int) -> Piece:
    """The text inside ``{% raw %}`` or, where that is at its end, the ``{% endraw %}``.

    A tag counts if its first word is ``endraw``; as a dash is part of a word, ``{%- endraw %}`` does not close.
    """
    opening = source.find("{%", begin)
    position = opening + 2
    while opening >= 0:
        name_start = skip_blanks(source, position, len(source))
        name_end = word_end(source, name_start, len(source))
        next_opening = source.find("{%", name_end)
        if source[name_start:name_end] == "endraw":
            close = source.find("%}", name_end, next_opening + 1 if next_opening >= 0 else len(source))
            if close >= 0:
                if opening > begin:
                    return _text(begin, opening)
                return _tag(source, begin, close + 2, 2, "illegal tag syntax, tag name expected")
            if next_opening < 0:
                break
        else:  # after an endraw without its end LiquidJS reads on but keeps the place
            opening = next_opening
        position = next_opening + 2
    raise _fail(f"raw {excerpt(source, raw_begin, len(source))} not closed", raw_begin, raw_begin + 2)


def _trimmed(source: str, pieces: list[Piece]) -> list[Piece]:
    """The pieces with whitespace control applied: a dash trims all blanks of the neighbouring text, not inside raw."""
    trimmed = list(pieces)
    in_raw = False
    for index, piece in enumerate(pieces):
        if piece.kind == "text":
            continue
        if piece.trims_left and not in_raw and index and pieces[index - 1].kind == "text":
            before = trimmed[index - 1]
            trimmed[index - 1] = before._replace(end=skip_blanks_back(source, before.begin, before.stop))
        if piece.name in ("raw", "endraw"):
            in_raw = piece.name == "raw"
        if piece.trims_right and not in_raw and index + 1 < len(pieces) and pieces[index + 1].kind == "text":
            after = pieces[index + 1]
            trimmed[index + 1] = after._replace(start=skip_blanks(source, after.begin, after.stop))
    return trimmed


def tokenize(source: str) -> Iterator[Token]:
    """The tokens of *source*. Raises ``LiquidError`` (tokenization)."""
    in_raw = False
    for piece in _trimmed(source, _pieces(source)):
        if piece.kind == "text":
            start, end = (piece.begin, piece.stop) if in_raw else (piece.start, piece.end)
            # kept even when empty: a pending break takes effect after any node
            yield Token(TOKEN_CONTENT, source[start:end], start, source)
            continue
        if piece.kind == "tag":
            in_raw = piece.name == "raw" or (in_raw and piece.name != "endraw")
            yield Token(TOKEN_TAG, tag_key(piece.name), piece.name_start, source)
        else:
            yield Token(TOKEN_OUTPUT, source[piece.begin : piece.stop], piece.begin, source)
        yield Token(TOKEN_EXPRESSION, source[piece.start : piece.end], piece.start, source)


def tag_key(name: str) -> str:
    """The name under which python-liquid may look the tag up."""
    return PSEUDO_MARK + name if name in _PSEUDO_TAGS else name


def tokenize_lines(source: str, start: int, end: int) -> Iterator[Token]:
    """The tokens of a ``{% liquid %}`` tag's content: one tag a line."""
    position = skip_blanks(source, start, end)
    while position < end:
        newline = source.find("\n", position, end)
        stop = newline + 1 if newline >= 0 else end
        piece = _tag(source, position, stop, 0, "illegal liquid tag syntax")
        yield Token(TOKEN_TAG, tag_key(piece.name), piece.name_start, source)
        yield Token(TOKEN_EXPRESSION, source[piece.start : piece.end], piece.start, source)
        position = skip_blanks(source, stop, end)
