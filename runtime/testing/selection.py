"""Which of the transcripts that were found are to run: by words of their path, by tag, by target."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, NamedTuple

from ..transcript import Transcript
from .plans import locate
from .reading import read_transcript

Test = Callable[[str], bool]
_TOKEN = re.compile(r"[()]|[^\s()]+")
_OPERATORS = frozenset({"and", "or", "not", "(", ")"})
DEEPEST = 100
"""Parentheses and ``not`` within each other."""


class SelectionError(Exception):
    """An expression that cannot be read, a tag or a target that no transcript has."""


@dataclass(frozen=True, slots=True)
class Selection:
    """``words`` is an expression about the path (``booking and not night``; words side by side must all occur),
    ``tags`` one about the tags, ``targets`` are files or ``kind/name``; ``only`` chooses among what these leave.
    Of paths below ``root``, the words are about what is below it.
    """

    words: str | None = None
    tags: str | None = None
    targets: tuple[str, ...] = ()
    only: Callable[[tuple[Path, ...]], tuple[Path, ...]] | None = None
    root: Path | None = None

    @property
    def filters(self) -> bool:
        """Whether anything may be left out."""
        return bool(self.words or self.tags or self.targets or self.only)

    def of(self, found: tuple[Path, ...]) -> tuple[Path, ...]:
        """Those of *found* that are selected. Raises :class:`SelectionError`.

        A transcript that cannot be read is not left out for its tags or its target: nobody knows them.
        """
        chosen = found
        if self.words:
            expression = Expression(self.words, adjacent=True)
            chosen = tuple(path for path in chosen if expression.holds(_contained(path, self.root)))
        if (self.tags or self.targets) and found:
            heads = {path: read_transcript(path)[0] for path in found}
            if self.tags:
                chosen = _tagged(self.tags, chosen, heads)
            if self.targets:
                chosen = _targeting(self.targets, chosen, heads)
        return self.only(chosen) if chosen and self.only is not None else chosen

    def __str__(self) -> str:
        """As it is written on a command line."""
        told = [f"-k {self.words!r}"] if self.words else []
        told += [f"-m {self.tags!r}"] if self.tags else []
        return " ".join((*told, *(f"--target {target!r}" for target in self.targets)))


EVERYTHING = Selection()


def names(target: str) -> set[str]:
    """What *target* may be called: as it is written and, if it is an absolute file, as ``kind/name``."""
    path = Path(target)
    return {str(path.resolve()), f"{path.parent.name}/{path.name.split('.')[0]}"} if path.is_absolute() else {target}


def _contained(path: Path, root: Path | None) -> Test:
    below = path.relative_to(root) if root is not None and path.is_relative_to(root) else path
    lowered = below.as_posix().lower()
    return lambda word: word.lower() in lowered


def _tagged(text: str, chosen: tuple[Path, ...], heads: dict[Path, Transcript | None]) -> tuple[Path, ...]:
    expression = Expression(text, adjacent=False)
    known = {tag for head in heads.values() if head is not None for tag in head.tags}
    for word in expression.words:
        if word not in known:
            raise SelectionError(f"no transcript has the tag {word!r}{_near(word, known)}")
    tags = {path: frozenset(head.tags) for path, head in heads.items() if head is not None}
    return tuple(path for path in chosen if path not in tags or expression.holds(tags[path].__contains__))


def _targeting(
    targets: tuple[str, ...], chosen: tuple[Path, ...], heads: dict[Path, Transcript | None]
) -> tuple[Path, ...]:
    known = {path: names(locate(path, head.target)[1]) for path, head in heads.items() if head is not None}
    wanted = []
    for target in targets:
        called = names(str(Path(target).resolve()) if Path(target).is_file() else target)
        if not any(called & each for each in known.values()):
            near = _near(target, {name for each in known.values() for name in each if not Path(name).is_absolute()})
            raise SelectionError(f"no transcript has the target {target!r}{near}")
        wanted.append(called)
    return tuple(path for path in chosen if path not in known or any(called & known[path] for called in wanted))


def _near(word: str, known: Iterable[str]) -> str:
    from difflib import get_close_matches

    names = sorted(known)
    near = get_close_matches(word[:80], names, n=1)
    return f"; did you mean {near[0]!r}?" if near else f"; there are {', '.join(names)}" if 0 < len(names) <= 8 else ""


class _Node(NamedTuple):
    """``and`` and ``or`` of several parts, ``not`` of one, or a word."""

    kind: Literal["and", "or", "not", "word"]
    parts: tuple[_Node, ...] = ()
    word: str = ""

    def holds(self, test: Test) -> bool:
        if self.kind == "and":
            return all(part.holds(test) for part in self.parts)
        if self.kind == "or":
            return any(part.holds(test) for part in self.parts)
        return not self.parts[0].holds(test) if self.kind == "not" else test(self.word)


class Expression:
    """``and``, ``or``, ``not`` and parentheses over words, as pytest's ``-k`` and ``-m`` take them; *adjacent*: two
    words side by side are ``and``. Raises :class:`SelectionError`.
    """

    def __init__(self, text: str, *, adjacent: bool) -> None:
        self._text, self._adjacent = text, adjacent
        self._tokens = _TOKEN.findall(text)
        self._at = 0
        self.words: tuple[str, ...] = tuple(dict.fromkeys(one for one in self._tokens if one not in _OPERATORS))
        self._root = self._either(0)
        if self._at < len(self._tokens):
            raise self._wrong()

    def holds(self, test: Test) -> bool:
        """Whether it is true where *test* tells of each word."""
        return self._root.holds(test)

    def _either(self, depth: int) -> _Node:
        parts = [self._both(depth)]
        while self._take("or"):
            parts.append(self._both(depth))
        return parts[0] if len(parts) == 1 else _Node("or", tuple(parts))

    def _both(self, depth: int) -> _Node:
        parts = [self._one(depth)]
        while self._take("and") or (self._adjacent and self._next not in (None, "or", ")")):
            parts.append(self._one(depth))
        return parts[0] if len(parts) == 1 else _Node("and", tuple(parts))

    def _one(self, depth: int) -> _Node:
        if depth > DEEPEST:
            raise SelectionError("the expression is nested too deeply")
        if self._take("not"):
            return _Node("not", (self._one(depth + 1),))
        if self._take("("):
            inner = self._either(depth + 1)
            if not self._take(")"):
                raise self._wrong()
            return inner
        word = self._next
        if word is None or word in _OPERATORS:
            raise self._wrong()
        self._at += 1
        return _Node("word", word=word)

    @property
    def _next(self) -> str | None:
        return self._tokens[self._at] if self._at < len(self._tokens) else None

    def _take(self, token: str) -> bool:
        taken = self._next == token
        self._at += taken
        return taken

    def _wrong(self) -> SelectionError:
        found = "its end" if self._next is None else repr(self._next)
        return SelectionError(f"{self._text!r} is no expression of words, and, or, not and parentheses: see {found}")
