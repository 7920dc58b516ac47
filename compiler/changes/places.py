"""Where a change is written: the text on either side, and the values of the parameters in it."""

from __future__ import annotations

from collections.abc import Callable

from ..plan.model import Given, Origin
from .model import Change

Display = Callable[[str], str]


def places(change: Change, shows: tuple[Display, Display]) -> list[str]:
    """The place of either text, each once, with the layer unless it is the base; *shows* turn a file's name as the plan
    has it into the one to print.
    """
    sides = zip((change.before_origin, change.after_origin), shows, strict=True)
    return list(dict.fromkeys(_place(origin, show) for origin, show in sides if origin))


def parameters(change: Change, shows: tuple[Display, Display]) -> dict[str, list[str]]:
    """By parameter, where either side has its value. One with the same place on both sides says nothing of why they
    differ, and is left out unless all are so.
    """
    found: dict[str, list[str]] = {}
    alike = set()
    sides = [
        {one.name: _value(one, show) for one in (origin.given if origin else ())}
        for origin, show in zip((change.before_origin, change.after_origin), shows, strict=True)
    ]
    for name in {**sides[0], **sides[1]}:
        each = [side[name] for side in sides if name in side]
        found[name] = list(dict.fromkeys(each))
        if len(each) == 2 and len(found[name]) == 1:
            alike.add(name)
    return {name: at for name, at in found.items() if name not in alike} or found


def _place(origin: Origin, show: Display) -> str:
    layer = "" if origin.layer == "base" else f" ({origin.layer})"
    return f"{show(origin.file)}:{origin.line}:{origin.column}{layer}"


def _value(one: Given, show: Display) -> str:
    return f"{show(one.file)}:{one.line}:{one.column}"
