"""What tags have in common: reading their expression, their body, and rendering nodes."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, TextIO

from ..error import LiquidError, limit_error
from ..javascript.json_text import quote
from ..tree import (
    TOKEN_EOF,
    TOKEN_TAG,
    Expression,
    Identifier,
    Node,
    Token,
    TokenStream,
)

if TYPE_CHECKING:
    from ..expression_parser import ExpressionParser
    from ..grammar import Grammar


def parse_error(message: str, token: Token) -> LiquidError:
    """A parse error at *token*."""
    return LiquidError(message, "parse", token.start_index, token.start_index + len(token.value))


def render_nodes(nodes: Sequence[Node], context: Any, buffer: TextIO) -> None:
    """Render a block up to a pending ``break`` or ``continue``; ``context`` is our ``Context``."""
    meter = context.meter
    meter.spend(len(nodes) + 1)
    for node in nodes:
        try:
            node.render_to_output(context, buffer)
        except LiquidError as error:
            error.place(node.token.start_index, node.token.start_index + len(node.token.value))
            raise
        if context.stop:
            break
    meter.output(0, buffer.tell())


class BodyNode(Node):
    """A node with a body and no expression of its own."""

    __slots__ = ("nodes",)

    def __init__(self, token: Token, nodes: list[Node]) -> None:
        super().__init__(token)
        self.nodes = nodes

    def render_to_output(self, context: Any, buffer: TextIO) -> int:
        render_nodes(self.nodes, context, buffer)
        return 0

    def children(self, static_context: Any, *, include_partials: bool = True) -> Iterable[Node]:
        return self.nodes


class ExpressionNode(Node):
    """A node that holds expressions, for python-liquid's analysis and ours."""

    __slots__ = ()

    @abstractmethod
    def held(self) -> Iterable[Expression | None]:
        """The expressions, missing ones included."""

    def expressions(self) -> Iterable[Expression]:
        return [expression for expression in self.held() if expression is not None]


class Tag:
    """A tag without a body."""

    name = ""
    end = ""
    block = False

    def __init__(self, env: Grammar) -> None:
        self.env = env

    @abstractmethod
    def parse(self, stream: TokenStream) -> Node:
        """The node that begins at the current token; leaves *stream* on its last. Raises ``LiquidError``."""

    def get_node(self, stream: TokenStream) -> Node:
        """What python-liquid's parser calls."""
        return self.parse(stream)

    def arguments(self, stream: TokenStream) -> ExpressionParser:
        """A parser over the tag's arguments; leaves *stream* on them."""
        token = self.skip_arguments(stream)
        return self.env.expression_parser(token.source, token.start_index, token.start_index + len(token.value))

    def skip_arguments(self, stream: TokenStream) -> Token:
        """The token of the tag's arguments; leaves *stream* on it."""
        next(stream)
        return stream.current

    def refuse_arguments(self, stream: TokenStream) -> None:
        """Skip the arguments of ``else`` and its kin, which must have none."""
        token = self.skip_arguments(stream)
        if token.value:
            raise parse_error(f"unexpected {quote(token.value)}", token)


class BlockTag(Tag):
    """A tag with a body."""

    block = True

    def body(self, stream: TokenStream, opener: Token, stops: tuple[str, ...]) -> tuple[list[Node], str]:
        """The nodes up to one of the tags *stops*, and which one; leaves *stream* on it."""
        stream.block_depth += 1
        if stream.block_depth > self.env.nesting:
            error = limit_error("nesting", f"blocks stand more than {self.env.nesting} deep in each other")
            error.place(opener.start_index, opener.start_index + len(opener.value))
            raise error
        nodes: list[Node] = []
        next(stream)
        while True:
            token = stream.current
            if token.kind == TOKEN_TAG and token.value in stops:
                stream.block_depth -= 1
                return nodes, token.value
            if token.kind == TOKEN_EOF:
                raise parse_error(f"tag {opener.value} not closed", opener)
            nodes.append(self.env.node(stream))
            next(stream)


def identifier(parser: ExpressionParser) -> Identifier:
    """The next word with its place; empty where there is none."""
    name = parser.identifier()
    return Identifier(name, token=Token("word", name, parser.position - len(name), parser.source))
