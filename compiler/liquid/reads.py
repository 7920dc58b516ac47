"""Which variables a template reads, and how it guards them.

Scopes are those of python-liquid's ``analyze()``: a name is local from its ``assign``, ``capture`` or counter on, a
loop's variable inside the loop. Beside it, the texts of ``where_exp`` and its kin are read as the expressions that they
are.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence

from .error import LiquidError
from .expressions import Condition, FilterCall, Filtered, Literal, Property, Variable
from .findings import Read
from .grammar import Grammar
from .javascript.numbers import number_to_string
from .javascript.values import EmptyDrop, NilDrop
from .tags.conditions import CaseNode, IfNode
from .tree import Expression, Node, Token

_PLAIN_NAME = re.compile(r"[^\W\d][\w-]*")
#: Filters whose second argument is an expression over the variable that the first one names.
_EXPRESSION_FILTERS = frozenset(("where_exp", "reject_exp", "group_by_exp", "has_exp", "find_exp", "find_index_exp"))
_TESTS = frozenset(("and", "or", "not"))


def reads_of(grammar: Grammar, nodes: Iterable[Node]) -> tuple[Read, ...]:
    """Every read in *nodes*, in the order of the text."""
    walk = _Walk(grammar)
    walk.nodes(nodes)
    return tuple(sorted(walk.found, key=lambda read: (read.start, read.end)))


class _Walk:
    def __init__(self, grammar: Grammar) -> None:
        self.grammar = grammar
        self.found: list[Read] = []
        self.locals: set[str] = set()
        self.scopes: list[set[str]] = []
        self.tested: list[set[str]] = []
        self.implied: list[frozenset[str]] = []
        self.shift = 0
        self.instead: Token | None = None

    # -- nodes ---------------------------------------------------------------------------------------------------------

    def nodes(self, nodes: Iterable[Node]) -> None:
        for node in nodes:
            if isinstance(node, IfNode):
                self._if(node)
            elif isinstance(node, CaseNode):
                self._case(node)
            else:
                for expression in node.expressions():
                    self._expression(expression)
                self.locals.update(node.template_scope())
                self.scopes.append(set(node.block_scope()))
                self.nodes(node.children(None))
                self.scopes.pop()

    def _if(self, node: IfNode) -> None:
        tested: set[str] = set()
        self.tested.append(tested)
        for branch in node.branches:
            self._condition(branch.condition)
            tested.update(_roots(branch.condition))
            self.implied.append(_implied(branch.condition) if branch.wanted else frozenset())
            self.nodes(branch.nodes)
            self.implied.pop()
        self.nodes(node.otherwise)
        self.tested.pop()

    def _case(self, node: CaseNode) -> None:
        self._expression(node.subject)
        self.tested.append(set(_roots(node.subject)))
        for when in node.whens:
            for value in when.values:
                self._expression(value)
            self.nodes(when.nodes)
        self.nodes(node.otherwise)
        self.tested.pop()

    # -- expressions ---------------------------------------------------------------------------------------------------

    def _condition(self, condition: Filtered) -> None:
        """A condition guards what it only asks for: ``if x``, ``if x and y``, ``if x != nil``."""
        value = condition.value
        if condition.calls:
            self._expression(condition)
        elif isinstance(value, Variable):
            self._expression(value, guarded=True)
        elif isinstance(value, Condition):
            compared = set(map(id, _compared(value.postfix)))
            for item in value.postfix:
                if not isinstance(item, str):
                    self._expression(item, guarded=id(item) not in compared)
        else:
            self._expression(value)

    def _expression(self, expression: Expression, *, guarded: bool = False) -> None:
        if isinstance(expression, Filtered):
            has_default = any(call.name == "default" for call in expression.calls)
            self._expression(expression.value, guarded=guarded or has_default)
            for call in expression.calls:
                self._call(call)
            return
        if isinstance(expression, Variable):
            self._variable(expression, guarded)
            guarded = False
        for child in expression.children():
            self._expression(child, guarded=guarded)

    def _call(self, call: FilterCall) -> None:
        values = [argument.value for argument in call.arguments]
        for value in values:
            if value is not None:
                self._expression(value)
        if call.name not in _EXPRESSION_FILTERS or len(values) < 2:
            return
        name, text = values[0], values[1]
        if isinstance(name, Literal) and isinstance(text, Literal) and isinstance(text.value, str):
            self._text(str(name.value), text.value, text.token)

    def _text(self, name: str, text: str, token: Token) -> None:
        """The reads of an expression that stands in a string literal."""
        try:
            expression = self.grammar.expression_parser(text, 0, len(text)).filtered()
        except LiquidError:
            return  # it fails when it is rendered
        if "\\" in token.value:
            self.instead = token
        else:
            self.shift = token.start_index + 1
        self.scopes.append({name})
        self._expression(expression)
        self.scopes.pop()
        self.shift, self.instead = 0, None

    def _variable(self, variable: Variable, guarded: bool) -> None:
        root = root_name(variable)
        if root is None or root in self.locals or any(root in scope for scope in self.scopes):
            return
        token = self.instead or variable.token
        start = token.start_index + self.shift
        guarded = guarded or any(root in tested for tested in self.tested)
        implied = tuple(sorted(frozenset().union(*self.implied))) if self.implied else ()
        end = start + len(token.value.rstrip())
        self.found.append(Read(_path(variable.properties, root), root, start, end, guarded, implied))


def root_name(variable: Variable) -> str | None:
    """The variable's name; ``None`` where it is computed."""
    first = variable.properties[0]
    if isinstance(first, str):
        return first
    return first.value if isinstance(first, Literal) and isinstance(first.value, str) else None


def _path(properties: Sequence[Property], root: str) -> str:
    return root + "".join(_step(part) for part in properties[1:])


def _step(part: Property) -> str:
    value = part.value if isinstance(part, Literal) else part
    if isinstance(value, str):
        return f".{value}" if _PLAIN_NAME.fullmatch(value) else f"[{json.dumps(value, ensure_ascii=False)}]"
    if isinstance(value, int | float):
        return f"[{number_to_string(value)}]"
    return f"[{part}]"


def _roots(condition: Filtered) -> Iterator[str]:
    """The names that a condition tests, without those in its filters' arguments."""
    pending: list[Expression] = [condition.value]
    while pending:
        expression = pending.pop()
        if isinstance(expression, Variable):
            root = root_name(expression)
            if root is not None:
                yield root
        elif isinstance(expression, Condition):
            pending += expression.children()


def _implied(condition: Filtered) -> frozenset[str]:
    """The names that are there, for sure, where *condition* holds."""
    value = condition.value
    if condition.calls:
        return frozenset()
    if not isinstance(value, Condition):
        return _present(value)
    stack: list[frozenset[str]] = []
    operands: list[object] = []
    for item in value.postfix:
        if not isinstance(item, str):
            stack.append(_present(item))
            operands.append(item)
            continue
        right, last = stack.pop(), operands.pop()
        if item == "not":
            found = frozenset[str]()
        else:
            left, first = stack.pop(), operands.pop()
            if item == "and":
                found = left | right
            elif item == "or":
                found = left & right
            elif item == "!=":  # nothing is unlike every value but nothing
                found = left | right if _asks_for_nothing(first) or _asks_for_nothing(last) else frozenset()
            else:
                found = frozenset() if _asks_for_nothing(first) or _asks_for_nothing(last) else _one_side(left, right)
        stack.append(found)
        operands.append(None)
    return stack[-1] if stack else frozenset()


def _present(operand: object) -> frozenset[str]:
    """The name that an operand asks for."""
    root = root_name(operand) if isinstance(operand, Variable) else None
    return frozenset() if root is None else frozenset((root,))


def _one_side(left: frozenset[str], right: frozenset[str]) -> frozenset[str]:
    """What a comparison with a value proves; between two variables both may be missing."""
    return frozenset() if left and right else left | right


def _compared(postfix: Sequence[object]) -> Iterator[object]:
    """The operands that are compared with a value, so that an undefined one goes unnoticed."""
    stack: list[object] = []
    for item in postfix:
        if not isinstance(item, str):
            stack.append(item)
            continue
        right = stack.pop() if stack else None
        left = stack.pop() if stack and item != "not" else None
        if item not in _TESTS and not _asks_for_nothing(left) and not _asks_for_nothing(right):
            yield from (left, right)
        stack.append(None)


def _asks_for_nothing(operand: object) -> bool:
    """Whether the operand is ``nil``, ``empty``, ``blank`` or ``""``."""
    return isinstance(operand, Literal) and (isinstance(operand.value, NilDrop | EmptyDrop) or operand.value == "")
