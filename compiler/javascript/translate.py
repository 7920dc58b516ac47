"""From a pattern as written in a config to one that can be used."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from .ambiguity import growth
from .emit import emit, may_be_empty
from .errors import MAX_PATTERN, Fault, PatternError, Unusable
from .nodes import Anchor, Back, Choice, Node, Repeat, children
from .parse import Flags, parse
from .pattern import Translation
from .program import compile_program

_INLINE: Final = re.compile(r"\(\?([a-z]+)\)")
_KNOWN: Final = frozenset("dgimsuy")


@lru_cache(maxsize=512)
def translate(pattern: str, flags: str = "") -> Translation | PatternError:
    """Read *pattern* with JavaScript's *flags*.

    ``g``, ``y`` and ``d`` are accepted and change nothing here. ``(?i)``, ``(?m)`` and ``(?s)`` at the very start count
    as flags: the platform's documents use them, though JavaScript has no such syntax (semantics §11.6).
    """
    if len(pattern) > MAX_PATTERN:
        return PatternError(Fault.TOO_LARGE, f"a pattern has at most {MAX_PATTERN} characters", MAX_PATTERN)
    inline = _INLINE.match(pattern)
    body, shift = (pattern[inline.end() :], inline.end()) if inline else (pattern, 0)
    letters = set(flags)
    if inline is not None:
        wrong = sorted(set(inline[1]) - set("ims"))
        if wrong:
            return PatternError(Fault.SYNTAX, f"the inline flag {wrong[0]} is not among i, m and s", 2)
        letters.update(inline[1])
    if "v" in letters:
        return PatternError(Fault.UNSUPPORTED, "set notation (the flag v) is not supported", 0)
    unknown = sorted(letters - _KNOWN)
    if unknown or len(set(flags)) != len(flags):
        return PatternError(Fault.SYNTAX, f"JavaScript has no flags {flags!r}", 0)
    return _translate(body, Flags("i" in letters, "m" in letters, "s" in letters, "u" in letters), shift)


def _translate(pattern: str, flags: Flags, shift: int) -> Translation | PatternError:
    try:
        parsed = parse(pattern, flags, shift)
    except Unusable as unusable:
        return unusable.error
    work = growth(parsed.tree)
    if work.exponential is not None:
        return PatternError(
            Fault.EXPONENTIAL,
            "this repetition can read the same text in more than one way, so that a match may take exponential time",
            work.exponential,
        )
    unlike = (
        flags.ignore_case
        and flags.unicode
        and any(isinstance(node, Anchor) and node.kind in ("word", "inside") for node in _walk(parsed.tree))
    )
    folded_back = flags.ignore_case and any(isinstance(node, Back) for node in _walk(parsed.tree))
    source = None if unlike or folded_back else emit(parsed.tree)
    return Translation(
        source=pattern,
        flags=flags,
        groups=parsed.groups,
        names=parsed.names,
        notes=parsed.notes,
        python=None if source is None else _compiled(source),
        program=compile_program(parsed.tree, parsed.groups),
        growth=work,
        tree=None if unlike else parsed.tree,
        prefers_more=not may_be_empty(parsed.tree) or not any(map(_prefers_nothing, _walk(parsed.tree))),
    )


def _prefers_nothing(node: Node) -> bool:
    """Whether *node* tries to match nothing before it tries to match something."""
    if isinstance(node, Choice):
        return any(map(may_be_empty, node.options[:-1]))
    return isinstance(node, Repeat) and node.lazy


def _compiled(source: str) -> re.Pattern[str]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return re.compile(source)


def _walk(tree: Node) -> Iterable[Node]:
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        yield node
        waiting.extend(children(node))
