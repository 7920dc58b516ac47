"""A backtracking matcher with ECMAScript's semantics that counts its steps.

It does what ``re`` cannot: lookbehind of any width, groups forgotten at each round of a loop, back references to groups
that took no part, and above all a limit that depends on the pattern and the text alone, never on a clock.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from functools import lru_cache
from typing import Any, Final, NoReturn

from . import charset
from .charset import CharSet
from .emit import character_class
from .errors import MAX_CHOICES, PatternLimit
from .program import Instruction, Op, Program

_LINE_ENDS: Final = frozenset("\n\r\u2028\u2029")
_WORD: Final = frozenset("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz")

_AT_ONCE: Final = 32
"""So many characters that a repeated class reads at once count as a step; they take less."""
_CHAR, _SET, _SPLIT, _JUMP, _SAVE, _ZERO, _LOOP, _ROUND, _CLOSE, _ANCHOR, _BACK, _LOOK, _MATCH, _LAST = map(int, Op)
_READ, _RUN = len(Op), len(Op) + 1
"""A repeated class forwards: with positions to come back to, and without."""

Registers = tuple[int, ...]


@lru_cache(maxsize=4096)
def _member(characters: CharSet) -> Callable[[str], bool]:
    """A test for one character; ASCII is answered from a table."""
    ascii_part = frozenset(chr(point) for point in range(128) if charset.contains(characters, point))
    if not characters or characters[-1][1] < 128:
        return ascii_part.__contains__
    lows = [low for low, _ in characters]
    highs = [high for _, high in characters]

    def member(character: str) -> bool:
        point = ord(character)
        if point < 128:
            return character in ascii_part
        index = bisect_right(lows, point) - 1
        return index >= 0 and highs[index] >= point

    return member


@lru_cache(maxsize=256)
def _decoded(program: Program) -> tuple[Instruction, ...]:
    """The code with plain numbers for its operations and a test, or a way to read on, in the place of each set."""
    return tuple(_decode(program.code, pc) for pc in range(len(program.code)))


def _decode(code: tuple[Instruction, ...], pc: int) -> Instruction:
    op, *operands = code[pc]
    if op is Op.CHAR:
        return (_CHAR, _member(operands[0]), operands[1])
    if op is not Op.SET:
        return (int(op), *operands)
    characters, step, least, most, lazy = operands
    if step < 0:
        return (_SET, _member(characters), least, most, lazy)
    following = code[pc + 1]
    if following[0] is Op.CHAR and not charset.intersection(characters, following[1]):
        # What follows can only stand where the class ends: there is no choice, and lazy is the same as greedy.
        return (_RUN, _reading(characters, most), least)
    return (_READ, _reading(characters, most), least, lazy)


@lru_cache(maxsize=1024)
def _reading(characters: CharSet, most: int | None) -> Callable[[str, int], re.Match[str] | None]:
    """A match, maybe empty, of as many characters of a class as there are."""
    return re.compile(f"{character_class(characters)}{'*' if most is None else f'{{0,{most}}}'}").match


@lru_cache(maxsize=256)
def _compiled(first: str) -> re.Pattern[str]:
    return re.compile(first)


class Run:
    """One search, or all searches of one replacement: they share the steps that are left."""

    def __init__(
        self,
        program: Program,
        steps: int,
        *,
        word: CharSet,
        fold: Callable[[str], str] | None,
        begins: bytes | None = None,
    ) -> None:
        self.code = _decoded(program)
        self.registers = program.registers
        self.first = _compiled(program.first) if program.first else None
        self.begins = begins
        self.fold = fold
        self.word = _member(word)
        self.left = steps

    def search(self, text: str, start: int) -> Registers | None:
        """The registers of the first match at or after *start*; raises :class:`PatternLimit`. Where ``begins`` is
        known, a match begins at a place that is 1 in it.
        """
        empty = (-1,) * self.registers
        at = start
        while at <= len(text):
            if self.begins is not None:
                at = self.begins.find(1, at)
                if at < 0:
                    return None
            elif self.first is not None:
                begins = self.first.search(text, at)
                if begins is None:
                    return None
                at = begins.start()
            self.left -= 2
            if self.left < 0:
                self.exceeded()
            found = self.match(text, at, 0, empty)
            if found is not None:
                end, registers = found
                self.left -= 4
                return (at, end, *registers[2:])
            at += 1
        return None

    def exceeded(self) -> NoReturn:
        """Give up."""
        raise PatternLimit("the pattern needs more steps on this text than callplan allows")

    def match(self, text: str, at: int, pc: int, registers: Registers) -> tuple[int, Registers] | None:
        """The end and the registers of the match of the code from *pc* that begins exactly at *at*."""
        code, size, left = self.code, len(text), self.left
        # A choice point: where to go on, at which position, with which registers; and the last of the positions that
        # a repeated character leaves open, one step apart.
        choices: list[tuple[int, int, Registers, int, int]] = []
        while True:
            left -= 1
            if left < 0 or len(choices) > MAX_CHOICES:
                self.left = left
                self.exceeded()
            instruction: Any = code[pc]
            op = instruction[0]
            if op == _CHAR:
                if instruction[2] > 0:
                    if at < size and instruction[1](text[at]):
                        at += 1
                        pc += 1
                        continue
                elif at and instruction[1](text[at - 1]):
                    at -= 1
                    pc += 1
                    continue
            elif op == _SPLIT:
                choices.append((instruction[2], at, registers, at, 0))
                pc = instruction[1]
                continue
            elif op == _JUMP:
                pc = instruction[1]
                continue
            elif op >= _READ:
                reached = instruction[1](text, at).end()
                left -= (reached - at) // _AT_ONCE
                shortest = at + instruction[2]
                if reached >= shortest:
                    pc += 1
                    if op == _RUN or reached == shortest:
                        at = reached
                    elif instruction[3]:
                        choices.append((pc, shortest + 1, registers, reached, 1))
                        at = shortest
                    else:
                        choices.append((pc, reached - 1, registers, shortest, -1))
                        at = reached
                    continue
            elif op == _SAVE:
                changed = list(registers)
                changed[instruction[1]] = at
                registers = tuple(changed)
                pc += 1
                continue
            elif op == _LAST:
                _, mark, low, step = instruction
                if registers[mark] != at:
                    changed = list(registers)
                    changed[low], changed[low + 1] = (at - 1, at) if step > 0 else (at, at + 1)
                    registers = tuple(changed)
                pc += 1
                continue
            elif op == _LOOP:
                _, counter, least, most, lazy, leave = instruction
                rounds = registers[counter]
                if rounds < least:
                    pc += 1
                elif most is not None and rounds >= most:
                    pc = leave
                elif lazy:
                    choices.append((pc + 1, at, registers, at, 0))
                    pc = leave
                else:
                    choices.append((leave, at, registers, at, 0))
                    pc += 1
                continue
            elif op == _ROUND:
                _, counter, position, forgotten = instruction
                changed = list(registers)
                changed[counter] += 1
                changed[position] = at
                for register in forgotten:
                    changed[register] = -1
                registers = tuple(changed)
                pc += 1
                continue
            elif op == _CLOSE:
                _, counter, position, least, loop = instruction
                if registers[position] != at or registers[counter] <= least:
                    pc = loop
                    continue
            elif op == _ZERO:
                changed = list(registers)
                changed[instruction[1]] = 0
                registers = tuple(changed)
                pc += 1
                continue
            elif op == _ANCHOR:
                if self.holds(instruction[1], text, at):
                    pc += 1
                    continue
            elif op == _BACK:
                after = self.back(text, at, registers, instruction[1], instruction[2])
                if after is not None:
                    left -= abs(after - at) // _AT_ONCE
                    at = after
                    pc += 1
                    continue
            elif op == _LOOK:
                self.left = left - 2
                found = self.match(text, at, pc + 1, registers)
                left = self.left
                if (found is None) == instruction[1]:
                    if found is not None:
                        registers = found[1]
                    pc = instruction[2]
                    continue
            elif op == _SET:
                _, member, least, most, lazy = instruction
                place, furthest = at, 0 if most is None else max(0, at - most)
                while place > furthest and member(text[place - 1]):
                    place -= 1
                left -= (at - place) // 2
                shortest = at - least
                if place <= shortest:
                    pc += 1
                    if lazy:
                        if place != shortest:
                            choices.append((pc, shortest - 1, registers, place, -1))
                        at = shortest
                    else:
                        if place != shortest:
                            choices.append((pc, place + 1, registers, shortest, 1))
                        at = place
                    continue
            else:
                self.left = left
                return at, registers
            if not choices:
                self.left = left
                return None
            pc, at, registers, furthest, step = choices.pop()
            if at != furthest:
                choices.append((pc, at + step, registers, furthest, step))

    def holds(self, kind: str, text: str, at: int) -> bool:
        """Whether the assertion is true at *at*."""
        if kind == "start":
            return at == 0
        if kind == "end":
            return at == len(text)
        if kind == "line-start":
            return at == 0 or text[at - 1] in _LINE_ENDS
        if kind == "line-end":
            return at == len(text) or text[at] in _LINE_ENDS
        before = at > 0 and self.word(text[at - 1])
        after = at < len(text) and self.word(text[at])
        return (before != after) == (kind == "word")

    def back(self, text: str, at: int, registers: Registers, group: int, step: int) -> int | None:
        """Where the text that *group* captured ends (or begins, backwards), or None if it does not come here."""
        begin, end = registers[2 * group], registers[2 * group + 1]
        if begin < 0 or end < 0:
            return at
        length = end - begin
        low = at if step > 0 else at - length
        if low < 0 or low + length > len(text):
            return None
        said, here = text[begin:end], text[low : low + length]
        if said == here or (self.fold is not None and [*map(self.fold, said)] == [*map(self.fold, here)]):
            return at + length * step
        return None
