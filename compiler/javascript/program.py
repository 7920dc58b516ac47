"""Trees to programs for the backtracking matcher."""

from __future__ import annotations

from enum import IntEnum
from typing import Any

from ..values import dataclass
from . import charset
from .beginnings import beginnings
from .charset import CharSet
from .emit import character_class, may_be_empty
from .nodes import Anchor, Back, Capture, Char, Choice, Look, Node, Repeat, Sequence


class Op(IntEnum):
    """What an instruction does; its operands are listed behind it."""

    CHAR = 0  # characters, step (1 forwards, -1 backwards)
    SET = 1  # characters, step, least, most, lazy: a repeated single character
    SPLIT = 2  # first address, second address
    JUMP = 3  # address
    SAVE = 4  # register
    ZERO = 5  # counter register
    LOOP = 6  # counter register, least, most, lazy, address of the exit
    ROUND = 7  # counter register, position register, registers to forget
    CLOSE = 8  # counter register, position register, least, address of LOOP
    ANCHOR = 9  # kind
    BACK = 10  # group, step
    LOOK = 11  # negative, address after the body; the body follows and ends with MATCH
    MATCH = 12
    LAST = 13  # position register, first register of a group, step: the group holds the last character since then


Instruction = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Program:
    """Instructions and the number of registers: two for each group (0 is the whole match), then the loops' own.

    ``first`` is a class for :mod:`re` of the characters that a match may begin with; empty where it may be empty.
    """

    code: tuple[Instruction, ...]
    registers: int
    first: str = ""


def compile_program(tree: Node, groups: int) -> Program:
    """The program of *tree*, which captures *groups* groups."""
    compiler = _Compiler(2 * (groups + 1))
    compiler.emit(tree, 1)
    compiler.code.append((Op.MATCH,))
    first = beginnings(tree)
    return Program(tuple(compiler.code), compiler.registers, "" if first is None else character_class(first))


class _Compiler:
    def __init__(self, registers: int) -> None:
        self.code: list[Instruction] = []
        self.registers = registers

    def emit(self, node: Node, step: int) -> None:
        """Append *node*; *step* is -1 inside a lookbehind, which JavaScript matches from its end."""
        if isinstance(node, Char):
            self.code.append((Op.CHAR, node.characters, step))
        elif isinstance(node, Sequence):
            for part in node.parts if step > 0 else reversed(node.parts):
                self.emit(part, step)
        elif isinstance(node, Choice):
            single = _single(node)
            if single is None:
                self.choice(node, step)
            else:
                self.code.append((Op.CHAR, single, step))
        elif isinstance(node, Repeat):
            self.repeat(node, step)
        elif isinstance(node, Capture):
            first, second = 2 * node.number, 2 * node.number + 1
            self.code.append((Op.SAVE, first if step > 0 else second))
            self.emit(node.body, step)
            self.code.append((Op.SAVE, second if step > 0 else first))
        elif isinstance(node, Look):
            at = self.hole()
            self.emit(node.body, 1 if node.ahead else -1)
            self.code.append((Op.MATCH,))
            self.code[at] = (Op.LOOK, node.negative, len(self.code))
        elif isinstance(node, Back):
            self.code.append((Op.BACK, node.number, step))
        elif isinstance(node, Anchor):
            self.code.append((Op.ANCHOR, node.kind))

    def hole(self) -> int:
        self.code.append(())
        return len(self.code) - 1

    def choice(self, node: Choice, step: int) -> None:
        jumps: list[int] = []
        for option in node.options[:-1]:
            split = self.hole()
            self.emit(option, step)
            jumps.append(self.hole())
            self.code[split] = (Op.SPLIT, split + 1, len(self.code))
        self.emit(node.options[-1], step)
        for jump in jumps:
            self.code[jump] = (Op.JUMP, len(self.code))

    def repeat(self, node: Repeat, step: int) -> None:
        single = _single(node.body)
        if single is not None:
            self.characters(node, single, step)
            return
        if isinstance(node.body, Capture) and (single := _single(node.body.body)) is not None and node.most != 1:
            mark = self.register()
            self.code.append((Op.SAVE, mark))
            self.characters(node, single, step)
            self.code.append((Op.LAST, mark, 2 * node.body.number, step))
            return
        if node.most is None and node.least < 2 and not node.groups and not may_be_empty(node.body):
            self.plain(node, step)
            return
        counter, position = self.register(), self.register()
        self.code.append((Op.ZERO, counter))
        loop = self.hole()
        forgotten = tuple(register for group in node.groups for register in (2 * group, 2 * group + 1))
        self.code.append((Op.ROUND, counter, position, forgotten))
        self.emit(node.body, step)
        self.code.append((Op.CLOSE, counter, position, node.least, loop))
        self.code[loop] = (Op.LOOP, counter, node.least, node.most, node.lazy, len(self.code))

    def register(self) -> int:
        self.registers += 1
        return self.registers - 1

    def characters(self, node: Repeat, single: CharSet, step: int) -> None:
        """Rounds of one character each, out of *single*."""
        if node.lazy and node.most is None and node.least < 8:
            char = (Op.CHAR, single, step)
            self.code.extend([char] * node.least)
            split = self.hole()
            self.code.extend([char, (Op.JUMP, split)])
            self.code[split] = (Op.SPLIT, len(self.code), split + 1)
            return
        self.code.append((Op.SET, single, step, node.least, node.most, node.lazy))

    def plain(self, node: Repeat, step: int) -> None:
        """Rounds that need no count: each takes something and none forgets a group."""
        begin = len(self.code)
        if node.least:
            self.emit(node.body, step)
            split = self.hole()
            onwards = (begin, split + 1)
        else:
            split = self.hole()
            self.emit(node.body, step)
            self.code.append((Op.JUMP, split))
            onwards = (split + 1, len(self.code))
        self.code[split] = (Op.SPLIT, *(reversed(onwards) if node.lazy else onwards))


def _single(node: Node) -> CharSet | None:
    """The characters of which *node* always takes one and captures none; None for any other node."""
    if isinstance(node, Char):
        return node.characters
    if isinstance(node, Choice):
        options = [_single(option) for option in node.options]
        known = [option for option in options if option is not None]
        return charset.union(*known) if len(known) == len(options) else None
    return None
