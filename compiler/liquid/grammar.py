"""What a dialect's templates are parsed by: its tags, its filters and its expressions (liquid.md §6, §7)."""

from __future__ import annotations

from functools import lru_cache

from .error import limit_error
from .expression_parser import ExpressionParser
from .filters.registry import FILTERS, Filter
from .lexer import tokenize
from .platform import PLATFORM_FILTERS
from .tags.block import Tag
from .tags.registry import TAGS
from .tree import TOKEN_CONTENT, TOKEN_EOF, TOKEN_ILLEGAL, TOKEN_OUTPUT, TOKEN_TAG, Node, TokenStream


class Grammar:
    """The grammar of one dialect. At most *nesting* blocks, or brackets, may stand in each other."""

    def __init__(self, *, platform: bool, nesting: int) -> None:
        self.platform = platform
        self.nesting = nesting
        self.filters: dict[str, Filter] = {**FILTERS, **(PLATFORM_FILTERS if platform else {})}
        self.tags: dict[str, Tag] = {tag.name: tag(self) for tag in TAGS}

    def expression_parser(self, source: str, start: int, end: int) -> ExpressionParser:
        """A parser of this dialect's expressions over ``source[start:end]``."""
        return ExpressionParser(source, start, end, body_variable=self.platform, nesting=self.nesting)

    def nodes(self, stream: TokenStream) -> list[Node]:
        """What is left of *stream* as nodes. Raises ``LiquidError``."""
        nodes: list[Node] = []
        while stream.current.kind != TOKEN_EOF:
            nodes.append(self.node(stream))
            next(stream)
        return nodes

    def node(self, stream: TokenStream) -> Node:
        """The node that begins at the current token; leaves *stream* on its last."""
        token = stream.current
        if token.kind == TOKEN_TAG:
            tag = self.tags.get(token.value) or self.tags[TOKEN_ILLEGAL]
        else:
            tag = self.tags[TOKEN_OUTPUT if token.kind == TOKEN_OUTPUT else TOKEN_CONTENT]
        return tag.parse(stream)

    def read(self, source: str) -> list[Node]:
        """Parse *source*. Raises ``LiquidError`` of kind tokenization, parse or limit."""
        try:
            return self.nodes(TokenStream(tokenize(source)))
        except RecursionError:
            raise limit_error("nesting", "the template is nested too deeply") from None


@lru_cache(maxsize=8)
def grammar(platform: bool, nesting: int) -> Grammar:
    """The grammar of a dialect, made once."""
    return Grammar(platform=platform, nesting=nesting)
