"""What is said about reads that may find nothing, and about values that nobody gets to see."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from ..build import Build
from ..build.context import Use, Write
from ..diagnostics import Diagnostic, Related
from ..diagnostics.catalog import Q002, Q003, Q012, Q018, Q019
from ..values import replace
from ..variables import AFTER_THE_CALL, DEFAULTS, RESPONSE, redacted
from .assignment import Assignment, Standing, Verdict

_MOST_RELATED = 4
_MOST_AGAIN = 3
_LONGEST_WAY = 7
_SUMMARY = ("transferPlan", "summaryPlan", "messages")
"""What X008 tells of: a transfer's summary knows no variable of the call, whoever writes it."""
_NOTHING = "reads as nothing, or the braces are spoken"


def findings(build: Build, found: Assignment, supplied: Collection[str] = ()) -> Iterator[Diagnostic]:
    """A finding for each text that reads what is never written (Q002, Q003), not written on some way (Q018) or perhaps
    not (Q019), but for what is *supplied*; one for each place that reads what the platform hides (Q012).
    """
    doubtful = {verdict.use.root for verdict in found.verdicts if verdict.standing in _DOUBTFUL}.difference(supplied)
    places: dict[tuple[object, ...], list[Verdict]] = {}
    told: set[tuple[object, ...]] = set()
    for verdict in found.verdicts:
        use = verdict.use
        if use.root in DEFAULTS:
            key = redacted(use.path)
            if key is not None:
                yield _hidden(use, key)
        elif use.root in doubtful and verdict.standing != "guarded" and use.at[-5:-2] != _SUMMARY:
            place = use.source.place(use.at)
            places.setdefault((place.document.file, place.path, use.start), []).append(verdict)
    unwritten: dict[tuple[object, ...], list[Use]] = {}
    for (file, path, _), verdicts in places.items():
        use, standing, way = _worst(verdicts)
        writes = found.writes.get(use.root, ())
        if standing == "never":
            unwritten.setdefault((file, path, use.root), []).append(use)
        elif standing in ("some", "perhaps") and (file, path, use.root) not in told:
            told.add((file, path, use.root))
            if standing == "some":
                yield _on_a_way(use, way, writes)
            elif not _of_own_answer(use, writes):
                yield _perhaps(use, writes)
    for first, *others in unwritten.values():
        item = _never(build, first, found.writes.get(first.root, ()), found)
        yield replace(item, related=(*item.related, *_read_again(others))) if others else item


def _read_again(uses: Sequence[Use]) -> Iterator[Related]:
    """Where else the same text reads the variable: the first few, and how many there are besides."""
    more = len(uses) - _MOST_AGAIN
    for number, use in enumerate(uses[:_MOST_AGAIN], 1):
        besides = f", and {more} times more" if number == _MOST_AGAIN and more > 0 else ""
        yield Related(use.span(), f"read here, too{besides}")


_DOUBTFUL: frozenset[Standing] = frozenset({"never", "some", "perhaps"})


def _worst(verdicts: Sequence[Verdict]) -> tuple[Use, Standing, tuple[str, ...]]:
    """The verdict about a place that several forms of a member read: never only where all agree."""
    if all(verdict.standing == "never" for verdict in verdicts):
        return verdicts[0].use, "never", ()
    for standing in ("never", "some", "perhaps"):
        for verdict in verdicts:
            if verdict.standing == standing:
                return verdict.use, "some" if standing == "never" else verdict.standing, verdict.way
    return verdicts[0].use, verdicts[0].standing, ()


def _hidden(use: Use, key: str) -> Diagnostic:
    message = f"{use.path!r} renders as [REDACTED]: the platform shows {key} to no template."
    return Q012.at(use.span(), message, path=use.pointer())


def _never(build: Build, use: Use, writes: Sequence[Write], found: Assignment) -> Diagnostic:
    name = use.root
    if writes or name in found.squad.bits:
        later = f"{_writers(writes)} writes it, but only later" if writes else "a member has it, but only later"
        message = f"nobody has written {name!r} by then: {later}. On a call this {_NOTHING}."
        return Q002.at(use.span(), message, path=use.pointer(), related=_related(writes))
    if name in RESPONSE:
        message = (
            f"{name!r} stands for a tool's answer, and is known only to the aliases of that tool. Here it {_NOTHING}."
        )
        return Q002.at(use.span(), message, path=use.pointer())
    if name in AFTER_THE_CALL:
        message = f"{name!r} is known only to prompts that run when the call has ended. Here it {_NOTHING}."
        return Q002.at(use.span(), message, path=use.pointer())
    from difflib import get_close_matches

    known = {*found.squad.bits, *DEFAULTS}
    near = get_close_matches(name, sorted(known), n=1, cutoff=0.8)
    if near:
        message = f"nobody writes {name!r}; did you mean {near[0]!r}? On a call this reads as nothing."
        return Q003.at(use.span(), message, path=use.pointer())
    message = (
        f"nobody writes {name!r}: on a call this {_NOTHING}. Supply it in "
        "variableValues, or declare it under 'variables' in callplan.yaml."
    )
    return Q002.at(use.span(), message, path=use.pointer())


def _on_a_way(use: Use, way: Sequence[str], writes: Sequence[Write]) -> Diagnostic:
    reached = f"when the call begins with {way[0]}" if len(way) == 1 else f"reached by {arrows(way)}"
    other = f" It is written elsewhere, by {_writers(writes)}." if writes else ""
    message = (
        f"{reached}, where nobody has written {use.root!r}: there this {_NOTHING}.{other} Supply it on that way too, "
        "or guard it with a default."
    )
    return Q018.at(use.span(), message, path=use.pointer(), related=_related(writes))


def _perhaps(use: Use, writes: Sequence[Write]) -> Diagnostic:
    message = (
        f"{use.root!r} may not have been written by then: {_writers(writes)} writes it, and that need not happen. "
        "Guard it with a default."
    )
    return Q019.at(use.span(), message, path=use.pointer(), related=_related(writes))


def _of_own_answer(use: Use, writes: Iterable[Write]) -> bool:
    """Whether the text is a tool's answer message that reads what this answer has just yielded."""
    if use.moment != "answer":
        return False
    return any(use.where[: len(write.where)] == write.where for write in writes)


def arrows(way: Sequence[str]) -> str:
    """A way in one line, its middle left out where it is long."""
    half = _LONGEST_WAY // 2
    shown = [*way[:half], "…", *way[-half:]] if len(way) > _LONGEST_WAY else way
    return " → ".join(shown)


def _writers(writes: Sequence[Write]) -> str:
    """Who writes, in words: an argument, an extraction, an alias."""
    kinds = dict.fromkeys(_WORDS[write.how] for write in writes)
    return " or ".join(kinds) or "a member's variableValues"


_WORDS = {
    "schema": "an extraction",
    "alias": "an alias",
    "argument": "an argument of a handoff",
    "destination": "a destination's variableValues",
}


def _related(writes: Sequence[Write]) -> tuple[Related, ...]:
    spans = dict.fromkeys((write.span(), _WORDS[write.how]) for write in writes)
    return tuple(Related(span, f"written here, by {words}") for span, words in list(spans)[:_MOST_RELATED])
