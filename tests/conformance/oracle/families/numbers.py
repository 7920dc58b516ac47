"""Numbers: how literals and texts are read, and how doubles are printed."""

from __future__ import annotations

from collections.abc import Iterator

from ..case import Case

_LITERALS = (
    "0",
    "1",
    "-1",
    "+1",
    "01",
    "1.",
    "1.0",
    ".5",
    "1.5",
    "-1.5",
    "1e3",
    "1.2.3",
    "0x10",
    "1_000",
    "1a",
    "-0",
    "-0.0",
    "100000000000000000000",
    "1000000000000000000000",
    "123456789012345678901234567890",
    "0.1",
    "0.000001",
    "0.0000001",
    "123456.789",
    "9007199254740991",
    "9007199254740993",
    "1.7976931348623157",
    "5..6",
    "-",
    "+",
    "1 2",
    "1,2",
)
_OPERANDS = (
    "0",
    "1",
    "-1",
    "0.1",
    "0.2",
    "0.7",
    "1.005",
    "2.5",
    "-2.5",
    "0.5",
    "1e21",
    "'1e21'",
    "'1e-7'",
    "'0x1F'",
    "'0b11'",
    "'0o17'",
    "'-0x1'",
    "' 12 '",
    "'12abc'",
    "''",
    "'Infinity'",
    "'-Infinity'",
    "'NaN'",
    "'1e400'",
    "'.5'",
    "'5.'",
    "'+5'",
    "'1e'",
    "'\n3\t'",
    "nil",
    "true",
    "false",
    "big",
    "tiny",
    "huge",
    "9007199254740993",
    "'0x" + "f" * 300 + "'",
    "4.35",
    "-0",
)
_CALLS = (
    "plus: 0",
    "plus: 0.2",
    "minus: 0.1",
    "times: 3",
    "times: 1e3",
    "divided_by: 3",
    "divided_by: 0",
    "divided_by: 3, true",
    "modulo: 3",
    "modulo: -3",
    "round",
    "round: 1",
    "round: 2",
    "round: -1",
    "ceil",
    "floor",
    "abs",
    "at_least: 1",
    "at_most: 1",
    "to_integer",
    "json",
    "append: ''",
    "times: '1e300' | times: '1e300'",
)


def cases() -> Iterator[Case]:
    """Every case of the family."""
    for literal in _LITERALS:
        yield Case("number", f"{{{{ {literal} }}}}")
        yield Case(
            "number",
            f"{{{{ {literal} | json }}}}{{% if {literal} == 1 %}}=1{{% endif %}}{{% assign x = {literal}"
            f" %}}{{{{ x }}}}",
        )
    for operand in _OPERANDS:
        for call in _CALLS:
            yield Case("number", f"{{{{ {operand} | {call} }}}}")
    for first in ("1", "1.5", "-2", "'1'", "'a'", "nil", "missing", "z", "3"):
        for last in ("3", "3.7", "0", "'3'", "nil", "missing", "f"):
            yield Case(
                "number",
                f"{{{{ ({first}..{last}) }}}} {{{{ ({first}..{last}) | size }}}} {{% for i in"
                f" ({first}..{last}) %}}{{{{ i }}}},{{% endfor %}}",
            )
