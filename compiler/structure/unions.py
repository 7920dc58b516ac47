"""Checks of alternatives. The discriminator decides first, then only the branch that it chose speaks."""

from __future__ import annotations

import re
from operator import ne
from typing import Any

from .containers import legacy_fault
from .fault import HARMLESS, Check, Fault, Faults, Repair
from .scalars import wrong_type
from .scope import Scope
from .suggest import Suggestion, nearest
from .words import KIND, expected, found, listed, shown

Json = dict[str, Any]


NOUNS = {"on": "event"}
"""What a discriminator is called in a sentence, where its own name is no noun."""


def discriminated_check(schema: Json, scope: Scope) -> Check:
    """A check of a union of objects told apart by one property. Branches are compiled when first chosen."""
    told = schema["discriminator"]
    name: str = told["propertyName"]
    mapping: Json = told["mapping"]
    nested = told.get("nested")
    patterns: Json = told.get("patterns", {})
    starts = {tag.split("[")[0] for tag in mapping} if patterns else set()
    made: dict[str, tuple[Check, list[Fault]]] = {}

    def branch_of(tag: str) -> Json | None:
        if tag in mapping:
            return dict(mapping[tag])
        for pattern, branch in patterns.items():
            if re.search(pattern, tag):
                return dict(branch)
        head = tag.split("[")[0]  # a malformed shorthand is still this event's: its own pattern says what is wrong
        return dict(mapping[head]) if head in starts else None

    def chosen(tag: str) -> tuple[Check, list[Fault]] | None:
        branch = branch_of(tag)
        if branch is None:
            return None
        legacy = scope.look(branch).get("x-legacy")
        if not legacy:
            return scope.check(branch), []
        note = legacy_fault(legacy)
        words = f"{NOUNS.get(name, name)} {shown(tag)} is {note.found}"
        return scope.check(branch), [note._replace(path=(name,), found=words, at_key=False)]

    def check(value: Any) -> Faults:
        if value.__class__ is not dict:
            [fault] = wrong_type(value, {"type": "object"}, expected(schema))
            return [
                fault if fault.advice else fault._replace(advice=f'Write an object with "{name}" and its settings.')
            ]
        tag = value.get(name)
        if tag.__class__ is not str:
            if name not in value and nested in value:
                words = f"{nested} is a flat list: take the inner ones out of their wrapping"
                return [Fault((), "F011", f'"{nested}" inside one of "{nested}"', words)]
            if name not in value:
                return [_untold(name, value, mapping, scope)]
            return [Fault((name,), "L004", f"{name} is {found(tag)}", f"one of {listed(mapping)}", value=tag)]
        ready = made.get(tag)
        if ready is None:
            ready = chosen(tag)
            if ready is None:
                return [unknown_variant(name, tag, mapping)]
            if len(made) < 256:  # shorthand tags are text of the document: do not keep them without end
                made[tag] = ready
        branch, notes = ready
        faults = branch(value)
        if faults:
            faults = [_of_another(fault, name, tag, mapping, scope) for fault in faults]
        return [*notes, *faults] if notes and faults else notes or faults

    return check


def _untold(name: str, value: Json, mapping: Json, scope: Scope) -> Fault:
    """The one finding about a union without its discriminator: a key that no branch has may be the misspelt one."""
    branches = [scope.look(branch) for branch in mapping.values()]
    strange = [key for key in value if not any(key in branch.get("properties", ()) for branch in branches)]
    other = next(
        (key for key in strange if any(branch.get("x-misplaced", {}).get(key) == name for branch in branches)), ""
    )
    guess = Suggestion(other, True) if other else nearest(name, strange) or _one_letter(name, strange)
    if guess is None:
        return Fault((), "L003", f'"{name}" is missing', f"one of {listed(mapping)}", at_key=True)
    return Fault(
        (guess.text,),
        "L001",
        f"unknown key {shown(guess.text)}",
        f'did you mean "{name}"?',
        f"It is one of {listed(mapping)}.",
        at_key=True,
        repair=Repair("rename", name, guess.certain),
    )


def _one_letter(name: str, keys: list[str]) -> Suggestion | None:
    """The one key that differs from a short *name* in a single letter: too little for a ratio of likeness."""
    close = [key for key in keys if len(key) == len(name) and sum(map(ne, key, name)) == 1]
    return Suggestion(close[0], False) if len(close) == 1 else None


def unknown_variant(name: str, tag: str, mapping: Json) -> Fault:
    """The one finding about a union whose discriminator has a value that no branch has."""
    guess = nearest(tag, mapping)
    return Fault(
        (name,),
        "L004",
        f"unknown {NOUNS.get(name, name)} {shown(tag)}" if tag else f"{name} is empty",
        f"one of {listed(mapping, len(mapping) if len(mapping) <= 24 else 24)}",
        f'Did you mean "{guess.text}"?' if guess else "",
        repair=Repair("replace", guess.text, guess.certain) if guess else None,
        value=tag,
    )


def _of_another(fault: Fault, name: str, tag: str, mapping: Json, scope: Scope) -> Fault:
    """Say of an unknown or missing key which variant was checked, and of an unknown one whose it is."""
    if fault.rule == "L003" and not fault.path:
        return fault._replace(found=f"{fault.found} ({name}: {tag})")
    if fault.rule != "L001" or len(fault.path) != 1:
        return fault
    words = fault._replace(found=f"{fault.found} ({name}: {tag})")
    if not fault.expected.startswith("known here"):
        return words
    key = str(fault.path[0])
    known = {other: scope.look(branch).get("properties", {}).get(key) for other, branch in mapping.items()}
    owners = [other for other, found in known.items() if found is not None and "doubt" not in found.get("x-legacy", {})]
    return words._replace(expected=f"it belongs to {name} {listed(owners, 4)}") if owners else words


def any_of_check(schema: Json, scope: Scope) -> Check:
    """A check of alternatives by JSON type: a value speaks with the alternatives of its own type only."""
    branches = [_spoken(branch, scope) for branch in schema["anyOf"]]
    by_kind: dict[str, list[Check]] = {}
    for raw in schema["anyOf"]:
        check_of_branch = scope.check(raw)
        for kind in kinds(raw, scope):
            by_kind.setdefault(kind, []).append(check_of_branch)
    words = [word for branch in branches for word in branch.get("enum", ()) if isinstance(word, str)]
    types = {"type": sorted(by_kind), "enum": words}

    def wanted() -> str:
        return " or ".join(expected(branch) for branch in branches)

    def check(value: Any) -> Faults:
        candidates = by_kind.get(KIND.get(value.__class__, ""), ())
        faults: Faults = None
        for candidate in candidates:
            faults = candidate(value)
            if not faults or all(fault.rule in HARMLESS for fault in faults):
                return faults
        if len(candidates) == 1 and faults:
            return [_among(fault, wanted(), words) for fault in faults]
        if not candidates:
            return wrong_type(value, types, wanted())
        guess = nearest(value, words) if value.__class__ is str else None
        return [
            Fault(
                (),
                "L002",
                found(value),
                wanted(),
                f'Did you mean "{guess.text}"?' if guess else "",
                repair=Repair("replace", guess.text, guess.certain) if guess else None,
                value=value,
            )
        ]

    return check


def _spoken(schema: Json, scope: Scope) -> Json:
    """The schema that says in words what *schema* wants: of a choice its main branch."""
    schema, scope = scope.resolve(schema)
    return _spoken(schema["then"], scope) if "if" in schema else schema


def _among(fault: Fault, wanted: str, words: list[str]) -> Fault:
    """*fault* of the one alternative of a value's type, knowing of the others."""
    if not fault.path and fault.rule == "L002":
        return fault._replace(expected=wanted)
    if len(fault.path) == 1 and fault.rule == "L004" and fault.value in words:
        return fault._replace(advice=f"Write {shown(fault.value)} itself in place of the object.")
    return fault


def kinds(schema: Json, scope: Scope) -> set[str]:
    """The JSON types that a schema can accept."""
    schema, scope = scope.resolve(schema)
    if "anyOf" in schema:
        return {kind for branch in schema["anyOf"] for kind in kinds(branch, scope)}
    if "discriminator" in schema or "if" in schema:
        return {"object"}
    types = schema.get("type", list(KIND.values()))
    return {types} if isinstance(types, str) else set(types)
