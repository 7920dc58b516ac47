"""Reading checked values out of a document: every fault is a finding at its place, and reading goes on after it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NoReturn, TypeVar

from ...compiler.diagnostics import Diagnostic, Edit, Fix, Rule, Severity, Span
from ...compiler.diagnostics.catalog import G001
from ...compiler.diagnostics.lines import Lines
from ...compiler.plan.frozen import EMPTY, FrozenDict, freeze
from ...compiler.sources import DEFAULT_BOUNDS, Document, Path, pointer
from .durations import BAD_DURATION, LONGEST_MS, parse

T = TypeVar("T")

_NAMES = {dict: "a mapping", list: "a list", str: "text", bool: "true or false", int: "a number", float: "a number"}


class Faulty(Exception):
    """A structure cannot be used; a finding says why. A faulty scalar reads as a neutral value instead, so that its
    neighbours are still looked at: a file with a fault gives no transcript in any case.
    """


class Sheet:
    """One document with the findings about it so far."""

    __slots__ = ("_lines", "broken", "diagnostics", "document")

    def __init__(self, document: Document) -> None:
        self.document = document
        self.diagnostics: list[Diagnostic] = []
        self.broken = False
        self._lines: Lines | None = None

    def note(
        self,
        path: Path,
        message: str,
        *,
        key: bool = False,
        rule: Rule = G001,
        fix: Fix | None = None,
        span: Span | None = None,
    ) -> None:
        """A finding at the value of *path*, at its key, or at *span* inside it; a file has so many at most."""
        self.broken = self.broken or rule.severity is Severity.ERROR
        if len(self.diagnostics) >= DEFAULT_BOUNDS.findings:
            return
        place = span or (self.document.key_span(path) if key else self.document.span(path))
        self.diagnostics.append(rule.at(place, message, path=pointer(path), fix=fix))

    def fail(self, path: Path, message: str, *, key: bool = False, fix: Fix | None = None) -> NoReturn:
        """Note a finding and give the value up."""
        self.note(path, message, key=key, fix=fix)
        raise Faulty

    def span(self, path: Path) -> Span:
        """The span of the value at *path*."""
        return self.document.span(path)

    def excerpt(self, span: Span) -> str:
        """What stands at *span*, or nothing where it covers more than one line."""
        if span.start.line != span.end.line:
            return ""
        if self._lines is None:
            self._lines = Lines(self.document.text)
        return self._lines.line(span.start.line)[span.start.column - 1 : span.end.column - 1]

    def mapping(self, path: Path, value: Any, known: Iterable[str] | None, what: str) -> dict[str, Any]:
        """*value* as a mapping whose keys are all *known* (None: any); unknown ones are noted and left out."""
        if not isinstance(value, dict):
            self.fail(path, f"{what} is a mapping, found {found(value)}")
        if known is None:
            return value
        names = tuple(known)
        for key in value:
            if key not in names:
                self.note((*path, key), f"unknown key {key!r} in {what}{suggestion(key, names)}", key=True)
        return {key: item for key, item in value.items() if key in names}

    def each(self, path: Path, value: Any, what: str, read: Callable[[Path, Any], T]) -> tuple[T, ...]:
        """The entries of a list, read one by one; a faulty one does not hide the others."""
        if not isinstance(value, list):
            self.fail(path, f"{what} is a list, found {found(value)}")
        entries: list[T] = []
        for index, item in enumerate(value):
            try:
                entries.append(read((*path, index), item))
            except Faulty:
                continue
        return tuple(entries)

    def text(self, path: Path, value: Any, what: str, *, blank: bool = True) -> str:
        """*value* as text; a number or a truth value that lost its quotes is a fault with a fix."""
        if not isinstance(value, str):
            self.note(path, f"{what} is text, found {found(value)}", fix=self._quote(path, value))
            return ""
        if not blank and not value.strip():
            self.note(path, f"{what} is empty")
        return value

    def flag(self, path: Path, value: Any, what: str) -> bool:
        """*value* as true or false."""
        if not isinstance(value, bool):
            self.note(path, f"{what} is true or false, found {found(value)}")
        return value is True

    def whole(self, path: Path, value: Any, what: str) -> int:
        """*value* as a whole number, zero or more."""
        if type(value) is not int or value < 0:
            self.note(path, f"{what} is a whole number from 0, found {found(value)}")
            return 0
        return value

    def choice(self, path: Path, value: Any, known: Iterable[str], what: str) -> str:
        """*value* as one of the *known* words."""
        names = tuple(known)
        if not isinstance(value, str) or value not in names:
            near = nearest(value, names) if isinstance(value, str) else ""
            self.note(path, f"{what} is one of {', '.join(names)}, found {found(value)}{near}")
            return ""
        return value

    def duration(self, path: Path, value: Any, what: str) -> int:
        """*value* as whole milliseconds."""
        length = parse(value) if isinstance(value, str) else None
        if length is None:
            number = type(value) in (int, float) and value >= 0
            hint = f"; did you mean {value}s?" if number else ""
            fix = Fix(f"write {value}s", (Edit(self.span(path), f"{value}s"),), safe=False) if number else None
            self.note(path, f"{what} is {BAD_DURATION}, found {found(value)}{hint}", fix=fix)
            return 0
        if length > LONGEST_MS:
            self.note(path, f"{what} is at most 24h (1440m), found {found(value)}")
        return length

    def frozen(self, path: Path, value: Any, what: str) -> FrozenDict:
        """A free-form mapping."""
        result = freeze(self.mapping(path, value, None, what))
        return result if isinstance(result, FrozenDict) else EMPTY

    def _quote(self, path: Path, value: Any) -> Fix | None:
        span = self.span(path)
        source = self.excerpt(span)
        if value is None or isinstance(value, (dict, list)) or not source or '"' in source or "\\" in source:
            return None
        return Fix("put the value in quotes", (Edit(span, f'"{source}"'),))


def found(value: Any) -> str:
    """*value* as a message names it, shortened."""
    if value is None:
        return "nothing"
    if isinstance(value, str):
        return repr(value if len(value) <= 60 else value[:57] + "…")
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (int, float)):
        return str(value)[:40]
    return _NAMES.get(type(value), type(value).__name__)


def nearest(name: str, known: Iterable[str]) -> str:
    """``; did you mean …?`` where a known name resembles *name*."""
    from difflib import get_close_matches

    names = list(known)
    lowered = {each.lower(): each for each in names}
    near = lowered.get(name.lower()) or next(iter(get_close_matches(name[:80], names, n=1)), None)
    return f"; did you mean {near!r}?" if near else ""


def suggestion(name: str, known: Iterable[str]) -> str:
    """What to write in place of an unknown key: the one that resembles it, else all that are known."""
    names = tuple(known)
    return nearest(name, names) or f"; known are {', '.join(names)}"


def only(values: Mapping[str, Any], keys: Iterable[str]) -> list[str]:
    """Those of *keys* that *values* has, in the order written."""
    wanted = set(keys)
    return [key for key in values if key in wanted]
