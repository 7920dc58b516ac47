"""LiquidJS's expressions (liquid.md §6). A ``context`` is our ``Context``, which is not imported for them: ``Any``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from .error import LiquidError, limit_error
from .javascript.convert import to_number
from .javascript.objects import read_property
from .javascript.values import UNDEFINED, JSValue, is_number, is_truthy, normal, to_value
from .limits import SMALL
from .operators import BINARY
from .tree import Expression, Token


class Literal(Expression):
    """A constant."""

    __slots__ = ("value",)

    def __init__(self, token: Token, value: JSValue) -> None:
        super().__init__(token)
        self.value = value

    def evaluate(self, context: Any) -> JSValue:
        return self.value


class Range(Expression):
    """``(a..b)``: from a in steps of one as long as b allows, fractions kept."""

    __slots__ = ("first", "last")

    def __init__(self, token: Token, first: Expression, last: Expression) -> None:
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


class Variable(Expression):
    """A variable with its properties; the first one names it, or computes its name in brackets."""

    __slots__ = ("properties",)

    def __init__(self, token: Token, properties: Sequence[Property]) -> None:
        super().__init__(token)
        self.properties = tuple(properties)

    @property
    def path(self) -> list[object]:
        """The properties as python-liquid's analysis takes them."""
        return [part if type(part) is str else _segment(part) for part in self.properties]

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


_SIZED = (str, list)
#: Shorter paths are not worth a step.
_LONG_PATH = 8

Property = str | Expression
"""A name after a dot, or what stands in brackets."""


def _key(part: Property, context: Any) -> JSValue:
    return part if isinstance(part, str) else to_value(part.evaluate(context))


class Member(Expression):
    """A property of a literal: ``'abc'.size``, ``(1..3).first``."""

    __slots__ = ("base", "properties")

    def __init__(self, token: Token, base: Expression, properties: Sequence[Property]) -> None:
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


class Condition(Expression):
    """Expressions and operators in postfix order; LiquidJS evaluates all of them and takes the bottom of the stack.

    A missing operand is undefined, a surplus one is ignored: ``{{ a b }}`` is ``{{ a }}``.
    """

    __slots__ = ("postfix",)

    def __init__(self, token: Token, postfix: Sequence[Expression | str]) -> None:
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
    value: Expression | None


class FilterCall:
    """One filter of a chain."""

    __slots__ = ("arguments", "name", "token")

    def __init__(self, token: Token, name: str, arguments: Sequence[Argument]) -> None:
        self.token, self.name = token, name
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
        """The values of its arguments."""
        return [argument.value for argument in self.arguments if argument.value is not None]


class Filtered(Expression):
    """A value with its filters: what outputs, assignments and conditions hold."""

    __slots__ = ("calls", "value")

    def __init__(self, token: Token, value: Expression, calls: Sequence[FilterCall]) -> None:
        super().__init__(token)
        self.value = value
        self.calls = tuple(calls)

    @property
    def filters(self) -> tuple[FilterCall, ...]:
        """What python-liquid's analysis calls them."""
        return self.calls

    def children(self) -> Iterable[Expression]:
        yield self.value
        for call in self.calls:
            yield from call.children()

    def is_unset(self, context: Any) -> bool:
        """Whether it is a variable, or a property of one, that is undefined, and no filter stands in for it."""
        if not isinstance(self.value, Variable) or any(call.name == "default" for call in self.calls):
            return False
        return self.value.evaluate(context) is UNDEFINED

    def evaluate(self, context: Any) -> JSValue:
        value = self.value.evaluate(context)
        for call in self.calls:
            value = call.evaluate(value, context)
        return value
