"""``waitFunction`` of a smart endpointing plan: an expression in x as mathjs reads it (semantics §5.8).

Numbers, ``x``, ``pi``, ``e``, ``tau``, the operators ``+ - * / % ^``, comparisons, ``a ? b : c``, and the functions
of one real number that a wait may need. Anything else mathjs knows (units, matrices, assignments) is no wait.
"""

from __future__ import annotations

import math
import operator
import re
from collections.abc import Callable
from functools import lru_cache

LONGEST = 1000
"""Characters of an expression; no wait needs more."""
_DEEPEST = 40
_TOKEN = re.compile(
    r"\s*(?:(\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?)|([A-Za-z_]\w*)|(==|!=|<=|>=|[-+*/%^()<>?:,]))"
)

Wait = Callable[[float], float]


class FormulaError(ValueError):
    """A text that is no expression in x."""


@lru_cache(maxsize=256)
def formula(source: str) -> Wait:
    """The function that *source* describes. Raises :class:`FormulaError`."""
    if len(source) > LONGEST:
        raise FormulaError(f"it has more than {LONGEST} characters")
    return _Parser(_tokens(source)).whole()


def wait_ms(source: str, x: float) -> int:
    """The wait in whole milliseconds, half up, never negative. Raises :class:`FormulaError` where it is no number."""
    try:
        value = formula(source)(x)
    except FormulaError:
        raise
    except (ArithmeticError, ValueError) as error:
        raise FormulaError(f"it gives no number at x = {x:g}") from error
    if isinstance(value, complex) or not math.isfinite(value) or value > 86_400_000:
        raise FormulaError(f"it gives {value} at x = {x:g}")
    return max(math.floor(value + 0.5), 0)


def _tokens(source: str) -> list[str]:
    found, at = [], 0
    text = source.rstrip()
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise FormulaError(f"{text[at : at + 10].strip()!r} is no part of an expression")
        found.append(match.group().strip())
        at = match.end()
    return found


_FUNCTIONS: dict[str, Callable[..., float]] = {
    "abs": abs,
    "ceil": math.ceil,
    "cos": math.cos,
    "exp": math.exp,
    "floor": math.floor,
    "log": math.log,
    "log10": math.log10,
    "log2": math.log2,
    "max": lambda *values: max(values),
    "min": lambda *values: min(values),
    "pow": operator.pow,
    "round": lambda value: math.floor(value + 0.5),
    "sin": math.sin,
    "sqrt": math.sqrt,
    "square": lambda value: value * value,
    "cube": lambda value: value**3,
    "tan": math.tan,
    "tanh": math.tanh,
}
_COUNTS = {"log": (1, 2), "max": (1, 20), "min": (1, 20), "pow": (2, 2)}
_CONSTANTS = {"pi": math.pi, "PI": math.pi, "e": math.e, "E": math.e, "tau": math.tau}
_COMPARED: dict[str, Callable[[float, float], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "==": operator.eq,
    "!=": operator.ne,
}


class _Parser:
    """Recursive descent, mathjs's precedence: ``?:``, comparison, sum, product, sign, power (from the right)."""

    def __init__(self, tokens: list[str]) -> None:
        self._tokens = tokens
        self._at = 0
        self._depth = 0

    def whole(self) -> Wait:
        made = self._choice()
        if self._at < len(self._tokens):
            raise FormulaError(f"{self._tokens[self._at]!r} has no place there")
        return made

    def _next(self) -> str:
        return self._tokens[self._at] if self._at < len(self._tokens) else ""

    def _take(self, *wanted: str) -> str:
        token = self._next()
        if token not in wanted:
            return ""
        self._at += 1
        return token

    def _must(self, wanted: str) -> None:
        if not self._take(wanted):
            raise FormulaError(f"{wanted!r} is missing")

    def _choice(self) -> Wait:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise FormulaError("it is nested too deeply")
        test = self._comparison()
        if self._take("?"):
            yes = self._choice()
            self._must(":")
            no = self._choice()
            test = _chosen(test, yes, no)
        self._depth -= 1
        return test

    def _comparison(self) -> Wait:
        left = self._sum()
        sign = self._take(*_COMPARED)
        return _both(_COMPARED[sign], left, self._sum()) if sign else left

    def _sum(self) -> Wait:
        left = self._product()
        while sign := self._take("+", "-"):
            left = _both(operator.add if sign == "+" else operator.sub, left, self._product())
        return left

    def _product(self) -> Wait:
        left = self._sign()
        while True:
            if sign := self._take("*", "/", "%"):
                kind = {"*": operator.mul, "/": operator.truediv, "%": operator.mod}[sign]
                left = _both(kind, left, self._sign())
            elif self._next() == "(" or self._next()[:1].isalpha():  # 2 x, 2 (x + 1)
                left = _both(operator.mul, left, self._power())
            else:
                return left

    def _sign(self) -> Wait:
        signs = 0
        while sign := self._take("-", "+"):
            signs += sign == "-"
        inner = self._power()
        return (lambda x: -inner(x)) if signs % 2 else inner

    def _power(self) -> Wait:
        base = self._atom()
        return _both(operator.pow, base, self._sign()) if self._take("^") else base

    def _atom(self) -> Wait:
        token = self._next()
        self._at += 1
        if token == "(":
            inner = self._choice()
            self._must(")")
            return inner
        if token == "x":
            return lambda x: x
        if token in _CONSTANTS:
            return _constant(_CONSTANTS[token])
        if token in _FUNCTIONS:
            return self._call(token)
        if token[:1].isdigit() or token[:1] == ".":
            return _constant(float(token))
        raise FormulaError(f"{token!r} is no number, function or x" if token else "it ends too early")

    def _call(self, name: str) -> Wait:
        self._must("(")
        arguments = [self._choice()]
        while self._take(","):
            arguments.append(self._choice())
        self._must(")")
        least, most = _COUNTS.get(name, (1, 1))
        if not least <= len(arguments) <= most:
            raise FormulaError(f"{name} takes {least if least == most else f'{least} to {most}'} values")
        function = _FUNCTIONS[name]
        return lambda x: function(*(argument(x) for argument in arguments))


def _constant(value: float) -> Wait:
    return lambda x: value


def _both(kind: Callable[[float, float], float], left: Wait, right: Wait) -> Wait:
    return lambda x: kind(left(x), right(x))


def _chosen(test: Wait, yes: Wait, no: Wait) -> Wait:
    return lambda x: yes(x) if test(x) else no(x)
