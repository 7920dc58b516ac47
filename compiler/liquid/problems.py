"""What a template does that hardly was meant: LiquidJS renders it without a word (liquid.md §12)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from .dates.strftime import CONVERSION, DEFAULT_FORMAT, LETTERS, LOCAL_LETTERS
from .dates.zones import is_zone, zone_names
from .expressions import FilterCall, Filtered, Literal, Variable
from .findings import Problem
from .grammar import Grammar
from .tags.partials import PartialNode
from .tree import Expression, Node

#: What to write instead of conversions that strftime has elsewhere.
_INSTEAD = {
    "D": "%m/%d/%y",
    "F": "%Y-%m-%d",
    "r": "%I:%M:%S %p",
    "R": "%H:%M",
    "T": "%H:%M:%S",
    "v": "%e-%b-%Y",
    "G": "%Y",
    "V": "%W",
}


#: Abbreviations that ICU refuses although people write them.
_ABBREVIATIONS = {
    "edt": "America/New_York",
    "cdt": "America/Chicago",
    "mdt": "America/Denver",
    "pdt": "America/Los_Angeles",
}


_MOST_ADVICE = 20
_LONGEST_NAME = 40


def problems_of(grammar: Grammar, nodes: Iterable[Node], read_starts: frozenset[int]) -> tuple[Problem, ...]:
    """Every problem in *nodes*, in the order of the text. *read_starts* are the offsets of what they read."""
    found: list[Problem] = []
    advice = _Advice(grammar.filters)
    for node in _nodes(nodes):
        if isinstance(node, PartialNode):
            found.append(_partial(node))
        for expression in node.expressions():
            for filtered in _filtered(expression):
                found += _chain(filtered, advice, read_starts)
    return tuple(sorted(found, key=lambda problem: (problem.start, problem.end, problem.kind)))


def _nodes(nodes: Iterable[Node]) -> Iterator[Node]:
    for node in nodes:
        yield node
        yield from _nodes(node.children(None))


def _filtered(expression: Expression) -> Iterator[Filtered]:
    if isinstance(expression, Filtered):
        yield expression
    for child in expression.children():
        yield from _filtered(child)


def _partial(node: PartialNode) -> Problem:
    start, name = node.token.start_index, node.token.value
    return Problem(
        "partial",
        f"found {{% {name} %}}, but there are no other templates to load; the whole text fails to render. "
        "Write the text here",
        start,
        start + len(name),
    )


def _chain(filtered: Filtered, advice: _Advice, read_starts: frozenset[int]) -> Iterator[Problem]:
    for position, call in enumerate(filtered.calls):
        if call.name not in advice.filters:
            yield _unknown_filter(call, advice)
        elif call.name == "date":
            yield from _date(filtered.value if position == 0 else None, call, advice, read_starts)


def _unknown_filter(call: FilterCall, advice: _Advice) -> Problem:
    start = call.token.start_index
    message = f'unknown filter "{call.name}": LiquidJS passes the value through unchanged{advice.filter(call.name)}'
    return Problem("unknown-filter", message, start, start + len(call.name))


class _Advice:
    """Names that were meant, perhaps. Looking for them is slow, so a template gets a bounded number of answers."""

    def __init__(self, filters: Iterable[str]) -> None:
        self.filters = frozenset(filters)
        self._left = _MOST_ADVICE

    def filter(self, name: str) -> str:
        """A filter's name like *name*, as an end of a sentence."""
        return self._meant(name, {known: known for known in self.filters})

    def zone(self, name: str) -> str:
        """A zone like *name*: an abbreviation, a misspelt zone, or a city."""
        lower = name.lower().replace(" ", "_")
        if lower in _ABBREVIATIONS:
            return f'. Did you mean "{_ABBREVIATIONS[lower]}"?'
        if not self._left:
            return ""
        zones = zone_names()
        cities = {key.rpartition("/")[2]: zone for key, zone in zones.items()}
        return self._meant(lower, zones) or self._meant(lower.rpartition("/")[2], cities)

    def _meant(self, name: str, known: dict[str, str]) -> str:
        from difflib import get_close_matches

        if not self._left or len(name) > _LONGEST_NAME:
            return ""
        self._left -= 1
        matches = get_close_matches(name.lower(), sorted(known), n=1, cutoff=0.7)
        return f'. Did you mean "{known[matches[0]]}"?' if matches else ""


def _date(
    value: Expression | None, call: FilterCall, advice: _Advice, read_starts: frozenset[int]
) -> Iterator[Problem]:
    arguments = [argument.value for argument in call.arguments]
    layout = arguments[0] if arguments else None
    timezone = arguments[1] if len(arguments) > 1 else None
    if isinstance(layout, Literal) and isinstance(layout.value, str):
        yield from _conversions(layout)
    if isinstance(timezone, Literal) and isinstance(timezone.value, str) and not is_zone(timezone.value):
        yield _unknown_timezone(timezone, advice)
    if isinstance(value, Variable) and value.properties == ("now",) and value.token.start_index in read_starts:
        start = value.token.start_index
        yield Problem(
            "now-variable",
            'found now | date, expected "now" | date: the variable now is a text in UTC that the filter must guess at, '
            'so the hour and the day come out wrong. Put now in quotes: "now"',
            start,
            start + len("now"),
        )
    if isinstance(value, Literal) and value.value in ("now", "today") and len(arguments) < 2:
        text = layout.value if isinstance(layout, Literal) else None
        if layout is None or (isinstance(text, str) and _is_local(text)):
            yield _without_timezone(value, call)


def _is_local(layout: str) -> bool:
    return any(match[4] in LOCAL_LETTERS for match in CONVERSION.finditer(layout))


def _without_timezone(value: Literal, call: FilterCall) -> Problem:
    last = call.arguments[-1].value if call.arguments else None
    end = call.token.start_index + len(call.name)
    if last is not None:
        end = last.token.start_index + len(last.token.value)
    layout = f'"{DEFAULT_FORMAT}", ' if not call.arguments else ""
    return Problem(
        "date-without-timezone",
        "a date without a time zone is in UTC: the hour is wrong for most callers, and in the evening the day too. "
        f'Name the zone as the last argument: {layout}"America/New_York"',
        value.token.start_index,
        end,
    )


def _conversions(layout: Literal) -> Iterator[Problem]:
    literal = layout.token
    exact = "\\" not in literal.value
    for match in CONVERSION.finditer(layout.value):
        letter = match[4]
        if letter in LETTERS:
            continue
        start, end = literal.start_index, literal.start_index + len(literal.value)
        if exact:
            start, end = start + 1 + match.start(), start + 1 + match.end()
        advice = f". Write {_INSTEAD[letter]}" if letter in _INSTEAD else ""
        message = f'unknown date conversion "{match[0]}": LiquidJS prints it as written{advice}'
        yield Problem("unknown-conversion", message, start, end)


def _unknown_timezone(timezone: Literal, advice: _Advice) -> Problem:
    token = timezone.token
    message = (
        f'unknown time zone "{timezone.value}": expected an IANA name such as "America/New_York"; the whole text fails '
        f"to render{advice.zone(timezone.value)}"
    )
    return Problem("unknown-timezone", message, token.start_index, token.start_index + len(token.value))
