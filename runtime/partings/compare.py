"""One transcript on two plans: the first thing that a caller or a server would notice to be different.

What only the model is told, and where requests go, parts no call: the script's answers stay what they are. It is told
beside. Timers part calls when they are due, not when they are armed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import Any, Literal

from ...compiler.changes.match import members as matched
from ...compiler.changes.model import Change
from ...compiler.plan.frozen import FrozenDict
from ...compiler.plan.model import Plan
from ..errors import ScriptError
from ..trace.model import Event, Trace
from ..transcript import Transcript
from .causes import causes_of

Verdict = Literal["same", "told", "parts"]
CONTEXT = 2
"""Events that both calls have, shown before those in which they part."""

_UNSEEN = frozenset({"timer.armed", "timer.cancelled", "policy", "script.ended", "model.requested"})
_IGNORED = {"tool.started": ("server",), "hook.fired": ("index",), "hook.suppressed": ("index",)}
"""Where a request goes, and a hook's place among the others."""


@dataclass(frozen=True, slots=True)
class Parting:
    """What becomes of one transcript. ``told`` names who gets something else without a call going otherwise (``model``,
    ``servers``). Where calls part, ``before`` and ``after`` are the first events that differ (None: nothing more),
    ``shared`` the last ones of both, ``faults`` why a side could not be played on, and ``causes`` the changes that part
    them.
    """

    transcript: str
    verdict: Verdict
    told: tuple[str, ...] = ()
    before: Event | None = None
    after: Event | None = None
    shared: tuple[Event, ...] = ()
    faults: tuple[str, str] = ("", "")
    causes: tuple[Change, ...] = ()

    @property
    def at_ms(self) -> int | None:
        """When they part."""
        times = [event.t_ms for event in (self.before, self.after) if event is not None]
        return min(times, default=None)


def play_both(
    before: Plan, after: Plan, transcripts: Iterable[tuple[str, Transcript]], changes: tuple[Change, ...]
) -> Iterator[Parting]:
    """Each transcript (with its name) on both plans, in order. *changes* are all that a diff of the plans tells."""
    names = {
        pair.before[1].key: pair.after[1].key
        for pair in matched(before.members, after.members)
        if pair.before and pair.after
    }
    for name, transcript in transcripts:
        one, other = (_played(plan, transcript) for plan in (before, after))
        yield _part(name, one, other, names, after, changes)


Played = tuple[Trace, str]
"""What a plan makes of a transcript, and why it could not be played to its end."""


def _played(plan: Plan, transcript: Transcript) -> Played:
    from .. import run

    if transcript.policies:
        plan = replace(plan, policies=FrozenDict({**plan.policies, **transcript.policies}))
    try:
        return run(plan, transcript), ""
    except ScriptError as error:
        return error.trace, error.diagnostic.message


def _part(
    name: str, before: Played, after: Played, names: Mapping[str, str], plan: Plan, changes: tuple[Change, ...]
) -> Parting:
    """Compare what two plans made of one transcript; *plan* is the newer one, *names* its keys of the older members."""
    faults = (before[1], after[1])
    olds = [event for event in before[0].events if event.type not in _UNSEEN]
    news = [event for event in after[0].events if event.type not in _UNSEEN]
    for index, (old, new) in enumerate(zip_longest(olds, news)):
        if old is None or new is None or _seen(old, names) != _seen(new, {}):
            shared = tuple(news[max(0, index - CONTEXT) : index])
            found = causes_of((old, new), tuple(news[:index]), faults, plan, changes)
            return Parting(name, "parts", (), old, new, shared, faults, found)
    if faults[0] != faults[1]:
        found = causes_of((None, None), tuple(news), faults, plan, changes)
        return Parting(name, "parts", (), None, None, tuple(news[-CONTEXT:]), faults, found)
    told = tuple(_told(before[0].events, after[0].events))
    return Parting(name, "told" if told else "same", told)


def _seen(event: Event, names: Mapping[str, str]) -> tuple[Any, ...]:
    ignored = _IGNORED.get(event.type, ())
    data = {key: value for key, value in event.data.items() if key not in ignored}
    if event.type == "handoff":
        data = {key: names.get(value, value) if key in ("from", "to") else value for key, value in data.items()}
    if "hook" in data:
        data["hook"] = str(data["hook"]).partition("#")[0]
    return event.t_ms, names.get(event.member or "", event.member), event.type, data


def _told(before: tuple[Event, ...], after: tuple[Event, ...]) -> Iterator[str]:
    """Who gets something else although nothing else happens."""
    sides = [[event.data for event in events if event.type == "model.requested"] for events in (before, after)]
    if sides[0] != sides[1]:
        yield "model"
    asked = [[event.data.get("server") for event in side if event.type == "tool.started"] for side in (before, after)]
    if asked[0] != asked[1]:
        yield "servers"
