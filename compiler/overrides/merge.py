"""Put one layer of overrides over a configuration (semantics §2.3)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..diagnostics import Diagnostic, Related
from ..diagnostics.catalog import S004, S017, S019
from ..sources import Path, pointer
from ..traced import Place, Traced

PROVIDED = ("model", "voice", "transcriber")
"""Objects that a change of provider replaces as a whole (C42)."""

UNIONS = ("inputPunctuationBoundaries",)
"""Arrays that the platform joins instead of replacing."""

PERHAPS_UNIONS = ("punctuationBoundaries",)
"""Arrays of which no source says that they are joined, nor that they are not."""


def unions(policies: Mapping[str, str]) -> tuple[str, ...]:
    """The keys of arrays whose items of all layers count."""
    return (*UNIONS, *PERHAPS_UNIONS) if policies.get("boundariesMerge") == "union" else UNIONS


UNSET_BY_NULL = (("startSpeakingPlan", "smartEndpointingPlan"),)
"""Objects that a null really removes; elsewhere the platform drops a null over an object."""

SEPARATE = ("variableValues", "tools:append")
"""Keys of overrides that are no part of the assistant: each has its own way over the layers."""


MESSAGES = ("model", "messages")


def merge(
    base: Traced, over: Traced, layer: str, policies: Mapping[str, str], *, overlay: bool = False
) -> tuple[Traced, list[Diagnostic]]:
    """*over* put upon *base*: objects deeply, everything else replaced. What is no object changes nothing.

    The result's ``replaced`` keeps what lost. Diagnostics tell of nulls that the platform drops (S004), of providers
    whose change takes the rest of the object with it (S017) and of messages that an override's messages take the place
    of (S019). An *overlay* is a project's own: every key of it counts, and null removes a value of any sort.
    """
    if not isinstance(over.value, dict):
        return base, []
    merging = _Merging(base, over, layer, policies, overlay)
    written = {key: value for key, value in over.value.items() if overlay or key not in SEPARATE}
    value = merging.objects((), base.value if isinstance(base.value, dict) else {}, written)
    return Traced(value, merging.origins, merging.replaced, merging.dropped), merging.diagnostics


_Item = tuple[Any, dict[Path, Place]]
"""An item of a list, and the places of it and its parts."""


class _Merging:
    """One merge under way: the origins, losers and findings that it gathers."""

    def __init__(self, base: Traced, over: Traced, layer: str, policies: Mapping[str, str], overlay: bool) -> None:
        self.over, self.layer, self.policies, self.overlay = over, layer, policies, overlay
        self.base = base
        self.origins: dict[Path, Place] = dict(base.origins)
        self.replaced: dict[Path, tuple[Place, ...]] = dict(base.replaced)
        self.dropped: dict[Path, tuple[Place, ...]] = dict(base.dropped)
        self.diagnostics: list[Diagnostic] = []

    def objects(self, path: Path, base: dict[str, Any], over: dict[str, Any]) -> dict[str, Any]:
        result = dict(base)
        for key, value in over.items():
            here = (*path, key)
            old = base.get(key)
            if value is None:
                self.null(here, result, key, old)
            elif isinstance(value, dict) and isinstance(old, dict) and self.is_deep(here, old, value):
                result[key] = self.objects(here, old, value)
            elif isinstance(value, list) and isinstance(old, list) and self.is_union(key):
                result[key] = self.union(here, old, value)
            elif isinstance(value, list) and isinstance(old, list) and here == MESSAGES and self.by_role:
                result[key] = self.roles(here, old, value)
            else:
                if here == MESSAGES and isinstance(old, list) and isinstance(value, list):
                    self.dropped_roles(here, old, value)
                result[key] = value
                self.put(here, key in base)
        return result

    def is_deep(self, here: Path, old: dict[str, Any], new: dict[str, Any]) -> bool:
        """Whether the objects at *here* are merged, and not replaced as a whole."""
        if here == ("metadata",) and self.policies.get("metadataMerge") == "replace":
            return False
        return not self.changes_provider(here, old, new)

    def is_union(self, key: str) -> bool:
        return key in unions(self.policies)

    @property
    def by_role(self) -> bool:
        return self.policies.get("messagesMerge") == "byRole"

    def union(self, here: Path, old: list[Any], new: list[Any]) -> list[Any]:
        """Both arrays, each item with the place that it was written at; nothing lost."""
        items = [(item, self._below((*here, index))) for index, item in enumerate(old)]
        items += [
            (item, self._above((*here, index)))
            for index, item in enumerate(new)
            if item not in old and item not in new[:index]
        ]
        return self.listed(here, items)

    def roles(self, here: Path, old: list[Any], new: list[Any]) -> list[Any]:
        """The messages below with those of each role that the layer has replaced by the layer's (C41)."""
        items: list[_Item] = []
        losers: dict[int, list[Place]] = {}
        mine = [(item, self._above((*here, index))) for index, item in enumerate(new)]
        given: dict[str, int] = {}
        for index, item in enumerate(old):
            role = _role(item)
            same = [one for one in mine if _role(one[0]) == role]
            if not same:
                items.append((item, self._below((*here, index))))
                continue
            if role not in given:
                given[role] = len(items)
                items += same
            losers.setdefault(given[role], []).append(self._below((*here, index))[()])
        items += [one for one in mine if _role(one[0]) not in given]
        result = self.listed(here, items)
        for at, places in losers.items():
            self.replaced[(*here, at)] = (*self.replaced.get((*here, at), ()), *places)
        return result

    def listed(self, here: Path, items: list[_Item]) -> list[Any]:
        """A list at *here* whose items come from several layers."""
        self.put(here, had_value=False)
        for path in [path for path in self.origins if len(path) > len(here) and path[: len(here)] == here]:
            del self.origins[path]
        for index, (_, places) in enumerate(items):
            self.origins.update({(*here, index, *path): place for path, place in places.items()})
        return [item for item, _ in items]

    def _below(self, path: Path) -> dict[Path, Place]:
        """The places of the item at *path* and of its parts, as they were before the layer."""
        return dict(Traced(None, self.origins).at(path).origins)

    def _above(self, path: Path) -> dict[Path, Place]:
        """The same of the layer's own item."""
        return dict(self.over.at(path).on(self.layer).origins)

    def dropped_roles(self, here: Path, old: list[Any], new: list[Any]) -> None:
        """S019: messages are replaced as a whole, those of a role that the layer does not speak of too (C41)."""
        kept = {_role(item) for item in new}
        dropped = {index: _role(item) for index, item in enumerate(old) if _role(item) not in kept}
        if dropped:
            place = self.over.place(here)
            names = ", ".join(dict.fromkeys(map(str, dropped.values())))
            self.diagnostics.append(
                S019.at(
                    place.key_span(),
                    f"messages of an override take the place of all messages below it: those of the role {names} are "
                    "gone on the call. Repeat here what shall stay.",
                    path=pointer(place.path),
                    related=tuple(Related(self.base.span((*here, index)), "is dropped") for index in list(dropped)[:4]),
                )
            )

    def null(self, here: Path, result: dict[str, Any], key: str, old: Any) -> None:
        kept = here not in UNSET_BY_NULL and self.policies.get("nullOverObject") != "unset"
        if isinstance(old, dict) and kept and not self.overlay:
            place = self._placed(here)
            self.dropped[here] = (*self.dropped.get(here, ()), place)
            self.diagnostics.append(
                S004.at(
                    place.span(),
                    f"null over the object {pointer(here)!r} is dropped by the platform: the value below stays "
                    "in force. "
                    "Switch the feature off with its own key or sentinel (for example 'off' or enabled: false).",
                    path=pointer(place.path),
                    related=(Related(self.base.key_span(here), "stays in force"),),
                )
            )
        elif key in result:
            del result[key]
            self.put(here, True)

    def changes_provider(self, here: Path, old: dict[str, Any], new: dict[str, Any]) -> bool:
        if len(here) != 1 or here[0] not in PROVIDED or self.policies.get("providerChange") == "merge":
            return False
        if new.get("provider") in (None, old.get("provider")):
            return False
        dropped = sorted(set(old) - set(new) - {"provider"})
        if dropped:
            place = self.over.place(here)
            self.diagnostics.append(
                S017.at(
                    self.over.span((*here, "provider")),
                    f"{here[0]}.provider changes from {old.get('provider')!r} to {new['provider']!r}, so the "
                    "whole object is "
                    f"replaced: {', '.join(dropped)} of the layer below {'is' if len(dropped) == 1 else 'are'} "
                    "gone on the "
                    "call. Repeat here what shall stay.",
                    path=pointer(place.path),
                    related=tuple(
                        Related(self.base.key_span((*here, key)), f"{key} is dropped") for key in dropped[:4]
                    ),
                )
            )
        return True

    def put(self, here: Path, had_value: bool) -> None:
        """Record that the value at *here* now comes from the layer, and what it took the place of."""
        loser = None
        if had_value:
            loser = Traced(None, self.origins).place(here)
            self.replaced[here] = (*self.replaced.get(here, ()), loser)
        for path in [path for path in self.origins if len(path) > len(here) and path[: len(here)] == here]:
            part = self.origins.pop(path)
            if loser is not None and (part.layer != loser.layer or part.filled):  # the others are found in the loser
                self.replaced[path] = (*self.replaced.get(path, ()), part)
        self.origins[here] = self._placed(here)
        for path, part in self.over.origins.items():
            if len(path) > len(here) and path[: len(here)] == here:
                self.origins[path] = part.on(self.layer)

    def _placed(self, path: Path) -> Place:
        return self.over.place(path).on(self.layer)


def _role(message: Any) -> Any:
    role = message.get("role") if isinstance(message, dict) else None
    return role if isinstance(role, str) else "system"
