"""``for`` and ``tablerow``, with ``break`` and ``continue``."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any, NamedTuple, TextIO

from ..error import render_error
from ..javascript import json_text
from ..javascript.comparison import strict_equal
from ..javascript.convert import add, to_number
from ..javascript.numbers import divide, number_to_string
from ..javascript.objects import slice_array, to_enumerable
from ..javascript.values import UNDEFINED, Drop, JSValue, Number, is_js_truthy, normal
from ..tree import Expression, Identifier, Node, Token, TokenStream
from .block import BlockTag, ExpressionNode, Tag, identifier, parse_error, render_nodes

BREAK = 1
CONTINUE = 2


class ForLoop(Drop):
    """The variable ``forloop``."""

    __slots__ = ("index", "length", "name")

    def __init__(self, length: int, collection: str, variable: str) -> None:
        self.index = 0
        self.length = length
        self.name = f"{variable}-{collection}"

    def fields(self) -> dict[str, JSValue]:
        return {"i": self.index, "length": self.length, "name": self.name}

    def value_of(self) -> JSValue:
        return json_text.stringify(self)

    def read(self, key: JSValue) -> JSValue:
        index, length = self.index, self.length
        match key:
            case "index":
                return index + 1
            case "index0" | "i":
                return index
            case "first":
                return index == 0
            case "last":
                return index == length - 1
            case "length":
                return length
            case "rindex":
                return length - index
            case "rindex0":
                return length - index - 1
            case "name":
                return self.name
            case "valueOf":
                return self.value_of()
            case "next":  # a method of LiquidJS's object that a template can call
                self.index += 1
        return UNDEFINED


class TableRowLoop(ForLoop):
    """The variable ``tablerowloop``."""

    __slots__ = ("columns",)

    def __init__(self, length: int, columns: JSValue, collection: str, variable: str) -> None:
        super().__init__(length, collection, variable)
        self.columns = columns

    def fields(self) -> dict[str, JSValue]:
        return {**super().fields(), "cols": self.columns}

    def row(self) -> Number:
        """The row from 1; NaN or Infinity where ``cols`` is no number or 0."""
        row = divide(self.index, float(to_number(self.columns)))
        return normal(math.floor(row) + 1.0 if math.isfinite(row) else row)

    def column0(self) -> Number:
        """The column from 0; NaN where ``cols`` is no number."""
        columns = to_number(self.columns)
        return normal(math.fmod(self.index, columns)) if columns == columns and columns else math.nan

    def read(self, key: JSValue) -> JSValue:
        match key:
            case "row":
                return self.row()
            case "col0":
                return self.column0()
            case "col":
                return self.column0() + 1
            case "col_first":
                return self.column0() == 0
            case "col_last":
                return strict_equal(self.column0() + 1, self.columns)
            case "cols":
                return self.columns
        return super().read(key)


class LoopHead(NamedTuple):
    """``variable in collection`` with its named arguments."""

    variable: Identifier
    collection: Expression
    arguments: dict[str, Expression | None]

    @property
    def text(self) -> str:
        """The collection as written, which names the loop."""
        return self.collection.token.value

    def evaluated(self, context: Any) -> dict[str, JSValue]:
        """The arguments' values; a bare name is true."""
        context.meter.spend(len(self.arguments))
        return {
            name: True if expression is None else expression.evaluate(context)
            for name, expression in self.arguments.items()
        }


class ForNode(ExpressionNode):
    """``for``."""

    __slots__ = ("head", "nodes", "otherwise")

    def __init__(self, token: Token, head: LoopHead, nodes: list[Node], otherwise: list[Node]) -> None:
        super().__init__(token)
        self.head, self.nodes, self.otherwise = head, nodes, otherwise

    def render_to_output(self, context: Any, buffer: TextIO) -> int:
        head = self.head
        items = to_enumerable(head.collection.evaluate(context))
        if not items:
            render_nodes(self.otherwise, context, buffer)
            return 0
        items = self._slice(items, context)
        loop = ForLoop(len(items), head.text, head.variable)
        scope: dict[str, JSValue] = {"forloop": loop}
        context.scopes.append(scope)
        name = str(head.variable)
        for item in items:
            scope[name] = item
            context.stop = 0
            render_nodes(self.nodes, context, buffer)
            if context.stop & BREAK:
                break
            if scope["forloop"] is not loop:  # the loop's variable is called forloop
                raise render_error("scope.forloop.next is not a function")
            loop.index += 1
        context.stop = 0
        context.scopes.pop()
        return 0

    def _slice(self, items: list[JSValue], context: Any) -> list[JSValue]:
        """What offset, limit and reversed leave, in this order whatever the order in the tag."""
        head, registers = self.head, context.registers
        key = f"continue-{head.variable}-{head.text}"
        arguments: dict[str, JSValue] = {}
        if head.arguments:
            last = registers.get(key, UNDEFINED)
            context.scopes.append({"continue": last if is_js_truthy(last) else {}})
            arguments = head.evaluated(context)
            context.scopes.pop()
        offset = arguments.get("offset", UNDEFINED)
        limit = arguments.get("limit", UNDEFINED)
        if offset is not UNDEFINED:
            items = slice_array(items, offset)
        if limit is not UNDEFINED:
            items = slice_array(items, 0, limit)
        if arguments.get("reversed", UNDEFINED) is not UNDEFINED:
            items = items[::-1]
        registers[key] = add(offset if is_js_truthy(offset) else 0, len(items))
        return items

    def held(self) -> Iterable[Expression | None]:
        return (self.head.collection, *self.head.arguments.values())

    def children(self, static_context: Any, *, include_partials: bool = True) -> Iterable[Node]:
        yield from self.nodes
        yield from self.otherwise

    def block_scope(self) -> Iterable[Identifier]:
        return (self.head.variable, Identifier("forloop", token=self.token))


class LoopTag(BlockTag):
    """What ``for`` and ``tablerow`` have in common."""

    def head(self, stream: TokenStream) -> LoopHead:
        """Read the tag's arguments."""
        opener = stream.current
        parser = self.arguments(stream)
        variable = identifier(parser)
        keyword = parser.identifier()
        parser.skip()
        collection = parser.value()
        if keyword != "in" or collection is None or not (variable or self.name == "tablerow"):
            raise parse_error(f"illegal tag: {self.name}", opener)
        return LoopHead(variable, collection, parser.named_arguments())


class ForTag(LoopTag):
    """``{% for x in items limit: 2 offset: 1 reversed %}``."""

    name = "for"
    end = "endfor"

    def parse(self, stream: TokenStream) -> Node:
        opener = stream.current
        head = self.head(stream)
        nodes, stop = self.body(stream, opener, ("else", "endfor"))
        otherwise: list[Node] = []
        while stop != "endfor":
            self.refuse_arguments(stream)
            more, stop = self.body(stream, opener, ("else", "endfor"))
            otherwise += more
        self.refuse_arguments(stream)
        return ForNode(opener, head, nodes, otherwise)


class TableRowNode(ForNode):
    """``tablerow``: no newlines; a pending ``break`` leaks into later cells and past the tag, as in LiquidJS."""

    __slots__ = ()

    def render_to_output(self, context: Any, buffer: TextIO) -> int:
        head = self.head
        items = to_enumerable(head.collection.evaluate(context))
        arguments = head.evaluated(context)
        offset = arguments.get("offset", UNDEFINED)
        offset = offset if is_js_truthy(offset) else 0
        limit = arguments.get("limit", len(items))
        items = slice_array(items, offset, add(offset, len(items) if limit is UNDEFINED else limit))
        columns = arguments.get("cols", UNDEFINED)
        loop = TableRowLoop(len(items), columns if is_js_truthy(columns) else len(items), head.text, head.variable)
        scope: dict[str, JSValue] = {"tablerowloop": loop}
        context.scopes.append(scope)
        for item in items:
            scope[str(head.variable)] = item
            if loop.column0() == 0:
                if loop.row() != 1:
                    buffer.write("</tr>")
                buffer.write(f'<tr class="row{number_to_string(loop.row())}">')
            buffer.write(f'<td class="col{number_to_string(loop.column0() + 1)}">')
            render_nodes(self.nodes, context, buffer)
            buffer.write("</td>")
            loop.index += 1
        if items:
            buffer.write("</tr>")
        context.scopes.pop()
        return 0

    def block_scope(self) -> Iterable[Identifier]:
        return (self.head.variable, Identifier("tablerowloop", token=self.token))


class TableRowTag(LoopTag):
    """``{% tablerow x in items cols: 3 %}``."""

    name = "tablerow"
    end = "endtablerow"

    def parse(self, stream: TokenStream) -> Node:
        opener = stream.current
        head = self.head(stream)
        nodes, _ = self.body(stream, opener, ("endtablerow",))
        self.skip_arguments(stream)
        return TableRowNode(opener, head, nodes, [])


class StopNode(Node):
    """``break`` and ``continue``: they set a flag that every block looks at after each node."""

    __slots__ = ("flag",)

    def __init__(self, token: Token, flag: int) -> None:
        super().__init__(token)
        self.flag = flag

    def render_to_output(self, context: Any, buffer: TextIO) -> int:
        context.stop |= self.flag
        return 0


class BreakTag(Tag):
    """``{% break %}``; arguments are ignored."""

    name = "break"
    flag = BREAK

    def parse(self, stream: TokenStream) -> Node:
        token = stream.current
        self.skip_arguments(stream)
        return StopNode(token, self.flag)


class ContinueTag(BreakTag):
    """``{% continue %}``; arguments are ignored."""

    name = "continue"
    flag = CONTINUE
