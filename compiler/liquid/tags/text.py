"""Text, outputs, comments, and the tags that only group."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, TextIO

from ..expressions import Filtered
from ..javascript.convert import stringify
from ..javascript.strings import SPACE_CLASS
from ..lexer import PSEUDO_MARK, tokenize_lines
from ..limits import SMALL
from ..tree import (
    TOKEN_CONTENT,
    TOKEN_EOF,
    TOKEN_ILLEGAL,
    TOKEN_OUTPUT,
    TOKEN_TAG,
    Expression,
    Node,
    Token,
    TokenStream,
)
from .block import BlockTag, BodyNode, ExpressionNode, Tag, parse_error

_BLANK_RUN = re.compile(f"[{SPACE_CLASS}]+")


class TextNode(Node):
    """Text that is printed as it stands."""

    __slots__ = ("text",)

    def __init__(self, token: Token, text: str) -> None:
        super().__init__(token)
        self.text = text

    def render_to_output(self, context: Any, buffer: TextIO) -> int:
        return buffer.write(self.text)


class NothingNode(Node):
    """What prints nothing."""

    __slots__ = ()

    def render_to_output(self, context: Any, buffer: TextIO) -> int:
        return 0


class OutputNode(ExpressionNode):
    """``{{ … }}`` and ``{% echo … %}``."""

    __slots__ = ("expression",)

    def __init__(self, token: Token, expression: Filtered | None) -> None:
        super().__init__(token)
        self.expression = expression

    def render_to_output(self, context: Any, buffer: TextIO) -> int:
        if self.expression is None:
            return 0
        if context.literal and self.token.kind == TOKEN_OUTPUT and self.expression.is_unset(context):
            text = self.token.value
        else:
            value = self.expression.evaluate(context)
            text = value if type(value) is str else stringify(value)
        if len(text) > SMALL:
            context.meter.output(len(text), buffer.tell() + len(text))
        return buffer.write(text)

    def held(self) -> Iterable[Expression | None]:
        return (self.expression,)


class ContentTag(Tag):
    """The pseudo tag for text."""

    name = TOKEN_CONTENT

    def parse(self, stream: TokenStream) -> Node:
        return TextNode(stream.current, stream.current.value)


class OutputTag(Tag):
    """The pseudo tag for ``{{ … }}``."""

    name = TOKEN_OUTPUT

    def parse(self, stream: TokenStream) -> Node:
        token = stream.current
        return OutputNode(token, self.arguments(stream).filtered())


class EchoTag(Tag):
    """``{% echo … %}``; nothing to echo is no error."""

    name = "echo"

    def parse(self, stream: TokenStream) -> Node:
        token = stream.current
        parser = self.arguments(stream)
        parser.skip()
        return OutputNode(token, None if parser.at_end() else parser.filtered())


class IllegalTag(Tag):
    """The pseudo tag for tags that nobody knows: an error at parse, in dead branches too."""

    name = TOKEN_ILLEGAL

    def parse(self, stream: TokenStream) -> Node:
        raise parse_error(f'tag "{stream.current.value.removeprefix(PSEUDO_MARK)}" not found', stream.current)


class CommentTag(Tag):
    """``{% comment %}``: the first ``endcomment`` ends it; what is inside must still be made of tokens."""

    name = "comment"

    def parse(self, stream: TokenStream) -> Node:
        opener = stream.current
        while True:
            next(stream)
            token = stream.current
            if token.kind == TOKEN_EOF:
                raise parse_error("tag comment not closed", opener)
            if token.kind == TOKEN_TAG and token.value == "endcomment":
                self.skip_arguments(stream)
                return NothingNode(opener)


class InlineCommentTag(Tag):
    """``{% # … %}``."""

    name = "#"

    def parse(self, stream: TokenStream) -> Node:
        token = stream.current
        text = self.skip_arguments(stream).value
        after_blanks = (text[match.end() : match.end() + 1] for match in _BLANK_RUN.finditer(text) if "\n" in match[0])
        if not all(character in "#" for character in after_blanks):
            raise parse_error("every line of an inline comment must start with a '#' character", token)
        return NothingNode(token)


class RawTag(Tag):
    """``{% raw %}``: its content is printed untouched."""

    name = "raw"

    def parse(self, stream: TokenStream) -> Node:
        opener = stream.current
        self.skip_arguments(stream)
        parts: list[str] = []
        while True:
            next(stream)
            token = stream.current
            if token.kind == TOKEN_EOF:
                raise parse_error("tag raw not closed", opener)
            if token.kind != TOKEN_TAG:
                parts.append(token.value)
                continue
            arguments = self.skip_arguments(stream)
            if token.value == "endraw":
                return TextNode(opener, "".join(parts))
            # only lines of {% liquid %} get here: outside, the lexer hides tags inside raw
            end = arguments.start_index + len(arguments.value)
            newline = token.source.find("\n", end)
            parts.append(token.source[token.start_index : newline + 1 if newline >= 0 else end])


class LiquidTag(Tag):
    """``{% liquid %}``: one tag a line."""

    name = "liquid"

    def parse(self, stream: TokenStream) -> Node:
        opener = stream.current
        content = self.skip_arguments(stream)
        lines = tokenize_lines(content.source, content.start_index, content.start_index + len(content.value))
        return BodyNode(opener, self.env.nodes(TokenStream(lines, stream.block_depth + 1)))


class BlockBlockTag(BlockTag):
    """``{% block %}``: without a layout its body is rendered in place."""

    name = "block"
    end = "endblock"

    def parse(self, stream: TokenStream) -> Node:
        opener = stream.current
        self.skip_arguments(stream)
        nodes, _ = self.body(stream, opener, ("endblock",))
        self.skip_arguments(stream)
        return BodyNode(opener, nodes)
