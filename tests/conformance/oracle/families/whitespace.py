"""Whitespace control: every combination of dashes around every sort of tag, with blanks of many kinds."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from ..case import Case

_BLANKS = (" ", "\n", " \n\t ", "\u00a0", "\u2003", "\ufeff", "")


def cases() -> Iterator[Case]:
    """Every case of the family."""
    for left, right in product(("", "-"), repeat=2):
        for blank in _BLANKS:
            yield Case("whitespace", f"a{blank}{{{{{left} i {right}}}}}{blank}b")
            yield Case("whitespace", f"a{blank}{{%{left} assign x = 1 {right}%}}{blank}b")
            yield Case(
                "whitespace",
                f"{blank}{{%{left} if t {right}%}}{blank}x{blank}{{%{left} else"
                f" {right}%}}{blank}y{blank}{{%{left} endif {right}%}}{blank}",
            )
            yield Case("whitespace", f"a{blank}{{%{left} raw {right}%}}{blank}b{blank}{{% endraw {right}%}}{blank}c")
            yield Case(
                "whitespace",
                f"a{blank}{{%{left} comment {right}%}}{blank}b{blank}{{%{left} endcomment {right}%}}{blank}c",
            )
            yield Case("whitespace", f"{{% for x in arr {right}%}}{blank}{{{{ x }}}}{blank}{{%{left} endfor %}}")
    for template in (
        "{{-i-}}",
        "a {{-}} b",
        "a {{--}} b",
        "{{ -i }}",
        "{{- -i }}",
        "{{-1}}",
        "{{--1}}",
        "{{ i-}}",
        "{{ i -}} {{- i }}",
        " {%-if t-%} x {%-endif-%} ",
        "{%- # c -%} x",
        "\n{%- liquid\necho i\n-%}\n",
    ):
        yield Case("whitespace", template)
