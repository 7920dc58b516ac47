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
from .errors import MAX_CHOICES, PatternLimit
from .program import Op, Program

_LINE_ENDS: Final = frozenset("\n\r\u2028\u2029")
_WORD: Final = frozenset("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz")

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
def _testing(program: Program) -> tuple[Any, ...]:
    """The code with a test in the place of each set."""
    return tuple((op[0], _member(op[1]), *op[2:]) if op[0] in (Op.CHAR, Op.SET) else op for op in program.code)


@lru_cache(maxsize=256)
def _compiled(first: str) -> re.Pattern[str]:
    return re.compile(first)


class Run:
    """One search, or all searches of one replacement: they share the steps that are left."""

    def __init__(self, program: Program, steps: int, *, word: CharSet, fold: Callable[[str], str] | None) -> None:
        self.code = _testing(program)
        self.registers = program.registers
        self.first = _compiled(program.first) if program.first else None
        self.fold = fold
        self.word = _member(word)
        self.left = steps

    def search(self, text: str, start: int) -> Registers | None:
        """The registers of the first match at or after *start*; raises :class:`PatternLimit`."""
        empty = (-1,) * self.registers
        at = start
        while at <= len(text):
            if self.first is not None:
                begins = self.first.search(text, at)
                if begins is None:
                    return None
                at = begins.start()
            self.left -= 1
            if self.left < 0:
                self.exceeded()
            found = self.match(text, at, 0, empty)
            if found is not None:
                end, registers = found
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
            if op == Op.CHAR:
                step = instruction[2]
                place = at if step > 0 else at - 1
                if 0 <= place < size and instruction[1](text[place]):
                    at += step
                    pc += 1
                    continue
            elif op == Op.SET:
                _, member, step, least, most, lazy = instruction
                place = at if step > 0 else at - 1
                furthest = size if step > 0 else -1
                if most is not None and most < abs(furthest - place):
                    furthest = place + most * step
                while place != furthest and member(text[place]):
                    place += step
                reached = place if step > 0 else place + 1
                left -= abs(reached - at)
                shortest = at + least * step
                if (reached - shortest) * step >= 0:
                    pc += 1
                    if lazy:
                        if reached != shortest:
                            choices.append((pc, shortest + step, registers, reached, step))
                        at = shortest
                    else:
                        if reached != shortest:
                            choices.append((pc, reached - step, registers, shortest, -step))
                        at = reached
                    continue
            elif op == Op.SPLIT:
                choices.append((instruction[2], at, registers, at, 0))
                pc = instruction[1]
                continue
            elif op == Op.JUMP:
                pc = instruction[1]
                continue
            elif op == Op.SAVE:
                registers = _with(registers, instruction[1], at)
                pc += 1
                continue
            elif op == Op.ZERO:
                registers = _with(registers, instruction[1], 0)
                pc += 1
                continue
            elif op == Op.LOOP:
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
            elif op == Op.ROUND:
                _, counter, position, forgotten = instruction
                changed = list(registers)
                changed[counter] += 1
                changed[position] = at
                for register in forgotten:
                    changed[register] = -1
                registers = tuple(changed)
                pc += 1
                continue
            elif op == Op.CLOSE:
                _, counter, position, least, loop = instruction
                if registers[position] != at or registers[counter] <= least:
                    pc = loop
                    continue
            elif op == Op.ANCHOR:
                if self.holds(instruction[1], text, at):
                    pc += 1
                    continue
            elif op == Op.BACK:
                after = self.back(text, at, registers, instruction[1], instruction[2])
                if after is not None:
                    left -= abs(after - at)
                    at = after
                    pc += 1
                    continue
            elif op == Op.LOOK:
                self.left = left
                found = self.match(text, at, pc + 1, registers)
                left = self.left
                if (found is None) == instruction[1]:
                    if found is not None:
                        registers = found[1]
                    pc = instruction[2]
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


def _with(registers: Registers, register: int, value: int) -> Registers:
    return (*registers[:register], value, *registers[register + 1 :])
