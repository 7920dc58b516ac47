"""The state of one render."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from liquid.context import RenderContext

from .dates.clock import Clock
from .error import LiquidError
from .expressions import Variable
from .javascript import strings
from .javascript.convert import to_string
from .javascript.objects import is_index, read_property
from .javascript.values import UNDEFINED, JSValue
from .javascript.variables import admit
from .limits import Meter

if TYPE_CHECKING:
    from .environment import Environment, ParsedTemplate


#: How much of an expression in a text is parsed, or evaluated, for one step.
_CHARACTERS_A_STEP = 32


class Context(RenderContext):
    """Scopes, registers and bounds of one render.

    python-liquid's own state is left unset: our nodes read none of it, and building it costs more than a small render.
    """

    __slots__ = ("_unread", "clock", "cycles", "environment", "literal", "meter", "registers", "scopes", "stop")

    env: Environment

    def __init__(
        self,
        template: ParsedTemplate,
        variables: Mapping[str, object],
        clock: Clock,
        meter: Meter,
        literal: bool = False,
    ) -> None:
        self.env = template.env
        self.template = template
        self.clock = clock
        self.meter = meter
        self.scopes: list[dict[str, JSValue]] = [{}]
        """Block scopes, innermost last; the first holds what ``assign`` and ``capture`` set."""
        self._unread = variables
        self.environment: dict[str, JSValue] = {}
        """The caller's variables as far as they were read; counters are written here too (liquid.md §6)."""
        self.registers: dict[str, JSValue] = {}
        """Where ``offset: continue`` continues."""
        self.cycles: dict[str, int] = {}
        """The next candidate of each ``cycle``."""
        self.literal = literal
        """Whether an output of what is undefined prints as it is written (semantics C6), which LiquidJS never does."""
        self.stop = 0
        """A pending ``break`` (1) or ``continue`` (2)."""

    def lookup(self, key: JSValue) -> JSValue:
        """The variable *key*, undefined where there is none; ``size`` alone prints 0 (liquid.md §5)."""
        name = key if type(key) is str else to_string(key)
        for scope in reversed(self.scopes):
            if name in scope:
                return scope[name]
        value = self.variable(name)
        return 0 if value is UNDEFINED and name == "size" else value

    def variable(self, name: str) -> JSValue:
        """The caller's variable or the counter *name*."""
        environment = self.environment
        if name not in environment:
            if name not in self._unread:
                return UNDEFINED
            environment[name] = admit(self._unread[name], self.meter.limits.nesting)
        return environment[name]

    def property_reader(self, path: str) -> Callable[[JSValue], JSValue]:
        """Reads *path*, an expression such as ``a[0].b``, from a value that stands for the only scope."""
        self.meter.spend(len(path) // _CHARACTERS_A_STEP)
        parser = self.env.grammar.expression_parser(path, 0, len(path))
        parser.skip()
        begin = parser.position
        properties = parser.properties(named=True)
        if not properties:
            return lambda item: UNDEFINED
        variable = Variable(parser.token("path", begin), properties)
        return lambda item: variable.evaluate(_Element(item, self.meter))

    def expression_reader(self, name: str, text: str) -> Callable[[JSValue], JSValue]:
        """Evaluates the expression *text* with a value bound to *name*."""
        cost = 1 + len(text) // _CHARACTERS_A_STEP
        self.meter.spend(cost)
        try:
            expression = self.env.grammar.expression_parser(text, 0, len(text)).filtered()
        except LiquidError as error:
            # its offsets are those of the argument's value, which need not stand in the template
            raise LiquidError(error.message, error.kind, bound=error.bound) from None

        def read(item: JSValue) -> JSValue:
            self.meter.spend(cost)
            self.scopes.append({name: item})
            try:
                return expression.evaluate(self)
            finally:
                self.scopes.pop()

        return read


class _Element:
    """The context in which ``where: "a.b"`` reads its path: one value and nothing else."""

    __slots__ = ("_item", "meter")

    def __init__(self, item: JSValue, meter: Meter) -> None:
        self._item = item
        self.meter = meter

    def lookup(self, key: JSValue) -> JSValue:
        item, name = self._item, to_string(key)
        if isinstance(item, dict):
            known = name in item
        elif isinstance(item, list):
            known = name == "length" or (is_index(name) and int(name) < len(item))
        elif isinstance(item, str):
            known = name == "length" or (is_index(name) and int(name) < strings.length(item))
        else:
            known = False
        # a name that the value does not own is read from LiquidJS's empty globals
        return read_property(item if known else {}, key)
