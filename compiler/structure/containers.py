"""Checks of objects and lists."""

from __future__ import annotations

from typing import Any

from .fault import Check, Fault, Faults, Repair, under
from .scalars import accept
from .scope import Scope
from .suggest import nearest
from .words import expected, found, listed, shown

Json = dict[str, Any]


UNCHECKED = "numberE164CheckEnabled"
"""The key that, when false, lets its object have a number of any form (semantics §1.5)."""


def object_check(schema: Json, scope: Scope) -> Check:
    """A check of a value that is known to be an object. Checks of properties are made when one first occurs."""
    properties: Json = schema.get("properties", {})
    required: tuple[str, ...] = tuple(schema.get("required", ()))
    extra: bool | Json = schema.get("additionalProperties", True)
    if not properties and not required and extra is True:
        return accept
    alike = schema.get("x-alike", False)
    other = accept if extra is True else scope.check(extra) if isinstance(extra, dict) else None
    made: dict[str, Check] = {}

    def check(value: Json) -> Faults:
        faults: list[Fault] = []
        for key, item in value.items():
            inner = made.get(key)
            if inner is None:
                if key in properties:
                    inner = made[key] = property_check(properties[key], scope)
                elif other is not None:
                    inner = other
                    if alike:
                        faults += misspelt_keyword(key, properties)
                else:
                    faults.append(unknown_key(key, schema))
                    continue
            wrong = inner(item)
            if wrong and UNCHECKED in value:
                wrong = [fault for fault in wrong if fault.rule != "X001" or value[UNCHECKED] is not False]
            if wrong:
                faults += under(key, _id_instead(key, item, wrong, properties))
        for key in required:
            if key not in value and not _misspelt(key, faults):
                faults.append(_missing(key, scope.look(properties.get(key, {}))))
        return faults or None

    return check


def property_check(schema: Json, scope: Scope) -> Check:
    """The check of a property: of its value, and a word about the key itself when it is legacy."""
    told = schema.get("x-legacy")
    inner = scope.check(schema)
    if told is None:
        return inner
    note = [legacy_fault(told)]
    return lambda value: [*note, *(inner(value) or ())]


def legacy_fault(told: Json) -> Fault:
    """The word that a key (or a branch) is accepted beyond the published schema."""
    if told.get("retired"):
        return Fault((), "L029", "workflows were retired by the platform on 2026-08-18", "use a squad", at_key=True)
    if told.get("stored"):
        words = "the platform writes it into its exports and rejects a request that sends it; leave it out"
    elif "doubt" in told:
        words = f"{told['doubt']}; leave it out"
    else:
        words = "the platform accepts it all the same"
        if "instead" in told:
            words += f"; its place today: {told['instead']}"
        if "note" in told:
            words += f" ({told['note']})"
    return Fault((), told.get("rule", "L027"), "not in the published schema", words, at_key=True)


def unknown_key(key: str, schema: Json) -> Fault:
    """The fault of a key that *schema* does not know, with the best guess at what was meant."""
    properties, places = schema.get("properties", {}), schema.get("x-misplaced", {})
    name = f"unknown key {shown(key)}"
    if key.startswith(("_", "//", "$comment", "#")) or key.casefold() in ("comment", "comments"):
        return Fault((key,), "L001", name, "the API takes no comments: write them in YAML, after #", at_key=True)
    if key in places:
        certain = places[key] in properties
        repair = Repair("rename", places[key], False) if certain else None
        return Fault((key,), "L001", name, f"its place is {places[key]}", at_key=True, repair=repair)
    guess = nearest(key, properties)
    if guess:
        repair = Repair("rename", guess.text, guess.certain)
        return Fault((key,), "L001", name, f'did you mean "{guess.text}"?', at_key=True, repair=repair)
    known = [known for known, inner in properties.items() if "x-legacy" not in inner]
    return Fault((key,), "L001", name, f"known here are {listed(known)}", at_key=True)


def misspelt_keyword(key: str, properties: Json) -> list[Fault]:
    """A word about a key of an open object that resembles one with a meaning."""
    guess = nearest(key, properties)
    if guess is None:
        return []
    name, words = f"{shown(key)} is no keyword of JSON Schema", f'did you mean "{guess.text}"?'
    repair = Repair("rename", guess.text, guess.certain)
    return [Fault((key,), "L030", name, words, "Whoever gets the schema ignores it.", at_key=True, repair=repair)]


def _misspelt(key: str, faults: list[Fault]) -> bool:
    """Whether one of *faults* says that a key which is there was meant to be *key*: one mistake is told once."""
    return any(
        fault.rule == "L001" and len(fault.path) == 1 and fault.repair is not None and fault.repair[1] == key
        for fault in faults
    )


def _missing(key: str, schema: Json) -> Fault:
    return Fault((), "L003", f'"{key}" is missing', expected(schema), at_key=True)


def _id_instead(key: str, item: Any, wrong: list[Fault], properties: Json) -> list[Fault]:
    """``assistant: "<id>"`` is meant for ``assistantId``."""
    name = f"{key}Id"
    if item.__class__ is not str or name not in properties:
        return wrong
    repair = Repair("rename", name, True)
    return [
        fault._replace(advice=f'An id goes into "{name}".', repair=repair, at_key=True)
        if not fault.path and fault.rule == "L002"
        else fault
        for fault in wrong
    ]


def array_check(schema: Json, scope: Scope) -> Check:
    """A check of a value that is known to be a list."""
    inner = scope.check(schema["items"]) if "items" in schema else accept
    least, most = schema.get("minItems", 0), schema.get("maxItems")

    def check(value: list[Any]) -> Faults:
        faults: list[Fault] = []
        if len(value) < least or (most is not None and len(value) > most):
            faults.append(Fault((), "L002", found(value), expected(schema)))
        if inner is not accept:
            for index, item in enumerate(value):
                wrong = inner(item)
                if wrong:
                    faults += under(index, wrong)
        return faults or None

    return check
