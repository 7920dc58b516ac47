"""What is said around a tool call, message by message: words are content, when and whether they are said is
behaviour.
"""

from __future__ import annotations

from itertools import zip_longest

from ..plan.frozen import Json
from ..plan.model import Condition, Tool, ToolMessage
from ..sources import Path
from .ledger import Ledger
from .model import Category, What
from .words import quote, seconds

Placed = tuple[int, ToolMessage]
"""A message and its index in the tool's list."""

_OPERATORS = {
    "eq": "is",
    "neq": "is not",
    "gt": "is above",
    "gte": "is at least",
    "lt": "is below",
    "lte": "is at most",
}


def compare_messages(ledger: Ledger, node: str, before: Tool, after: Tool, old: Path, new: Path) -> None:
    """The differences between the messages of two forms of one tool, which stand at *old* and *new*."""
    if before.messages == after.messages:
        return
    told = _Told(ledger, node, after.name, (*old, "messages"), (*new, "messages"))
    sides = [_by_type(side.messages) for side in (before, after)]
    for kind in sorted({*sides[0], *sides[1]}):
        for was, now in _pairs(sides[0].get(kind, []), sides[1].get(kind, [])):
            told.pair(kind, was, now)
    if (before.messages is None) != (after.messages is None) and not (before.messages or after.messages):
        filler = "a filler" if after.messages is None else "nothing"
        sentence = f"callers hear {filler} when {after.name} is called."
        ledger.add("changed", "content", node, "messages", sentence, ((*old, "messages"), (*new, "messages")))


def _by_type(messages: tuple[ToolMessage, ...] | None) -> dict[str, list[Placed]]:
    found: dict[str, list[Placed]] = {}
    for index, message in enumerate(messages or ()):
        found.setdefault(message.type, []).append((index, message))
    return found


def _pairs(was: list[Placed], now: list[Placed]) -> list[tuple[Placed | None, Placed | None]]:
    """Messages of one type that differ: those with the same words belong together, then those that are left, in their
    order. Of those without a condition the first one is said: where only their order differs, that is what differs.
    """
    drawn = [[placed for placed in side if not placed[1].conditions] for side in (was, now)]
    left, coming = list(was), list(now)
    for one in was:
        other = next((item for item in coming if item[1] == one[1]), None)
        if other is not None:
            left.remove(one)
            coming.remove(other)
    if not left and not coming:
        return list(zip(*(side[:1] for side in drawn), strict=True))
    pairs: list[tuple[Placed | None, Placed | None]] = []
    for one in list(left):
        other = next((item for item in coming if item[1].content.text == one[1].content.text), None)
        if other is not None:
            pairs.append((one, other))
            left.remove(one)
            coming.remove(other)
    return [*pairs, *zip_longest(left, coming)]


class _Told:
    """Writes down what differs between two messages of the tool called *name*."""

    def __init__(self, ledger: Ledger, node: str, name: str, old: Path, new: Path) -> None:
        self.ledger, self.node, self.name, self.old, self.new = ledger, node, name, old, new

    def pair(self, kind: str, was: Placed | None, now: Placed | None) -> None:
        """One message that went, came, or is another."""
        if was is None or now is None:
            self._one(kind, was, now)
            return
        self._words(kind, was, now)
        one, other = was[1], now[1]
        said = quote(other.content)
        if one.role != other.role:
            how = "is told to the model instead of being said" if other.role == "system" else "is said to the caller"
            self._behaves(kind, "role", f"at {kind} of {self.name} {said} {how}.", was, now)
        if one.conditions != other.conditions:
            sentence = f"at {kind} of {self.name} {said} is said {_cases(other)}; before, {_cases(one)}."
            self._add("changed", "behaviour", kind, "conditions", sentence, was, now, _plain(one), _plain(other))
        if one.blocking != other.blocking:
            waits = f"waits until {said} has been spoken" if other.blocking else f"no longer waits for {said}"
            self._behaves(kind, "blocking", f"{self.name} {waits}.", was, now)
        if one.timing_ms != other.timing_ms:
            times = [seconds(side.timing_ms) for side in (other, one)]
            sentence = f"callers who wait for {self.name} hear {said} after {times[0]}, not after {times[1]}."
            self._behaves(kind, "timing_ms", sentence, was, now)
        if one.end_call_after_spoken != other.end_call_after_spoken:
            ends = "ends" if other.end_call_after_spoken else "no longer ends"
            sentence = f"the call {ends} when {said} has been spoken at {kind} of {self.name}."
            self._behaves(kind, "end_call_after_spoken", sentence, was, now)

    def _one(self, kind: str, was: Placed | None, now: Placed | None) -> None:
        one, other = (side[1].content if side is not None else None for side in (was, now))
        message = (now or was or (0, None))[1]
        assert message is not None
        heard = [quote(side) if side is not None else "nothing of its own" for side in (other, one)]
        what: What = "added" if was is None else "removed"
        sentence = f"at {kind} of {self.name} {_who(message)} {heard[0]} instead of {heard[1]}."
        sides = (one.text if one is not None else None, other.text if other is not None else None)
        self._add(what, "content", kind, "", sentence, was, now, *sides)

    def _words(self, kind: str, was: Placed, now: Placed) -> None:
        one, other = was[1], now[1]
        if one.content.text != other.content.text:
            sides = (one.content.text, other.content.text)
            sentence = f"at {kind} of {self.name} {_who(other)} {quote(sides[1])} instead of {quote(sides[0])}."
            self._add("changed", "content", kind, "", sentence, was, now, *sides)
        texts = [{language: text.text for language, text in side.contents} for side in (one, other)]
        for language in sorted({*texts[0], *texts[1]}):
            before, after = (side.get(language) for side in texts)
            if before == after:
                continue
            what: What = "added" if before is None else "removed" if after is None else "changed"
            heard = [quote(text) if text is not None else "nothing of its own" for text in (after, before)]
            sentence = f"at {kind} of {self.name} {_who(other)} {heard[0]} instead of {heard[1]} in {language}."
            self._add(what, "content", kind, f"contents.{language}", sentence, was, now, before, after)

    def _behaves(self, kind: str, field: str, sentence: str, was: Placed, now: Placed) -> None:
        sides = (getattr(was[1], field), getattr(now[1], field))
        self._add("changed", "behaviour", kind, field, sentence, was, now, *sides)

    def _add(
        self,
        what: What,
        category: Category,
        kind: str,
        field: str,
        sentence: str,
        was: Placed | None,
        now: Placed | None,
        before: Json = None,
        after: Json = None,
    ) -> None:
        paths = (
            (*self.old, was[0]) if was is not None else self.old,
            (*self.new, now[0]) if now is not None else self.new,
        )
        where = f"messages.{kind}.{field}" if field else f"messages.{kind}"
        self.ledger.add(what, category, self.node, where, sentence, paths, before, after)


def _who(message: ToolMessage) -> str:
    return "the model is told" if message.role == "system" else "callers hear"


def _cases(message: ToolMessage) -> str:
    return f"where {' and '.join(map(_case, message.conditions))}" if message.conditions else "in every other case"


def _case(condition: Condition) -> str:
    return f"{condition.param} {_OPERATORS[condition.operator]} {condition.value}"


def _plain(message: ToolMessage) -> Json:
    return tuple(map(_case, message.conditions))
