"""python-liquid's environment, taught LiquidJS's grammar, tags and filters by its extension points (liquid.md §8)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from io import StringIO

import liquid
from liquid.parser import get_parser
from liquid.stream import TokenStream
from liquid.template import BoundTemplate
from liquid.token import Token

from .context import Context
from .dates.clock import Clock
from .error import limit_error
from .expression_parser import ExpressionParser
from .filters.registry import FILTERS
from .javascript.strings import from_units
from .lexer import tokenize
from .limits import Limits, Meter
from .platform import PLATFORM_FILTERS
from .tags.block import render_nodes
from .tags.registry import TAGS


class ParsedTemplate(BoundTemplate):
    """A parsed template; its ``analyze()`` is python-liquid's."""

    context_class = Context
    env: Environment

    def render_with(self, variables: Mapping[str, object], clock: Clock, limits: Limits) -> str:
        """The text. Raises ``LiquidError`` of kind render or limit."""
        context = Context(self, variables, clock, Meter(limits))
        buffer = StringIO(newline="")
        try:
            render_nodes(self.nodes, context, buffer)
        except RecursionError:
            raise limit_error("nesting", "the template or a value in it is nested too deeply") from None
        return from_units(buffer.getvalue())


class Environment(liquid.Environment):
    """An environment for one dialect. Holds no clock, no variables and no loader."""

    template_class = ParsedTemplate

    def __init__(self, *, platform: bool, nesting: int) -> None:
        self.platform = platform
        self.nesting = nesting
        super().__init__()

    def tokenizer(self) -> Callable[[str], Iterator[Token]]:
        """LiquidJS's tokenizer."""
        return tokenize

    def setup_tags_and_filters(self, *, extra: bool = False) -> None:
        """LiquidJS's tags and filters instead of python-liquid's."""
        for tag in TAGS:
            self.add_tag(tag)
        self.filters.update(FILTERS)
        if self.platform:
            self.filters.update(PLATFORM_FILTERS)

    def expression_parser(self, source: str, start: int, end: int) -> ExpressionParser:
        """A parser of this dialect's expressions over ``source[start:end]``."""
        return ExpressionParser(source, start, end, body_variable=self.platform, nesting=self.nesting)

    def read(self, source: str) -> ParsedTemplate:
        """Parse *source*. Raises ``LiquidError`` of kind tokenization, parse or limit.

        ``from_string`` would wrap our errors into ones without a place.
        """
        try:
            nodes = get_parser(self).parse(TokenStream(self.tokenizer()(source)))
        except RecursionError:
            raise limit_error("nesting", "the template is nested too deeply") from None
        return ParsedTemplate(self, nodes)


@lru_cache(maxsize=8)
def environment(platform: bool, nesting: int) -> Environment:
    """The environment of a dialect, made once."""
    return Environment(platform=platform, nesting=nesting)
