"""LiquidJS expressions as python-liquid expressions, so that its static analysis sees them (liquid.md §8).

``context`` is always our ``Context``; python-liquid's signatures name its own class, so it is ``Any`` here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple, cast

from liquid.builtin.expressions import Filter, FilteredExpression, Path
from liquid.expression import Expression
from liquid.token import Token

from .error import LiquidError, limit_error
from .javascript.convert import to_number
from .javascript.objects import read_property
from .javascript.values import UNDEFINED, JSValue, is_number, is_truthy, normal, to_value
from .limits import SMALL
from .operators import BINARY


class Expr(Expression):
    """An expression with its source text in its token: ``start_index`` and ``value`` give its span."""

    __slots__ = ()

    def evaluate(self, context: Any) -> JSValue:
        """The value in *context*."""
        raise NotImplementedError

    def children(self) -> Iterable[Expression]:
        """Expressions inside this one."""
        return ()

    def __str__(self) -> str:
        return self.token.value


class Literal(Expr):
    """A constant."""

    __slots__ = ("value",)

    def __init__(self, token: Token, value: JSValue) -> None:
        super().__init__(token)
        self.value = value

    def evaluate(self, context: Any) -> JSValue:
        return self.value


class Range(Expr):
    """``(a..b)``: from a in steps of one as long as b allows, fractions kept."""

    __slots__ = ("first", "last")

    def __init__(self, token: Token, first: Operand, last: Operand) -> None:
        super().__init__(token)
        self.first, self.last = first, last

    def evaluate(self, context: Any) -> JSValue:
        value = to_number(to_value(self.first.evaluate(context)))
        end = to_number(to_value(self.last.evaluate(context))) + 1
        most = context.meter.limits.range_items
        if end - value > most:
            raise limit_error("range_items", f"a range has more than {most} elements")
        items: list[JSValue] = []
        while value < end:
            items.append(normal(float(value)))
            value += 1
        context.meter.spend(len(items))
        return items

    def children(self) -> Iterable[Expression]:
        return (self.first, self.last)


class Variable(Path):
    """A variable with its properties; the first one names it, or computes its name in brackets."""

    __slots__ = ("properties",)

    def __init__(self, token: Token, properties: Sequence[Property]) -> None:
        # python-liquid takes texts, integers and paths as segments; its analysis prints anything else as it is
        segments = [part if type(part) is str else _segment(part) for part in properties]
        super().__init__(token, cast("list[str | int | Path]", segments))
        self.properties = tuple(properties)

    def __str__(self) -> str:
        return self.token.value

    def evaluate(self, context: Any) -> JSValue:
        properties = self.properties
        if len(properties) > _LONG_PATH:
            context.meter.spend(len(properties))
        first = properties[0]
        value = context.lookup(first if type(first) is str else _key(first, context))
        for part in properties[1:]:
            value = read_property(value, part if type(part) is str else _key(part, context))
        return value

    def children(self) -> list[Expression]:
        return [part for part in self.properties if not isinstance(part, str)]


Operand = Expr | Variable
"""What stands between operators and in arguments."""

_SIZED = (str, list)
#: Shorter paths are not worth a step.
_LONG_PATH = 8

Property = str | Operand
"""A name after a dot, or what stands in brackets."""


def _key(part: Property, context: Any) -> JSValue:
    return part if isinstance(part, str) else to_value(part.evaluate(context))


class Member(Expr):
    """A property of a literal: ``'abc'.size``, ``(1..3).first``."""

    __slots__ = ("base", "properties")

    def __init__(self, token: Token, base: Expr, properties: Sequence[Property]) -> None:
        super().__init__(token)
        self.base, self.properties = base, tuple(properties)

    def evaluate(self, context: Any) -> JSValue:
        keys = [_key(part, context) for part in self.properties]
        value = self.base.evaluate(context)
        for key in keys:
            value = read_property(value, key)
        return value

    def children(self) -> Iterable[Expression]:
        return (self.base, *(part for part in self.properties if not isinstance(part, str)))


def _segment(part: Property) -> object:
    if isinstance(part, Literal) and (isinstance(part.value, str) or is_number(part.value)):
        return part.value
    return part


class Condition(Expr):
    """Operands and operators in postfix order; LiquidJS evaluates all of them and takes the bottom of the stack.

    A missing operand is undefined, a surplus one is ignored: ``{{ a b }}`` is ``{{ a }}``.
    """

    __slots__ = ("postfix",)

    def __init__(self, token: Token, postfix: Sequence[Operand | str]) -> None:
        super().__init__(token)
        self.postfix = tuple(postfix)

    def evaluate(self, context: Any) -> JSValue:
        stack: list[JSValue] = []
        context.meter.spend(len(self.postfix))
        for item in self.postfix:
            if not isinstance(item, str):
                stack.append(item.evaluate(context))
                continue
            right = stack.pop() if stack else UNDEFINED
            if item == "not":
                stack.append(not is_truthy(right))
            else:
                left = stack.pop() if stack else UNDEFINED
                if isinstance(left, _SIZED) and len(left) > SMALL:
                    context.meter.input(left)
                stack.append(BINARY[item](left, right))
        return stack[0]

    def children(self) -> Iterable[Expression]:
        return [item for item in self.postfix if not isinstance(item, str)]


class Argument(NamedTuple):
    """An argument of a filter; ``name`` is empty for a positional one, ``value`` missing in ``f: name:``."""

    name: str
    value: Operand | None


class FilterCall(Filter):
    """One filter of a chain."""

    __slots__ = ("arguments",)

    def __init__(self, token: Token, name: str, arguments: Sequence[Argument]) -> None:
        super().__init__(token, name, [])
        self.arguments = tuple(arguments)

    def evaluate(self, value: JSValue, context: Any) -> JSValue:
        """Apply the filter; a name that LiquidJS does not know passes *value* through (liquid.md §11)."""
        function = context.env.filters.get(self.name)
        if function is None:
            return value
        meter = context.meter
        meter.spend(1 + len(self.arguments))
        if isinstance(value, _SIZED) and len(value) > SMALL:
            meter.input(value)
        arguments: list[JSValue] = []
        for name, expression in self.arguments:
            argument = UNDEFINED if expression is None else expression.evaluate(context)
            arguments.append([name, argument] if name else argument)
        try:
            result = function(context, value, *arguments)
            if type(result) is list:
                meter.array(result)
            elif type(result) is str and len(result) > SMALL:
                meter.text(len(result))
        except LiquidError as error:
            error.place(self.token.start_index, self.token.start_index + len(self.name))
            raise
        return result

    def children(self) -> list[Expression]:
        return [argument.value for argument in self.arguments if argument.value is not None]


class Filtered(FilteredExpression):
    """A value with its filters: what outputs, assignments and conditions hold."""

    __slots__ = ("calls", "value")

    def __init__(self, token: Token, value: Operand, calls: Sequence[FilterCall]) -> None:
        super().__init__(token, value, list(calls))
        self.value = value
        self.calls = tuple(calls)

    def evaluate(self, context: Any) -> JSValue:
        value = self.value.evaluate(context)
        for call in self.calls:
            value = call.evaluate(value, context)
        return value
