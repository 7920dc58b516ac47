"""python-liquid's environment, holding templates of LiquidJS's grammar by its extension points (liquid.md §8).

Its signatures name its own classes of tokens and nodes, which ours resemble: they are ``Any`` here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from io import StringIO
from typing import Any

import liquid
from liquid.builtin.expressions import FilteredExpression, Path
from liquid.template import BoundTemplate

from .context import Context
from .dates.clock import Clock
from .error import limit_error
from .expressions import Filtered, Variable
from .grammar import Grammar
from .javascript.strings import from_units
from .lexer import tokenize
from .limits import Limits, Meter
from .tags.block import render_nodes

# python-liquid's analysis knows variables and filters by its own classes
Path.register(Variable)
FilteredExpression.register(Filtered)


class ParsedTemplate(BoundTemplate):
    """A parsed template; its ``analyze()`` is python-liquid's."""

    context_class = Context
    env: Environment
    nodes: list[Any]

    def render_with(self, variables: Mapping[str, object], clock: Clock, limits: Limits, literal: bool = False) -> str:
        """The text. Raises ``LiquidError`` of kind render or limit."""
        context = Context(self, variables, clock, Meter(limits), literal)
        buffer = StringIO(newline="")
        try:
            render_nodes(self.nodes, context, buffer)
        except RecursionError:
            raise limit_error("nesting", "the template or a value in it is nested too deeply") from None
        return from_units(buffer.getvalue())


class Environment(liquid.Environment):
    """An environment for one grammar. Holds no clock, no variables and no loader."""

    template_class = ParsedTemplate

    def __init__(self, grammar: Grammar) -> None:
        self.grammar = grammar
        super().__init__()

    def tokenizer(self) -> Callable[[str], Iterator[Any]]:
        """LiquidJS's tokenizer."""
        return tokenize

    def setup_tags_and_filters(self, *, extra: bool = False) -> None:
        """LiquidJS's tags and filters instead of python-liquid's."""
        tags: dict[str, Any] = self.grammar.tags
        self.tags.update(tags)
        self.filters.update(self.grammar.filters)

    def template(self, nodes: list[Any]) -> ParsedTemplate:
        """The template of the nodes that the grammar has read."""
        return ParsedTemplate(self, nodes)


@lru_cache(maxsize=8)
def environment(grammar: Grammar) -> Environment:
    """The environment of a grammar, made once."""
    return Environment(grammar)
