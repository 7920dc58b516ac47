"""JavaScript without its texts: what of a program is code, and where its brackets, texts and comments end."""

from __future__ import annotations

from typing import NamedTuple

_PAIRS = {")": "(", "]": "[", "}": "{"}
_BEFORE_A_PATTERN = frozenset("(,=:[!&|?{;+-*%~^<>\n")
_WORDS_BEFORE = frozenset({"return", "typeof", "case", "in", "of", "do", "else", "throw", "await", "yield", "void"})


class Script(NamedTuple):
    """``code`` is the program with blanks for texts, comments and patterns, as long as it was. ``fault`` is the first
    thing that is not closed or was never opened: its place and what it is. Where it cannot be told what is code
    (a slash that may divide or begin a pattern), there is none.
    """

    code: str
    fault: tuple[int, str] | None


def read(program: str) -> Script:
    """Read *program*. It is not parsed: what is closed may still be wrong."""
    reader = _Reader(program)
    reader.run()
    return Script("".join(reader.code), None if reader.unsure else reader.fault)


class _Reader:
    def __init__(self, program: str) -> None:
        self.program, self.at = program, 0
        self.code = list(program)
        self.open: list[tuple[str, int]] = []  # brackets, and ` for a text with places
        self.fault: tuple[int, str] | None = None
        self.unsure = False

    def run(self) -> None:
        program = self.program
        while self.at < len(program) and self.fault is None and not self.unsure:
            character = program[self.at]
            if self.open and self.open[-1][0] == "`":
                self._template()
            elif program.startswith("//", self.at):
                self._blank(program.find("\n", self.at))
            elif program.startswith("/*", self.at):
                self._closed("*/", "this comment is not closed")
            elif character in "'\"":
                self._text(character)
            elif character == "`":
                self._push()
            elif character == "/":
                self._slash()
            else:
                self._bracket(character)
        if self.fault is None and self.open:
            character, place = self.open[-1]
            self.fault = place, "this text is not closed" if character == "`" else f"this {character} is not closed"

    def _blank(self, end: int) -> None:
        end = len(self.program) if end < 0 else end
        for index in range(self.at, end):
            if self.code[index] != "\n":
                self.code[index] = " "
        self.at = end

    def _closed(self, end: str, message: str) -> None:
        found = self.program.find(end, self.at + len(end))
        if found < 0:
            self.fault = self.at, message
        self._blank(found + len(end) if found >= 0 else -1)

    def _push(self) -> None:
        self.open.append((self.program[self.at], self.at))
        self.at += 1

    def _bracket(self, character: str) -> None:
        if character in "([{":
            self._push()
            return
        if character in _PAIRS:
            if not self.open or self.open[-1][0] not in (_PAIRS[character], "$" if character == "}" else ""):
                self.fault = self.at, f"this {character} closes nothing that is open"
                return
            self.open.pop()
        self.at += 1

    def _text(self, quote: str) -> None:
        end = self.at + 1
        while end < len(self.program) and self.program[end] not in (quote, "\n"):
            end += 2 if self.program[end] == "\\" else 1
        if end >= len(self.program) or self.program[end] == "\n":
            self.fault = self.at, "this text is not closed"
        self._blank(min(end + 1, len(self.program)))

    def _template(self) -> None:
        end = self.at
        while end < len(self.program):
            if self.program[end] == "\\":
                end += 2
            elif self.program[end] == "`":
                self._blank(end)
                self.open.pop()
                self.at = end + 1
                return
            elif self.program.startswith("${", end):
                self._blank(end)
                self.open.append(("$", end))
                self.at = end + 2
                return
            else:
                end += 1
        self._blank(-1)

    def _slash(self) -> None:
        """A pattern, or a division."""
        before = "".join(self.code[max(0, self.at - 60) : self.at]).rstrip(" \t\n")
        word = before[len(before.rstrip("abcdefghijklmnopqrstuvwxyz")) :]
        if before and before[-1] in ")}":
            self.unsure = True
        elif before and before[-1] not in _BEFORE_A_PATTERN and word not in _WORDS_BEFORE:
            self.at += 1
        else:
            self._pattern()

    def _pattern(self) -> None:
        end, inside = self.at + 1, False
        while end < len(self.program) and self.program[end] != "\n":
            character = self.program[end]
            if character == "\\":
                end += 1
            elif character == "/" and not inside:
                self._blank(end + 1)
                return
            else:
                inside = character == "[" or (inside and character != "]")
            end += 1
        self.unsure = True
