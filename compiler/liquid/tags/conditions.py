"""``if``, ``unless`` and ``case``."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple, TextIO

from ..expressions import Filtered
from ..javascript.comparison import equals
from ..javascript.values import is_truthy, to_value
from ..tree import Expression, Node, Token, TokenStream
from .block import BlockTag, ExpressionNode, parse_error, render_nodes


class Branch(NamedTuple):
    """Nodes to render if *condition* is as true as *wanted*."""

    condition: Filtered
    wanted: bool
    nodes: list[Node]


class IfNode(ExpressionNode):
    """``if`` and ``unless``."""

    __slots__ = ("branches", "otherwise")

    def __init__(self, token: Token, branches: list[Branch], otherwise: list[Node]) -> None:
        super().__init__(token)
        self.branches, self.otherwise = branches, otherwise

    def render_to_output(self, context: Any, buffer: TextIO) -> int:
        context.meter.spend(len(self.branches))
        for condition, wanted, nodes in self.branches:
            if is_truthy(condition.evaluate(context)) is wanted:
                render_nodes(nodes, context, buffer)
                return 0
        render_nodes(self.otherwise, context, buffer)
        return 0

    def held(self) -> Iterable[Expression | None]:
        return [branch.condition for branch in self.branches]

    def children(self, static_context: Any, *, include_partials: bool = True) -> Iterable[Node]:
        for branch in self.branches:
            yield from branch.nodes
        yield from self.otherwise


class IfTag(BlockTag):
    """``{% if %}``: an ``elsif`` or another ``else`` after ``else`` is an error."""

    name = "if"
    end = "endif"

    def parse(self, stream: TokenStream) -> Node:
        opener = stream.current
        stops = ("elsif", "else", "endif")
        condition = self.arguments(stream).filtered()
        nodes, stop = self.body(stream, opener, stops)
        branches = [Branch(condition, True, nodes)]
        otherwise: list[Node] | None = None
        while stop != "endif":
            token = stream.current
            if stop == "elsif":
                if otherwise is not None:
                    raise parse_error("unexpected elsif after else", token)
                condition = self.arguments(stream).filtered()
                nodes, stop = self.body(stream, opener, stops)
                branches.append(Branch(condition, True, nodes))
            else:
                self.refuse_arguments(stream)
                if otherwise is not None:
                    raise parse_error("duplicated else", token)
                otherwise, stop = self.body(stream, opener, stops)
        self.refuse_arguments(stream)
        return IfNode(opener, branches, otherwise or [])


class UnlessTag(BlockTag):
    """``{% unless %}``: what follows ``else`` is read and ignored."""

    name = "unless"
    end = "endunless"

    def parse(self, stream: TokenStream) -> Node:
        opener = stream.current
        stops = ("elsif", "else", "endunless")
        condition = self.arguments(stream).filtered()
        nodes, stop = self.body(stream, opener, stops)
        branches = [Branch(condition, False, nodes)]
        otherwise: list[Node] | None = None
        while stop != "endunless":
            if stop == "elsif" and otherwise is None:
                condition = self.arguments(stream).filtered()
                nodes, stop = self.body(stream, opener, stops)
                branches.append(Branch(condition, True, nodes))
            else:
                is_else = stop == "else"
                self.skip_arguments(stream)
                nodes, stop = self.body(stream, opener, stops)
                if is_else and otherwise is None:
                    otherwise = nodes
        self.skip_arguments(stream)
        return IfNode(opener, branches, otherwise or [])


class When(NamedTuple):
    """Nodes to render once for each of *values* that equals the subject."""

    values: list[Expression]
    nodes: list[Node]


class CaseNode(ExpressionNode):
    """``case``: every ``when`` that matches is rendered."""

    __slots__ = ("otherwise", "subject", "values", "whens")

    def __init__(self, token: Token, subject: Filtered, whens: list[When], otherwise: list[Node]) -> None:
        super().__init__(token)
        self.subject, self.whens, self.otherwise = subject, whens, otherwise
        self.values = sum(len(when.values) for when in whens)

    def render_to_output(self, context: Any, buffer: TextIO) -> int:
        subject = to_value(self.subject.evaluate(context))
        matched = False
        context.meter.spend(self.values)
        for values, nodes in self.whens:
            if any(equals(subject, value.evaluate(context)) for value in values):
                render_nodes(nodes, context, buffer)
                matched = True
        if not matched:
            render_nodes(self.otherwise, context, buffer)
        return 0

    def held(self) -> Iterable[Expression | None]:
        yield self.subject
        for when in self.whens:
            yield from when.values

    def children(self, static_context: Any, *, include_partials: bool = True) -> Iterable[Node]:
        for when in self.whens:
            yield from when.nodes
        yield from self.otherwise


class CaseTag(BlockTag):
    """``{% case %}``; a ``when`` or second ``else`` after ``else`` is read and ignored."""

    name = "case"
    end = "endcase"

    def parse(self, stream: TokenStream) -> Node:
        opener = stream.current
        stops = ("when", "else", "endcase")
        subject = self.arguments(stream).filtered()
        whens: list[When] = []
        otherwise: list[Node] = []
        elses = 0
        _, stop = self.body(stream, opener, stops)
        while stop != "endcase":
            if stop == "when" and elses == 0:
                values = self._values(stream)
                nodes, stop = self.body(stream, opener, stops)
                whens.append(When(values, nodes))
            else:
                elses += stop == "else"
                self.skip_arguments(stream)
                nodes, stop = self.body(stream, opener, stops)
                if elses == 1:
                    otherwise += nodes
        self.skip_arguments(stream)
        return CaseNode(opener, subject, whens, otherwise)

    def _values(self, stream: TokenStream) -> list[Expression]:
        """Values between commas or the letters ``or``, which are searched for and so split ``color`` too."""
        parser = self.arguments(stream)
        values: list[Expression] = []
        while not parser.at_end():
            values.append(parser.required_value())
            parser.skip()
            parser.skip_past("," if parser.peek() == "," else "or")
        return values
