"""JavaScript regular expressions to syntax trees: ECMAScript's grammar, with Annex B when the flag ``u`` is absent."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from ..values import dataclass
from . import charset
from .charset import CharSet
from .errors import Fault, Note
from .escapes import Reader, read_class
from .nodes import EMPTY, Anchor, Back, Capture, Char, Choice, Look, Node, Repeat, Sequence

MAX_DEPTH: Final = 60
MAX_COUNT: Final = 1_000

_GROUP: Final = re.compile(r"\\[\s\S]|\[(?:\\[\s\S]|[^\]\\])*\]?|\((?!\?)|\(\?<(?![=!])(?P<name>[^>]*)>")
_NAME: Final = re.compile(r"[^\W\d][\w$]*|[$][\w$]*")
_LOOKS: Final = {"(?=": (True, False), "(?!": (True, True), "(?<=": (False, False), "(?<!": (False, True)}


@dataclass(frozen=True, slots=True)
class Flags:
    """The flags that change what matches. ``g``, ``y`` and ``d`` belong to the methods that use a pattern."""

    ignore_case: bool = False
    multiline: bool = False
    dot_all: bool = False
    unicode: bool = False


@dataclass(frozen=True, slots=True)
class Parsed:
    """The tree of a pattern, how many groups it captures, and their names."""

    tree: Node
    groups: int
    names: Mapping[str, int]
    notes: tuple[Note, ...]


def parse(pattern: str, flags: Flags, shift: int = 0) -> Parsed:
    """The tree of *pattern*; *shift* is added to offsets. Raises :class:`Unusable` with the error."""
    return _Parser(pattern, flags, shift).parse()


class _Parser(Reader):
    def __init__(self, pattern: str, flags: Flags, shift: int) -> None:
        super().__init__(pattern, shift, unicode=flags.unicode, ignore_case=flags.ignore_case)
        self.flags = flags
        self.depth = 0
        self.opened = 0
        self.names: dict[str, int] = {}
        captures = [match for match in _GROUP.finditer(pattern) if match[0].startswith("(")]
        self.groups = len(captures)
        for number, match in enumerate(captures, 1):
            name = match["name"]
            if name is None:
                continue
            if not _NAME.fullmatch(name):
                self.fail(f"{name!r} is no name for a group", match.start())
            if name in self.names:
                self.fail(f"two groups are called {name!r}", match.start())
            self.names[name] = number

    def parse(self) -> Parsed:
        tree = self.choice()
        if self.at < len(self.text):
            self.fail("a ) without its (")
        return Parsed(tree, self.groups, self.names, tuple(self.notes))

    def choice(self) -> Node:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            self.fail(f"groups are nested deeper than {MAX_DEPTH}", fault=Fault.TOO_LARGE)
        options = [self.sequence()]
        while self.take("|"):
            options.append(self.sequence())
        self.depth -= 1
        return options[0] if len(options) == 1 else Choice(tuple(options))

    def sequence(self) -> Node:
        parts: list[Node] = []
        while self.at < len(self.text) and self.text[self.at] not in "|)":
            parts.append(self.term())
        return parts[0] if len(parts) == 1 else Sequence(tuple(parts)) if parts else EMPTY

    def term(self) -> Node:
        start, before = self.at, self.opened
        node = self.atom()
        quantifier = self.quantifier()
        if quantifier is None:
            return node
        bare = not self.text.startswith("(?:", start)
        if bare and (isinstance(node, Anchor) or (isinstance(node, Look) and (self.unicode or not node.ahead))):
            self.fail("an assertion cannot be repeated", start)
        least, most = quantifier
        lazy = self.take("?")
        if self.quantifier() is not None:
            self.fail("nothing to repeat", self.at - 1)
        groups = tuple(range(before + 1, self.opened + 1))
        return Repeat(node, least, most, lazy, groups, self.place(start))

    def quantifier(self) -> tuple[int, int | None] | None:
        for sign, counts in (("*", (0, None)), ("+", (1, None)), ("?", (0, 1))):
            if self.take(sign):
                return counts
        match = self.looking_at(r"\{(\d+)(?:(,)(\d*))?\}")
        if match is None:
            return None
        start = self.at
        self.at = match.end()
        least = int(match[1][:9])
        most = None if match[2] and not match[3] else int((match[3] or match[1])[:9])
        if most is not None and most < least:
            self.fail("the counts of a repetition are out of order", start)
        if max(least, most or 0) > MAX_COUNT:
            self.fail(f"a repetition counts above {MAX_COUNT}", start, fault=Fault.TOO_LARGE)
        return least, most

    def atom(self) -> Node:
        start = self.at
        letter = self.text[start]
        if letter == "(":
            return self.group()
        if letter == "[":
            return Char(read_class(self))
        if letter == "\\":
            return self.escape()
        if letter in "*+?" or (letter == "{" and self.looking_at(r"\{\d+(?:,\d*)?\}")):
            self.fail("nothing to repeat")
        if letter in "{}]" and self.unicode:
            self.fail(f"a lone {letter} needs a backslash under the flag u")
        self.at += 1
        if letter == "^":
            return Anchor("line-start" if self.flags.multiline else "start")
        if letter == "$":
            return Anchor("line-end" if self.flags.multiline else "end")
        if letter == ".":
            return Char(charset.EVERYTHING if self.flags.dot_all else charset.negate(charset.LINE_ENDS))
        return Char(self.folded(charset.of(letter)))

    def group(self) -> Node:
        start = self.at
        for opening, (ahead, negative) in _LOOKS.items():
            if self.take(opening):
                return Look(self.closed(start), ahead, negative, self.place(start))
        if self.take("(?:"):
            return self.closed(start)
        named = self.looking_at(r"\(\?<[^>]*>")
        if named is not None:
            self.at = named.end()
        elif self.take("(?"):
            flag = self.looking_at(r"-?[a-zA-Z]+(?:-[a-zA-Z]+)?([:)])")
            if flag is not None and flag[1] == ")":
                self.fail("inline flags are read only at the very start of a pattern", start)
            self.fail("an unknown sort of group: JavaScript has (?:…), (?=…), (?!…), (?<=…), (?<!…), (?<name>…)", start)
        else:
            self.at += 1
        self.opened += 1
        number = self.opened
        return Capture(self.closed(start), number)

    def closed(self, start: int) -> Node:
        body = self.choice()
        if not self.take(")"):
            self.fail("a ( without its )", start)
        return body

    def escape(self) -> Node:
        start = self.at
        if start + 1 == len(self.text):
            self.fail("a backslash at the end")
        letter = self.text[start + 1]
        if letter in "bB":
            self.at += 2
            return Anchor("word" if letter == "b" else "inside")
        if letter in "123456789":
            match = self.looking_at(r"\\(\d+)")
            number = int(match[1][:9]) if match else 0
            if number <= self.groups or self.unicode:
                if number > self.groups:
                    self.fail(f"there is no group {number}")
                self.at = match.end() if match else start
                return Back(number, self.place(start))
        if letter == "k" and (self.unicode or self.names):
            match = self.looking_at(r"\\k<([^>]*)>")
            if match is None or match[1] not in self.names:
                self.fail(r"\k<…> names a group of the pattern")
            else:
                self.at = match.end()
                return Back(self.names[match[1]], self.place(start))
        return Char(self.folded(self.character(inside=False)))

    def folded(self, characters: CharSet) -> CharSet:
        if self.ignore_case:
            return charset.ignore_case(characters, unicode=self.unicode)
        return characters
