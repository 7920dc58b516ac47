"""Where a tool leads."""

from __future__ import annotations

from ..plan.frozen import FrozenDict, Json
from ..plan.model import Context, Destination, Template, Tool
from ..sources import Path
from . import match
from .ledger import Ledger
from .model import Category
from .words import quote

_OF_DESTINATIONS = (
    "label",
    "description",
    "member",
    "server",
    "number",
    "sip",
    "context",
    "transfer_mode",
    "message",
    "variables",
    "extraction",
    "config",
)


def compare_destinations(ledger: Ledger, node: str, before: Tool, after: Tool, old: Path, new: Path) -> None:
    """Where two forms of one tool lead."""
    pairs = match.destinations(before.destinations, after.destinations, ledger.names)
    places = [pair.before[0] for pair in pairs if pair.before and pair.after]
    if places != sorted(places):
        sentence = f"the model is offered the destinations of {after.name} in another order."
        paths = ((*old, "destinations"), (*new, "destinations"))
        ledger.add("changed", "content", node, "destinations", sentence, paths)
    for was, now in pairs:
        if was and now:
            here = ((*old, "destinations", was[0]), (*new, "destinations", now[0]))
            for field in _OF_DESTINATIONS:
                one, other = getattr(was[1], field), getattr(now[1], field)
                if field == "member":
                    one = ledger.renamed.get(one, one)
                    if one and other and was[1].label != now[1].label and one.split("@")[0] != other.split("@")[0]:
                        continue  # another label says it already
                if field in ("number", "sip") and was[1].label != now[1].label:
                    continue
                if field == "label" and ledger.names.get(was[1].label) == now[1].label:
                    ledger.noted += 1  # the member's new name says it
                    continue
                if one != other:
                    sentence = f"{after.name} leads to {now[1].label} {_difference(field, was[1], now[1])}."
                    dialled = field == "label" and now[1].kind in ("number", "sip")
                    category = "environment" if dialled else _CATEGORIES.get(field, "behaviour")
                    sides = (_plain(one), _plain(other))
                    field = f"destinations.{now[1].label}.{field}"
                    ledger.add("changed", category, node, field, sentence, here, *sides, breaks=())
        elif now:
            sentence = f"{after.name} can lead to {now[1].label}."
            added = (None, (*new, "destinations", now[0]))
            ledger.add("added", "behaviour", node, f"destinations.{now[1].label}", sentence, added)
        elif was:
            sentence = f"{after.name} no longer leads to {was[1].label}."
            gone = ((*old, "destinations", was[0]), None)
            ledger.add("removed", "behaviour", node, f"destinations.{was[1].label}", sentence, gone)


_CATEGORIES: dict[str, Category] = {
    "server": "environment",
    "number": "environment",
    "sip": "environment",
    "description": "content",
    "message": "content",
}


def _plain(item: object) -> Json:
    """A field of a destination as JSON; None for those that have parts of their own."""
    if isinstance(item, Template):
        return item.text
    if isinstance(item, Context):
        return _shown(item)
    return item if isinstance(item, (str, FrozenDict)) else None


def _difference(field: str, before: Destination, after: Destination) -> str:
    if field == "label":
        return f"where it led to {before.label}"
    if field == "context":
        return f"with the context {_shown(after.context)} instead of {_shown(before.context)}"
    if field == "description":
        return f"for another reason: {quote(after.description)} instead of {quote(before.description)}"
    if field == "message":
        return f"saying {quote(after.message)} instead of {quote(before.message)}"
    if field == "member":
        return f"as {after.member} instead of {before.member}: its overrides on the way differ"
    if field == "server":
        return "as another server answers"
    if field in ("number", "sip"):
        was, now = (_plain(getattr(side, field)) for side in (before, after))
        return f"at {now or 'no address'} instead of {was or 'none'}"
    return f"with other {field.replace('_', ' ')}"


def _shown(item: Context) -> str:
    if item.messages:
        said = (f"{message.role}: {message.content.text}" for message in item.messages)
        return f"{item.kind} {quote(' / '.join(said))}"
    return item.kind if item.last is None else f"{item.kind} {item.last}"
