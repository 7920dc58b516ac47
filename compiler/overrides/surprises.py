"""What merging does that its author may not have meant (semantics §2.2, §2.3)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from ..diagnostics import Diagnostic, Related, Rule, Span
from ..diagnostics.catalog import H012, S002, S003, S020, S021
from ..sources import Path, pointer
from ..traced import Place, Traced
from .layers import MEMBER, SQUAD, Effective, Layer, leaves
from .merge import MESSAGES, PERHAPS_UNIONS, PROVIDED, UNIONS

TOOLS: tuple[Path, ...] = (("model", "tools"), ("model", "toolIds"))

_DEMANDED = frozenset(
    {("model", "model"), ("transcriber", "model"), ("voice", "voiceId"), *((key, "provider") for key in PROVIDED)}
)
"""Keys that the schema wants repeated in an override that changes their neighbours."""


def surprises(members: Sequence[Effective], *, squad: bool) -> Iterator[Diagnostic]:
    """Findings about the layers of a squad's members, or of one assistant: each layer is judged by all whom it
    concerns.
    """
    for effective in members:
        for layer, below in effective.below:
            if squad:
                yield from _prompt(layer, below)
                yield from _hooks(layer, below)
            yield from _tools(layer, below)
    yield from _equal(members)
    yield from _beaten(members)


def _prompt(layer: Layer, below: Traced) -> Iterator[Diagnostic]:
    """S002: what the assistant's own file says is dead text in this squad."""
    if layer.overrides.get(MESSAGES) == below.get(MESSAGES):
        return
    new, old = _system(layer.overrides.get(MESSAGES)), _system(below.get(MESSAGES))
    if new is not None and old is not None:
        message = (
            "this prompt takes the place of the assistant's own: inside this squad nothing of that one reaches the "
            "model. Keep one of the two, or pass what differs in variableValues."
        )
        yield _at(S002, layer, MESSAGES, message, (Related(below.span((*MESSAGES, old)), "is not used here"),))


def _system(messages: Any) -> int | None:
    for index, message in enumerate(messages if isinstance(messages, list) else ()):
        if isinstance(message, dict) and message.get("role", "system") == "system":
            return index
    return None


def _tools(layer: Layer, below: Traced) -> Iterator[Diagnostic]:
    """S003: the tools that the list does not repeat are gone."""
    for path in TOOLS:
        gone = _gone(layer, below, path)
        if gone:
            names = ", ".join(dict.fromkeys(_name(below.get(at)) for at in gone))
            message = (
                f"this list takes the place of the whole list below it: {names} {_is(gone)} gone on the call. "
                "tools:append, beside model, adds tools and keeps the others."
            )
            yield _at(S003, layer, path, message, _related(below, gone))


def _hooks(layer: Layer, below: Traced) -> Iterator[Diagnostic]:
    """H012: arrays are replaced, a member's hooks too, by what is meant for everyone."""
    gone = _gone(layer, below, ("hooks",)) if layer.name != MEMBER else ()
    if gone:
        message = (
            f"hooks of {layer.name} take the place of every member's own hooks, and this squad's members have some: "
            "those never fire. Repeat them here, or give each member all of its hooks."
        )
        yield _at(H012, layer, ("hooks",), message, _related(below, gone))


def _gone(layer: Layer, below: Traced, path: Path) -> tuple[Path, ...]:
    """The items of the list at *path* below *layer* that the layer's list has none of."""
    new, old = layer.overrides.get(path), below.get(path)
    if not isinstance(new, list) or not isinstance(old, list):
        return ()
    return tuple((*path, index) for index, item in enumerate(old) if item not in new)


def _name(tool: Any) -> str:
    if isinstance(tool, dict):
        function = tool.get("function")
        named = function.get("name") if isinstance(function, dict) else None
        return str(named or tool.get("name") or tool.get("type"))
    return str(tool)


def _is(items: Sequence[Path]) -> str:
    return "is" if len(items) == 1 else "are"


def _related(below: Traced, paths: Sequence[Path]) -> tuple[Related, ...]:
    spans: dict[Span, str] = {below.span(path): "is dropped" for path in paths}
    return tuple(Related(span, label) for span, label in list(spans.items())[:4])


def _equal(members: Sequence[Effective]) -> Iterator[Diagnostic]:
    """S020 for each value of a layer that says nothing new to anybody."""
    same: dict[tuple[int, Path, Path], tuple[Layer, Path, Traced] | None] = {}
    for effective in members:
        for layer, below in effective.below:
            place = layer.overrides.place()
            for path in leaves(layer.overrides.value):
                key = (id(place.document), place.path, path)
                if not _says_again(layer.overrides, below, path):
                    same[key] = None
                else:
                    same.setdefault(key, (layer, path, below))
    for found in same.values():
        if found is not None:
            layer, path, below = found
            message = (
                f"{pointer(path)} has this value already where the override is put: it changes nothing on a call. "
                "Remove it, so that who edits the value below sees an effect."
            )
            yield _at(S020, layer, path, message, (Related(below.key_span(path), "has the same value"),))


def _says_again(over: Traced, below: Traced, path: Path) -> bool:
    value = over.get(path)
    if (
        value is None
        or value == {}
        or path in _DEMANDED
        or path[0] == "variableValues"
        or path[-1] in (*UNIONS, *PERHAPS_UNIONS)
    ):
        return False
    if path[0] in PROVIDED and len(path) > 1:
        provider = over.get((path[0], "provider"))
        if provider is not None and provider != below.get((path[0], "provider")):
            return False  # the whole object is replaced, so that it has to say everything
    old = below.get(path)
    return type(old) is type(value) and bool(old == value)


def _beaten(members: Sequence[Effective]) -> Iterator[Diagnostic]:
    """S021 for each layer that is in force for nobody because of layers above it in the same file. What a stored squad
    says may win on other calls; S005 tells of single values that membersOverrides beat.
    """
    never: dict[tuple[int, Path], Place | None] = {}
    for effective in members:
        winners = {place.layer for place in (*effective.config.origins.values(), *effective.variables.origins.values())}
        winners |= {tool.place().layer for tool in effective.appended}
        files = [layer.overrides.place().document.file for layer, _ in effective.below]
        for number, (layer, _) in enumerate(effective.below):
            place = layer.overrides.place()
            key = (id(place.document), place.path)
            above = files[number + 1 :]
            told = layer.name == MEMBER and SQUAD in effective.layers
            if layer.name in winners or told or not above or {*above} != {place.document.file}:
                never[key] = None
            elif any(layer.overrides.get(path) is not None for path in leaves(layer.overrides.value)):
                never.setdefault(key, place)
    for found in never.values():
        if found is not None:
            yield S021.at(
                found.key_span(),
                "nothing of these overrides is ever in force: layers above them set every value that they set. Remove "
                "them, or the values above.",
                path=pointer(found.path),
            )


def _at(rule: Rule, layer: Layer, path: Path, message: str, related: tuple[Related, ...]) -> Diagnostic:
    place = layer.overrides.place(path)
    return rule.at(place.key_span(), message, path=pointer(place.path), related=related)
