"""LiquidJS's expression grammar, one for outputs, tags and filter arguments alike (liquid.md §6)."""

from __future__ import annotations

import re

from .characters import WORD_CHARACTER, quoted_end, skip_blanks, unescape, word_end
from .error import LiquidError, limit_error
from .expressions import (
    Argument,
    Condition,
    FilterCall,
    Filtered,
    Literal,
    Member,
    Property,
    Range,
    Variable,
)
from .javascript.values import BLANK, EMPTY, NIL, normal
from .lexer import excerpt
from .operators import PRECEDENCE
from .tree import Expression, Token

_LITERALS = {"true": True, "false": False, "nil": NIL, "null": NIL, "empty": EMPTY, "blank": BLANK}
_LITERAL = re.compile("|".join(_LITERALS))
_OPERATOR = re.compile("==|!=|>=|<=|>|<|contains|not|and|or")
_NUMBER = re.compile(r"[+-]?[0-9]+(?:\.(?!\.)[0-9]*)?")
#: What most outputs are: a path of ASCII names. The group is the path; blanks around it are taken too.
_NAME = "[A-Za-z_][A-Za-z0-9_-]*"
_PLAIN_PATH = re.compile(rf"[ \t\r\n]*({_NAME}(?:\.{_NAME})*)[ \t\r\n]*")
_KEYWORDS = frozenset(_LITERALS) | {"contains", "not", "and", "or"}
#: The platform's name for the body of a response (C61); stock LiquidJS cannot read it.
BODY = "$"


class ExpressionParser:
    """Reads expressions from ``source[position:end]``.

    Raises ``LiquidError`` of kind tokenization with offsets into the source. *body_variable* lets ``$`` be a variable;
    at most *nesting* brackets may stand in each other.
    """

    __slots__ = ("_body_variable", "_depth", "_nesting", "end", "position", "source")

    def __init__(self, source: str, start: int, end: int, *, body_variable: bool, nesting: int) -> None:
        self.source = source
        self.position = start
        self.end = end
        self._body_variable = body_variable
        self._depth = 0
        self._nesting = nesting

    # -- characters ----------------------------------------------------------------------------------------------------

    def token(self, kind: str, begin: int) -> Token:
        """The stretch from *begin* to here."""
        return Token(kind, self.source[begin : self.position], begin, self.source)

    def failure(self, message: str) -> LiquidError:
        """An error at the current position."""
        start = min(self.position, len(self.source))
        return LiquidError(message, "tokenization", start, min(start + 1, len(self.source)))

    def rest(self) -> str:
        """What is left, quoted and cut for a message."""
        return excerpt(self.source, self.position, self.end)

    def skip(self) -> None:
        """Skip blanks."""
        self.position = skip_blanks(self.source, self.position, self.end)

    def peek(self, ahead: int = 0) -> str:
        """The next character; empty at the end."""
        at = self.position + ahead
        return self.source[at] if at < self.end else ""

    def at_end(self) -> bool:
        """Whether nothing is left."""
        return self.position >= self.end

    def identifier(self) -> str:
        """Skip blanks and take a word; empty where there is none."""
        self.skip()
        begin = self.position
        self.position = word_end(self.source, begin, self.end)
        return self.source[begin : self.position]

    def skip_past(self, text: str) -> bool:
        """Move behind the next *text*; to the end where there is none."""
        found = self.source.find(text, self.position, self.end)
        self.position = found + len(text) if found >= 0 else max(self.position, self.end)
        return found >= 0

    def _ends_word(self, word: str, end: int) -> bool:
        """Whether a keyword that ends at *end* is complete; signs such as ``==`` always are."""
        return not (word[-1].isalpha() and end < self.end and WORD_CHARACTER.match(self.source, end, self.end))

    # -- values --------------------------------------------------------------------------------------------------------

    def value(self) -> Expression | None:
        """A literal, range or variable with its properties; ``None`` where there is none."""
        self.skip()
        begin = self.position
        base = self._base(begin)
        properties = self.properties(named=base is None)
        if not properties:
            return base
        if base is None:
            return Variable(self.token("path", begin), properties)
        return Member(self.token("member", begin), base, properties)

    def _base(self, begin: int) -> Expression | None:
        source, end = self.source, self.end
        first = self.peek()
        if first in ("'", '"'):
            self.position = quoted_end(source, begin, end)
            try:
                text = unescape(source[begin : self.position])
            except LiquidError as error:
                error.place(begin, self.position)
                raise
            return Literal(self.token("string", begin), text)
        if first == "(":
            return self._range(begin)
        match = _LITERAL.match(source, begin, end)
        if match and self._ends_word(match[0], match.end()):
            self.position = match.end()
            return Literal(self.token("literal", begin), _LITERALS[match[0]])
        match = _NUMBER.match(source, begin, end)
        if match and not WORD_CHARACTER.match(source, match.end(), end):
            # "1.2.3" is a variable's name, "1.2..3" the end of a range's start
            dotted = "." in match[0] and source.startswith(".", match.end(), end)
            if not dotted or source[match.end() + 1 : match.end() + 2] == ".":
                self.position = match.end()
                return Literal(self.token("number", begin), normal(float(match[0])))
        return None

    def required_value(self) -> Expression:
        """A value. Raises where there is none."""
        value = self.value()
        if value is None:
            raise self.failure(f"unexpected token {self.rest()}, value expected")
        return value

    def _nest(self) -> None:
        self._depth += 1
        if self._depth > self._nesting:
            raise limit_error("nesting", f"an expression has more than {self._nesting} brackets in each other")

    def _range(self, begin: int) -> Range:
        self._nest()
        self.position += 1
        first = self.required_value()
        self.skip()
        if self.peek() != "." or self.peek(1) != ".":
            raise self.failure("invalid range syntax")
        self.position += 2
        last = self.required_value()
        self.skip()
        closing = self.source[self.position : self.position + 1]  # LiquidJS does not mind the end of the tag here
        self.position += 1
        if closing != ")":
            raise self.failure("invalid range syntax")
        self._depth -= 1
        return Range(self.token("range", begin), first, last)

    def properties(self, *, named: bool) -> list[Property]:
        """``.name`` and ``[…]`` in any number; with *named* the first may be a bare word."""
        properties: list[Property] = []
        while True:
            if self.peek() == "[":
                properties.append(self._bracketed())
                continue
            word = ""
            if named and not properties:
                word = self.identifier() or self._body_name()
            if not word and self.peek() == "." and self.peek(1) != ".":
                self.position += 1
                word = self.identifier()
            if not word:
                return properties
            properties.append(word)

    def _body_name(self) -> str:
        following = self.position + 1
        if not self._body_variable or self.peek() != BODY or WORD_CHARACTER.match(self.source, following, self.end):
            return ""
        self.position = following
        return BODY

    def _bracketed(self) -> Property:
        """The value in brackets; LiquidJS skips what follows it up to the bracket's end."""
        self._nest()
        self.position += 1
        at = self.position
        value = self.value()
        if not self.skip_past("]"):
            raise self.failure("[ not closed")
        self._depth -= 1
        return Literal(Token("word", "", at, self.source), "") if value is None else value

    # -- expressions ---------------------------------------------------------------------------------------------------

    def _operator(self) -> str | None:
        self.skip()
        match = _OPERATOR.match(self.source, self.position, self.end)
        if match is None or not self._ends_word(match[0], match.end()):
            return None
        self.position = match.end()
        return match[0]

    def expression(self) -> Expression | None:
        """Operands and operators in any order; ``None`` where there is neither."""
        begin = self.position
        postfix: list[Expression | str] = []
        pending: list[str] = []
        while not self.at_end():
            operator = self._operator()
            if operator is not None:
                while pending and PRECEDENCE[pending[-1]] > PRECEDENCE[operator]:
                    postfix.append(pending.pop())
                pending.append(operator)
                continue
            value = self.value()
            if value is None:
                break
            postfix.append(value)
        postfix += reversed(pending)
        if not postfix:
            return None
        if len(postfix) == 1 and not isinstance(postfix[0], str):
            return postfix[0]
        return Condition(self.token("expression", begin), postfix)

    def filtered(self) -> Filtered:
        """An expression with its filters. Raises where there is none."""
        begin = self.position
        value = self._plain_path() or self.expression()
        if value is None:
            raise self.failure(f"invalid value expression: {self.rest()}")
        calls: list[FilterCall] = []
        while (call := self._filter()) is not None:
            calls.append(call)
        return Filtered(self.token("filtered", begin), value, calls)

    def _plain_path(self) -> Variable | None:
        """The variable, where the expression is nothing but a path: a short cut through the grammar below."""
        match = _PLAIN_PATH.match(self.source, self.position, self.end)
        if match is None or not (match.end() == self.end or self.source[match.end()] == "|"):
            return None
        names = match[1].split(".")
        if names[0] in _KEYWORDS:
            return None
        self.position = match.end()
        return Variable(Token("path", match[1], match.start(1), self.source), names)

    def _filter(self) -> FilterCall | None:
        """The next ``| name: arguments``; what follows ``,`` or ``)`` is ignored."""
        self.skip()
        if self.at_end() or self.peek() in (")", ","):
            return None
        if self.peek() != "|":
            raise self.failure('expected "|" before filter')
        self.position += 1
        name = self.identifier()
        begin = self.position - len(name)
        if not name:
            if not self.at_end():
                raise self.failure("expected filter name")
            return None
        self.skip()
        arguments: list[Argument] = []
        if self.peek() == ":":
            arguments = self._arguments()
        elif self.peek() not in ("", "|", ")", ","):
            raise self.failure('expected ":" after filter name')
        return FilterCall(Token("filter", name, begin, self.source), name, arguments)

    def _arguments(self) -> list[Argument]:
        arguments: list[Argument] = []
        while True:
            self.position += 1  # the colon or comma
            argument = self._argument()
            if argument is not None:
                arguments.append(argument)
            self.skip()
            if self.peek() not in ("", ",", "|", ")"):
                raise self.failure(f"unexpected character {self.rest()}")
            if self.peek() != ",":
                return arguments

    def _argument(self) -> Argument | None:
        value = self.value()
        if value is None:
            return None
        name = self.source[value.token.start_index : self.position]
        self.skip()
        if self.peek() != ":":
            return Argument("", value)
        self.position += 1
        return Argument(name, self.value())

    def named_arguments(self) -> dict[str, Expression | None]:
        """The arguments of ``for`` and ``tablerow``; ``None`` for a bare name such as ``reversed``."""
        arguments: dict[str, Expression | None] = {}
        while True:
            self.skip()
            if self.peek() == ",":
                self.position += 1
            name = self.identifier()
            if not name:
                return arguments
            self.skip()
            value = None
            if self.peek() == ":":
                self.position += 1
                value = self.value()
            arguments[name] = value
