"""Templates by chance, from a grammar of everything that LiquidJS knows."""

from __future__ import annotations

import random
from collections.abc import Sequence

from callplan.compiler.liquid.filters.registry import FILTERS

from .families import filters

_FILTERS = tuple(name for name in sorted(FILTERS) if name != "sample")
_NAMES = (
    *filters.INPUTS,
    "forloop",
    "x",
    "y",
    "people[0]",
    "deep.a",
    "arr[idx]",
    "forloop.index",
    "s.size",
    "nope",
    "$",
)
_OPERATORS = ("==", "!=", "<", ">", "<=", ">=", "contains", "and", "or", "and", "or")
_LAYOUTS = ("%Y-%m-%d", "%H:%M %z", "%c", "%A %e", "%-l %P", "%s", "%10N|%3N", "%^a %#B", "%:z", "%F", "%j %U")
_ZONES = ("America/New_York", "Asia/Kolkata", "UTC", "Europe/London", "nowhere")
_TEXTS = ("now", "2024-03-05", "Mar 5 2024 6:07 PM", "1700000000", "2024-03-05T06:07:08+02:00", "today", "5/3/24")
_GLUE = (" ", "", "\n", "text ", " é ", "{", "}")


class Grammar:
    """Writes templates with *chance*."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance

    def template(self, depth: int = 0) -> str:
        """A few pieces of text, outputs and tags."""
        pieces = [self._piece(depth) for _ in range(self.chance.randint(1, 4 if depth else 6))]
        return "".join(pieces)

    def _one(self, options: Sequence[str]) -> str:
        return self.chance.choice(options)

    def _dash(self) -> str:
        return "-" if self.chance.random() < 0.15 else ""

    def _tag(self, text: str) -> str:
        return f"{{%{self._dash()} {text} {self._dash()}%}}"

    def _piece(self, depth: int) -> str:
        roll = self.chance.randrange(16)
        if roll < 4:
            return self._one(_GLUE)
        if roll < 9 or depth > 2:
            return f"{{{{{self._dash()} {self._filtered()} {self._dash()}}}}}"
        inner = self.template(depth + 1)
        match roll:
            case 9:
                middle = self._tag(f"elsif {self._filtered()}") + self.template(3) if self.chance.random() < 0.3 else ""
                otherwise = self._tag("else") + self.template(3) if self.chance.random() < 0.5 else ""
                return self._tag(f"if {self._filtered()}") + inner + middle + otherwise + self._tag("endif")
            case 10:
                return self._tag(f"unless {self._expression()}") + inner + self._tag("endunless")
            case 11:
                arguments = self._one(("", " limit: 2", " offset: 1", " reversed", " offset: continue", " limit: i"))
                stop = self._tag(self._one(("break", "continue"))) if self.chance.random() < 0.2 else ""
                return self._tag(f"for x in {self._value()}{arguments}") + inner + stop + self._tag("endfor")
            case 12:
                when = self._tag(f"when {self._value()}, {self._value()}")
                return (
                    self._tag(f"case {self._expression()}")
                    + when
                    + inner
                    + self._tag("else")
                    + "E"
                    + self._tag("endcase")
                )
            case 13:
                return self._tag(f"capture {self._one(('x', 'y', 's'))}") + inner + self._tag("endcapture")
            case 14:
                return self._tag(f"assign {self._one(('x', 'y', 's'))} = {self._filtered()}")
            case _:
                return self._tag(
                    self._one(
                        ("increment i", "decrement y", "cycle 'a', i, x", "echo s", "comment", "endcomment", "# x")
                    )
                )

    def _filtered(self) -> str:
        links = "".join(f" | {self._filter()}" for _ in range(self.chance.choice((0, 0, 1, 1, 2, 3))))
        return self._expression() + links

    def _expression(self) -> str:
        parts = [self._value()]
        while self.chance.random() < 0.25:
            parts += [self._one(_OPERATORS), self._value()]
        return ("not " if self.chance.random() < 0.05 else "") + " ".join(parts)

    def _filter(self) -> str:
        if self.chance.random() < 0.2:
            zone = f', "{self._one(_ZONES)}"' if self.chance.random() < 0.6 else ""
            return f'date: "{self._one(_LAYOUTS)}"{zone}'
        count = self.chance.choice((0, 1, 1, 2, 3))
        arguments = ", ".join(self._value() for _ in range(count))
        return self._one(_FILTERS) + (f": {arguments}" if arguments else "")

    def _value(self) -> str:
        match self.chance.randrange(9):
            case 0:
                return str(self.chance.choice((0, 1, 2, 3, -1, 7, 1.5, 100)))
            case 1:
                return f'"{self._one(("a", "o", "", " ", "name", "p.age > 3", "l", "x", "%H", *_TEXTS))}"'
            case 2:
                return f"({self.chance.randint(-2, 3)}..{self.chance.randint(0, 6)})"
            case 3:
                return f"{self._one(_NAMES)}.{self._one(('size', 'first', 'last', 'name', 'a', 'length'))}"
            case 4:
                return f"{self._one(_NAMES)}[{self._one(('0', '-1', 'i', 'key', '1.5'))}]"
            case _:
                return self._one(_NAMES)
