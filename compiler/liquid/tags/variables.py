"""Tags that set variables."""

from __future__ import annotations

from collections.abc import Iterable
from io import StringIO
from typing import Any, TextIO

from ..characters import quoted_end, unescape
from ..expressions import Filtered
from ..javascript.numbers import number_to_string
from ..javascript.strings import from_units
from ..javascript.values import is_number, normal
from ..tree import Expression, Identifier, Node, Token, TokenStream
from .block import BlockTag, BodyNode, ExpressionNode, Tag, identifier, render_nodes


class AssignNode(ExpressionNode):
    """``{% assign name = expression %}``."""

    __slots__ = ("expression", "name")

    def __init__(self, token: Token, name: Identifier, expression: Filtered) -> None:
        super().__init__(token)
        self.name, self.expression = name, expression

    def render_to_output(self, context: Any, buffer: TextIO) -> int:
        context.scopes[0][self.name] = self.expression.evaluate(context)
        return 0

    def held(self) -> Iterable[Expression | None]:
        return (self.expression,)

    def template_scope(self) -> Iterable[Identifier]:
        return (self.name,)


class AssignTag(Tag):
    """``{% assign name = expression %}``."""

    name = "assign"

    def parse(self, stream: TokenStream) -> Node:
        token = stream.current
        parser = self.arguments(stream)
        name = identifier(parser)
        if not name:
            raise parser.failure("expected variable name")
        parser.skip()
        if parser.peek() != "=":
            raise parser.failure('expected "="')
        parser.position += 1
        return AssignNode(token, name, parser.filtered())


class CaptureNode(BodyNode):
    """``{% capture name %}``."""

    __slots__ = ("name",)

    def __init__(self, token: Token, name: Identifier, nodes: list[Node]) -> None:
        super().__init__(token, nodes)
        self.name = name

    def render_to_output(self, context: Any, buffer: TextIO) -> int:
        captured = StringIO(newline="")
        render_nodes(self.nodes, context, captured)
        context.scopes[0][self.name] = from_units(captured.getvalue())
        return 0

    def template_scope(self) -> Iterable[Identifier]:
        return (self.name,)


class CaptureTag(BlockTag):
    """``{% capture name %}``; the name may stand in quotes."""

    name = "capture"
    end = "endcapture"

    def parse(self, stream: TokenStream) -> Node:
        token = stream.current
        parser = self.arguments(stream)
        name = identifier(parser)
        if not name:
            if parser.peek() not in ("'", '"'):
                raise parser.failure("invalid capture name")
            begin = parser.position
            parser.position = quoted_end(parser.source, begin, parser.end)
            quoted = parser.token("string", begin)
            name = Identifier(unescape(quoted.value), token=quoted)
        nodes, _ = self.body(stream, token, ("endcapture",))
        self.skip_arguments(stream)
        return CaptureNode(token, name, nodes)


class CounterNode(Node):
    """``{% increment name %}`` and ``{% decrement name %}``: they count in the caller's variables."""

    __slots__ = ("name", "step")

    def __init__(self, token: Token, name: Identifier, step: int) -> None:
        super().__init__(token)
        self.name, self.step = name, step

    def render_to_output(self, context: Any, buffer: TextIO) -> int:
        before = context.variable(self.name)
        if not is_number(before):
            before = 0
        after = normal(float(before) + self.step)
        context.environment[self.name] = after
        return buffer.write(number_to_string(before if self.step > 0 else after))

    def template_scope(self) -> Iterable[Identifier]:
        return (self.name,)


class IncrementTag(Tag):
    """``{% increment name %}`` prints, then counts up."""

    name = "increment"
    step = 1

    def parse(self, stream: TokenStream) -> Node:
        token = stream.current
        return CounterNode(token, identifier(self.arguments(stream)), self.step)


class DecrementTag(IncrementTag):
    """``{% decrement name %}`` counts down, then prints."""

    name = "decrement"
    step = -1
