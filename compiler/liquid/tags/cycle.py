"""``cycle``."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TextIO

from ..expressions import Filtered
from ..javascript.convert import stringify, to_string
from ..javascript.values import UNDEFINED, Drop, is_js_truthy, to_value
from ..tree import Expression, Node, Token, TokenStream
from .block import ExpressionNode, Tag


class CycleNode(ExpressionNode):
    """Prints its candidates in turn. The group's value and the candidates as written tell cycles apart."""

    __slots__ = ("candidates", "group", "text")

    def __init__(self, token: Token, group: Expression | None, candidates: list[Filtered]) -> None:
        super().__init__(token)
        self.group, self.candidates = group, candidates
        self.text = ",".join(candidate.token.value for candidate in candidates)

    def render_to_output(self, context: Any, buffer: TextIO) -> int:
        group = UNDEFINED if self.group is None else self.group.evaluate(context)
        name = "[object Object]" if isinstance(group, Drop) else to_string(group)
        key = f"cycle:{name}:{self.text}"
        turn = context.cycles.get(key, 0)
        context.cycles[key] = (turn + 1) % len(self.candidates)
        value = to_value(self.candidates[turn].evaluate(context))
        # LiquidJS writes what the tag returns only if JavaScript calls it true: 0 and false print nothing
        return buffer.write(stringify(value)) if is_js_truthy(value) else 0

    def held(self) -> Iterable[Expression | None]:
        return (*self.candidates, self.group)


class CycleTag(Tag):
    """``{% cycle 'a', 'b' %}`` and ``{% cycle group: 'a', 'b' %}``."""

    name = "cycle"

    def parse(self, stream: TokenStream) -> Node:
        token = stream.current
        parser = self.arguments(stream)
        begin = parser.position
        group = parser.value()
        parser.skip()
        if group is not None and parser.peek() == ":":
            parser.position += 1
        else:
            if group is not None:
                parser.position = begin
            group = None
        candidates: list[Filtered] = []
        while not parser.at_end():
            candidates.append(parser.filtered())
            parser.skip_past(",")
        if not candidates:
            raise parser.failure("empty candidates")
        return CycleNode(token, group, candidates)
